"""A Code Quality report of GitLab (https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format)."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

from releaselint.findings.model import Finding, Report
from releaselint.report.escape import json_text, plain, terminal
from releaselint.report.options import Options

_SEVERITIES: Final = {"error": "major", "warning": "minor", "note": "info"}


def render(report: Report, options: Options) -> Iterator[str]:
    """Yield the document: a list of issues, empty where nothing was found."""
    seen: Counter[tuple[str, str]] = Counter()
    issues = []
    for finding in options.shown(report.findings):
        key = (_path(finding), finding.fingerprint)
        seen[key] += 1
        issues.append(_issue(finding, seen[key]))
    yield json_text(issues, 2)
    yield "\n"


def _issue(finding: Finding, number: int) -> dict[str, Any]:
    # GitLab shows only one of two issues with one fingerprint, so that the same fault twice in a file needs a number.
    identity = "\0".join((_path(finding), finding.fingerprint, str(number)))
    lines = {"begin": finding.place.line, "end": finding.place.end_line} if finding.place else {"begin": 1}
    return {
        "description": plain(finding.message) + (f" ({plain(finding.help)})" if finding.help else ""),
        "check_name": finding.rule,
        "fingerprint": hashlib.sha256(identity.encode("utf-8", "replace")).hexdigest(),
        "severity": _SEVERITIES[finding.severity],
        "location": {"path": _path(finding), "lines": lines},
    }


def _path(finding: Finding) -> str:
    return terminal(finding.path if finding.path is not None else finding.release)
