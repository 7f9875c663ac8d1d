"""Finds a card's front matter as the Hub does, and tells why the Hub sees none."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any, Final

from releaselint.document.events import Pointer, Spot, YamlFault, read_yaml
from releaselint.records import EMPTY, record, replace
from releaselint.regex import regex
from releaselint.text import Span

MAX_FRONT: Final = 1024 * 1024
"""Characters of front matter that are read at the most."""
_MAX_FENCES: Final = 200

# Together the grammar of huggingface_hub (1.25 and later):
# ^(\s*---(?:\r\n|\r|\n))([\S\s]*?)((?:\r\n|\r|\n)---[ \t]*(\r\n|\n|$))
_OPENING = regex(r"\s*---(?:\r\n|\r|\n)")
_CLOSING = regex(r"(?:\r\n|\r|\n)---[ \t]*(?:\r\n|\n|\Z)")

# A line of dashes or dots as people write fences, or one that opens or closes code.
_LINE = regex(r"(?<![^\r\n\u200b-\u200f\u2060\ufeff])(?:(-{3,}|\.{3})([ \t]*)(?:\r\n|\r|\n|\Z)|[ \t]{0,9}(?:```|~~~))")
_KEY = regex(r"(?<![^\r\n])([A-Za-z][\w-]{1,40})[ \t]*:(?![^\s])")
_END_OF_KEYS = regex(r"(?>\r\n|\r|\n)(?=[ \t]*(?:[\r\n]|\Z)|#{1,6}[ \t])")

_BLANK = regex(r"\s*")

#: Keys that make a block a model card's, wherever it stands.
CARD_KEYS: Final = frozenset({
    "license", "license_name", "license_link", "library_name", "pipeline_tag", "base_model", "model-index", "language",
    "datasets", "metrics", "tags", "co2_eq_emissions", "widget", "extra_gated_prompt", "extra_gated_fields", "release",
})  # fmt: skip


@record
class FrontMatter:
    """The YAML block of a card: its values and their places, and what the Hub makes of it."""

    values: dict[str, Any]
    """The top-level mapping; empty where there is none or `fault` is set."""
    span: Span
    """The block with its fences and their line endings."""
    inner: Span
    """The YAML between the fences."""
    spots: Mapping[Pointer, Spot] = EMPTY
    duplicates: tuple[tuple[Pointer, Span], ...] = ()
    booleans: Mapping[Pointer, str] = EMPTY
    unseen: str | None = None
    """Why huggingface_hub reads no metadata here, as a clause; None where it does."""
    fault: YamlFault | None = None
    closed: bool = True
    """False where nobody knows where it ends, so that a fault may be that of the text below it."""

    def spot(self, pointer: Pointer) -> Spot | None:
        """Return the place of `pointer`, or of the nearest thing around it that has one."""
        while pointer:
            if pointer in self.spots:
                return self.spots[pointer]
            pointer = pointer[:-1]
        return None


def find_front(text: str) -> FrontMatter | None:
    """Return the front matter of a card's `text`, also where the Hub does not see it; or None."""
    opening = _OPENING.match(text)
    closing = _CLOSING.search(text, opening.end()) if opening else None
    if opening is not None and closing is not None:
        inner = Span(opening.end(), closing.start())
        return _parsed(text, Span(text.index("---"), closing.end()), inner, None)
    if "\n---" not in text and "\r---" not in text and "---" not in text[:9]:
        return None
    fences = _fences(text)
    first = next(fences, None)
    while first is not None:
        second = next(fences, None)
        front = _unseen(text, first, second)
        if front is not None:
            return front
        first = second
    return None


def _fences(text: str) -> Iterator[re.Match[str]]:
    """Yield the lines of dashes and dots outside fenced code."""
    coded = False
    count = 0
    for match in _LINE.finditer(text):
        if match.group(1) is None:
            coded = not coded
        elif not coded:
            count += 1
            if count > _MAX_FENCES:
                return
            yield match


def _unseen(text: str, opening: re.Match[str], closing: re.Match[str] | None) -> FrontMatter | None:
    """Return the block between two fences, where a person takes it for front matter and the Hub does not."""
    fence, blanks = opening.group(1), opening.group(2)
    before = text[: opening.start()].strip()
    if fence == "..." or (closing is None and (before or fence != "---")):
        return None
    inner = Span(opening.end(), closing.start() if closing else len(text))
    if not text[inner.start : inner.end].strip():
        if before or fence != "---" or closing is None or closing.group(1) != "---":
            return None
        return _parsed(text, Span(opening.start(), closing.end()), inner, None)
    if before:
        reason = _reason_before(before)
    elif fence != "---":
        reason = f"its fence is '{fence[:12]}' and not '---'"
    elif blanks:
        reason = "a space stands behind the opening '---'"
    elif closing is not None and closing.group(1) != "---":
        reason = f"its closing fence is '{closing.group(1)[:12]}' and not '---'"
    else:
        reason = "a bare carriage return ends its closing '---'"
    front = _card(text, Span(opening.start(), closing.end()), inner, reason) if closing else None
    if front is not None and front.fault is None:
        return front
    if before or fence != "---":
        return None  # two rules with prose between them
    if closing is not None and closing.group(1) == "---":
        return front
    end = _END_OF_KEYS.search(text, opening.end() - 1)
    inner = Span(opening.end(), end.end() if end else len(text))
    front = _card(text, Span(opening.start(), inner.end), inner, "no '---' closes it")
    return replace(front, closed=False) if front is not None else None


def _reason_before(before: str) -> str:
    at = 0
    while before.startswith("<!--", at):
        end = before.find("-->", at)
        if end < 0:
            break
        rest = _BLANK.match(before, end + 3)
        at = rest.end() if rest else len(before)
    if at == len(before):
        return "a comment stands before it"
    if all(unicodedata.category(char) == "Cf" for char in before[:20]):
        return f"an invisible character (U+{ord(before[0]):04X}) stands before it"
    return "text stands before it"


def _card(text: str, span: Span, inner: Span, reason: str) -> FrontMatter | None:
    """Return the block at `span`, unless its keys are no model card's."""
    keys = {key.lower() for key in _KEY.findall(text, inner.start, inner.end)}
    return _parsed(text, span, inner, reason) if keys & CARD_KEYS else None


def _parsed(text: str, span: Span, inner: Span, unseen: str | None) -> FrontMatter:
    if not text[inner.start : inner.end].strip():
        return FrontMatter(values={}, span=span, inner=inner, unseen=unseen or "it is empty")
    if inner.end - inner.start > MAX_FRONT:
        large = YamlFault(message=f"has more than {MAX_FRONT:,} characters", offset=span.start)
        return FrontMatter(values={}, span=span, inner=inner, unseen=unseen, fault=large)
    read = read_yaml(text[inner.start : inner.end], base=inner.start, deep=("release", "extra_gated_fields"))
    values, fault = read.value, read.fault
    if fault is None and values is None:
        unseen = unseen or "it is empty"
    if values is not None and not isinstance(values, dict):
        kind = "a list" if isinstance(values, list) else "a single value"
        fault = YamlFault(message=f"must be a mapping of keys to values, not {kind}", offset=inner.start)
    return FrontMatter(
        values=values if isinstance(values, dict) else {},
        span=span,
        inner=inner,
        spots=read.spots,
        duplicates=tuple(read.duplicates),
        booleans=read.booleans,
        unseen=unseen,
        fault=fault,
    )
