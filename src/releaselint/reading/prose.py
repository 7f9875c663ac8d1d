"""Claims from prose: sentences, items and cells that say so, each in its mood."""

from __future__ import annotations

import re
from collections.abc import Iterator

from releaselint.reading.cues import mood
from releaselint.reading.found import Found, found
from releaselint.reading.patterns import Index, Pattern, candidates
from releaselint.reading.phrase import Phrases
from releaselint.reading.reading import Reading
from releaselint.reading.sentences import Sentence

_DIGIT = re.compile(r"\d")


def said(reading: Reading, patterns: Index) -> Iterator[Found]:
    """Yield what sentences say."""
    words = reading.words
    for sentence in reading.sentences:
        lookup = patterns.said.get(sentence.kind)
        matches = candidates(lookup, sentence.folded) if lookup else ()
        if not matches or sentence.text.startswith("{{") or reading.is_foreign(sentence.section):
            continue
        for pattern, match in matches:
            if not _fits(reading, pattern, sentence):
                continue
            spot = match.start(), match.end()
            meant = mood(words, sentence.folded, *spot, negative=pattern.negative, modal=pattern.modal)
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
        and (pattern.unless is None or pattern.unless.search(sentence.folded) is None)
        and (pattern.named is None or pattern.named.search(sentence.field) is not None)
        and (pattern.under is None or reading.under(sentence.section, pattern.under))
        and (pattern.not_under is None or not reading.under(sentence.section, pattern.not_under))
    )


def _also_says(words: Phrases, sentence: Sentence) -> bool:
    """Tell whether the sentence says one of `words`; for an item, what leads to its list counts as well."""
    if words.search(sentence.folded):
        return True
    return sentence.kind == "item" and words.search(sentence.lead) is not None
