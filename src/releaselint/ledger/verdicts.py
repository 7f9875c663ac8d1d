"""Gives the cells of evidence their verdicts, and finds the access level that they support."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from releaselint.claims import HINT, OWNED, Claim
from releaselint.document.model import Document
from releaselint.ledger.metadata import is_hub_card
from releaselint.ledger.model import Cell
from releaselint.records import replace
from releaselint.subjects import Subject
from releaselint.vocabulary import CONTRADICTED, INTERFACE, INTERFACES, UNSTATED, openness, reach


def cells_of(
    subjects: Mapping[str, Subject], found: Mapping[str, Sequence[Claim]], documents: Sequence[Document]
) -> dict[str, Cell]:
    """Return the cell of each subject, from the claims that were `found`; that of access has the evident level."""
    cells = {slug: verdict(subject, found.get(slug, ())) for slug, subject in subjects.items()}
    _document_guardrail(cells)
    level = _evident_level(cells, documents)
    _withheld_behind_interface(cells, level)
    cells["access"] = _access_cell(cells, found.get("access", ()), level)
    return cells


def verdict(subject: Subject, claims: Sequence[Claim]) -> Cell:
    """Return what the claims of one column come to: the most open wins, guardrails that conflict are contradicted."""
    if not claims:
        return Cell()
    values = {claim.value for claim in claims}
    if subject.id == INTERFACE:
        return Cell(value="+".join(name for name in INTERFACES if name in values) or "withheld", claims=tuple(claims))
    if subject.kind == "component":
        return Cell(value=max(values, key=reach), claims=tuple(claims))
    if subject.kind == "access":
        return Cell(value=max(values, key=openness), claims=tuple(claims))
    if subject.kind in ("concern", "part"):
        return Cell(value=claims[0].value, claims=tuple(claims))
    if len(values) > 1:
        if {"in-place", "absent"} <= values:
            return Cell(value=CONTRADICTED, claims=tuple(claims))
        order = ("in-place", "not-applicable", "planned", "absent")
        return Cell(value=min(values, key=order.index), claims=tuple(claims))
    return Cell(value=values.pop(), claims=tuple(claims))


def _document_guardrail(cells: dict[str, Cell]) -> None:
    """Documentation is in place where the card tells both its uses and its limits, in a whole sentence each."""
    told = [[one for one in cells[part].claims if one.mark != HINT] for part in ("intended-use", "limitations")]
    if all(told):
        claims = tuple(
            # A section says it more plainly than a sentence that stands before it.
            replace(min(part, key=lambda claim: claim.origin != "heading"), subject="documentation", value="in-place")
            for part in told
        )
        cells["documentation"] = Cell(value="in-place", claims=claims)


def _evident_level(cells: Mapping[str, Cell], documents: Sequence[Document]) -> str:
    """Return the most open access that the evidence supports (taxonomy: access levels)."""
    said = cells["access"].claims
    if any(claim.mark == "plan" for claim in said):
        return "staged"
    if reach(cells["weights"].value) >= reach("gated"):
        whole = cells["training-code"].value == "public" and cells["training-data"].value == "public"
        return "fully-open" if whole else "downloadable"
    interfaces = cells[INTERFACE].value
    if "api" in interfaces:
        return "api"
    if "web" in interfaces:
        # A card of the Hub shows a demo of files that may lie beside it.
        return UNSTATED if any(map(is_hub_card, documents)) else "hosted"
    level = cells["access"].value
    kept = cells["weights"]
    if level == UNSTATED and kept.value == "withheld" and any(claim.mark != OWNED for claim in kept.claims):
        return "fully-closed"  # nothing of it is offered, and the weights are said not to be
    return level if level in ("fully-closed", "staged") else UNSTATED


def _withheld_behind_interface(cells: dict[str, Cell], level: str) -> None:
    """Weights of a system that is offered only through a page or an API are withheld; not where code to load it is."""
    offered = level in ("hosted", "api") or (level == "staged" and cells[INTERFACE].value not in (UNSTATED, "withheld"))
    shown = any(claim.origin == "code" and reach(claim.value) >= reach("gated") for claim in cells["code"].claims)
    if ((offered and not shown) or level == "fully-closed") and not cells["weights"].stated:
        source = cells[INTERFACE] if level != "fully-closed" else cells["access"]
        claims = tuple(
            replace(claim, subject="weights", value="withheld", certain=False) for claim in source.claims[:1]
        )
        cells["weights"] = Cell(value="withheld", claims=claims)


def _access_cell(cells: Mapping[str, Cell], said: Sequence[Claim], level: str) -> Cell:
    """Return the evident level, with the claims that make it."""
    if level == UNSTATED:
        return Cell(claims=tuple(said))
    source = {
        "downloadable": ("weights",),
        "fully-open": ("weights", "training-code", "training-data"),
        "api": (INTERFACE,),
        "hosted": (INTERFACE,),
        "fully-closed": () if said else ("weights",),
    }.get(level, ())
    claims = [claim for slug in source if (claim := cells[slug].first(certain=True) or cells[slug].first())]
    made = tuple(replace(claim, subject="access", value=level) for claim in claims)
    return Cell(value=level, claims=made or tuple(said))
