"""The commands that judge: `check`, and `baseline`, which makes what is found known."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from releaselint.cli.options import COLORS, FAIL_ON, FORMATS, SEVERITIES, config_of, with_config, with_selection
from releaselint.cli.terminal import colored, linked, out, progress, width
from releaselint.errors import UsageError

if TYPE_CHECKING:
    from releaselint.api import Bench
    from releaselint.config import Config
    from releaselint.findings.model import ReleaseReport, Report
    from releaselint.report import Options


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
@click.option("--stdin-filename", metavar="NAME", help="Read one card from standard input, under this name.")
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

    given = paths or (".",)
    stdin = flags["stdin_filename"] is not None or given == ("-",)
    if stdin and paths not in ((), ("-",)):
        raise UsageError("a card on standard input leaves no room for paths")
    config = config_of(flags["stdin_filename"] or "." if stdin else given[0], flags)
    bench = api.Bench(config, plugins=not flags["no_plugins"])
    if flags["why"]:
        return _explain(flags["why"], given, bench)
    outputs = [_output(text) for text in flags["output"]]
    keep = "html" in (flags["form"], *(form for form, _ in outputs))  # the only format that shows ledgers
    if stdin:
        release = api.text_release(sys.stdin.buffer.read(), flags["stdin_filename"] or "README.md")
        report = _report([bench.report(release, keep_ledger=keep)], bench, config)
    elif flags["fix"] or flags["unsafe_fixes"] or flags["show_fixes"] or flags["add_ignore"] is not None:
        mended = _mended(given, bench, config, flags)
        if mended is None:
            return 0
        report = mended
    else:
        found = api.reports(given, bench, keep_ledgers=keep, progress=progress())
        report = _report(found, bench, config)
    options = _options(config, flags)
    _print(flags["form"], report, options)
    for form, path in outputs:
        _write(form, path, report, options)
    if report.broken:
        return 2
    return 1 if report.fails(config.text("fail-on")) else 0


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option(
    "--output", metavar="FILE", default=".releaselint-baseline.json", show_default=True, help="The file to write."
)
@with_selection
@with_config
def baseline(paths: tuple[str, ...], output: str, **flags: Any) -> int:
    """Write a file of all findings at PATH, so that `check --baseline FILE` shows only new ones."""
    from releaselint import api
    from releaselint.baseline import baseline_text
    from releaselint.findings.model import Report
    from releaselint.source.write import write_whole

    bench = api.Bench(config_of(paths[0] if paths else ".", flags), plugins=not flags["no_plugins"])
    report = Report(releases=tuple(api.reports(paths or (".",), bench, progress=progress())))
    write_whole(output, [baseline_text(report).encode("utf-8")])
    from releaselint.report.words import count

    out(f"{count(sum(1 for _ in report.findings), 'finding')} in {count(len(report.releases), 'release')}: {output}\n")
    return 0


def _report(releases: Iterable[ReleaseReport], bench: Bench, config: Config) -> Report:
    from releaselint.findings.model import Report

    report = Report(releases=tuple(releases), rules=tuple(rule.id for rule in bench.rules))
    name = config.text("baseline")
    if not name:
        return report
    from releaselint.baseline import read_baseline, without_known
    from releaselint.source.settings import read_text_file, shown

    return without_known(report, read_baseline(read_text_file(name), shown(name)))


def _mended(paths: tuple[str, ...], bench: Bench, config: Config, flags: dict[str, Any]) -> Report | None:
    """Fix or silence, and return the report of what is left; None where the fixes were only shown."""
    from releaselint.fixing import mend
    from releaselint.report.escape import terminal

    releases = []
    for read in bench.readers(paths):
        result = mend(
            read(),
            bench,
            unsafe=flags["unsafe_fixes"],
            fixes=flags["add_ignore"] is None or flags["fix"] or flags["unsafe_fixes"],
            ignore_reason=flags["add_ignore"],
            severity=config.text("severity"),
            fail_on=config.text("fail-on"),
            write=not flags["show_fixes"],
        )
        if flags["show_fixes"]:
            for line in result.diff:
                out(terminal(line) + "\n")
        for told in result.told:
            click.echo(f"releaselint: {terminal(told)}", err=True)
        releases.append(result.report)
    return None if flags["show_fixes"] else _report(releases, bench, config)


def _options(config: Config, flags: dict[str, Any]) -> Options:
    from releaselint.report import Options

    return Options(
        severity=config.text("severity"),
        color=colored(flags["color"]),
        links=linked(flags["color"]),
        width=width(),
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

    pieces = renderer(form)(report, replace(options, color=False, links=False))
    write_whole(path, (piece.encode("utf-8", "replace") for piece in pieces), over_links=True)


def _explain(name: str, paths: tuple[str, ...], bench: Bench) -> int:
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
        for number, case in enumerate(bench.case(read()) for read in bench.readers(paths)):
            out("\n" if number else "")
            for line in explain(case, rules[name]):
                out(terminal(line) + "\n")
    return 0
