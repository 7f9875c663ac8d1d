"""The tests of rules that YAML alone cannot say."""

from __future__ import annotations

from collections.abc import Iterator

from releaselint.filenames import is_weights
from releaselint.findings.case import Case, Hit
from releaselint.findings.model import Evidence


def unsigned_weights(case: Case) -> Iterator[Hit]:
    """Weights have no signature beside them."""
    tree = case.release.tree
    if tree.kind == "unknown" or not tree.complete:
        return  # from files that nobody knows, nothing follows
    names = {entry.path for entry in tree.entries}
    unsigned = sorted(name for name in names if is_weights(name) and f"{name}.sig" not in names)
    if unsigned:
        yield Hit(
            values={"file": unsigned[0]},
            evidence=[Evidence(path=case.release.shown(name), line=None, text="") for name in unsigned],
        )
