"""Keeps what a page of the ledger shows beside it: the declaration as written, waivers, and the lines of the claims."""

from __future__ import annotations

from collections.abc import Iterator

from releaselint.claims import Claim
from releaselint.findings.case import Case
from releaselint.findings.model import Background
from releaselint.findings.waivers import holds, waivers_of
from releaselint.ledger import Ledger


def background_of(case: Case) -> Background:
    """Return the background of the ledger of `case`."""
    documents = {document.path: document for document in case.texts}
    return Background(
        declaration=case.declaration.values if case.declaration else {},
        lines={
            (claim.path, claim.span.start): documents[claim.path].place(claim.span).line
            for claim in _claims(case.ledger)
            if claim.span is not None and claim.path in documents
        },
        waivers=tuple((waiver, holds(waiver, case)) for waiver in waivers_of(case)),
        today=case.today,
    )


def _claims(ledger: Ledger) -> Iterator[Claim]:
    for row in ledger.rows.values():
        yield from row.promise.claims
        yield from row.evidence.claims
    yield from ledger.licensing.promise.claims
    yield from ledger.licensing.evidence.claims
    yield from (claim for claim in (ledger.generative_claim, ledger.gate_claim) if claim is not None)
