"""How a sentence means what it says: denied, planned, advised, supposed, or said of somebody else.

The words are data, one file a language (``rules/reading/``).
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Set
from dataclasses import dataclass
from typing import Final, Literal

from releaselint import bundled
from releaselint.reading.phrase import Folded, Phrases, fold

Mood = Literal["stated", "negated", "planned", "advised", "supposed", "foreign"]

_BEFORE: Final = 90
_AFTER: Final = 60
_BREAK = re.compile(r"[;—]|\s[-–]\s")
"""Marks between two clauses; a comma is none, for it stands within lists as well."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cues:
    """The compiled words of one language."""

    negation_before: Phrases
    negation_after: Phrases
    double: Phrases
    """What holds a word of negation and denies nothing: "not only", "no longer limited"."""
    planned: Phrases
    advised: Phrases
    supposed: Phrases
    foreign: Phrases
    clause: Phrases
    """Where one clause ends and another begins."""
    foreign_headings: Phrases
    planned_headings: Phrases


@functools.cache
def cues(language: str) -> Cues:
    """Return the cues of `language`, such as ``en``; raises DataError where there are none."""
    data = bundled.load_folder("rules/reading")[f"rules/reading/{language}.yaml"]
    return Cues(**{name.replace("-", "_"): Phrases(phrases) for name, phrases in data["cues"].items()})


def mood(words: Cues, sentence: str | Folded, start: int, end: int, *, negative: bool, modal: bool = False) -> Mood:
    """Return how `sentence` means what it says from `start` to `end`.

    `negative` and `modal` tell that the phrase itself says "not" or "may", so that such a word in it is no surprise.
    """
    folded = fold(sentence) if isinstance(sentence, str) else sentence
    text, keys = folded.text, folded.keys
    if words.foreign.search(folded):
        return "foreign"
    before = text[max(0, start - _BEFORE) : start]
    before = before[max((match.end() for match in _ends(words, before, keys)), default=0) :]
    after = text[end : end + _AFTER]
    after = after[: min((match.start() for match in _ends(words, after, keys)), default=len(after))]
    inside = text[start:end]
    if not negative:
        denies = words.negation_before
        denied = denies.search_part(before, keys) or denies.search_part(inside, keys)
        if denied and not words.double.search_part(before + inside, keys):
            return "negated"
        if words.negation_after.search_part(after, keys):
            return "negated"
    if words.planned.search_part(before + inside + after, keys):
        return "planned"
    if words.advised.search(folded):
        return "advised"
    # "If you use our service, prompts are filtered" tells what is done.
    supposes = words.supposed
    if supposes.search_part(before.rpartition(",")[2], keys) or (not modal and supposes.search_part(inside, keys)):
        return "supposed"
    return "stated"


def lead_mood(words: Cues, lead: str) -> Mood:
    """Return the mood that a sentence such as "we will add:" gives to the items of the list that it introduces."""
    if words.planned.search(lead):
        return "planned"
    if words.negation_before.search(lead) and not words.double.search(lead):
        return "negated"
    return "advised" if words.advised.search(lead) else "stated"


def _ends(words: Cues, text: str, keys: Set[str]) -> Iterator[re.Match[str]]:
    for phrase in words.clause.phrases:
        if phrase.may_match(keys):
            yield from phrase.compiled.finditer(text)
    yield from _BREAK.finditer(text)
