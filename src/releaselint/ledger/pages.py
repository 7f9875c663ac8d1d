"""What the pages beside a card say: terms and policies, and the Markdown files that the card links to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from releaselint import filenames
from releaselint.claims import Claim
from releaselint.document import parse
from releaselint.document.model import Document
from releaselint.ledger.own import is_called, names_of, without_relatives
from releaselint.reading import Reading, read
from releaselint.reading.names import core_of, subject_of
from releaselint.reading.once import told_most_openly
from releaselint.records import replace
from releaselint.source.model import Release, SourceText
from releaselint.subjects import Subject
from releaselint.vocabulary import INTERFACE, LEVEL_OF_INTERFACE, UNSTATED, openness
from releaselint.words import expression

#: What only a card, its files and its license tell: a page may be on a part of the release, or on what it is built on.
_BY_CARDS: Final = frozenset({"access", "code", "commercial-use", "generative", "license", "rail-license"})
_DENIALS: Final = frozenset({"absent", "withheld", "planned"})
_BASE: Final = expression("on-the-base")
_ABOUT: Final = 2
"""Sentences that begin with a name, where a page is about what is called so."""
_RULED: Final = 3
"""Sentences that a file of rules has at the least."""


def pages_of(release: Release, cards: Sequence[Reading], bases: Sequence[str]) -> tuple[Reading, ...]:
    """Return the pages beside `cards` made ready for phrases; one whose title names a base is not about the release."""
    paths = [path for path in release.sides if filenames.is_page(path)] if cards else []
    pages = [parse(SourceText(path=path, text=release.sides[path])) for path in paths]
    names = names_of([card.document for card in cards], release.name) if pages else []
    readings = [Reading(page, card=cards[0]) for page in pages if not _is_on_base(page, bases)]
    return tuple([reading for reading in readings if not _is_on_another(reading, names)])


def _is_on_another(page: Reading, names: Sequence[str]) -> bool:
    """Tell whether a page is titled by a name that the release does not go by, and its sentences begin with it."""
    title = page.document.sections[0].heading.title if page.document.sections else ""
    subject = subject_of(title)
    # A number tells a model's name from a topic, with which sentences begin as well: "Limits".
    if subject is None or not any(map(str.isdigit, title)) or is_called(core_of(title), names):
        return False
    return sum(subject.match(one.text) is not None for one in page.sentences if one.kind != "heading") >= _ABOUT


def _is_on_base(page: Document, bases: Sequence[str]) -> bool:
    title = page.sections[0].heading.title if page.sections else ""
    return _BASE.search(title) is not None or any(
        is_called(title, [base]) or is_called(base, [title]) for base in bases
    )


def page_claims(
    pages: Sequence[Reading], names: Sequence[str], subjects: Mapping[str, Subject], standing: str | None
) -> Iterator[Claim]:
    """Yield what `pages` say of the release that goes by `names`, whose declared level is `standing`.

    They show what is there, and never that more can be had than is declared; what they deny may be another's, except
    in terms of use. None of it is certain.
    """
    for page in pages:
        path = page.document.path
        if filenames.is_rules(filenames.base(path)) and len(page.sentences) >= _RULED:
            # Rules by the name of their file, in whatever words.
            yield Claim(
                subject="platform-policy", value="in-place", origin="tree", path=path, excerpt=path, certain=False
            )
        for claim in told_most_openly(page.document, without_relatives(read(page), names)):
            subject = subjects.get(claim.subject)
            if subject and _may_tell(page.document, subject, claim, standing or UNSTATED):
                yield replace(claim, certain=False)


def _may_tell(page: Document, subject: Subject, claim: Claim, standing: str) -> bool:
    """Tell whether a page may say this of a release whose declared level is `standing`."""
    if subject.id in _BY_CARDS or (claim.value in _DENIALS and not filenames.is_terms(page.path)):
        return False
    if filenames.is_rules(page.path):
        # What users may not do, and have to know, is no limit of the release.
        return subject.kind in ("guardrail", "concern") or subject.id == "contact"
    if filenames.is_of_data(page.path):
        return subject.id == "training-data"
    if subject.id == "platform-policy" and claim.origin == "heading":
        return claim.span == page.sections[0].heading.span  # "Rules" can be those of a benchmark
    if subject.id == INTERFACE:
        return openness(LEVEL_OF_INTERFACE.get(claim.value, UNSTATED)) <= openness(standing)
    if subject.id == "weights":  # a gate, of which a page speaks, may be that of a part
        return standing == "downloadable" or (standing == "fully-open" and claim.value == "public")
    return True
