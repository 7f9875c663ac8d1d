"""What a card's title names, and how a sentence begins that is about it."""

from __future__ import annotations

import functools
import re
from collections import Counter
from typing import Final

from releaselint.regex import regex
from releaselint.words import expression, words_of

_HEAD = regex(r"\A\W*(?:(?:model|system)[\s_-]?cards?\s*(?:for|of|[:–—-])?\s*(?:the\s)?)?(?P<head>[\s\S]{1,120}?)"
                   r"(?:\s+(?:model|system)[\s_-]?cards?\b|:\s|\s[–—|-]\s|\s\(|,\s|\sis\sa|\Z)",
                   re.IGNORECASE)  # fmt: skip
#: "whisper-small-fo": no word of English, though it is in lower case.
_SLUG = regex(r"\d|[^\W\d]_[^\W\d]|\w-(?!to-|of-|and-)\w+-\w")
_DOER = regex(r"[A-Za-z]{2,40}(?:er|or|bot)")
_NO_DOER: Final = expression("no-doer")
#: "GPT-4 is", "ChatGPT's", "The authors of Llama 2": a name with a figure or a capital within, and the word behind it.
_NAMED = regex(
    r"[\W_]{0,3}(?P<of>[Tt]he\s(?:authors|developers|makers|creators|weights|outputs|code)\sof\s)?"
    r"(?P<name>[A-Z](?=[\w.-]{0,20}(?:[a-z][A-Z]|[A-Za-z]-?\d)|[\w.-]{1,20}\s\d)[\w-]{1,30})(?:\.\d)?"
    r"(?:\s\d[\w.]{0,5})?(?P<own>['’]s)?\s(?P<verb>[a-z]{1,20})\b"
)
_CAPITAL = regex(r"\b[A-Z][\w-]*\w")
_NUMBERED: Final = expression("numbered")
_MARKS: Final = " `*_\"'"
_WORDS, _LETTERS = 4, 3
"""Words that a name has at the most, and letters that its first one has at the least."""


def core_of(title: str) -> str:
    """Return what a title names, without "model card for" before it and a description behind it."""
    match = _HEAD.match(title)
    return (match["head"] if match else title).rpartition("/")[2]


@functools.lru_cache(maxsize=64)
def subject_of(title: str) -> re.Pattern[str] | None:
    """Return what finds the name in `title`, or its first word, where a sentence begins with it; None for no name."""
    words = _name_of(title)
    if not words:
        return None
    names = _either(words)
    # "Heron-7B", "the Heron model", "Heron 2.1": and then a verb.
    behind = r"[\w.+-]{0,30}(?:\s(?:\d[\w.]{0,8}|models?|system))?(?=\s[a-z])"
    doer = words[-1] if len(words) > 1 and _DOER.fullmatch(words[-1]) and not _NO_DOER.fullmatch(words[-1]) else ""
    # "Pond Tagger": "The tagger is …"
    called = rf"|\A(?:the|our)\s{doer}(?=\s(?:{'|'.join(words_of('verbs-of-doers'))})\b)" if doer else ""
    return re.compile(rf"\A(?:(?:the|our)\s)?(?:{names}){behind}{called}", re.IGNORECASE)


def with_model(sentence: str, title: str) -> str:
    """Return `sentence` with "the model" where it tells what is done with what `title` names.

    "You can use Heron in a browser", "We do not release Heron."
    """
    words = _name_of(title)
    if words and words[0] in sentence:
        names = (" ".join(words), words[0])
        for match in _done().finditer(sentence):
            if match["name"] in names:
                return f"{sentence[: match.start('name')]}the model{sentence[match.end() :]}"
    return sentence


@functools.cache
def _done() -> re.Pattern[str]:
    verbs, ends = ("|".join(words_of(name)) for name in ("verbs-of-doing", "words-behind"))
    return re.compile(
        rf"\b(?i:{verbs})\s(?P<name>[A-Z][\w.+-]{{0,40}}?(?:\s[\w.+-]{{1,20}}?){{0,{_WORDS - 1}}}?)"
        rf"(?=\s(?:{ends})\b|[.,;]?\Z|[,;]\s)"
    )


@functools.lru_cache(maxsize=64)
def _name_of(title: str) -> tuple[str, ...]:
    """Return the words of the name in `title`; none where it is no name."""
    words = tuple(core_of(title).strip(_MARKS).split())
    if not words or len(words) > _WORDS or len(words[0]) < _LETTERS:
        return ()
    return () if words[0] == words[0].lower() and not _SLUG.search(words[0]) else words


def _either(words: tuple[str, ...]) -> str:
    return "|".join(map(re.escape, dict.fromkeys((" ".join(words), words[0]))))


def named_first(sentence: str) -> str | None:
    """Return the name of a product that the sentence is about from its first word on; None for any other beginning."""
    match = _NAMED.match(sentence)
    if match is None or _NUMBERED.fullmatch(match["name"]):
        return None
    does = match["of"] or match["own"] or match["verb"] in words_of("verbs-of-products")
    return match["name"].rstrip("-") if does else None


def is_part(name: str, title: str) -> bool:
    """Tell whether `name` holds the first word of what `title` names, as "AlphaHeron" does of "Heron"."""
    words = _name_of(title)
    return bool(words) and words[0].lower() in name.lower()


def capitalized(text: str) -> Counter[str]:
    """Return how often each word that begins with a capital stands in `text`, names with hyphens whole."""
    return Counter(_CAPITAL.findall(text))
