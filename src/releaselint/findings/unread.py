"""Finds sentences that may tell of a subject in words that no evidence knows."""

from __future__ import annotations

import functools

from releaselint.claims import shortened
from releaselint.findings.case import Case
from releaselint.findings.model import Evidence
from releaselint.reading.phrase import Phrases
from releaselint.subjects import Missing


def unread(case: Case, missing: Missing) -> Evidence | None:
    """Return the first sentence of the cards that is near the subject; None where the text does not touch it.

    What is missing is told by what was understood, and a plain sentence may say it in words of its own: it is shown to
    whoever can read it, and the fault is no error.
    """
    for reading in case.readings():
        near = _phrases(missing.near.get(reading.language, ()))
        for sentence in reading.sentences:
            if near.search(sentence.spelled) and not reading.is_foreign(sentence.section):
                document = reading.document
                line = document.place(sentence.span).line
                return Evidence(path=case.release.shown(document.path), line=line, text=shortened(sentence.text))
    return None


@functools.cache
def _phrases(sources: tuple[str, ...]) -> Phrases:
    return Phrases(sources)
