"""The table of well-known systems gives each the level that releaselint reads from its reason."""

from __future__ import annotations

import pathlib

import pytest

from releaselint.api import Bench
from releaselint.config import Config
from releaselint.source import release_of_text

PAGE = pathlib.Path(__file__).parents[1] / "docs" / "systems.md"


def rows() -> list[tuple[str, str, str]]:
    """Return the name, the level and the reason of each row."""
    cells = [[cell.strip() for cell in line.strip("|\n ").split("|")] for line in PAGE.read_text("utf-8").splitlines()]
    return [(row[0], row[2].strip("`"), row[3]) for row in cells if len(row) >= 5 and row[2].startswith("`")]


@pytest.mark.parametrize(("name", "level", "reason"), rows(), ids=[name for name, _, _ in rows()])
def test_level_in_the_table_is_the_one_that_its_reason_shows(name: str, level: str, reason: str) -> None:
    card = f"# {name}\n\n{reason}\n"
    ledger = Bench(Config(), plugins=False).case(release_of_text(card.encode(), "MODEL_CARD.md")).ledger
    assert ledger.evident == level


def test_every_level_has_a_system() -> None:
    assert {level for _, level, _ in rows()} == {
        "fully-closed",
        "staged",
        "hosted",
        "api",
        "downloadable",
        "fully-open",
    }
