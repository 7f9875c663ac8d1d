"""SARIF 2.1.0, for code scanning: one run with the rules that ran and a result for each finding.

What GitHub takes of it: https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/sarif-support
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from releaselint import __version__
from releaselint.findings.model import SEVERITIES, Evidence, Finding, Report
from releaselint.findings.rule import Rule, all_rules
from releaselint.report import DOCS
from releaselint.report.escape import json_text, sarif_text, uri
from releaselint.report.options import Options
from releaselint.report.rule_page import page
from releaselint.text import Place

_SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_HOME: Final = "https://releaselint.dev"
_ROOT: Final = "%SRCROOT%"
#: GitHub refuses a run with more results, and shows only so many of them.
_MOST: Final = 25_000
_SHOWN: Final = 5_000
#: Of a file as a whole: GitHub asks for a region in each location.
_START: Final = Place(line=1, column=1, end_line=1, end_column=1)


def render(report: Report, options: Options) -> Iterator[str]:
    """Yield the document; of too many findings the gravest stay, and a notification tells of the others."""
    found = options.shown(report.findings)
    kept = _gravest(found)
    ids = list(dict.fromkeys([*report.rules, *(finding.rule for finding in kept)]))
    index = {rule: number for number, rule in enumerate(ids)}
    rules = all_rules()
    driver = {
        "name": "releaselint",
        "version": __version__,
        "informationUri": _HOME,
        "rules": [_descriptor(rules[rule]) if rule in rules else {"id": rule} for rule in ids],
    }
    run = {
        "tool": {"driver": driver},
        "invocations": [{"executionSuccessful": not report.broken, "toolExecutionNotifications": _told(len(found))}],
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The folder in which releaselint was started."}}},
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, index[finding.rule]) for finding in kept],
    }
    yield json_text({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, 2)
    yield "\n"


def _gravest(findings: list[Finding]) -> list[Finding]:
    if len(findings) <= _MOST:
        return findings
    order = sorted(range(len(findings)), key=lambda number: SEVERITIES.index(findings[number].severity))
    return [findings[number] for number in sorted(order[:_MOST])]


def _told(count: int) -> list[dict[str, Any]]:
    texts = []
    if count > _MOST:
        texts.append(f"{count - _MOST} of {count} findings were left out, the mildest: GitHub takes {_MOST} of a run.")
    if count > _SHOWN:
        texts.append(f"GitHub shows {_SHOWN} of the results; the other formats of releaselint hold all {count}.")
    return [{"level": "warning", "message": {"text": text}} for text in texts]


def _descriptor(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "name": "".join(word.capitalize() for word in rule.id.split("-")),
        "shortDescription": {"text": f"{rule.summary}."},
        "fullDescription": {"text": rule.why.strip() or f"{rule.summary}."},
        "help": {"text": f"{rule.why.strip()}\n\nWhat to do: {rule.fix}.", "markdown": page(rule)},
        "helpUri": DOCS + rule.id,
        "defaultConfiguration": {"level": rule.severity},
        "properties": {"tags": [rule.group]},
    }


def _result(finding: Finding, index: int) -> dict[str, Any]:
    path = finding.path if finding.path is not None else f"{finding.release.rstrip('/')}/"
    related = [(one.path, one) for one in finding.evidence if one.path]
    properties = {"release": finding.release, "subject": finding.subject, "basis": finding.basis}
    result = {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": finding.severity,
        "message": {"text": _message(finding)},
        "locations": [{"physicalLocation": _physical(path, finding.place or _START)}],
        "partialFingerprints": {"releaselint/v1": finding.fingerprint},
        "properties": {key: value for key, value in properties.items() if value is not None},
    }
    if related:
        result["relatedLocations"] = [_related(number, *one) for number, one in enumerate(related, 1)]
    return result


def _message(finding: Finding) -> str:
    """Return the message with its evidence, linked to by the ids of the related locations."""
    lines = [sarif_text(finding.message)]
    number = 0
    for one in finding.evidence:
        words = [sarif_text(one.text)] if one.text else []
        if one.path:
            number += 1
            name = sarif_text(one.path) if one.line is None else f"{sarif_text(one.path)}:{one.line}"
            words.insert(0, f"[{name}]({number})")
        lines.append(" ".join(["evidence:", *words]))
    return "\n".join(lines + ([f"help: {sarif_text(finding.help)}"] if finding.help else []))


def _related(number: int, path: str, one: Evidence) -> dict[str, Any]:
    region = {"startLine": one.line or _START.line}
    found = {"id": number, "physicalLocation": {"artifactLocation": _artifact(path), "region": region}}
    return found | ({"message": {"text": sarif_text(one.text)}} if one.text else {})


def _physical(path: str, place: Place) -> dict[str, Any]:
    region = {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
    }
    return {"artifactLocation": _artifact(path), "region": region}


def _artifact(path: str) -> dict[str, str]:
    return {"uri": uri(path), "uriBaseId": _ROOT}
