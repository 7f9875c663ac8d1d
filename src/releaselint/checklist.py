"""Writes a release checklist as a view of the ledger, and refreshes one without losing what people wrote into it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from typing import Final

from releaselint.document.model import Document
from releaselint.errors import UsageError
from releaselint.findings.asks import satisfied
from releaselint.findings.case import Case
from releaselint.findings.checklists import asks, rule_of
from releaselint.findings.edits import applied
from releaselint.findings.model import Edit
from releaselint.findings.names import printable
from releaselint.findings.silence import silence_of
from releaselint.ledger.checklist import Item, Template, items_of, level_marks, templates
from releaselint.ledger.model import Row
from releaselint.propose import edited, ensure_model
from releaselint.regex import regex
from releaselint.subjects import all_subjects
from releaselint.text import Span
from releaselint.vocabulary import UNSTATED, reach

MAX_ITEMS: Final = 12
_PHASES: Final = {"before": "Before", "release": "At release", "after": "After"}
_AUTO: Final = "(auto)"
_AUTO_WORD = regex(r" ?\(auto\)")
_TICK = regex(r"\[([ xX])\]")
_ANGLES = regex(r"[<>]")
_MARKER = regex(r"(?<!\s)\s*+<!--\s{0,9}rl:")


def _harmless(text: str) -> str:
    """Return a word of the release as part of a line of Markdown: no markup, no comment, no line of its own."""
    return printable(_ANGLES.sub("", text).replace("#", "").replace("[", "(").replace("]", ")"))


def checklist_text(case: Case, level: str | None = None) -> str:
    """Return a new checklist for `level`, by default the declared or evident one.

    Raises UsageError where there is none, and for the card of something else than a model.
    """
    ensure_model(case)
    ledger = case.ledger
    chosen = level or ledger.standing or (ledger.evident if ledger.evident != UNSTATED else None)
    if chosen is None:
        raise UsageError("no access level is declared or evident; name one with --level")
    declaration = case.declaration
    owner, board, until = (
        _harmless(str(value)) if value else placeholder
        for value, placeholder in (
            (declaration.get("owner") if declaration else None, "@…"),
            (declaration.get("reviewed", "by") if declaration else None, "@…"),
            (declaration.get("review-by") if declaration else None, "YYYY-MM-DD"),
        )
    )
    name = _harmless(case.release.name) or "release"
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


def updated_file(case: Case, file: str, level: str | None = None) -> bytes:
    """Return the bytes of the checklist `file`, one of the release's texts, refreshed; raises UsageError."""
    wanted = os.path.normpath(file).replace(os.sep, "/")
    document = next((card for card in case.cards if os.path.normpath(case.release.shown(card.path)) == wanted), None)
    if document is None:
        raise UsageError(f"'{file}' is no checklist of the release at '{case.release.path}'")
    return edited(case, document, lambda card: updated(case, card, level))[1]


def updated(case: Case, document: Document, level: str | None = None) -> str:
    """Return the checklist refreshed: what the tool ticks is judged anew, for `level` or the one that holds now.

    Ticks, notes, words and the order of people stay; what is required and has no item yet is added to its phase.
    Raises UsageError where the text holds no item of a release checklist.
    """
    items = list(items_of([document]))
    if not items:
        raise UsageError(f"'{case.release.shown(document.path)}' holds no item of a release checklist")
    marks = list(level_marks([document]))
    ledger = case.ledger
    chosen = level or ledger.standing or (marks[0][2] if marks else ledger.evident)
    edits = [
        _marked(document, span, old, chosen)
        for _, span, old in marks
        if old != chosen and (level or old != ledger.declared)
    ]
    edits += [Edit(*item.span, _refreshed(case, item, document.slice(item.span), chosen)) for item in items]
    held = {slug for item in items for slug in item.subjects}
    ending = document.lines.first_ending
    added: dict[int, str] = {}
    for new in _wanted(case, chosen):
        if _required(case, new, chosen) and not held.intersection(new.subjects):
            last = max((item.span.end for item in items if _phase(item) == new.phase), default=items[-1].span.end)
            end = _line_end(document, last)
            added[end] = added.get(end, "") + ending + _line(case, new, chosen)
    edits += [Edit(end, end, text) for end, text in added.items()]
    return applied(document.text, edits)


def _marked(document: Document, span: Span, old: str, new: str) -> Edit:
    """Return the edit that brings a heading's marker up to date, and the word before it where that is the old level."""
    before = document.text[: span.start].rstrip(" ")
    start = len(before) - len(old) if before.endswith(f": {old}") else span.start
    return Edit(start, span.end, f"{f'{new} ' if start < span.start else ''}<!-- releaselint: {new} -->")


def _phase(item: Item) -> str:
    return next((one.phase for one in templates() if one.subjects == item.subjects), "")


def _line_end(document: Document, offset: int) -> int:
    index = document.lines.index(offset)
    return document.lines.starts[index] + len(document.lines.line(index))


def _refreshed(case: Case, item: Item, line: str, level: str) -> str:
    """Return an item's text with the tool's own tick and words brought up to date; a person's tick is never touched."""
    if item.ticked and not item.auto:
        return line
    same = [one for one in templates() if one.subjects == item.subjects]
    fitting = next((one for one in same if level in one.levels), None)
    if fitting is not None and len(same) > 1:
        for other in same:
            line = line.replace(other.text, fitting.text, 1) if other is not fitting else line
        if not fitting.wording.said_in(line):
            return line  # a person's words for it: who knows which of them is meant
    known = fitting is not None and _is_known(case, item.subjects, level)
    if known and not item.ticked and not item.reason:
        line = _AUTO_WORD.sub("", line, count=1)
        reference = _reference(case, item.subjects)
        marker = _MARKER.search(line)
        at = marker.start() if marker else len(line.rstrip())
        added = f" {reference}" if reference and reference not in line else ""
        line = f"{line[:at]}{added} {_AUTO}{line[at:]}"
        return _TICK.sub("[x]", line, count=1)
    if not known and item.auto and item.ticked:
        return _TICK.sub("[ ]", _AUTO_WORD.sub("", line, count=1), count=1)
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
    bounded = any(all_subjects()[slug].demand(level).at_most for slug in item.subjects)
    reference = _reference(case, item.subjects) if known or not bounded else ""  # no evidence of the opposite
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
    return asks(case, slug, level)


def _met(case: Case, slug: str, level: str) -> bool:
    row = case.ledger.rows[slug]
    demand = all_subjects()[slug].demand(level)
    if demand.at_most:
        return case.ledger.tree != "unknown" and reach(row.evidence.value) <= reach(demand.at_most)
    if slug == "rail-license":
        return row.evidence.value == "in-place" or rule_of(slug) in silence_of(case).waived
    return satisfied(row, demand)


def _reference(case: Case, subjects: tuple[str, ...]) -> str:
    """Return the first reference that promise or evidence of the subjects give."""
    return next((found for slug in subjects for found in _references(case, case.ledger.rows[slug]) if found), "")


def _references(case: Case, row: Row) -> Iterator[str]:
    # What another item of a checklist says is no reference for this one.
    promise = next((claim for claim in row.promise.claims if claim.origin != "checklist"), None)
    detail = printable(_ANGLES.sub("", promise.detail), 200) if promise is not None else ""
    if promise is not None and promise.value == "not-applicable":
        yield f"N/A: {detail}"
    elif promise is not None and promise.value not in ("absent", "planned"):
        yield detail
    evidence = row.evidence.first()
    yield case.anchor(evidence)
    if evidence is not None and case.document(evidence.path) is None:  # a file, or a page beside the card
        yield f"[{evidence.path}]({evidence.path})" if re.fullmatch(r"[\w./-]+", evidence.path) else ""
