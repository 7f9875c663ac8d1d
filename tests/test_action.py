"""The Action does what it says under bash, with the runner's files, and no input of a workflow gets to a shell."""

from __future__ import annotations

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import pytest
import yaml

ROOT = pathlib.Path(__file__).parents[1]
ACTION = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
INSTALL, CHECK = ACTION["runs"]["steps"]

pytestmark = pytest.mark.skipif(shutil.which("bash") is None or os.name == "nt", reason="needs bash")


@dataclass(frozen=True, kw_only=True)
class Done:
    code: int
    shown: str
    summary: str
    outputs: dict[str, str]
    errors: str = field(default="", compare=False)
    """What went to stderr."""


class Runner:
    """What GitHub's runner does for one job: a workspace, a place for temporary files, and files for what comes out."""

    def __init__(self, folder: pathlib.Path) -> None:
        self.workspace, self.temp = folder / "work space", folder / "temp"
        self.workspace.mkdir()
        self.temp.mkdir()

    def run(self, step: Mapping[str, str], env: dict[str, str]) -> Done:
        script, output, summary = (self.temp / name for name in ("step.sh", "output", "summary"))
        script.write_text(step["run"], "utf-8")
        output.write_bytes(b"")
        summary.write_bytes(b"")
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", str(script)],
            cwd=self.workspace,
            env=os.environ
            | {"GITHUB_ACTION_PATH": str(ROOT), "RUNNER_TEMP": str(self.temp), "GITHUB_OUTPUT": str(output)}
            | {"GITHUB_STEP_SUMMARY": str(summary), "PYTHONPATH": str(self.workspace)}
            | env,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert "Traceback" not in done.stderr, done.stderr
        return Done(
            code=done.returncode,
            shown=done.stdout,
            summary=summary.read_text("utf-8"),
            outputs=outputs_of(output.read_bytes().decode("utf-8")),
            errors=done.stderr,
        )

    def check(self, **inputs: str) -> Done:
        """Run the second step with these inputs, `sarif-file` as `sarif_file`; the others have their defaults."""
        given = {name: known["default"] for name, known in ACTION["inputs"].items()}
        given |= {name.replace("_", "-"): value for name, value in inputs.items()}
        env = {"PYTHON": str(self.temp / "python")}
        for name, value in CHECK["env"].items():
            match = re.fullmatch(r"\$\{\{ inputs\.([a-z-]+) \}\}", value)
            env |= {name: given[match[1]]} if match else {}
        return self.run(CHECK, env)


def outputs_of(text: str) -> dict[str, str]:
    """Read the file that a step writes its outputs to, as the runner does."""
    found: dict[str, str] = {}
    lines = iter(text.split("\n"))
    for line in lines:
        if match := re.fullmatch(r"([^=<]+)<<(.+)", line):
            value: list[str] = []
            for one in lines:
                if one == match[2]:
                    break
                value.append(one)
            found[match[1]] = "\n".join(value)
        elif line:
            name, _, rest = line.partition("=")
            found[name] = rest
    return found


@pytest.fixture
def runner(tmp_path: pathlib.Path) -> Iterator[Runner]:
    """A runner whose first step is done: this Python has the dependencies, and the package is in this checkout."""
    found = Runner(tmp_path)
    # `python -I` of a bare environment finds what this one finds, and nothing of the workspace.
    (found.temp / "python").write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    (found.temp / "python").chmod(0o755)
    shutil.copytree(ROOT / "examples" / "faulty", found.workspace / "faulty")
    shutil.copytree(ROOT / "examples" / "api", found.workspace / "api")
    yield found
    assert not (found.workspace / "pwned").exists()
    assert sorted(path.name for path in found.temp.iterdir()) == ["output", "python", "step.sh", "summary"]


def test_every_input_reaches_its_step_through_the_environment_only() -> None:
    assert set(re.findall(r"inputs\.([a-z-]+)", " ".join(CHECK["env"].values()))) == set(ACTION["inputs"])
    for step in (INSTALL, CHECK):
        assert "${{" not in step["run"]
        assert step["shell"] == "bash"
    outputs = {value["value"] for value in ACTION["outputs"].values()}
    assert outputs == {f"${{{{ steps.check.outputs.{name} }}}}" for name in ACTION["outputs"]}


def test_findings_are_annotated_counted_and_summed_up(runner: Runner) -> None:
    done = runner.check(path="faulty", sarif_file="out.sarif")
    assert done.code == 1
    commands = [line.split(" ")[0] for line in done.shown.splitlines()]
    assert done.outputs == {
        "exit-code": "1",
        "sarif-file": "out.sarif",
        "errors": str(commands.count("::error")),
        "warnings": str(commands.count("::warning")),
    }
    assert done.summary.startswith("## releaselint: ")
    results = json.loads((runner.workspace / "out.sarif").read_bytes())["runs"][0]["results"]
    assert len(results) == len(commands)


def test_release_without_findings_passes(runner: Runner) -> None:
    done = runner.check(path="api", summary="false")
    assert done == Done(
        code=0, shown="", summary="", outputs={"exit-code": "0", "sarif-file": "", "errors": "0", "warnings": "0"}
    )


def test_flags_and_paths_are_several(runner: Runner) -> None:
    done = runner.check(path="api\nfaulty\n", args="--ignore 'access, guardrails' --severity=error", fail_on="never")
    assert (done.code, done.outputs["exit-code"]) == (0, "0")
    assert done.shown.count("\n") == done.shown.count("::error ") > 0
    assert "access-wider-than-declared" not in done.shown


def test_configuration_is_the_one_that_is_named(runner: Runner) -> None:
    (runner.workspace / "my rules.toml").write_text('select = ["license"]\n')
    done = runner.check(path="faulty", config="my rules.toml")
    assert {match[1] for match in re.finditer("title=([a-z-]+)", done.shown)} >= {"license-unknown"}
    assert "anchor-broken" not in done.shown


PWN = "touch pwned"
HOSTILE = (
    f"$({PWN})",
    f"`{PWN}`",
    f"a; {PWN}",
    f"a && {PWN} #",
    f'"; {PWN}; "',
    "--format=json",
    "-h",
    "--",
    "*",
    "$HOME",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_path_is_a_path(runner: Runner, text: str) -> None:
    done = runner.check(path=text)
    assert done.code == 2
    assert done.shown == f"::error title=releaselint::releaselint: there is no file or folder '{text}'\n"
    assert done.outputs == {"exit-code": "2", "sarif-file": "", "errors": "", "warnings": ""}
    shutil.copytree(ROOT / "examples" / "faulty", runner.workspace / text)
    assert runner.check(path=text).outputs["exit-code"] == "1"


@pytest.mark.parametrize("text", HOSTILE[:4])
@pytest.mark.parametrize("name", ["args", "config", "fail_on"])
def test_hostile_flag_is_refused_in_words(runner: Runner, name: str, text: str) -> None:
    done = runner.check(path="api", **{name: text})
    assert (done.code, done.outputs["exit-code"]) == (2, "2")
    assert re.fullmatch("::error title=releaselint::.+\n", done.shown)


@pytest.mark.parametrize("text", ["a\nerrors=0", "a\nerrors<<x\n0\nx", "a\r\n::warning::b", "$(id).sarif", "-x=y"])
def test_hostile_file_name_forges_no_output(runner: Runner, text: str) -> None:
    done = runner.check(path="faulty", sarif_file=text)
    assert (runner.workspace / text).is_file()
    assert done.outputs["errors"] not in ("", "0")
    assert done.outputs["sarif-file"] == text


def test_stale_report_in_the_repository_is_not_handed_on(runner: Runner) -> None:
    (runner.workspace / "faulty.sarif").write_text("{}")
    done = runner.check(path="none", sarif_file="faulty.sarif")
    assert (done.code, done.outputs["sarif-file"]) == (2, "")
    (runner.workspace / "folder.sarif").mkdir()
    done = runner.check(path="faulty", sarif_file="folder.sarif")
    assert (done.code, done.outputs["sarif-file"]) == (2, "")
    assert done.shown.splitlines()[-1].startswith("::error title=releaselint::releaselint: 'folder.sarif' cannot be")


def test_report_replaces_a_link_and_does_not_follow_it(runner: Runner) -> None:
    (runner.workspace / "victim").write_text("kept")
    (runner.workspace / "out.sarif").symlink_to("victim")
    assert runner.check(path="faulty", sarif_file="out.sarif").code == 1
    assert (runner.workspace / "victim").read_text() == "kept"
    assert not (runner.workspace / "out.sarif").is_symlink()


def test_open_quote_is_told(runner: Runner) -> None:
    done = runner.check(path="api", args="--select 'license")
    assert (done.code, done.shown) == (
        2,
        "::error title=releaselint::the input 'args' cannot be split: no closing quotation\n",
    )


def test_complaint_about_a_hostile_configuration_is_no_command(runner: Runner) -> None:
    (runner.workspace / "releaselint.toml").write_text('"::warning::x\\n::error::y" = "##[error]z"\n')
    done = runner.check(path="api")
    assert done.code == 2
    assert re.fullmatch("::error title=releaselint::.+\n", done.shown)


def test_code_of_the_checked_repository_is_not_run(runner: Runner) -> None:
    for name in ("json.py", "sitecustomize.py", "releaselint.py", "click.py", "yaml.py"):
        (runner.workspace / name).write_text("raise SystemExit(77)\n")
    assert runner.check(path="api").code == 0


def test_first_step_installs_what_the_second_needs(tmp_path: pathlib.Path) -> None:
    runner = Runner(tmp_path)
    (runner.workspace / "venv.py").write_text("raise SystemExit(77)\n")
    (runner.workspace / "pip.conf").write_text("[global]\nno-index = true\n")
    shutil.copytree(ROOT / "examples" / "api", runner.workspace / "api")
    installed = runner.run(INSTALL, {})
    if re.search("No matching distribution|connection|name resolution", installed.errors):
        pytest.skip("the packages cannot be downloaded")
    assert installed.code == 0, installed.errors
    done = runner.run(CHECK, {"PYTHON": installed.outputs["python"], "INPUT_PATH": "api", "INPUT_SUMMARY": "true"})
    assert (done.code, done.outputs["errors"]) == (0, "0")


def test_old_python_is_told(tmp_path: pathlib.Path) -> None:
    runner = Runner(tmp_path)
    bash = shutil.which("bash")
    assert bash is not None
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "bash").symlink_to(bash)
    done = runner.run(INSTALL, {"PATH": str(tmp_path / "bin")})
    assert (done.code, done.outputs) == (2, {})
    assert done.shown.startswith("::error title=releaselint::Set up Python 3.11 or newer before this step")


def test_pins_cover_the_dependencies() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    pins = (ROOT / "action" / "requirements.txt").read_text("utf-8")
    needed = {re.split("[<>=~!; ]", line)[0].lower() for line in project["dependencies"]}
    assert needed <= set(re.findall("^([a-z0-9-]+)==", pins, re.MULTILINE))
    for block in re.split(r"\n(?=\S)", re.sub("^#.*\n", "", pins, flags=re.MULTILINE).strip()):
        assert re.match(r"[a-z0-9-]+==[\w.]+ ", block)
        assert "--hash=sha256:" in block


@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        ("check-jsonschema", ["--builtin-schema", "vendor.github-actions"]),
        ("zizmor", ["--offline", "--persona=auditor", "--no-progress"]),
    ],
)
def test_action_passes_the_linters(tool: str, arguments: list[str]) -> None:
    program = shutil.which(tool, path=os.path.dirname(sys.executable)) or shutil.which(tool)
    if program is None:
        pytest.skip(f"{tool} is not installed")
    done = subprocess.run([program, *arguments, str(ROOT / "action.yml")], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


BLOCKS = re.findall(r"```yaml\n(.*?)```", (ROOT / "docs" / "ci.md").read_text("utf-8"), re.DOTALL)


@pytest.mark.parametrize("block", BLOCKS)
def test_workflows_of_the_docs_are_valid(block: str, tmp_path: pathlib.Path) -> None:
    data = yaml.safe_load(block)
    jobs = data.get("jobs", {}).values()
    for step in (step for job in jobs for step in job["steps"] if "OWNER/releaselint" in step.get("uses", "")):
        assert set(step.get("with", {})) <= set(ACTION["inputs"])
    assert set(re.findall(r"steps\.releaselint\.outputs\.([a-z-]+)", block)) <= set(ACTION["outputs"])
    if "repos" in data:
        return
    program = shutil.which("check-jsonschema", path=os.path.dirname(sys.executable)) or shutil.which("check-jsonschema")
    if program is None:
        pytest.skip("check-jsonschema is not installed")
    (tmp_path / "file.yml").write_text(block, "utf-8")
    schema = "vendor.github-workflows" if jobs else "vendor.gitlab-ci"
    done = subprocess.run(
        [program, "--builtin-schema", schema, str(tmp_path / "file.yml")], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout
