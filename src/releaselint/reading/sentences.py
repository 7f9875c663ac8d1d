"""A document's prose as sentences, each with the words by which phrases find it and the headings above it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from releaselint.document.model import Document, UnitKind
from releaselint.reading.phrase import keys_of
from releaselint.text import Span

MAX_SENTENCE: Final = 1200
"""Characters of a sentence that are read; the rest counts as the next one."""
MAX_SENTENCES: Final = 40_000
FIELD: Final = 60
"""Characters that the name of a field has at the most."""

_END = re.compile(r"(?<=[.!?])[\"')\]*_]{0,3}(?:\s+(?=[\"'(\[*_]{0,3}[A-Z0-9“‘])|(?=<))|(?<=[。！？])")
_ABBREVIATION = re.compile(r"(?:\b(?:e\.g|i\.e|vs|cf|al|etc|Fig|Eq|No|Dr|Mr|Ms|Inc|approx|resp|Sec)|\b[A-Z])\.\Z")
_GATE_ITEM = re.compile(r"\n[ \t]*(?:\n|(?=[-*] |\d{1,2}[.)] ))")


@dataclass(slots=True)
class Sentence:
    """One sentence, heading, cell or item: folded text, place, kind and innermost section."""

    text: str
    span: Span
    kind: UnitKind | Literal["gate"]
    """What it stands in; `gate` is the text that the Hub shows before it gives access, from the front matter."""
    section: int
    """Index into the document's sections; -1 before the first."""
    index: int
    """Its number within the document."""
    lead: str = ""
    """For an item: the sentence that introduces its list, where that ends in a colon. For a cell: its row's first."""

    _keys: set[str] | None = None

    @property
    def field(self) -> str:
        """Return the name of what the sentence tells: the words before its colon, else what leads to it."""
        name, colon, _ = self.text.partition(":")
        return name if colon and self.kind != "cell" and len(name) <= FIELD else self.lead

    def keys(self) -> set[str]:
        """Return the beginnings of its words, in lower case."""
        if self._keys is None:
            self._keys = keys_of(self.text)
        return self._keys


def sentences(document: Document) -> Iterator[Sentence]:
    """Yield the sentences of the document's prose, in order, headings among them."""
    mask = document.mask
    count = 0
    lead = ""
    section = -1
    starts = [part.heading.span.start for part in document.sections]
    heads = {
        cell.start: row[0]
        for table in document.tables
        for row in table.rows
        for cell in row[1:]
        if row[0].end > row[0].start
    }
    for span in _gate(document):
        text = " ".join(document.slice(span).split())
        if text:
            yield Sentence(text, span, "gate", -1, count)
            count += 1
    for unit in document.units:
        while section + 1 < len(starts) and starts[section + 1] <= unit.start:
            section += 1
        if unit.kind not in ("item", "cell"):
            lead = ""
        text = ""
        before = lead if unit.kind == "item" else ""
        if unit.kind == "cell" and unit.start in heads:
            head = heads[unit.start]
            before = " ".join(mask[head.start : min(head.end, head.start + FIELD)].split())
        for span in _split(mask, unit.start, unit.end):
            text = " ".join(mask[span.start : span.end].split())
            if not text:
                continue
            yield Sentence(text, span, unit.kind, section, count, before)
            count += 1
            if count >= MAX_SENTENCES:
                return
        if unit.kind in ("text", "quote", "heading") and text.endswith(":"):
            lead = text


def _gate(document: Document) -> Iterator[Span]:
    spot = document.front.spots.get(("extra_gated_prompt",)) if document.front else None
    if spot is None or spot.value.end > document.body:
        return
    at = spot.value.start
    for match in _GATE_ITEM.finditer(document.text, at, spot.value.end):
        yield from _split(document.text, at, match.start())
        at = match.end()
    yield from _split(document.text, at, spot.value.end)


def _split(mask: str, start: int, end: int) -> Iterator[Span]:
    at = start
    for match in _END.finditer(mask, start, end):
        if _ABBREVIATION.search(mask, max(at, match.start() - 8), match.start()):
            continue
        yield from _pieces(at, match.start())
        at = match.end()
    yield from _pieces(at, end)


def _pieces(start: int, end: int) -> Iterator[Span]:
    while end - start > MAX_SENTENCE:
        yield Span(start, start + MAX_SENTENCE)
        start += MAX_SENTENCE
    if end > start:
        yield Span(start, end)
