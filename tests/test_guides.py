"""What the guides of docs/ tell works as it is written, from an empty folder."""

from __future__ import annotations

import datetime
import json
import pathlib
import re
import shutil
import subprocess

import pytest
from command import ROOT, follow, run, written

from releaselint import check


def test_a_team_s_story_works_from_start_to_end(tmp_path: pathlib.Path) -> None:
    written(tmp_path, {"models/heron/model.safetensors": "x" * 3000})
    assert follow("governance.md", tmp_path, commands={}) == 11


@pytest.mark.parametrize("source", ["docs/governance.md", "schemas/waivers.schema.json"])
def test_a_central_file_of_waivers_as_it_is_shown_keeps_its_own_bounds(source: str, tmp_path: pathlib.Path) -> None:
    text = (ROOT / source).read_text(encoding="utf-8")
    shown = (
        json.dumps(json.loads(text)["examples"][0])
        if source.endswith(".json")
        else text.split("waivers.yaml`:\n\n```yaml\n")[1].split("```")[0]
    )
    card = "---\nlicense: apache-2.0\npipeline_tag: text-generation\nrelease: downloadable\n---\n# Heron\n"
    settings = 'waivers = "waivers.yaml"\nrepository = "acme/heron"\n'
    files = {"README.md": card, "model.safetensors": "x", "waivers.yaml": shown, "releaselint.toml": settings}
    report = check(written(tmp_path, files), today=datetime.date(2026, 6, 1))
    assert "weights-without-rail-license" in report.releases[0].silenced
    assert not [one for one in report.findings if one.rule.startswith("waiver")]


def test_editors_take_findings_with_a_line_and_of_whole_files() -> None:
    text = (ROOT / "docs/editors.md").read_text(encoding="utf-8")
    tasks = json.loads(text.split("`.vscode/tasks.json`:\n\n```json\n")[1].split("```")[0])["tasks"]
    patterns = [one["pattern"] for one in tasks[0]["problemMatcher"]]
    lines = ["a/b.md:3:10: error: a fault: so [license-unknown]", "a/b.md: note: a fault: so [file-unreadable]"]
    taken = [[re.search(one["regexp"], line) for one in patterns] for line in lines]
    assert [[bool(found) for found in row] for row in taken] == [[True, False], [False, True]]
    for pattern, row, line in zip(patterns, zip(*taken, strict=True), lines, strict=True):
        found = next(filter(None, row))
        shown = [found[pattern[key]] for key in ("file", "severity", "message", "code")]
        assert shown == ["a/b.md", line.split(": ")[1], "a fault: so", line.split("[")[1].rstrip("]")]


@pytest.mark.skipif(shutil.which("vim") is None, reason="vim is not installed")
def test_vim_takes_findings_with_a_line_and_of_whole_files(tmp_path: pathlib.Path) -> None:
    text = (ROOT / "docs/editors.md").read_text(encoding="utf-8")
    settings = re.findall(r"^set errorformat.*$", text, re.MULTILINE)
    kept = "call writefile(map(getqflist(), {_, q -> bufname(q.bufnr).'|'.q.lnum.'|'.q.type.'|'.q.text}), 'kept')"
    found = "a/b.md:3:10: error: one [x-y]\na/b.md: note: two [y-z]\n"
    written(tmp_path, {"vimrc": "\n".join([*settings, "cgetfile found", kept, "qa!"]), "found": found})
    subprocess.run(["vim", "-e", "-s", "-u", "NONE", "-N", "-S", "vimrc"], cwd=tmp_path, check=False, timeout=60)
    assert (tmp_path / "kept").read_text() == "a/b.md|3|e|one [x-y]\na/b.md|0|n|two [y-z]\n"


def test_the_configuration_is_shown_with_where_each_value_comes_from(tmp_path: pathlib.Path) -> None:
    base = 'exclude = ["old/*"]\nwaivers = "waivers.yaml"\n[severities]\nplaceholder-text = "error"\n'
    own = 'extends = "governance/base.toml"\nfail-on = "warning"\nexclude = ["vendor"]\n'
    written(tmp_path, {"governance/base.toml": base, "models/heron/README.md": "# Heron\n"})
    text = (ROOT / "docs/configuration.md").read_text(encoding="utf-8")
    shown = text[text.index("$ releaselint config") :]
    shown = shown[shown.index("\n") + 1 : shown.index("```")]
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(written(tmp_path, {"releaselint.toml": own}))
        patch.delenv("GITHUB_REPOSITORY", raising=False)
        assert run("config", "models/heron").out == shown
