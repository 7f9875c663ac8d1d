"""Faults of a staged release: its plan, the order of its stages, and the dates that have passed."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Final

from releaselint.findings.case import Case, Hit, Plain
from releaselint.findings.denials import PATH
from releaselint.findings.names import quoted
from releaselint.ledger.declaration import day_of
from releaselint.ledger.model import Stage, reached_by
from releaselint.records import replace
from releaselint.vocabulary import STAGE_LEVELS, openness

_A_DAY: Final = datetime.timedelta(days=1)
"""By which a date elsewhere on the globe is ahead."""


def missing(case: Case) -> Iterator[Hit]:
    """A staged release has no stages: nobody can tell what comes when."""
    if case.ledger.declared == "staged" and not case.ledger.stages:
        yield Hit()


def order(case: Case) -> Iterator[Hit]:
    """A stage is dated before the one that it follows, or is done before its day, or while an earlier one is not."""
    latest: Stage | None = None
    planned: Stage | None = None
    for stage in case.ledger.stages:
        day = day_of(stage.date)
        if stage.status == "done" and day is not None and day > case.today + _A_DAY:
            yield _hit(case, stage, "date", fault=Plain(f"is done, but dated {stage.date}, which is to come"))
        elif stage.status == "done" and planned is not None:
            told = f"is done, but the earlier stage {name_of(planned)} is planned"
            yield _hit(case, stage, "status", fault=Plain(told))
        elif stage.date and latest is not None and stage.date < latest.date:
            told = f"is dated {stage.date}, before {latest.date} of the earlier stage {name_of(latest)}"
            yield _hit(case, stage, "date", fault=Plain(told))
        if stage.date and (latest is None or stage.date >= latest.date):
            latest = stage
        planned = planned or (stage if stage.status == "planned" else None)


def narrows(case: Case) -> Iterator[Hit]:
    """A later stage of the same artifact is less open: what was downloaded cannot be recalled.

    Without an artifact, a stage of another name may be of another thing: "124M", "1.5B".
    """
    widest: dict[tuple[str, str], Stage] = {}
    for stage in case.ledger.stages:
        if stage.access not in STAGE_LEVELS:
            continue  # declaration-invalid tells
        key = (stage.artifact, "" if stage.artifact else stage.name)
        before = widest.get(key)
        if before is not None and openness(stage.access) < openness(before.access):
            what = "what is called so" if stage.name else "the release"
            what = f"the artifact {quoted(stage.artifact)}" if stage.artifact else what
            yield _hit(case, stage, "access", level=stage.access, before=before.access,
                       earlier=Plain(name_of(before)), what=Plain(what))  # fmt: skip
        if before is None or openness(stage.access) > openness(before.access):
            widest[key] = stage


def overdue(case: Case) -> Iterator[Hit]:
    """The date of a planned stage has passed."""
    for stage in case.ledger.stages:
        day = day_of(stage.date)
        if stage.status == "planned" and day is not None and day < case.today:
            yield _hit(case, stage, "date", date=Plain(stage.date))


def without_evaluation(case: Case) -> Iterator[Hit]:
    """A finished stage names no evaluation on which the next could be decided, or one that is not there."""
    for stage in case.ledger.stages:
        if stage.status != "done":
            continue
        path = stage.evaluation
        if not path:
            yield _hit(case, stage)
        elif PATH.fullmatch(path) and case.ledger.tree != "unknown" and not case.holds(path):
            told = "stage {stage} is done, and no file lies at {path}, which it names as its evaluation"
            hit = _hit(case, stage, "evaluation", path=path)
            yield replace(hit, message=told, help="correct the path, or add the file")


def complete(case: Case) -> Iterator[Hit]:
    """All stages are done, so the release is not staged any more."""
    level = case.ledger.standing
    finished = level not in (None, "staged") and all(stage.status == "done" for stage in case.ledger.stages)
    if level and finished and case.ledger.declared == "staged":
        told = f"declare {quoted(level)}, and keep the stages as history"
        yield Hit(values={"level": level}, help=told)


def beyond_declared(case: Case) -> Stage | None:
    """Return the finished stage that is more open than the release is declared to be."""
    declared, reached = case.ledger.declared, reached_by(case.ledger.stages)
    if not declared or not reached or declared == "staged" or openness(reached) <= openness(declared):
        return None
    return _first(case, "done", reached)


def short_of_declared(case: Case) -> Stage | None:
    """Return the planned stage of the declared level, where those that are done are less open."""
    declared, reached = case.ledger.declared, reached_by(case.ledger.stages)
    if not declared or not reached or openness(reached) >= openness(declared):
        return None
    return _first(case, "planned", declared)


def _first(case: Case, status: str, level: str) -> Stage | None:
    return next((one for one in case.ledger.stages if one.status == status and one.access == level), None)


def _hit(case: Case, stage: Stage, key: str = "", **values: str) -> Hit:
    declaration = case.declaration
    pointer: tuple[str | int, ...] = ("stages", stage.number, key) if key else ("stages", stage.number)
    return Hit(
        document=declaration.document if declaration else None,
        span=declaration.span(*pointer) if declaration else None,
        subject="access",
        values={"stage": Plain(name_of(stage)), **values},
    )


def name_of(stage: Stage) -> str:
    """Return how messages call a stage."""
    return quoted(stage.name or stage.artifact) if stage.name or stage.artifact else f"number {stage.number + 1}"
