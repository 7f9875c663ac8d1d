"""The facts by name: what `when`, `require`, `forbid` and messages may ask of a ledger; nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from releaselint.errors import DataError
from releaselint.findings.case import Plain
from releaselint.ledger.model import Ledger, Row
from releaselint.licenses import find
from releaselint.regex import regex
from releaselint.subjects import all_subjects
from releaselint.vocabulary import UNSTATED, reach

Value = str | bool
Fact = Callable[[Ledger], Value]

CUT: Final = 80
PLACE: Final = regex(r"\{([a-z][a-z.-]*)\}")
"""A name in a message, in braces."""


def _widest(row: Row) -> str:
    return max(row.promise.value, row.evidence.value, key=reach)


def _restricts(ledger: Ledger) -> str:
    known = ledger.licensing.known
    if known is None or known.restricts_use is None:
        return UNSTATED
    listed = [find(claim.value) for claim in ledger.licensing.promise.claims]
    if not known.restricts_use and any(one is not None and one.restricts_use for one in listed):
        return UNSTATED  # a list does not tell which of its licenses holds
    return "yes" if known.restricts_use else "no"


#: Every fact by its path: what reads it off a ledger, and what it says, for those who write rules. Those that begin
#: with `SLUG` stand for each subject's.
FACTS: Final[dict[str, tuple[Fact | None, str]]] = {
    "access": (
        lambda ledger: ledger.widest,
        "the more open of declared and evident level, so that a too modest declaration silences nothing",
    ),
    "access.declared": (lambda ledger: ledger.declared or UNSTATED, "the level of the declaration"),
    "access.standing": (
        lambda ledger: ledger.standing or UNSTATED,
        "the declared level; of a staged release, its most open finished stage's",
    ),
    "access.evident": (lambda ledger: ledger.evident, "the level that files and text show"),
    "weights.widest": (
        lambda ledger: _widest(ledger.rows["weights"]),
        "the more open of what is promised and what is evident of the weights",
    ),
    "generative": (
        lambda ledger: ledger.generative,
        "`true` or `false`: whether text, images, audio, video or code are generated; `false` if not known",
    ),
    "output": (lambda ledger: ledger.output, "of a generative system: `text` or `media`"),
    "kind": (
        lambda ledger: ledger.kind,
        "`model`, `dataset`, `software`, `template` or `data`: what the text is about",
    ),
    "copy": (lambda ledger: ledger.copy, "`yes` or `no`: whether it is a quantized or converted copy of another model"),
    "tree": (lambda ledger: ledger.tree, "`local` or `unknown`: what is known of the files"),
    "gate": (lambda ledger: ledger.gate, "`click-through` or `approval`: what the `extra_gated_*` keys describe"),
    "license.id": (
        lambda ledger: ledger.licensing.id or UNSTATED,
        "the license of the front matter as written, else the id of the one that the text names",
    ),
    "license.family": (
        lambda ledger: UNSTATED if ledger.licensing.family == "unknown" else ledger.licensing.family,
        "`rail`, `use-restricted`, `non-commercial`, `copyleft`, `permissive`, `public-domain`, `proprietary` "
        "or `custom`",
    ),
    "license.restricts-use": (_restricts, "`yes` or `no`: whether the license prohibits harmful uses"),
    "license.stated": (
        lambda ledger: ledger.licensing.promise.stated or ledger.licensing.evidence.stated,
        "`true` or `false`: whether any license is named",
    ),
    "SLUG": (None, "a component, guardrail or concern such as `rate-limiting`: what is promised, else what is evident"),
    "SLUG.promise": (None, "what the declaration, the checklist or `license:` promise of it"),
    "SLUG.evidence": (None, "what files, metadata and text show of it"),
}


def fact(name: str) -> Fact:
    """Return the function that reads the fact `name` off a ledger; raises DataError for an unknown name."""
    known, _ = FACTS.get(name, (None, ""))
    if known is not None:
        return known
    slug, _, column = name.partition(".")
    if slug not in all_subjects() or column not in ("", "promise", "evidence"):
        raise DataError(f"there is no fact '{name}'")
    if column == "promise":
        return lambda ledger: ledger.rows[slug].promise.value
    if column == "evidence":
        return lambda ledger: ledger.rows[slug].evidence.value
    return lambda ledger: ledger.rows[slug].value


def conditions(wanted: Mapping[str, Any]) -> list[Callable[[Ledger], bool]]:
    """Return for each fact the test that it has one of its values; `unstated` matches nothing."""
    return [_has(fact(name), values if isinstance(values, list) else [values]) for name, values in wanted.items()]


def _has(read: Fact, values: list[Value]) -> Callable[[Ledger], bool]:
    return lambda ledger: (value := read(ledger)) != UNSTATED and value in values


def wording(template: str, ledger: Ledger, values: Mapping[str, str]) -> str:
    """Return `template` with each `{name}` replaced by a value of the hit, else by a fact of the ledger.

    Values stand in quotes, cut and harmless; a name that nobody knows stays as it is.
    """

    def put(match: re.Match[str]) -> str:
        name = match.group(1)
        if name in values:
            return str(values[name]) if isinstance(values[name], Plain) else quoted(values[name])
        try:
            return quoted(str(fact(name)(ledger)))
        except DataError:
            return match.group()

    return PLACE.sub(put, template)


def quoted(text: str) -> str:
    """Return `text` in quotes on one line, cut at 80 characters, without anything that does not print."""
    return f"'{printable(text)}'"


def printable(text: str, limit: int = CUT) -> str:
    """Return `text` on one line, cut at `limit`, what does not print replaced."""
    text = " ".join(text[: limit * 4].split())
    text = text if len(text) <= limit else text[: limit - 1].rstrip() + "…"
    return "".join(char if char.isprintable() else "\ufffd" for char in text)
