"""The ledger's rows as a table: what is declared, what the evidence shows, and what the level asks."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import Final

from releaselint.claims import Claim
from releaselint.ledger.model import Cell, Ledger, Row
from releaselint.report.escape import web_address
from releaselint.report.html_parts.element import Child, Markup, element, join
from releaselint.report.html_parts.phrases import level_name, not_asked, state_word
from releaselint.report.html_parts.symbols import symbol, worded
from releaselint.report.html_parts.view import View, reference
from releaselint.subjects import Demand, Kind, all_subjects
from releaselint.vocabulary import COMPONENTS, CONCERNS, GUARDRAILS, UNSTATED, reach

#: The categories of the taxonomy, by their subjects; concerns have none.
_CATEGORIES: Final = {
    "Model access": COMPONENTS[:3],
    "Risk analysis": COMPONENTS[3:6],
    "Replication": COMPONENTS[6:],
    "Technical": GUARDRAILS[:5],
    "Social": GUARDRAILS[5:],
    "": CONCERNS,
}
_CATEGORY: Final = {slug: title for title, slugs in _CATEGORIES.items() for slug in slugs}
_ADDED: Final = "Added"
"""Above the subjects that a project or a plugin brings along, which stand last."""

_FOLDED: Final = 5
#: Shape and look of each outcome; what is recommended only is told more quietly.
_OUTCOMES: Final = {
    "met": ("met", "met"),
    "missing": ("missing", "missing"),
    "exceeded": ("differs", "exceeded"),
    "waived": ("waived", "waived"),
}
_MILD: Final = ("unstated", "missing")


def matrix(kind: Kind, ledger: Ledger, view: View) -> Markup:
    """Return the table of the subjects of `kind`; the last column is left out where no level is declared."""
    caption = kind.capitalize()
    level = ledger.standing
    heads = [caption, "Declared", "Evidence", *([f"{level_name(level)} asks"] if level else [])]
    top = element("tr", (element("th", head, scope="col") for head in heads))
    rows = (row for row in ledger.rows.values() if row.kind == kind)
    bodies = [
        element("tbody", _group_head(title, len(heads)), (_row(row, ledger, view, heads) for row in group))
        for title, group in itertools.groupby(rows, lambda row: _CATEGORY.get(row.subject, _ADDED))
    ]
    name = element(
        "caption", f"{caption}: declared, shown by the evidence", ", and asked for" if level else None, class_="hidden"
    )
    return element("table", name, element("thead", top), bodies, class_="ledger")


def _group_head(title: str, width: int) -> Markup | None:
    return element("tr", element("th", title, scope="rowgroup", colspan=width), class_="group") if title else None


def _row(row: Row, ledger: Ledger, view: View, heads: Sequence[str]) -> Markup:
    result = view.outcome(row)
    subject = all_subjects()[row.subject]
    silent = not row.promise.stated and not row.evidence.stated
    cells = [element("th", subject.title, scope="row")]
    if silent:
        cells.append(element("td", worded(UNSTATED, "undeclared, and nothing found"), colspan=2, data_label="State"))
    else:
        cells.append(element("td", _promise(row, view), data_label=heads[1]))
        cells.append(element("td", _evidence(row, view), data_label=heads[2]))
    if len(heads) > 3:
        cells.append(element("td", _asked(row, ledger, view, result), data_label=heads[3]))
    wrong = result == "exceeded" or (result == "missing" and row.demand.ask == "required")
    kinds = [name for name, holds in (("quiet", silent and result != "missing"), ("wrong", wrong)) if holds]
    return element("tr", cells, id=f"{view.anchor}-{row.subject}", class_=" ".join(kinds) or None)


def _promise(row: Row, view: View) -> Iterator[Child]:
    cell = row.promise
    yield _state(cell)
    for claim in cell.claims[:_FOLDED]:
        detail = (
            (" ", reference(claim.detail) if _is_reference(claim) else _quoted(claim.detail)) if claim.detail else None
        )
        yield element("p", _where(claim, view), detail, class_="claim")


def _evidence(row: Row, view: View) -> Iterator[Child]:
    cell = row.evidence
    difference = _difference(row)
    yield _state(cell, evident=True)
    if difference:
        yield join(" ", worded("differs", difference, kind="difference"))
    first = cell.first()
    if first is None:
        return
    # Two patterns may have read one sentence.
    claims = {(view.place(claim), claim.value, claim.excerpt): claim for claim in (first, *cell.claims)}
    shown, *rest = [
        _claim(claim, view, value="" if claim.value == cell.value else claim.value) for claim in claims.values()
    ]
    yield shown
    if rest:
        left = len(rest) - _FOLDED
        more = element("p", f"and {left} more", class_="claim") if left > 0 else None
        yield element("details", element("summary", f"{len(rest)} more"), rest[:_FOLDED], more)


def _state(cell: Cell, *, evident: bool = False) -> Markup:
    word = state_word(cell.value, evident=evident)
    shape = cell.value
    if shape in ("web", "api", "web+api"):
        shape = "public"
    elif shape == "addressed":
        shape = "in-place"
    return worded(shape, word)


def _difference(row: Row) -> str:
    """Return how the evidence differs from the promise; empty where it does not, or where one says nothing."""
    said, seen = row.promise.value, row.evidence.value
    if UNSTATED in (said, seen) or said == seen:
        return ""
    if row.kind == "component" and reach(said) >= 0 and reach(seen) >= 0:
        return "more than declared" if reach(seen) > reach(said) else "less than declared"
    return "differs"


def _claim(claim: Claim, view: View, *, value: str) -> Markup:
    stated = f"{state_word(value)}: " if value else None
    text = claim.detail if claim.origin == "tree" else claim.excerpt or claim.detail
    link = web_address(text)
    body: Child = text if claim.origin == "tree" else reference(text) if link else _quoted(text) if text else None
    return element("p", stated, _where(claim, view), " ", body, class_="claim")


def _where(claim: Claim, view: View) -> Markup:
    reading = None if claim.certain else element("span", " (reading)")
    return element("span", view.place(claim), reading, class_="place", dir="auto")


def _quoted(text: str) -> Markup:
    return element("q", text, dir="auto")


def _is_reference(claim: Claim) -> bool:
    """Tell whether a declared detail is evidence, and not a reason or a date."""
    return claim.value not in ("absent", "not-applicable", "planned")


def _asked(row: Row, ledger: Ledger, view: View, result: str) -> Iterator[Child]:
    demand = row.demand
    aside = not_asked(ledger, row.subject)
    if aside and demand.ask in ("required", "recommended"):
        yield element("span", aside, class_="dim")
    else:
        yield element("span", _demand(demand), class_=None if result else "dim")
        if result:
            mild = result == "missing" and demand.ask == "recommended"
            shape, word = _MILD if mild else _OUTCOMES[result]
            if result == "met" and row.promise.value in ("absent", "not-applicable"):
                word = "answered, with a reason"
            yield join(" ", worded(shape, word, kind="outcome"))
        if demand.reason and demand.ask in ("required", "recommended", "contradiction"):
            yield element("p", demand.reason, class_="claim")
    found = view.about(row.subject)
    if found:
        yield element(
            "p",
            (join(" ", element("a", symbol(one.severity), one.rule, href=f"#{name}")) for name, one in found[:_FOLDED]),
            class_="claim",
        )


def _demand(demand: Demand) -> str:
    if demand.ask == "contradiction":
        return "cannot hold at this level"
    if demand.ask == "not-asked":
        return "not asked"
    bound = f": at most {state_word(demand.at_most)}" if demand.at_most else ""
    if demand.at_least:
        bound = f": {state_word(demand.at_least)}{'' if demand.at_least in ('public', 'web', 'api') else ' or more'}"
    return demand.ask + bound
