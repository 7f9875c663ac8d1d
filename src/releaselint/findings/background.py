"""Keeps what a page of the ledger shows beside it: the declaration as written, and waivers."""

from __future__ import annotations

from releaselint.findings.case import Case
from releaselint.findings.model import Background
from releaselint.findings.waivers import holds, waivers_of


def background_of(case: Case) -> Background:
    """Return the background of the ledger of `case`."""
    return Background(
        declaration=case.declaration.values if case.declaration else {},
        waivers=tuple((waiver, holds(waiver, case)) for waiver in waivers_of(case)),
        today=case.today,
    )
