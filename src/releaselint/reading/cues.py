"""How a sentence means what it says: denied, planned, advised, supposed, or said of somebody else.

The words are data, one file a language (``rules/reading/``).
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from releaselint import bundled
from releaselint.reading.phrase import compile_all

Mood = Literal["stated", "negated", "planned", "advised", "supposed", "foreign"]

_BEFORE: Final = 90
_AFTER: Final = 60
_BREAK = re.compile(r"[;—]|\s[-–]\s")
"""Marks between two clauses; a comma is none, for it stands within lists as well."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cues:
    """The compiled words of one language."""

    negation_before: re.Pattern[str]
    negation_after: re.Pattern[str]
    double: re.Pattern[str]
    """What holds a word of negation and denies nothing: "not only", "no longer limited"."""
    planned: re.Pattern[str]
    advised: re.Pattern[str]
    supposed: re.Pattern[str]
    foreign: re.Pattern[str]
    clause: re.Pattern[str]
    """Where one clause ends and another begins."""
    foreign_headings: re.Pattern[str]
    planned_headings: re.Pattern[str]


@functools.cache
def cues(language: str) -> Cues:
    """Return the cues of `language`, such as ``en``; raises DataError where there are none."""
    data = bundled.load_folder("rules/reading")[f"rules/reading/{language}.yaml"]
    return Cues(**{name.replace("-", "_"): compile_all(phrases) for name, phrases in data["cues"].items()})


def mood(words: Cues, sentence: str, start: int, end: int, *, negative: bool, modal: bool = False) -> Mood:
    """Return how `sentence` means what it says from `start` to `end`.

    `negative` and `modal` tell that the phrase itself says "not" or "may", so that such a word in it is no surprise.
    """
    if words.foreign.search(sentence):
        return "foreign"
    before = sentence[max(0, start - _BEFORE) : start]
    before = before[max((match.end() for match in _ends(words, before)), default=0) :]
    after = sentence[end : end + _AFTER]
    after = after[: min((match.start() for match in _ends(words, after)), default=len(after))]
    inside = sentence[start:end]
    if not negative:
        denied = words.negation_before.search(before) or words.negation_before.search(inside)
        if (denied and not words.double.search(before + inside)) or words.negation_after.match(after):
            return "negated"
    if words.planned.search(f"{before}{inside}{after}"):
        return "planned"
    if words.advised.search(sentence):
        return "advised"
    # "If you use our service, prompts are filtered" tells what is done.
    if words.supposed.search(before.rpartition(",")[2]) or (not modal and words.supposed.search(inside)):
        return "supposed"
    return "stated"


def lead_mood(words: Cues, lead: str) -> Mood:
    """Return the mood that a sentence such as "we will add:" gives to the items of the list that it introduces."""
    if words.planned.search(lead):
        return "planned"
    if words.negation_before.search(lead) and not words.double.search(lead):
        return "negated"
    return "advised" if words.advised.search(lead) else "stated"


def _ends(words: Cues, text: str) -> Iterator[re.Match[str]]:
    yield from words.clause.finditer(text)
    yield from _BREAK.finditer(text)
