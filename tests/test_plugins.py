"""Plugins bring rules, subjects and functions; one that is broken is named with its distribution and entry point."""

from __future__ import annotations

import os
import pathlib
import re
import subprocess
import sys
from collections.abc import Mapping

import pytest
from command import follow, written

ROOT = pathlib.Path(__file__).parents[1]
PLUGIN = ROOT / "examples" / "plugin"
API = """\
---
release: api
---
# Heron

Known to us as Project Nightjar.
"""


def run(site: pathlib.Path, *arguments: str, cwd: pathlib.Path) -> subprocess.CompletedProcess[str]:
    """Run releaselint where the packages in `site` are installed."""
    environment = os.environ | {"PYTHONPATH": str(site), "PYTHONDONTWRITEBYTECODE": "1", "COLUMNS": "120"}
    command = [sys.executable, "-m", "releaselint", *arguments]
    return subprocess.run(command, env=environment, cwd=cwd, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    """Return a folder with the plugin of the examples, installed by pip as a user would."""
    pytest.importorskip("hatchling")
    target = tmp_path_factory.mktemp("site")
    flags = ["--quiet", "--no-index", "--no-deps", "--no-build-isolation", "--disable-pip-version-check"]
    command = [sys.executable, "-m", "pip", "install", *flags, "--target", str(target), str(PLUGIN)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode and "No module named pip" in done.stderr:
        pytest.skip("pip is not installed")
    assert done.returncode == 0, done.stderr
    return target


def test_the_plugin_s_own_test_passes(site: pathlib.Path, tmp_path: pathlib.Path) -> None:
    code = "from releaselint.testing import check_plugin; print(check_plugin('acme'), check_plugin('nobody'))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"PYTHONPATH": str(site)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == "[] [\"no plugin with the entry point 'nobody' is installed\"]\n", done.stderr


def test_its_rules_its_function_and_its_subject_are_used_like_ours(site: pathlib.Path, tmp_path: pathlib.Path) -> None:
    written(tmp_path, {"README.md": API, "open/README.md": "---\nrelease: downloadable\n---\n", "open/m.gguf": "x"})
    done = run(site, "check", "--format", "concise", "--select", "acme,acme-incident-drill-missing", cwd=tmp_path)
    assert done.stdout.splitlines() == [
        "README.md:2:10: error: no incident drill is declared or found; 'api' requires one "
        "[acme-incident-drill-missing]",
        "README.md:6:16: error: the internal name 'Project Nightjar' is on line 6 [acme-code-name]",
        "open/README.md:2:10: warning: 'm.gguf' has no signature beside it [acme-weights-unsigned]",
    ]
    card = API.replace("release: api", "release: {access: api, guardrails: {acme-incident-drill: internal:D1}}")
    written(tmp_path, {"README.md": card})
    done = run(site, "check", "--select", "acme-incident-drill-missing,declaration-invalid", cwd=tmp_path)
    assert done.returncode == 0, done.stdout
    assert "rl:acme-incident-drill" in run(site, "checklist", ".", cwd=tmp_path).stdout
    assert "acme-incident-drill" in run(site, "facts", ".", cwd=tmp_path).stdout
    for form in ("sarif", "html", "gitlab", "json"):
        assert run(site, "check", "--format", form, cwd=tmp_path).stderr == ""


def test_the_list_the_pages_and_no_plugins(site: pathlib.Path, tmp_path: pathlib.Path) -> None:
    listed = run(site, "rule", cwd=tmp_path).stdout
    assert re.findall(r"^  (acme\S+) +(\S+)", listed, re.MULTILINE) == [
        ("acme-incident-drill-missing", "error"),
        ("acme-code-name", "error"),
        ("acme-weights-unsigned", "warning"),
    ]
    assert run(site, "rule", "acme-code-name", cwd=tmp_path).stdout.startswith("# acme-code-name\n")
    assert "acme" not in run(site, "rule", "--no-plugins", cwd=tmp_path).stdout
    written(tmp_path, {"README.md": API})
    assert "acme" not in run(site, "check", "--no-plugins", cwd=tmp_path).stdout
    written(tmp_path, {"releaselint.toml": '[severities]\nacme-code-name = "note"\n'})
    assert "acme-code-name" not in run(site, "check", cwd=tmp_path).stdout
    done = run(site, "check", "--no-plugins", cwd=tmp_path)
    assert done.stderr == "releaselint: releaselint.toml:2: 'severities': there is no rule 'acme-code-name'\n"


RULE = """\
id: acme-a
summary: A word is in the card
severity: note
text: {find: [nightjar]}
message: "a word is in the card"
fix: take it out
why: It is a word.
examples: {good: [{card: a}], bad: [{card: nightjar, says: ["1:1 a word is in the card"]}]}
"""
BEGIN = "the plugin 'acme-rules' (entry point 'acme')"
INIT = "acme_rules/__init__.py"
FILE = "acme_rules/ours/acme-a.yaml"


def installed(site: pathlib.Path, files: Mapping[str, str], points: Mapping[str, str] | None = None) -> pathlib.Path:
    """Write packages and what an installer writes beside them: `points` maps a distribution to its module."""
    for name, module in (points or {"acme-rules": "acme_rules"}).items():
        folder = f"{name.replace('-', '_')}-1.0.dist-info"
        entry = f"[releaselint.rules]\nacme = {module}\n"
        metadata = f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n"
        written(site, {f"{folder}/METADATA": metadata, f"{folder}/entry_points.txt": entry})
    return written(site, files)


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({}, f"{BEGIN} cannot be loaded: ModuleNotFoundError: No module named 'acme_rules'"),
        (
            {INIT: "raise RuntimeError('no license\\nserver')"},
            f"{BEGIN} cannot be loaded: RuntimeError: no license server",
        ),
        ({INIT: "raise SystemExit(0)"}, f"{BEGIN} cannot be loaded: SystemExit: 0"),
        ({INIT: ""}, f"{BEGIN}: 'acme_rules' holds no folder with a YAML file"),
        (
            {INIT: "", "acme_rules/ours/other.yaml": RULE.replace("acme-a", "other")},
            f"{BEGIN}: acme_rules/ours/other.yaml: the id 'other' must begin with 'acme-'",
        ),
        (
            {INIT: "", FILE: "id: [\n"},
            f"{BEGIN}: {FILE}:2:1: is not valid YAML: did not find expected node content while parsing a flow node",
        ),
        ({INIT: "", FILE: RULE.replace("severity: note\n", "")}, f"{BEGIN}: {FILE}: 'rule' needs the key 'severity'"),
        (
            {INIT: "", FILE: RULE.replace("text: {find: [nightjar]}", "require: {acess: [api]}")},
            f"{BEGIN}: {FILE}: 'require' names the fact 'acess', which does not exist",
        ),
        (
            {INIT: "", FILE: RULE.replace("text: {find: [nightjar]}", "python: acme_rules:find")},
            f"{BEGIN}: {FILE}: 'acme_rules:find' cannot be loaded: AttributeError: "
            "module 'acme_rules' has no attribute 'find'",
        ),
        (
            {INIT: "find = 3", FILE: RULE.replace("text: {find: [nightjar]}", "python: acme_rules:find")},
            f"{BEGIN}: {FILE}: 'acme_rules:find' is no function",
        ),
        (
            {INIT: "", "acme_rules/ours/acme-b.yaml": RULE},
            f"{BEGIN}: acme_rules/ours/acme-b.yaml: the id 'acme-a' is not the name of the file",
        ),
    ],
)
def test_a_broken_plugin_is_one_sentence(files: dict[str, str], told: str, tmp_path: pathlib.Path) -> None:
    written(tmp_path, {"card/README.md": API})
    done = run(installed(tmp_path / "site", files), "check", "card", cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"releaselint: {told}\n")
    assert run(tmp_path / "site", "check", "card", "--no-plugins", cwd=tmp_path).returncode == 1


def test_two_plugins_with_one_id_are_one_sentence(tmp_path: pathlib.Path) -> None:
    written(tmp_path, {"card/README.md": API})
    files = {INIT: "", FILE: RULE, "other/__init__.py": "", "other/ours/acme-a.yaml": RULE}
    site = installed(tmp_path / "site", files, {"acme-rules": "acme_rules", "other": "other"})
    done = run(site, "check", "card", cwd=tmp_path)
    told = "the plugin 'other' (entry point 'acme'): other/ours/acme-a.yaml: the rule 'acme-a' exists already, in"
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"releaselint: {told} {FILE}\n")


def test_a_function_that_raises_is_told_and_the_other_rules_still_run(tmp_path: pathlib.Path) -> None:
    written(tmp_path, {"card/README.md": API})
    rule = RULE.replace("text: {find: [nightjar]}", "python: acme_rules:find")
    site = installed(tmp_path / "site", {INIT: "def find(case):\n    return [1 / 0]\n", FILE: rule})
    done = run(site, "check", "card", "--format", "concise", cwd=tmp_path)
    assert "card/README.md: error: the rule 'acme-a' failed: ZeroDivisionError [internal-error]" in done.stdout
    assert "[documentation-missing]" in done.stdout
    assert done.returncode == 2


def test_the_guide_works_as_it_is_written(tmp_path: pathlib.Path) -> None:
    pytest.importorskip("hatchling")
    flags = "--quiet --no-index --no-deps --no-build-isolation --disable-pip-version-check --upgrade --target site"
    commands = {"pip install .": f"{sys.executable} -m pip install {flags} ."}
    assert follow("plugins.md", tmp_path, site=tmp_path / "site", commands=commands) == 6
