"""Explains one rule on one release: what it looked at, what it saw, and why it spoke or was silent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from releaselint.claims import Claim
from releaselint.findings.asks import left_to, not_asked, satisfied
from releaselint.findings.case import Case
from releaselint.findings.names import conditions, fact, quoted, wording
from releaselint.findings.rule import Rule
from releaselint.findings.run import AFTERWARDS, hits_of
from releaselint.findings.silence import silence_of
from releaselint.ledger.model import Cell
from releaselint.records import replace
from releaselint.subjects import all_subjects
from releaselint.vocabulary import UNSTATED

_VERBS: Final = {
    "required": "requires it",
    "recommended": "recommends it",
    "optional": "leaves it open",
    "not-asked": "does not ask for it",
    "contradiction": "cannot hold it",
}
#: The subjects that make an access level.
_OF_ACCESS: Final = ("weights", "query-interface")
_SHOWN: Final = 8
"""Claims of a cell that are shown."""


def explain(case: Case, rule: Rule, idle: str = "") -> Iterator[str]:
    """Yield lines for people; the texts in them are not yet made harmless for a terminal.

    `idle` names what keeps the rule from running; empty where it runs.
    """
    ledger = case.ledger
    yield f"{rule.id}: {rule.summary}"
    yield f"release: {case.release.path}; declared: {ledger.declared or 'nothing'}; evident: {ledger.evident}"
    if idle:
        yield f"it does not run here: {idle} leaves it out"
    if ledger.kind != "model":
        yield f"the text looks like a {ledger.kind} card: most rules say nothing of it"
    yield from _facts("when", rule.when, case)
    if rule.means in ("require", "forbid"):
        yield from _facts(rule.means, rule.test, case)
    if rule.means == "subject":
        yield from _subject(case, rule)
    elif rule.group == "access" and ledger.declared is not None:
        for slug in _OF_ACCESS:
            yield from _cell(f"{slug}: promise", ledger.rows[slug].promise, case)
            yield from _cell(f"{slug}: evidence", ledger.rows[slug].evidence, case)
    elif rule.group == "license":
        for title, side in (("promise", ledger.licensing.promise), ("evidence", ledger.licensing.evidence)):
            yield f"license: {title}: {side.text or UNSTATED}"
            yield from _claims(side.claims, case)
    elif rule.id == "approval-stale":
        yield from _approval(case)
    yield from _hits(case, rule, idle)


def _facts(title: str, wanted: Mapping[str, Any], case: Case) -> Iterator[str]:
    for (name, values), holds in zip(wanted.items(), conditions(wanted), strict=True):
        wish = f"asked for {' or '.join(map(_word, values if isinstance(values, list) else [values]))}"
        told = "holds" if holds(case.ledger) else "does not hold"
        yield f"{title}: {name} is {_word(fact(name)(case.ledger))}; {wish}: {told}"


def _word(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _subject(case: Case, rule: Rule) -> Iterator[str]:
    subject = all_subjects()[rule.test]
    row = case.ledger.rows[subject.id]
    yield from _cell("promise", row.promise, case)
    yield from _cell("evidence", row.evidence, case)
    level = case.ledger.standing
    if level is None:
        yield "policy: no level is declared, so the policy makes no findings"
        return
    demand = row.demand
    bound = f" (at least {demand.at_least})" if demand.at_least else ""
    yield f"policy: '{level}' {_VERBS[demand.ask]}{bound}{f': {demand.reason}' if demand.reason else ''}"
    if demand.ask not in ("required", "recommended"):
        return
    unasked = not_asked(case.ledger, subject) or left_to(case.ledger, subject)
    if unasked:
        yield f"policy: it is not asked here: {unasked}"
    elif satisfied(row, demand):
        yield f"policy: satisfied by the {'evidence' if satisfied(replace(row, promise=Cell()), demand) else 'promise'}"


def _approval(case: Case) -> Iterator[str]:
    revision = case.declaration.get("reviewed", "revision") if case.declaration else None
    if not isinstance(revision, str) or not revision:
        yield "approval: the declaration names no 'reviewed.revision'"
    elif case.approved(revision) is None:
        yield f"approval: git knows no {quoted(revision)} here, or the release was not in it: nothing is compared"
    else:
        yield f"approval: compared with the release as of {quoted(revision)}"


def _cell(title: str, cell: Cell, case: Case) -> Iterator[str]:
    yield f"{title}: {cell.value}"
    yield from _claims(cell.claims, case)


def _claims(claims: Sequence[Claim], case: Case) -> Iterator[str]:
    for claim in claims[:_SHOWN]:
        path = case.release.shown(claim.path) if claim.path else case.release.path
        line = f":{claim.place.line}" if claim.place is not None else ""
        sure = "" if claim.certain else " (a reading: it satisfies, and at most warns)"
        # Not the value or the path first, which can begin like a command to a log's runner.
        yield f"  - {claim.value}, from {claim.origin} at {path}{line}{sure}: {claim.excerpt}"


def _hits(case: Case, rule: Rule, idle: str) -> Iterator[str]:
    silence = silence_of(case)
    hits = list(hits_of(case, rule))
    if rule.id in AFTERWARDS:
        yield "it looks at what all other rules do: only a whole run tells"
    elif not hits:
        told = " (nothing of what it looks for is here)" if rule.means == "python" else ""
        yield f"so it is silent{told}"
    for hit in hits:
        document, span = (hit.document, hit.span) if hit.document and hit.span else case.home()
        if hit.path is not None:
            document = None
        if rule.id in silence.waived:
            reason = f"so it is silenced by a waiver: {silence.waived[rule.id]}"
        elif silence.covers(rule.id, rule.group, document, span.start if span else 0):
            reason = "so it is silenced by an ignore comment"
        else:
            reason = "so it would speak" if idle else "so it speaks"
        line = f" at {case.release.shown(document.path)}:{document.place(span).line}" if document and span else ""
        yield f"{reason}{line}: {wording(hit.message or rule.message, case.ledger, hit.values)}"
        for piece in hit.evidence:
            yield f"  evidence: {piece.path or case.release.path}{f':{piece.line}' if piece.line else ''}: {piece.text}"
