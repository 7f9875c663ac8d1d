"""What `check` does: a report of the releases at some paths, as its flags ask for it.

No module that this needs imports click, which would take a tenth of a start.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Final

from releaselint.cli.flags import bench_of, config_of, readers_of
from releaselint.cli.outputs import outputs_of, write
from releaselint.cli.terminal import colored, linked, out, progress, width
from releaselint.errors import UsageError
from releaselint.records import replace

if TYPE_CHECKING:
    from releaselint.api import Bench
    from releaselint.config import Config
    from releaselint.findings.model import ReleaseReport
    from releaselint.report import Options
    from releaselint.source import Release

#: What the flags are where none is given.
NO_FLAGS: Final[dict[str, Any]] = {
    **dict.fromkeys(("output", "exclude", "extend_select", "ignore", "select"), ()),
    **dict.fromkeys(("severity", "fail_on", "add_ignore", "baseline", "why", "stdin_filename", "config_file")),
    **dict.fromkeys(("fix", "unsafe_fixes", "show_fixes", "statistics", "quiet", "isolated", "no_plugins"), False),
    "force_exclude": None,
    "form": "full",
    "color": "auto",
}
_SWITCHES: Final = {"--isolated": "isolated", "--force-exclude": "force_exclude"}


def plain(arguments: list[str]) -> tuple[tuple[str, ...], dict[str, Any]] | None:
    """Return the paths and flags of a call of `check` with paths and switches alone; None for any other call."""
    if arguments[:1] != ["check"] or os.name == "nt":  # where click fills in what `*.md` stands for
        return None
    paths = tuple(one for one in arguments[1:] if not one.startswith("-"))
    switches = [_SWITCHES.get(one) for one in arguments[1:] if one.startswith("-")]
    return None if None in switches else (paths, NO_FLAGS | dict.fromkeys(filter(None, switches), True))


def check(paths: tuple[str, ...], flags: dict[str, Any]) -> int:
    """Check the releases at `paths` and return the exit code; raises ReleaselintError."""
    from releaselint import api
    from releaselint.findings.model import Report
    from releaselint.report import renderer

    given = paths or (".",)
    stdin = flags["stdin_filename"] is not None or given == ("-",)
    if stdin and paths not in ((), ("-",)):
        raise UsageError("a card on standard input leaves no room for paths")
    config = config_of(flags["stdin_filename"] or "." if stdin else given, flags)
    bench = bench_of(config, flags)

    def readers() -> list[Callable[[], Release]]:
        return readers_of(given, stdin, flags["stdin_filename"], bench)

    if flags["why"]:
        return _explain(flags["why"], readers(), bench)
    outputs = outputs_of(flags["output"], (*given, flags["stdin_filename"] or "."), config)
    mends = flags["fix"] or flags["unsafe_fixes"] or flags["add_ignore"] is not None
    if stdin and mends and not flags["show_fixes"]:
        raise UsageError("a card on standard input cannot be changed; '--show-fixes' shows what would be")
    keep = "html" in (flags["form"], *(form for form, _ in outputs))  # the only format that shows ledgers
    new = api.without_known_of(config)
    found: Iterable[ReleaseReport]
    if mends or flags["show_fixes"]:
        from releaselint.cli.mend import mended

        found = mended(readers(), bench, config, flags, new, keep_ledgers=keep)
    elif stdin:
        found = [bench.report(read(), keep_ledger=keep) for read in readers()]
    else:
        found = api.reports(given, bench, keep_ledgers=keep, progress=progress())
    rules = tuple(rule.id for rule in bench.rules)
    report = new(Report(releases=tuple(found), rules=rules, excluded=bench.excludes(given)))
    options = _options(config, flags)
    if not flags["show_fixes"]:
        printed = replace(options, severity="error", quiet=True) if flags["quiet"] else options
        for piece in renderer(flags["form"])(report, printed):
            out(piece)
    for form, path in outputs:
        write(form, path, report, options)
    if report.broken:
        return 2
    return 1 if report.fails(config.text("fail-on")) else 0


def _options(config: Config, flags: dict[str, Any]) -> Options:
    from releaselint.report import Options

    return Options(
        severity=config.text("severity"),
        fail_on=config.text("fail-on"),
        color=colored(flags["color"]),
        links=linked(flags["color"]),
        width=width(),
        wrap=sys.stdout.isatty(),
        statistics=flags["statistics"],
    )


def _explain(name: str, readers: Iterable[Callable[[], Release]], bench: Bench) -> int:
    from releaselint.api import rules_of
    from releaselint.findings.run import rule_named
    from releaselint.findings.why import explain
    from releaselint.report.escape import terminal

    rule = rule_named(name, "name one rule")
    for number, case in enumerate(bench.case(read()) for read in readers):
        out("\n" if number else "")
        config = bench.config.at(case.release.path)
        idle = "" if rule in rules_of(config) else config.keeps_out(rule.id, rule.group)
        for line in explain(case, rule, idle):
            out(terminal(line) + "\n")
    return 0
