"""Lets what a sentence or a section tells of a subject be told once, by the claim that says the most."""

from __future__ import annotations

import bisect
from collections.abc import Sequence

from releaselint.claims import Claim
from releaselint.reading.reading import Reading
from releaselint.text import Span
from releaselint.vocabulary import reach


def told_once(reading: Reading, claims: Sequence[Claim]) -> list[Claim]:
    """Return `claims`, sorted by their place, without those that say less of a subject than what stands in them.

    A heading is no evidence beside what its section says, and a sentence that describes none beside its own link.
    No verdict changes: what goes says no more, and with no more certainty, than what is left.
    """
    by_subject: dict[str, list[Claim]] = {}
    for claim in claims:
        by_subject.setdefault(claim.subject, []).append(claim)
    sections = {section.heading.span: section.all for section in reading.document.sections}
    kept: list[Claim] = []
    for claim in claims:
        others = by_subject[claim.subject]
        if len(others) > 1 and claim.span is not None:
            if claim.origin == "heading":
                whole = sections.get(claim.span)
                if whole is not None and _is_told(claim, _within(others, Span(claim.span.end, whole.end)), less=0):
                    continue
            elif claim.origin == "prose" and claim.value == "described" and _is_told(
                claim, _within(others, claim.span), less=1
            ):
                continue
        kept.append(claim)
    return kept


def _within(claims: Sequence[Claim], span: Span) -> Sequence[Claim]:
    start = bisect.bisect_left(claims, span.start, key=_start)
    return claims[start : bisect.bisect_left(claims, span.end, key=_start)]


def _start(claim: Claim) -> int:
    return claim.span.start if claim.span is not None else -1


def _is_told(claim: Claim, others: Sequence[Claim], *, less: int) -> bool:
    """Tell whether one of `others` is more open than `claim` by at least `less`, or as open, and as certain."""
    return any(
        (one.value == claim.value and not less) or 0 <= reach(claim.value) <= reach(one.value) - max(less, 1)
        for one in others
        if one.certain or not claim.certain
    )
