"""The hooks run for the files that matter, and pre-commit can install and run them."""

from __future__ import annotations

import importlib.util
import os
import pathlib
import re
import shutil
import subprocess
import sys

import pytest
import yaml

from releaselint import cli

ROOT = pathlib.Path(__file__).parents[1]
HOOKS = {hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))}
#: What pre-commit installs the hooks from.
SOURCE = (
    "src",
    "schemas",
    "rules",
    "pyproject.toml",
    "hatch_build.py",
    "README.md",
    "LICENSE",
    ".pre-commit-hooks.yaml",
)

needs_pre_commit = pytest.mark.skipif(
    importlib.util.find_spec("pre_commit") is None, reason="pre-commit is not installed"
)


def git(folder: pathlib.Path, *arguments: str) -> None:
    settings = ("-c", "user.name=test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *settings, *arguments], cwd=folder, check=True, capture_output=True)


def repository(folder: pathlib.Path) -> pathlib.Path:
    folder.mkdir(exist_ok=True)
    git(folder, "init", "--quiet")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--allow-empty", "--message", "all of it")
    return folder


@pytest.mark.parametrize(
    ("name", "text", "runs"),
    [
        ("README.md", "# Heron\n", {"releaselint", "releaselint-release"}),
        ("models/heron/MODEL_CARD.md", "# Heron\n", {"releaselint", "releaselint-release"}),
        ("release-checklist.md", "- [ ] all\n", {"releaselint", "releaselint-release"}),
        ("release.yaml", "access: api\n", {"releaselint", "releaselint-release"}),
        ("LICENSE", "MIT\n", {"releaselint", "releaselint-release"}),
        ("model.safetensors", "\0\1\2", {"releaselint-release"}),
        ("pytorch_model.bin", "\0\1\2", {"releaselint-release"}),
        ("config.json", "{}\n", {"releaselint-release"}),
        ("train.py", "print()\n", set()),
        ("docs/guide.md", "# Guide\n", {"releaselint", "releaselint-release"}),
        ("docs/guide.rst", "Guide\n", set()),
    ],
)
def test_hooks_run_for_what_identify_says_of_a_file(
    name: str, text: str, runs: set[str], tmp_path: pathlib.Path
) -> None:
    identify = pytest.importorskip("identify.identify")
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    tags = identify.tags_from_path(str(path))
    wanted = {
        hook["id"]
        for hook in HOOKS.values()
        if re.search(hook["files"], name) and set(hook.get("types", ["file"])) <= tags
    }
    assert wanted == runs


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as done:
        cli.main([*HOOKS["releaselint"]["entry"].split()[1:], *arguments])
    assert isinstance(done.value.code, int)
    return done.value.code


def test_files_of_what_is_no_release_pass_the_hook(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "docs").mkdir()
    for name in ("README.md", "docs/README.md", "LICENSE", "LICENSE.md"):
        (tmp_path / name).write_text("# Software\n", "utf-8")
        assert run(name) == 0
    assert run("README.md", "docs/README.md", "LICENSE", "LICENSE.md") == 0


def test_license_brings_the_hook_to_its_release(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copytree(ROOT / "examples" / "faulty", tmp_path, dirs_exist_ok=True)
    (tmp_path / "LICENSE").write_text("all rights reserved\n", "utf-8")
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "README.md").write_text("# How the documentation is built\n", "utf-8")
    assert run("LICENSE") == run("docs/README.md") == run("README.md") == 1


@needs_pre_commit
def test_pre_commit_installs_and_runs_both_hooks(tmp_path: pathlib.Path) -> None:
    source = tmp_path / "source"
    for name in SOURCE:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, source / name)
    repository(source)
    project = tmp_path / "project"
    shutil.copytree(ROOT / "examples" / "faulty", project / "models" / "faulty")
    (project / "README.md").write_text("# Software\n", "utf-8")
    repository(project)
    done = subprocess.run(
        [sys.executable, "-m", "pre_commit", "try-repo", str(source), "--all-files", "--color=never"],
        cwd=project,
        env=os.environ | {"PRE_COMMIT_HOME": str(tmp_path / "cache")},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if re.search("No matching distribution|connection|name resolution", done.stdout):
        pytest.skip("the packages cannot be downloaded")
    assert done.returncode == 1, done.stdout + done.stderr
    ran = re.findall(r"^- hook id: (.+)\n- exit code: (\d+)$", done.stdout, re.MULTILINE)
    assert ran == [("releaselint", "1"), ("releaselint-release", "1")], done.stdout
    assert done.stdout.count("models/faulty/README.md:3:10: error: ") == 2
    changed, _ = done.stdout.split("- hook id: releaselint-release")
    assert " in 1 release" in changed
