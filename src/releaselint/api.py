"""The Python interface: paths to a report, or to what is known of one release. The command line only calls it."""

from __future__ import annotations

import datetime
import functools
import os
from collections.abc import Callable, Iterator, Sequence

from releaselint.config import Config, load_config
from releaselint.document import Document, parse
from releaselint.document.declaration import parse_declaration
from releaselint.errors import NothingFoundError, UsageError
from releaselint.findings.case import Case
from releaselint.findings.model import ReleaseReport, Report
from releaselint.findings.names import printable
from releaselint.findings.rule import Rule, all_rules
from releaselint.findings.run import report_of, select
from releaselint.findings.validate import load_packs
from releaselint.ledger import Ledger, build_ledger, find_declarations, pages_of, readings_of
from releaselint.ledger.metadata import base_models
from releaselint.packs import using
from releaselint.records import record, replace
from releaselint.source import Release, find_releases, release_of_text
from releaselint.source.above import declaration_above, license_above
from releaselint.source.git import checkout_name
from releaselint.source.globs import matcher
from releaselint.source.paths import shown
from releaselint.source.revision import release_at
from releaselint.source.tree import weights_apart

Path = str | os.PathLike[str]


@record
class Facts:
    """What is known of one release, and the texts that it was read from."""

    path: str
    ledger: Ledger
    documents: tuple[Document, ...]
    unread: tuple[str, ...] = ()
    """What could not be read, each with the reason: what it says is not known."""


def check(
    path: Path | Sequence[Path] = ".",
    *,
    select: str | Sequence[str] = (),
    ignore: str | Sequence[str] = (),
    extend_select: str | Sequence[str] = (),
    exclude: str | Sequence[str] = (),
    config: Path | None = None,
    isolated: bool = False,
    today: datetime.date | None = None,
    keep_ledgers: bool = False,
    plugins: bool = True,
) -> Report:
    """Check the releases at `path` (a file, a folder, or several) and return what was found.

    `select`, `ignore` and `extend_select` name rules or groups, `exclude` holds globs; a text is one of them. The
    configuration is the nearest file above the paths, or `config`; none with `isolated`. What its baseline knows is
    left out of the findings; its `severity` and `fail-on` are for the command line, and so is the environment's
    `GITHUB_REPOSITORY`, in the place of which a configuration has `repository`. `today` is the day that dates are
    held against, by default the current one. `keep_ledgers` keeps each release's ledger in the report; without
    `plugins`, rules of other installed packages are not loaded.

    Raises UsageError for what does not exist, NothingFoundError where no card was found, ConfigError for a
    broken configuration, or where the paths have different ones; all are ReleaselintError. A bad card is a
    finding, never an exception.
    """
    paths = [os.fspath(one) for one in ([path] if isinstance(path, str | os.PathLike) else path)]
    given = {"select": select, "ignore": ignore, "extend-select": extend_select, "exclude": exclude}
    flags = {key: (value,) if isinstance(value, str) else tuple(value) for key, value in given.items()}
    file = os.fspath(config) if config is not None else None
    settings = load_config(paths, file=file, isolated=isolated).with_flags(flags)
    bench = Bench(settings, today, plugins=plugins)
    new = without_known_of(settings)
    found = tuple(reports(paths, bench, keep_ledgers=keep_ledgers))
    return new(Report(releases=found, rules=tuple(rule.id for rule in bench.rules), excluded=bench.excludes(paths)))


def facts(path: Path = ".", *, config: Path | None = None, isolated: bool = False) -> Facts:
    """Return the ledger of the one release at `path`; raises as `check` does, also where there are several."""
    name = os.fspath(path)
    settings = load_config(name, file=os.fspath(config) if config is not None else None, isolated=isolated)
    bench = Bench(settings)
    readers = bench.readers([name])
    if len(readers) != 1:
        raise UsageError(f"there are {len(readers)} releases at '{shown(name)}'; name one of them")
    return bench.facts(readers[0]())


def reports(
    paths: Sequence[str],
    bench: Bench,
    *,
    keep_ledgers: bool = False,
    progress: Callable[[int, int], None] = lambda done, all_: None,
) -> Iterator[ReleaseReport]:
    """Yield the report of each release at `paths`, reading one at a time; `progress` is told how far it is."""
    readers = bench.readers(paths)
    for number, read in enumerate(readers):
        progress(number, len(readers))
        yield bench.report(read(), keep_ledger=keep_ledgers)


def without_known_of(config: Config) -> Callable[[Report], Report]:
    """Return what takes the findings out of a report that the configured baseline knows; raises ConfigError."""
    name = config.text("baseline")
    if not name:
        return lambda report: report
    from releaselint.baseline import read_baseline, without_known
    from releaselint.source.settings import read_text_file

    rows = read_baseline(read_text_file(name), shown(name))
    named, exists = baseline_paths(name)
    return lambda report: without_known(report, rows, named, exists)


def baseline_paths(file: str) -> tuple[Callable[[str], str], Callable[[str], bool]]:
    """Return what gives a release's path from the folder of the baseline `file`, and what tells if one is there."""
    from releaselint.source.present import is_present

    folder = os.path.dirname(file) or "."
    return lambda path: shown(path, folder), lambda path: is_present(os.path.join(folder, path))


class Bench:
    """A configuration made ready for many releases: what it names is read and checked once."""

    def __init__(self, config: Config, today: datetime.date | None = None, *, plugins: bool = True) -> None:
        self.config = config
        self.today = today or datetime.datetime.now(tz=datetime.UTC).date()
        self.packs = load_packs(config.texts("rules"), plugins=plugins)
        with using(self.packs):
            known = {rule.id: rule.group for rule in all_rules().values()}
            config.check_names(known)
            self.rules = rules_of(config)  # raises at once for a name that does not exist
        self.waivers = config.waiver_file(known)
        self._licensed: dict[str, bool] = {}
        self._declared: dict[str, bool] = {}
        self._private = matcher(config.texts("private-files"))
        self._excluded = config.excluded()

    def readers(self, paths: Sequence[str]) -> list[Callable[[], Release]]:
        """Return a reader for each release at `paths`; raises UsageError and NothingFoundError."""
        if not paths:
            raise NothingFoundError("no path was given")
        config = self.config
        return find_releases(paths, excluded=self._excluded, force_exclude=config.flag("force-exclude"))

    def excludes(self, paths: Sequence[str]) -> bool:
        """Tell whether it is the configuration that leaves nothing at `paths`: it excludes each, or what that holds."""
        return all(self._excluded(shown(path), "") or os.path.isdir(path) for path in paths)

    def text_release(self, data: bytes, filename: str) -> Release:
        """Return the release of one text, such as stdin's, which stands in for the file of this name."""
        return release_of_text(data, filename, excluded=self._excluded)

    def case(self, release: Release) -> Case:
        """Return `release` with its documents parsed, its ledger built, and the waivers that hold for it."""
        with using(self.packs):
            return self._case(release)

    def _case(self, release: Release) -> Case:
        config = self.config.at(release.path)
        release = self._without_private(release)
        cards = tuple(parse(text) for text in release.texts)
        extra = (parse_declaration(release.declaration),) if release.declaration else ()
        declarations = tuple(find_declarations(cards + extra))
        readings = readings_of(cards)
        pages = pages_of(release, readings, list(base_models(cards)))
        central = self.waivers
        return Case(
            release=release,
            cards=cards,
            documents=cards + extra,
            pages=pages,
            declarations=declarations,
            ledger=build_ledger(
                release,
                cards,
                readings,
                declarations[0] if declarations else None,
                pages=pages,
                policy=config.policy,
            ),
            today=self.today,
            waivers=central.of((config.text("repository"), checkout_name(release.path))) if central else (),
            unwaivable=central.unwaivable if central else frozenset(),
            max_days=central.max_days if central else None,
            readings=readings,
            excluded=lambda path: self._excluded(release.shown(path), release.path),
            licensed_above=lambda: release.tree.kind == "local" and license_above(release.path, self._licensed),
            declared_above=lambda: release.tree.kind == "local" and declaration_above(release.path, self._declared),
            weights_apart=lambda: weights_apart(release.path, release.tree),
            required=config.texts("require"),
            approved=functools.cache(lambda revision: self._approved(release, revision)),
        )

    def report(self, release: Release, *, keep_ledger: bool = False) -> ReleaseReport:
        """Return what was found in `release`."""
        with using(self.packs):
            config = self.config.at(release.path)
            rules = self.rules if config is self.config else rules_of(config)
            case = self._case(release)
            return report_of(case, rules, severities=config.values["severities"], keep_ledger=keep_ledger)

    def facts(self, release: Release) -> Facts:
        """Return what is known of `release`."""
        case = self.case(release)
        return Facts(
            path=release.path,
            ledger=case.ledger,
            documents=tuple(case.texts),
            unread=tuple(f"'{printable(release.shown(one.path))}' {printable(one.reason)}" for one in release.troubles),
        )

    def _without_private(self, release: Release) -> Release:
        """Return `release` without the files that are in the repository and not in the release."""
        if not self.config.texts("private-files"):
            return release
        entries = tuple(entry for entry in release.tree.entries if not self._private(entry.path, ""))
        sides = {path: text for path, text in release.sides.items() if not self._private(path, "")}
        return replace(release, tree=replace(release.tree, entries=entries), sides=sides)

    def _approved(self, release: Release, revision: str) -> tuple[Ledger, Sequence[str]] | None:
        if release.tree.kind != "local":
            return None
        listed = {entry.path for entry in release.tree.entries}
        past = release_at(release.path, revision, release.path, listed)
        if past is None:
            return None
        return self._case(past.release).ledger, [path for path in past.changed if not self._private(path, "")]


def rules_of(config: Config) -> tuple[Rule, ...]:
    """Return the rules that the configuration selects; raises UsageError for a name that does not exist."""
    return select(config.texts("select"), config.texts("ignore"), config.texts("extend-select"))
