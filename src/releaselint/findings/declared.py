"""Faults of the declaration itself: two of them, and words or shapes that the schema does not know."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from releaselint import filenames
from releaselint.findings.case import Case, Hit, Plain
from releaselint.findings.edits import put
from releaselint.findings.names import quoted
from releaselint.ledger import Declaration
from releaselint.ledger.declaration import level_of
from releaselint.subjects import FOLDERS, slugs

WRAPPED: Final = "release"
"""The key of the block in front matter, which some write in release.yaml as well."""
#: Keys of the declaration that nobody else has at the top of a card.
_PARTS: Final = ("stages", "components", "guardrails", "report-harm", "reviewed", "review-by", "waivers")
#: Names of subjects that others have there.
_COMMON: Final = frozenset({"weights", "code", "configuration", "telemetry", "logs", "documentation"})


def invalid(case: Case) -> Iterator[Hit]:
    """The declaration has not the shape of one; an unknown level is the other rule's."""
    yield from _faults(case, level=False)
    for other in case.declarations[1:]:
        first = case.declarations[0].document.path
        told = f"the release is declared twice, in '{first}' and here; keep one, or give each model a folder"
        yield Hit(document=other.document, span=other.span(), values={"fault": Plain(told)}, basis="declared")
    for declaration in case.declarations:
        yield from _beside(declaration)


def _beside(declaration: Declaration) -> Iterator[Hit]:
    """Yield what stands beside the key of the block, where nothing reads it, and is meant to stand below it."""
    front, level = declaration.document.front, level_of(declaration)
    if front is None or level is None:  # the key may be another tool's
        return
    places = dict.fromkeys(_PARTS, "")
    for place in ("components", "guardrails"):
        places |= {slug: f", in '{place}'" for slug in slugs(FOLDERS[place]) if slug not in _COMMON}
    remedy = "move it there"
    if front.values[WRAPPED] == level:
        remedy = f"{expanded(level)}, and move it there"
    for key in front.values:
        spot = front.spots.get((key,))
        if key in places and spot is not None:
            told = f"nothing reads {quoted(key)} here; it belongs below '{WRAPPED}'{places[key]}"
            yield Hit(
                document=declaration.document,
                span=spot.key or spot.value,
                values={"fault": Plain(told)},
                severity="warning",
                help=remedy,
                basis="declared",
            )


def expanded(level: str) -> str:
    """Return what to do with the short form of a declaration before anything can stand below it."""
    return f"write 'access: {level}' below '{WRAPPED}:' in place of '{WRAPPED}: {level}'"


def unknown_level(case: Case) -> Iterator[Hit]:
    """The declared access is no level of the gradient."""
    yield from _faults(case, level=True)


def _faults(case: Case, *, level: bool) -> Iterator[Hit]:
    for declaration in case.declarations:
        for fault in declaration.faults:
            is_level = fault.kind == "vocabulary" and not fault.on_key and fault.pointer in ((), ("access",))
            if is_level is not level:
                continue
            told, remedy = fault.message, None
            whole = filenames.base(declaration.document.path) in filenames.DECLARATION
            if whole and fault.on_key and fault.pointer == (WRAPPED,):
                told = "this file is the block itself, and has no key 'release'"
                remedy = "take the key out, and write 'access: LEVEL' and the rest at the margin"
            span = declaration.span(*fault.pointer, key=fault.on_key)
            yield Hit(
                document=declaration.document,
                span=span,
                values={"fault": Plain(told)},
                help=remedy,
                edits=put(declaration.document, span, fault.instead) if fault.instead else (),
                basis="declared",
            )
