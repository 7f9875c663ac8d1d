"""Finds what may tell of a subject in words that no evidence knows."""

from __future__ import annotations

import functools
from typing import Final

from releaselint.claims import shortened
from releaselint.document import Document
from releaselint.findings.case import Case
from releaselint.findings.model import Evidence
from releaselint.ledger.model import Row
from releaselint.reading import Reading
from releaselint.reading.phrase import Phrases
from releaselint.reading.sentences import Sentence
from releaselint.reading.titles import is_hollow
from releaselint.subjects import Subject
from releaselint.text import Span

_NAMES: Final = ("heading", "cell")
"""What names a thing, and hardly tells it."""


def unread(case: Case, subject: Subject) -> Evidence | None:
    """Return what is near to `subject`, of which neither promise nor evidence says enough; None where nothing is.

    What is missing is told by what was understood, and a plain sentence may say it in words of its own: it is shown to
    whoever can read it, and the fault is no error. Of several sentences the one with the plainest words is shown.
    """
    row = case.ledger.rows[subject.id]
    if subject.missing is None or row.promise.stated:
        return None
    if row.evidence.stated:
        return _linked(case, row) if row.demand.at_least == "public" else None
    known = subject.missing.near
    for reading in case.readings:
        sentences = [sentence for sentence in reading.sentences if sentence.kind not in _NAMES]
        for phrase in _phrases((*known.get("any", ()), *known.get(reading.language, ()))):
            for sentence in sentences:
                if phrase.search(sentence.spelled) and _may_tell(reading, sentence):
                    return _evidence(case, reading.document, sentence.span)
    return None


def _may_tell(reading: Reading, sentence: Sentence) -> bool:
    return (
        not is_hollow(sentence.text)
        and not reading.is_foreign(sentence.section)
        and reading.mood_around(sentence) != "planned"
        and not reading.cues.planned.search(sentence.spelled)
    )


def _linked(case: Case, row: Row) -> Evidence | None:
    """Return the first link in a section that describes `row`: what it leads to may be the thing itself."""
    for reading in case.readings:
        document = reading.document
        sections = {
            document.section_at(claim.span.start)
            for claim in row.evidence.claims
            if claim.path == document.path and claim.span is not None and claim.span.start >= document.body
        }
        for link in document.links:
            if document.section_at(link.span.start) in sections and "://" in link.target:
                return _evidence(case, document, link.span)
    return None


def _evidence(case: Case, document: Document, span: Span) -> Evidence:
    line = document.place(span).line
    return Evidence(path=case.release.shown(document.path), line=line, text=shortened(document.slice(span)))


@functools.cache
def _phrases(sources: tuple[str, ...]) -> tuple[Phrases, ...]:
    return tuple(Phrases([source]) for source in sources)
