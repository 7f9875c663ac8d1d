"""The configuration: what files and flags set, each value with where it comes from."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from releaselint import shape
from releaselint.errors import ConfigError
from releaselint.findings.rule import GROUPS
from releaselint.findings.waivers import WaiverFile, read_waiver_file
from releaselint.ledger import Policy
from releaselint.records import EMPTY, record, replace
from releaselint.shape import nearest
from releaselint.source.globs import matcher
from releaselint.source.paths import shown
from releaselint.source.settings import Settings, find_settings, read_settings, read_text_file
from releaselint.subjects import Demand, all_subjects

_DEFAULTS: Final[dict[str, Any]] = {
    "select": (),
    "ignore": (),
    "extend-select": (),
    "exclude": (),
    "force-exclude": False,
    "private-files": (),
    "policy": "gradient",
    "severity": "warning",
    "fail-on": "error",
    "require": (),
    "severities": {},
    "paths": {},
    "rules": (),
    "waivers": "",
    "baseline": "",
    "repository": "",
    "overrides": {},
}
_FLAGS: Final = "the command line"
#: Keys whose lists add up along `extends`; any other key of a nearer file replaces the farther one's.
_ADDING: Final = frozenset({"extend-select", "exclude", "private-files", "rules"})
#: Keys whose tables are merged along `extends`, entry by entry.
_MERGING: Final = frozenset({"severities", "paths", "overrides"})
#: Keys that name files relative to the configuration file that sets them.
_FILES: Final = frozenset({"rules", "waivers", "baseline"})


@record
class Config:
    """Every key of the configuration with its value; `origins` tells the file or flag that set it."""

    values: Mapping[str, Any] = _DEFAULTS
    origins: Mapping[str, str] = EMPTY
    files: tuple[Settings, ...] = ()
    """The configuration files, the nearest first."""
    root: str = "."
    """The folder that globs are relative to: the nearest file's, or where the tool runs for a file that was named."""
    asked: frozenset[str] = frozenset()
    """Rules and groups that the command line asks for: no file's `ignore` holds against it."""

    def texts(self, key: str) -> tuple[str, ...]:
        """Return the list under `key`."""
        return tuple(self.values[key])

    def text(self, key: str) -> str:
        """Return the single word under `key`."""
        return str(self.values[key])

    def shown(self, key: str) -> Any:
        """Return the value under `key` as people read it: files relative to where the tool runs."""
        value = self.values[key]
        if key not in _FILES or not value:
            return value
        return shown(value) if isinstance(value, str) else tuple(map(shown, value))

    def flag(self, key: str) -> bool:
        """Return the truth value under `key`."""
        return bool(self.values[key])

    @property
    def policy(self) -> Policy:
        """The policy profile with the cells that are changed."""
        overrides: dict[str, dict[str, Demand]] = {}
        subjects = all_subjects()
        for slug, levels in self.values["overrides"].items():
            subject = subjects[slug]
            for level, ask in levels.items():
                usual = subject.demand(level)
                least = usual.at_least or ("described" if subject.kind == "component" else "")
                reason = f"{self.origins.get('overrides', 'the configuration')} asks for it"
                overrides.setdefault(slug, {})[level] = Demand(
                    ask=ask,
                    reason=reason,
                    at_least="" if ask in ("optional", "not-asked") else least,
                    at_most=usual.at_most,
                )
        return Policy(minimal=self.text("policy") == "minimal", overrides=overrides)

    def with_flags(self, flags: Mapping[str, Any]) -> Config:
        """Return this configuration with the keys that the command line sets."""
        given = {key: value for key, value in flags.items() if value not in (None, (), [])}
        asked = frozenset((*given.get("select", ()), *given.get("extend-select", ())))
        values, origins = dict(self.values), dict(self.origins)
        values["ignore"] = _without(values["ignore"], asked)
        for key, value in given.items():
            if key == "ignore":
                _ignore(values, origins, value, _FLAGS)
            else:
                values[key], origins[key] = _merged(key, values[key], value), _FLAGS
        return replace(self, values=values, origins=origins, asked=asked)

    def with_default(self, key: str, value: str, origin: str) -> Config:
        """Return this configuration with `value` under `key`, where nothing else sets it."""
        if not value or key in self.origins:
            return self
        return replace(self, values={**self.values, key: value}, origins={**self.origins, key: origin})

    def at(self, path: str) -> Config:
        """Return this configuration as it holds for the release at `path`: with what its globs change."""
        if not self.values["paths"]:
            return self
        values, origins = dict(self.values), dict(self.origins)
        relative = shown(path, self.root)
        for glob, table in self.values["paths"].items():
            if matcher((glob,))(relative, ""):
                for key, value in table.items():
                    origin = f"{origins.get('paths', '')} [paths.'{glob}']"
                    if key == "ignore":
                        _ignore(values, origins, _without(value, self.asked), origin)
                    elif key in _ADDING or key in _MERGING or origins.get(key) != _FLAGS:
                        values[key] = _merged(key, values[key], value)
                        origins[key] = origin
        return replace(self, values=values, origins=origins) if values != self.values else self

    def keeps_out(self, rule: str, group: str) -> str:
        """Return which key keeps `rule`, which does not run, from it, and where that is set."""
        key = "ignore" if {rule, group} & {*self.texts("ignore")} else "select"
        return f"'{key}' of {self.origins.get(key, 'the configuration')}"

    def excluded(self) -> Callable[[str, str], bool]:
        """Return the test of `exclude`, for paths as they are named where the tool runs.

        A flag's globs are relative to that folder, a file's to its own; both are held against both.
        """
        matches = matcher(self.texts("exclude"))
        if not self.values["exclude"] or shown(os.curdir, self.root) == ".":
            return matches

        def from_root(path: str, within: str) -> bool:
            path, within = shown(path, self.root), shown(within, self.root) if within else ""
            return matches(path, within if path.startswith(f"{within}/") else "")

        return lambda path, within: matches(path, within) or from_root(path, within)

    def check_names(self, rules: Mapping[str, str]) -> None:
        """Raise ConfigError, with file and line, for a rule or subject that a file names and that does not exist.

        `rules` maps each rule to its group; subjects are those of which a level can ask something.
        """
        known = {*rules, *rules.values(), *GROUPS}
        subjects = [slug for slug, subject in all_subjects().items() if subject.policy or subject.missing]
        for settings in self.files:
            for slug in settings.table.get("overrides", ()):
                if slug not in subjects:
                    place = f"{settings.name}:{settings.line(('overrides', slug)) or 1}"
                    raise ConfigError(f"{place}: unknown key '{slug[:80]}' in 'overrides'{nearest(slug, subjects)}")
            for pointer, name, whole in _named(settings.table):
                if name not in (known if whole else rules):
                    near = nearest(name, sorted(known if whole else rules))
                    place = f"{settings.name}:{settings.line((*pointer, name)) or 1}"
                    kind = "rule or group" if whole else "rule"
                    raise ConfigError(f"{place}: '{'.'.join(pointer)}': there is no {kind} '{name[:80]}'{near}")

    def waiver_file(self, rules: Collection[str]) -> WaiverFile | None:
        """Return the central file of waivers; None where there is none. Raises ConfigError."""
        path = self.text("waivers")
        return read_waiver_file(read_text_file(path), shown(path), rules) if path else None


def _named(table: Mapping[str, Any], above: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str, bool]]:
    """Yield the rules that a table names: where, the name, and whether it may be a group's."""
    for key in ("select", "ignore", "extend-select"):
        yield from (((*above, key), name, True) for name in table.get(key, ()))
    yield from (((*above, "severities"), name, False) for name in table.get("severities", ()))
    for glob, part in table.get("paths", {}).items():
        yield from _named(part, (*above, "paths", glob))


def load_config(paths: str | Sequence[str], *, file: str | None = None, isolated: bool = False) -> Config:
    """Return the configuration for `paths` (one, or several): of `file`, else of the nearest file above them.

    Raises ConfigError, in one sentence with file and line, where a file is broken, and where paths have different ones.
    """
    starts = [paths] if isinstance(paths, str) else paths
    path = file if file is not None else None if isolated else find_settings(starts)
    if path is None:
        return Config()
    values, origins = dict(_DEFAULTS), {}
    chain = read_settings(path)
    for settings in reversed(chain):
        _check(settings)
        for key, value in settings.table.items():
            if key == "extends":
                continue
            if key in _FILES:
                value = _resolved(value, settings.folder)
            values[key] = _merged(key, values[key], value)
            origins[key] = settings.name
    return Config(values=values, origins=origins, files=tuple(chain), root=chain[0].folder if file is None else ".")


def _ignore(values: dict[str, Any], origins: dict[str, str], names: Iterable[str], origin: str) -> None:
    """Add `names` to the rules that do not run, and `origin` to where they are set."""
    values["ignore"] = (*values["ignore"], *names)
    origins["ignore"] = f"{origins['ignore']}, {origin}" if "ignore" in origins else origin


def _without(names: Iterable[str], asked: Collection[str]) -> tuple[str, ...]:
    return tuple(name for name in names if name not in asked)


def _merged(key: str, old: Any, new: Any) -> Any:
    if key in _ADDING:
        return (*old, *new)
    if key in _MERGING:
        return {**old, **new}
    return tuple(new) if isinstance(new, list) else new


def _resolved(value: Any, folder: str) -> Any:
    if isinstance(value, list):
        return [os.path.join(folder, item) for item in value]
    return os.path.join(folder, value)


def _check(settings: Settings) -> None:
    for fault in shape.faults("config", settings.table):
        line = settings.line(fault.pointer)
        raise ConfigError(f"{settings.name}{f':{line}' if line else ''}: {fault.message}")


def known_keys() -> Sequence[str]:
    """Return the keys of the configuration, in the order in which they are shown."""
    return tuple(_DEFAULTS)
