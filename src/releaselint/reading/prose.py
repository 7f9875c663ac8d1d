"""Claims from prose: sentences, items and cells that say so, each in its mood."""

from __future__ import annotations

from collections.abc import Iterator

from releaselint.reading.cues import mood
from releaselint.reading.found import Found, found
from releaselint.reading.patterns import Index, Pattern, candidates
from releaselint.reading.phrase import Phrases
from releaselint.reading.reading import Reading
from releaselint.reading.sentences import Sentence
from releaselint.regex import regex

_DIGIT = regex(r"\d")


def said(reading: Reading, patterns: Index) -> Iterator[Found]:
    """Yield what sentences say."""
    for sentence in reading.sentences:
        matches = candidates(patterns.said, sentence.spelled, sentence.kind)
        if not matches or sentence.text.startswith("{{") or reading.is_foreign(sentence.section):
            continue
        for pattern, phrase, match in matches:
            if not _fits(reading, pattern, sentence):
                continue
            spot = match.start(), match.end()
            meant = mood(reading.cues, sentence.spelled, *spot, negative=pattern.negative, modal=phrase.modal)
            if meant == "stated":
                meant = reading.mood_around(sentence)
            value = pattern.moods.get(meant)
            if value is not None:
                yield found(reading, pattern, value, "table" if sentence.kind == "cell" else "prose", sentence.span)


def _fits(reading: Reading, pattern: Pattern, sentence: Sentence) -> bool:
    text = sentence.text
    return (
        (not pattern.figures or _DIGIT.search(text) is not None)
        and (pattern.among is None or _also_says(pattern.among, sentence))
        and (pattern.unless is None or not pattern.unless.search(sentence.spelled))
        and (pattern.named is None or pattern.named.said_in(sentence.field))
        and (pattern.under is None or reading.under(sentence.section, pattern.under))
        and (pattern.not_under is None or not reading.under(sentence.section, pattern.not_under))
    )


def _also_says(words: Phrases, sentence: Sentence) -> bool:
    """Tell whether the sentence says one of `words`; for an item, what leads to its list counts as well."""
    return words.search(sentence.spelled) is not None or (sentence.kind == "item" and words.said_in(sentence.lead))
