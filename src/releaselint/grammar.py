"""The small pattern language of the evidence: its phrases as steps from word to word.

==============  =====================================================================
``word``        that word, in any case; a hyphen in it may be a blank or missing
``word*``       a word that begins so
``*``           any word
``(a|b c*)``    one of several phrases
``(a|b)?``      the same, or nothing
``~``           up to four words; ``~N`` up to N words (12 at the most)
``#``           a number
``^``           the beginning of the sentence; only as the first token
``$``           its end; only as the last token
==============  =====================================================================

A phrase sees the words of one sentence, and no marks between them. Gaps are bounded, so matching takes linear time.

A step is the number of words that a gap has at the most, ``"#"``, ``"^"`` or ``"$"``, a list of texts for one word of
these (``"word*"`` with an open end, ``"*"`` for any), or a list ``[ways, maybe]`` for one of several ways, each a list
of steps, or for nothing where `maybe` is true.
"""

from __future__ import annotations

import functools
import itertools
from typing import Any, Final

from releaselint.errors import DataError
from releaselint.regex import regex

MAX_GAP: Final = 12
NUMBER: Final = "#"
FIRST: Final = "^"
LAST: Final = "$"
ANY: Final = "*"
_EVERYWHERE: Final = 300
_WORD = regex(r"[^\W_]+")
#: Of a thousand sentences (counted over 1,067 cards), how many hold a word: a common one is bad to look phrases up by.
_COMMON: Final = {
    word: share
    for share, words in (
        (150, "the model and"),
        (90, "of to for a"),
        (60, "is on in this with"),
        (28, "from as use models we are it by"),
        (22, "training can that you trained be using dataset or was fine data text base"),
        (14, "not an language used number more tuned large our at code version if which card size tasks pre"),
        (9, "ai following results based have all performance inference any here has paper transformers please see"),
        (8, "instruct set datasets only also open will original other information available train tokens details your"),
        (7, "learning evaluation image input but task generation test question prompt english"),
        (5, "like these small including classification example source research pretrained such context how were chat"),
        (5, "output may generate license one than no run out into about its each when their uses multi tuning"),
    )
    for word in words.split()
}
_MODAL: Final = frozenset({"may", "might", "could", "would", "if", "whether", "unless"})
_NEGATIVE: Final = frozenset({"no", "not", "never", "without", "none", "cannot", "neither", "nor", "isn't", "aren't"})

Steps = list[Any]
Keys = list[frozenset[str]]


@functools.lru_cache(maxsize=8192)
def parsed(source: str) -> tuple[Steps, list[list[str]], bool, bool]:
    """Return the steps of the phrase that `source` writes, its keys, and whether it says "not", or "may", itself.

    Keys are words as steps have them: a text that matches has one of each list, the rarest list first.
    Raises DataError where the phrase is malformed.
    """
    try:
        steps, required = _sequence(source.lower())
    except ValueError as error:
        raise DataError(f"the phrase '{source}' has {error}") from None
    words = source.lower().replace("|", " ").replace("(", " ").replace(")", " ").split()
    keys = [sorted(one) for one in sorted(required, key=_commonness)]
    return steps, keys, not _NEGATIVE.isdisjoint(words), not _MODAL.isdisjoint(words)


@functools.lru_cache(maxsize=8192)
def _sequence(text: str) -> tuple[Steps, Keys]:
    """Return the steps of a sequence of tokens, and the keys of each token that must be there."""
    steps: Steps = []
    required: Keys = []
    gap = 0  # words of the gap before the next token
    started = False
    for token in _tokens(text):
        if token[0] == "~":
            gap += int(token[1:] or 4)
            if gap > MAX_GAP:
                raise ValueError(f"a gap of more than {MAX_GAP} words")
            continue
        if gap:
            steps.append(gap)
            gap = 0
        if token in (FIRST, LAST):
            steps.append(token)
            continue
        maybe = token.endswith(")?")
        ways, keys = _token(token.removesuffix("?") if maybe else token)
        if len(ways) == 1 and not maybe:
            steps += ways[0]
        else:
            steps.append([ways, maybe])
        if not maybe:
            started = True
            if keys:
                required.append(keys)
    if not started:
        raise ValueError("a part that may match nothing")
    return steps, required


@functools.lru_cache(maxsize=8192)
def _token(token: str) -> tuple[list[Steps], frozenset[str]]:
    """Return the ways to match a token, and its keys."""
    if token == NUMBER:
        return [[NUMBER]], frozenset((NUMBER,))
    if token[0] == "(":
        options = [_sequence(option) for option in _options(token[1:-1])]
        ways, keys = _merged([option for option, _ in options]), frozenset[str]()
        if all(needed for _, needed in options):
            keys = keys.union(*(min(needed, key=_commonness) for _, needed in options))
        return ways, keys
    spellings: list[Steps] = [[[ANY]]] if token == ANY else _spellings(token)
    # What follows a hyphen may stand apart or not: "pre-train", "pre train", "pretrain".
    return _merged(spellings), frozenset(_rarest(way) for way in spellings) - {ANY}


def _merged(ways: list[Steps]) -> list[Steps]:
    """Return `ways` with those of a single word made one."""
    words = [word for steps in ways if _is_word(steps) for word in steps[0]]
    rest = [steps for steps in ways if not _is_word(steps)]
    return [[list(dict.fromkeys(words))], *rest] if words else rest


def _is_word(steps: Steps) -> bool:
    return len(steps) == 1 and isinstance(steps[0], list) and isinstance(steps[0][0], str)


def _tokens(text: str) -> list[str]:
    """Split at blanks outside of parentheses."""
    if "(" not in text and ")" not in text:
        return text.split()
    tokens: list[str] = []
    depth = start = 0
    for at, char in enumerate(text + " "):
        depth += (char == "(") - (char == ")")
        if depth < 0:
            raise ValueError("a parenthesis that is closed and was not opened")
        if char.isspace() and depth == 0:
            if at > start:
                tokens.append(text[start:at])
            start = at + 1
    if depth or any(token[0] == "(" and not token.endswith((")", ")?")) for token in tokens):
        raise ValueError("a parenthesis that is not closed")
    return tokens


def _options(text: str) -> list[str]:
    """Split at bars outside of parentheses."""
    if "(" not in text:
        return text.split("|")
    options = [""]
    depth = 0
    for char in text:
        depth += (char == "(") - (char == ")")
        if char == "|" and depth == 0:
            options.append("")
        else:
            options[-1] += char
    return options


def _spellings(literal: str) -> list[Steps]:
    """Return the ways in which `literal` may be written: "pre-train" is "pretrain" or "pre train" as well."""
    end = "*" if literal.endswith("*") else ""
    words = _WORD.findall(literal)
    if not words:
        raise ValueError(f"a word without letters, '{literal}'")
    hyphens = [literal[match.end() : match.end() + 1] == "-" for match in _WORD.finditer(literal)][:-1]
    ways: list[Steps] = []
    for joined in itertools.product(*((False, True) if hyphen else (False,) for hyphen in hyphens)):
        way = [words[0]]
        for word, close in zip(words[1:], joined, strict=True):
            if close:
                way[-1] += word
            else:
                way.append(word)
        ways.append([*([word] for word in way[:-1]), [way[-1] + end]])
    return ways


def _rarest(words: Steps) -> str:
    """Return the word of a spelling that the fewest texts hold."""
    return min((str(word) for (word,) in words), key=lambda word: _commonness(frozenset((word,))))


def _commonness(keys: frozenset[str]) -> tuple[int, int, int]:
    """Return how often, roughly, a text of this field holds one of `keys`; the least is the best to look up.

    Of words that are not known to be common, long ones are rarer.
    """
    everywhere = _EVERYWHERE if NUMBER in keys else 0
    return everywhere + sum(map(_share, keys)), len(keys), -min(map(len, keys))


@functools.lru_cache(maxsize=8192)
def _share(key: str) -> int:
    begin = key.rstrip("*")
    like = (key,) if begin == key else filter(lambda word: word.startswith(begin), _COMMON)
    return 2 + sum(_COMMON.get(word, 0) for word in like)
