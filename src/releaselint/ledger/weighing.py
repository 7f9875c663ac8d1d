"""Weighs claims of weights against each other, the gate, and what a page of the Hub and a catalogue offer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from releaselint.claims import IN_WORDS, Claim
from releaselint.records import replace
from releaselint.text import Span
from releaselint.vocabulary import INTERFACE

#: Marks of claims that count only where nothing stronger speaks.
RELEASED: Final = "released"
"""Said to be released or licensed, which is said of services as well."""
CATALOG: Final = "catalog"
"""An interface that a cloud catalogue offers: one only where no download is shown (taxonomy: rulings)."""
OWN_PAGE: Final = "own-page"
"""A link to the release's page on the Hub: no guess where the text calls what it leads to the model or its weights."""
_OPEN: Final = ("gated", "public")
_BEHIND_GATES: Final = ("prose", "heading")
"""What may speak of weights that somebody has to ask for, as a page of the Hub may; another link leads to the file."""


def with_tuning_code(found: dict[str, list[Claim]], *, has_base: bool) -> None:
    """Let the code that trained a tuned model show how it was tuned, in place (taxonomy: states of components).

    And the other way round, where the front matter names a base: what trained such a model is what tuned it.
    """
    tuned = found.get("fine-tuning", [])
    code = next(
        (one for one in found.get("training-code", ()) if one.value == "public" and one.origin in ("code", "tree")),
        None,
    )
    if code is not None and tuned and all(one.value == "described" for one in tuned):
        tuned.append(replace(code, subject="fine-tuning", certain=False))
    script = next((one for one in tuned if one.origin == "tree"), None)
    if script is not None and has_base and not found.get("training-code"):
        found["training-code"] = [replace(script, subject="training-code", certain=False)]


def weigh(found: dict[str, list[Claim]], widgets: Iterable[Claim], gate: Claim | None) -> None:
    """Settle what `found` claims of weights and interfaces, in place.

    `widgets` are those of the Hub's page, `gate` is what the front matter says of one.
    """
    weights = found["weights"] = _with_pages(found.get("weights", ()))
    offered = found.setdefault(INTERFACE, [])
    closed = any(claim.value in ("withheld", "fully-closed") for claim in (*weights, *found.get("access", ())))
    if offered or closed:
        weights[:] = [claim for claim in weights if claim.mark != RELEASED]
    offered.extend(widgets)
    if any(claim.value == "gated" for claim in weights):
        # Code that loads a model runs behind a gate as well, what is called available is so for whoever asks, and so
        # is what one sentence tells of both.
        told = {(claim.path, claim.span) for claim in weights if claim.value == "gated" and claim.origin == "prose"}
        sure = any(claim.value == "gated" and claim.origin != "code" for claim in weights)
        weights[:] = [
            _behind(claim)
            if claim.origin in ("code", "metadata")
            or (claim.path, claim.span) in told
            or (sure and (claim.mark == OWN_PAGE or (claim.origin in _BEHIND_GATES and not claim.certain)))
            else claim
            for claim in weights
        ]
    if any(claim.value == "withheld" and claim.certain for claim in weights):
        # What is plainly not released is not released by a sentence that only sounds like it.
        weights[:] = [one for one in weights if one.certain or one.value == "withheld" or one.origin == "link"]
    if any(claim.value in _OPEN for claim in weights):
        offered[:] = [claim for claim in offered if claim.mark != CATALOG]
    if gate is not None:
        # What is told of a release behind a gate does not tell of the gate; a link or a file is behind it.
        shown = [claim for claim in weights if claim.value != "public" or claim.origin not in IN_WORDS]
        weights[:] = [gate, *map(_behind, shown)]
        found.setdefault("platform-policy", []).append(
            replace(gate, subject="platform-policy", value="in-place", detail="access gate")
        )


def _with_pages(weights: Sequence[Claim]) -> list[Claim]:
    """Return `weights` where an own page that the text calls the model's is certain, and told once."""
    told = [claim for claim in weights if claim.mark != OWN_PAGE and claim.value in _OPEN and claim.span]
    pages = {
        claim: any(one.path == claim.path and _holds(one.span, claim.span) for one in told)
        for claim in weights
        if claim.mark == OWN_PAGE
    }
    links = {(claim.path, claim.span) for claim in pages}
    return [
        replace(claim, certain=pages[claim]) if claim in pages else claim
        for claim in weights
        if claim in pages or (claim.path, claim.span) not in links
    ]


def _holds(outer: Span | None, inner: Span | None) -> bool:
    return outer is not None and inner is not None and outer.start <= inner.start and inner.end <= outer.end


def _behind(claim: Claim) -> Claim:
    return replace(claim, value="gated") if claim.value == "public" else claim
