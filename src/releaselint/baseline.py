"""The baseline: findings that are known already, without lines, so that a check shows only what is new."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any, Final

from releaselint.errors import ConfigError
from releaselint.findings.model import SEVERITIES, Finding, Known, Report, Severity, at_least
from releaselint.findings.waivers import LOUD
from releaselint.records import record, replace

VERSION: Final = 1


@record
class Row:
    """So many findings of one kind in one release."""

    release: str
    """Its folder, relative to the baseline's own."""
    rule: str
    fingerprint: str
    count: int
    severity: Severity
    """A finding that is graver now, as for a level that asks for more, is new."""


def baseline_text(report: Report, named: Callable[[str], str] = str) -> str:
    """Return the file that makes every finding of `report` known; the linter's own troubles never are.

    `named` turns a release's path into its path relative to the file's folder.
    """
    counts = Counter(
        (named(one.release), one.rule, one.fingerprint, one.severity) for one in report.findings if one.rule not in LOUD
    )
    rows = [
        {"release": release, "rule": rule, "fingerprint": fingerprint, "count": count, "severity": severity}
        for (release, rule, fingerprint, severity), count in sorted(counts.items())
    ]
    lines = ",\n".join("  " + json.dumps(row) for row in rows)
    return (
        f'{{"version": {VERSION}, "findings": [\n{lines}\n]}}\n'
        if rows
        else f'{{"version": {VERSION}, "findings": []}}\n'
    )


def is_baseline(text: str) -> bool:
    """Tell whether `text` is a baseline, of this version or another: only such a file is written anew."""
    try:
        data: Any = json.loads(text)
    except (ValueError, RecursionError):
        return False
    return isinstance(data, dict) and {"version", "findings"} <= data.keys()


def read_baseline(text: str, name: str) -> list[Row]:
    """Parse a baseline; raises ConfigError for one of another version or shape."""
    try:
        data: Any = json.loads(text)
    except (ValueError, RecursionError):
        raise ConfigError(f"{name}: is no baseline: it is not valid JSON") from None
    version = data.get("version") if isinstance(data, dict) else None
    if type(version) is not int:
        raise ConfigError(f"{name}: is no baseline: it has no version")
    if version != VERSION:
        raise ConfigError(
            f"{name}: is a baseline of version {version}, not {VERSION}; write it anew with 'releaselint baseline'"
        )
    rows = data.get("findings")
    try:
        return [
            Row(
                release=str(row["release"]),
                rule=str(row["rule"]),
                fingerprint=str(row["fingerprint"]),
                count=int(row["count"]),
                severity=next((one for one in SEVERITIES if one == row.get("severity")), SEVERITIES[0]),
            )
            for row in rows
        ]
    except (TypeError, KeyError, ValueError, OverflowError):
        raise ConfigError(
            f"{name}: is no baseline: 'findings' must be a list of release, rule, fingerprint and count"
        ) from None


def without_known(
    report: Report,
    rows: Iterable[Row],
    named: Callable[[str], str] = str,
    exists: Callable[[str], bool] = lambda release: False,
) -> Report:
    """Return `report` with the findings that `rows` do not know; `known` tells what was left out, and what has gone.

    `named` turns a release's path into the one that the rows use. A release that moved is recognized by its
    fingerprints, which a release that is no more has in the rows; of one that `exists` and was only not checked,
    nothing is said.
    """
    paths = {named(release.path) for release in report.releases}
    here: Counter[tuple[str, str]] = Counter()
    moved: Counter[str] = Counter()
    rules: dict[str, str] = {}
    severities: dict[str, Severity] = {}
    elsewhere: dict[str, bool] = {}
    for row in rows:
        rules[row.fingerprint] = row.rule
        severities[row.fingerprint] = min(row.severity, severities.get(row.fingerprint, "note"), key=SEVERITIES.index)
        if row.release in paths:
            here[row.release, row.fingerprint] += row.count
        else:
            if row.release not in elsewhere:
                elsewhere[row.release] = exists(row.release)
            if not elsewhere[row.release]:
                moved[row.fingerprint] += row.count
    hidden = 0

    def is_new(finding: Finding) -> bool:
        nonlocal hidden
        key = (named(finding.release), finding.fingerprint)
        if finding.rule in LOUD:
            return True
        if here[key] > 0:
            here[key] -= 1
        elif moved[finding.fingerprint] > 0:
            moved[finding.fingerprint] -= 1
        else:
            return True
        graver = not at_least(severities[finding.fingerprint], finding.severity)
        hidden += not graver
        return graver

    releases = tuple(replace(one, findings=tuple(filter(is_new, one.findings))) for one in report.releases)
    gone: Counter[str] = Counter()
    for print_, count in (*((print_, count) for (_, print_), count in here.items()), *moved.items()):
        if count > 0 and (not report.rules or rules[print_] in report.rules):
            gone[rules[print_]] += count
    return replace(report, releases=releases, known=Known(hidden=hidden, gone=tuple(sorted(gone.items()))))
