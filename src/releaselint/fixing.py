"""Mends a release's texts by the edits of its findings, or silences them; whole files, or nothing."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from releaselint.api import Bench
from releaselint.document.model import Document
from releaselint.errors import UsageError
from releaselint.findings.model import Edit, Finding, ReleaseReport, Report, at_least
from releaselint.findings.silence import LOUD
from releaselint.source import Release, SourceText
from releaselint.source.write import write_whole

_ROUNDS: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Mended:
    """What came of it: the report of what is left, a unified diff, and sentences for stderr."""

    report: ReleaseReport
    diff: tuple[str, ...]
    told: tuple[str, ...]


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
) -> Mended:
    """Apply the fixes of `release` until none is left, then silence what is shown where a reason is given.

    A fix never makes a run fail that passed: such a round is taken back. With `write`, changed files are replaced.
    """
    told: list[str] = []
    current, report = release, bench.report(release)
    passed = not _fails(report, fail_on)
    for _ in range(_ROUNDS if fixes else 0):
        changed = _changed(current, report.findings, unsafe)
        if changed is None:
            break
        outcome = bench.report(changed)
        if passed and _fails(outcome, fail_on):
            told.append(f"{release.path}: the fixes would make the check fail, so they were left out")
            break
        current, report = changed, outcome
    if ignore_reason is not None:
        documents = {document.path: document for document in bench.case(current).documents}
        current = _silenced(current, report.findings, documents, ignore_reason, severity)
        report = bench.report(current)
    before, after = _texts(release), _texts(current)
    altered = [path for path, text in after.items() if text.text != before[path].text]
    for path in altered if write else ():
        write_whole(release.shown(path), [_encoded(release.shown(path), after[path])])
    return Mended(
        report=report,
        diff=tuple(
            line for path in altered for line in _diff(release.shown(path), before[path].text, after[path].text)
        ),
        told=tuple(told),
    )


def applied(text: str, edits: Iterable[Edit]) -> str:
    """Return `text` after `edits`; of edits that overlap, the first one counts."""
    pieces = []
    at = 0
    for start, end, new in sorted(set(edits)):
        if start >= at:
            pieces += [text[at:start], new]
            at = end
    return "".join([*pieces, text[at:]])


def _changed(release: Release, findings: Iterable[Finding], unsafe: bool) -> Release | None:
    edits: dict[str, list[Edit]] = {}
    for finding in findings:
        if finding.fix is not None and (unsafe or finding.fix.safe):
            edits.setdefault(finding.fix.path, []).extend(finding.fix.edits)
    changed = _with_texts(release, {path: applied(_texts(release)[path].text, some) for path, some in edits.items()})
    return changed if changed != release else None


def _silenced(
    release: Release, findings: Iterable[Finding], documents: Mapping[str, Document], reason: str, severity: str
) -> Release:
    reason = " ".join(reason.replace("--", "-").replace("]", ")").split())
    if not reason:
        raise UsageError("'--add-ignore' needs a reason")
    lines: dict[str, dict[int, set[str]]] = {}
    for finding in findings:
        if finding.place is None or finding.rule in LOUD or not at_least(finding.severity, severity):
            continue
        path = next((path for path in documents if release.shown(path) == finding.path), None)
        if path is not None:
            lines.setdefault(path, {}).setdefault(finding.place.line - 1, set()).add(finding.rule)
    texts = {}
    for path, rules in lines.items():
        document = documents[path]
        edits = [_comment(document, line, sorted(some), reason) for line, some in rules.items()]
        texts[path] = applied(document.text, edits)
    return _with_texts(release, texts)


def _comment(document: Document, line: int, rules: list[str], reason: str) -> Edit:
    """Return the ignore comment for a line: in YAML above its key, in Markdown at its end, for a fence in the file."""
    span = document.lines.span(line, line + 1)
    content = document.slice(span).rstrip("\r\n")
    ending = "\r\n" if "\r\n" in document.text[:4000] else "\n"
    front, names = document.front, ", ".join(rules)
    if front is not None and front.span.start <= span.start < front.span.end:
        if span.start < front.inner.start:  # the opening fence: the whole file is meant
            return Edit(front.inner.start, front.inner.start, f"# releaselint: ignore-file[{names}] {reason}{ending}")
        indent = content[: len(content) - len(content.lstrip())]
        return Edit(span.start, span.start, f"{indent}# releaselint: ignore[{names}] {reason}{ending}")
    in_code = any(block.span.start <= span.start < block.span.end for block in document.code)
    if in_code or line == 0 or not content.strip():
        start = document.body
        return Edit(start, start, f"<!-- releaselint: ignore-file[{names}] {reason} -->{ending}")
    end = span.start + len(content.rstrip())
    return Edit(end, end, f" <!-- releaselint: ignore[{names}] {reason} -->")


def _texts(release: Release) -> dict[str, SourceText]:
    every = (*release.texts, *((release.declaration,) if release.declaration else ()))
    return {text.path: text for text in every}


def _with_texts(release: Release, new: Mapping[str, str]) -> Release:
    def put(text: SourceText) -> SourceText:
        return replace(text, text=new[text.path]) if text.path in new else text

    declaration = put(release.declaration) if release.declaration else None
    return replace(release, texts=tuple(map(put, release.texts)), declaration=declaration)


def _encoded(shown: str, text: SourceText) -> bytes:
    if text.encoding != "utf-8":
        raise UsageError(f"'{shown}' is not UTF-8, so it is not changed; save it as that first")
    return (b"\xef\xbb\xbf" if text.bom else b"") + text.text.encode("utf-8", "surrogatepass")


def _fails(report: ReleaseReport, bound: str) -> bool:
    return Report(releases=(report,)).fails(bound)


def _diff(shown: str, before: str, after: str) -> Iterator[str]:
    yield from difflib.unified_diff(before.splitlines(), after.splitlines(), f"a/{shown}", f"b/{shown}", lineterm="")
