"""Faults of the review: overdue, out of date, or without the keys that a team asks for."""

from __future__ import annotations

from collections.abc import Iterator

from releaselint import filenames
from releaselint.findings.case import Case, Hit, Plain
from releaselint.findings.names import printable, quoted
from releaselint.ledger.declaration import day_of
from releaselint.ledger.metadata import linked_licenses
from releaselint.ledger.model import Ledger
from releaselint.subjects import slugs
from releaselint.vocabulary import UNSTATED


def overdue(case: Case) -> Iterator[Hit]:
    """The day by which the release had to be reviewed has passed."""
    declaration = case.declaration
    until = declaration.get("review-by") if declaration else None
    if declaration is None or not isinstance(until, str):
        return
    day = day_of(until)  # of what is no date, declaration-invalid tells
    if day is not None and day < case.today:
        yield Hit(document=declaration.document, span=declaration.span("review-by"), values={"day": Plain(until)})


def keys_missing(case: Case) -> Iterator[Hit]:
    """The declaration lacks keys that the configuration requires."""
    declaration = case.declaration
    if declaration is None:
        return
    lacking = [key for key in case.required if not declaration.values.get(key)]
    if lacking:
        yield Hit(values={"keys": Plain(", ".join(map(quoted, lacking)))}, key=" ".join(lacking))


def approval_stale(case: Case) -> Iterator[Hit]:
    """Level, license, weights or guardrails differ from the revision that was approved."""
    declaration = case.declaration
    revision = declaration.get("reviewed", "revision") if declaration else None
    if declaration is None or not isinstance(revision, str) or not revision:
        return
    past = case.approved(revision)
    if past is None:
        return
    ledger, changed = past
    told = list(_changes(ledger, case.ledger))
    linked = linked_licenses(case.cards)
    weights = [path for path in changed if filenames.is_own_weights(path)]
    licenses = [path for path in changed if filenames.is_license(path) or path in linked]
    for what, files in (("weights", weights), ("license text", licenses)):
        if files:
            more = f" and {len(files) - 2} more" if len(files) > 2 else ""
            told.append(f"{what} ({', '.join(printable(path) for path in files[:2])}{more})")
    if told:
        yield Hit(
            document=declaration.document,
            span=declaration.span("reviewed", "revision"),
            values={"revision": revision, "changes": Plain(", ".join(told))},
            key=", ".join(told),
        )


def _changes(then: Ledger, now: Ledger) -> Iterator[str]:
    if then.level != now.level:
        yield f"level ({quoted(then.level)} to {quoted(now.level)})"
    elif then.standing != now.standing:
        yield f"finished stages ({quoted(then.standing or UNSTATED)} to {quoted(now.standing or UNSTATED)})"
    elif now.declared == "staged" and _finished(now) > _finished(then):
        yield f"finished stages ({_finished(then)} to {_finished(now)})"
    before, after = then.licensing.promise.text, now.licensing.promise.text
    if before != after:
        yield f"license ({quoted(before) if before else 'none'} to {quoted(after) if after else 'none'})"
    if then.gate != now.gate:
        yield f"gate ({_gate(then)} to {_gate(now)})"
    for slug in slugs("guardrail"):
        old, new = then.rows[slug].promise.value, now.rows[slug].promise.value
        if old != new:
            yield f"{slug} ({quoted(old)} to {quoted(new)})"


def _gate(ledger: Ledger) -> str:
    return quoted(ledger.gate) if ledger.gate != UNSTATED else "none"


def _finished(ledger: Ledger) -> int:
    return sum(stage.status == "done" for stage in ledger.stages)
