"""The commands that judge: `check`, and `baseline`, which makes what is found known."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

import click

from releaselint.cli.options import (
    COLORS,
    FAIL_ON,
    FORMATS,
    SEVERITIES,
    bench_of,
    config_of,
    with_config,
    with_selection,
)
from releaselint.cli.terminal import colored, linked, out, progress, width
from releaselint.errors import UsageError
from releaselint.records import replace

if TYPE_CHECKING:
    from releaselint.api import Bench
    from releaselint.config import Config
    from releaselint.findings.model import ReleaseReport, Report
    from releaselint.report import Options
    from releaselint.source import Release


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option("--format", "form", type=FORMATS, default="full", help="How the report is written.", show_default=True)
@click.option("--output", metavar="FORMAT=PATH", multiple=True, help="Write the report to a file as well; repeatable.")
@with_selection
@click.option("--severity", type=SEVERITIES, help="The mildest severity that is shown.  [default: warning]")
@click.option("--fail-on", type=FAIL_ON, help="The mildest severity that exits with 1.  [default: error]")
@click.option("--fix", is_flag=True, help="Mend what can be mended safely, and report the rest.")
@click.option("--unsafe-fixes", is_flag=True, help="Mend also where the meaning may change.")
@click.option("--show-fixes", is_flag=True, help="Show the fixes as a diff, and write nothing.")
@click.option(
    "--add-ignore", metavar="REASON", help="Silence what is shown with ignore comments that give this reason."
)
@click.option("--baseline", metavar="FILE", help="Leave out the findings that this file knows.")
@click.option("--why", metavar="RULE", help="Explain why a rule spoke or was silent, instead of the report.")
@click.option("--stdin-filename", metavar="NAME", help="Read a card or checklist from standard input, under this name.")
@click.option("--statistics", is_flag=True, help="Count the findings by rule instead of showing them.")
@click.option("--color", type=COLORS, default="auto", help="When to use colors.", show_default=True)
@click.option("-q", "--quiet", is_flag=True, help="Print nothing but findings of error severity.")
@with_config
def check(paths: tuple[str, ...], **flags: Any) -> int:
    """Check the releases at PATH (default: the current folder).

    Exits with 0 where nothing reaches the fail level, with 1 for findings, with 2 where the call, the
    configuration or the linter itself is at fault, or where no card was found.
    """
    from releaselint import api
    from releaselint.findings.model import Report

    given = paths or (".",)
    stdin = flags["stdin_filename"] is not None or given == ("-",)
    if stdin and paths not in ((), ("-",)):
        raise UsageError("a card on standard input leaves no room for paths")
    config = config_of(flags["stdin_filename"] or "." if stdin else given[0], flags)
    bench = bench_of(config, flags)
    if flags["why"]:
        return _explain(flags["why"], _readers(given, stdin, bench, flags), bench)
    outputs = [_output(text) for text in flags["output"]]
    mends = flags["fix"] or flags["unsafe_fixes"] or flags["add_ignore"] is not None
    if stdin and mends and not flags["show_fixes"]:
        raise UsageError("a card on standard input cannot be changed; '--show-fixes' shows what would be")
    keep = "html" in (flags["form"], *(form for form, _ in outputs))  # the only format that shows ledgers
    new = _without_known(config)
    found: Iterable[ReleaseReport]
    if mends or flags["show_fixes"]:
        from releaselint.cli.mend import mended

        found = mended(_readers(given, stdin, bench, flags), bench, config, flags, new)
    elif stdin:
        found = [bench.report(read(), keep_ledger=keep) for read in _readers(given, stdin, bench, flags)]
    else:
        found = api.reports(given, bench, keep_ledgers=keep, progress=progress())
    report = new(Report(releases=tuple(found), rules=tuple(rule.id for rule in bench.rules)))
    options = _options(config, flags)
    if not flags["show_fixes"]:
        _print(flags["form"], report, options)
    for form, path in outputs:
        _write(form, path, report, options)
    if report.broken:
        return 2
    return 1 if report.fails(config.text("fail-on")) else 0


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option(
    "--output",
    metavar="FILE",
    help="The file to write.  [default: the one that the configuration names, else .releaselint-baseline.json]",
)
@with_selection
@with_config
def baseline(paths: tuple[str, ...], output: str | None, **flags: Any) -> int:
    """Write a file of all findings at PATH, so that `check --baseline FILE` shows only new ones."""
    from releaselint import api
    from releaselint.baseline import baseline_text, is_baseline
    from releaselint.findings.model import Report
    from releaselint.findings.silence import LOUD
    from releaselint.report.words import count
    from releaselint.source.settings import read_text_file, shown
    from releaselint.source.write import write_whole

    config = config_of(paths[0] if paths else ".", flags)
    bench = bench_of(config, flags)
    report = Report(releases=tuple(api.reports(paths or (".",), bench, progress=progress())))
    file = output or config.text("baseline") or ".releaselint-baseline.json"
    folder = os.path.dirname(file) or "."
    if os.path.isfile(file) and not is_baseline(read_text_file(file)):
        raise UsageError(f"'{shown(file)}' exists and is no baseline, so it is not replaced")
    write_whole(file, [baseline_text(report, lambda path: shown(path, folder)).encode("utf-8")])
    known = count(sum(1 for one in report.findings if one.rule not in LOUD), "finding")
    out(f"{known} in {count(len(report.releases), 'release')}: {shown(file)}\n")
    return 0


def _without_known(config: Config) -> Callable[[Report], Report]:
    """Return what takes the findings out of a report that the baseline knows."""
    name = config.text("baseline")
    if not name:
        return lambda report: report
    from releaselint.baseline import read_baseline, without_known
    from releaselint.source.settings import read_text_file, shown

    folder = os.path.dirname(name) or "."
    rows = read_baseline(read_text_file(name), shown(name))
    return lambda report: without_known(
        report,
        rows,
        named=lambda path: shown(path, folder),
        exists=lambda path: os.path.isdir(os.path.join(folder, path)),
    )


def _readers(paths: tuple[str, ...], stdin: bool, bench: Bench, flags: dict[str, Any]) -> list[Callable[[], Release]]:
    if not stdin:
        return bench.readers(paths)
    return [lambda: bench.text_release(sys.stdin.buffer.read(), flags["stdin_filename"] or "README.md")]


def _options(config: Config, flags: dict[str, Any]) -> Options:
    from releaselint.report import Options

    return Options(
        severity=config.text("severity"),
        color=colored(flags["color"]),
        links=linked(flags["color"]),
        width=width(),
        wrap=sys.stdout.isatty(),
        statistics=flags["statistics"],
    )


def _print(form: str, report: Report, options: Options) -> None:
    from releaselint.report import renderer

    if options.severity == "error" and not options.shown(report.findings) and form == "full":
        return  # quiet: no news is good news
    for piece in renderer(form)(report, options):
        out(piece)


def _output(text: str) -> tuple[str, str]:
    from releaselint import report as formats

    form, equals, path = text.partition("=")
    if not equals or not path or form not in formats.FORMATS:
        raise UsageError(f"'--output {text}' must be FORMAT=PATH with a format of {', '.join(formats.FORMATS)}")
    return form, path


def _write(form: str, path: str, report: Report, options: Options) -> None:
    """Write a report whole or not at all; raises UsageError where the path cannot be written."""
    from releaselint.report import renderer
    from releaselint.source.write import write_whole

    pieces = renderer(form)(report, replace(options, color=False, links=False, wrap=False))
    write_whole(path, (piece.encode("utf-8", "replace") for piece in pieces), over_links=True)


def _explain(name: str, readers: Iterable[Callable[[], Release]], bench: Bench) -> int:
    from releaselint.findings.rule import all_rules
    from releaselint.findings.run import select
    from releaselint.findings.why import explain
    from releaselint.packs import using
    from releaselint.report.escape import terminal

    with using(bench.packs):
        rules = all_rules()
        if name not in rules:
            select((name,))
            raise UsageError(f"'{name}' is a group; name one rule")
        for number, case in enumerate(bench.case(read()) for read in readers):
            out("\n" if number else "")
            for line in explain(case, rules[name]):
                out(terminal(line) + "\n")
    return 0
