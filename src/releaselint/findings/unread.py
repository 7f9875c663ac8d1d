"""Finds sentences that may tell of a subject in words that no evidence knows."""

from __future__ import annotations

import functools
from typing import Final

from releaselint.claims import shortened
from releaselint.findings.case import Case
from releaselint.findings.model import Evidence
from releaselint.reading.phrase import Phrases
from releaselint.reading.titles import is_hollow
from releaselint.subjects import Subject

_NAMES: Final = ("heading", "cell")
"""What names a thing, and hardly tells it."""


def unread(case: Case, subject: Subject) -> Evidence | None:
    """Return the first sentence near to `subject`, of which neither promise nor evidence says a word; else None.

    What is missing is told by what was understood, and a plain sentence may say it in words of its own: it is shown to
    whoever can read it, and the fault is no error.
    """
    row = case.ledger.rows[subject.id]
    if subject.missing is None or row.evidence.stated or row.promise.stated:
        return None
    known = subject.missing.near
    for reading in case.readings:
        near = _phrases((*known.get("any", ()), *known.get(reading.language, ())))
        for sentence in reading.sentences:
            if (
                sentence.kind not in _NAMES
                and near.search(sentence.spelled)
                and not is_hollow(sentence.text)
                and not reading.is_foreign(sentence.section)
                and reading.mood_around(sentence) != "planned"
                and not reading.cues.planned.search(sentence.spelled)
            ):
                document = reading.document
                line = document.place(sentence.span).line
                return Evidence(path=case.release.shown(document.path), line=line, text=shortened(sentence.text))
    return None


@functools.cache
def _phrases(sources: tuple[str, ...]) -> Phrases:
    return Phrases(sources)
