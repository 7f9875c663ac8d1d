"""A staged release is judged by its most open finished stage, and by its plan as of today."""

from __future__ import annotations

import datetime
import pathlib

import pytest
from command import run, written

import releaselint

CARD = """\
---
license: openrail
release:
  access: staged
  stages:
    - {name: small, date: 2026-02-01, access: api, status: STATUS, evaluation: "#evaluation"}
    - {name: large, date: 2026-08-01, access: downloadable, status: planned, criteria: no misuse}
---
# Heron

## Evaluation

81 % of letters.
"""


def rules(folder: pathlib.Path, today: str, group: str = "staged") -> list[str]:
    report = releaselint.check(folder, select=[group], isolated=True, today=datetime.date.fromisoformat(today))
    return [f"{finding.place.line if finding.place else ''} {finding.rule}" for finding in report.findings]


@pytest.mark.parametrize(
    ("today", "found"),
    [
        ("2026-01-31", []),
        ("2026-02-01", []),
        ("2026-02-02", ["6 stage-overdue"]),
        ("2026-08-02", ["6 stage-overdue", "7 stage-overdue"]),
    ],
)
def test_a_planned_stage_is_overdue_from_the_day_after_its_date(
    today: str, found: list[str], tmp_path: pathlib.Path
) -> None:
    written(tmp_path, {"README.md": CARD.replace("STATUS", "planned")})
    assert rules(tmp_path, today) == found


def test_a_finished_stage_owes_what_its_level_asks_and_a_planned_one_does_not(tmp_path: pathlib.Path) -> None:
    for status, severity in (("planned", "note"), ("done", "error")):
        written(tmp_path, {"README.md": CARD.replace("STATUS", status)})
        (found,) = releaselint.check(tmp_path, select=["rate-limiting-missing"], isolated=True).findings
        assert found.severity == severity


def test_a_checklist_is_for_the_level_that_holds_now_and_may_say_so(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(written(tmp_path, {"README.md": CARD.replace("STATUS", "done")}))
    text = run("checklist").out
    assert text.splitlines()[0].endswith(": api <!-- releaselint: api -->")
    written(tmp_path, {"RELEASE_CHECKLIST.md": text})
    assert rules(tmp_path, "2026-03-01", "checklist-contradicts-card") == []


def test_a_date_that_no_calendar_has_is_told_and_never_overdue(tmp_path: pathlib.Path) -> None:
    written(tmp_path, {"README.md": CARD.replace("STATUS", "planned").replace("2026-02-01", "2026-02-30")})
    assert rules(tmp_path, "2026-07-01") == []
    assert rules(tmp_path, "2026-07-01", "declaration-invalid") == ["6 declaration-invalid"]
