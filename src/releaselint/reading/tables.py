"""Claims from tables, by their headers and by what stands above them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from releaselint.document.model import Document
from releaselint.reading.found import Found, found
from releaselint.reading.patterns import Index
from releaselint.reading.phrase import Phrases
from releaselint.reading.reading import Reading
from releaselint.reading.spelled import spelled_of
from releaselint.regex import regex
from releaselint.text import Span
from releaselint.words import expression

#: What a cell begins with ("4K"), or a number of its own in it: not that of "GPT-4", or of "the 7B variant".
_FIGURE = regex(r"\A[\W_]*\d|(?<![A-Za-z0-9])(?<![A-Za-z]-)\d+(?:[.,]\d+)*(?!\d|[BMK]\b)")
#: What a file is called is no figure.
_PICTURE = regex(r"<img\b[^<>]{0,1000}>", re.IGNORECASE)
_FILLED = regex(r"[^\W_]")
_NUMBER = regex(r"[\W\d_]*\d[\W_]*")
#: What is said before a table that only shows how results would look.
_INVENTED: Final = expression("invented")
#: The head of a column that tells what is to be reached, and not what was.
_AIMED: Final = expression("aimed-at")
_TAG, _ABOVE = 80, 200
"""Characters before a cell in which its tag stands, and before a table in which a sentence introduces it."""


def tabled(reading: Reading, patterns: Index) -> Iterator[Found]:
    """Yield what the headers of tables show."""
    document = reading.document
    if not document.tables:
        return
    asked = patterns.of_way("table")
    for table in document.tables:
        if len(table.rows) < 2 or not table.rows[0]:
            continue
        first = table.rows[0]
        section = document.section_at(first[0].start)
        if reading.is_foreign(section):
            continue
        opening = document.sections[section].own.start if section >= 0 else document.body
        # Where a cell of the first row spans several columns, the second row names them.
        begin = max(0, first[0].start - _TAG)
        wide = len(first) < len(table.rows[1]) and "colspan" in document.text[begin : first[-1].end]
        named = first + table.rows[1] if wide else first
        header = spelled_of(" | ".join(document.slice(cell) for cell in named)[:600])
        for pattern in asked:
            if (
                (pattern.phrases.search(header) or (section >= 0 and reading.under(section, pattern.phrases)))
                and reading.stands(pattern, section)
                and (pattern.unless is None or not pattern.unless.search(header))
                and (not pattern.figures or _has_figures(document, table.rows, pattern.phrases))
                and not _INVENTED.search(document.text, max(opening, first[0].start - _ABOVE), first[0].start)
            ):
                yield found(reading, pattern, pattern.value, "table", Span(first[0].start, first[-1].end))


def _has_figures(document: Document, rows: tuple[tuple[Span, ...], ...], phrases: Phrases) -> bool:
    """Tell whether figures stand behind the first column, and not only beside empty columns that `phrases` name."""
    aimed = {number for number, cell in enumerate(rows[0]) if number and _AIMED.fullmatch(document.slice(cell))}
    if aimed:
        rows = tuple([tuple([cell for number, cell in enumerate(row) if number not in aimed]) for row in rows[:40]])
    below = rows[1:40]
    if not any(_FIGURE.search(_PICTURE.sub("", document.slice(cell))) for row in below for cell in row[1:]):
        return False
    named = [number for number, cell in enumerate(rows[0]) if number and phrases.said_in(document.slice(cell))]
    cells = [row[number] for row in below for number in named or [1] if number < len(row)]
    return any(_FILLED.search(document.text, cell.start, cell.end) for cell in cells) or (
        not named and any(_NUMBER.fullmatch(document.text, cell.start, cell.end) for row in below for cell in row[1:])
    )
