"""The words of a release and their order: access levels, availability, statuses.

Definitions: ``rules/`` holds one file a subject; this module knows only names and scales.
"""

from __future__ import annotations

from typing import Final

#: Access levels, from closed to open (arXiv 2302.04844).
LEVELS: Final = ("fully-closed", "staged", "hosted", "api", "downloadable", "fully-open")

#: Levels that a stage of a staged release can have.
STAGE_LEVELS: Final = tuple(level for level in LEVELS if level != "staged")

#: How available a component is, from closed to open.
AVAILABILITY: Final = ("withheld", "described", "gated", "public")

#: What a guardrail can be said to be.
STATUSES: Final = ("in-place", "planned", "absent", "not-applicable")

COMPONENTS: Final = (
    "weights",
    "code",
    "query-interface",
    "evaluation-results",
    "training-data",
    "fine-tuning",
    "configuration",
    "telemetry",
    "logs",
    "training-code",
)
GUARDRAILS: Final = (
    "rate-limiting",
    "content-filter",
    "watermarking",
    "detection-model",
    "weight-encryption",
    "documentation",
    "community-bounty",
    "platform-policy",
    "rail-license",
)
CONCERNS: Final = (
    "concentration-of-power",
    "social-inequity-and-harm",
    "malicious-use",
    "auditability",
    "accountability",
    "cultural-value-judgments",
)
INTERFACE: Final = "query-interface"
"""The component whose states are kinds of interfaces."""
LEVEL_OF_INTERFACE: Final = {"web": "hosted", "api": "api"}
"""The access level that each kind of interface makes."""
INTERFACES: Final = tuple(LEVEL_OF_INTERFACE)

UNSTATED: Final = "unstated"
CONTRADICTED: Final = "contradicted"

_OPENNESS: Final = {level: rank for rank, level in enumerate(LEVELS)}
_REACH: Final = {state: rank for rank, state in enumerate(AVAILABILITY)}


def openness(level: str) -> int:
    """Return how open an access level is, 0 for fully-closed; -1 for `unstated`."""
    return _OPENNESS.get(level, -1)


def reach(state: str) -> int:
    """Return how available a component's state is, 0 for withheld; -1 for `unstated`."""
    return _REACH.get(state, -1)
