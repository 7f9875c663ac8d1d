"""Finds the weights of a planned stage where they can be had already: a file, a link or code names its artifact."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from releaselint import filenames
from releaselint.claims import IN_WORDS, Claim
from releaselint.findings.case import Case, Hit
from releaselint.ledger.model import Stage
from releaselint.ledger.tree import file_claim
from releaselint.regex import regex
from releaselint.vocabulary import reach
from releaselint.words import expression

_TO_COME: Final = expression("to-come")
_WITH_WEIGHTS: Final = ("downloadable", "fully-open")
_COMMON: Final = ("model", "weights", "checkpoint", "adapter")
_LONG: Final = 5
"""Letters of an artifact's name at the least: "base" is in many names."""
#: A file's name without its endings and the number of its shard; a number behind a dot is a part of the name.
_STEM = regex(r"(.+?)(?:-\d{5}(?:-of-\d{5})?)?(?:\.(?!\d)[\w-]{1,20}){1,3}")


def ahead_of_plan(case: Case) -> Iterator[Hit]:
    """Yield a hit for each planned stage whose weights are there."""
    stages = case.ledger.stages
    finished = {stage.artifact.lower() for stage in stages if stage.status == "done"}
    waiting = [stage for stage in stages if _waits(stage, finished)]
    files = _weights_by_name(case, finished) if waiting else {}
    for stage in waiting:
        name = stage.artifact.lower()
        claim = files.get(name.strip("/")) or _shown(case, name)
        if claim is not None:
            declaration = case.declaration
            yield Hit(
                document=declaration.document if declaration else None,
                span=declaration.span("stages", stage.number, "status") if declaration else None,
                subject="access",
                values={"artifact": stage.artifact},
                evidence=case.evidence(claim),
                help="take it out until the stage begins, or set the stage's 'status: done'",
                severity="error" if claim.origin == "tree" else "warning",
                message="the stage of {artifact} is planned, and its weights can be had",
            )


def _waits(stage: Stage, finished: set[str]) -> bool:
    """Tell whether the stage is planned, and its artifact's name is no word of others' names."""
    name = stage.artifact.lower()
    common = len(name) < _LONG or name in _COMMON or any(name in other for other in finished)
    return stage.status == "planned" and stage.access in _WITH_WEIGHTS and not common


def _weights_by_name(case: Case, finished: set[str]) -> Mapping[str, Claim]:
    """Return a claim for each name, in lower case, that weights in the release go by, or a folder around them.

    What goes by the name of a finished artifact as well is that one's.
    """
    found: dict[str, Claim] = {}
    for entry in case.release.tree.entries:
        if filenames.is_own_weights(entry.path):
            names = _names_of(entry.path.lower())
            if not names & finished:
                for name in names:
                    found.setdefault(name, file_claim("weights", entry))
    return found


def _names_of(path: str) -> set[str]:
    """Return the names of a file and of the folders around it, and their paths: "large", "models/large"."""
    folder, _, file = path.rpartition("/")
    match = _STEM.fullmatch(file)
    stem = match.group(1) if match else file
    parts = folder.split("/") if folder else []
    paths = ["/".join(parts[:end]) for end in range(1, len(parts) + 1)]
    return {*parts, *paths, stem, f"{folder}/{stem}".strip("/")}


def _shown(case: Case, artifact: str) -> Claim | None:
    """Return the link or the code that leads to the weights of `artifact`."""
    for claim in case.ledger.rows["weights"].evidence.claims:
        leads = claim.origin not in (*IN_WORDS, "tree") and reach(claim.value) >= reach("gated")
        if leads and _names(claim.excerpt, artifact) and not _is_announced(case, claim):
            return claim
    return None


def _is_announced(case: Case, claim: Claim) -> bool:
    """Tell whether a link stands in a sentence on what is to come."""
    reading = next((one for one in case.readings if one.document.path == claim.path), None)
    sentence = reading.sentence_at(claim.span.start) if reading is not None and claim.span is not None else None
    return sentence is not None and _TO_COME.search(sentence.text) is not None


def _names(text: str, artifact: str) -> bool:
    """Tell whether `text` names `artifact` by its whole name."""
    return (
        artifact in text.lower() and re.search(rf"(?<![\w-]){re.escape(artifact)}(?![\w/-])", text.lower()) is not None
    )
