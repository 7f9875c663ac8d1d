"""Claims from prose: sentences, items and cells that say so, each in its mood."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from releaselint.reading.cues import Cues, Mood
from releaselint.reading.found import Found, found
from releaselint.reading.moods import Claimed, mood, rules_out
from releaselint.reading.patterns import Index, Pattern, candidates
from releaselint.reading.phrase import Phrases
from releaselint.reading.reading import Reading
from releaselint.reading.sentences import Sentence
from releaselint.reading.spelled import spell
from releaselint.reading.titles import UNFILLED
from releaselint.regex import regex
from releaselint.vocabulary import GUARDRAILS

_PLAINLY: Final[dict[Mood, str]] = {"negated": "absent", "planned": "planned"}
"""What a short answer tells of a guardrail, whose name alone tells that it is there."""
_CLAIMED: Final[dict[str, Claimed]] = {
    **dict.fromkeys(("public", "gated", "described", "in-place", "api", "web", "staged"), "deed"),
    **dict.fromkeys(("absent", "withheld", "fully-closed"), "denial"),
}
_OFFERED: Final = frozenset({"access", "weights", "code", "training-code", "query-interface", *GUARDRAILS})
"""What every product has of its own; what it was made from and with, its maker may tell of others."""
_MEMO: Final = 10_000
"""Sentences whose meaning is remembered."""
#: A number, and not one that ends the name of a measure: "BLEU-4", "pass@1".
_FIGURE = regex(r"(?<![\d@])(?<!\d\.)(?<!\w-)\d")


def said(reading: Reading, patterns: Index) -> Iterator[Found]:
    """Yield what sentences say."""
    sentences = reading.sentences
    keys = [(reading.plain(sentence.text), sentence.kind, sentence.lead) for sentence in sentences]
    # Cards repeat each other: half of all sentences were in one before, and say the same.
    known = patterns.sayings
    if len(known) > _MEMO:
        known.clear()
    fresh = {key: sentence for key, sentence in zip(keys, sentences, strict=True) if key not in known}
    for sentence, spelled in zip(fresh.values(), spell([text for text, *_ in fresh]), strict=True):
        sentence.spelled = spelled
    for key, sentence in fresh.items():
        known[key] = tuple(_sayings(reading.cues, patterns, sentence))
    for key, sentence in zip(keys, sentences, strict=True):
        for pattern, own in known[key]:
            if not reading.stands(pattern, sentence.section) or reading.is_foreign(sentence.section):
                continue
            meant = reading.mood_around(sentence) if own == "stated" else own
            value = pattern.moods.get(meant)
            if meant == "stated" and not pattern.negative:  # "Weights not released: ❌" denies nothing
                meant = reading.mood_within(sentence)
                plain = _PLAINLY.get(meant) if pattern.value == "in-place" else None
                value = pattern.moods.get(meant, plain)
            if value is None:
                continue
            if sentence.kind == "cell" or pattern.subject not in _OFFERED or not reading.is_on_another(sentence.text):
                yield found(reading, pattern, value, "table" if sentence.kind == "cell" else "prose", sentence.span)


def _sayings(cues: Cues, patterns: Index, sentence: Sentence) -> Iterator[tuple[Pattern, Mood]]:
    """Yield what `sentence` says, wherever it stands: the patterns that it fits, each with how it is meant."""
    if UNFILLED.search(sentence.text):
        return
    text = sentence.spelled
    for pattern, phrase, match in candidates(patterns.said, text, sentence.kind, patterns.named(sentence.field)):
        if (
            (not pattern.figures or _FIGURE.search(text.text) is not None)
            and (pattern.among is None or _also_says(pattern.among, sentence))
            and (pattern.unless is None or not rules_out(cues, pattern.unless, text, match.start()))
        ):
            spot = match.span()
            claimed = _CLAIMED.get(pattern.value, "other")
            yield pattern, mood(cues, text, *spot, negative=pattern.negative, modal=phrase.modal, claims=claimed)


def _also_says(words: Phrases, sentence: Sentence) -> bool:
    """Tell whether the sentence says one of `words`; for an item, what leads to its list counts as well."""
    return words.search(sentence.spelled) is not None or (sentence.kind == "item" and words.said_in(sentence.lead))
