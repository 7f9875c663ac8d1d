"""What a rule or subject file has to be, beyond its schema: its name, and names that exist."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from typing import Any, Final, Literal

from releaselint import shape
from releaselint.errors import ConfigError, DataError
from releaselint.findings.means import ensure_function, test_of
from releaselint.findings.names import PLACE, fact
from releaselint.findings.rule import MEANS, all_rules
from releaselint.packs import Pack, pack_of, plugin_packs, project_pack, using
from releaselint.reading.phrase import compile_phrase
from releaselint.subjects import all_subjects

#: What the hits of each means give to a message beside facts; those of a function are its own affair.
_GIVEN: Final[dict[str, frozenset[str]]] = {
    "require": frozenset(),
    "forbid": frozenset(),
    "schema": frozenset({"fault"}),
    "text": frozenset({"found", "lines"}),
    "missing": frozenset({"demand.level", "demand.verb", "demand.bound"}),
}
_POINTS: Final = ("license", "gate")


def validate(kind: Literal["rule", "subject"], name: str, data: object) -> None:
    """Check the parsed YAML `data` of the rule or subject file `name`.

    Raises DataError with the file and one plain sentence about the first thing that is wrong.
    """
    problem = next(_problems(kind, name, data), None)
    if problem is not None:
        raise DataError(f"{name}: {problem}")


def _problems(kind: Literal["rule", "subject"], name: str, data: object) -> Iterator[str]:
    for fault in shape.faults(kind, data):
        yield fault.message
    if not isinstance(data, dict):
        return
    stem = name.replace("\\", "/").rpartition("/")[2].removesuffix(".yaml")
    if data["id"] != stem:
        yield f"the id '{data['id']}' is not the name of the file"
    if kind == "rule":
        means = next(one for one in MEANS if one in data)
        yield from _unknown_facts(data)
        yield from _wording(data, _GIVEN.get(means))
    elif "missing" in data:
        yield from _wording(data["missing"], _GIVEN["missing"])
        yield from _malformed(data["missing"].get("near", {}))


def _unknown_facts(data: Mapping[str, Any]) -> Iterator[str]:
    for key in ("when", "require", "forbid"):
        for name in data.get(key, {}):
            if not _is_fact(name):
                yield f"'{key}' names the fact '{name}', which does not exist"
    for key in ("at", "subject", "evidence"):
        slug = data.get(key)
        if slug is not None and slug not in all_subjects() and not (key == "at" and slug in _POINTS):
            yield f"'{key}' names the subject '{slug}', which does not exist"


def _wording(data: Mapping[str, Any], given: frozenset[str] | None) -> Iterator[str]:
    """Yield what is wrong with message and fix; `given` is None where nobody can know the names."""
    for name in PLACE.findall(data["message"]):
        if given is not None and name not in given and not _is_fact(name):
            yield f"the message names '{name}', which is no fact"
    for key in ("message", "fix"):
        if data[key].endswith(".") or "\n" in data[key].strip():
            yield f"'{key}' must be one line without a full stop"
    if PLACE.search(data["fix"]):
        yield "'fix' is shown without a release as well, so it can hold no {name}"


def _malformed(phrases: Mapping[str, list[str]]) -> Iterator[str]:
    for source in [source for listed in phrases.values() for source in listed]:
        try:
            compile_phrase(source)
        except DataError as error:
            yield str(error)


def _is_fact(name: str) -> bool:
    try:
        fact(name)
    except DataError:
        return False
    return True


def load_packs(folders: tuple[str, ...], *, plugins: bool) -> tuple[Pack, ...]:
    """Return the packs of the installed plugins and the project's own in `folders`, each file checked.

    Raises ConfigError or DataError: which file or plugin is at fault, and why.
    """
    own = project_pack(folders)
    found = (*(plugin_packs() if plugins else ()), *((own,) if own else ()))
    if not found:
        return ()
    _check(found)
    return found


@functools.lru_cache(maxsize=8)
def _check(found: tuple[Pack, ...]) -> None:
    try:
        _check_files(found)
    except DataError as error:
        told = str(error)
        pack = next((one for one in found for name in one.files if one.code and told.startswith(name)), None)
        raise ConfigError(f"{pack.name}: {told}" if pack else told) from None


def _check_files(found: tuple[Pack, ...]) -> None:
    kinds = {name: _kind(data) for pack in found for name, data in pack.files.items()}
    for pack in found:
        for name, data in pack.files.items():
            for fault in shape.faults(kinds[name], data):
                raise DataError(f"{name}: {fault.message}")
    with using(found):
        for pack in found:
            for name, data in pack.files.items():
                validate(kinds[name], name, data)
        for rule in all_rules().values():
            if pack_of(rule.file) is not None:
                test_of(rule)
                if rule.means == "python":
                    ensure_function(rule)


def _kind(data: object) -> Literal["rule", "subject"]:
    return "subject" if isinstance(data, dict) and "definition" in data else "rule"
