"""Finds what may tell of a subject in words that no evidence knows."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from typing import Final

from releaselint import filenames
from releaselint.claims import shortened
from releaselint.document import Document
from releaselint.document.model import Link
from releaselint.findings.asks import asked, satisfied
from releaselint.findings.case import Case
from releaselint.findings.model import Evidence
from releaselint.ledger.model import Row
from releaselint.ledger.own import is_in_address
from releaselint.reading import Reading
from releaselint.reading.patterns import index
from releaselint.reading.phrase import Phrases
from releaselint.reading.sentences import Sentence
from releaselint.reading.spelled import spelled_of
from releaselint.reading.titles import is_hollow, left_empty
from releaselint.records import record
from releaselint.regex import regex
from releaselint.subjects import Demand, Subject, all_subjects
from releaselint.text import Span
from releaselint.vocabulary import INTERFACE
from releaselint.words import expression

_DOCUMENTED: Final = ("intended-use", "limitations")
"""What "documentation" is made of, which alone is declared."""
_LINKED: Final = ("training-data", "training-code")
"""What a link beside its description may lead to."""
_ELSEWHERE = regex(
    r"arxiv|doi\.org|aclanthology|licen[cs]e|eval|leaderboard|benchmark|\.(?:png|jpe?g|svg|gif|webp|pdf)\b|\A(?![a-z]+://)"
    r"|(?:huggingface\.co|hf\.co)/(?!datasets/)",
    re.IGNORECASE,
)
"""Papers, pictures, licenses, and pages of other models."""
_OF_OTHERS: Final = expression("heading-of-other-data")
_DATA_SET = regex(r"/datasets?/(?!huggingface/)|zenodo\.org/rec|kaggle\.com/c/", re.IGNORECASE)
"""Pages of data sets; what is the Hub's own holds pictures for other pages."""
_HOST = regex(r"https?://(?:www\.)?([\w.-]{1,100})", re.IGNORECASE)
_NAMES: Final = ("heading", "cell", "gate")
"""What names a thing, or is asked at a gate, and hardly tells it."""
_MUCH: Final = 25
"""Words of a section of which nothing was understood that may tell anything."""


NEAREST: Final = "{line} comes nearest, and was not understood"
_UNREAD: Final = "nor was anything understood of what begins on {line}"


@record
class Unread:
    """A place that may tell of what is missing."""

    evidence: Evidence
    hint: str = NEAREST
    """What to say of it, with `{line}` for the place."""


def unread(case: Case, subject: Subject, demand: Demand) -> Unread | None:
    """Return what may tell of `subject` as `demand` asks, where neither promise nor evidence does; None for nothing.

    What is missing is told by what was understood, and a plain sentence may say it in words of its own: it is shown to
    whoever can read it, and the fault is no error. It is the sentence in which most of the subject's phrases stand.
    """
    near = nearest(case, subject, demand)
    if near is not None:
        return Unread(evidence=near)
    row = case.ledger.rows[subject.id]
    if subject.missing is None or not subject.missing.in_any_words or row.evidence.stated or unfilled(case, subject):
        return None
    if row.promise.stated and row.promise.value != "in-place":
        return None
    begins = _unclaimed(case)
    return Unread(evidence=begins, hint=_UNREAD) if begins is not None else None


def nearest(case: Case, subject: Subject, demand: Demand) -> Evidence | None:
    """Return what comes nearest to telling of `subject`; None where not even its topic was recognized."""
    row = case.ledger.rows[subject.id]
    if subject.missing is None or (row.promise.stated and row.promise.value != "in-place"):
        return None
    if row.evidence.stated and subject.id != INTERFACE:  # of which there are several kinds
        return _linked(case, row) if demand.at_least == "public" and subject.id in _LINKED else None
    if unfilled(case, subject) is not None:
        return None  # where it belongs, its author says that it is not told
    named = _named(case, case.ledger.rows["documentation"] if subject.id in _DOCUMENTED else row)
    if named is not None:
        return named
    known = [one.missing.near for one in _near(subject) if one.missing is not None]
    guards = subject.kind == "guardrail"  # of which rules of use may tell
    pages = [page for page in case.pages if guards or not filenames.is_rules(page.document.path)]
    for reading in (*case.readings, *pages):
        sources = tuple(source for near in known for name in ("any", reading.language) for source in near.get(name, ()))
        near = _phrases(sources)
        said = [one for one in reading.sentences if near.search(one.spelled)]
        found = [one for one in said if _may_tell(reading, one)] or [one for one in said if _leads(reading, one)]
        if found:
            best = min(found, key=lambda one: _distance(sources, one))
            return _evidence(case, reading.document, best.span)
    return _own_address(case) if subject.id == INTERFACE else None


def _unclaimed(case: Case) -> Evidence | None:
    """Return the first sentence of the section that says most without claiming anything; None where none says much."""
    most, first = _MUCH, None
    claims = [claim for row in case.ledger.rows.values() for claim in row.evidence.claims]
    for reading in case.readings:
        document = reading.document
        claimed = {claim.span.start for claim in claims if claim.span and claim.path == document.path}
        read = {number for number, one in enumerate(document.sections) if one.heading.span.start in claimed}
        sections: dict[int, list[Sentence]] = {}
        for one in reading.sentences:
            if (
                one.span.start not in claimed
                and _may_tell(reading, one)
                and read.isdisjoint(reading.chain(one.section))
            ):
                sections.setdefault(one.section, []).append(one)
        for said in sections.values():
            words = sum(len(one.text.split()) for one in said)
            if words > most:
                most, first = words, _evidence(case, document, said[0].span)
    return first


def _own_address(case: Case) -> Evidence | None:
    """Return the first address whose host is called as the release is: what is there may be the release's page."""
    for document in case.cards:
        for link in document.links:
            host = _HOST.match(link.target)
            if host is not None and is_in_address(host[1], case.ledger.names):
                return _evidence(case, document, link.span)
    return None


def _distance(sources: Sequence[str], sentence: Sentence) -> tuple[int, int]:
    """Return how far `sentence` is from what the phrases of `sources` mean: by how many say so, then the plainest."""
    said = [number for number, source in enumerate(sources) if _phrases((source,)).search(sentence.spelled)]
    return -len(said), said[0] if said else len(sources)


def _named(case: Case, row: Row) -> Evidence | None:
    """Return the heading of the section that the declaration names for `row`, where something stands below it."""
    for document, number in case.pointed(row.promise.first()):
        reading = next(one for one in case.readings if one.document is document)
        if any(_may_tell(reading, sentence) for sentence in reading.section_sentences(number)):
            return _evidence(case, document, document.sections[number].heading.span)
    return None


def unfilled(case: Case, subject: Subject) -> Evidence | None:
    """Return the heading that belongs to `subject` and has nothing below it; None where there is none."""
    subjects = {one.id for one in _near(subject)} if subject.kind == "guardrail" else {subject.id}
    for reading in case.readings:
        heading = left_empty(reading, index(reading.language), subjects)
        if heading is not None:
            return _evidence(case, reading.document, heading)
    return None


def told_to_fill(case: Case) -> set[tuple[str | None, int | None]]:
    """Return path and line of each empty section that a finding on something required tells to fill."""
    found: set[tuple[str | None, int | None]] = set()
    for slug, row in case.ledger.rows.items() if case.ledger.declared else ():
        subject, demand = all_subjects()[slug], row.demand
        if demand.ask != "required" or row.evidence.stated or satisfied(row, demand) or not asked(case.ledger, subject):
            continue
        empty = unfilled(case, subject)
        if empty is not None:
            found.add((empty.path, empty.line))
    return found


def _near(subject: Subject) -> Iterator[Subject]:
    yield subject
    for slug in subject.missing.near_of if subject.missing is not None else ():
        yield all_subjects()[slug]


def _may_tell(reading: Reading, sentence: Sentence) -> bool:
    return (
        sentence.kind not in _NAMES
        and not is_hollow(sentence.text)
        and not reading.is_foreign(sentence.section)
        and reading.mood_around(sentence) != "planned"
        and not reading.cues.planned.search(sentence.spelled)
    )


def _leads(reading: Reading, heading: Sentence) -> bool:
    """Tell whether `heading` is one, and something stands below it that may tell what it names."""
    below = reading.section_sentences(heading.section) if heading.kind == "heading" else ()
    return any(_may_tell(reading, one) for one in below)


def _linked(case: Case, row: Row) -> Evidence | None:
    """Return what may lead to what `row` is of: the first link in a sentence that describes it, or to a data set.

    For data also their list in the front matter, or a file beside the card.
    """
    if any(claim.value == "withheld" for claim in row.evidence.claims):
        return None
    if row.subject == "training-data":
        listed = next((claim for claim in row.evidence.claims if claim.origin == "metadata"), None)
        if listed is not None:
            return next(iter(case.evidence(listed)))
        kept = next((one.path for one in case.release.tree.entries if filenames.leads_to_data(one.path)), None)
        if kept is not None:
            return Evidence(path=case.release.shown(kept), line=None, text=kept)
    told = [(claim.path, claim.span) for claim in row.evidence.claims if claim.span and claim.origin == "prose"]
    for reading in case.readings:
        document = reading.document
        for link in document.links:
            if _ELSEWHERE.search(link.target) is None and (
                (row.subject == "training-data" and _may_lead_to_data(reading, link))
                or any(path == document.path and span.start <= link.span.start < span.end for path, span in told)
            ):
                return _evidence(case, document, link.span)
    return None


def _may_lead_to_data(reading: Reading, link: Link) -> bool:
    """Tell whether a link leads to a data set, in a sentence that may be about what the model learned from."""
    if _DATA_SET.search(link.target) is None:
        return False
    document = reading.document
    section = document.section_at(link.span.start)
    if reading.is_foreign(section) or any(
        _OF_OTHERS.search(document.sections[number].heading.name) for number in reading.chain(section)
    ):
        return False
    sentence = reading.sentence_at(link.span.start)
    if sentence is None:  # nothing but an address, as in a cell
        return True
    before = spelled_of(document.mask[sentence.span.start : link.span.start])
    return reading.mood_around(sentence) == "stated" and not reading.cues.negation_before.search(before)


def _evidence(case: Case, document: Document, span: Span) -> Evidence:
    line = document.place(span).line
    return Evidence(path=case.release.shown(document.path), line=line, text=shortened(document.slice(span)))


@functools.cache
def _phrases(sources: tuple[str, ...]) -> Phrases:
    return Phrases(sources)
