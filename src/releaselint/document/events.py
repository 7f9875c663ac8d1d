"""Builds plain values and their places from YAML events, refusing what only an attack needs.

One pass over libyaml's events, without its composer, which crashes on deep nesting. Aliases, merge
keys and explicit tags are refused; dates and base-60 numbers stay text.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from importlib import import_module
from typing import Any, Final

from releaselint.lazy import unloaded
from releaselint.records import record
from releaselint.regex import regex
from releaselint.text import Span

with unloaded("yaml"):  # whose resolvers, loaders and dumpers nobody needs who reads events
    from yaml.error import MarkedYAMLError, YAMLError
    from yaml.events import (
        AliasEvent,
        MappingEndEvent,
        MappingStartEvent,
        ScalarEvent,
        SequenceEndEvent,
        StreamEndEvent,
    )
    from yaml.reader import ReaderError

MAX_DEPTH: Final = 64
MAX_NODES: Final = 100_000

Pointer = tuple[str | int, ...]

_INT = regex(r"[-+]?(?:0b[01_]+|0x[0-9a-fA-F_]+|0|[1-9][0-9_]*)")
_OCTAL = regex(r"[-+]?0[0-7_]+")
_FLOAT = regex(r"[-+]?(?:[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?)")
_SPECIAL_FLOAT = regex(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
_FORBIDDEN = regex("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_CONTROL = "holds a control character that YAML does not allow"
_CONSTANTS: Final[dict[str, bool | None]] = {"": None, "~": None}
for _meaning, _words in ((None, "null"), (True, "yes true on"), (False, "no false off")):
    for _word in _words.split():
        _CONSTANTS.update(dict.fromkeys((_word, _word.capitalize(), _word.upper()), _meaning))


@record
class Spot:
    """Where one entry of a mapping or a list stands; `key` is None for a list's item."""

    key: Span | None
    value: Span


@record
class YamlFault:
    """Why a text is no YAML that the tool reads: a sentence's predicate, and where."""

    message: str
    offset: int


class Yaml:
    """What one YAML text holds. `value` is None where `fault` is set."""

    __slots__ = ("booleans", "duplicates", "fault", "spots", "value")

    def __init__(self) -> None:
        self.value: Any = None
        self.spots: dict[Pointer, Spot] = {}
        """Places of the top-level keys, and of everything below the keys that were asked for."""
        self.duplicates: list[tuple[Pointer, Span]] = []
        self.booleans: dict[Pointer, str] = {}
        """Values at depth one or two that YAML 1.1 reads as booleans, as they are written."""
        self.fault: YamlFault | None = None


def read_yaml(text: str, *, base: int = 0, deep: Iterable[str] = (), everything: bool = False) -> Yaml:
    """Parse `text`, whose first code point stands at offset `base` of its document.

    Places are kept for the top-level keys and, below them, for the keys named in `deep` (for all
    with `everything`); asking for all of a large model-index would cost more than reading it.
    """
    read = Yaml()
    # libyaml wants valid UTF-8; one code point stays one code point, so offsets hold.
    clean = text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")
    while clean.startswith("\ufeff"):
        clean, base = clean[1:], base + 1  # libyaml does not count it
    try:
        _Builder(_PARSER(clean), read, base, frozenset(deep), everything).run()
    except _RefusedError as error:
        read.fault = YamlFault(message=str(error), offset=base + error.offset)
    except ReaderError:
        read.fault = YamlFault(message=_CONTROL, offset=base + _bad_character(clean))
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        offset = min(mark.index, len(clean)) if mark is not None else 0
        read.fault = YamlFault(message=_plain(error), offset=base + offset)
    if read.fault is not None:
        read.value = None
    return read


def scalars(text: str, *, base: int = 0) -> Iterator[Span]:
    """Yield the spans of what is quoted, and of block scalars' lines: where `#` begins no comment; up to a fault."""
    clean = text.encode("utf-8", "replace").decode("utf-8").lstrip("\ufeff")
    base += len(text) - len(clean)
    try:
        parser = _PARSER(clean)
        event = parser.get_event()
        while (kind := type(event)) is not StreamEndEvent:
            if kind is ScalarEvent and event.style:
                start, end = event.start_mark.index, event.end_mark.index
                if event.style in "|>":  # behind its mark a comment may stand
                    start = next((at for at in range(start, end) if clean[at] in "\r\n"), end)
                yield Span(base + start, base + end)
            event = parser.get_event()
    except YAMLError:
        return


def _bad_character(text: str) -> int:
    """Return the offset of the first character that YAML forbids; the readers count it in different ways."""
    match = _FORBIDDEN.search(text)
    return match.start() if match else 0


class _PureParser:
    """The pure-Python parser, where PyYAML was built without libyaml: slower, the same events."""

    def __init__(self, text: str) -> None:
        from yaml import SafeLoader

        self.get_event: Any = SafeLoader(text).get_event


try:
    _PARSER: Any = import_module("yaml._yaml").CParser  # looked up by name, as type stubs know no such module
except ImportError:
    _PARSER = _PureParser


class _RefusedError(Exception):
    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.offset = offset


class _Builder:
    __slots__ = ("base", "deep", "everything", "last", "nodes", "parser", "read")

    def __init__(self, parser: Any, read: Yaml, base: int, deep: frozenset[str], everything: bool) -> None:
        self.parser, self.read, self.base, self.deep, self.everything = parser, read, base, deep, everything
        self.nodes = self.last = 0

    def run(self) -> None:
        next_event = self.parser.get_event
        next_event()  # the stream starts
        event = next_event()
        if type(event) is StreamEndEvent:
            return
        self.read.value = self.node(next_event(), (), 0)
        next_event()  # the document ends
        event = next_event()
        if type(event) is not StreamEndEvent:
            raise _RefusedError("holds a second YAML document", event.start_mark.index)

    def node(self, event: Any, pointer: Pointer | None, depth: int) -> Any:
        """Build the node that `event` starts; places are kept where `pointer` is not None."""
        self.nodes += 1
        if self.nodes > MAX_NODES:
            raise _RefusedError(f"has more than {MAX_NODES:,} values", event.start_mark.index)
        kind = type(event)
        if kind is ScalarEvent:
            self.last = event.end_mark.index
            value: str = event.value
            if event.implicit[0]:
                result = resolve(value)
                if pointer is not None and (result is True or result is False):
                    self.read.booleans[pointer] = value
                return result
        elif kind is AliasEvent:
            raise _RefusedError(f"uses the alias '*{_short(event.anchor)}'", event.start_mark.index)
        if event.tag is not None and event.tag != "!":
            raise _RefusedError(f"uses the tag '{_short(event.tag)}'", event.start_mark.index)
        if kind is ScalarEvent:
            return value
        if depth >= MAX_DEPTH:
            raise _RefusedError(f"is nested more than {MAX_DEPTH} levels deep", event.start_mark.index)
        if kind is MappingStartEvent:
            return self.mapping(pointer, depth + 1)
        return self.sequence(pointer, depth + 1)

    def mapping(self, pointer: Pointer | None, depth: int) -> dict[str, Any]:
        result: dict[str, Any] = {}
        next_event = self.parser.get_event
        tracked = pointer is not None and (not pointer or self.everything or pointer[0] in self.deep)
        while True:
            key_event = next_event()
            kind = type(key_event)
            if kind is MappingEndEvent:
                self._ended(key_event)
                return result
            if kind is not ScalarEvent:
                raise _RefusedError("has a key that is not plain text", key_event.start_mark.index)
            key: str = key_event.value
            if key == "<<" and key_event.implicit[0]:
                raise _RefusedError("uses a merge key ('<<')", key_event.start_mark.index)
            if key in result:
                known = ("…",) if pointer is None else pointer
                self.read.duplicates.append(((*known, key), self._span(key_event)))
            event = next_event()
            if not tracked or pointer is None:
                result[key] = self.node(event, None, depth)
                continue
            below = (*pointer, key)
            start = event.start_mark.index
            result[key] = self.node(event, below, depth)
            self.read.spots[below] = Spot(key=self._span(key_event), value=self._from(start))

    def sequence(self, pointer: Pointer | None, depth: int) -> list[Any]:
        result: list[Any] = []
        next_event = self.parser.get_event
        # The items of a list directly below a top-level key are few, and often accused.
        tracked = pointer is not None and (self.everything or len(pointer) <= 1 or pointer[0] in self.deep)
        while True:
            event = next_event()
            if type(event) is SequenceEndEvent:
                self._ended(event)
                return result
            if not tracked or pointer is None:
                result.append(self.node(event, None, depth))
                continue
            below = (*pointer, len(result))
            start = event.start_mark.index
            result.append(self.node(event, below, depth))
            self.read.spots[below] = Spot(key=None, value=self._from(start))

    def _ended(self, event: Any) -> None:
        # A block collection ends where its last scalar ended, a flow collection at its bracket.
        if event.end_mark.index > event.start_mark.index:
            self.last = event.end_mark.index

    def _span(self, event: Any) -> Span:
        return Span(self.base + event.start_mark.index, self.base + event.end_mark.index)

    def _from(self, start: int) -> Span:
        return Span(self.base + start, self.base + max(start, self.last))


@functools.lru_cache(maxsize=8192)
def resolve(text: str) -> Any:
    """Return what an unquoted YAML 1.1 scalar means; dates and base-60 numbers stay text."""
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if text[0] not in "-+.0123456789" or len(text) > 40:
        return text
    bare = text.replace("_", "")
    try:
        if _INT.fullmatch(text):
            return int(bare, 0)
        if _OCTAL.fullmatch(text):
            return int(bare, 8)
        if _FLOAT.fullmatch(text):
            return float(bare)
        if _SPECIAL_FLOAT.fullmatch(text):
            return float(bare.replace(".", ""))
    except ValueError:
        pass  # "0x", a lone sign: PyYAML would raise, we keep the text
    return text


def _plain(error: MarkedYAMLError) -> str:
    problem = (error.problem or "cannot be read").strip()
    context = (error.context or "").strip()
    said = f"{problem} {context}".strip() if context else problem
    return f"is not valid YAML: {_short(said, 120)}"


def _short(text: str, limit: int = 40) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"
