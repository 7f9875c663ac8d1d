"""Finds what may tell of a subject in words that no evidence knows."""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Iterator, Sequence
from fnmatch import fnmatchcase
from typing import Final

from releaselint import filenames
from releaselint.findings.asks import asked, satisfied
from releaselint.findings.case import Case
from releaselint.findings.leads import lead_to, table_of_figures
from releaselint.findings.model import Evidence
from releaselint.ledger.model import Row
from releaselint.ledger.own import is_in_address
from releaselint.reading import Reading
from releaselint.reading.patterns import index
from releaselint.reading.phrase import Phrases
from releaselint.reading.sentences import Sentence
from releaselint.reading.titles import is_hollow, left_empty, naming, says_little
from releaselint.records import record
from releaselint.regex import regex
from releaselint.subjects import Demand, Subject, all_subjects
from releaselint.vocabulary import INTERFACE

_DOCUMENTED: Final = ("intended-use", "limitations")
"""What "documentation" is made of, which alone is declared."""
_HOST = regex(r"https?://(?:www\.)?([\w.-]{1,100})", re.IGNORECASE)
_NAMES: Final = ("heading", "cell", "gate")
"""What names a thing, or is asked at a gate, and hardly tells it."""
_TOLD: Final = 6
"""Words of a cell that tells something, at the least."""
_LONG: Final = 8
"""Letters of a name that no other address holds by chance."""
_MUCH: Final = 25
"""Words of a section of which nothing was understood that may tell anything."""
_NEAREST: Final = "{line} comes nearest, and was not understood"
_UNREAD: Final = "nor was anything understood of what begins on {line}"


@record
class Unread:
    """A place that may tell of what is missing."""

    evidence: Evidence
    hint: str = _NEAREST
    """What to say of it, with `{line}` for the place."""
    short: bool = False
    """Whether it is the heading of a section that says too little."""


def unread(case: Case, subject: Subject, demand: Demand) -> Unread | None:
    """Return what may tell of `subject` as `demand` asks, where neither promise nor evidence does; None for nothing.

    What is missing is told by what was understood, and a plain sentence may say it in words of its own: it is shown to
    whoever can read it, and the fault is no error. It is the sentence in which most of the subject's phrases stand.
    """
    near = nearest(case, subject, demand)
    if near is not None:
        return Unread(evidence=near, short=near in _short(case, subject))
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
        return lead_to(case, row) if demand.at_least == "public" else None
    if unfilled(case, subject) is not None:
        return None  # where it belongs, its author says that it is not told
    named = _named(case, case.ledger.rows["documentation"] if subject.id in _DOCUMENTED else row)
    if named is not None:
        return named
    headed = _headed(case, _named_for(subject))
    if headed is not None:
        return headed
    feared = _feared(case) if subject.id == "intended-use" else frozenset()  # of which no use is meant
    known = [one.missing.near for one in _near(subject) if one.missing is not None]
    guards = subject.kind == "guardrail"  # of which rules of use may tell
    pages = [page for page in case.pages if guards or not filenames.is_rules(page.document.path)]
    for reading in (*case.readings, *pages):
        sources = tuple(source for near in known for name in ("any", reading.language) for source in near.get(name, ()))
        near = _phrases(sources)
        path = reading.document.path
        said = [one for one in reading.sentences if near.search(one.spelled) and (path, one.span.start) not in feared]
        found = [one for one in said if _may_tell(reading, one)] or [one for one in said if _leads(reading, one)]
        if found:
            best = min(found, key=lambda one: _distance(sources, one))
            return case.evidence_at(reading.document, best.span)
    if subject.id == INTERFACE:
        return _own_address(case) or _named_so(case, subject)
    table = table_of_figures(case) if subject.id == "evaluation-results" else None
    return _headed(case, {one.id for one in _near(subject)}) or table or _named_so(case, subject)


def _named_so(case: Case, subject: Subject) -> Evidence | None:
    """Return the first file of the release whose name says that it may tell of `subject`."""
    globs = subject.missing.near_files if subject.missing is not None else ()
    for entry in case.release.tree.entries if globs else ():
        name = filenames.base(entry.path).lower()
        if any(fnmatchcase(name, glob) for glob in globs):
            return Evidence(path=case.release.shown(entry.path), line=None, text=entry.path)
    return None


def _feared(case: Case) -> frozenset[tuple[str, int]]:
    """Return path and start of each sentence that tells of a concern."""
    claims = (one for row in case.ledger.rows.values() if row.kind == "concern" for one in row.evidence.claims)
    return frozenset((claim.path, claim.span.start) for claim in claims if claim.span is not None)


def _headed(case: Case, subjects: Collection[str]) -> Evidence | None:
    """Return the first heading that names one of `subjects`, alone or beside others, with something below it."""
    for reading in case.readings:
        for number in naming(reading, index(reading.language), subjects):
            if any(_may_tell(reading, sentence) for sentence in reading.section_sentences(number)):
                return case.evidence_at(reading.document, reading.document.sections[number].heading.span)
    return None


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
                most, first = words, case.evidence_at(document, said[0].span)
    return first


def _own_address(case: Case) -> Evidence | None:
    """Return the first address whose host is called as the release is: what is there may be the release's page."""
    for document in case.cards:
        for link in document.links:
            host = _HOST.match(link.target)
            if host is not None and (
                is_in_address(host[1], case.ledger.names) or _is_joined(host[1], case.ledger.names)
            ):
                return case.evidence_at(document, link.span)
    return None


def _is_joined(host: str, names: Sequence[str]) -> bool:
    """Tell whether one of `names` stands in `host` as one word: "Ask the Gauge" in askthegauge.example."""
    joined = ["".join(filter(str.isalnum, name.lower())) for name in names]
    return any(len(name) >= _LONG and name in host.lower().replace("-", "") for name in joined)


def _distance(sources: Sequence[str], sentence: Sentence) -> tuple[int, int]:
    """Return how far `sentence` is from what the phrases of `sources` mean: by how many say so, then the plainest."""
    said = [number for number, source in enumerate(sources) if _phrases((source,)).search(sentence.spelled)]
    return -len(said), said[0] if said else len(sources)


def _named(case: Case, row: Row) -> Evidence | None:
    """Return the heading of the section that the declaration names for `row`, where something stands below it."""
    for document, number in case.pointed(row.promise.first()):
        reading = next(one for one in case.readings if one.document is document)
        if any(_may_tell(reading, sentence) for sentence in reading.section_sentences(number)):
            return case.evidence_at(document, document.sections[number].heading.span)
    return None


def unfilled(case: Case, subject: Subject) -> Evidence | None:
    """Return the heading that belongs to `subject` and has nothing below it; None where there is none."""
    subjects = {one.id for one in _near(subject)} if subject.kind == "guardrail" else {subject.id}
    for reading in case.readings:
        heading = left_empty(reading, index(reading.language), subjects)
        if heading is not None:
            return case.evidence_at(reading.document, heading)
    return None


def _short(case: Case, subject: Subject) -> Iterator[Evidence]:
    """Yield the headings that name `subject`, and below which too few words stand to tell it."""
    for reading in case.readings:
        patterns, named = index(reading.language), _named_for(subject)
        for number in naming(reading, patterns, named):
            if says_little(reading, patterns, number, named):
                yield case.evidence_at(reading.document, reading.document.sections[number].heading.span)


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


def _named_for(subject: Subject) -> Collection[str]:
    """Return the subjects whose names in a heading are those of `subject`."""
    return _DOCUMENTED if subject.id == "documentation" else (subject.id,)


def _near(subject: Subject) -> Iterator[Subject]:
    yield subject
    for slug in subject.missing.near_of if subject.missing is not None else ():
        yield all_subjects()[slug]


def _may_tell(reading: Reading, sentence: Sentence) -> bool:
    return (
        (sentence.kind not in _NAMES or (sentence.kind == "cell" and len(sentence.text.split()) >= _TOLD))
        and not is_hollow(sentence.text)
        and not reading.is_foreign(sentence.section)
        and reading.mood_around(sentence) != "planned"
        and reading.mood_within(sentence) == "stated"
        and not reading.cues.planned.search(sentence.spelled)
    )


def _leads(reading: Reading, heading: Sentence) -> bool:
    """Tell whether `heading` is one, and something stands below it that may tell what it names."""
    below = reading.section_sentences(heading.section) if heading.kind == "heading" else ()
    return any(_may_tell(reading, one) for one in below)


@functools.cache
def _phrases(sources: tuple[str, ...]) -> Phrases:
    return Phrases(sources)
