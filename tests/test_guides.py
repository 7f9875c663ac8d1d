"""What the guides of docs/ tell works as it is written, from an empty folder."""

from __future__ import annotations

import pathlib

import pytest
from command import ROOT, follow, run, written


def test_a_team_s_story_works_from_start_to_end(tmp_path: pathlib.Path) -> None:
    written(tmp_path, {"models/heron/model.safetensors": "x" * 3000})
    assert follow("governance.md", tmp_path, commands={}) == 11


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
