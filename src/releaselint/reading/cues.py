"""The words that tell how a sentence means what it says: data, one file a language (``rules/reading/``)."""

from __future__ import annotations

import functools
from typing import Literal

from releaselint.reading.phrase import Phrases
from releaselint.records import record
from releaselint.words import words_of

Mood = Literal["stated", "negated", "planned", "advised", "supposed", "weighed", "foreign"]


@record
class Cues:
    """The compiled words of one language."""

    negation_before: Phrases
    negation_after: Phrases
    denials: Phrases
    """The bare words of negation, and nothing beside them."""
    double: Phrases
    """What holds a word of negation and denies nothing: "not only", "no longer limited"."""
    denying: Phrases
    """What denies the act that stands right behind it: "we decided against"."""
    planned: Phrases
    postponing: Phrases
    """What puts off the act that stands right behind it: "we have yet to"."""
    advised: Phrases
    supposed: Phrases
    permitting: Phrases
    """What sounds like a guess, and allows: "you may download"."""
    weighing: Phrases
    """What only weighs, or has given up, the act that stands right behind it: "we thought about", "we wanted to"."""
    weighed_after: Phrases
    naming: Phrases
    """What names an act and does not say that it is done: "asked to release"."""
    informing: Phrases
    """What sounds like advice or a guess, and only introduces what is so: "you should know that"."""
    relenting: Phrases
    """What takes back a denial: "not … until", "not under"."""
    completing: Phrases
    """What belongs to the words of a phrase and stands behind them: "… program", "… per day"."""
    foreign: Phrases
    answers_no: Phrases
    """How a field is answered of which there is nothing: "no", "not in place"."""
    answers_later: Phrases
    opening: Phrases
    """What opens a sentence, and ends at its first comma."""
    leading: Phrases
    """What may open one, where the sentence goes on by itself behind the comma."""
    joining: Phrases
    """What begins another act: what governs the one before it does not govern that."""
    clause: Phrases
    """Where one clause ends and another begins."""
    denied_sections: Phrases
    """How a section begins that says that there is none of what its heading names."""
    foreign_headings: Phrases
    mixed_headings: Phrases
    """What makes a foreign heading one of the release's own as well: "License and citation"."""
    planned_headings: Phrases
    nameless_headings: Phrases
    """What may open a card, and is the name of no model."""


@functools.cache
def cues_of(language: str) -> Cues:
    """Return the cues of `language`, such as ``en``."""
    own = {name.replace("-", "_"): phrases for name, phrases in words_of("cues", language).items()}
    return Cues(**{name: Phrases(own.get(name, ())) for name in Cues.__annotations__})
