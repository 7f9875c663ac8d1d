"""Says that a text is no model card, so that nobody wonders why all else is silent."""

from __future__ import annotations

from collections.abc import Iterator

from releaselint.findings.case import Case, Hit, Plain

_NAMES = {
    "dataset": "a data-set card",
    "software": "the readme of software",
    "template": "a template that was not filled in",
    "data": "data and no text",
}


def not_a_model_card(case: Case) -> Iterator[Hit]:
    """One note for a text of another kind."""
    if case.ledger.kind in _NAMES and case.cards:
        yield Hit(values={"kind": Plain(_NAMES[case.ledger.kind])})
