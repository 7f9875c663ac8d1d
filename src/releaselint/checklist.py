"""Writes a release checklist as a view of the ledger, and refreshes one without losing what people wrote into it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from typing import Final

from releaselint.document.links import slug_of
from releaselint.errors import UsageError
from releaselint.findings.case import Case
from releaselint.findings.compare import asked, satisfied
from releaselint.ledger.checklist import Item, Template, items_of, templates
from releaselint.ledger.model import Row
from releaselint.propose import edited
from releaselint.subjects import all_subjects
from releaselint.vocabulary import UNSTATED, reach

MAX_ITEMS: Final = 12
_PHASES: Final = {"before": "Before", "release": "At release", "after": "After"}
_AUTO: Final = "(auto)"
_TICK = re.compile(r"\[([ xX])\]")
_MARKER = re.compile(r"\s*<!--\s{0,9}rl:")


def checklist_text(case: Case, level: str | None = None) -> str:
    """Return a new checklist for `level`, by default the declared or evident one; raises UsageError for none."""
    ledger = case.ledger
    chosen = level or ledger.standing or (ledger.evident if ledger.evident != UNSTATED else None)
    if chosen is None:
        raise UsageError("no access level is declared or evident; name one with --level")
    declaration = case.declaration
    owner, board, until = (
        str(value) if value else placeholder
        for value, placeholder in (
            (declaration.get("owner") if declaration else None, "@…"),
            (declaration.get("reviewed", "by") if declaration else None, "@…"),
            (declaration.get("review-by") if declaration else None, "YYYY-MM-DD"),
        )
    )
    name = case.release.name or "release"
    lines = [
        f"## {name}: {chosen} <!-- releaselint: {chosen} -->",
        f"Owner {owner} · approver {board} · review by {until}",
    ]
    wanted = _wanted(case, chosen)
    for phase, title in _PHASES.items():
        items = [item for item in wanted if item.phase == phase]
        if items:
            lines += ["", f"**{title}**", ""]
            lines += [_line(case, item, chosen) for item in items]
    return "\n".join(lines) + "\n"


def updated_file(case: Case, file: str) -> bytes:
    """Return the bytes of the checklist `file`, one of the release's texts, refreshed; raises UsageError."""
    wanted = os.path.normpath(file).replace(os.sep, "/")
    document = next((card for card in case.cards if os.path.normpath(case.release.shown(card.path)) == wanted), None)
    if document is None:
        raise UsageError(f"'{file}' is no checklist of the release at '{case.release.path}'")
    return edited(case, document, lambda card: updated(case, card.path, card.text))[1]


def updated(case: Case, path: str, text: str) -> str:
    """Return the checklist `text` (the file `path` of the release) refreshed: what the tool ticks is judged anew.

    Ticks, notes and the order of people stay; what is required and has no item yet is added at the end.
    """
    level = case.ledger.standing or case.ledger.evident
    items = [item for item in items_of(case.cards) if item.document.path == path]
    if not items:
        raise UsageError(f"'{path}' holds no item of a release checklist")
    pieces = []
    at = 0
    for item in items:
        start, end = item.span
        line = text[start:end]
        pieces += [text[at:start], _refreshed(case, item, line, level)]
        at = end
    pieces.append(text[at:])
    held = {slug for item in items for slug in item.subjects}
    added = [
        _line(case, item, level)
        for item in _wanted(case, level)
        if not held.intersection(item.subjects) and _required(case, item, level)
    ]
    result = "".join(pieces)
    if added:
        ending = "\r\n" if "\r\n" in text else "\n"
        result = result.rstrip("\r\n") + ending + ending.join(added) + ending
    return result


def _refreshed(case: Case, item: Item, line: str, level: str) -> str:
    """Return an item's text with the tool's own tick brought up to date; a person's tick is never touched."""
    if item.ticked and not item.auto:
        return line
    known = _is_known(case, item.subjects, level)
    if known and not item.ticked and not item.reason:
        reference = _reference(case, item.subjects)
        marker = _MARKER.search(line)
        at = marker.start() if marker else len(line.rstrip())
        added = f" {reference}" if reference and reference not in line else ""
        line = f"{line[:at]}{added} {_AUTO}{line[at:]}"
        return _TICK.sub("[x]", line, count=1)
    if not known and item.auto:
        return _TICK.sub("[ ]", line.replace(" " + _AUTO, "").replace(_AUTO, ""), count=1)
    return line


def _wanted(case: Case, level: str) -> list[Template]:
    """Return the items that `level` asks for: the required ones first, then as many as twelve leave room for."""
    fitting = [
        item for item in templates() if level in item.levels and any(_asks(case, slug, level) for slug in item.subjects)
    ]
    required = [item for item in fitting if _required(case, item, level)]
    others = [item for item in fitting if item not in required][: max(0, MAX_ITEMS - len(required))]
    return [item for item in fitting if item in required or item in others][:MAX_ITEMS]


def _required(case: Case, item: Template, level: str) -> bool:
    return "required" in [_asks(case, slug, level) for slug in item.subjects]


def _line(case: Case, item: Template, level: str) -> str:
    known = _is_known(case, item.subjects, level)
    reference = _reference(case, item.subjects)
    told = f"{item.text}: {reference}" if reference else item.text if known else f"{item.text}:"
    auto = f" {_AUTO}" if known else ""
    return f"- [{'x' if known else ' '}] {told}{auto} <!-- rl:{','.join(item.subjects)} -->"


def _is_known(case: Case, subjects: tuple[str, ...], level: str) -> bool:
    """Tell whether the ledger itself shows that the item of these subjects is done."""
    if not any(item.auto and item.subjects == subjects for item in templates()):
        return False
    return all(_met(case, slug, level) for slug in subjects if _asks(case, slug, level))


def _asks(case: Case, slug: str, level: str) -> str:
    """Return `required` or `recommended` where `level` asks this system for the subject; else nothing."""
    if slug == "rail-license":
        return "recommended" if level in ("downloadable", "fully-open") and case.ledger.generative else ""
    subject = all_subjects()[slug]
    ask = subject.demand(level).ask
    return ask if ask in ("required", "recommended") and asked(case, subject) else ""


def _met(case: Case, slug: str, level: str) -> bool:
    row = case.ledger.rows[slug]
    demand = all_subjects()[slug].demand(level)
    if demand.at_most:
        return case.ledger.tree != "unknown" and reach(row.evidence.value) <= reach(demand.at_most)
    if slug == "rail-license":
        return row.evidence.value == "in-place"
    return satisfied(row, demand)


def _reference(case: Case, subjects: tuple[str, ...]) -> str:
    """Return the first reference that promise or evidence of the subjects give."""
    return next((found for slug in subjects for found in _references(case, case.ledger.rows[slug]) if found), "")


def _references(case: Case, row: Row) -> Iterator[str]:
    promise = row.promise.first()
    if promise is not None and promise.value in ("absent", "not-applicable"):
        yield f"N/A: {promise.detail}"
    elif promise is not None:
        yield promise.detail
    evidence = row.evidence.first()
    document = case.document(evidence.path) if evidence else None
    if evidence is not None and document is not None and evidence.span is not None:
        number = document.section_at(evidence.span.start)
        if number > 0:  # an anchor of the title says nothing
            yield f"#{slug_of(document.sections[number].heading.title)}"
    elif evidence is not None and evidence.origin == "tree":
        yield f"[{evidence.path}]({evidence.path})" if re.fullmatch(r"[\w./-]+", evidence.path) else ""
