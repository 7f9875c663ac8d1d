"""Every rule does what its own file says of it, and the runner keeps its promises about rules."""

from __future__ import annotations

import json
import pathlib
import re
import subprocess
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest
import yaml
from command import written

import releaselint
from releaselint import bundled
from releaselint.api import Bench
from releaselint.cli import main
from releaselint.config import Config
from releaselint.errors import DataError
from releaselint.findings import licenses, run
from releaselint.findings.model import Finding
from releaselint.findings.rule import GROUPS, Rule, all_rules, examples_of
from releaselint.findings.run import judge
from releaselint.findings.validate import validate
from releaselint.subjects import all_subjects
from releaselint.testing import TODAY, check_examples, check_rule_file, check_subject_file, release_of, run_example

ROOT = pathlib.Path(__file__).parents[1]
RULES = list(all_rules().values())
FILES = {name: bundled.load_data(name) for name in bundled.load_folder("rules") if "/reading/" not in name}

#: The catalogue of the design, by group. Rules may be added; these names stay.
CATALOGUE = {
    "access": """access-undeclared access-unknown-value declaration-invalid access-wider-than-declared
        access-narrower-than-declared component-availability open-but-gated""",
    "staged": "stages-missing stage-order stage-narrows stage-overdue stage-without-evaluation stages-complete",
    "guardrails": """documentation-missing rate-limiting-missing content-filter-missing watermarking-missing
        detection-model-missing weight-encryption-missing community-bounty-missing platform-policy-missing
        guardrail-unenforceable guardrail-without-evidence guardrail-disabled-by-instructions
        watermark-without-detector bounty-without-scope weights-without-rail-license""",
    "components": """evaluation-results-missing training-data-undescribed fine-tuning-undocumented code-missing
        training-code-missing configuration-undescribed telemetry-undescribed logs-undescribed
        query-interface-undeclared""",
    "risk": """intended-use-missing limitations-missing contact-missing concentration-of-power-unaddressed
        social-inequity-and-harm-unaddressed malicious-use-unaddressed auditability-unaddressed
        accountability-unaddressed cultural-value-judgments-unaddressed""",
    "license": """license-missing license-unknown license-other-unnamed license-file-missing license-text-mismatch
        license-prose-mismatch rail-without-restrictions rail-not-passed-down base-model-license open-source-claim
        gate-contradicts-license""",
    "front-matter": """front-matter-missing front-matter-invalid front-matter-unseen duplicate-key misspelt-key
        language-boolean pipeline-tag-unknown local-path placeholder-text empty-section anchor-broken""",
    "checklist": """checklist-item-open checklist-item-missing checklist-item-without-evidence
        checklist-contradicts-card""",
    "linter": """unused-ignore unknown-ignore waiver-expired waiver-without-reason review-overdue approval-stale
        file-unreadable file-too-large internal-error""",
}
#: Rules of the design that are still to come: the gate is known only of hf:// sources.
WAITING = {"gate-fields-without-gate"}


def by_id(rule: Rule) -> str:
    return rule.id


def findings_of(card: str, **example: Any) -> tuple[Finding, ...]:
    case = Bench(Config(), TODAY).case(release_of({"card": card, **example}))
    return judge(case, tuple(RULES))


@pytest.mark.parametrize("rule", RULES, ids=by_id)
def test_rule_finds_in_its_examples_what_they_say_and_nothing_else(rule: Rule) -> None:
    assert check_examples(rule) == []


@pytest.mark.parametrize("rule", RULES, ids=by_id)
def test_rule_has_two_good_and_two_bad_examples_one_of_each_as_long_as_real_cards(rule: Rule) -> None:
    examples = examples_of(rule)
    for kind in ("good", "bad"):
        lengths = [len(example.get("card", "").splitlines()) for example in examples.get(kind, ())]
        assert len(lengths) >= 2, kind
        assert max(lengths) >= 15, kind


@pytest.mark.parametrize("rule", RULES, ids=by_id)
def test_messages_are_one_lower_case_sentence_without_holes(rule: Rule) -> None:
    for example in examples_of(rule)["bad"]:
        for finding in run_example(rule, example):
            for text in (finding.message, finding.help):
                assert text
                assert text.isprintable()
                # A literal such as '{absent: reason}' is no hole.
                assert not re.search(r"\{[a-z.-]*\}", text), text
                assert not text.endswith("."), text
                assert not text[:1].isupper() or text.split()[0].isupper(), text


@pytest.mark.parametrize("name", FILES)
def test_file_keeps_to_its_schema(name: str) -> None:
    data = FILES[name]
    kind = "subject" if "definition" in data else "rule"
    schema = json.loads(bundled.read_text(f"schemas/{kind}.schema.json"))
    assert list(jsonschema.Draft202012Validator(schema).iter_errors(data)) == []
    validate("subject" if kind == "subject" else "rule", name, data)


@pytest.mark.parametrize("path", sorted((ROOT / "rules").rglob("*.yaml")), ids=lambda path: path.stem)
def test_file_means_the_same_to_every_yaml_parser(path: pathlib.Path) -> None:
    """A wheel is built with the parser in Python, which is stricter than libyaml inside brackets."""
    data = bundled.load_data(path.relative_to(ROOT).as_posix())
    assert yaml.safe_load(path.read_text(encoding="utf-8")) == data


def test_ids_are_unique_and_say_where_they_come_from() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES)
    for rule in RULES:
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.id)
        assert rule.group in GROUPS
        if rule.means == "subject":
            assert rule.id.startswith(rule.test)
        else:
            assert rule.file == f"rules/{rule.group}/{rule.id}.yaml"


def test_catalogue_is_complete_but_for_what_waits() -> None:
    groups = {rule.id: rule.group for rule in RULES}
    for group, listed in CATALOGUE.items():
        for name in listed.split():
            assert groups.get(name) == group, name
    assert not WAITING & groups.keys()


def test_severity_follows_the_design() -> None:
    severity = {rule.id: rule.severity for rule in RULES}
    for name in ("contact-missing", "watermarking-missing", "malicious-use-unaddressed"):
        assert severity[name] == "note"
    for name in ("access-undeclared", "weights-without-rail-license", "license-missing", "license-other-unnamed"):
        assert severity[name] == "warning"
    for name in ("access-unknown-value", "declaration-invalid", "license-unknown", "front-matter-invalid"):
        assert severity[name] == "error"


BARE = """\
---
license: openrail
pipeline_tag: text-to-image
---

# Alder

Draws plants.
"""


def test_undeclared_release_gets_no_findings_of_the_policy() -> None:
    found = findings_of(BARE, files=["model.safetensors"])
    assert [finding.rule for finding in found] == ["access-undeclared"]
    assert "documentation, evaluation-results, training-data" in _sorted_needs(found[0].message)


def _sorted_needs(message: str) -> str:
    _, _, needs = message.partition("would still need ")
    return ", ".join(sorted(needs.split(", ")))


def test_declared_release_gets_errors_for_what_is_required_and_notes_for_what_is_recommended() -> None:
    found = findings_of(BARE.replace("---\n\n", "release: hosted\n---\n\n"))
    policy = {finding.rule: finding.severity for finding in found}
    assert policy["rate-limiting-missing"] == "error"
    assert policy["watermarking-missing"] == "note"
    assert {finding.basis for finding in found} == {"declared"}


def test_prose_that_is_not_read_is_not_accused() -> None:
    german = BARE.replace("---\n\n", "release: hosted\n---\n\n") + (
        "Das Modell zeichnet Pflanzen für Bestimmungsbücher und wird von Menschen benutzt, die jede Zeichnung selbst "
        "prüfen. Am Rand der Bilder stehen oft Blätter einer anderen Art, und Pflanzen der Tropen kennt es kaum, "
        "weil in den Herbarien nur wenige davon liegen und niemand sie bisher abgezeichnet hat.\n"
    )
    missing = [finding for finding in findings_of(german) if finding.rule == "documentation-missing"]
    assert [(one.severity, one.message) for one in missing] == [
        (
            "note",
            "neither intended use nor limitations are found; 'hosted' requires both (the text is not in English, "
            "and was not read)",
        )
    ]


def test_rule_that_raises_is_reported_and_the_others_still_run(
    monkeypatch: pytest.MonkeyPatch, tmp_path: pathlib.Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(case: object) -> Iterator[object]:
        raise KeyError("license")

    monkeypatch.setattr(licenses, "unknown", fail)
    run._tests.cache_clear()
    card = "---\nlicense: nonsense\nlanguage: no\n---\n# A\n"
    path = tmp_path / "README.md"
    path.write_text(card, encoding="utf-8")
    try:
        found = findings_of(card)
        with pytest.raises(SystemExit) as ended:
            main(["check", "--isolated", "--format", "concise", str(path)])
    finally:
        run._tests.cache_clear()
    assert ended.value.code == 2
    assert "[internal-error]" in capsys.readouterr().out
    told = {finding.rule: finding for finding in found}
    assert told["internal-error"].message == "the rule 'license-unknown' failed: KeyError"
    assert told["internal-error"].severity == "error"
    assert {"language-boolean", "access-undeclared"} <= told.keys()


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"id": "other"}, "the id 'other' is not the name of the file"),
        ({"severity": "fatal"}, "'severity' must be one of error, warning, note, not 'fatal'"),
        ({"forbid": {"license.colour": ["red"]}}, "'forbid' names the fact 'license.colour', which does not exist"),
        ({"at": "licence"}, "'at' names the subject 'licence', which does not exist"),
        ({"message": "weights under {license.name}"}, "the message names 'license.name', which is no fact"),
        ({"message": "Weights are out."}, "'message' must be one line without a full stop"),
        ({"fix": "declare {access}"}, "'fix' is shown without a release as well, so it can hold no {name}"),
        ({"examples": []}, "'examples' must be a mapping, not a list"),
    ],
)
def test_broken_rule_file_is_told_in_one_sentence(change: dict[str, Any], problem: str) -> None:
    name = "rules/guardrails/weights-without-rail-license.yaml"
    with pytest.raises(DataError) as told:
        validate("rule", name, {**FILES[name], **change})
    assert str(told.value) == f"{name}: {problem}"


def test_no_other_name_of_a_subject_is_one_of_another() -> None:
    for kind in ("component", "guardrail", "concern"):
        subjects = [one for one in all_subjects().values() if one.kind == kind]
        names = [name for one in subjects for name in (one.id, *one.also_called)]
        assert len(names) == len(set(names))


def test_broken_subject_file_is_told_in_one_sentence() -> None:
    name = "rules/guardrails/rate-limiting.yaml"
    with pytest.raises(DataError, match="unknown key 'polcy' in 'subject'; did you mean 'policy'"):
        validate("subject", name, {**FILES[name], "polcy": {}})
    with pytest.raises(DataError, match="'subject' must be a mapping, not empty"):
        validate("subject", name, None)


def test_authors_check_a_rule_file_of_their_own(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "no-mit.yaml"
    text = """\
id: no-mit
summary: Our lawyers do not like MIT
severity: warning
forbid: {license.id: [mit]}
message: "{license.id} is not for us"
fix: choose apache-2.0
why: A patent clause is wanted.
examples:
  good: [{card: "---\\nlicense: apache-2.0\\n---\\n"}]
  bad: [{card: "---\\nlicense: mit\\n---\\n", says: ["1:1 'mit' is not for us"]}]
"""
    path.write_text(text, encoding="utf-8")
    assert check_rule_file(path) == []
    path.write_text(text.replace("says: [", "says: ['9:9 elsewhere', "), encoding="utf-8")
    assert check_rule_file(path) == [f"{path}: bad example 1 does not say '9:9 elsewhere'"]
    path.write_text(text.replace("license.id:", "licence.id:"), encoding="utf-8")
    assert check_rule_file(path) == [f"{path}: 'forbid' names the fact 'licence.id', which does not exist"]


def test_rule_in_the_guide_is_a_rule(tmp_path: pathlib.Path) -> None:
    guide = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    text = guide.partition("```yaml\n")[2].partition("```\n")[0]
    path = tmp_path / "weights-without-gate.yaml"
    path.write_text(text, encoding="utf-8")
    assert check_rule_file(path) == []


@pytest.mark.parametrize("subject", all_subjects().values(), ids=lambda subject: subject.id)
def test_authors_check_a_subject_file(subject: Any) -> None:
    assert check_subject_file(ROOT / subject.file) == []


_LEVELS = "fully-closed, staged, hosted, api, downloadable or fully-open"
_CARD = "---\nlicense: mit\n---\n# Reed\n"


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({"README.md": _CARD}, f"add 'release: LEVEL' to the front matter: {_LEVELS}"),
        ({"README.md": "---\nrelease:\n  owner: lab\n---\n# Reed\n"}, f"add 'access: LEVEL' to 'release': {_LEVELS}"),
        ({"README.md": _CARD, "release.yaml": "owner: lab\n"}, f"add 'access: LEVEL' to 'release.yaml': {_LEVELS}"),
        (
            {"README.md": _CARD, "release.yaml": "owner: lab\n", "model.safetensors": "weights"},
            "add 'access: downloadable' to 'release.yaml', or the level that you mean",
        ),
    ],
)
def test_a_level_is_to_be_added_to_the_declaration_that_is_there(
    files: dict[str, str], told: str, tmp_path: pathlib.Path
) -> None:
    written(tmp_path, files)
    (found,) = releaselint.check(tmp_path, select=["access-undeclared"], isolated=True).findings
    assert found.help == told


@pytest.mark.parametrize(
    ("above", "told"),
    [
        ({"repo/README.md": "---\nrelease: api\n---\n# Reed\n"}, 0),
        ({"repo/README.md": "# Reed\n", "repo/release.yaml": "access: api\n"}, 0),
        ({"repo/README.md": "# Reed\n", "repo/docs/MODEL_CARD.md": "---\nrelease: api\n---\n# Reed\n"}, 0),
        ({"repo/README.md": "# Reed\n", "repo/release.yaml": "version: 3\n"}, 1),
        ({"repo/README.md": _CARD, "README.md": "---\nrelease: api\n---\n# Another checkout\n"}, 1),
    ],
)
def test_a_part_of_a_declared_release_needs_no_level_of_its_own(
    above: dict[str, str], told: int, tmp_path: pathlib.Path
) -> None:
    part = written(tmp_path, above) / "repo" / "formats" / "int8"
    written(part, {"README.md": _CARD, "model.onnx": ""})
    subprocess.run(["git", "init", "--quiet", str(tmp_path / "repo")], check=True)
    assert len(list(releaselint.check(part, select=["access-undeclared"], isolated=True).findings)) == told


@pytest.mark.parametrize("checkout", [False, True])
@pytest.mark.parametrize(
    ("below", "told"),
    [
        ({"base/README.md": _CARD, "base/model.safetensors": "weights"}, 0),
        ({"base/README.md": _CARD, "base/fp16/README.md": _CARD, "base/fp16/model.safetensors": "weights"}, 0),
        ({"base/README.md": _CARD, "base/tokenizer.json": "{}"}, 1),
        ({"base/notes.txt": "none"}, 1),
    ],
)
def test_weights_in_a_release_within_the_release_may_be_its_own(
    below: dict[str, str], told: int, checkout: bool, tmp_path: pathlib.Path
) -> None:
    written(tmp_path, {"README.md": "---\nrelease: downloadable\n---\n# Reed\n", **below})
    if checkout:
        subprocess.run(["git", "init", "--quiet", str(tmp_path)], check=True)
        subprocess.run(["git", "-C", str(tmp_path), "add", "."], check=True)
    report = releaselint.check(tmp_path, select=["access-narrower-than-declared"], isolated=True)
    assert len(list(report.findings)) == told


@pytest.mark.parametrize(("files", "told"), [({}, 0), ({"model.gguf": "weights"}, 0), ({"use.py": ""}, 1)])
def test_weights_may_lie_in_a_submodule(files: dict[str, str], told: int, tmp_path: pathlib.Path) -> None:
    written(tmp_path, {"README.md": "---\nrelease: downloadable\n---\n# Reed\n"})
    subprocess.run(["git", "init", "--quiet", str(tmp_path)], check=True)
    submodule = f"160000,{'1' * 40},parts"
    subprocess.run(["git", "-C", str(tmp_path), "update-index", "--add", "--cacheinfo", submodule], check=True)
    subprocess.run(["git", "-C", str(tmp_path), "add", "README.md"], check=True)
    (tmp_path / "parts").mkdir()
    if files:
        written(tmp_path / "parts", files)
        subprocess.run(["git", "init", "--quiet", str(tmp_path / "parts")], check=True)
    report = releaselint.check(tmp_path, select=["access-narrower-than-declared"], isolated=True)
    assert len(list(report.findings)) == told


@pytest.mark.parametrize("level", ["api", "downloadable   # for now"])
@pytest.mark.parametrize(
    "below", ["  rate-limiting: https://example.org/l", "\n  guardrails:\n    watermarking: in-place"]
)
def test_what_is_indented_below_the_short_form_is_told_how_to_get_there(level: str, below: str) -> None:
    case = Bench(Config(), TODAY).case(release_of({"card": f"---\nrelease: {level}\n{below}\n---\n# Reed\n"}))
    (found,) = (one for one in judge(case, tuple(all_rules().values())) if one.rule == "front-matter-invalid")
    name = level.split()[0]
    assert found.help == (
        f"write 'access: {name}' below 'release:' in place of 'release: {name}'; what is indented may stand below that"
    )


@pytest.mark.parametrize(
    "front", ["title: api\n  rate-limiting: 1", "release: api\ntitle: Reed: birds", "release: 2\n  a: 1"]
)
def test_another_colon_in_a_value_is_to_be_quoted(front: str) -> None:
    case = Bench(Config(), TODAY).case(release_of({"card": f"---\nlicense: mit\n{front}\n---\n# Reed\n"}))
    (found,) = (one for one in judge(case, tuple(all_rules().values())) if one.rule == "front-matter-invalid")
    assert found.help == "put the value in quotes: a colon and a space in it begin a mapping"
