"""Phrases: the small pattern language of the evidence, compiled into linear regular expressions.

==============  =====================================================================
``word``        that word, in any case; a hyphen in it may be a blank or missing
``word*``       a word that begins so
``(a|b c*)``    one of several phrases
``(a|b)?``      the same, or nothing
``~``           up to four words; ``~N`` up to N words (12 at the most)
``#``           a number
``^``           the beginning of the sentence; only as the first token
``$``           its end; only as the last token
==============  =====================================================================

A phrase is matched within one sentence whose blanks are folded. Gaps are bounded and words are told from
what is between them, so matching takes linear time.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Set
from typing import Final

from releaselint.errors import DataError

KEY: Final = 4
"""Letters of a word by which phrases are looked up."""

# What is between words and what words are made of exclude each other, and neither gives back: no two ways to match.
_WORD: Final = r"[^\W_]{1,60}+"
_BETWEEN: Final = r"[\W_]{1,6}+"
_NUMBER: Final = r"\d[\d.,]{0,20}[kKmMbB]?"
_MAX_GAP: Final = 12
_DIGITS: Final = "#"
_EVERYWHERE: Final = 100
_WORDS = re.compile(r"[^\W_]{1,60}")
_COMMON: Final = frozenset(
    "mode data trai used usin this that with from text lang will have been your gene eval lear larg base resu task perf".split()
)
_NEGATIVE: Final = frozenset({"no", "not", "never", "without", "none", "cannot", "neither", "nor", "isn't", "aren't"})


class Phrase:
    """One phrase: its source, its pattern, the keys that a text must hold, whether it says "not" itself."""

    __slots__ = ("_compiled", "keys", "negative", "pattern", "required", "source")

    def __init__(self, source: str, pattern: str, required: tuple[frozenset[str], ...], negative: bool) -> None:
        self.source, self.pattern, self.required, self.negative = source, pattern, required, negative
        #: One of these begins some word of every text that matches; empty where nothing is known.
        self.keys = min(required, key=_commonness, default=frozenset[str]())
        self._compiled: re.Pattern[str] | None = None

    def search(self, text: str, keys: Set[str]) -> re.Match[str] | None:
        """Return the first match in `text`, whose words begin with `keys`."""
        for wanted in self.required:
            if wanted.isdisjoint(keys):
                return None
        if self._compiled is None:  # most phrases never meet a text that holds all their words
            self._compiled = re.compile(self.pattern, re.IGNORECASE)
        return self._compiled.search(text)


class Phrases:
    """Several phrases, of which any may match."""

    __slots__ = ("phrases",)

    def __init__(self, sources: Iterable[str]) -> None:
        self.phrases = tuple(compile_phrase(source) for source in sources)

    def search(self, text: str, keys: Set[str] | None = None) -> re.Match[str] | None:
        """Return a match of the first phrase that has one; `keys` are those of `text`, where they are known."""
        if keys is None:
            keys = keys_of(text)
        for phrase in self.phrases:
            match = phrase.search(text, keys)
            if match is not None:
                return match
        return None


def keys_of(text: str) -> set[str]:
    """Return the beginnings of the words of `text`, in lower case; `#` where one of them is a number."""
    keys = {word[:KEY] for word in _WORDS.findall(text.lower())}
    if any(key[0].isdigit() for key in keys):
        keys.add(_DIGITS)
    return keys


@functools.lru_cache(maxsize=8192)
def compile_phrase(source: str) -> Phrase:
    """Return the phrase that `source` writes; raises DataError where it is malformed."""
    pattern, required = _sequence(source, source)
    words = source.lower().replace("|", " ").replace("(", " ").replace(")", " ").split()
    negative = any(word in _NEGATIVE for word in words)
    return Phrase(source, rf"(?<![\w-]){pattern}", tuple(sorted(required, key=_commonness)), negative)


def _sequence(text: str, source: str) -> tuple[str, list[frozenset[str]]]:
    """Return the pattern of a sequence of tokens, and the keys of each token that must be there."""
    result = ""
    required: list[frozenset[str]] = []
    pending = 0  # words of the gap before the next token
    started = False
    for token in _tokens(text, source):
        if token == "^":
            result += r"\A\W{0,6}"
            continue
        if token[0] == "~":
            pending += int(token[1:] or 4)
            if pending > _MAX_GAP:
                raise DataError(f"the phrase '{source}' has a gap of more than {_MAX_GAP} words")
            continue
        gap = rf"(?:{_BETWEEN}{_WORD}){{0,{pending}}}?" if pending and started else ""
        if token == "$":
            result += rf"{gap}\W{{0,6}}\Z"
            continue
        maybe = token.endswith(")?")
        if token == "#":
            pattern, keys = rf"{_NUMBER}(?!\w)", frozenset((_DIGITS,))
        elif token[0] == "(":
            options = [_sequence(option, source) for option in _options(token[1 : -2 if maybe else -1])]
            pattern = f"(?:{'|'.join(option for option, _ in options)})"
            keys = frozenset[str]()
            if all(needed for _, needed in options):
                keys = keys.union(*(min(needed, key=_commonness) for _, needed in options))
        else:
            key_ = _key_of(token)
            pattern, keys = _literal(token), frozenset((key_,)) if key_ else frozenset[str]()
        if started:
            whole = f"{gap}{_BETWEEN}{pattern}"
            result += f"(?:{whole})?" if maybe else whole
        elif maybe:
            result += f"(?:{pattern}{_BETWEEN})?"
        else:
            lead = rf"(?:{_WORD}{_BETWEEN}){{0,{pending}}}?" if pending else ""
            result += lead + pattern
        pending = 0
        if not maybe:
            started = True
            if keys:
                required.append(keys)
    if not started:
        raise DataError(f"the phrase '{source}' has a part that may match nothing")
    return result, required


def _tokens(text: str, source: str) -> list[str]:
    """Split at blanks outside of parentheses."""
    tokens: list[str] = []
    depth = start = 0
    for at, char in enumerate(text + " "):
        depth += (char == "(") - (char == ")")
        if depth < 0:
            raise DataError(f"the phrase '{source}' closes a parenthesis that it did not open")
        if char.isspace() and depth == 0:
            if at > start:
                tokens.append(text[start:at])
            start = at + 1
    if depth or any(token[0] == "(" and not token.endswith((")", ")?")) for token in tokens):
        raise DataError(f"the phrase '{source}' has a parenthesis that is not closed")
    return tokens


def _options(text: str) -> list[str]:
    """Split at bars outside of parentheses."""
    options = [""]
    depth = 0
    for char in text:
        depth += (char == "(") - (char == ")")
        if char == "|" and depth == 0:
            options.append("")
        else:
            options[-1] += char
    return options


def compile_all(sources: list[str] | tuple[str, ...]) -> re.Pattern[str]:
    """Return one pattern that finds any of the phrases."""
    return re.compile("|".join(compile_phrase(source).pattern for source in sources), re.IGNORECASE)


def _literal(word: str) -> str:
    open_end = word.endswith("*")
    parts = [re.escape(part) for part in word.rstrip("*").split("-")]
    return r"[-‐–\s]?".join(parts) + (r"[^\W_]{0,30}+" if open_end else "") + r"(?![^\W_])"


def _key_of(word: str) -> str:
    """Return the key of a literal word; empty where its end is open before the key is full."""
    bare = re.split(r"\W", word.rstrip("*").lower())[0]
    if word.endswith("*") and len(word.rstrip("*").split("-")) == 1 and len(bare) < KEY:
        return ""
    if "-" in word and len(bare) < KEY:  # "pre-train" may be written "pretrain"
        return ""
    return bare[:KEY]


def _commonness(keys: frozenset[str]) -> tuple[int, int]:
    """Return how often, roughly, a text of this field holds one of `keys`; the least is the best to look up."""
    return sum(_EVERYWHERE if key == _DIGITS else key in _COMMON or len(key) < KEY for key in keys), len(keys)
