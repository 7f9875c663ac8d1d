"""The linter's own findings: files that it could not read, ignores that silence nothing."""

from __future__ import annotations

from collections.abc import Iterator

from releaselint.findings.case import Case, Hit, Plain
from releaselint.findings.names import printable


def unreadable(case: Case) -> Iterator[Hit]:
    """A file that should be a card is no text, or cannot be opened."""
    yield from _troubles(case, "file-unreadable")


def too_large(case: Case) -> Iterator[Hit]:
    """A card is larger than what is read of one."""
    yield from _troubles(case, "file-too-large")


def _troubles(case: Case, rule: str) -> Iterator[Hit]:
    for trouble in case.release.troubles:
        if trouble.rule == rule:
            yield Hit(
                path=trouble.path,
                values={"name": trouble.path, "reason": Plain(printable(trouble.reason, 160))},
                help=trouble.help or None,
            )


def nothing(case: Case) -> Iterator[Hit]:
    """Find nothing: the runner itself speaks for this rule."""
    yield from ()
