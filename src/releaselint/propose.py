"""Proposes a declaration from the evidence, with comments, and puts it into a card without touching anything else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from releaselint.document import parse
from releaselint.document.model import Document
from releaselint.errors import UsageError
from releaselint.findings.asks import asked, satisfied
from releaselint.findings.case import Case
from releaselint.findings.guards import can_hold
from releaselint.findings.names import printable, wording
from releaselint.findings.rule import all_rules
from releaselint.findings.wrong_kind import not_a_model_card
from releaselint.ledger.checklist import is_named_checklist
from releaselint.ledger.model import Row
from releaselint.records import replace
from releaselint.regex import regex
from releaselint.source import SourceText
from releaselint.subjects import all_subjects, slugs
from releaselint.vocabulary import UNSTATED

_WIDTH: Final = 46
_CUT: Final = 70
_MARKS: Final = regex(r"^[#>|*\s-]+|[*`|]+")
#: Guardrails whose evidence is never an anchor: the license and the card themselves.
_PLAIN: Final = {"documentation": "in-place", "rail-license": "in-place"}


def proposal(case: Case, level: str | None = None) -> str:
    """Return the `release:` block that the evidence of `case` supports; `level` overrides the evident one.

    Raises UsageError where the release is declared already, where its card is of something else than a model, or where
    no level is given or evident.
    """
    ledger = case.ledger
    if case.declaration is not None:
        raise UsageError(f"'{case.release.shown(case.declaration.document.path)}' declares the release already")
    ensure_model(case)
    chosen = level or (ledger.evident if ledger.evident != UNSTATED else None)
    if chosen is None:
        beside = f" ('{case.release.tree.untracked[0]}' is not tracked by git)" if case.release.tree.untracked else ""
        raise UsageError(f"the evidence shows no access level{beside}; name one with --level")
    return "\n".join(["release:", *_lines(case, chosen)]) + "\n"


def ensure_model(case: Case) -> None:
    """Raise UsageError for a text of another kind, which has no access to declare, in the words of the rule.

    And for a card that could not be read: nobody knows what it says.
    """
    if case.is_unread():
        trouble = case.release.troubles[0]
        raise UsageError(f"'{printable(case.release.shown(trouble.path))}' {printable(trouble.reason)}")
    rule = all_rules()["not-a-model-card"]
    for hit in not_a_model_card(case):
        raise UsageError(wording(rule.message, case.ledger, hit.values))


def _lines(case: Case, level: str) -> Iterator[str]:
    ledger, rows = case.ledger, case.ledger.rows
    evident = ledger.evident
    told = _place(case, rows["access"])
    if level != evident:
        told = f"as you said; the evidence shows {evident}: {told}" if evident != UNSTATED else "as you said"
    yield _line(f"  access: {level}", told)
    if level == "staged":
        yield "  stages:"
        yield _line("    - {name: first, date: YYYY-MM-DD, access: api, status: planned}", "one line a stage, in order")
    lacking = [slug for slug in all_subjects() if _lacks(case, slug, level)]
    components = [slug for slug in lacking if rows[slug].kind == "component"]
    if components:
        yield "  # components:"
        for slug in components:
            demand = all_subjects()[slug].demand(level)
            least = f"{{{demand.at_least}: URL}}" if slug == "query-interface" else demand.at_least or demand.at_most
            yield _line(f"  #   {slug}: {least}", f"{demand.ask}: {demand.reason}")
    guardrails = [slug for slug in slugs("guardrail") if _is_kept(case, slug, level)]
    asked_for = [slug for slug in lacking if rows[slug].kind == "guardrail"]
    if guardrails or asked_for:
        yield "  guardrails:" if guardrails else "  # guardrails:"
    for slug in guardrails:
        yield _line(f"    {slug}: {_evidence(case, rows[slug])}", _place(case, rows[slug]))
    for slug in asked_for:
        demand = all_subjects()[slug].demand(level)
        offer, instead = "URL, '#anchor' or {not-applicable: reason}", ""
        if slug == "documentation":  # which any system can have, and whose sections are looked for in the card itself
            missing = all_subjects()[slug].missing
            offer, instead = "URL", f"or {missing.fix}; " if missing is not None else ""
        yield _line(f"  #   {slug}: {offer}", f"{instead}{demand.ask}: {demand.reason}")
    concerns = [
        slug for slug in slugs("concern") if rows[slug].evidence.stated and case.anchor(rows[slug].evidence.first())
    ]
    if concerns:
        yield "  concerns:"
        for slug in concerns:
            yield _line(f"    {slug}: {_evidence(case, rows[slug])}", _place(case, rows[slug]))
    yield "  # report-harm: URL"
    yield "  # owner: TEAM"


def _is_kept(case: Case, slug: str, level: str) -> bool:
    """Tell whether the evidence shows a guardrail that `level` can hold: another is no promise to make."""
    row = case.ledger.rows[slug]
    return row.evidence.value == "in-place" and can_hold(case.ledger, row, all_subjects()[slug].demand(level))


def _lacks(case: Case, slug: str, level: str) -> bool:
    subject = all_subjects()[slug]
    demand = subject.demand(level)
    row = case.ledger.rows[slug]
    if subject.kind not in ("component", "guardrail") or demand.ask != "required" or slug == "rail-license":
        return False
    return asked(case.ledger, subject) and not satisfied(row, demand)


def _line(text: str, comment: str) -> str:
    return f"{text:<{_WIDTH}}  # {comment}" if comment else text


def _place(case: Case, row: Row) -> str:
    """Return what shows the subject: the file, or the words. Lines are not named, since the block moves them."""
    claim = row.evidence.first()
    if claim is None:
        return ""
    if claim.origin == "tree":
        return printable(f"{claim.path} ({claim.detail})" if claim.detail else claim.path, _CUT)
    words = printable(_MARKS.sub(" ", claim.excerpt), _CUT)
    sure = claim.certain or claim.origin == "heading"
    path = "" if case.cards and claim.path == case.cards[0].path else f"{printable(claim.path)}: "
    return f"{path}{words}" if sure else f"as read in: {path}{words}"


def _evidence(case: Case, row: Row) -> str:
    anchor = case.anchor(row.evidence.first())
    return _PLAIN.get(row.subject) or (f'"{anchor}"' if anchor else "in-place")


def inserted(document: Document, block: str) -> str:
    """Return the card's text with `block` as the last key of its front matter, or as a new front matter.

    Everything else stays as it is, line endings included. Raises UsageError where the front matter is at fault,
    or where it cannot take a key at its end.
    """
    text, front = document.text, document.front
    ending = document.lines.ending
    block = block.replace("\n", ending)
    if front is None:
        lead = ending if text and not text.startswith(ending) else ""
        result = f"---{ending}{block}---{ending}{lead}{text}"
    else:
        if front.fault is not None or (front.unseen and front.values):
            reason = front.unseen or (front.fault.message if front.fault else "")
            raise UsageError(f"the front matter of '{document.path}' has a fault, so nothing is added to it: {reason}")
        end = front.inner.end
        closed = text[:end].endswith(("\n", "\r"))  # else the last line ending belongs to the closing fence
        result = text[:end] + (block if closed else ending + block.removesuffix(ending)) + text[end:]
    _ensure_added(document, result)
    return result


def _ensure_added(document: Document, result: str) -> None:
    """Raise UsageError where the result does not hold all old values and the new key: of a flow mapping, say."""
    front = parse(SourceText(path=document.path, text=result)).front
    old = document.front.values if document.front else {}
    new = dict(front.values) if front and front.fault is None and front.unseen is None else {}
    if new.pop("release", None) is None or new != old:
        raise UsageError(f"the front matter of '{document.path}' takes no key at its end; put the block in by hand")


def declared_card(case: Case, block: str) -> tuple[str, bytes]:
    """Return the file of the release's card and its bytes with `block` in the front matter; raises UsageError."""
    if not case.cards or case.release.tree.kind == "unknown" or is_named_checklist(case.cards[0]):
        raise UsageError("there is no card in a folder to write into")
    return edited(case, case.cards[0], lambda document: inserted(document, block))


def edited(case: Case, document: Document, edit: Callable[[Document], str]) -> tuple[str, bytes]:
    """Return the file of `document` and its bytes after `edit`, its byte order mark kept; raises UsageError."""
    source = next(text for text in case.release.texts if text.path == document.path)
    if source.encoding != "utf-8":
        raise UsageError(f"'{case.release.shown(document.path)}' is not UTF-8; save it as that first")
    return case.release.shown(document.path), replace(source, text=edit(document)).encoded()
