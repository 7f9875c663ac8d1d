"""The findings of one release: what is wrong, where, on what it rests, why it matters, and what to do."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from releaselint.findings.model import SEVERITIES, Evidence, Finding
from releaselint.findings.rule import all_rules
from releaselint.report.html_parts.element import Child, Markup, element, join
from releaselint.report.html_parts.symbols import hidden, worded
from releaselint.report.html_parts.view import View
from releaselint.report.words import where

_WIDTH: Final = 160


def by_gravity(findings: Iterable[Finding]) -> list[Finding]:
    """Return the gravest first, each severity in the order of the text."""
    return sorted(findings, key=lambda finding: SEVERITIES.index(finding.severity))


def finding_list(view: View) -> Markup:
    """Return the findings of a release that are shown; the reason of a rule is told at its first finding."""
    first: dict[str, str] = {}
    items = []
    for number, finding in enumerate(view.findings):
        name = view.id_of(number)
        items.append(_finding(finding, name, first.get(finding.rule)))
        first.setdefault(finding.rule, name)
    return element("ol", items, class_="findings")


def _finding(finding: Finding, name: str, told: str | None) -> Markup:
    rule = all_rules().get(finding.rule)
    why: Child = element("a", "as above", href=f"#{told}") if told else rule.why if rule else None
    parts: list[tuple[str, Child]] = [("Evidence", list(map(_evidence, finding.evidence)) or None), ("Why", why)]
    parts.append(("What to do", finding.help or None))
    basis = {"declared": "rests on the declared level", "inferred": "rests on the level that the evidence shows"}
    return element(
        "li",
        element("h4", finding.message, class_=_sentence(finding.message)),
        element(
            "p",
            worded(finding.severity, finding.severity, kind="severity"),
            " ",
            element("code", finding.rule),
            " ",
            element("span", where(finding), class_="place", dir="auto"),
            " ",
            element("span", basis[finding.basis], class_="dim") if finding.basis else None,
            class_="meta",
        ),
        _source(finding),
        element(
            "dl",
            (
                element("div", element("dt", term), element("dd", text, class_=_sentence(text)))
                for term, text in parts
                if text
            ),
        ),
        id=name,
        class_=finding.severity,
    )


def _sentence(text: Child) -> str | None:
    """Return the class of a text that may begin with a capital: not one that begins with a quoted value."""
    return "sentence" if isinstance(text, str) and text[:1].isalpha() else None


def _evidence(one: Evidence) -> Markup:
    place = f"{one.path or ''}{f':{one.line}' if one.line is not None else ''}"
    quote = element("q" if one.line is not None else "span", one.text, dir="auto") if one.text else None
    return element("p", element("span", place, class_="place", dir="auto") if place else None, " ", quote)


def _source(finding: Finding) -> Markup | None:
    """Return the source line around the place, with the place marked."""
    if finding.place is None or not finding.source.strip():
        return None
    source, place = finding.source, finding.place
    start = min(place.column - 1, len(source))
    end = place.end_column - 1 if place.end_line == place.line else len(source)
    end = max(start, min(end, len(source)))
    first = 0 if end <= _WIDTH else max(0, start - _WIDTH // 4)
    last = min(len(source), first + _WIDTH)
    end = min(end, last)
    marked = element("mark", source[start:end]) if end > start else None
    line = join(
        "…" if first else None, source[first:start], marked, source[end:last], "…" if last < len(source) else None
    )
    number = element("span", hidden("line "), str(place.line), class_="line")
    return element("p", number, element("code", line, dir="auto"), class_="source")
