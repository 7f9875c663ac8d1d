"""Mends a release's texts by the edits of its findings, or silences them; whole files, or nothing."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from releaselint.api import Bench
from releaselint.findings.edits import applied
from releaselint.findings.model import Edit, Finding, Fix, ReleaseReport, Report, at_least
from releaselint.findings.waivers import LOUD
from releaselint.records import record, replace
from releaselint.regex import regex
from releaselint.silencing import checked_reason, with_ignores
from releaselint.source import Release, SourceText
from releaselint.source.write import why_kept, write_whole

_ROUNDS: Final = 40
_SINGLE: Final = 20
"""How many fixes are tried one by one, where all together would do harm."""
_AHEAD: Final = 4
"""How many steps may do harm that a further one mends."""
#: What no fix may bring about, whatever the fail level.
_HARM: Final = frozenset({"front-matter-invalid", "front-matter-unseen", "duplicate-key", "declaration-invalid"})
_IDLE: Final = "unused-ignore"
_LINE: Final = regex(r"[^\n]*\n|[^\n]+")

Judge = Callable[[Release], ReleaseReport]


@record
class Mended:
    """What came of it."""

    report: ReleaseReport
    """Of the release as it now stands on disk."""
    texts: Mapping[str, str]
    """The new text of each file that changes, by its path below the release's root."""
    diff: tuple[str, ...]
    """A unified diff, in lines with their endings."""
    fixed: int
    silenced: int
    told: tuple[str, ...]
    """Sentences for stderr."""


def mend(
    release: Release,
    bench: Bench,
    *,
    fixes: bool = True,
    unsafe: bool = False,
    ignore_reason: str | None = None,
    severity: str = "warning",
    fail_on: str = "error",
    write: bool = True,
    keep_ledger: bool = False,
    new: Callable[[ReleaseReport], ReleaseReport] = lambda report: report,
) -> Mended:
    """Apply the fixes of `release` until none is left, then silence what is shown where a reason is given.

    A fix that would make a check fail that passed, or that breaks the front matter, is left out. Silencing takes out
    no comment that stood there, of use or not. `new` takes the findings that are known already out of a report. With
    `write`, changed files are replaced; a file that is a link, read-only or not UTF-8 is left alone. `keep_ledger`
    keeps the ledger in the report. Raises UsageError for a reason that says nothing, and where a file cannot be
    written.
    """
    reason = None if ignore_reason is None else checked_reason(ignore_reason)
    first = bench.report(release, keep_ledger=keep_ledger)
    closed = {path: why for path, text in _texts(release).items() if (why := _closed(release.shown(path), text))}
    work = _Work(release, new(first), lambda changed: new(bench.report(changed)), closed, fail_on)
    if fixes:
        work.fix(lambda finding: finding.fix is not None and (unsafe or finding.fix.safe))
    fixed = work.done
    silenced = 0
    if reason is not None:
        theirs = {_comment(text.slice(one.span)) for text in bench.case(work.release).texts for one in text.ignores}
        silenced = work.silence(bench, reason, severity)
        work.fix(lambda finding: finding.rule == _IDLE and finding.excerpt not in theirs)
    before, after = _texts(release), _texts(work.release)
    altered = {path: text.text for path, text in after.items() if text.text != before[path].text}
    for path in altered if write else ():
        write_whole(release.shown(path), [after[path].encoded()])
    return Mended(
        report=bench.report(work.release, keep_ledger=keep_ledger) if write and altered else first,
        texts=altered,
        diff=tuple(
            line for path, text in altered.items() for line in _diff(release.shown(path), before[path].text, text)
        ),
        fixed=fixed,
        silenced=silenced,
        told=tuple(work.told),
    )


class _Work:
    """A release under repair, with its report as of the last change."""

    def __init__(
        self, release: Release, report: ReleaseReport, judge: Judge, closed: Mapping[str, str], fail_on: str
    ) -> None:
        self.release, self.report, self.judge, self.fail_on = release, report, judge, fail_on
        self.closed = closed
        self.done = 0
        self.told: list[str] = []

    def fix(self, wanted: Callable[[Finding], bool]) -> None:
        """Apply the fixes of the findings that are `wanted` until none is left that does no harm."""
        for _ in range(_ROUNDS):
            fixes = self._open(self.report, wanted)
            if not fixes:
                return
            if not self._apply(fixes, wanted) and not any(self._apply([fix], wanted) for fix in fixes[:_SINGLE]):
                left = "a fix was" if len(fixes) == 1 else f"{len(fixes)} fixes were"
                self.tell(f"{left} left out in '{self.release.path}': the check would fail, or the card break")
                return

    def _open(self, report: ReleaseReport, wanted: Callable[[Finding], bool]) -> list[Fix]:
        fixes = [one.fix for one in report.findings if one.fix is not None and wanted(one)]
        for path in sorted({fix.path for fix in fixes} & set(self.closed)):
            self.tell(f"'{self.release.shown(path)}' {self.closed[path]}, so it is not changed")
        return [fix for fix in fixes if fix.path not in self.closed]

    def _apply(self, fixes: Sequence[Fix], wanted: Callable[[Finding], bool]) -> bool:
        """Apply `fixes` together, and what they uncover, unless that does harm; tell whether anything changed."""
        release, done = self.release, 0
        for _ in range(_AHEAD):
            edits: dict[str, list[Edit]] = {}
            for fix in fixes:
                edits.setdefault(fix.path, []).extend(fix.edits)
            texts = _texts(release)
            changed = _with_texts(release, {path: applied(texts[path].text, some) for path, some in edits.items()})
            if changed == release:
                return False
            release, report, done = changed, self.judge(changed), done + len(fixes)
            fails = _fails(report, self.fail_on) and not _fails(self.report, self.fail_on)
            if not fails and not _harm(report) - _harm(self.report):
                self.release, self.report = release, report
                self.done += done
                return True
            fixes = self._open(report, wanted)  # a key that is spelt right shows what is wrong with its value
        return False

    def silence(self, bench: Bench, reason: str, severity: str) -> int:
        """Write ignore comments for the findings that are shown, and return how many were silenced."""
        before = len(self._shown(severity))
        for last_resort in (False, True, True):
            case = bench.case(self.release)
            found: dict[str, list[Finding]] = {}
            for finding in self._shown(severity):
                if finding.rule not in case.unwaivable:
                    found.setdefault(finding.path or "", []).append(finding)
            texts = {}
            for document in case.documents:
                path = self.release.shown(document.path)
                if path in found and document.path in self.closed:
                    self.tell(f"'{path}' {self.closed[document.path]}, so it is not changed")
                elif path in found:
                    texts[document.path] = with_ignores(document, found[path], reason, whole_file=last_resort)
            if not texts:
                break
            release = _with_texts(self.release, texts)
            report = self.judge(release)
            spoke = {finding.rule for finding in self.report.findings}
            if last_resort or {finding.rule for finding in report.findings} <= spoke:
                self.release, self.report = release, report
            # else a comment came in the way of something that is read, such as a license notice on top
        left = len(self._shown(severity))
        if left:
            self.tell(f"what no comment can silence is left in '{self.release.path}': {left}")
        return before - left

    def _shown(self, severity: str) -> list[Finding]:
        return [
            one
            for one in self.report.findings
            if one.rule not in LOUD and one.rule != _IDLE and at_least(one.severity, severity)
        ]

    def tell(self, sentence: str) -> None:
        if sentence not in self.told:
            self.told.append(sentence)


def _comment(text: str) -> str:
    """Return a comment as an excerpt holds it, by which what somebody wrote is told from what is written here."""
    return " ".join(text.split())


def _texts(release: Release) -> dict[str, SourceText]:
    every = (*release.texts, *((release.declaration,) if release.declaration else ()))
    return {text.path: text for text in every}


def _with_texts(release: Release, new: Mapping[str, str]) -> Release:
    def put(text: SourceText) -> SourceText:
        return replace(text, text=new[text.path]) if text.path in new else text

    declaration = put(release.declaration) if release.declaration else None
    return replace(release, texts=tuple(map(put, release.texts)), declaration=declaration)


def _closed(shown: str, text: SourceText) -> str:
    """Return why a file is not changed; empty where it may be."""
    if text.encoding != "utf-8":
        return f"is {text.encoding.upper()} and not UTF-8"
    return why_kept(shown)


def _fails(report: ReleaseReport, bound: str) -> bool:
    return Report(releases=(report,)).fails(bound)


def _harm(report: ReleaseReport) -> Counter[str]:
    return Counter(finding.rule for finding in report.findings if finding.rule in _HARM)


def _diff(shown: str, before: str, after: str) -> Iterator[str]:
    """Yield a unified diff; lines end only where git says so, and keep their endings."""
    for line in difflib.unified_diff(_LINE.findall(before), _LINE.findall(after), f"a/{shown}", f"b/{shown}"):
        yield line
        if not line.endswith("\n"):
            yield "\n\\ No newline at end of file\n"
