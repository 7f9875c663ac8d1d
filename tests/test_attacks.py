"""What a hostile repository tried once: none of it runs code, reaches another file, or forges a line."""

from __future__ import annotations

import os
import pathlib
import subprocess
import sys

import pytest

from releaselint.cli import main

CARD = "---\nlicense: mit\npipeline-tag: x\n---\n\n# Teal\n"


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main([*arguments, "--no-plugins"])
    return int(ended.value.code or 0)


@pytest.fixture
def folder(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> pathlib.Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "README.md").write_text(CARD, encoding="utf-8")
    return tmp_path


def test_filters_of_the_repository_do_not_run(folder: pathlib.Path) -> None:
    card = "---\nlicense: mit\nrelease:\n  access: downloadable\n  reviewed: {revision: HEAD, by: me}\n---\n\n# Teal\n"
    (folder / "README.md").write_text(card, encoding="utf-8")
    (folder / ".gitattributes").write_text("*.md filter=x\n", encoding="utf-8")
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@b", "-C", str(folder)]
    for words in (["init", "-q"], ["add", "."], ["commit", "-qm", "one"]):
        subprocess.run([*git, *words], check=True, capture_output=True)
    subprocess.run([*git, "config", "filter.x.clean", f"touch {folder}/ran; cat"], check=True)
    (folder / "README.md").write_text(card + "more\n", encoding="utf-8")
    assert run("check") == 1
    assert not (folder / "ran").exists()


def test_fix_through_a_link_and_dots_writes_the_file_that_was_read(folder: pathlib.Path) -> None:
    inner = folder / "out" / "inner"
    inner.mkdir(parents=True)
    (folder / "out" / "README.md").write_text(CARD.replace("Teal", "Other"), encoding="utf-8")
    (folder / "link").symlink_to(inner)
    run("check", "--fix", os.path.join("link", "..", "README.md"))
    assert (folder / "README.md").read_text("utf-8") == CARD
    assert "pipeline_tag: x" in (folder / "out" / "README.md").read_text("utf-8")


def test_baseline_replaces_nothing_but_a_baseline(folder: pathlib.Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "precious.txt").write_text("precious", encoding="utf-8")
    (folder / "releaselint.toml").write_text('baseline = "precious.txt"\n', encoding="utf-8")
    assert run("baseline") == 2
    assert "exists and is no baseline" in capsys.readouterr().err
    assert (folder / "precious.txt").read_text("utf-8") == "precious"


def test_words_of_the_declaration_stay_words_in_a_checklist(
    folder: pathlib.Path, capsys: pytest.CaptureFixture[str]
) -> None:
    owner = "t\\n::error::x ##[error]y\\e[31m <!-- rl:weights -->"
    card = f'---\nrelease:\n  access: api\n  owner: "{owner}"\n---\n\n# Teal\n'
    (folder / "README.md").write_text(card, encoding="utf-8")
    assert run("checklist") == 0
    shown = capsys.readouterr().out
    assert not any(line.startswith("::") for line in shown.splitlines())
    assert "##[" not in shown
    assert "\x1b" not in shown
    assert shown.count("<!-- rl:weights -->") == 1


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('waivers = "fifo"', "fifo: is not a regular file"),
        ('extends = "fifo"', "fifo: is not a regular file"),
        ('waivers = "a\\u0000b"', "a file with a NUL in its name"),
        ('extends = "a\\u0000b"', "a file with a NUL in its name"),
        ("a." * 50_000 + "b = 1", "a line holds more than 500 dots"),
        ('waivers = "far.yaml"', "'max-days' must be a whole number of days"),
    ],
)
def test_configuration_that_hangs_or_breaks_is_one_sentence(
    folder: pathlib.Path, capsys: pytest.CaptureFixture[str], text: str, told: str
) -> None:
    os.mkfifo(folder / "fifo")
    (folder / "far.yaml").write_text("max-days: 99999999999999999999\n", encoding="utf-8")
    (folder / "releaselint.toml").write_text(text, encoding="utf-8")
    assert run("check") == 2
    said = capsys.readouterr().err
    assert told in said
    assert said.count("\n") == 1


def test_stdin_under_a_name_in_no_folder_is_read_all_the_same() -> None:
    command = [sys.executable, "-m", "releaselint", "check", "--stdin-filename", "nowhere/deep/checklist.md"]
    done = subprocess.run(command, input=CARD.encode(), capture_output=True, check=False)
    assert done.returncode == 0
    assert done.stderr == b""
