"""The report as JSON, version 1 (``schemas/report.schema.json``)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from releaselint.findings.model import Finding, ReleaseReport, Report, tally
from releaselint.report.escape import json_text
from releaselint.report.options import Options


def render(report: Report, options: Options) -> Iterator[str]:
    """Yield the document in pieces; counts are of all findings, lists of those that are shown."""
    yield '{\n  "version": 1,\n  "releases": '
    yield from _listed(_release(release, options) for release in report.releases)
    yield ',\n  "findings": '
    yield from _listed(finding for release in report.releases for finding in _findings(release, options))
    rest: dict[str, Any] = {"summary": tally(report.findings)}
    if report.known is not None:
        gone = [{"rule": rule, "count": number} for rule, number in report.known.gone]
        rest["baseline"] = {"known": report.known.hidden, "gone": gone}
    yield ",\n" + json_text(rest, 2).removeprefix("{\n") + "\n"


def _listed(items: Iterable[Any]) -> Iterator[str]:
    """Yield `items` as a list at the first level, one by one: a long run's report is larger than what it is made of."""
    before = "[\n    "
    for item in items:
        yield before + json_text(item, 2).replace("\n", "\n    ")  # strings have no line endings of their own
        before = ",\n    "
    yield "[]" if before[0] == "[" else "\n  ]"


def _release(release: ReleaseReport, options: Options) -> dict[str, Any]:
    return {
        "path": release.path,
        "access": release.access,
        "declared": release.declared,
        "evident": release.evident,
        "license": release.license,
        "generative": release.generative,
        "summary": {**tally(release.findings), **release.summary},
        "findings": list(_findings(release, options)),
    }


def _findings(release: ReleaseReport, options: Options) -> Iterator[dict[str, Any]]:
    return map(finding_data, options.shown(release.findings))


def finding_data(finding: Finding) -> dict[str, Any]:
    """Return a finding as plain values; places are 1-based and end-exclusive."""
    place = finding.place
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "message": finding.message,
        "release": finding.release,
        "subject": finding.subject,
        "basis": finding.basis,
        "path": finding.path,
        "line": place.line if place else None,
        "column": place.column if place else None,
        "end_line": place.end_line if place else None,
        "end_column": place.end_column if place else None,
        "help": finding.help or None,
        "evidence": [{"path": one.path, "line": one.line, "text": one.text} for one in finding.evidence],
        "fixable": finding.fixable,
        "fingerprint": finding.fingerprint,
    }
