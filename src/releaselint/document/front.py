"""Finds a card's front matter as the Hub does, and tells why the Hub sees none."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Final

from releaselint.document.events import Pointer, Spot, Yaml, YamlFault, read_yaml
from releaselint.text import Span

MAX_FRONT: Final = 1024 * 1024
"""Characters of front matter that are read at the most."""

# The grammar of huggingface_hub (1.25 and later); its leading blanks are bounded here.
_BLOCK = re.compile(r"\s{0,4096}---(?:\r\n|\r|\n)([\S\s]*?)(?:\r\n|\r|\n)---[ \t]*(?:\r\n|\n|\Z)")
_OPENING = re.compile(r"(?:[ \t]*(?:\r\n|\r|\n)){0,200}(-{3,}[ \t]*)(?:\r\n|\r|\n)")
_FENCE_LINE = re.compile(r"^-{3,}[ \t]*$", re.MULTILINE)
_COMMENT_FIRST = re.compile(r"\s{0,4096}<!--[\S\s]{0,20000}?-->\s{0,4096}")
_KEY_LINE = re.compile(r"^([A-Za-z][\w-]{1,40})[ \t]*:(?:[ \t]|$)", re.MULTILINE)
_LOOK = 20_000

#: Keys that make a block a model card's, wherever it stands.
CARD_KEYS: Final = frozenset(
    ["license", "license_name", "license_link", "library_name", "pipeline_tag", "base_model", "model-index", "language", "datasets", "metrics", "tags", "co2_eq_emissions", "widget", "extra_gated_prompt", "extra_gated_fields", "release"]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontMatter:
    """The YAML block of a card: its values and their places, and what the Hub makes of it."""

    values: dict[str, Any]
    """The top-level mapping; empty where there is none or `fault` is set."""
    span: Span
    """The block with its fences."""
    inner: Span
    """The YAML between the fences."""
    spots: dict[Pointer, Spot] = field(default_factory=dict)
    duplicates: tuple[tuple[Pointer, Span], ...] = ()
    booleans: dict[Pointer, str] = field(default_factory=dict)
    unseen: str | None = None
    """Why huggingface_hub reads no metadata here, as a clause; None where it does."""
    fault: YamlFault | None = None

    def spot(self, pointer: Pointer) -> Spot | None:
        """Return the place of `pointer`, or of the nearest thing around it that has one."""
        while pointer:
            if pointer in self.spots:
                return self.spots[pointer]
            pointer = pointer[:-1]
        return None


def find_front(text: str) -> FrontMatter | None:
    """Return the front matter of a card's `text`, also where the Hub does not see it; or None."""
    match = _BLOCK.match(text)
    if match is not None:
        opening = match.start(1)
        start = text.rindex("---", 0, opening)
        inner = Span(match.start(1), match.end(1))
        unseen = None if text[inner.start : inner.end].strip() else "it is empty"
        return _parsed(text, Span(start, match.end()), inner, unseen)
    return _unseen(text)


def _unseen(text: str) -> FrontMatter | None:
    """Return a block that a person would take for front matter and the Hub does not."""
    opening = _OPENING.match(text)
    reason = ""
    if opening is None:
        comment = _COMMENT_FIRST.match(text)
        at = comment.end() if comment else None
        reason = "a comment stands before it"
        if at is None or not text.startswith("---", at):
            fence = _FENCE_LINE.search(text, 0, _LOOK)
            at = fence.start() if fence else None
            reason = "text stands before it"
        if at is None:
            return None
        opening = re.compile(r"(-{3,}[ \t]*)(?:\r\n|\r|\n)").match(text, at)
        if opening is None:
            return None
    else:
        fence_text = opening.group(1)
        if fence_text.rstrip() != "---":
            reason = f"its fence is '{fence_text.rstrip()[:12]}' and not '---'"
        elif fence_text != "---":
            reason = "a space stands behind the opening '---'"
    start = opening.start(1)
    closing = _FENCE_LINE.search(text, opening.end(), opening.end() + MAX_FRONT)
    if closing is None:
        if reason and not reason.startswith("a space"):
            return None  # a rule in the prose
        reason, inner_end, end = "no '---' closes it", _end_of_keys(text, opening.end()), None
    else:
        inner_end, end = closing.start(), closing.end()
        if not text[opening.end() : inner_end].strip():
            return FrontMatter(
                values={}, span=Span(start, end), inner=Span(opening.end(), inner_end), unseen="it is empty"
            )
        if not reason:
            reason = f"its closing fence is '{closing.group().strip()[:12]}' and not '---'"
    inner = Span(opening.end(), inner_end)
    keys = {key.lower() for key in _KEY_LINE.findall(text, inner.start, inner.end)}
    if not keys & CARD_KEYS:
        return None
    front = _parsed(text, Span(start, end or inner_end), inner, reason)
    if front.fault is not None and not reason.startswith(("no '---'", "its", "a space")):
        return None  # two rules with prose between them
    return front


def _end_of_keys(text: str, start: int) -> int:
    """Return where a block that nobody closed seems to end: at the first blank line or heading."""
    match = re.compile(r"^(?:[ \t]*|#{1,6}[ \t].*)$", re.MULTILINE).search(text, start)
    return match.start() if match else len(text)


def _parsed(text: str, span: Span, inner: Span, unseen: str | None) -> FrontMatter:
    if inner.end - inner.start > MAX_FRONT:
        limit = f"has more than {MAX_FRONT:,} characters"
        return FrontMatter(
            values={}, span=span, inner=inner, unseen=unseen, fault=YamlFault(message=limit, offset=span.start)
        )
    read: Yaml = read_yaml(text[inner.start : inner.end], base=inner.start, deep=("release",))
    fault = read.fault
    if fault is None and read.value is not None and not isinstance(read.value, dict):
        kind = "a list" if isinstance(read.value, list) else "a single value"
        fault = YamlFault(message=f"must be a mapping of keys to values, not {kind}", offset=inner.start)
    if fault is None and read.value is None and unseen is None:
        unseen = "it is empty"
    return FrontMatter(
        values=read.value if isinstance(read.value, dict) else {},
        span=span,
        inner=inner,
        spots=read.spots,
        duplicates=tuple(read.duplicates),
        booleans=read.booleans,
        unseen=unseen,
        fault=fault,
    )
