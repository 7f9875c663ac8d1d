"""One letter for each word that phrases know, so that a sentence is a short string and a phrase a small pattern.

Other words share a letter: those that begin as some phrase asks, numbers, and all the rest. "Trained on 3 books" is
four letters, and the phrase ``(trained|tuned) on ~2 book*`` the regular expression ``[ab]c.{0,2}?[de]``.
"""

from __future__ import annotations

import bisect
import functools
import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from releaselint.grammar import ANY, FIRST, LAST, NUMBER
from releaselint.regex import regex
from releaselint.words import words_of

# Letters of the higher planes: a set of them is compiled several times as fast as one of the first plane.
_FIRST_LETTER: Final = 0x10000
_REST: Final = ""
_MEMO: Final = 50_000
"""Words of texts whose letters are remembered."""
_NUMERAL = regex(r"\d+[kmb]?")
_DECIMALS: Final = 3
"""Words that a number may have behind its first: 1,234,567.8 has three."""
# Neither is a letter: what stands between two texts, and what no text keeps.
_END: Final = "\0"
_TOKEN = regex(rf"[^\W_]+|{_END}")
#: ASCII needs no regular expression, which costs three times as much.
_BLANKED: Final = {code: chr(code) if chr(code).isalnum() or chr(code) == _END else " " for code in range(128)}


class Alphabet:
    """The letters of words; it grows by the words of phrases, and what was spelled before is then out of date."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        known = dict.fromkeys((_REST, NUMBER, *names))
        self._names = dict(zip(known, map(chr, itertools.count(_FIRST_LETTER)), strict=False))
        self._sorted: list[str] | None = None
        self._letters: _Letters | None = None
        self._known: dict[str, str] = {}
        self.version = 0
        """How often it has grown."""

    @property
    def names(self) -> list[str]:
        """What has a letter, in the order of the letters."""
        return list(self._names)[2:]

    def learn(self, steps: Sequence[Any]) -> None:
        """Give letters to the words of `steps`."""
        fresh = [name for word in _words(steps) for name in _names_of(word) if name not in self._names]
        if fresh:
            self._add(fresh)
            self.version += 1

    def _add(self, names: Iterable[str]) -> None:
        for name in names:
            self._names.setdefault(name, chr(_FIRST_LETTER + len(self._names)))
        self._sorted = self._letters = None
        self._known.clear()

    def letters_of(self, word: str) -> str:
        """Return the letters of the words that `word`, as steps have it, stands for."""
        known = self._known.get(word)
        if known is None:
            known = self._known[word] = "".join(map(self._names.__getitem__, self._named(word)))
        return known

    def _named(self, word: str) -> Iterator[str]:
        if word == NUMBER:
            yield from (name for name in self._names if name == NUMBER or _is_numeral(name))
        elif not word.endswith("*"):
            yield _american(word)
        else:
            if self._sorted is None:
                self._sorted = sorted(self._names)
            for begin in _begins(_american(word)[:-1]):
                for name in self._sorted[bisect.bisect_left(self._sorted, begin) :]:
                    if not name.startswith(begin):
                        break
                    yield name

    def pattern(self, steps: Sequence[Any]) -> str:
        """Return the regular expression for `steps`."""
        result = ""
        for step in steps:
            if isinstance(step, int):
                result += f".{{0,{step}}}?"
            elif step == FIRST:
                result += r"\A"
            elif step == LAST:
                result += r"\Z"
            elif step == NUMBER:
                result += f"{_class_of({*self.letters_of(NUMBER)})}{{1,{1 + _DECIMALS}}}"
            elif step == [ANY]:
                result += "."
            elif isinstance(step[0], str):
                result += _class_of({*"".join(map(self.letters_of, step))})
            else:
                ways, maybe = step
                result += f"(?:{'|'.join(map(self.pattern, ways))}){'?' if maybe else ''}"
        return result

    def keys(self, keys: Iterable[Iterable[str]]) -> list[str]:
        """Return the letters for each of the keys of a phrase."""
        return ["".join(dict.fromkeys("".join(map(self.letters_of, one)))) for one in keys]

    def spell(self, texts: Sequence[str]) -> list[str]:
        """Return the letters of the words of each text."""
        if not texts:
            return []
        text = f" {_END} ".join(texts).lower()
        if text.count(_END) >= len(texts):  # a text holds one itself
            text = f" {_END} ".join(text.replace(_END, " ") for text in texts).lower()
        tokens = text.translate(_BLANKED).split() if text.isascii() else _TOKEN.findall(text)
        if self._letters is None:
            self._letters = _Letters(self._names)
        return "".join(map(self._letters.__getitem__, tokens)).split(_END)


class _Letters(dict[str, str]):
    """The letter of every word."""

    def __init__(self, names: dict[str, str]) -> None:
        super().__init__(names)
        self[_END] = _END
        self._limit = len(self) + _MEMO
        self._rest = {"": names[_REST], NUMBER: names[NUMBER]}
        self._opened: dict[str, dict[str, str]] = {"": {}, NUMBER: {}}
        for name, letter in names.items():
            if "*" in name:
                begin, _, numeral = name.partition("*")
                self._opened[numeral][begin] = letter
        self._lengths = {kind: sorted(set(map(len, opened)), reverse=True) for kind, opened in self._opened.items()}

    def __missing__(self, word: str) -> str:
        numeral = NUMBER if _is_numeral(word) else ""
        same = word if numeral else _american(word)
        letter = self.get(same) or self._begun(same, numeral) or self._begun(word, numeral) or self._rest[numeral]
        if len(self) < self._limit:
            self[word] = letter
        return letter

    def _begun(self, word: str, numeral: str) -> str | None:
        """Return the letter of the words that begin as `word` does, by the longest beginning that phrases ask for."""
        opened = self._opened[numeral]
        for length in self._lengths[numeral]:
            begin = word[:length]
            if begin in opened:
                return opened[begin]
        return None


def _class_of(letters: set[str]) -> str:
    """Return the regular expression for one of `letters`; runs of them, as `thing*` has them, are tried as one."""
    runs: list[str] = []
    for letter in sorted(letters):
        if runs and ord(runs[-1][-1]) + 1 == ord(letter):
            runs[-1] = f"{runs[-1][0]}-{letter}"
        else:
            runs.append(letter)
    return runs[0] if len(letters) == 1 else f"[{''.join(runs)}]"


def _words(steps: Iterable[Any]) -> Iterator[str]:
    for step in steps:
        if isinstance(step, list) and isinstance(step[0], str):
            yield from step
        elif isinstance(step, list):
            for way in step[0]:
                yield from _words(way)


def _names_of(word: str) -> Iterator[str]:
    """Yield what needs a letter of its own for `word`: words that begin so, and numbers that do, apart."""
    if word != ANY:
        yield _american(word)
        if word.endswith("*") and word[0].isdigit():
            yield word + NUMBER


@functools.lru_cache(maxsize=1 << 15)  # phrases repeat their words
def _american(word: str) -> str:
    """Return `word` as it is spelled in America, so that both spellings are one word."""
    british, american = _spellings()
    return british.sub(lambda match: american[(match.lastindex or 1) - 1], word)


def _begins(begin: str) -> Iterator[str]:
    """Yield `begin`, and how it begins in American spelling where it ends within what is spelled otherwise."""
    yield begin
    for british, american in words_of("spellings-of-beginnings"):
        if begin.endswith(british) and len(begin) > len(british) + 1:
            yield begin.removesuffix(british) + american


@functools.cache
def _spellings() -> tuple[re.Pattern[str], list[str]]:
    pairs = words_of("spellings")
    return re.compile("|".join(f"({british})" for british, _ in pairs)), [american for _, american in pairs]


def _is_numeral(name: str) -> bool:
    if not name[:1].isdigit():
        return name in _number_words()
    return name.endswith("*#") or (not name.endswith("*") and _NUMERAL.fullmatch(name) is not None)


@functools.cache
def _number_words() -> frozenset[str]:
    return frozenset(words_of("number-words"))
