"""Whole cards in plain words, in the manner of system cards, catalogs and services, and what a reader takes from each.

The facts of a card in `facts.json` are those of which a reader and the tool say the same. A component that the tool
misses is left out; of guardrails and concerns the lists are whole, so that nothing is taken from a card that is not
there: a change that reads one more has to add it here, and so has a reader to confirm it.
"""

from __future__ import annotations

import json
import pathlib
from typing import Any

import pytest

from releaselint import facts
from releaselint.report.facts import facts_data

CARDS = pathlib.Path(__file__).parent / "cards" / "prose"
FACTS: dict[str, dict[str, Any]] = json.loads((CARDS / "facts.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", FACTS)
def test_what_a_reader_takes_from_a_card(name: str, tmp_path: pathlib.Path) -> None:
    card = tmp_path / "README.md"  # alone: the cards of one folder are one release
    card.write_bytes((CARDS / f"{name}.md").read_bytes())
    known = facts(card, isolated=True)
    read = facts_data(known.path, known.ledger)
    found = {
        "access": read["access"]["level"],
        "license": read["license"]["family"],
        "generative": read["generative"],
        "components": {slug: read["components"][slug]["state"] for slug in FACTS[name]["components"]},
        "guardrails": [slug for slug, fact in read["guardrails"].items() if fact["status"] == "in-place"],
        "concerns": [slug for slug, line in read["concerns"].items() if line],
    }
    assert {fact: found[fact] for fact in FACTS[name]} == FACTS[name]


def test_every_card_is_read() -> None:
    assert {path.stem for path in CARDS.glob("*.md")} == set(FACTS)
