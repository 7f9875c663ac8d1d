"""The ledger as data: what `facts --format json` prints, in the shape of the labels that it is measured by."""

from __future__ import annotations

from typing import Any

from releaselint.claims import Claim
from releaselint.ledger.model import Cell, Ledger, Row
from releaselint.vocabulary import INTERFACE, INTERFACES, UNSTATED


def facts_data(path: str, ledger: Ledger) -> dict[str, Any]:
    """Return the ledger of the release at `path` as plain values; lines and columns count from 1; None for none."""

    def line(claim: Claim | None) -> int | None:
        return claim.place.line if claim is not None and claim.place is not None else None

    def told(claim: Claim) -> dict[str, Any]:
        return {
            "value": claim.value,
            "origin": claim.origin,
            "path": claim.path or None,
            "line": line(claim),
            "column": claim.place.column if claim.place else None,
            "excerpt": claim.excerpt,
            "detail": claim.detail or None,
            "certain": claim.certain,
        }

    def cell(one: Cell) -> dict[str, Any]:
        return {"value": one.value, "claims": [told(claim) for claim in one.claims]}

    def row(one: Row, name: str, value: Any) -> dict[str, Any]:
        return {
            name: value,
            "line": line(one.claim),
            "promise": cell(one.promise),
            "evidence": cell(one.evidence),
            "policy": {"ask": one.demand.ask, "reason": one.demand.reason or None},
        }

    rows = ledger.rows

    def of_kind(kind: str) -> list[str]:
        return [slug for slug, one in rows.items() if one.kind == kind]

    licensing = ledger.licensing
    return {
        "version": 1,
        "path": path,
        "kind": ledger.kind,
        "language": ledger.language,
        "access": {
            **row(rows["access"], "level", ledger.level),
            "declared": ledger.declared,
            "evident": None if ledger.evident == UNSTATED else ledger.evident,
        },
        "generative": ledger.generative,
        "generative_claim": told(ledger.generative_claim) if ledger.generative_claim else None,
        "components": {
            slug: row(
                rows[slug],
                "state",
                [name for name in INTERFACES if name in rows[slug].value] if slug == INTERFACE else rows[slug].value,
            )
            for slug in of_kind("component")
        },
        "guardrails": {slug: row(rows[slug], "status", rows[slug].value) for slug in of_kind("guardrail")},
        "license": {
            "family": licensing.of_code.family if licensing.of_code else licensing.family,
            "id": known.id if (known := licensing.known or licensing.of_code) else licensing.promise.text or None,
            "promise": [told(claim) for claim in licensing.promise.claims],
            "evidence": [told(claim) for claim in licensing.evidence.claims],
            "code_and_data": [told(claim) for claim in licensing.parts],
            "base_models": [told(claim) for claim in licensing.bases],
            "files": [
                {
                    "path": file.path,
                    "about": file.about,
                    "state": file.state,
                    "licenses": [license_.id for license_ in file.licenses],
                    "rider": file.rider,
                    "line": file.line,
                }
                for file in licensing.files
            ],
        },
        "concerns": {slug: line(rows[slug].claim) if rows[slug].claim else None for slug in of_kind("concern")},
        "concern_claims": {slug: row(rows[slug], "status", rows[slug].value) for slug in of_kind("concern")},
        "parts": {slug: row(rows[slug], "status", rows[slug].value) for slug in of_kind("part")},
        "gate": ledger.gate,
        "base_models": list(ledger.base_models),
        "summary": ledger.summary.told,
    }
