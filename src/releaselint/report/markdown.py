"""A summary for people who read it on GitHub, such as a job's: a table a release, and details to unfold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from releaselint.findings.model import Finding, ReleaseReport, Report
from releaselint.report.escape import markdown, plain
from releaselint.report.options import Options
from releaselint.report.words import count, evidence, summary

BEGINNING: Final = "## releaselint:"
"""What each report begins with."""
#: GitHub refuses a step's summary of more than 1 MiB; other tools may write to the same one.
_LIMIT: Final = 1_000_000
_ICONS: Final = {"error": "❌", "warning": "⚠️", "note": "ℹ️"}
_HEADER: Final = "| | Where | Finding | Rule |\n|---|---|---|---|\n"
_OPEN: Final = "<details><summary>Evidence and help</summary>\n\n"
_CLOSE: Final = "\n</details>\n\n"


def render(report: Report, options: Options) -> Iterator[str]:
    """Yield the summary; of what does not fit into 1 MiB, details go first, and a sentence counts what is missing."""
    room = _Room()
    sections = [(release, options.shown(release.findings)) for release in report.releases]
    sections = [(release, found) for release, found in sections if found]
    tables = [_table(release, found, room) for release, found in sections]
    details = [[room.take("detail", _detail(finding)) for finding in found] for _, found in sections]
    yield f"{BEGINNING} {markdown(summary(report, options))}\n\n"
    for table, unfolded in zip(tables, details, strict=True):
        yield from table
        if any(unfolded):
            yield from (_OPEN, *unfolded, _CLOSE)
    if room.refused:
        missing = " and ".join(count(number, kind) for kind, number in room.refused.items())
        yield f"_{missing} left out: a summary holds at most 1 MiB. The other formats hold everything._\n"


class _Room:
    """How many bytes are left, and how many pieces of each kind found no room."""

    def __init__(self) -> None:
        self.left = _LIMIT
        self.refused: Counter[str] = Counter()

    def take(self, kind: str, text: str, more: int = 0) -> str:
        """Return `text` where there is room for it and `more` bytes, else nothing."""
        size = len(text.encode("utf-8")) + more if text else 0
        if size > self.left:
            self.refused[kind] += 1
            return ""
        self.left -= size
        return text


def _table(release: ReleaseReport, findings: list[Finding], room: _Room) -> list[str]:
    facts = ", ".join(f"{name} <code>{markdown(value)}</code>" for name, value in _facts(release) if value)
    title = f"### <code>{markdown(release.path)}</code>\n\n" + (f"{facts}\n\n" if facts else "") + _HEADER
    head = room.take("release", title, more=len(_OPEN) + len(_CLOSE) + 1)
    if not head:
        room.refused["finding"] += len(findings)
        return []
    return [head, *(room.take("finding", _row(finding)) for finding in findings), "\n"]


def _facts(release: ReleaseReport) -> Iterator[tuple[str, str | None]]:
    yield "declared", release.declared
    yield "evident", release.evident
    yield "license", release.license


def _row(finding: Finding) -> str:
    severity = f"{_ICONS[finding.severity]} {finding.severity}"
    return f"| {severity} | {_where(finding)} | {markdown(finding.message)} | <code>{markdown(finding.rule)}</code> |\n"


def _detail(finding: Finding) -> str:
    lines = [f"evidence: {markdown(evidence(one))}" for one in finding.evidence]
    lines += [f"help: {markdown(finding.help)}"] if finding.help else []
    if not lines:
        return ""
    items = "".join(f"  - {line}\n" for line in lines)
    return f"- {_where(finding)} <code>{markdown(finding.rule)}</code>\n{items}"


def _where(finding: Finding) -> str:
    path = plain(finding.path if finding.path is not None else finding.release)
    place = f":{finding.place.line}:{finding.place.column}" if finding.place else ""
    return f"<code>{markdown(path)}{place}</code>"
