"""Faults of a license beside that of the base model: restrictions that are not passed on, other terms, merges."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import Final, Literal

from releaselint.findings.case import Case, Hit, Plain, first_line
from releaselint.findings.license_terms import Promised, all_quoted, promised
from releaselint.findings.model import Severity
from releaselint.findings.names import quoted
from releaselint.ledger.bases import Base, Relation, declared_bases, relation_of, shown_bases
from releaselint.licenses import License, same_terms

Clash = Literal["restrictions", "commercial", "terms"]

_FREE: Final = frozenset({"permissive", "public-domain"})
_SHOWN: Final = 3


def rail_not_passed_down(case: Case) -> Iterator[Hit]:
    """The base is under RAIL terms, whose restrictions go along, and the license has none."""
    yield from _clashes(case, ("restrictions",))


def base_model_license(case: Case) -> Iterator[Hit]:
    """The license contradicts other terms of the base, or several bases are under different terms."""
    yield from _clashes(case, ("commercial", "terms"))
    limited = [base for base in declared_bases(case.cards) if base.license.family not in _FREE]
    told = list({base.license.id: base for base in reversed(limited)}.values())[::-1]
    pairs = itertools.combinations([base.license for base in told], 2)
    if len(told) > 1 and all(same_terms(one, two) is False for one, two in pairs):
        shown = ", ".join(f"{quoted(base.name)} under {quoted(base.license.name)}" for base in told[:_SHOWN])
        yield Hit(
            document=told[0].document,
            span=told[0].span,
            message="the base models are under different terms: {shown}",
            values={"shown": Plain(shown)},
            help="check that one license can meet the terms of all of them",
            severity="note",
        )


def _clashes(case: Case, kinds: tuple[Clash, ...]) -> Iterator[Hit]:
    said = promised(case)
    if said is None or case.ledger.kind != "model":
        return
    declared = bool(case.ledger.base_models)
    found: dict[str, list[Base]] = {}
    for base in declared_bases(case.cards) if declared else shown_bases(case.cards):
        if clash(base.license, said.licenses) in kinds:
            found.setdefault(base.license.id, []).append(base)
    relation = relation_of(case.cards, case.release, copy=case.ledger.copy == "yes") if found else "unstated"
    for bases in list(found.values())[: None if declared else 1]:
        yield _declared(case, said, bases, relation) if declared else _shown(case, said, bases[0], relation)


def clash(base: License, own: Sequence[License]) -> Clash | None:
    """Return how `base` contradicts all of `own`; None where one of them agrees, or where nobody can tell."""
    kinds = [_clash(base, one) for one in own]
    return next(iter(kinds), None) if all(kinds) else None


def _clash(base: License, own: License) -> Clash | None:
    if same_terms(base, own) is not False or (own.restricts_use is None and own.commercial is None):
        return None
    if base.family == "rail":
        return "restrictions" if own.restricts_use is False else None
    if base.commercial == "no":
        return "commercial" if own.commercial in ("yes", "limited") else None
    return "terms" if base.pass_down else None


def _declared(case: Case, said: Promised, bases: Sequence[Base], relation: Relation) -> Hit:
    first = bases[0]
    more = f" and {len(bases) - _SHOWN} more" if len(bases) > _SHOWN else ""
    names = all_quoted(base.name for base in bases[:_SHOWN]) + more
    stated = any(document.front and document.front.values.get("base_model_relation") for document in case.cards)
    severity: Severity = "warning"
    if relation == "adapter":
        severity = "note"
    elif relation == "quantized" and stated:
        severity = "error"
    return Hit(
        document=first.document,
        span=first.span,
        values={
            "bases": Plain(f"base model {names} is" if len(bases) == 1 else f"base models {names} are"),
            **_terms(first.license, said),
        },
        evidence=case.evidence(said.claim),
        severity=severity,
        help="check whether the terms of the base model reach an adapter" if relation == "adapter" else None,
    )


def _shown(case: Case, said: Promised, base: Base, relation: Relation) -> Hit:
    return Hit(
        document=base.document,
        span=first_line(base.document, base.span),
        values={"bases": Plain(f"text names {quoted(base.name)}, which is"), **_terms(base.license, said)},
        evidence=case.evidence(said.claim),
        severity="note",
        help=f"add 'base_model', and check which terms hold{' for an adapter' if relation == 'adapter' else ''}",
    )


def _terms(base: License, said: Promised) -> dict[str, str]:
    kind = clash(base, said.licenses)
    asks = {
        "restrictions": "whose use restrictions have to be passed on",
        "commercial": "which allows no commercial use",
        "terms": "whose terms go along with what is made from it",
        None: "",
    }[kind]
    lacks = {"restrictions": ", which has none", "commercial": ", which allows it", "terms": "", None: ""}[kind]
    limited = kind == "commercial" and any(one.commercial == "limited" for one in said.licenses)
    return {
        "terms": Plain(f"{quoted(base.name)}, {asks}"),
        "license": Plain(said.said + (", which allows some" if limited else lacks)),
    }
