"""Lets what a sentence or a section tells of a component be told once, by the claim that says the most."""

from __future__ import annotations

import bisect
from collections.abc import Sequence

from releaselint.claims import Claim
from releaselint.document.model import Document
from releaselint.reading.reading import Reading
from releaselint.text import Span
from releaselint.vocabulary import reach


def told_once(reading: Reading, claims: Sequence[Claim]) -> list[Claim]:
    """Return `claims`, sorted by their place, without those of a component that another one makes needless.

    A heading is needless beside what its section says, and a description beside what is more open within its place,
    such as its own link. A claim with a mark may yet be taken back by others of its kind, so it replaces none.
    """
    plain: dict[str, list[Claim]] = {}
    for claim in claims:
        if not claim.mark:
            plain.setdefault(claim.subject, []).append(claim)
    sections = {section.heading.span: section.all for section in reading.document.sections}

    def needless(claim: Claim) -> bool:
        place, least = claim.span, reach(claim.value)
        if place is None or least < 0:
            return False
        if claim.origin == "heading" and place in sections:
            place = Span(place.end, sections[place].end)
        elif claim.value == "described":
            least += 1
        else:
            return False
        others = plain.get(claim.subject, ())
        first = bisect.bisect_left(others, place.start, key=_start)
        last = bisect.bisect_left(others, place.end, key=_start)
        return any(reach(one.value) >= least and (one.certain or not claim.certain) for one in others[first:last])

    return [claim for claim in claims if not needless(claim)]


def told_most_openly(document: Document, claims: Sequence[Claim]) -> list[Claim]:
    """Return `claims` without descriptions below a heading that has something more open as well, as a table's figures.

    Meant for claims that are all the release's own.
    """
    places = [document.section_at(_start(claim)) if claim.span is not None else -1 for claim in claims]
    best: dict[tuple[str, int, bool], int] = {}
    for claim, place in zip(claims, places, strict=True):
        if not claim.mark:
            for certain in {claim.certain, False}:
                key = claim.subject, place, certain
                best[key] = max(best.get(key, -1), reach(claim.value))
    return [
        claim
        for claim, place in zip(claims, places, strict=True)
        if claim.value != "described"
        or place < 0
        or best.get((claim.subject, place, claim.certain), -1) <= reach("described")
    ]


def _start(claim: Claim) -> int:
    return claim.span.start if claim.span is not None else -1
