"""Faults of a release checklist: open items, ticks without evidence, and what card and tree say against it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from releaselint.document.links import anchor_key
from releaselint.document.model import Document
from releaselint.findings.asks import asked, not_asked, satisfied
from releaselint.findings.case import Case, Hit, Plain, first_line
from releaselint.findings.denials import denied
from releaselint.findings.model import Evidence, Severity
from releaselint.findings.names import quoted
from releaselint.findings.silence import silence_of
from releaselint.ledger.checklist import Item, is_checklist, is_named_checklist, items_of, level_marks, unknown_marks
from releaselint.records import replace
from releaselint.shape import nearest
from releaselint.subjects import all_subjects
from releaselint.text import Span
from releaselint.vocabulary import reach

#: Open items of one release that are shown one by one.
_MAX_HITS: Final = 100


def item_open(case: Case) -> Iterator[Hit]:
    """An item that the level asks for is not ticked, and no reason is given."""
    waived = silence_of(case).waived
    rest: list[Item] = []
    shown = 0
    for item in items_of(case.cards):
        if item.ticked or item.reason:
            continue
        asked_of = [asks(case, slug) for slug in item.subjects if rule_of(slug) not in waived]
        if any(asked_of) and shown < _MAX_HITS:
            shown += 1
            yield _hit(item, severity="error" if "required" in asked_of else "note")
        elif any(asked_of):
            rest.append(item)
    if rest:
        yield replace(_hit(rest[0]), message=f"{len(rest):,} more items are open")


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
            and asks(case, slug) == "required"
            and not satisfied(case.ledger.rows[slug], case.ledger.rows[slug].demand)
        ]
        if lacking:
            yield Hit(
                document=document,
                span=first_line(document, _start(document)),
                values={"subjects": Plain(", ".join(map(quoted, lacking)))},
            )
        return


def without_evidence(case: Case) -> Iterator[Hit]:
    """A tick has neither a link, an anchor nor an internal reference, or its anchor leads nowhere."""
    anchors = {anchor_key(anchor) for document in case.cards for anchor in document.anchors}
    alone = all(is_named_checklist(document) for document in case.cards)
    for item in items_of(case.cards):
        if not item.ticked or item.auto or item.reason:
            continue
        anchor = item.reference.removeprefix("#")
        if not item.reference:
            yield _hit(item)
        elif not alone and anchor != item.reference and not anchor.isdigit() and anchor_key(anchor) not in anchors:
            yield replace(_hit(item), message=f"{{item}} is ticked with {quoted('#' + anchor)}, which no card has")


def marker_unknown(case: Case) -> Iterator[Hit]:
    """The marker of an item names a subject that does not exist."""
    for document, span, name in unknown_marks(case.cards):
        near = nearest(name, sorted(all_subjects()))
        yield Hit(document=document, span=span, values={"subject": name, "near": Plain(near)})


def contradicts_card(case: Case) -> Iterator[Hit]:
    """The checklist says what declaration, card or tree deny."""
    ledger = case.ledger
    for document, span, level in level_marks(case.cards):
        if ledger.declared is not None and level not in (ledger.declared, ledger.standing):
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
            elif item.auto and row.demand.ask == "required" and not satisfied(row, row.demand) and asks(case, slug):
                yield _hit(item, fault=f"was ticked by the tool, but {quoted(slug)} is not shown any more")
            elif row.kind == "guardrail" and not item.reason:
                for claim in row.promise.claims:
                    if claim.origin == "declaration" and claim.value in ("absent", "planned"):
                        told = f"is ticked, but {quoted(slug)} is declared {quoted(claim.value)}"
                        yield _hit(item, evidence=case.evidence(claim), fault=told)
                denial = denied(row)
                if denial is not None:
                    told = f"is ticked, but the text says that there is no {quoted(slug)}"
                    hit = _hit(item, evidence=case.evidence(denial), fault=told)
                    yield hit if denial.certain else replace(hit, severity="warning")


def _start(document: Document) -> Span:
    """Return the place of a checklist: the whole file, or in another text its first item."""
    first = next(items_of([document]), None)
    return Span(0, len(document.text)) if is_named_checklist(document) or first is None else first.span


def asks(case: Case, slug: str, level: str | None = None) -> str:
    """Return `required` or `recommended` where the level asks this system for the subject; else nothing.

    The level is by default the declared one that holds now.
    """
    subject = all_subjects()[slug]
    ask = subject.demand(level).ask if level else case.ledger.rows[slug].demand.ask
    if ask not in ("required", "recommended"):
        return ""
    if slug == "documentation":  # which of its rules speaks is no matter here
        return "" if not_asked(case.ledger, subject) else ask
    return ask if asked(case.ledger, subject) else ""


def rule_of(slug: str) -> str:
    """Return the rule that speaks where the subject is missing; empty for none."""
    if slug == "rail-license":
        return "weights-without-rail-license"
    missing = all_subjects()[slug].missing
    return missing.rule if missing else ""


def _hit(item: Item, *, fault: str = "", severity: Severity | None = None, evidence: Sequence[Evidence] = ()) -> Hit:
    document = item.document
    return Hit(
        document=document,
        span=first_line(document, item.span),
        subject=item.subjects[0],
        severity=severity,
        values={"item": Plain(f"the item of {', '.join(map(quoted, item.subjects))}"), "fault": Plain(fault)},
        evidence=evidence,
    )
