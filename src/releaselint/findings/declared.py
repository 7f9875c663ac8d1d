"""Faults of the declaration itself: two of them, and words or shapes that the schema does not know."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from releaselint import filenames
from releaselint.findings.case import Case, Hit, Plain
from releaselint.findings.edits import put

WRAPPED: Final = "release"
"""The key of the block in front matter, which some write in release.yaml as well."""


def invalid(case: Case) -> Iterator[Hit]:
    """The declaration has not the shape of one; an unknown level is the other rule's."""
    yield from _faults(case, level=False)
    for other in case.declarations[1:]:
        first = case.declarations[0].document.path
        told = f"the release is declared twice, in '{first}' and here; keep one, or give each model a folder"
        yield Hit(document=other.document, span=other.span(), values={"fault": Plain(told)}, basis="declared")


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
