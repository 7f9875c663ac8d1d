"""Lets what a sentence or a section tells of a subject be told once, by the claim that says the most."""

from __future__ import annotations

import bisect
from collections.abc import Mapping, Sequence

from releaselint.claims import Claim
from releaselint.reading.reading import Reading
from releaselint.text import Span
from releaselint.vocabulary import reach


def told_once(reading: Reading, claims: Sequence[Claim]) -> list[Claim]:
    """Return `claims`, sorted by their place, without those that say less of a component than what stands in them.

    A heading is no evidence beside what its section says, and a sentence that describes none beside its own link.
    No verdict changes: what goes says no more, and with no more certainty, than what is left.
    """
    by_subject: dict[str, list[Claim]] = {}
    for claim in claims:
        by_subject.setdefault(claim.subject, []).append(claim)
    sections = {section.heading.span: section.all for section in reading.document.sections}
    return [
        claim for claim in claims if len(by_subject[claim.subject]) < 2 or not _is_told(claim, by_subject, sections)
    ]


def _is_told(claim: Claim, claims: Mapping[str, Sequence[Claim]], sections: Mapping[Span, Span]) -> bool:
    """Tell whether another claim within the place of `claim` says as much: for a heading, within its section."""
    open_to, place, less = reach(claim.value), claim.span, 1
    if claim.origin == "heading" and place is not None and place in sections:
        place, less = Span(place.end, sections[place].end), 0
    elif claim.value != "described":
        return False
    return place is not None and any(
        0 <= open_to <= reach(one.value) - less and (one.certain or not claim.certain)
        for one in _within(claims[claim.subject], place)
    )


def _within(claims: Sequence[Claim], span: Span) -> Sequence[Claim]:
    start = bisect.bisect_left(claims, span.start, key=_start)
    return claims[start : bisect.bisect_left(claims, span.end, key=_start)]


def _start(claim: Claim) -> int:
    return claim.span.start if claim.span is not None else -1
