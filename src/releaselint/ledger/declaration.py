"""Finds the declaration of a release, and turns it into promises."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from releaselint import filenames, shape
from releaselint.claims import Claim
from releaselint.document.model import Document
from releaselint.ledger.claiming import claim_at
from releaselint.ledger.model import Stage
from releaselint.records import record, replace
from releaselint.regex import regex
from releaselint.subjects import FOLDERS, meant_by, slugs
from releaselint.text import Span
from releaselint.vocabulary import AVAILABILITY, INTERFACE, INTERFACES, LEVELS, STATUSES

#: Keys of the declaration whose values are dates, and where the shape of one is no day of the calendar.
_DAYS: Final = frozenset({"on", "review-by", "until", "date", "planned"})
_DAY = regex(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])")
_DEEP: Final = 4
_PLACES: Final = ("components", "guardrails", "concerns")


@record
class Declaration:
    """The `release:` block of a card, or `release.yaml`; only well-shaped parts of it become promises."""

    document: Document
    values: Mapping[str, Any]
    """As written; the short form is read as `{access: LEVEL}`."""
    faults: tuple[shape.Fault, ...]

    def span(self, *pointer: str | int, key: bool = False) -> Span:
        """Return the place of a value below `release` (of its key where asked), or of what is around it."""
        front = self.document.front
        spot = front.spot(("release", *pointer)) if front else None
        if spot is None:
            return Span(0, 0)
        if not key or spot.key is None:
            return spot.value if spot.value.end > spot.value.start or spot.key is None else spot.key
        return spot.key

    def get(self, *pointer: str | int) -> Any:
        """Return the value at `pointer`; None where there is none."""
        value: Any = self.values
        for part in pointer:
            if isinstance(value, dict):
                value = value.get(part)
            elif isinstance(value, list) and isinstance(part, int) and part < len(value):
                value = value[part]
            else:
                return None
        return value


def find_declarations(documents: Sequence[Document]) -> list[Declaration]:
    """Return the declarations of the documents, `release.yaml` first; more than one is an error to report."""
    found = []
    for document in documents:
        front = document.front
        if front is None or "release" not in front.values:
            continue
        value = front.values["release"]
        values = value if isinstance(value, dict) else {"access": value} if isinstance(value, str) else {}
        faults = _faults(value)
        if filenames.base(document.path) not in filenames.DECLARATION or not _is_anothers(value, faults):
            found.append(Declaration(document=document, values=values, faults=faults))
    return sorted(found, key=lambda one: not one.document.path.endswith((".yaml", ".yml")))


def _is_anothers(value: Any, faults: Sequence[shape.Fault]) -> bool:
    """Tell whether what `release.yaml` holds is another tool's: a list, a name, or keys of which most are not ours."""
    if isinstance(value, dict):
        unknown = sum(fault.on_key and len(fault.pointer) == 1 and not fault.near for fault in faults)
        return value.get("access") not in LEVELS and unknown > min(len(value), shape.MAX_FAULTS) - unknown
    return value is not None and not all(fault.near for fault in faults)


def _faults(value: Any) -> tuple[shape.Fault, ...]:
    """Return the faults of shape; a subject that a pack brings along is a known key as well."""
    found = [_explained(fault, value) if fault.on_key else fault for fault in shape.faults("release", value)]
    return (*[fault for fault in found if fault is not None], *_no_days(value))


def _explained(fault: shape.Fault, value: Any) -> shape.Fault | None:
    """Return `fault`, an unknown key, with what is known of that key; None for a subject that a pack brings along."""
    *around, key = map(str, fault.pointer)
    if not around:
        for place in _PLACES:
            meant = meant_by(key, FOLDERS[place])
            if meant is not None:
                named = "" if meant == key else f", where it is called '{meant}'"
                return replace(fault, message=f"'{key}' belongs below '{place}'{named}", near=True)
        return fault
    kind = FOLDERS.get(around[0]) if len(around) == 1 else None
    if kind is None:
        return fault
    if key in slugs(kind):
        return None
    if kind == "component" and key in INTERFACES:
        return replace(fault, message=f"'{key}' is an interface: 'query-interface: {{{key}: URL}}'")
    meant = meant_by(key, kind)
    if meant is None:
        return fault
    instead = meant if meant not in value[around[0]] else ""
    return replace(fault, message=f"unknown key '{key}' in '{around[0]}'; here it is called '{meant}'", instead=instead)


def _no_days(value: Any, pointer: shape.Pointer = ()) -> Iterator[shape.Fault]:
    """Yield a fault for each date that has the shape of one, and that no calendar has."""
    if isinstance(value, dict):
        for key, item in value.items():
            if key in _DAYS and isinstance(item, str) and _DAY.fullmatch(item) and day_of(item) is None:
                told = f"'{shape.path_of((*pointer, key))}' must be a date such as 2026-05-02, not '{item}'"
                yield shape.Fault(pointer=(*pointer, key), on_key=False, message=told, kind="shape")
            elif len(pointer) < _DEEP:
                yield from _no_days(item, (*pointer, key))
    elif isinstance(value, list) and len(pointer) < _DEEP:
        for number, item in enumerate(value):
            yield from _no_days(item, (*pointer, number))


def day_of(text: str) -> datetime.date | None:
    """Return the day that a value names; None where it is no date of the calendar."""
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None


def level_of(declaration: Declaration | None) -> str | None:
    """Return the declared access level; None where there is none that is known."""
    level = declaration.get("access") if declaration else None
    return level if isinstance(level, str) and level in LEVELS else None


def promises(declaration: Declaration) -> Iterator[Claim]:
    """Yield a claim for each well-shaped promise of the declaration."""
    level = level_of(declaration)
    if level is not None:
        yield _claim(declaration, "access", level, "access")
    for slug, where, value in _items(declaration, "components"):
        yield from _component(declaration, slug, where, value)
    for slug, where, value in _items(declaration, "guardrails"):
        yield from _guardrail(declaration, slug, where, value)
    for slug, where, value in _items(declaration, "concerns"):
        if isinstance(value, str) and value:
            yield _claim(declaration, slug, "addressed", *where, detail=value)
    report = declaration.get("report-harm")
    if isinstance(report, str) and report:
        yield _claim(declaration, "contact", "addressed", "report-harm", detail=report)


def stages(declaration: Declaration | None) -> tuple[Stage, ...]:
    """Return the declared stages, in their order; what is not a mapping is left out."""
    listed = declaration.get("stages") if declaration else None
    found = []
    for number, value in enumerate(listed if isinstance(listed, list) else ()):
        if isinstance(value, dict):
            texts = {
                name: value.get(name)
                for name in ("name", "artifact", "date", "access", "status", "evaluation", "criteria")
            }
            found.append(Stage(number=number, **{name: v if isinstance(v, str) else "" for name, v in texts.items()}))
    return tuple(found)


def _items(declaration: Declaration, place: str) -> Iterator[tuple[str, tuple[str, str], Any]]:
    """Yield each subject below the key `place`, where it stands and its value; other names of it are read as well."""
    values = declaration.get(place)
    kind = FOLDERS[place]
    known = slugs(kind)
    misshapen = {fault.pointer for fault in declaration.faults if not fault.on_key}
    for key, value in values.items() if isinstance(values, dict) else ():
        slug = key if key in known else meant_by(str(key), kind)
        if slug is not None and (slug == key or slug not in values) and (place, key) not in misshapen:
            yield slug, (place, key), value


def _component(declaration: Declaration, slug: str, where: tuple[str, str], value: Any) -> Iterator[Claim]:
    if slug == INTERFACE:
        if value == "withheld":
            yield _claim(declaration, slug, "withheld", *where)
        elif isinstance(value, dict):
            for name in INTERFACES:
                given = value.get(name)
                if given is True or (isinstance(given, str) and given):
                    yield _claim(declaration, slug, name, *where, detail=given if isinstance(given, str) else "")
            if value and not any(value.get(name) for name in INTERFACES):
                yield _claim(declaration, slug, "withheld", *where)
        return
    state = value.get("availability") if isinstance(value, dict) else value
    url = value.get("url") if isinstance(value, dict) else None
    if isinstance(state, str) and state in AVAILABILITY:
        yield _claim(declaration, slug, state, *where, detail=url if isinstance(url, str) else "")


def _guardrail(declaration: Declaration, slug: str, where: tuple[str, str], value: Any) -> Iterator[Claim]:
    if isinstance(value, str) and value:
        yield _claim(declaration, slug, "in-place", *where, detail="" if value == "in-place" else value)
    elif isinstance(value, dict):
        given = [status for status in STATUSES if isinstance(value.get(status), str) and value[status]]
        if len(given) == 1:
            yield _claim(declaration, slug, given[0], *where, detail=value[given[0]])


def _claim(declaration: Declaration, subject: str, value: str, *pointer: str | int, detail: str = "") -> Claim:
    document = declaration.document
    front = document.front
    span = declaration.span(*pointer)
    spot = front.spot(("release", *pointer)) if front else None
    if spot is not None and spot.key is not None:
        span = Span(spot.key.start, max(spot.value.end, spot.key.end))
    return claim_at(document, span, subject, value, "declaration", detail=detail)
