"""The baseline: findings that are known already, without lines, so that a check shows only what is new."""

from __future__ import annotations

import json
import posixpath
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from releaselint.errors import ConfigError
from releaselint.findings.model import SEVERITIES, Finding, Known, Report, Severity, at_least
from releaselint.findings.rule import all_rules
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


def baseline_text(report: Report, named: Callable[[str], str] = str, kept: Iterable[Row] = ()) -> str:
    """Return the file that makes every finding of `report` known, with `kept`; the linter's own troubles never are.

    `named` turns a release's path into its path relative to the file's folder.
    """
    counts = Counter(
        (named(one.release), one.rule, one.fingerprint, one.severity) for one in report.findings if one.rule not in LOUD
    )
    for row in kept:
        counts[row.release, row.rule, row.fingerprint, row.severity] += row.count
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


def unseen(report: Report, text: str, named: Callable[[str], str], exists: Callable[[str], bool]) -> list[Row]:
    """Return the rows of the baseline `text` that `report` does not replace; none of one that cannot be read.

    These are of rules that exist and did not run, and of releases that still exist and were not checked.
    """
    try:
        rows = read_baseline(text, "")
    except ConfigError:
        return []
    checked = {named(release.path) for release in report.releases}
    rows = [row for row in rows if row.rule in all_rules()]
    return [row for row in rows if (row.rule not in report.rules if row.release in checked else exists(row.release))]


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

    `named` turns a release's path into the one that the rows use. A release that is no more may have moved: then its
    rows hold where it is now. Of one that `exists` and was only not checked, nothing is said.
    """
    prints: dict[str, Counter[str]] = {}
    for release in report.releases:
        here = prints.setdefault(named(release.path), Counter())
        here.update(one.fingerprint for one in release.findings if one.rule not in LOUD)
    rows = list(rows)
    listed = dict.fromkeys(row.release for row in rows)
    absent = {release for release in listed if release not in prints and not exists(release)}
    ran = [row for row in rows if not report.rules or row.rule in report.rules]
    moved = _moved(
        [row for row in ran if row.release in absent],
        {release: found for release, found in prints.items() if release not in listed},
    )
    left: Counter[tuple[str, str]] = Counter()
    severities: dict[tuple[str, str], Severity] = {}
    for row in rows:
        key = moved.get(row.release, row.release), row.fingerprint
        left[key] += row.count
        severities[key] = min(row.severity, severities.get(key, "note"), key=SEVERITIES.index)

    def is_new(finding: Finding) -> bool:
        key = named(finding.release), finding.fingerprint
        if finding.rule in LOUD or left[key] <= 0:
            return True
        left[key] -= 1
        return not at_least(severities[key], finding.severity)

    releases = []
    for release in report.releases:
        new = {id(one) for one in release.findings if is_new(one)}
        known = tuple(one.rule for one in release.findings if id(one) not in new)
        findings = tuple(one for one in release.findings if id(one) in new)
        releases.append(replace(release, findings=findings, known=known))
    hidden = sum(len(release.known) for release in releases)
    gone: Counter[str] = Counter()
    for row in ran:
        if row.release in prints or row.release in absent:
            gone[row.rule] += max(0, left.pop((moved.get(row.release, row.release), row.fingerprint), 0))
    return replace(report, releases=tuple(releases), known=Known(hidden=hidden, gone=tuple(sorted((+gone).items()))))


def _moved(rows: Sequence[Row], new: Mapping[str, Counter[str]]) -> dict[str, str]:
    """Return where releases went that are no more, by the `rows` of them and the fingerprints of the `new` ones.

    Each is one that shows at least half of what is known of it: the one that shows most, then one of the same name.
    """
    showing: dict[str, list[str]] = {}
    for release, prints in new.items():
        for print_ in prints:
            showing.setdefault(print_, []).append(release)
    known: Counter[str] = Counter()
    shared: Counter[tuple[str, str]] = Counter()
    for row in rows:
        known[row.release] += row.count
        for release in showing.get(row.fingerprint, ()):
            shared[row.release, release] += min(row.count, new[release][row.fingerprint])

    def order(pair: tuple[str, str]) -> tuple[int, bool, tuple[str, str]]:
        return -shared[pair], posixpath.basename(pair[0]) != posixpath.basename(pair[1]), pair

    moved: dict[str, str] = {}
    taken: set[str] = set()
    for old, release in sorted(shared, key=order):
        if old not in moved and release not in taken and 2 * shared[old, release] >= known[old]:
            moved[old] = release
            taken.add(release)
    return moved
