"""Waivers, reviews and approvals: what sets a rule aside, for how long, and what is said where it does not."""

from __future__ import annotations

import datetime
import pathlib
from collections.abc import Sequence

import pytest
from command import git, run, written

import releaselint
from releaselint.findings.waivers import LOUD

TODAY = datetime.date(2026, 6, 1)
CARD = """\
---
license: mit
pipeline_tag: text-generation
release:
  access: downloadable
  waivers:
WAIVERS
---
# Heron

Questions: <heron@example.org>
"""
RULE = "weights-without-rail-license"


@pytest.fixture(autouse=True)
def folder(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> pathlib.Path:
    monkeypatch.chdir(written(tmp_path, {"heron/model.safetensors": "x"}))
    return tmp_path


def found(
    select: Sequence[str] = (RULE, "linter"), today: datetime.date = TODAY, *, release: str = "heron"
) -> list[str]:
    """Return what is found: rule and message, with the evidence behind it."""
    report = releaselint.check(release, select=select, today=today)
    return [
        f"{one.place.line if one.place else ''} {one.rule}: {one.message}"
        + "".join(f" ({piece.path}:{piece.line})" for piece in one.evidence if piece.line)
        for one in report.findings
    ]


def waived(folder: pathlib.Path, *waivers: str) -> None:
    text = "\n".join(f"  - {{{waiver}}}" for waiver in waivers)
    written(folder, {"heron/README.md": CARD.replace("WAIVERS", text)})


SPEAKS = f"2 {RULE}: weights can be downloaded under 'mit', which does not restrict harmful uses"


@pytest.mark.parametrize(
    ("waiver", "says"),
    [
        (f"rule: {RULE}, reason: legal decides in autumn", []),
        (f"rule: {RULE}, reason: legal decides in autumn, until: 2026-06-01", []),
        (
            f"rule: {RULE}, reason: legal decides in autumn, until: 2026-05-31",
            [SPEAKS, f"7 waiver-expired: the waiver of '{RULE}' ran out on 2026-05-31"],
        ),
        (
            f"rule: {RULE}, until: 2026-07-01",
            [SPEAKS, f"7 waiver-without-reason: the waiver of '{RULE}' gives no reason, so it waives nothing"],
        ),
        (f"rule: {RULE}, reason: x, until: 2026-02-30", [SPEAKS]),
        (
            "rule: weights-without-rail-licence, reason: x",
            [
                SPEAKS,
                "7 unknown-ignore: there is no rule 'weights-without-rail-licence'; "
                "did you mean 'weights-without-rail-license'?",
            ],
        ),
        (
            "rule: guardrails, reason: x",
            [SPEAKS, "7 unknown-ignore: there is no rule 'guardrails'; it is a group, and a waiver is of one rule"],
        ),
        (
            "rule: file-unreadable, reason: x",
            [
                SPEAKS,
                "7 waiver-not-allowed: the waiver of 'file-unreadable' is of no use: the rule speaks of the linter's "
                "own work, and nothing silences it",
            ],
        ),
    ],
)
def test_a_waiver_needs_a_reason_a_rule_and_a_day_to_come(waiver: str, says: list[str], folder: pathlib.Path) -> None:
    waived(folder, waiver)
    assert found() == says


def test_a_day_that_no_calendar_has_is_told(folder: pathlib.Path) -> None:
    waived(folder, f"rule: {RULE}, reason: x, until: 2026-02-30")
    told = "7 declaration-invalid: 'waivers[0].until' must be a date such as 2026-05-02, not '2026-02-30'"
    assert found(["declaration-invalid"]) == [told]


def test_a_waiver_that_silences_nothing_is_told_of_rules_that_ran(folder: pathlib.Path) -> None:
    waived(folder, f"rule: {RULE}, reason: x", "rule: contact-missing, reason: y", "rule: license-unknown, reason: z")
    assert found() == []
    assert found([RULE, "license-unknown", "linter"]) == [
        "9 unused-ignore: this waiver silences nothing: 'license-unknown'"
    ]


def test_of_a_text_whose_files_nobody_knows_no_waiver_is_called_unused(folder: pathlib.Path) -> None:
    waived(folder, f"rule: {RULE}, reason: x")
    card = (folder / "heron/README.md").read_text()
    ran = run("check", "--stdin-filename", "README.md", "--select", f"{RULE},linter", "-q", stdin=card)
    assert ran == (0, "", "")


CENTRAL = """\
max-days: 90
unwaivable: [license-unknown]
repositories:
  acme/*:
  - {rule: weights-without-rail-license, reason: decided for all, by: board, until: 2026-08-01}
  acme/heron:
  - {rule: license-unknown, reason: x, until: 2026-08-01}
  - {rule: contact-missing, reason: x}
  - {rule: contact-missing, reason: x, until: 2027-01-01}
  - {rule: contact-missing, reason: x, until: soon}
  - {rule: contact-missing, until: 2026-08-01}
  - {rule: contact-mising, reason: x, until: 2026-08-01}
  stork:
  - {rule: contact-missing}
"""


def test_a_central_file_waives_for_its_repositories_and_is_told_by_file_and_line(folder: pathlib.Path) -> None:
    config = 'waivers = "governance/waivers.yaml"\nrepository = "acme/heron"\n'
    written(folder, {"governance/waivers.yaml": CENTRAL, "releaselint.toml": config})
    written(folder, {"heron/README.md": CARD.replace("  waivers:\nWAIVERS\n", "")})
    file = "governance/waivers.yaml"
    assert found() == [
        f"5 unknown-ignore: there is no rule 'contact-mising'; did you mean 'contact-missing'? ({file}:12)",
        f"5 waiver-expired: the waiver of 'contact-missing' ends on 'soon', which is no date ({file}:10)",
        "5 waiver-not-allowed: the waiver of 'license-unknown' is not allowed: the rule is on the list of those that "
        f"nothing waives ({file}:7)",
        f"5 waiver-not-allowed: the waiver of 'contact-missing' is without an end; 90 days are allowed ({file}:8)",
        f"5 waiver-not-allowed: the waiver of 'contact-missing' is until 2027-01-01; 90 days are allowed ({file}:9)",
        f"5 waiver-without-reason: the waiver of 'contact-missing' gives no reason, so it waives nothing ({file}:11)",
    ]


def test_the_central_file_bounds_the_waivers_of_every_release(folder: pathlib.Path) -> None:
    written(folder, {"waivers.yaml": CENTRAL, "releaselint.toml": 'waivers = "waivers.yaml"\n'})
    waived(folder, f"rule: {RULE}, reason: x")
    assert found() == [
        SPEAKS,
        f"7 waiver-not-allowed: the waiver of '{RULE}' is without an end; 90 days are allowed",
    ]


def test_no_comment_is_written_for_what_nothing_waives(folder: pathlib.Path) -> None:
    card = CARD.replace("license: mit", "license: my-own").replace("  waivers:\nWAIVERS\n", "")
    written(folder, {"heron/README.md": card, "waivers.yaml": "unwaivable: [license-unknown]\n"})
    written(folder, {"releaselint.toml": 'waivers = "waivers.yaml"\nselect = ["license-unknown", "linter"]\n'})
    assert run("check", "heron", "--add-ignore", "later", "--format", "concise").err == (
        "releaselint: what no comment can silence is left in 'heron': 1\n"
    )
    assert (folder / "heron/README.md").read_text() == card


def test_a_repository_goes_by_its_configuration_else_the_environment_else_by_the_checkout_s_folder(
    folder: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("GITHUB_REPOSITORY", raising=False)
    central = "repositories:\n  NAME: [{rule: weights-without-rail-license, reason: x}]\n"
    written(folder, {"heron/README.md": CARD.replace("  waivers:\nWAIVERS\n", "")})
    git(folder, "init", "-q")
    git(folder, "add", "-A")
    written(folder, {"releaselint.toml": 'waivers = "waivers.yaml"\n'})
    written(folder, {"waivers.yaml": central.replace("NAME", folder.name)})
    assert found([RULE]) == []
    written(folder, {"waivers.yaml": central.replace("NAME", "acme/heron")})
    assert found([RULE]) == [SPEAKS]
    monkeypatch.setenv("GITHUB_REPOSITORY", "acme/heron")
    assert run("check", "heron", "--select", RULE, "--fail-on", "note").code == 0
    assert 'repository = "acme/heron"  # GITHUB_REPOSITORY' in run("config").out.splitlines()
    written(folder, {"releaselint.toml": 'waivers = "waivers.yaml"\nrepository = "acme/stork"\n'})
    assert found([RULE]) == [SPEAKS]
    assert 'repository = "acme/stork"  # releaselint.toml' in run("config").out.splitlines()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("- a\n", "1: 'file of waivers' must be a mapping, not a list"),
        ("max-days: 90\nmaxdays: 3\n", "2: unknown key 'maxdays' in 'file of waivers'; did you mean 'max-days'?"),
        ("max-days: soon\n", "1: 'max-days' must be a whole number of days from 1 to 36500, not 'soon'"),
        ("unwaivable: license-unknown\n", "1: 'unwaivable' must be a list, not a text"),
        ("unwaivable:\n- licence-unknown\n", "2: there is no rule 'licence-unknown'; did you mean 'license-unknown'?"),
        ("repositories: [a]\n", "1: 'repositories' must be a mapping, not a list"),
        ("repositories:\n  a: b\n", "2: 'repositories.a' must be a list, not a text"),
        ("repositories:\n  a:\n  - b\n", "3: 'repositories.a[0]' must be a mapping, not a text"),
        ("repositories:\n  a:\n  - reason: y\n", "3: 'repositories.a[0]' needs the key 'rule'"),
        (
            "repositories:\n  a:\n  - rule: x\n    resaon: y\n",
            "4: unknown key 'resaon' in 'repositories.a[0]'; did you mean 'reason'?",
        ),
        ("a: [\n", "2: is not valid YAML: did not find expected node content while parsing a flow node"),
    ],
)
def test_a_broken_central_file_is_one_sentence_with_its_line(text: str, told: str, folder: pathlib.Path) -> None:
    written(folder, {"waivers.yaml": text, "releaselint.toml": 'waivers = "waivers.yaml"\n'})
    waived(folder, f"rule: {RULE}, reason: x")
    assert run("check", "heron") == (2, "", f"releaselint: waivers.yaml:{told}\n")


@pytest.mark.parametrize("rule", sorted(LOUD))
def test_nothing_waives_the_linter_s_own_troubles(rule: str, folder: pathlib.Path) -> None:
    waived(folder, f"rule: {rule}, reason: x")
    written(folder, {"heron/MODEL_CARD.md": b"\xff\n"})
    assert [line.split()[1] for line in found(["file-unreadable", "waiver-not-allowed"]) if ":" in line][-1:] == [
        "waiver-not-allowed:"
    ]
    assert any("file-unreadable: " in line for line in found(["file-unreadable"]))


APPROVED = """\
---
license: mit
release:
  access: downloadable
  reviewed: {by: ai-board, on: 2026-05-02, revision: v1}
---
# Heron
"""


def staged(folder: pathlib.Path, files: dict[str, str]) -> None:
    written(folder, files)
    git(folder, "add", "-A")


def approve(folder: pathlib.Path) -> None:
    git(folder, "init", "-q")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "one")
    git(folder, "tag", "v1")


def test_an_approval_is_stale_once_level_license_weights_or_guardrails_change(folder: pathlib.Path) -> None:
    written(folder, {"heron/README.md": APPROVED, "heron/LICENSE": "MIT License\n", "other/model.safetensors": "x"})
    approve(folder)
    assert found(["approval-stale"]) == []
    staged(folder, {"heron/README.md": APPROVED + "\nMore words.\n", "other/model.safetensors": "y"})
    assert found(["approval-stale"]) == []
    begin = "5 approval-stale: changed since 'v1' was approved: "
    staged(folder, {"heron/model.safetensors": "y"})
    assert found(["approval-stale"]) == [begin + "weights (model.safetensors)"]
    staged(folder, {"heron/model.safetensors": "x", "heron/LICENSE": "MIT License, and more\n"})
    assert found(["approval-stale"]) == [begin + "license text (LICENSE)"]
    staged(folder, {"heron/LICENSE": "MIT License\n", "heron/README.md": APPROVED.replace("mit", "apache-2.0")})
    assert found(["approval-stale"]) == [begin + "license ('mit' to 'apache-2.0')"]
    staged(folder, {"heron/README.md": APPROVED.replace("downloadable", "fully-open")})
    assert found(["approval-stale"]) == [begin + "level ('downloadable' to 'fully-open')"]
    guardrail = "downloadable\n  guardrails: {content-filter: internal:X}"
    staged(folder, {"heron/README.md": APPROVED.replace("downloadable", guardrail)})
    assert found(["approval-stale"]) == [
        begin.replace("5", "6") + "content-filter ('unstated' to 'in-place')",
    ]


def test_an_approval_is_of_the_stages_that_were_finished_and_of_the_release_s_own_files(folder: pathlib.Path) -> None:
    stages = (
        "release:\n  access: staged\n  reviewed: {by: board, on: 2026-05-02, revision: v1}\n  stages:\n"
        "    - {name: a, date: 2026-02-01, access: hosted, status: done, evaluation: '#e'}\n"
        "    - {name: b, date: 2026-03-01, access: downloadable, status: planned, evaluation: '#e'}\n"
    )
    card = f"---\nlicense: mit\n{stages}---\n# Heron\n\n## E\n\nx\n"
    written(folder, {"heron/README.md": card})
    approve(folder)
    staged(folder, {"heron/small/README.md": "---\nlicense: mit\n---\n# Small\n", "heron/small/a.safetensors": "x"})
    assert found(["approval-stale"]) == []
    staged(folder, {"heron/README.md": card.replace("planned", "done")})
    assert found(["approval-stale"])[0].endswith("finished stages ('hosted' to 'downloadable')")


def test_an_approval_is_stale_once_one_more_stage_of_the_same_level_is_done(folder: pathlib.Path) -> None:
    plan = "    - {name: a, access: api, status: done}\n    - {name: b, access: api, status: planned}\n"
    card = APPROVED.replace("access: downloadable", f"access: staged\n  stages:\n{plan.rstrip()}")
    written(folder, {"heron/README.md": card})
    approve(folder)
    staged(folder, {"heron/README.md": card.replace("name: b", "name: large")})
    assert found(["approval-stale"]) == []
    staged(folder, {"heron/README.md": card.replace("planned", "done")})
    assert found(["approval-stale"])[0].endswith("approved: finished stages (1 to 2)")


def test_an_approval_holds_the_license_text_that_the_card_links(folder: pathlib.Path) -> None:
    card = APPROVED.replace("mit", "other\nlicense_link: ./terms/MODEL_LICENSE")
    written(folder, {"heron/README.md": card, "heron/terms/MODEL_LICENSE": "a\n", "heron/terms/OTHER": "a\n"})
    approve(folder)
    staged(folder, {"heron/terms/OTHER": "b\n"})
    assert found(["approval-stale"]) == []
    staged(folder, {"heron/terms/MODEL_LICENSE": "b\n"})
    assert found(["approval-stale"])[0].endswith("approved: license text (terms/MODEL_LICENSE)")


def test_an_approval_is_not_of_what_a_release_in_the_same_folder_moves_or_deletes(folder: pathlib.Path) -> None:
    other = {"heron/b/README.md": "---\nlicense: mit\n---\n# Egret\n", "heron/b/egret.safetensors": "x"}
    written(folder, {"heron/README.md": APPROVED, "heron/first/a.safetensors": "x", **other})
    approve(folder)
    git(folder, "mv", "heron/b/egret.safetensors", "heron/b/egret-2.safetensors")
    assert found(["approval-stale"]) == []
    git(folder, "rm", "-rqf", "heron/b")
    assert found(["approval-stale"]) == []
    git(folder, "rm", "-rqf", "heron/first")
    assert found(["approval-stale"])[0].endswith("approved: weights (first/a.safetensors)")


@pytest.mark.parametrize(("old", "new"), [("heron", "birds"), ("heron", ".")])
def test_an_approval_goes_with_a_folder_that_moves(old: str, new: str, folder: pathlib.Path) -> None:
    words = "It drafts letters, and it is wrong at times.\n" * 9
    written(folder, {f"{old}/README.md": APPROVED + words, f"{old}/model.safetensors": "x", "egret/LICENSE": "x"})
    approve(folder)
    (folder / new).mkdir(exist_ok=True)
    for name in ("README.md", "model.safetensors"):
        git(folder, "mv", f"{old}/{name}", f"{new}/{name}")
    assert found(["approval-stale"], release=new) == []
    staged(folder, {f"{new}/README.md": APPROVED.replace("mit", "gpl") + words, f"{new}/model.safetensors": "y"})
    told = "license ('mit' to 'gpl'), weights (model.safetensors)"
    assert found(["approval-stale"], release=new) == [f"5 approval-stale: changed since 'v1' was approved: {told}"]


def test_an_approval_is_stale_once_a_gate_falls(folder: pathlib.Path) -> None:
    gate = "license: mit\nextra_gated_fields: {Affiliation: text}"
    written(folder, {"heron/README.md": APPROVED.replace("license: mit", gate)})
    approve(folder)
    assert found(["approval-stale"]) == []
    staged(folder, {"heron/README.md": APPROVED})
    assert found(["approval-stale"]) == ["5 approval-stale: changed since 'v1' was approved: gate ('approval' to none)"]


def test_an_approval_of_a_revision_that_is_not_here_says_nothing(folder: pathlib.Path) -> None:
    written(folder, {"heron/README.md": APPROVED})
    assert found(["approval-stale"]) == []
    git(folder, "init", "-q")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "one")
    assert found(["approval-stale"]) == []
    written(folder, {"heron/README.md": APPROVED.replace("v1", "--output=x")})
    assert found(["approval-stale"]) == []
    assert not (folder / "heron/x").exists()


def test_a_review_is_overdue_from_the_day_after(folder: pathlib.Path) -> None:
    written(folder, {"heron/README.md": APPROVED.replace("access", "review-by: 2026-06-01\n  access")})
    assert found(["review-overdue"]) == []
    assert found(["review-overdue"], datetime.date(2026, 6, 2)) == [
        "4 review-overdue: the release had to be reviewed by 2026-06-01"
    ]
