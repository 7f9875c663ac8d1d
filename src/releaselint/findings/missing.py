"""What the declared level asks for, and is neither promised nor shown, or promised too little."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from releaselint.findings.asks import asked, satisfied
from releaselint.findings.case import Case, Hit, Plain
from releaselint.findings.names import quoted
from releaselint.findings.unread import unfilled, unread
from releaselint.ledger.model import Row
from releaselint.subjects import Subject, all_subjects
from releaselint.vocabulary import CONTRADICTED, INTERFACE, reach

_VERBS: Final = {"required": "requires", "recommended": "recommends"}


def missing(case: Case, subject: Subject) -> Iterator[Hit]:
    """Yield a hit where the declared level asks for `subject`, and neither promise nor evidence has it."""
    ledger = case.ledger
    row = ledger.rows[subject.id]
    demand = row.demand
    if ledger.declared is None or demand.ask not in _VERBS or ledger.kind != "model":
        return
    if not asked(case.ledger, subject) or satisfied(row, demand) or promised_too_little(row):
        return
    document, span = case.at(row.promise.first())
    values = {
        "demand.level": case.standing,
        "demand.verb": Plain(_VERBS[demand.ask]),
        "demand.bound": Plain(demand.at_least or "described"),
    }
    required = demand.ask == "required"
    near = unread(case, subject, demand) if required and ledger.prose_read else None
    # What may be told in words that were not understood is not called half said.
    half = _half_said(row) if near is None and (ledger.prose_read or row.promise.stated) else None
    told = half or (subject.missing.message if subject.missing else "")
    if not ledger.prose_read:
        told += " (the text is not in English, and was not read)"
    elif near is not None:
        here = document or case.home()[0]
        path = (near.evidence.path or "").removeprefix(f"{case.release.path}/")
        there = "" if here is not None and path == here.path else f" of {quoted(path)}"
        values["line"] = Plain(f"line {near.evidence.line}{there}" if near.evidence.line else quoted(path))
        told += f" ({near.hint})"
    empty = unfilled(case, subject) if near is None and not row.evidence.stated else None
    remedy = f"fill the section on line {empty.line}, which says nothing yet" if empty else None
    if near is not None and near.short:
        remedy = f"write whole sentences in the section on line {near.evidence.line}, which says too little"
    yield Hit(
        document=document,
        span=span,
        subject=subject.id,
        values=values,
        evidence=[one for one in (near and near.evidence, empty) if one] or case.evidence(row.evidence.first()),
        severity="note" if not required or not ledger.prose_read else "warning" if near else "error",
        basis="declared",
        message=told,
        help=remedy,
    )


def _half_said(row: Row) -> str | None:
    """Return what to say of what is spoken of, and yet not there, or not as openly as asked; None for the rest."""
    state = row.promise.value if row.promise.stated else row.evidence.value
    if row.kind == "component" and state in ("withheld", "described", "gated"):
        shown = f"'{row.subject}' is {state}"
        if state == "described":
            shown = f"only a description of '{row.subject}' is shown"
        return f"{shown}; {{demand.level}} {{demand.verb}} it to be {{demand.bound}}"
    if row.kind != "guardrail":
        return None
    told = {
        "planned": f"'{row.subject}' is planned only",
        "absent": f"there is no '{row.subject}', by the release's own words",
        CONTRADICTED: f"the text contradicts itself on '{row.subject}'",
    }.get(state)
    return f"{told}; {{demand.level}} {{demand.verb}} it" if told else None


def component_availability(case: Case) -> Iterator[Hit]:
    """A component is declared less open than the level needs, or more open than it allows."""
    for row in case.ledger.rows.values():
        demand, promise = row.demand, row.promise
        if row.kind != "component" or not promise.stated or demand.ask != "required":
            continue
        state = promise.value
        short = asked(case.ledger, all_subjects()[row.subject]) and promised_too_little(row)
        if row.subject == INTERFACE:
            over = bool(demand.at_most) and state != "withheld"
        else:
            over = bool(demand.at_most) and reach(state) > reach(demand.at_most)
        if short or over:
            document, span = case.at(promise.first())
            needs = f"needs {quoted(demand.at_least)} or more" if short else f"allows {quoted(demand.at_most)} at most"
            yield Hit(
                document=document,
                span=span,
                subject=row.subject,
                values={
                    "name": row.subject,
                    "state": state,
                    "level": case.standing,
                    "needs": Plain(needs),
                    "reason": Plain(demand.reason),
                },
            )


def promised_too_little(row: Row) -> bool:
    """Tell whether a component is declared less open than the level needs, and not seen to be open enough."""
    demand, state = row.demand, row.promise.value
    if row.kind != "component" or not row.promise.stated or demand.ask != "required":
        return False
    if row.subject != "weights" and satisfied(row, demand):
        return False  # what the card shows is more than it promises
    return state == "withheld" if row.subject == INTERFACE else reach(state) < reach(demand.at_least)
