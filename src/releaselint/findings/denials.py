"""What is promised, and denied by the card's own words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from releaselint.claims import Claim
from releaselint.findings.case import Case, Hit, Plain
from releaselint.ledger.model import Row
from releaselint.vocabulary import reach

_IN_WORDS = ("prose", "table", "heading")
_SHOWN = {"withheld": "the text says that it is not to be had", "gated": "the card shows a gate"}
_DENIED = "the text says that there is none"


def guardrail_contradicted(case: Case) -> Iterator[Hit]:
    """A guardrail is promised, and the text says that there is none; a warning where that is a reading."""
    for row in case.ledger.rows.values():
        if row.kind != "guardrail" or row.promise.value != "in-place":
            continue
        denial = denied(row)
        if denial is not None:
            yield _hit(case, row, denial, Plain(_DENIED))


def denied(row: Row) -> Claim | None:
    """Return the claim by which the card's words deny a guardrail that they nowhere show; None where they do not."""
    if row.evidence.value != "absent":
        return None
    told = [one for one in row.evidence.claims if one.value == "absent" and one.origin in _IN_WORDS]
    # A gate that is not there is no missing policy.
    return _surest([one for one in told if one.certain or row.subject != "platform-policy"])


def _surest(claims: Sequence[Claim]) -> Claim | None:
    return next((claim for claim in claims if claim.certain), next(iter(claims), None))


def component_contradicted(case: Case) -> Iterator[Hit]:
    """A component is declared more open than the card shows it: said not to be had, or behind a gate."""
    ledger = case.ledger
    for row in ledger.rows.values():
        promise, shown = row.promise.first(), row.evidence.value
        if row.kind != "component" or promise is None or promise.origin != "declaration":
            continue
        if promise.value not in ("public", "gated") or reach(shown) >= reach(promise.value):
            continue
        if row.subject == "weights":  # of which access-narrower-than-declared says what is not there at all
            told: tuple[str, ...] = ("gated",) if ledger.gate != "click-through" else ()
        else:
            told = ("withheld", "gated") if shown == "gated" else ("withheld",)
        denials = [one for one in row.evidence.claims if one.value in told and one.origin in (*_IN_WORDS, "metadata")]
        denial = _surest(denials)
        # Who names the address of a thing knows better than a reading of the text that it can be had.
        if denial is not None and (denial.certain or not promise.detail):
            yield _hit(case, row, denial, Plain(_SHOWN[denial.value]), name=f"{row.subject}: {promise.value}")


def open_but_gated(case: Case) -> Iterator[Hit]:
    """Declared fully open, yet people have to apply: by the gate's fields, or by the card's own words."""
    ledger, weights = case.ledger, case.ledger.rows["weights"].evidence
    if ledger.standing != "fully-open":
        return
    told = (claim for claim in weights.claims if claim.value == "gated" and claim.origin in _IN_WORDS)
    claim = (
        ledger.gate_claim if ledger.gate == "approval" else next(told, None) if ledger.gate != "click-through" else None
    )
    if claim is not None:
        yield Hit(document=case.document(claim.path), span=claim.span, subject="weights")


def _hit(case: Case, row: Row, denial: Claim, fault: Plain, name: str | None = None) -> Hit:
    promise = row.promise.first()
    return Hit(
        document=case.document(promise.path) if promise else None,
        span=promise.span if promise else None,
        subject=row.subject,
        values={"name": name or row.subject, "fault": fault},
        evidence=case.evidence(denial),
        severity=None if denial.certain else "warning",
    )
