"""Whatever lies in a folder gives findings or silence: no traceback, no internal error, no hang."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from command import ROOT, run, written

from releaselint.report import FORMATS

CORPUS = Path(__file__).parents[1] / ".." / "shared" / "corpus"
FRONT = "---\nlicense: mit\n{}\n---\n# Reed\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of our own to be in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def checked(*arguments: str, seconds: float = 60) -> dict[str, Any]:
    """Return the JSON report of `arguments`, as a process of its own gives it."""
    command = [sys.executable, "-m", "releaselint", "check", "--format", "json", "--severity", "note", "--isolated"]
    done = subprocess.run([*command, *arguments], capture_output=True, timeout=seconds, check=False)
    assert done.stderr == b""
    assert done.returncode in (0, 1)
    report: dict[str, Any] = json.loads(done.stdout)
    assert [finding for finding in report["findings"] if finding["rule"] == "internal-error"] == []
    return report


def rules(report: dict[str, Any]) -> set[str]:
    return {finding["rule"] for finding in report["findings"]}


HOSTILE = {
    "an empty file": (b"", set()),
    "nothing but a fence": (b"---", set()),
    "an empty front matter": (b"---\n---\n", {"front-matter-unseen"}),
    "NUL": (b"---\nlicense: mit\n---\n\0\n", {"file-unreadable"}),
    "no UTF-8": (b"---\nlicense: mit\n---\n\xff\n", {"file-unreadable"}),
    "UTF-16": (("\ufeff" + FRONT.format("language: no")).encode("utf-16-le"), {"language-boolean"}),
    "a lone surrogate": (b"---\nlicense: mit\n---\n\xed\xa0\x80\n", {"file-unreadable"}),
    "50 MB": (FRONT.format("x: y").encode() + b"a" * 50_000_000, {"file-too-large"}),
    "2 MB on one line": (FRONT.format("x: y").encode() + b"[a](b) " * 290_000, {"access-undeclared"}),
    "a 2 MB front matter": (FRONT.format("x: " + "a" * 2_000_000).encode(), {"front-matter-invalid"}),
    "brackets in brackets": (FRONT.format("tags: " + "[" * 100_000).encode(), {"front-matter-invalid"}),
    "braces in braces": (FRONT.format("tags: " + "{a: " * 100_000).encode(), {"front-matter-invalid"}),
    "lists in lists": (FRONT.format("tags:\n" + "- " * 100_000).encode(), {"front-matter-invalid"}),
    "question marks": (FRONT.format("? " * 100_000).encode(), {"front-matter-invalid"}),
    "an alias bomb": (
        FRONT.format(
            "a: &a [x]\n" + "\n".join(f"b{n}: &b{n} [*{'a' if n == 0 else f'b{n - 1}'}]" for n in range(30))
        ).encode(),
        {"front-matter-invalid"},
    ),
    "a tag of Python": (FRONT.format("x: !!python/object/apply:os.system [id]").encode(), {"front-matter-invalid"}),
    "quotes in quotes": (FRONT.format("x: y").encode() + b">" * 10_000 + b" a\n", {"access-undeclared"}),
    "lists in lists in the text": (FRONT.format("x: y").encode() + b"- " * 10_000 + b"a\n", {"access-undeclared"}),
    "stars": (FRONT.format("x: y").encode() + b"*a **b " * 20_000, {"access-undeclared"}),
    "backticks": (
        FRONT.format("x: y").encode() + b"".join(b"`" * n + b" " for n in range(1500)),
        {"access-undeclared"},
    ),
    "brackets in the text": (FRONT.format("x: y").encode() + b"[" * 50_000 + b"](" * 50_000, {"access-undeclared"}),
    "open comments": (FRONT.format("x: y").encode() + b"<!-- releaselint: ignore[" * 20_000, {"access-undeclared"}),
    "tags of HTML": (FRONT.format("x: y").encode() + b"<table><tr><td>" * 20_000, {"access-undeclared"}),
    "a heading in a comment below an open fence": (b"# a\n\na <!-- b\n```\n## c-->\n", {"access-undeclared"}),
    "a demo and a film, again and again": (
        FRONT.format("x: y").encode() + b"## Demo\n\n[film](https://youtu.be/1)\n\n" * 40_000,
        {"access-undeclared"},
    ),
    "a wide table": (
        FRONT.format("x: y").encode() + b"|a" * 5_000 + b"|\n" + b"|-" * 5_000 + b"|\n" + b"|b" * 5_000 + b"|\n",
        {"access-undeclared"},
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_card_may_hold(name: str, here: Path) -> None:
    data, expected = HOSTILE[name]
    (here / "README.md").write_bytes(data)
    assert expected <= rules(checked("README.md"))


def test_what_is_no_card_is_told(here: Path) -> None:
    card = FRONT.format("x: y")
    for name in ("fifo", "out", "loop", "gone", "odd", "folder"):
        (here / name).mkdir()
        (here / name / "MODEL_CARD.md").write_text(card)
    (here / "secret.md").write_text("secret")
    os.mkfifo(here / "fifo" / "README.md")
    os.symlink("../secret.md", here / "out" / "README.md")
    os.symlink("README.md", here / "loop" / "README.md")
    os.symlink("nowhere", here / "gone" / "README.md")
    (here / "folder" / "README.md").mkdir()
    report = checked(".")
    told = {f["release"]: f["message"] for f in report["findings"] if f["rule"] == "file-unreadable"}
    assert set(told) == {"fifo", "out", "loop", "gone"}
    assert "is a symbolic link out of the release" in told["out"]
    assert "secret" not in json.dumps(report)


def test_of_a_card_that_was_not_read_nothing_is_said_to_be_missing(here: Path) -> None:
    (here / "README.md").write_bytes(b"---\nlicense: mit\nrelease: api\n---\n# H\xe9ron\n")
    (here / "model.safetensors").write_bytes(b"")
    assert rules(checked(".")) == {"file-unreadable"}


@pytest.mark.parametrize("command", [("init",), ("init", "--write", "--level", "api"), ("checklist", "--level", "api")])
def test_nothing_is_proposed_for_a_card_that_was_not_read(command: tuple[str, ...], here: Path) -> None:
    rail = (ROOT / "examples" / "fully-open" / "LICENSE").read_bytes()
    written(here, {"README.md": b"---\nlicense: mit\n---\n# H\xe9ron\n", "model.safetensors": "", "LICENSE": rail})
    told = "'README.md' is not valid UTF-8 (byte 25, line 4)"
    assert run(*command) == (2, "", f"releaselint: {told}\n")
    assert run("facts").err == f"releaselint: {told}: what it says is not known\n"


def test_many_bare_headings_are_counted(here: Path) -> None:
    card = FRONT.format("") + "\n".join(f"## Part {number}" for number in range(900)) + "\n## Limitations\n"
    (here / "README.md").write_text(card, encoding="utf-8")
    told = [one["message"] for one in checked("--select", "empty-section", ".")["findings"]]
    assert len(told) == 22
    assert told[-2:] == ["880 more sections are empty, from 'Part 20' on", "the section 'Limitations' is empty"]


def test_a_directory_named_like_a_declaration_is_told(here: Path) -> None:
    (here / "README.md").write_text(FRONT.format("tags: [a]"), encoding="utf-8")
    (here / "release.yaml").mkdir()
    told = [finding["message"] for finding in checked(".")["findings"] if finding["rule"] == "file-unreadable"]
    assert told == ["'release.yaml' cannot be opened: is a directory"]


def test_a_directory_named_like_a_card_is_walked(here: Path) -> None:
    (here / "README.md").mkdir()
    done = subprocess.run([sys.executable, "-m", "releaselint", "check"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("releaselint: no card found in '.'")


OUTPUTS = {
    **{form: ["check", "--format", form] for form in FORMATS},
    "a diff": ["check", "--show-fixes"],
    "facts": ["facts"],
    "facts as JSON": ["facts", "--format", "json"],
    "an explanation": ["check", "--why", "license-unknown"],
}


@pytest.mark.parametrize("form", OUTPUTS)
def test_file_names_take_no_effect(here: Path, form: str) -> None:
    names = [
        "::add-mask::x",
        " ::error::x",
        "##[group]x",
        "\x1b[31mx\n::error::y",
        "a\r::stop-commands::x",
        "\u202ex",
        "-x",
        "[bold]",
    ]
    for name in names:
        (here / name).mkdir()
        card = (
            f"---\nlicense: {name[-10:]!r}\n::error::z: x\nlicence_link: x\n---\n## ##[group]Limitations\n\n"
            "The model ::error::z\n##vso[task.setvariable]x\n"
        )
        (here / name / "README.md").write_text(card, newline="")
    done = subprocess.run([sys.executable, "-m", "releaselint", *OUTPUTS[form], "."], capture_output=True, check=False)
    assert done.returncode == (1 if OUTPUTS[form][0] == "check" and "--why" not in OUTPUTS[form] else 0)
    assert b"Traceback" not in done.stderr
    assert done.stdout
    text = done.stdout.decode()
    assert "\x1b" not in text
    assert "\u202e" not in text
    commands = [line for line in text.splitlines() if line.lstrip().startswith("::")]
    assert all(line.startswith(("::error ", "::warning ", "::notice ")) for line in commands)
    assert bool(commands) == (form == "github")
    assert "##[" not in text
    assert "##vso[" not in text


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not here")
@pytest.mark.parametrize("folder", ["wild", "wrong"])
def test_real_cards(folder: str, tmp_path: Path) -> None:
    cards = sorted((CORPUS / folder).iterdir())
    for card in cards:
        home = tmp_path / card.stem
        home.mkdir()
        (home / "README.md").write_bytes(card.read_bytes())
    for batch in _batches([str(tmp_path / card.stem / "README.md") for card in cards], 400):
        assert len(checked(*batch)["releases"]) == len(batch)


def _batches(items: Sequence[str], size: int) -> list[Sequence[str]]:
    return [items[start : start + size] for start in range(0, len(items), size)]
