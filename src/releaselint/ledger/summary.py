"""The gradient's summary of a release: what can be seen, downloaded, customized, and whom it suits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from releaselint.ledger.model import Row, Summary
from releaselint.vocabulary import UNSTATED, reach

_SUITED: Final = {
    "fully-closed": "work inside the organization: high risk of misuse, or capabilities not yet understood",
    "staged": "watching how each step is used before the next one is taken",
    "hosted": "a broad public that needs no control over the model, under the owner's moderation",
    "api": "developers who build on it, while the owner can still limit and refuse uses",
    "downloadable": "research, tuning and local use, where guardrails have to travel with the weights",
    "fully-open": "outside audit, replication and building on every part",
}
_SHOWN: Final = ("training-data", "training-code", "configuration", "code", "evaluation-results")


def summarize(rows: Mapping[str, Row], level: str) -> Summary:
    """Return the summary that follows from the rows and from the level that holds."""
    weights = rows["weights"].value
    held = reach(weights) >= reach("gated") or (weights == UNSTATED and level in ("downloadable", "fully-open"))
    shown = [reach(rows[slug].value) for slug in _SHOWN]
    interfaces = rows["query-interface"].value
    tunable = "api" in interfaces and reach(rows["fine-tuning"].value) >= reach("gated")
    return Summary(
        internals=(
            ("all" if level == "fully-open" else "weights only" if max(shown[:2]) <= 0 else "partial")
            if held
            else "partial"
            if any(one > 0 for one in shown)
            else "none"
        ),
        downloadable="gated" if weights == "gated" else "yes" if held else "no",
        customizable="yes" if held else "through the API" if tunable else "no",
        suited=_SUITED.get(level, "" if level == UNSTATED else level),
    )
