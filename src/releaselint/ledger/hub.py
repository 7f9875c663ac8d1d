"""The Hub's vocabulary: pipeline tags, and which of them generate; dated data, not opinion."""

from __future__ import annotations

import functools
import json

from releaselint import bundled
from releaselint.records import record


@record
class Hub:
    """What the npm package of the Hub's tasks says, see ``tools/hub_metadata.py``."""

    pipeline_tags: frozenset[str]
    retired_pipeline_tags: frozenset[str]
    generative: frozenset[str]


@functools.cache
def hub() -> Hub:
    """Return the Hub's vocabulary."""
    data = json.loads(bundled.read_text("data/hub.json"))
    return Hub(
        pipeline_tags=frozenset(data["pipeline_tags"]),
        retired_pipeline_tags=frozenset(data["retired_pipeline_tags"]),
        generative=frozenset(data["generative"]),
    )
