"""The commands that judge: `check`, and `baseline`, which makes what is found known."""

from __future__ import annotations

import os
from typing import Any

import click

from releaselint.cli import checking
from releaselint.cli.flags import bench_of, config_of
from releaselint.cli.options import COLORS, FAIL_ON, FORMATS, SEVERITIES, with_config, with_selection
from releaselint.cli.terminal import out, progress
from releaselint.errors import UsageError


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
@click.option("--stdin-filename", metavar="NAME", help="Read standard input instead of the file of this name.")
@click.option("--statistics", is_flag=True, help="Count the findings by rule instead of showing them.")
@click.option("--color", type=COLORS, default="auto", help="When to use colors.", show_default=True)
@click.option("-q", "--quiet", is_flag=True, help="Print nothing but findings of error severity.")
@with_config
def check(paths: tuple[str, ...], **flags: Any) -> int:
    """Check the releases at PATH (default: the current folder).

    Exits with 0 where nothing reaches the fail level, with 1 for findings, with 2 where the call, the
    configuration or the linter itself is at fault, or where no card was found.
    """
    return checking.check(paths, flags)


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
    """Write a file of what is found at PATH, to leave it out later.

    `check --baseline FILE` leaves out what stands in it. What was known of releases and rules that are not looked
    at stays in it.
    """
    from releaselint import api
    from releaselint.baseline import baseline_text, is_baseline, unseen
    from releaselint.findings.model import Report
    from releaselint.findings.waivers import LOUD
    from releaselint.report.words import count
    from releaselint.source.paths import shown
    from releaselint.source.settings import read_text_file
    from releaselint.source.write import write_whole

    config = config_of(paths or ".", flags)
    bench = bench_of(config, flags)
    releases = tuple(api.reports(paths or (".",), bench, progress=progress()))
    report = Report(releases=releases, rules=tuple(rule.id for rule in bench.rules))
    file = output or config.text("baseline") or ".releaselint-baseline.json"
    old = read_text_file(file) if os.path.isfile(file) else None
    if old is not None and not is_baseline(old):
        raise UsageError(f"'{shown(file)}' exists and is no baseline, so it is not replaced")

    named, exists = api.baseline_paths(file)
    kept = unseen(report, old or "", named, exists)
    write_whole(file, [baseline_text(report, named, kept).encode("utf-8")])
    known = count(sum(1 for one in report.findings if one.rule not in LOUD), "finding")
    others = sum(row.count for row in kept)
    aside = f", and {others} of what was not looked at" if others else ""
    out(f"{known} in {count(len(report.releases), 'release')}{aside}: {shown(file)}\n")
    return 0
