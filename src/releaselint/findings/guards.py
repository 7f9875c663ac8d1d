"""Faults of single guardrails that need a look into the card."""

from __future__ import annotations

import re
from collections.abc import Iterator

from releaselint.claims import Claim
from releaselint.document.model import Document
from releaselint.findings.case import Case, Hit, Plain, first_line
from releaselint.findings.denials import PATH, denied
from releaselint.ledger.model import Ledger, Row
from releaselint.reading.spelled import spelled_of
from releaselint.regex import regex
from releaselint.subjects import Demand
from releaselint.text import Span
from releaselint.vocabulary import CONTRADICTED, INTERFACE, INTERFACES
from releaselint.words import expression

_DISABLING = regex(
    r"\bsafety_checker\s{0,3}[=:]\s{0,3}(?:None\b|False\b|lambda\b)"
    r"|\b(?:requires|load|enable|use)_safety_(?:checker|filter)\s{0,3}=\s{0,3}False\b"
    r"|\bdisable_safety_check\w{0,10}|--(?:no|disable|skip)[-_]safety[\w-]{0,20}|\bsafety_filter\s{0,3}=\s{0,3}(?:False|None)\b"
    r"|--(?:no|disable|skip|without)[-_](?:content[-_]filter|moderation|guard)(?![\w-])"
    r"|\b(?:use|enable|apply)_(?:content_|safety_|output_|input_)(?:filter|moderation|guard)\s{0,3}=\s{0,3}False\b"
    r"|\b(?:[A-Z]{1,20}_){0,2}(?:CONTENT_FILTER|SAFETY_(?:FILTER|CHECKER|CHECK)|MODERATION|ENABLE_GUARD|USE_GUARD)"
    r"=[\"']?(?:off|0|false|no|none|disabled)\b"
    r"|\bno_watermark\s{0,3}=\s{0,3}True\b|\b(?:(?:add|apply|embed|use)_watermark(?:er)?|watermarker)\s{0,3}=\s{0,3}(?:False|None)\b"
    r"|\.watermark(?:er)?\s{0,3}=\s{0,3}(?:None\b|lambda\b|(?:Passthrough|Identity|NoOp|Dummy)\w{0,20}\()"
    r"|--(?:no|disable|skip|without)[-_](?:water)?mark(?:er|ing)?(?![\w-])"
    r"|(?:(?<=[(,])|(?<=[(,] ))mark\s{0,3}=\s{0,3}(?:None|False)\b",
    re.ASCII,
)
_INLINE = regex(r"(?<!`)`([^`\n]{3,200})`(?!`)")
_SCOPE = expression("bounty-scope")


def disabled_by_instructions(case: Case) -> Iterator[Hit]:
    """Code of a card, or of a page beside it, switches off a filter or a watermark that the release has."""
    rows = case.ledger.rows
    relied = {slug: claim for slug in ("content-filter", "watermarking") if (claim := _relied_on(rows[slug]))}
    for document in case.texts if relied else ():
        told = set()
        for start, end in _code_in(document):
            for match in _DISABLING.finditer(document.text, start, end):
                if _is_warned_of(case, document, match.start()):
                    continue
                slug = "watermarking" if "mark" in match.group().lower() else "content-filter"
                claim = relied.get(slug)
                if claim is not None and slug not in told:
                    told.add(slug)
                    yield Hit(
                        document=document,
                        span=Span(match.start(), match.end()),
                        subject=slug,
                        values={"code": match.group(), "name": slug},
                        evidence=case.evidence(claim),
                    )


def _code_in(document: Document) -> Iterator[Span]:
    """Yield the code of a card: its blocks, and what stands between backticks within a line."""
    yield from (block.span for block in document.code)
    for match in _INLINE.finditer(document.text, document.body):
        yield Span(*match.span(1))


def _is_warned_of(case: Case, document: Document, at: int) -> bool:
    """Tell whether code stands in a comment, or in a sentence that says not to use it."""
    if any(block.span.start <= at < block.span.end for block in document.code):
        return document.is_commented(at)
    reading = next((one for one in (*case.readings, *case.pages) if one.document is document), None)
    sentence = reading.sentence_at(at) if reading is not None else None
    if reading is None or sentence is None:
        return False
    before = spelled_of(document.mask[sentence.span.start : at])
    return reading.cues.negation_before.search(before) is not None


def _relied_on(row: Row) -> Claim | None:
    """Return the first claim that the guardrail is in place; the code that switches it off claims the contrary."""
    return next((one for cell in (row.promise, row.evidence) for one in cell.claims if one.value == "in-place"), None)


def bounty_without_scope(case: Case) -> Iterator[Hit]:
    """The section that the declaration points at invites reports, and does not say of what."""
    for document, number in case.pointed(case.ledger.rows["community-bounty"].promise.first()):
        section = document.sections[number]
        if not _SCOPE.search(document.mask, section.all.start, section.all.end):
            yield Hit(
                document=document,
                span=first_line(document, section.heading.span),
                subject="community-bounty",
                values={"title": section.heading.title},
            )


def guardrail_without_evidence(case: Case) -> Iterator[Hit]:
    """A guardrail is said to be in place, and neither the promise nor the card says where."""
    for row in case.ledger.rows.values():
        if row.kind != "guardrail" or row.promise.value != "in-place":
            continue
        claim = row.promise.first()
        if claim is None or row.evidence.value in ("in-place", CONTRADICTED):
            continue
        if row.subject == "documentation" and not claim.detail:
            continue  # the card itself is its evidence, and other rules tell what that lacks
        if claim.detail and PATH.fullmatch(claim.detail) and case.ledger.tree != "unknown":
            if claim.origin == "declaration" and not case.holds(claim.detail):
                document, span = case.at(claim)
                yield Hit(
                    document=document,
                    span=span,
                    subject=row.subject,
                    values={"name": row.subject, "path": claim.detail},
                    message="{name} is declared in place, and no file lies at {path}",
                    help="correct the path, or add the file",
                )
            continue
        if claim.detail:
            continue
        if denied(row) is not None:
            continue  # guardrail-contradicted says more
        document, span = case.at(claim)
        yield Hit(document=document, span=span, subject=row.subject, values={"name": row.subject})


def guardrail_unenforceable(case: Case) -> Iterator[Hit]:
    """A guardrail is promised that the declared level cannot hold."""
    for row in case.ledger.rows.values():
        if row.kind != "guardrail" or row.promise.value != "in-place" or can_hold(case.ledger, row, row.demand):
            continue
        document, span = case.at(row.promise.first())
        yield Hit(
            document=document,
            span=span,
            subject=row.subject,
            values={"name": row.subject, "level": case.standing, "reason": Plain(row.demand.reason)},
        )


def can_hold(ledger: Ledger, row: Row, demand: Demand) -> bool:
    """Tell whether a guardrail can do its work at the level of `demand`."""
    if demand.ask != "contradiction":
        return True
    interface = ledger.rows[INTERFACE]
    return row.subject == "rate-limiting" and any(  # the interface beside the weights can be limited
        name in cell.value for name in INTERFACES for cell in (interface.promise, interface.evidence)
    )
