"""What the files of a release show: weights, code, configuration, training code, logs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from releaselint import filenames
from releaselint.claims import Claim
from releaselint.source.model import Entry, Release

#: Which component a file makes public, by the first test that its path passes.
_KINDS: Final[tuple[tuple[str, Callable[[str], bool]], ...]] = (
    ("weights", filenames.is_own_weights),
    ("logs", filenames.is_log),
    ("training-code", filenames.is_training_code),
    ("fine-tuning", filenames.is_tuning_code),
    ("configuration", filenames.is_configuration),
    ("code", filenames.is_code),
)
_SHOWN: Final = 5


def tree_claims(release: Release) -> Iterator[Claim]:
    """Yield a claim for the files that are public by lying in the tree, a few of each kind."""
    counts: dict[str, int] = {}
    for entry in release.tree.entries:
        if filenames.is_markdown(entry.path):
            continue
        subject = next((subject for subject, test in _KINDS if test(entry.path)), None)
        if subject is None:
            continue
        counts[subject] = counts.get(subject, 0) + 1
        if counts[subject] <= _SHOWN:
            yield file_claim(subject, entry)


def file_claim(subject: str, entry: Entry) -> Claim:
    """Return the claim that a file in the tree makes `subject` public."""
    return Claim(
        subject=subject, value="public", origin="tree", path=entry.path, excerpt=entry.path, detail=size_text(entry)
    )


def size_text(entry: Entry) -> str:
    """Return the size of a file as people read it; empty where it is not known."""
    size = float(entry.size) if entry.size is not None else None
    if size is None:
        return ""
    for unit in ("bytes", "kB", "MB", "GB"):
        if size < 1000 or unit == "GB":
            break
        size /= 1000
    return f"{size:.0f} {unit}" if unit == "bytes" or size >= 100 else f"{size:.1f} {unit}"
