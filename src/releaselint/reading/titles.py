"""Claims from headings whose sections hold something."""

from __future__ import annotations

import bisect
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Final, TypeVar

from releaselint.claims import HINT
from releaselint.evidence import Needs
from releaselint.reading.found import Found, found
from releaselint.reading.patterns import Index
from releaselint.reading.reading import Reading
from releaselint.reading.sentences import Sentence
from releaselint.reading.spelled import Spelled
from releaselint.regex import regex
from releaselint.text import Span
from releaselint.words import expression

_Part = TypeVar("_Part")
_WORD = regex(r"\w{1,60}")
_DIGIT = regex(r"\d")
#: What leads to something to look at, or to listen to, and to nothing else.
_SHOWS: Final = regex(
    r"\.(?:png|jpe?g|gif|svg|webp|mp4|webm|mov|wav|mp3)(?:[?#]|\Z)|/user-attachments/|youtube\.com/|youtu\.be/|vimeo\.com/"
    r"|\Amailto:",
    re.IGNORECASE,
)
_ENOUGH_WORDS: Final = 5
_SHOWN: Final = frozenset({"described", "public", "gated"})
"""What a heading claims of a component; policies, limits and concerns are told by denials as well."""
UNFILLED: Final = expression("unfilled")
"""Nothing of a sentence that holds this is said of the release."""
_HOLLOW: Final = expression("hollow")
_VERB: Final = expression("verb")


def titled(reading: Reading, patterns: Index) -> Iterator[Found]:
    """Yield what headings show, where something stands below them."""
    for number, section in enumerate(reading.document.sections):
        if number in reading.foreign or number == reading.title:
            continue
        title = reading.titles[number]
        for pattern in patterns.of_title(title):
            if (
                (pattern.unless is None or not pattern.unless.search(title))
                and reading.fits(pattern, number)
                and (pattern.among is None or any(map(pattern.among.search, _said(reading, number))))
                and _holds(reading, number, pattern.needs)
                and not (pattern.value in _SHOWN and _is_denied(reading, number))
            ):
                first = _first_whole(reading, number) if pattern.value == "addressed" else None
                if pattern.needs == "sentence":
                    if first is not None:
                        yield found(reading, pattern, pattern.value, "prose", first.span)
                else:
                    hint = pattern.value == "addressed" and not pattern.mark and first is None
                    mark = HINT if hint else None
                    yield found(reading, pattern, pattern.value, "heading", section.heading.span, mark=mark)


def left_empty(reading: Reading, patterns: Index, subjects: Collection[str]) -> Span | None:
    """Return the heading that names one of `subjects` and has nothing below it but what a template says."""
    document = reading.document
    for number in naming(reading, patterns, subjects):
        section = document.sections[number]
        below = [sentence for sentence in reading.section_sentences(number) if sentence.kind != "heading"]
        blank = not document.text[section.own.start : section.all.end].strip()
        if blank or (below and all(is_hollow(sentence.text) for sentence in below)):
            return section.heading.span
    return None


def naming(reading: Reading, patterns: Index, subjects: Collection[str]) -> Iterator[int]:
    """Yield the sections whose title names one of `subjects`, alone or beside others, whatever stands below it."""
    for number, title in enumerate(reading.titles):
        if any(pattern.subject in subjects for pattern in patterns.of_title(title)):
            yield number


def says_little(reading: Reading, patterns: Index, number: int, subjects: Collection[str]) -> bool:
    """Tell whether a section named after one of `subjects`, which a text below it would tell, holds too few words."""
    named = (one for one in patterns.of_title(reading.titles[number]) if one.subject in subjects)
    return any(one.needs == "text" for one in named) and not _holds(reading, number, "text")


def is_hollow(text: str) -> bool:
    """Tell whether a sentence is what a template says in every card, such as "more information needed"."""
    return _HOLLOW.match(text) is not None or UNFILLED.search(text) is not None


def _inside(parts: Sequence[_Part], whole: Span, start: Callable[[_Part], int]) -> Sequence[_Part]:
    """Return those of `parts`, which stand in the order of the text, that begin inside `whole`."""
    first = bisect.bisect_left(parts, whole.start, key=start)
    return parts[first : bisect.bisect_left(parts, whole.end, lo=first, key=start)]


def _said(reading: Reading, number: int) -> Iterator[Spelled]:
    return (sentence.spelled for sentence in reading.section_sentences(number))


def _first_whole(reading: Reading, number: int) -> Sentence | None:
    """Return the first whole sentence below a heading; None where there are only phrases without a verb."""
    below = reading.section_sentences(number)
    return next((one for one in below if one.kind != "heading" and _VERB.search(one.text)), None)


def _is_denied(reading: Reading, number: int) -> bool:
    """Tell whether the first sentence below a heading says that there is none of what it names."""
    first = next((one for one in reading.section_sentences(number) if one.kind != "heading"), None)
    return first is not None and reading.cues.denied_sections.search(first.spelled) is not None


def _holds(reading: Reading, number: int, needs: Needs) -> bool:
    """Tell whether a section holds what `needs` names."""
    document, whole = reading.document, reading.document.sections[number].all
    if needs == "link":
        inside = _inside(document.links, whole, lambda link: link.span.start)
        return any(_SHOWS.search(link.target) is None for link in inside)
    if needs == "code":
        return bool(_inside(document.code, whole, lambda block: block.span.start))
    if needs == "sentence":  # a sentence is looked for where it claims
        return True
    short = 0
    for sentence in reading.section_sentences(number):
        if sentence.kind == "heading" or is_hollow(sentence.text):
            continue
        if needs == "figures":
            if _DIGIT.search(sentence.text):
                return True
            continue
        count = len(_WORD.findall(sentence.text))
        short += count
        if count >= _ENOUGH_WORDS or short >= 2 * _ENOUGH_WORDS:
            return True
    return False
