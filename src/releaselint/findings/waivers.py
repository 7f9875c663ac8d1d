"""Waivers: rules set aside for a release, each with a reason and an end; in its declaration or in a central file."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Any, Final

from releaselint.document.events import read_yaml
from releaselint.document.model import Document
from releaselint.errors import ConfigError
from releaselint.findings.case import Case, Hit, Plain
from releaselint.findings.model import Evidence, Waiver
from releaselint.findings.names import printable
from releaselint.ledger.declaration import day_of
from releaselint.records import record
from releaselint.shape import faults, nearest
from releaselint.text import Lines

#: Rules about the linter's own work, which nothing silences.
LOUD: Final = frozenset(
    {
        "internal-error",
        "file-unreadable",
        "file-too-large",
        "waiver-expired",
        "waiver-without-reason",
        "waiver-not-allowed",
        "unknown-ignore",
    }
)


@record
class WaiverFile:
    """A central file of waivers: one for many repositories."""

    name: str
    max_days: int | None = None
    """How far in the future a waiver may end; with it, every waiver needs an end."""
    unwaivable: frozenset[str] = frozenset()
    repositories: Mapping[str, tuple[Waiver, ...]]
    """Waivers by repository; a key may be a glob such as `acme/*`."""

    def of(self, names: tuple[str, ...]) -> tuple[Waiver, ...]:
        """Return the waivers for a repository that goes by `names`."""
        return tuple(
            waiver
            for key, waivers in self.repositories.items()
            if any(fnmatchcase(name, key) for name in names if name)
            for waiver in waivers
        )


def read_waiver_file(text: str, name: str, rules: Collection[str]) -> WaiverFile:
    """Parse a central file (YAML: `max-days`, `unwaivable`, `repositories`); raises ConfigError with the line.

    `rules` are those that exist: a bar on a rule that does not would bar nothing.
    """
    read = read_yaml(text, everything=True)
    lines = Lines(text)

    def line(*pointer: str | int) -> int:
        spot = read.spots.get(pointer)
        return lines.index((spot.key or spot.value).start) + 1 if spot else 1

    if read.fault is not None:
        raise ConfigError(f"{name}:{lines.index(min(read.fault.offset, len(text))) + 1}: {read.fault.message}")
    data = read.value if read.value is not None else {}
    for fault in faults("waivers", data):
        raise ConfigError(f"{name}:{line(*fault.pointer)}: {fault.message}")
    unwaivable = data.get("unwaivable", [])
    for number, rule in enumerate(unwaivable):
        if rule not in rules:
            told = f"there is no rule '{printable(rule)}'{nearest(rule, rules)}"
            raise ConfigError(f"{name}:{line('unwaivable', number)}: {told}")

    def waiver(repository: str, number: int, one: Mapping[str, Any]) -> Waiver:
        place = line("repositories", repository, number)
        return _waiver(one, Evidence(path=name, line=place, text=f"waiver of {one['rule']}"), None)

    return WaiverFile(
        name=name,
        max_days=data.get("max-days"),
        unwaivable=frozenset(unwaivable),
        repositories={
            repository: tuple(waiver(repository, number, one) for number, one in enumerate(listed))
            for repository, listed in data.get("repositories", {}).items()
        },
    )


def waivers_of(case: Case) -> Iterator[Waiver]:
    """Yield the waivers of the declaration, then those of the central file."""
    declaration = case.declaration
    listed = declaration.get("waivers") if declaration else None
    for number, waiver in enumerate(listed if isinstance(listed, list) else ()):
        if isinstance(waiver, dict) and isinstance(waiver.get("rule"), str):
            yield _waiver(waiver, None, number)
    yield from case.waivers


def holds(waiver: Waiver, case: Case) -> bool:
    """Tell whether a waiver silences its rule on the case's day."""
    until = day_of(waiver.until)
    return (
        bool(waiver.reason.strip())
        and not (waiver.until and (until is None or until < case.today))
        and waiver.rule not in case.unwaivable
        and waiver.rule not in LOUD
        and not _too_long(waiver, case)
    )


def expired(case: Case) -> Iterator[Hit]:
    """A waiver has run out, or its end is no date."""
    for waiver in waivers_of(case):
        until = day_of(waiver.until)
        if waiver.until and until is None and waiver.number is None:
            yield waiver_hit(
                case, waiver, "until", ended=Plain(f"ends on '{printable(waiver.until)}', which is no date")
            )
        elif until is not None and until < case.today:
            yield waiver_hit(case, waiver, "until", ended=Plain(f"ran out on {waiver.until}"))


def unreasoned(case: Case) -> Iterator[Hit]:
    """A waiver gives no reason, so it waives nothing."""
    for waiver in waivers_of(case):
        if not waiver.reason.strip():
            yield waiver_hit(case, waiver)


_IGNORED: Final = "an ignore comment does not silence {rule}: the rule is on the list of those that nothing waives"


def not_allowed(case: Case) -> Iterator[Hit]:
    """The central file forbids this waiver or ignore: the rule is unwaivable, or the end too far away."""
    for waiver in waivers_of(case):
        if waiver.rule in case.unwaivable:
            told = "is not allowed: the rule is on the list of those that nothing waives"
            yield waiver_hit(case, waiver, "rule", fault=Plain(told))
        elif waiver.rule in LOUD:
            told = "is of no use: the rule speaks of the linter's own work, and nothing silences it"
            yield waiver_hit(case, waiver, "rule", fault=Plain(told))
        elif _too_long(waiver, case):
            until = f"until {waiver.until}" if waiver.until else "without an end"
            yield waiver_hit(
                case, waiver, "until", fault=Plain(f"is {printable(until)}; {case.max_days} days are allowed")
            )
    for document in case.texts if case.unwaivable else ():
        for ignore in document.ignores:
            for rule in sorted(case.unwaivable.intersection(ignore.rules)):
                yield Hit(document=document, span=ignore.span, values={"rule": rule}, message=_IGNORED)


def _too_long(waiver: Waiver, case: Case) -> bool:
    if case.max_days is None:
        return False
    until = day_of(waiver.until)
    if waiver.until and until is None:
        return False  # its end is no date, which is told already
    return until is None or until > case.today + datetime.timedelta(days=case.max_days)


def _waiver(data: Mapping[str, Any], source: Evidence | None, number: int | None) -> Waiver:
    texts = {key: data.get(key) for key in ("rule", "reason", "by", "until")}
    clean = {key: value if isinstance(value, str) else "" for key, value in texts.items()}
    return Waiver(source=source, number=number, **clean)


def waiver_hit(case: Case, waiver: Waiver, key: str = "", **values: str) -> Hit:
    """Return a hit at a waiver of the declaration; one of a central file is the evidence of it."""
    declaration = case.declaration
    document: Document | None = None
    span = None
    if waiver.number is not None and declaration is not None:
        document = declaration.document
        span = declaration.span("waivers", waiver.number, *((key,) if key else ()))
    return Hit(
        document=document,
        span=span,
        values={"rule": waiver.rule, **values},
        evidence=(waiver.source,) if waiver.source else (),
    )
