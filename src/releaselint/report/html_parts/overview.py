"""The overview of several releases: how open they are, which guardrails are missing where, and a line for each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from releaselint.claims import shortened
from releaselint.findings.model import SEVERITIES, tally
from releaselint.ledger.model import Ledger
from releaselint.report.html_parts.element import Child, Markup, element, join
from releaselint.report.html_parts.phrases import LEVELS, level_name, not_asked, state_word, verdict
from releaselint.report.html_parts.symbols import hidden, symbol, worded
from releaselint.report.html_parts.view import View, release_name
from releaselint.subjects import all_subjects, slugs
from releaselint.vocabulary import UNSTATED

_NAMED: Final = 6
_WIDEST: Final = 120.0


def overview(views: Sequence[View]) -> Markup:
    """Return the section that stands before the releases."""
    ledgers = any(view.release.ledger for view in views)
    return element(
        "section",
        element("h2", "Overview", id="overview-title"),
        element(
            "div",
            element("div", element("h3", "How open"), _levels(views), _differing(views)),
            element("div", element("h3", "Guardrails"), _guardrails(views)) if ledgers else None,
            class_="beside",
        ),
        element("h3", "Releases"),
        _key() if ledgers else None,
        element("p", "The table scrolls sideways.", class_="small narrow"),
        _scrolling(_releases(views, ledgers=ledgers), "Releases and their guardrails"),
        id="overview",
        aria_labelledby="overview-title",
    )


def _scrolling(table: Markup, label: str) -> Markup:
    """Return a wide table in a frame that scrolls, also by keyboard."""
    return element("div", table, class_="scroll", tabindex=0, role="region", aria_label=label)


def _levels(views: Sequence[View]) -> Markup:
    said = [view.release.declared for view in views]
    seen = [view.release.evident for view in views]
    rows = [
        element(
            "tr",
            element("th", level_name(level), scope="row"),
            _bar(said.count(level), len(views)),
            _bar(seen.count(level), len(views)),
        )
        for level in (*LEVELS, None)
    ]
    head = element("tr", (element("th", name, scope="col") for name in ("Level", "Declared", "Evidence shows")))
    caption = element("caption", "Releases at each level of access")
    return element("table", caption, element("thead", head), element("tbody", rows), class_="levels")


def _bar(number: int, of: int) -> Markup:
    width = round(_WIDEST * number / of, 1)
    rect = element("rect", width=str(width), height="10", fill="currentColor") if number else None
    bar = element("svg", rect, class_="bar", viewBox=f"0 0 {_WIDEST:.0f} 10", aria_hidden="true")
    return element("td", element("span", str(number), class_="number"), bar, class_=None if number else "zero")


def _differing(views: Sequence[View]) -> Markup:
    """Return where what is said and what is seen contradict each other."""
    wrong = [view for view in views if verdict(view.release).tone == "contradicted"]
    if not wrong:
        return element(
            "p", worded("met", "No finding contradicts a declared level.", kind="outcome"), class_="differing"
        )
    told = worded("differs", f"Evidence contradicts the level in {len(wrong)}:", kind="outcome")
    return element("p", told, _links(wrong, ""), class_="differing")


def _links(views: Sequence[View], suffix: str) -> Markup:
    """Return links to releases, or to a row of each; only the first few are named."""
    links = (
        join(", " if number else " ", element("a", _name(view), href=f"#{view.anchor}{suffix}"))
        for number, view in enumerate(views[:_NAMED])
    )
    left = len(views) - _NAMED
    return join(links, f" and {left} more" if left > 0 else None)


def _name(view: View) -> Markup:
    return element("bdi", release_name(shortened(view.release.path, 200)))


def _guardrails(views: Sequence[View]) -> Markup:
    heads = ("Guardrail", "In place", "Required and missing")
    head = element("tr", (element("th", name, scope="col") for name in heads))
    caption = element("caption", "Guardrails over all releases")
    body = element("tbody", (_guardrail(slug, views) for slug in slugs("guardrail")))
    return element("table", caption, element("thead", head), body, class_="gaps")


def _guardrail(slug: str, views: Sequence[View]) -> Markup:
    rows = [(view, view.release.ledger.rows[slug]) for view in views if view.release.ledger]
    there = sum(row.value == "in-place" and view.outcome(row) != "missing" for view, row in rows)
    asked = [(view, result) for view, row in rows if row.demand.ask == "required" and (result := view.outcome(row))]
    missing = [view for view, result in asked if result == "missing"]
    gap: Child = element("span", f"none of {len(asked)}" if asked else "not required", class_="dim")
    if missing:
        gap = (worded("missing", f"{len(missing)} of {len(asked)}:", kind="outcome"), _links(missing, f"-{slug}"))
    title = element("th", all_subjects()[slug].title, scope="row")
    return element("tr", title, element("td", str(there), class_="number"), element("td", gap))


def _key() -> Markup:
    """Return what the shapes in the table mean."""
    said = [(slug, state_word(slug)) for slug in ("in-place", "planned", "absent", "not-applicable", "contradicted")]
    words = [
        *said,
        ("missing", "required and missing"),
        ("unstated", "recommended and missing"),
        ("waived", "missing and waived"),
    ]
    return element("ul", (element("li", worded(shape, word)) for shape, word in words), class_="key", aria_label="Key")


def _releases(views: Sequence[View], *, ledgers: bool) -> Markup:
    guardrails = slugs("guardrail") if ledgers else ()
    heads = [
        *(element("th", name, scope="col") for name in ("Release", "Declared", "Evidence")),
        *(
            element("th", element("span", all_subjects()[slug].title), scope="col", class_="turned")
            for slug in guardrails
        ),
        *(
            element("th", element("span", f"{severity.title()}s"), scope="col", class_="turned")
            for severity in SEVERITIES
        ),
    ]
    caption = element(
        "caption", "Each release with its level", ", its guardrails" if ledgers else None, " and its findings"
    )
    body = element("tbody", (_release(view, guardrails) for view in views))
    return element("table", caption, element("thead", element("tr", heads)), body, class_="releases")


def _release(view: View, guardrails: Sequence[str]) -> Markup:
    release = view.release
    wrong = verdict(release).tone == "contradicted"
    evident = level_name(release.evident, "no sign")
    return element(
        "tr",
        element("th", element("a", _name(view), href=f"#{view.anchor}"), scope="row"),
        element("td", level_name(release.declared, "no level")),
        element("td", worded("differs", evident, kind="outcome") if wrong else evident),
        (
            element("td", _cell(view, release.ledger, slug) if release.ledger else None, class_="shape")
            for slug in guardrails
        ),
        (element("td", number or element("span", "0", class_="dim"), class_="number") for number in _numbers(view)),
    )


def _numbers(view: View) -> Iterator[str]:
    for number in tally(view.release.findings).values():
        yield str(number) if number else ""


def _cell(view: View, ledger: Ledger, slug: str) -> Child:
    row = ledger.rows[slug]
    result = view.outcome(row)
    if result == "waived":
        return element("span", symbol("waived"), hidden("waived"), class_="outcome waived")
    if result == "missing":
        required = row.demand.ask == "required"
        shape, word = ("missing", "required and missing") if required else ("unstated", "recommended and missing")
        return element("span", symbol(shape), hidden(word), class_=f"outcome {'missing' if required else 'mild'}")
    if row.value == UNSTATED:
        return hidden(not_asked(ledger, slug) or "undeclared, not asked")
    return element("span", symbol(row.value), hidden(state_word(row.value)), class_=f"state {row.value}")
