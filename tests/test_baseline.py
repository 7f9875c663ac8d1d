"""A baseline shows what is new and tells what has gone, and nothing in it depends on where things stand."""

from __future__ import annotations

import json
import pathlib
import shutil

import pytest
from command import check, run, written

CARD = """\
---
license: mit
release: downloadable
---
# Heron

## Intended use

For drafts.

## Limitations

It is wrong at times.

## Training data

[More Information Needed]
"""
KNOWN = ["--baseline", ".releaselint-baseline.json"]
SELECT = ["--select", "placeholder-text,evaluation-results-missing,empty-section,stage-overdue"]


@pytest.fixture(autouse=True)
def heron(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> pathlib.Path:
    monkeypatch.chdir(written(tmp_path, {"heron/README.md": CARD, "heron/model.safetensors": "x"}))
    return tmp_path


def test_a_baseline_holds_releases_rules_and_fingerprints_and_no_lines(heron: pathlib.Path) -> None:
    assert run("baseline", "heron", *SELECT) == (0, "2 findings in 1 release: .releaselint-baseline.json\n", "")
    data = json.loads((heron / ".releaselint-baseline.json").read_text())
    assert [sorted(row) for row in data["findings"]] == [["count", "fingerprint", "release", "rule", "severity"]] * 2
    assert [(row["release"], row["rule"], row["count"]) for row in data["findings"]] == [
        ("heron", "evaluation-results-missing", 1),
        ("heron", "placeholder-text", 1),
    ]


def test_what_is_known_is_left_out_and_every_format_says_so() -> None:
    run("baseline", "heron", *SELECT)
    told = "nothing new in 1 release; baseline: 2 known, none gone"
    assert run("check", "heron", *SELECT, *KNOWN) == (0, f"{told}\n", "")
    assert run("check", "heron", *SELECT, *KNOWN, "--format", "concise").out == "baseline: 2 known, none gone\n"
    assert run("check", "heron", *SELECT, *KNOWN, "--format", "markdown").out.startswith(f"## releaselint: {told}")
    report = json.loads(run("check", "heron", *SELECT, *KNOWN, "--format", "json").out)
    assert report["baseline"] == {"known": 2, "gone": []}
    assert report["findings"] == []
    assert "baseline: 2 known" in run("check", "heron", *SELECT, *KNOWN, "--format", "html").out


def test_what_has_gone_is_told_by_rule(heron: pathlib.Path) -> None:
    run("baseline", "heron", *SELECT)
    written(heron, {"heron/README.md": CARD.replace("[More Information Needed]", "Letters.") + "\n## Notes\n"})
    assert check("heron", *SELECT, *KNOWN) == [
        "heron/README.md:19:1: note: the section 'Notes' is empty [empty-section]",
        "baseline: 1 known, 1 gone (1 placeholder-text)",
    ]
    assert run("check", "heron", "--severity", "note", *SELECT, *KNOWN).out.splitlines()[-1] == (
        "1 note in 1 release; baseline: 1 known, 1 gone (1 placeholder-text)"
    )


def test_a_note_that_has_become_an_error_is_new(heron: pathlib.Path) -> None:
    chosen = ["--select", "rate-limiting-missing,platform-policy-missing"]
    card = CARD.replace("downloadable", "staged")
    written(heron, {"heron/README.md": card})
    run("baseline", "heron", *chosen)
    assert check("heron", *chosen, *KNOWN) == ["baseline: 2 known, none gone"]
    written(heron, {"heron/README.md": card.replace("staged", "api")})
    assert check("heron", *chosen, *KNOWN) == [
        "heron/README.md:3:10: error: no rate limit is declared or found; 'api' requires one [rate-limiting-missing]",
        "baseline: 1 known, none gone",
    ]


def test_a_note_that_has_become_an_error_is_new_beside_another_release_with_that_error(heron: pathlib.Path) -> None:
    chosen = ["--select", "rate-limiting-missing"]
    staged, api = CARD.replace("downloadable", "staged"), CARD.replace("downloadable", "api")
    written(heron, {"heron/README.md": staged, "stork/README.md": api})
    run("baseline", ".", *chosen)
    written(heron, {"heron/README.md": api})
    assert check(".", *chosen, *KNOWN) == [
        "heron/README.md:3:10: error: no rate limit is declared or found; 'api' requires one [rate-limiting-missing]",
        "baseline: 1 known, none gone",
    ]


def test_of_rules_that_did_not_run_nothing_is_said_to_be_gone() -> None:
    run("baseline", "heron", *SELECT)
    assert check("heron", "--select", "empty-section", *KNOWN) == []


@pytest.mark.parametrize(
    "card",
    [
        pytest.param("---\nlanguage: en\n" + CARD.removeprefix("---\n"), id="a key above"),
        pytest.param(CARD.replace("For drafts.", "For drafts of letters.\n\nAnd of mails.\n"), id="a paragraph above"),
        pytest.param(CARD.replace("## Training data", "## Data for training"), id="another heading"),
        pytest.param(CARD.replace("\n", "\r\n"), id="other line endings"),
        pytest.param(CARD.replace("[More Information Needed]", "  [More Information Needed]"), id="blanks before it"),
    ],
)
def test_known_findings_stay_known_when_the_card_changes_elsewhere(card: str, heron: pathlib.Path) -> None:
    run("baseline", "heron", *SELECT)
    written(heron, {"heron/README.md": card})
    assert check("heron", *SELECT, *KNOWN) == ["baseline: 2 known, none gone"]


def test_known_findings_stay_known_when_a_file_or_the_whole_release_moves(heron: pathlib.Path) -> None:
    run("baseline", "heron", *SELECT)
    (heron / "heron/README.md").rename(heron / "heron/MODEL_CARD.md")
    assert check("heron", *SELECT, *KNOWN) == ["baseline: 2 known, none gone"]
    (heron / "heron").rename(heron / "stork")
    assert check("stork", *SELECT, *KNOWN) == ["baseline: 2 known, none gone"]


@pytest.mark.parametrize("left", ["heron", "heron/data"])
def test_a_release_has_moved_though_its_folder_is_left(left: str, heron: pathlib.Path) -> None:
    run("baseline", "heron", *SELECT)
    (heron / "heron").rename(heron / "stork")
    (heron / left).mkdir(parents=True)
    assert check("stork", *SELECT, *KNOWN) == ["baseline: 2 known, none gone"]


def test_a_release_has_moved_into_a_folder_of_its_own(heron: pathlib.Path) -> None:
    run("baseline", "heron", *SELECT)
    (heron / "heron").rename(heron / "small")
    written(heron, {"heron/LICENSE": "MIT"})
    (heron / "small").rename(heron / "heron/small")
    assert check(".", *SELECT, *KNOWN) == ["baseline: 2 known, none gone"]


def test_a_release_that_is_no_more_excuses_none_that_was_there_before(heron: pathlib.Path) -> None:
    good = CARD.replace("[More Information Needed]", "Letters.")
    written(heron, {"stork/README.md": good, "stork/model.safetensors": "x"})
    run("baseline", ".", *SELECT)
    shutil.rmtree(heron / "heron")
    written(heron, {"stork/README.md": CARD})
    assert check(".", *SELECT, *KNOWN) == [
        "stork/README.md:17:1: warning: never filled in: '[More Information Needed]', in line 17 [placeholder-text]",
        "baseline: 1 known, 2 gone (1 evaluation-results-missing, 1 placeholder-text)",
    ]


def test_a_release_that_is_no_more_excuses_one_new_release_alone(heron: pathlib.Path) -> None:
    run("baseline", "heron", *SELECT)
    (heron / "heron").rename(heron / "stork")
    written(heron, {"second/README.md": CARD, "second/model.safetensors": "x"})
    assert [line.split(": ")[0] for line in check(".", *SELECT, *KNOWN)] == [
        "stork/README.md:3:10",
        "stork/README.md:17:1",
        "baseline",
    ]


def test_a_release_that_is_no_more_excuses_none_that_shows_less_than_half_of_what_is_known(heron: pathlib.Path) -> None:
    written(heron, {"heron/README.md": CARD + "\n## Notes\n"})
    run("baseline", "heron", *SELECT)
    shutil.rmtree(heron / "heron")
    good = CARD.replace("[More Information Needed]", "Letters.")
    written(heron, {"stork/README.md": good, "stork/model.safetensors": "x"})
    assert [line.split(": ")[0] for line in check(".", *SELECT, *KNOWN)] == ["stork/README.md:3:10", "baseline"]


def test_another_release_is_new_where_the_known_one_was_only_not_checked(heron: pathlib.Path) -> None:
    run("baseline", "heron", *SELECT)
    written(heron, {"stork/README.md": CARD, "stork/model.safetensors": "x"})
    assert [line.split(": ")[0] for line in check("stork", *SELECT, *KNOWN)] == [
        "stork/README.md:3:10",
        "stork/README.md:17:1",
    ]


def test_a_second_finding_of_the_same_kind_is_new(heron: pathlib.Path) -> None:
    card = CARD + "\n## Notes\n\n## Notes\n\n## End\n\nx\n"
    written(heron, {"heron/README.md": card.replace("## Notes\n\n## Notes", "## Notes")})
    run("baseline", "heron", *SELECT)
    written(heron, {"heron/README.md": card})
    assert len([line for line in check("heron", *SELECT, *KNOWN) if "empty-section" in line]) == 1


def test_another_key_that_the_declaration_lacks_is_new(heron: pathlib.Path) -> None:
    written(heron, {"heron/README.md": CARD.replace("downloadable", "{access: downloadable}")})
    select = ["--select", "declaration-incomplete"]
    written(heron, {"releaselint.toml": 'require = ["owner"]\n'})
    run("baseline", "heron", *select)
    assert check("heron", *select, *KNOWN) == ["baseline: 1 known, none gone"]
    written(heron, {"releaselint.toml": 'require = ["owner", "review-by"]\n'})
    assert any("requires 'owner', 'review-by'" in line for line in check("heron", *select, *KNOWN))


def test_a_baseline_means_the_same_from_every_folder(heron: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("baseline", "heron", *SELECT)
    monkeypatch.chdir(heron / "heron")
    assert check(*SELECT, "--baseline", "../.releaselint-baseline.json") == ["baseline: 2 known, none gone"]


def test_the_configuration_names_the_file_to_write_and_to_read(heron: pathlib.Path) -> None:
    written(heron, {"releaselint.toml": 'baseline = "ci/known.json"\n', "ci/x": ""})
    assert run("baseline", "heron", *SELECT).out == "2 findings in 1 release: ci/known.json\n"
    assert check("heron", *SELECT) == ["baseline: 2 known, none gone"]


def test_what_was_known_of_what_is_not_looked_at_stays_known(heron: pathlib.Path) -> None:
    written(heron, {"stork/README.md": CARD, "stork/model.safetensors": "x", "gone/README.md": CARD})
    run("baseline", ".", *SELECT)
    before = (heron / KNOWN[1]).read_text()
    shutil.rmtree(heron / "gone")
    told = "2 findings in 1 release, and 2 of what was not looked at: .releaselint-baseline.json\n"
    assert run("baseline", "heron", *SELECT).out == told
    assert check(".", *SELECT, *KNOWN) == ["baseline: 4 known, none gone"]
    told = "1 finding in 2 releases, and 2 of what was not looked at: .releaselint-baseline.json\n"
    written(heron, {"stork/README.md": CARD.replace("[More Information Needed]", "Old letters.")})
    assert run("baseline", ".", "--select", "placeholder-text").out == told
    rows = json.loads((heron / KNOWN[1]).read_text())["findings"]
    assert rows == [
        row
        for row in json.loads(before)["findings"]
        if row["release"] != "gone" and (row["release"], row["rule"]) != ("stork", "placeholder-text")
    ]


def test_what_was_known_of_a_rule_that_is_no_more_goes(heron: pathlib.Path) -> None:
    row = {"release": "heron", "rule": "licence-lost", "fingerprint": "0", "count": 1, "severity": "note"}
    written(heron, {KNOWN[1]: json.dumps({"version": 1, "findings": [row]})})
    assert run("baseline", "heron", *SELECT).out == "2 findings in 1 release: .releaselint-baseline.json\n"


def test_a_baseline_of_another_version_is_written_anew(heron: pathlib.Path) -> None:
    written(heron, {KNOWN[1]: '{"version": 0, "findings": [{"release": "stork"}]}'})
    assert run("baseline", "heron", *SELECT).out == "2 findings in 1 release: .releaselint-baseline.json\n"


def test_the_linter_s_own_troubles_are_never_known(heron: pathlib.Path) -> None:
    waiver = "release:\n  access: downloadable\n  waivers: [{rule: contact-missing}]\n"
    written(heron, {"heron/README.md": CARD.replace("release: downloadable\n", waiver)})
    assert run("baseline", "heron", "--select", "linter").out == (
        "0 findings in 1 release: .releaselint-baseline.json\n"
    )
    assert run("check", "heron", *KNOWN, "--select", "linter").code == 1


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{", "known.json: is no baseline: it is not valid JSON"),
        ("[1]", "known.json: is no baseline: it has no version"),
        ("{}", "known.json: is no baseline: it has no version"),
        (
            '{"version": 2, "findings": []}',
            "known.json: is a baseline of version 2, not 1; write it anew with 'releaselint baseline'",
        ),
        (
            '{"version": 1, "findings": [{"release": "a"}]}',
            "known.json: is no baseline: 'findings' must be a list of release, rule, fingerprint and count",
        ),
        (
            '{"version": 1}',
            "known.json: is no baseline: 'findings' must be a list of release, rule, fingerprint and count",
        ),
        ("[" * 100_000, "known.json: is no baseline: it is not valid JSON"),
    ],
)
def test_what_is_no_baseline_is_one_sentence(text: str, told: str, heron: pathlib.Path) -> None:
    written(heron, {"known.json": text})
    assert run("check", "heron", "--baseline", "known.json") == (2, "", f"releaselint: {told}\n")


@pytest.mark.parametrize("name", ["a\0", "\ud800", "a\n", "/", "x" * 5000, ""])
def test_a_row_of_what_is_no_path_or_rule_is_only_gone(name: str, heron: pathlib.Path) -> None:
    row = {"release": name, "rule": "placeholder-text", "fingerprint": name, "count": 1}
    written(heron, {"known.json": json.dumps({"version": 1, "findings": [row]})})
    for form in ("concise", "full", "json", "markdown", "html"):
        ran = run("check", "heron", *SELECT, "--baseline", "known.json", "--format", form, "--fail-on", "warning")
        assert (ran.code, ran.err) == (1, "")
        assert "placeholder-text" in ran.out


def test_a_missing_baseline_is_one_sentence() -> None:
    told = "releaselint: known.json: cannot be read: no such file or directory\n"
    assert run("check", "heron", "--baseline", "known.json") == (2, "", told)


def test_a_baseline_is_not_written_through_a_link(heron: pathlib.Path) -> None:
    (heron / "known.json").symlink_to("elsewhere.json")
    ran = run("baseline", "heron", "--output", "known.json")
    assert ran == (2, "", "releaselint: 'known.json' is a symbolic link, and is not written through\n")
    assert not (heron / "elsewhere.json").exists()
