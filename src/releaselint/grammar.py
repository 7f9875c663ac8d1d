"""The small pattern language of the evidence: its phrases as linear regular expressions.

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

import re
from typing import Final

from releaselint.errors import DataError

KEY: Final = 4
"""Letters by which words with an open end are looked up."""
# What is between words and what words are made of exclude each other, and neither gives back: no two ways to match.
_WORD: Final = r"[^\W_]{1,60}+"
_BETWEEN: Final = r"[\W_]{1,6}+"
_NUMBER: Final = r"\d[\d.,]{0,20}[kKmMbB]?"
_MAX_GAP: Final = 12
DIGITS: Final = "#"
_EVERYWHERE: Final = 100
_LEAD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
#: What many sentences hold (counted over 1,067 cards), so that it is a bad word to look phrases up by.
_COMMON: Final = frozenset({
    "the", "mode", "model", "models", "and", "to", "of", "for", "a", "in", "is", "on", "with", "by", "this", "that",
    "from", "as", "are", "was", "be", "or", "can", "it", "you", "we", "use", "used", "usin", "using", "s", "an",
    "our", "if", "not", "at", "which", "any", "all", "data", "dataset", "trai", "train", "trained", "training",
    "text", "info", "information", "base", "gene", "tran", "cont", "comp", "inst", "eval", "lang", "language",
    "llam", "need", "needed", "fine", "perf", "resu", "size", "code", "numb", "number", "toke", "tune", "task",
    "repo", "results", "card", "test",
})  # fmt: skip
_NEGATIVE: Final = frozenset({"no", "not", "never", "without", "none", "cannot", "neither", "nor", "isn't", "aren't"})


def compiled(source: str) -> tuple[str, list[list[str]], bool]:
    """Return the pattern of the phrase that `source` writes, its keys, and whether it says "not" itself.

    Keys are the beginnings of words, or whole words: a text that matches has one of each list, the rarest list
    first. Raises DataError where the phrase is malformed.
    """
    pattern, required = _sequence(source, source)
    words = source.lower().replace("|", " ").replace("(", " ").replace(")", " ").split()
    # A word that is followed by another ends before it anyway, so only the end of the whole is looked at.
    pattern = rf"(?<![\w-]){pattern}(?![^\W_])"
    return pattern, [sorted(keys) for keys in sorted(required, key=_commonness)], not _NEGATIVE.isdisjoint(words)


def _sequence(text: str, source: str) -> tuple[str, list[frozenset[str]]]:
    """Return the pattern of a sequence of tokens, and the keys of each token that must be there."""
    result = ""
    required: list[frozenset[str]] = []
    pending = 0  # words of the gap before the next token
    started = False
    for token in _tokens(text, source):
        if token == "^":  # noqa: S105 - no password
            result += r"\A\W{0,6}"
            continue
        if token[0] == "~":
            pending += int(token[1:] or 4)
            if pending > _MAX_GAP:
                raise DataError(f"the phrase '{source}' has a gap of more than {_MAX_GAP} words")
            continue
        gap = rf"(?:{_BETWEEN}{_WORD}){{0,{pending}}}?" if pending and started else ""
        if token == "$":  # noqa: S105
            result += rf"{gap}\W{{0,6}}\Z"
            continue
        maybe = token.endswith(")?")
        if token == "#":  # noqa: S105
            pattern, keys = rf"{_NUMBER}(?!\w)", frozenset((DIGITS,))
        elif token[0] == "(":
            options = [_sequence(option, source) for option in _options(token[1 : -2 if maybe else -1])]
            pattern = f"(?:{'|'.join(option for option, _ in options)})"
            keys = frozenset[str]()
            if all(needed for _, needed in options):
                keys = keys.union(*(min(needed, key=_commonness) for _, needed in options))
        else:
            pattern, keys = _literal(token.lower()), _keys_of_word(token.lower())
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


def _literal(word: str) -> str:
    open_end = word.endswith("*")
    parts = [re.escape(part) for part in word.rstrip("*").split("-")]
    return r"[-‐–\s]?".join(parts) + (r"[^\W_]{0,30}+" if open_end else "")


def _keys_of_word(word: str) -> frozenset[str]:
    """Return the keys of which a text has one where it holds the literal `word`; none where that is not known."""
    bare = word.rstrip("*")
    lead = _LEAD.match(bare)
    if lead is None:
        return frozenset()
    # What follows a hyphen may stand apart or not: "pre-train", "pre train", "pretrain".
    parts = lead.group().split("-")
    keys = ["".join(parts[:count]) for count in range(1, len(parts) + 1)]
    if word != bare == lead.group():  # the end is open
        if len(keys[-1]) < KEY:
            return frozenset()
        keys[-1] = keys[-1][:KEY]
    return frozenset(keys)


def _commonness(keys: frozenset[str]) -> tuple[int, int]:
    """Return how often, roughly, a text of this field holds one of `keys`; the least is the best to look up."""
    return sum(_EVERYWHERE if key == DIGITS else key in _COMMON for key in keys), len(keys)
