"""Finds the parts of a card that speak of others: the card of a base within it, and how far a citation goes."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from typing import Final

from releaselint.document.model import Document
from releaselint.reading.sentences import Sentence
from releaselint.regex import regex
from releaselint.words import expression, words_of

_NO_LETTER = regex(r"[\W_]+")
#: A bold label and what it tells.
_LABEL = regex(r"(\*\*|__)[^*_\r\n]{2,80}?(?::\1|\1:)[ \t]+\S")
_CITES: Final = expression("cites")
_DEEPEST: Final = 6
"""The depth of a heading of Markdown; a bold line that serves as one is deeper."""
_NAME, _LONG, _READ = 4, 5, 50_000
"""Words of a model's name at the most, its letters at the least, and characters that are searched for it."""


def sections_of_bases(document: Document) -> Iterator[int]:
    """Yield the sections that are the whole card, with sections of its own, of a model that this one is built on.

    Where that is most of the text, the card is a copy of it, and what it says holds.
    """
    sections = document.sections
    most = 3 * (len(document.text) - document.body) // 4
    titles = {
        number: _NO_LETTER.sub("", section.heading.title.lower())
        for number, section in enumerate(sections[:-1])
        if number
        and section.heading.depth == 1 < sections[number + 1].heading.depth
        and len(section.heading.title.split()) <= _NAME
        and section.all.end - section.all.start < most
    }
    text = _NO_LETTER.sub("", document.text[document.body :][:_READ].lower()) if titles else ""
    for number, title in titles.items():
        if len(title) >= _LONG and any(f"{words}{title}" in text for words in _built_on()):
            yield number


@functools.cache
def _built_on() -> tuple[str, ...]:
    """Return what stands before the name of a model that another one is made from, without blanks."""
    return tuple(_NO_LETTER.sub("", phrase) for phrase in words_of("built-on"))


def behind_citation(document: Document, number: int, sentences: Iterable[Sentence]) -> Iterator[Sentence]:
    """Yield those of the `sentences` of a section that a bold "Citation:" heads which are no part of it.

    It ends where a paragraph begins with a label of its own: "**License:** MIT".
    """
    heading = document.sections[number].heading
    if heading.depth <= _DEEPEST or not _CITES.search(heading.title):
        return
    ended = False
    for sentence in sentences:
        ended = ended or _LABEL.match(document.text, sentence.span.start) is not None
        if ended:
            yield sentence
