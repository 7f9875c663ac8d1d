"""Workflow commands of GitHub Actions: each finding is an annotation on its line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from releaselint.findings.model import Finding, Report
from releaselint.report.escape import command_data, command_property, plain
from releaselint.report.options import Options
from releaselint.report.words import evidence

_COMMANDS: Final = {"error": "error", "warning": "warning", "note": "notice"}


def render(report: Report, options: Options) -> Iterator[str]:
    """Yield one command a finding, each on one line; nothing where nothing was found."""
    for finding in options.shown(report.findings):
        properties = ",".join(f"{key}={command_property(str(value))}" for key, value in _properties(finding))
        yield f"::{_COMMANDS[finding.severity]} {properties}::{command_data(_message(finding))}\n"


def _properties(finding: Finding) -> Iterator[tuple[str, str | int]]:
    if finding.path is not None:
        yield "file", finding.path
    place = finding.place
    if place is not None:
        yield "line", place.line
        yield "endLine", place.end_line
        if place.line == place.end_line:  # GitHub refuses columns on more than one line
            yield "col", place.column
            yield "endColumn", place.end_column
    yield "title", finding.rule


def _message(finding: Finding) -> str:
    lead = f"{plain(finding.release)}: " if finding.path is None else ""
    lines = [lead + plain(finding.message), *(f"evidence: {evidence(one)}" for one in finding.evidence)]
    return "\n".join(lines + ([f"help: {plain(finding.help)}"] if finding.help else []))
