"""Faults of a release checklist: open items, ticks without evidence, and what card and tree say against it."""

from __future__ import annotations

from collections.abc import Iterator

from releaselint.findings.case import Case, Hit, Plain, first_line
from releaselint.findings.compare import asked, satisfied
from releaselint.findings.model import Severity
from releaselint.findings.names import quoted
from releaselint.ledger.checklist import Item, is_checklist, items_of, level_of
from releaselint.subjects import all_subjects
from releaselint.text import Span
from releaselint.vocabulary import reach


def item_open(case: Case) -> Iterator[Hit]:
    """An item that the level asks for is not ticked, and no reason is given."""
    for item in items_of(case.cards):
        if item.ticked or item.reason:
            continue
        asks = [_asks(case, slug) for slug in item.subjects]
        if any(asks):
            yield _hit(item, severity="error" if "required" in asks else "note")


def item_missing(case: Case) -> Iterator[Hit]:
    """A checklist lacks an item for what its level requires."""
    if case.ledger.standing is None:
        return
    held = {slug for item in items_of(case.cards) for slug in item.subjects}
    for document in case.cards:
        if not is_checklist(document) or not document.tasks:
            continue
        lacking = [
            slug
            for slug, subject in all_subjects().items()
            if subject.kind in ("component", "guardrail")
            and slug not in held
            and _asks(case, slug) == "required"
            and not satisfied(case.ledger.rows[slug], case.ledger.rows[slug].demand)
        ]
        if lacking:
            yield Hit(
                document=document,
                span=first_line(document, Span(0, len(document.text))),
                values={"subjects": Plain(", ".join(map(quoted, lacking)))},
            )
        return


def without_evidence(case: Case) -> Iterator[Hit]:
    """A tick has neither a link, an anchor nor an internal reference."""
    for item in items_of(case.cards):
        if item.ticked and not item.auto and not item.reference and not item.reason:
            yield _hit(item)


def contradicts_card(case: Case) -> Iterator[Hit]:
    """The checklist says what declaration, card or tree deny."""
    ledger = case.ledger
    for document, span, level in level_of(case.cards):
        if ledger.declared is not None and level != ledger.declared:
            told = f"is for {quoted(level)}, but the card declares {quoted(ledger.declared)}"
            yield Hit(document=document, span=span, values={"item": Plain("the checklist"), "fault": Plain(told)})
    for item in items_of(case.cards):
        if not item.ticked:
            continue
        for slug in item.subjects:
            row = ledger.rows[slug]
            if slug == "weights":
                certain = row.evidence.first(certain=True)
                closed = ledger.standing in ("fully-closed", "hosted", "api")
                if closed and certain is not None and reach(certain.value) >= reach("gated"):
                    yield _hit(item, evidence=case.evidence(certain), fault="is ticked, but weights are released")
            elif (
                item.auto
                and row.demand.ask == "required"
                and not satisfied(row, row.demand)
                and asked(case, all_subjects()[slug])
            ):
                yield _hit(item, fault=f"was ticked by the tool, but {quoted(slug)} is not shown any more")
            elif row.kind == "guardrail" and not item.reason:
                denied = [
                    c for c in row.promise.claims if c.origin == "declaration" and c.value in ("absent", "planned")
                ]
                for claim in denied:
                    told = f"is ticked, but {quoted(slug)} is declared {quoted(claim.value)}"
                    yield _hit(item, evidence=case.evidence(claim), fault=told)


def _asks(case: Case, slug: str) -> str:
    """Return `required` or `recommended` where the level asks this system for the subject; else nothing."""
    subject = all_subjects()[slug]
    ask = case.ledger.rows[slug].demand.ask
    return ask if ask in ("required", "recommended") and asked(case, subject) else ""


def _hit(item: Item, *, fault: str = "", severity: Severity | None = None, evidence: object = ()) -> Hit:
    document = item.document
    return Hit(
        document=document,
        span=first_line(document, item.span),
        subject=item.subjects[0],
        severity=severity,
        values={"item": Plain(f"the item of {', '.join(map(quoted, item.subjects))}"), "fault": Plain(fault)},
        evidence=evidence,  # type: ignore[arg-type]
    )
