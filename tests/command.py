"""What the tests of commands share: files in, and all that a command says."""

from __future__ import annotations

import contextlib
import io
import os
import pathlib
import re
import subprocess
import sys
from collections.abc import Mapping
from typing import NamedTuple

import pytest

from releaselint.cli import main

ROOT = pathlib.Path(__file__).parents[1]
_FENCED = re.compile(r"^(?:`([\w./-]+)`:\n\n)?```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


class Ran(NamedTuple):
    """What a command returned and wrote."""

    code: int
    out: str
    err: str


def written(folder: pathlib.Path, files: Mapping[str, str | bytes]) -> pathlib.Path:
    """Write `files` below `folder`, as they are, and return the folder."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def run(*arguments: str, stdin: str = "") -> Ran:
    """Run the command line in this process."""
    out, err = io.StringIO(), io.StringIO()
    given = io.TextIOWrapper(io.BytesIO(stdin.encode()))
    with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        patch.setattr(sys, "stdin", given)
        try:
            main(list(arguments))
        except SystemExit as end:
            return Ran(int(end.code or 0), out.getvalue(), err.getvalue())
    raise AssertionError("the command line did not exit")


def check(*arguments: str, stdin: str = "") -> list[str]:
    """Return the lines of a check in the concise format, notes included."""
    return run("check", "--format", "concise", "--severity", "note", *arguments, stdin=stdin).out.splitlines()


def git(folder: pathlib.Path, *arguments: str) -> None:
    """Run git in `folder`, as nobody in particular."""
    names = ("-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *names, *arguments], cwd=folder, check=True, capture_output=True)


def follow(page: str, folder: pathlib.Path, *, site: pathlib.Path | None = None, commands: Mapping[str, str]) -> int:
    """Do in `folder` what the page of docs/ tells, and return how many commands that were.

    Files are written, diffs applied, commands run, and what they show compared. `commands` gives other words for some
    commands, `site` is where packages are installed.
    """
    text = (ROOT / "docs" / page).read_text(encoding="utf-8").replace("2027-", "2099-")
    path = {"PYTHONPATH": str(site)} if site else {}
    environment = os.environ | path | {"COLUMNS": "120"}
    number = 0
    for file, kind, body in _FENCED.findall(text):
        if kind == "diff":
            _apply(folder / file, body)
        elif file:
            written(folder, {file: body})
        elif kind == "console":
            command, _, shown = body.removeprefix("$ ").partition("\n")
            words = re.sub(r"^(releaselint|pytest)\b", rf"{sys.executable} -m \1", commands.get(command, command))
            done = subprocess.run(  # noqa: S602 - the commands of our own pages
                words, shell=True, env=environment, cwd=folder, capture_output=True, text=True, check=False
            )
            if command not in commands:
                assert done.stdout + done.stderr == shown, f"{command} shows\n{done.stdout}{done.stderr}"
            number += 1
    return number


def _apply(path: pathlib.Path, diff: str) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    at = 0
    for line in diff.splitlines():
        if line.startswith("-"):
            at = lines.index(line[1:])
            del lines[at]
        else:
            lines.insert(at, line[1:])
            at += 1
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
