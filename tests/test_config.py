"""Configuration: found above the paths, added up along `extends`, and every mistake told with its line."""

from __future__ import annotations

import json
import os
import pathlib

import pytest
from command import ROOT, check, run, written

CARD = """\
---
license: mit
release: api
---
# Heron

[More Information Needed]
"""
RULES = ["placeholder-text", "access-wider-than-declared", "platform-policy-missing"]
SELECT = f"select = {RULES}\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> pathlib.Path:
    monkeypatch.delenv("GITHUB_REPOSITORY", raising=False)
    monkeypatch.chdir(tmp_path)
    return written(tmp_path, {"models/heron/README.md": CARD, "models/heron/model.safetensors": "x"})


def rules(*arguments: str) -> list[str]:
    return [line.split()[-1].strip("[]") for line in check(*arguments)]


def configured(folder: pathlib.Path, text: str) -> None:
    written(folder, {"releaselint.toml": text})


def test_the_nearest_file_above_the_path_holds_and_only_it(folder: pathlib.Path) -> None:
    configured(folder, 'select = ["placeholder-text"]\n')
    assert rules("models") == ["placeholder-text"]
    written(folder, {"models/pyproject.toml": '[tool.releaselint]\nselect = ["access-wider-than-declared"]\n'})
    assert rules("models") == ["access-wider-than-declared"]
    written(folder, {"models/heron/pyproject.toml": '[project]\nname = "x"\n'})  # says nothing of us
    assert rules("models/heron") == ["access-wider-than-declared"]


@pytest.mark.parametrize(
    ("paths", "told"),
    [
        (
            ("models/heron", "models/stork/README.md"),
            "'models/heron' has no configuration, and 'models/stork/README.md' has the configuration "
            "'models/stork/releaselint.toml'",
        ),
        (
            ("models/stork", "models/heron/README.md"),
            "'models/stork' has the configuration 'models/stork/releaselint.toml', "
            "and 'models/heron/README.md' has no configuration",
        ),
    ],
)
def test_paths_with_different_files_are_refused_in_either_order(
    paths: tuple[str, ...], told: str, folder: pathlib.Path
) -> None:
    written(folder, {"models/stork/README.md": CARD, "models/stork/releaselint.toml": SELECT})
    for command in ("check", "baseline"):
        advice = "name one with '--config', or check them apart"
        assert run(command, *paths) == (2, "", f"releaselint: {told}; {advice}\n")
    assert run("check", *paths, "--isolated").code == 1
    configured(folder, SELECT)
    assert run("check", "models").code == 1
    (folder / "models/stork/releaselint.toml").unlink()
    assert run("check", *paths).code == 1


def test_a_file_that_is_named_holds_instead_and_isolated_ignores_all(folder: pathlib.Path) -> None:
    configured(folder, "select = [")
    written(folder, {"ci/lint.toml": 'select = ["placeholder-text"]\n'})
    assert rules("models", "--config", "ci/lint.toml") == ["placeholder-text"]
    assert "placeholder-text" in rules("models", "--isolated")
    assert run("check", "models").code == 2


def test_flags_count_more_than_the_file(folder: pathlib.Path) -> None:
    configured(folder, f'{SELECT}fail-on = "never"\n[paths."models/*"]\nselect = ["license"]\n')
    assert run("check", "models").code == 0
    assert rules("models", "--select", "placeholder-text") == ["placeholder-text"]
    assert run("check", "models", "--select", "access", "--fail-on", "error").code == 1


@pytest.mark.parametrize("name", ["placeholder-text", "front-matter"])
def test_a_flag_that_names_a_rule_or_group_lifts_a_file_s_ignore_of_it(name: str, folder: pathlib.Path) -> None:
    configured(folder, f'ignore = ["{name}"]\n[paths."models/*"]\nignore = ["{name}"]\n')
    assert "placeholder-text" not in rules("models")
    assert rules("models", "--select", name) == ["placeholder-text"]
    assert "placeholder-text" in rules("models", "--extend-select", name)
    assert rules("models", "--select", name, "--ignore", name) == []


def test_a_flag_ignores_besides_what_a_file_ignores(folder: pathlib.Path) -> None:
    configured(folder, f'{SELECT}ignore = ["placeholder-text"]\n')
    assert rules("models", "--ignore", "platform-policy-missing") == ["access-wider-than-declared"]


@pytest.mark.parametrize(
    ("text", "flags", "told"),
    [
        ('ignore = ["placeholder-text"]\n', (), "'ignore' of releaselint.toml"),
        ('[paths."models/*"]\nignore = ["front-matter"]\n', (), "'ignore' of releaselint.toml [paths.'models/*']"),
        (
            'ignore = ["license"]\n[paths."models/*"]\nignore = ["placeholder-text"]\n',
            (),
            "'ignore' of releaselint.toml, releaselint.toml [paths.'models/*']",
        ),
        ('select = ["license"]\n', (), "'select' of releaselint.toml"),
        ("", ("--select", "license"), "'select' of the command line"),
        (
            'ignore = ["placeholder-text"]\n',
            ("--ignore", "license"),
            "'ignore' of releaselint.toml, the command line",
        ),
    ],
)
def test_why_tells_what_keeps_a_rule_from_running(
    text: str, flags: tuple[str, ...], told: str, folder: pathlib.Path
) -> None:
    why = ("check", "models", "--why", "placeholder-text")
    assert "it does not run here" not in run(*why).out
    assert "so it speaks at models/heron/README.md" in run(*why).out
    configured(folder, text)
    lines = run(*why, *flags).out.splitlines()
    assert f"it does not run here: {told} leaves it out" in lines
    assert lines[-1].startswith("so it would speak at models/heron/README.md")


def test_lists_of_files_and_rules_add_up_along_extends_and_others_are_replaced(folder: pathlib.Path) -> None:
    written(
        folder,
        {
            "shared/base.toml": f'{SELECT}ignore = ["platform-policy-missing"]\nexclude = ["old"]\n'
            '[severities]\nplaceholder-text = "note"\naccess-wider-than-declared = "note"\n',
            "releaselint.toml": 'extends = "shared/base.toml"\nignore = []\nexclude = ["new"]\n'
            '[severities]\nplaceholder-text = "error"\n',
        },
    )
    assert sorted(line.split(": ")[1] + " " + line.split()[-1] for line in check("models")) == [
        "error [placeholder-text]",
        "error [platform-policy-missing]",
        "note [access-wider-than-declared]",
    ]
    shown = run("config").out.splitlines()
    assert 'exclude = ["old", "new"]  # releaselint.toml' in shown
    assert f"select = {json.dumps(RULES)}  # shared/base.toml" in shown
    assert "force-exclude = false  # default" in shown


def test_config_shows_every_key_with_where_it_comes_from(folder: pathlib.Path) -> None:
    configured(folder, 'waivers = "ci/waivers.yaml"\n')
    keys = json.loads(run("schema", "config").out)["properties"]
    shown = dict(line.split(" = ", 1) for line in run("config", "models").out.splitlines())
    assert set(shown) == set(keys) - {"extends"}
    assert shown["waivers"] == '"ci/waivers.yaml"  # releaselint.toml'


@pytest.mark.parametrize("path", ["models/stork", "models/stork/README.md"])
def test_config_shows_what_holds_at_a_path(path: str, folder: pathlib.Path) -> None:
    written(folder, {"models/stork/README.md": CARD})
    configured(folder, 'ignore = ["license"]\n[paths."models/st*"]\nignore = ["risk"]\npolicy = "minimal"\n')
    lines = run("config", path).out.splitlines()
    origin = "releaselint.toml [paths.'models/st*']"
    assert f'ignore = ["license", "risk"]  # releaselint.toml, {origin}' in lines
    assert f'policy = "minimal"  # {origin}' in lines
    assert 'ignore = ["license"]  # releaselint.toml' in run("config", "models/heron").out.splitlines()


def test_severities_change_what_is_said_and_what_fails(folder: pathlib.Path) -> None:
    configured(folder, 'select = ["placeholder-text"]\n[severities]\nplaceholder-text = "error"\n')
    assert run("check", "models").code == 1


def test_paths_change_what_holds_for_the_releases_that_match(
    folder: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(folder, {"models/stork/README.md": CARD})
    configured(
        folder,
        'select = ["placeholder-text", "platform-policy-missing"]\n[paths."models/st*"]\n'
        'ignore = ["placeholder-text"]\npolicy = "minimal"\n',
    )
    assert rules("models") == ["platform-policy-missing", "placeholder-text"]
    monkeypatch.chdir(folder / "models")
    assert rules("stork") == []


def test_single_cells_of_the_policy_can_differ(folder: pathlib.Path) -> None:
    configured(
        folder,
        'select = ["platform-policy-missing", "contact-missing"]\n[overrides.platform-policy]\napi = "recommended"\n',
    )
    assert [line.split(": ")[1] for line in check("models")] == ["note"] * len(check("models"))
    configured(folder, 'select = ["platform-policy-missing"]\n[overrides.platform-policy]\napi = "not-asked"\n')
    assert check("models") == []


def test_private_files_are_in_the_repository_and_not_in_the_release(folder: pathlib.Path) -> None:
    configured(folder, SELECT)
    assert "access-wider-than-declared" in rules("models")
    configured(folder, f'{SELECT}private-files = ["*.safetensors"]\n')
    assert "access-wider-than-declared" not in rules("models")


LLAMA = "---\nlicense: llama2\n---\n# Heron\n"


@pytest.mark.parametrize(
    ("rule", "card", "name", "silent"),
    [
        ("license-file-missing", LLAMA, "LICENSE", True),
        ("license-missing", "---\nlanguage: en\n---\n# Heron\n", "LICENSE", True),
        (
            "guardrail-without-evidence",
            CARD.replace("api", "{access: api, guardrails: {detection-model: a.py}}"),
            "a.py",
            True,
        ),
        ("license-text-mismatch", LLAMA, "LICENSE", False),
    ],
)
def test_no_rule_looks_at_private_files(rule: str, card: str, name: str, *, silent: bool, folder: pathlib.Path) -> None:
    apache = (ROOT / "LICENSE").read_text(encoding="utf-8")
    written(folder, {"models/heron/README.md": card, f"models/heron/{name}": apache})
    assert (rules("models", "--select", rule) == []) is silent
    configured(folder, f'private-files = ["{name}"]\n')
    assert (rules("models", "--select", rule) == []) is not silent


def test_exclude_binds_what_is_walked_and_with_force_exclude_what_is_named(
    folder: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(folder, {"models/stork/README.md": CARD})
    configured(folder, f'{SELECT}exclude = ["models/heron"]\n')
    assert {line.split("/")[1] for line in check("models")} == {"stork"}
    assert check("models/heron/README.md") != []
    assert run("check", "models/heron/README.md", "--force-exclude") == (
        0,
        "nothing was checked: every release there is excluded\n",
        "",
    )
    monkeypatch.chdir(folder / "models")
    assert {line.split("/")[0] for line in check(".")} == {"stork"}


@pytest.mark.parametrize(
    ("here", "arguments", "found"),
    [
        (".", ["."], ["models/heron", "models/new/old"]),
        ("models", ["."], ["models/heron", "models/new/old"]),
        ("models/new", ["."], ["models/new/old"]),
        ("models/new", [".."], ["models/heron", "models/new/old"]),
        ("models/old", ["README.md", "--force-exclude"], []),
        ("models/old/data", ["../README.md", "--force-exclude"], []),
        ("models/old/data", [".."], ["models/old"]),
        ("..", ["PROJECT"], ["models/heron", "models/new/old"]),
    ],
)
def test_exclude_means_the_same_from_every_folder(
    here: str, arguments: list[str], found: list[str], folder: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ("models/old/README.md", "models/old/data/x.txt", "models/new/old/README.md")
    written(folder, dict.fromkeys(names, CARD))
    configured(folder, 'select = ["placeholder-text"]\nexclude = ["models/old"]\n')
    monkeypatch.chdir(folder / here)
    paths = [
        line.partition("/README.md")[0] for line in check(*(one.replace("PROJECT", folder.name) for one in arguments))
    ]
    assert [os.path.relpath(path, folder) for path in paths if path] == found


def test_required_keys_are_asked_of_every_declaration(folder: pathlib.Path) -> None:
    configured(folder, 'select = ["declaration-incomplete"]\nrequire = ["owner", "review-by"]\n')
    assert check("models") == [
        "models/heron/README.md:3:10: error: the configuration requires 'owner', 'review-by' in every declaration "
        "[declaration-incomplete]"
    ]


RULE = """\
id: our-code-name
summary: A code name is in the card
severity: error
text: {find: ["Project Nightjar"]}
message: "the code name {found} is on {lines}"
fix: use the public name
why: It is internal.
examples: {good: [{card: a}], bad: [{card: Project Nightjar, says: ["1:1 x"]}]}
"""


def test_a_project_s_own_rules_are_data(folder: pathlib.Path) -> None:
    written(folder, {"lint/rules/ours/our-code-name.yaml": RULE, "models/heron/README.md": CARD + "Project Nightjar\n"})
    configured(folder, 'rules = ["lint/rules"]\nselect = ["ours"]\n')
    assert check("models") == [
        "models/heron/README.md:8:1: error: the code name 'Project Nightjar' is on line 8 [our-code-name]"
    ]
    assert run("rule", "our-code-name").out.startswith("# our-code-name\n")


def test_a_project_s_file_takes_no_evidence_from_ours_by_its_name(folder: pathlib.Path) -> None:
    card = CARD.replace("# ", "Each key may send 60 requests a minute.\n\n# ", 1)
    written(folder, {"models/heron/README.md": card})
    shown = run("facts", "models/heron", "--format", "json").out
    # A rule, where ours of that name is a subject.
    rule = RULE.replace("our-code-name", "rate-limiting").replace("error", "note")
    written(folder, {"rules/guardrails/rate-limiting.yaml": rule})
    configured(folder, 'rules = ["rules"]\n')
    assert '"rate-limiting"' in shown
    assert run("facts", "models/heron", "--format", "json").out == shown


DRILL = """\
id: our-drill
title: Drill
definition: Whoever runs the system has tried to stop it.
why: What was never tried does not work on the day.
policy: {hosted: {required: "we run it"}}
missing:
  rule: our-drill-missing
  summary: No drill is named
  message: "no drill is declared or found; {demand.level} {demand.verb} one"
  fix: hold one
  examples: {good: [{card: a}], bad: [{card: "---\\nrelease: hosted\\n---\\n# A\\n", says: ["2:10 no drill"]}]}
"""


@pytest.mark.parametrize("subject", ["our-drill", "contact", "limitations"])
def test_every_subject_of_which_a_level_can_ask_can_be_overridden(subject: str, folder: pathlib.Path) -> None:
    written(folder, {"lint/guardrails/our-drill.yaml": DRILL})
    text = f'rules = ["lint"]\nselect = ["{subject}-missing"]\n[overrides.{subject}]\napi = '
    configured(folder, f'{text}"not-asked"\n')
    assert check("models") == []
    written(
        folder, {"models/heron/README.md": CARD + "\n## Intended use\n\nHeron is intended for people who know birds.\n"}
    )
    configured(folder, f'{text}"required"\n')
    assert [line.split(": ")[1] for line in check("models")] == ["error"]


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        (
            "our-code-name.yaml",
            RULE.replace('text: {find: ["Project Nightjar"]}', "python: os:getcwd"),
            "'os:getcwd' is code, and a project's own rules are data only",
        ),
        ("our-code-name.yaml", RULE.replace("summary", "sumary"), "'rule' needs the key 'summary'"),
        ("our-code-name.yaml", RULE + "a: [\n", None),
        ("other.yaml", RULE, "the id 'our-code-name' is not the name of the file"),
        (
            "license-missing.yaml",
            RULE.replace("our-code-name", "license-missing"),
            "the rule 'license-missing' exists already, in rules/license/license-missing.yaml",
        ),
    ],
)
def test_a_broken_rule_of_a_project_is_one_sentence(
    name: str, text: str, told: str | None, folder: pathlib.Path
) -> None:
    written(folder, {f"lint/ours/{name}": text})
    configured(folder, 'rules = ["lint"]\n')
    code, out, err = run("check", "models")
    assert (code, out) == (2, "")
    assert err.startswith(f"releaselint: lint/ours/{name}:")
    assert err.count("\n") == 1
    assert told is None or err == f"releaselint: lint/ours/{name}: {told}\n"


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({"releaselint.toml": "\nselect = [1 2]\n"}, "releaselint.toml:2:13: is not valid TOML: "),
        (
            {"releaselint.toml": '\nselct = ["license"]\n'},
            "releaselint.toml:2: unknown key 'selct' in 'configuration'; did you mean 'select'?",
        ),
        (
            {"pyproject.toml": '[tool.ruff]\nignore = ["D"]\n\n[tool.releaselint]\nignore = "license"\n'},
            "pyproject.toml:5: 'ignore' must be a list, not a text",
        ),
        (
            {"releaselint.toml": 'fail-on = "warn"\n'},
            "releaselint.toml:1: 'fail-on' is 'warn', not one of error, warning, note, never; did you mean 'warning'?",
        ),
        (
            {"releaselint.toml": 'ignore = [\n  "license",\n  "licence-missing",\n]\n'},
            "releaselint.toml:3: 'ignore': there is no rule or group 'licence-missing'; "
            "did you mean 'license-missing'?",
        ),
        (
            {"releaselint.toml": '[severities]\nlicense = "note"\n'},
            "releaselint.toml:2: 'severities': there is no rule 'license'",
        ),
        (
            {"releaselint.toml": '[paths."internal/*"]\nselect = ["lisense"]\n'},
            "releaselint.toml:2: 'paths.internal/*.select': there is no rule or group 'lisense'; "
            "did you mean 'license'?",
        ),
        (
            {"releaselint.toml": '[overrides.watermark]\napi = "required"\n'},
            "releaselint.toml:1: unknown key 'watermark' in 'overrides'; did you mean 'watermarking'?",
        ),
        (
            {"releaselint.toml": '[overrides]\naccess = {api = "required"}\n'},
            "releaselint.toml:2: unknown key 'access' in 'overrides'",
        ),
        (
            {"releaselint.toml": '[overrides.watermarking]\napi = "require"\n'},
            "releaselint.toml:2: 'overrides.watermarking.api' is 'require', not one of required, recommended, "
            "optional, not-asked; did you mean 'required'?",
        ),
        (
            {"releaselint.toml": '# ours\nextends = "base.toml"\n', "base.toml": 'extends = "releaselint.toml"\n'},
            "base.toml:1: 'extends': releaselint.toml: is extended in a circle",
        ),
        (
            {"releaselint.toml": '# ours\nextends = "base.toml"\n'},
            "releaselint.toml:2: 'extends': base.toml: cannot be read: no such file or directory",
        ),
        (
            {"releaselint.toml": 'extends = "ci/pyproject.toml"\n', "ci/pyproject.toml": "[project]\n"},
            "releaselint.toml:1: 'extends': ci/pyproject.toml: has no table 'tool.releaselint'",
        ),
        (
            {"releaselint.toml": "extends = 3\n"},
            "releaselint.toml:1: 'extends' must be a text, not 3; put it in quotes",
        ),
        ({"releaselint.toml": b"\xff\n"}, "releaselint.toml: is not UTF-8 text"),
        ({"releaselint.toml": 'rules = ["lint"]\n'}, "'rules' names the folder 'lint', which does not exist"),
        (
            {"releaselint.toml": 'waivers = "waivers.yaml"\n'},
            "waivers.yaml: cannot be read: no such file or directory",
        ),
        (
            {f"{number}.toml": f'extends = "{number + 1}.toml"\n' for number in range(10)}
            | {"releaselint.toml": 'extends = "0.toml"\n'},
            "6.toml:1: 'extends': 7.toml: is one too many: at most 8 files extend each other",
        ),
    ],
)
def test_a_mistake_in_a_file_is_one_sentence_with_file_and_line(
    files: dict[str, str | bytes], told: str, folder: pathlib.Path
) -> None:
    written(folder, files)
    code, out, err = run("check", "models")
    assert (code, out) == (2, "")
    assert err.startswith(f"releaselint: {told}")
    assert err.count("\n") == 1
    assert str(folder) not in err


def test_a_flag_that_names_no_rule_is_one_sentence() -> None:
    told = "releaselint: there is no rule or group 'licence'; did you mean 'license'?\n"
    assert run("check", "models", "--select", "licence") == (2, "", told)
