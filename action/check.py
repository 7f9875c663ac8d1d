"""The Action's second step: runs `releaselint check` as the workflow asks, and hands on what came of it.

Takes the inputs and the runner's files from the environment. No shell sees an input.
"""

from __future__ import annotations

import json
import os
import pathlib
import secrets
import shlex
import subprocess
import sys
import tempfile

from releaselint.report.escape import command_data


def main() -> int:
    """Run the step and return its exit code, which is that of the check."""
    with tempfile.TemporaryDirectory(dir=os.environ["RUNNER_TEMP"], ignore_cleanup_errors=True) as folder:
        report, summary = pathlib.Path(folder, "report.json"), pathlib.Path(folder, "summary.md")
        try:
            flags = arguments(report, summary)
        except ValueError as error:
            code, complaint = 2, f"the input 'args' cannot be split: {str(error).lower()}"
        else:
            done = subprocess.run(
                [sys.executable, "-I", "-m", "releaselint", *flags], stderr=subprocess.PIPE, check=False
            )
            code, complaint = done.returncode, done.stderr.decode("utf-8", "replace").strip()
        if complaint:
            # Raw, a line of it could be taken for a command of the workflow.
            sys.stdout.write(f"::error title=releaselint::{command_data(complaint)}\n")
        counts = json.loads(report.read_bytes())["summary"] if report.exists() else {}
        if not counts and code == 1:
            code = 2  # it broke: no report was written
        if summary.exists() and given("SUMMARY").lower() != "false":
            append("GITHUB_STEP_SUMMARY", summary.read_text("utf-8"))
    sarif = given("SARIF_FILE")
    outputs = {
        "exit-code": code,
        "sarif-file": sarif if counts else "",
        "errors": counts.get("error", ""),
        "warnings": counts.get("warning", ""),
    }
    for name, value in outputs.items():
        end = secrets.token_hex(16)  # no value can guess where it ends
        append("GITHUB_OUTPUT", f"{name}<<{end}\n{value}\n{end}\n")
    return code


def arguments(report: pathlib.Path, summary: pathlib.Path) -> list[str]:
    """Return the arguments for releaselint; raises ValueError for an open quote."""
    flags = ["check", "--no-plugins", "--format=github"]
    flags += [f"--output=sarif={given('SARIF_FILE')}"] if given("SARIF_FILE") else []
    # The last to be written: where it is, so are the others.
    flags += [f"--output=markdown={summary}", f"--output=json={report}"]
    flags += [f"--config={given('CONFIG')}"] if given("CONFIG") else []
    flags += [f"--fail-on={given('FAIL_ON')}"] if given("FAIL_ON") else []
    paths = [line for line in given("PATH").splitlines() if line.strip()]
    return [*flags, *shlex.split(given("ARGS")), "--", *(paths or ["."])]


def given(name: str) -> str:
    """Return an input; empty where the workflow gives none."""
    return os.environ.get(f"INPUT_{name}", "")


def append(variable: str, text: str) -> None:
    """Add `text` to the file of the runner that `variable` names."""
    with open(os.environ[variable], "a", encoding="utf-8", errors="surrogateescape", newline="\n") as stream:
        stream.write(text)


if __name__ == "__main__":
    sys.exit(main())
