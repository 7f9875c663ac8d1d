"""What the pages beside a card say: terms and policies, and the Markdown files that the card links to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from releaselint import filenames
from releaselint.claims import Claim
from releaselint.document import parse
from releaselint.document.model import Document
from releaselint.ledger.own import without_relatives
from releaselint.reading import Reading, read
from releaselint.reading.once import told_most_openly
from releaselint.records import replace
from releaselint.source.model import Release, SourceText
from releaselint.subjects import Subject
from releaselint.vocabulary import INTERFACE, LEVEL_OF_INTERFACE, UNSTATED, openness

#: What only a card, its files and its license tell: a page may be on a part of the release, or on what it is built on.
_BY_CARDS: Final = frozenset({"access", "code", "commercial-use", "generative", "license", "rail-license"})


def pages_of(release: Release, cards: Sequence[Reading], private: Callable[[str], bool]) -> tuple[Reading, ...]:
    """Return the pages beside `cards` made ready for phrases; of which `private` tells are not in the release."""
    paths = [path for path in release.sides if filenames.is_page(path) and not private(path)] if cards else []
    texts = [SourceText(path=path, text=release.sides[path]) for path in paths]
    return tuple([Reading(parse(text), card=cards[0]) for text in texts])


def page_claims(
    pages: Sequence[Reading], names: Sequence[str], subjects: Mapping[str, Subject], standing: str | None
) -> Iterator[Claim]:
    """Yield what `pages` say of the release that goes by `names`, whose declared level is `standing`.

    They show what is declared, and never that more can be had: none of it is certain.
    """
    for page in pages:
        for claim in told_most_openly(page.document, without_relatives(read(page), names)):
            subject = subjects.get(claim.subject)
            if (
                subject
                and subject.id not in _BY_CARDS
                and _may_tell(page.document, subject, claim, standing or UNSTATED)
            ):
                yield replace(claim, certain=False)


def _may_tell(page: Document, subject: Subject, claim: Claim, standing: str) -> bool:
    """Tell whether a page may say this of a release whose declared level is `standing`."""
    if filenames.is_terms(page.path):
        # What users may not do, and have to know, is no limit of the release.
        return subject.kind in ("guardrail", "concern") or subject.id == "contact"
    if subject.id == "platform-policy" and claim.origin == "heading":
        return claim.span == page.sections[0].heading.span  # "Rules" can be those of a benchmark
    if subject.id == INTERFACE:
        return openness(LEVEL_OF_INTERFACE.get(claim.value, UNSTATED)) <= openness(standing)
    return subject.id != "weights" or openness("downloadable") <= openness(standing)
