"""A document's prose as sentences, each with the words by which phrases find it and the headings above it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, Literal

from releaselint.document.indented import BULLETS
from releaselint.document.model import Document, Table, UnitKind
from releaselint.reading.spelled import Spelled, spelled_of
from releaselint.regex import regex
from releaselint.text import Span
from releaselint.words import expression

MAX_SENTENCE: Final = 1200
"""Characters of a sentence that are read; the rest counts as the next one."""
MAX_SENTENCES: Final = 40_000
_UNNAMED: Final = ("", "", "")
_FIELD_MARKS: Final = (":", " — ", " – ")
FIELD: Final = 60
"""Characters that the name of a field has at the most."""
_ANSWER: Final = 30
"""Characters that an answer to a field has at the most."""

# It begins with one character of a few, which the regex engine looks for first; the sentence ends behind that.
_END = regex(r"[.!?。！？](?:(?<=[.!?])[\"')\]*_]{0,3}(?:\s+(?=[\"'(\[*_]{0,3}[A-Z0-9“‘])|(?=<))|(?<=[。！？]))")
_ABBREVIATION: Final = expression("abbreviation")
_ASKS_ELSE: Final = expression("asks-else")
_FIELD_LINE = regex(
    rf"\n[ \t]{{0,9}}(?:[{BULLETS}][ \t]{{1,9}}(?=[A-Z])|(?=-[a-z]|[A-Z]))(?=-?[\w /()-]{{2,41}}:[ \t])"
)
"""Where a line such as "Access: open", "-access: open" or "• Access: open" begins within a text: one of its own."""
_ANSWERED = regex(r"(?::|\s[—–-]+|\()[\s*_`]{0,4}([^:—–()]{1,30})\)?\Z")
_GATE_ITEM = regex(r"\n[ \t]*(?:\n|(?=[-*#] |\d{1,2}[.)] ))|(?:\\n){2,}|\\n(?=[-*#] |\d{1,2}[.)] )")
"""Where a part of the gate's text begins: at a blank line or an item, also as double quotes write the end of a line."""
_GATES: Final = tuple((f"extra_gated_{name}",) for name in ("heading", "prompt", "description"))
"""Where the front matter holds what the Hub says at its gate: heading, prompt, and a line below it."""


class Sentence:
    """One sentence, heading, cell or item: folded text, place, kind and innermost section."""

    __slots__ = ("_answer", "_spelled", "column", "index", "kind", "lead", "section", "span", "text")

    def __init__(
        self,
        text: str,
        span: Span,
        kind: UnitKind | Literal["gate"],
        section: int,
        index: int,
        lead: str = "",
        column: str = "",
        answer: str = "",
    ) -> None:
        self.text, self.span = text, span
        self.kind = kind
        """What it stands in; `gate` is the text that the Hub shows before it gives access, from the front matter."""
        self.section = section
        """Index into the document's sections; -1 before the first."""
        self.index = index
        """Its number within the document."""
        self.lead = lead
        """For an item: the sentence that introduces its list, where that ends in a colon. For a cell: its row's first,
        or in a table of one row, its column's."""
        self.column = column
        """For a cell: the head of its column."""
        self._answer = answer
        self._spelled: Spelled | None = None

    @property
    def spelled(self) -> Spelled:
        """The text as phrases see it."""
        if self._spelled is None:
            self._spelled = spelled_of(self.text)
        return self._spelled

    @spelled.setter
    def spelled(self, spelled: Spelled) -> None:
        self._spelled = spelled

    @property
    def field(self) -> str:
        """Return the name of what the sentence tells: the words before its colon or dash, else what leads to it."""
        if self.kind != "cell":
            for mark in _FIELD_MARKS:
                name, found, _ = self.text.partition(mark)
                if found and len(name) <= FIELD:
                    return name
        return self.lead

    @property
    def answer(self) -> str:
        """Return the few words that answer it: behind its last colon, dash or bracket, or beside its cell."""
        if self._answer or self.kind == "cell":
            return self._answer
        match = _ANSWERED.search(self.text, max(0, len(self.text) - 2 * _ANSWER))
        return match[1] if match else ""


def sentences(document: Document) -> Iterator[Sentence]:
    """Yield the sentences of the document's prose, in order, headings among them."""
    mask = document.mask
    count = 0
    lead = ""
    section = -1
    starts = [part.heading.span.start for part in document.sections]
    names = _names(mask, document.tables)
    for span in _gate(document):
        text = " ".join(document.slice(span).replace("\\n", " ").split())
        if text:
            yield Sentence(text, span, "gate", -1, count)
            count += 1
    for unit in document.units:
        while section + 1 < len(starts) and starts[section + 1] <= unit.start:
            section += 1
        if unit.kind not in ("item", "cell"):
            lead = ""
        text = ""
        before, column, answer = lead if unit.kind == "item" else "", "", ""
        if unit.kind == "cell":
            before, column, answer = names.get(unit.start, _UNNAMED)
        has_fields = unit.kind in ("text", "quote", "item")
        for span in _parts(mask, unit.start, unit.end) if has_fields else _split(mask, unit.start, unit.end):
            text = " ".join(mask[span.start : span.end].split())
            if not text:
                continue
            yield Sentence(text, span, unit.kind, section, count, before, column, answer)
            count += 1
            if count >= MAX_SENTENCES:
                return
        if unit.kind in ("text", "quote", "heading") and text.endswith(":"):
            lead = text


def _gate(document: Document) -> Iterator[Span]:
    """Yield the sentences that the Hub shows before it gives access, and the names of the boxes to tick."""
    for pointer, spot in document.front.spots.items() if document.front else ():
        if spot.value.end > document.body:
            continue
        if pointer[0] == "extra_gated_fields" and len(pointer) == 2 and spot.key is not None:
            if "checkbox" in document.slice(spot.value):  # the name of a text field asks, and nobody agrees to it
                yield spot.key
            continue
        if pointer not in _GATES:
            continue
        at = spot.value.start
        if document.text[at : at + 1] in ("|", ">"):  # YAML's mark of a block of text
            at = document.text.find("\n", at) + 1 or spot.value.end
        for match in _GATE_ITEM.finditer(document.text, at, spot.value.end):
            yield from _split(document.text, at, match.start())
            at = match.end()
        yield from _split(document.text, at, spot.value.end)


def _names(mask: str, tables: Iterable[Table]) -> dict[int, tuple[str, str, str]]:
    """Return what each cell is called, by where it starts: by its row's first cell, and by the head of its column.

    With it comes what answers the first cell of a row: what all the others say, below a head that asks for that.
    """
    found: dict[int, tuple[str, str, str]] = {}
    for table in tables:
        columns = [_head(mask, cell) for cell in table.rows[0]]
        # One row below a header of three cells or more is a list of fields, laid on its side.
        sideways = len(table.rows) == 2 and len(columns) > 2
        for number, row in enumerate(table.rows):
            first = _head(mask, row[0]) if row else ""
            for at, cell in enumerate(row):
                column = columns[at] if number and at < len(columns) else ""
                lead = (sideways and number and column) or (first if at else "")
                found[cell.start] = (lead, column, "" if at or not number else _answer(mask, row, columns))
    return found


def _answer(mask: str, row: Sequence[Span], columns: Sequence[str]) -> str:
    """Return what the cells behind the first all say, if it is short."""
    if len(row) < 2 or row[1].end - row[1].start > _ANSWER:
        return ""
    said = mask[row[1].start : row[1].end]
    heads = columns[1 : len(row)]
    same = said and all(mask[cell.start : cell.end] == said for cell in row[2:])
    return said if same and not any(map(_ASKS_ELSE.search, heads)) else ""


def _head(mask: str, span: Span) -> str:
    return " ".join(mask[span.start : min(span.end, span.start + FIELD)].split())


def _parts(mask: str, start: int, end: int) -> Iterator[Span]:
    at = start
    if mask.find("\n", start, end) >= 0:
        for match in _FIELD_LINE.finditer(mask, start, end):
            yield from _split(mask, at, match.start())
            at = match.end()
    yield from _split(mask, at, end)


def _split(mask: str, start: int, end: int) -> Iterator[Span]:
    at = start
    for match in _END.finditer(mask, start, end):
        stop = match.start() + 1
        if _ABBREVIATION.search(mask, max(at, stop - 8), stop):
            continue
        yield from _pieces(at, stop)
        at = match.end()
    yield from _pieces(at, end)


def _pieces(start: int, end: int) -> Iterator[Span]:
    while end - start > MAX_SENTENCE:
        yield Span(start, start + MAX_SENTENCE)
        start += MAX_SENTENCE
    if end > start:
        yield Span(start, end)
