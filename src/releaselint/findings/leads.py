"""Finds what may lead to what is only described, or was not found: a link, a list of data sets, a file, a figure."""

from __future__ import annotations

import re
from typing import Final

from releaselint import filenames
from releaselint.document.model import Document, Link
from releaselint.findings.case import Case
from releaselint.findings.model import Evidence
from releaselint.ledger.model import Row
from releaselint.reading import Reading
from releaselint.reading.patterns import index
from releaselint.reading.spelled import spelled_of
from releaselint.reading.titles import naming
from releaselint.regex import regex
from releaselint.text import Span
from releaselint.words import expression

_ELSEWHERE = regex(
    r"arxiv|doi\.org|aclanthology|licen[cs]e|eval|leaderboard|benchmark|\.(?:png|jpe?g|svg|gif|webp|pdf)\b|\A(?![a-z]+://)"
    r"|(?:huggingface\.co|hf\.co)/(?!datasets/)",
    re.IGNORECASE,
)
"""Papers, pictures, licenses, and pages of other models."""
_OF_OTHERS: Final = expression("heading-of-other-data")
_DATA_SET = regex(r"/datasets?/(?!huggingface/)|zenodo\.org/rec|kaggle\.com/c/", re.IGNORECASE)
"""Pages of data sets; what is the Hub's own holds pictures for other pages."""
#: Where weights lie for whoever fetches them.
_HOST = regex(
    r"(?:huggingface\.co|hf\.co)/(?!datasets/|spaces/|papers/|docs/|blog/|collections/)[\w.-]+/[\w.-]+|modelscope\.cn/models/"
    r"|kaggle\.com/(?:models|code|datasets)/|ollama\.com/|civitai\.com/models|zenodo\.org/rec|drive\.google\.com/|figshare\.com/"
    r"|/releases(?:/|\Z)|\.(?:zip|tar|gz|tgz|7z|zst)(?:[?#]|\Z)",
    re.IGNORECASE,
)
#: A sentence that joins weights and getting them.
_GETS: Final = expression("gets-weights")
_FILE = regex(r"\b\w[\w./-]{0,80}\.[a-z][a-z0-9]{1,11}\b")
_FIGURE = regex(r"(?<![\w.])[.\d]\d*")
_FIGURES = regex(r"[-+±~≈<>]?\s?[.\d][\d.,]*\s?(?:%|[a-zA-Z]{1,3})?(?:\s?[(±/-].{0,20})?")
_CELLS: Final = 4
"""Cells that a table of results has at the least."""


def lead_to(case: Case, row: Row) -> Evidence | None:
    """Return the first place that may lead to what `row` is of, which the card describes; None where there is none."""
    if any(claim.value == "withheld" for claim in row.evidence.claims):
        return None
    if row.subject == "evaluation-results":
        return _figure(case, row)
    if row.subject == "training-data":
        return _listed(case, row) or _linked(case, row) or _kept(case)
    return _linked(case, row) if row.subject == "training-code" else None


def lead_to_weights(case: Case) -> Evidence | None:
    """Return the first link, sentence or name of a file that may lead to weights where none were found; else None."""
    bases = [base.lower() for base in case.ledger.base_models]
    for reading in case.readings:
        document = reading.document
        for link in document.links:
            section = document.section_at(link.span.start)
            host = _HOST.search(link.target)
            if (
                host is not None
                and not reading.is_foreign(section)
                and not any(base in link.target.lower() for base in bases)
            ):
                return case.evidence_at(document, link.span)
        for sentence in reading.sentences:
            if _GETS.search(sentence.text) and reading.mood_around(sentence) == "stated":
                return case.evidence_at(document, sentence.span)
        named = next((one for one in _FILE.finditer(document.mask) if filenames.is_own_weights(one.group())), None)
        if named is not None:
            return case.evidence_at(document, Span(*named.span()))
    return None


def _figure(case: Case, row: Row) -> Evidence | None:
    """Return the first sentence with a number in a section on results."""
    for reading in (*case.readings, *case.pages):
        for number in naming(reading, index(reading.language), (row.subject,)):
            for sentence in reading.section_sentences(number):
                if sentence.kind != "heading" and _FIGURE.search(sentence.text):
                    return case.evidence_at(reading.document, sentence.span)
    return table_of_figures(case)


def table_of_figures(case: Case) -> Evidence | None:
    """Return the head of the first table of which half the cells or more, but for heads and names, are figures."""
    for reading in (*case.readings, *case.pages):
        document = reading.document
        for table in document.tables:
            cells = [document.slice(cell) for row in table.rows[1:] for cell in row[1:]]
            start = table.rows[0][0].start
            if len(cells) < _CELLS or reading.is_foreign(document.section_at(start)):
                continue
            if 2 * sum(_FIGURES.fullmatch(cell.strip("*_ `")) is not None for cell in cells) >= len(cells):
                return case.evidence_at(document, document.lines.span(*_line_of(document, start)))
    return None


def _line_of(document: Document, offset: int) -> tuple[int, int]:
    line = document.lines.index(offset)
    return line, line + 1


def _listed(case: Case, row: Row) -> Evidence | None:
    """Return the front matter's list of data sets, which may be all of them."""
    listed = next((claim for claim in row.evidence.claims if claim.origin == "metadata"), None)
    return next(iter(case.evidence(listed)), None)


def _kept(case: Case) -> Evidence | None:
    """Return the first file that may hold data, or fetch or make them."""
    kept = next((one.path for one in case.release.tree.entries if filenames.leads_to_data(one.path)), None)
    return Evidence(path=case.release.shown(kept), line=None, text=kept) if kept is not None else None


def _linked(case: Case, row: Row) -> Evidence | None:
    """Return the first link in a sentence that describes it, or to a data set."""
    told = [(claim.path, claim.span) for claim in row.evidence.claims if claim.span and claim.origin == "prose"]
    for reading in case.readings:
        document = reading.document
        for link in document.links:
            if _ELSEWHERE.search(link.target) is None and (
                (row.subject == "training-data" and _may_lead_to_data(reading, link))
                or any(path == document.path and span.start <= link.span.start < span.end for path, span in told)
            ):
                return case.evidence_at(document, link.span)
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
