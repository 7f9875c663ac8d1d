"""Faults of single guardrails that need a look into the card."""

from __future__ import annotations

import re
from collections.abc import Iterator

from releaselint.claims import Claim
from releaselint.document.links import slug_of
from releaselint.findings.case import Case, Hit, first_line
from releaselint.ledger.model import Row
from releaselint.regex import regex
from releaselint.text import Span

_DISABLING = regex(
    r"\b(?:safety_checker\s{0,3}[=:]\s{0,3}None|requires_safety_checker\s{0,3}=\s{0,3}False|load_safety_checker\s{0,3}=\s{0,3}False"
    r"|disable_safety_check\w{0,10}|--(?:no|disable|skip)[-_]safety\w{0,20}|safety_filter\s{0,3}=\s{0,3}(?:False|None)"
    r"|no_watermark\s{0,3}=\s{0,3}True|add_watermarker\s{0,3}=\s{0,3}False|watermarker?\s{0,3}=\s{0,3}None|--no[-_]watermark)"
)
_SCOPE = regex(r"\b(?:in|out of|within)[- ]scope\b|\bscope\b|\beligib|\bqualif", re.IGNORECASE)


def disabled_by_instructions(case: Case) -> Iterator[Hit]:
    """A code block of the card switches off a filter or a watermark that the release has."""
    rows = case.ledger.rows
    for document in case.cards:
        if "safety" not in document.text and "watermark" not in document.text:
            continue
        for block in document.code:
            told = set()
            for match in _DISABLING.finditer(document.text, block.span.start, block.span.end):
                slug = "watermarking" if "watermark" in match.group().lower() else "content-filter"
                claim = _relied_on(rows[slug])
                if claim is not None and slug not in told:
                    told.add(slug)
                    yield Hit(
                        document=document,
                        span=Span(match.start(), match.end()),
                        subject=slug,
                        values={"code": match.group(), "name": slug},
                        evidence=case.evidence(claim),
                    )


def _relied_on(row: Row) -> Claim | None:
    """Return the first claim that the guardrail is in place; the code that switches it off claims the contrary."""
    return next((one for cell in (row.promise, row.evidence) for one in cell.claims if one.value == "in-place"), None)


def bounty_without_scope(case: Case) -> Iterator[Hit]:
    """The section that the declaration points at invites reports, and does not say of what."""
    claim = case.ledger.rows["community-bounty"].promise.first()
    if claim is None or claim.value != "in-place" or not claim.detail.startswith("#"):
        return
    wanted = claim.detail[1:].lower()
    for document in case.cards:
        for section in document.sections:
            if slug_of(section.heading.title) == wanted and not _SCOPE.search(
                document.mask, section.all.start, section.all.end
            ):
                yield Hit(
                    document=document, span=first_line(document, section.heading.span), subject="community-bounty",
                    values={"title": section.heading.title},
                )  # fmt: skip
