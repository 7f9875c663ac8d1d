"""Holds the declared access level against what the release shows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from releaselint import filenames
from releaselint.claims import IN_WORDS, Claim, surest
from releaselint.document.model import Document
from releaselint.findings.ahead import ahead_of_plan
from releaselint.findings.asks import asked, satisfied
from releaselint.findings.case import Case, Hit, Plain
from releaselint.findings.declared import WRAPPED
from releaselint.findings.leads import lead_to_weights
from releaselint.findings.missing import promised_too_little
from releaselint.findings.model import Severity
from releaselint.findings.names import quoted
from releaselint.findings.staged import beyond_declared, name_of, short_of_declared
from releaselint.findings.unread import nearest
from releaselint.ledger.metadata import is_hub_card
from releaselint.ledger.own import is_in_address
from releaselint.ledger.weighing import CATALOG, OWN_PAGE
from releaselint.records import replace
from releaselint.regex import regex
from releaselint.subjects import all_subjects
from releaselint.vocabulary import INTERFACE, LEVEL_OF_INTERFACE, LEVELS, UNSTATED, openness, reach
from releaselint.words import expression

_KEY: Final = regex(r"^release[ \t]*:", re.MULTILINE)
#: What makes an offer that a sentence speaks of another's, or one for few.
_ELSEWHERE: Final = expression("page-elsewhere")
_OTHERS: Final = expression("others-of-a-kind")
#: A release's own page is linked from every card; a sentence that says that the weights are there tells more.
_WEIGHTS_THERE: Final = expression("weights-there")


def access_undeclared(case: Case) -> Iterator[Hit]:
    """No declaration names a level: say which one the evidence shows, and what it would still need."""
    ledger = case.ledger
    told = any({"access", WRAPPED} & declaration.values.keys() for declaration in case.declarations)
    if told or ledger.kind != "model":
        return
    if any(_hides_declaration(document) for document in case.cards):
        return  # front-matter-invalid tells
    level = ledger.evident
    if level == UNSTATED and any(map(_is_unseen, case.cards)):
        return  # front-matter-unseen tells: what it holds may show the level
    if case.declared_above():
        return  # an adapter, a tokenizer, another format: the level is that of the release around it
    begun = next(iter(case.declarations), None)
    key, where = "release", "the front matter"
    if begun is not None:  # it goes into what is there already: a second 'release' would be a fault of its own
        name = filenames.base(begun.document.path)
        key, where = "access", quoted(name if name in filenames.DECLARATION else "release")
    if level == UNSTATED:
        remedy = f"add '{key}: LEVEL' to {where}: {', '.join(LEVELS[:-1])} or {LEVELS[-1]}"
        yield Hit(values={"shows": Plain("the text shows none either")}, basis="inferred", help=remedy)
        return
    denied = _denied_weights(case)
    if denied is not None and _lie_beside(case, denied):
        remedy = f"take the weights out, or correct the text, and add '{key}: LEVEL' to {where}"
        shows = "the text says that the weights are not released, and they lie in the release"
        yield Hit(values={"shows": Plain(shows)}, evidence=case.evidence(denied), basis="inferred", help=remedy)
        return
    # What the text may well say, in another language or in words that were not understood, is not called lacking.
    lacking = _unmet(case, level) if ledger.prose_read else []
    shows = f"the evidence shows {quoted(level)}"
    if lacking:
        shows += f", which would still need {', '.join(_wanted(case, slug) for slug in lacking)}"
    claim = ledger.rows["access"].evidence.first()
    yield Hit(
        values={"shows": Plain(shows)},
        evidence=case.evidence(claim),
        basis="inferred",
        help=f"add '{key}: {level}' to {where}, or the level that you mean",
    )


def _wanted(case: Case, slug: str) -> str:
    """Return how a list of what is lacking calls `slug`: what is there and not open enough is not simply missing."""
    bound = all_subjects()[slug].demand(case.ledger.evident).at_least
    there = case.ledger.rows[slug].kind == "component" and case.ledger.rows[slug].evidence.stated
    return f"{bound} {slug}" if there and bound else slug


def _is_unseen(document: Document) -> bool:
    """Tell whether a page of the Hub holds keys that the Hub does not see."""
    front = document.front
    page = filenames.is_readme(filenames.base(document.path))
    return page and front is not None and front.unseen is not None and bool(front.values)


def _hides_declaration(document: Document) -> bool:
    """Tell whether a level may be declared in front matter that is no YAML."""
    front = document.front
    return front is not None and front.fault is not None and _KEY.search(document.text, *front.inner) is not None


def _unmet(case: Case, level: str) -> list[str]:
    """Return the subjects that `level` requires and that this release plainly does not show."""
    return [
        slug
        for slug, subject in all_subjects().items()
        if (demand := subject.demand(level)).ask == "required"
        and subject.kind in ("component", "guardrail", "part")
        and slug != "weights"
        and asked(case.ledger, subject)
        and not satisfied(case.ledger.rows[slug], demand)
        and nearest(case, subject, demand) is None
    ]


def access_wider(case: Case) -> Iterator[Hit]:
    """The release shows more than its declared level allows; what only reads so is a warning."""
    ledger = case.ledger
    level_now = ledger.standing
    if level_now is None:
        return
    yield from ahead_of_plan(case)
    weights, interface = ledger.rows["weights"].evidence, ledger.rows[INTERFACE].evidence
    shown = [("downloadable", claim) for claim in weights.claims if reach(claim.value) >= reach("gated")]
    offers = [claim for claim in interface.claims if claim.value in LEVEL_OF_INTERFACE and _is_own(claim, ledger.names)]
    shown += [(LEVEL_OF_INTERFACE[claim.value], claim) for claim in offers]
    if level_now == "staged":  # what reads like an interface may be one for few, of a stage that has begun
        shown = [(level, claim) for level, claim in shown if level == "downloadable" or claim.certain]
    wider = [(level, claim) for level, claim in shown if openness(level) > openness(level_now) and _may_warn(claim)]
    certain = [(level, claim) for level, claim in wider if claim.certain]
    stage = beyond_declared(case)
    if stage is not None and not certain:
        yield Hit(
            subject="access",
            values={"shown": stage.access, "declared": case.standing, "stage": Plain(name_of(stage))},
            help=f"declare {quoted(stage.access)}, or correct the stage",
            message="'release' declares {declared}, but stage {stage}, which makes it {shown}, is done",
        )
        return
    if not wider:
        return
    wider = certain or wider
    level = max((level for level, _ in wider), key=openness)
    claims = [claim for one, claim in wider if one == level]
    yield Hit(
        subject="access",
        values={"shown": level, "declared": case.standing},
        evidence=[piece for claim in claims[:3] for piece in case.evidence(claim)],
        help=f"take out what is not meant to be released, or declare {quoted(level)}",
        severity=None if certain and (level_now != "staged" or level == "downloadable") else "warning",
        message=None if certain else "'release' declares {declared}, and the text reads as {shown}",
    )


def _is_own(claim: Claim, names: Sequence[str]) -> bool:
    """Tell whether an interface that only a link shows is the release's: its address holds the name."""
    if claim.origin != "link":
        return True
    return is_in_address(claim.excerpt.partition("://")[2], names)


def _may_warn(claim: Claim) -> bool:
    """Tell whether a claim may be held against the declared level: code may load, and a link lead to, another model.

    Code that calls an address with a key shows whose it is.
    """
    return claim.certain or (
        (claim.origin in (*IN_WORDS, "link") or claim.subject == INTERFACE)
        and claim.mark != CATALOG
        and (claim.mark != OWN_PAGE or _WEIGHTS_THERE.search(claim.excerpt) is not None)
        and not _ELSEWHERE.search(claim.excerpt)
    )


def access_narrower(case: Case) -> Iterator[Hit]:
    """The declared level needs weights, data or code that certain evidence says are not there."""
    ledger = case.ledger
    stage = short_of_declared(case)
    if stage is not None:
        hit = _narrower(case, "access", f"stage {name_of(stage)}, which makes it so, is planned")
        yield replace(hit, help="declare 'staged', or set the stage's 'status: done'")
        return
    if ledger.standing not in ("downloadable", "fully-open"):
        return
    row = ledger.rows["weights"]
    if promised_too_little(row):
        return  # component-availability speaks
    shown = reach(row.evidence.value) >= reach("gated")
    denied = _denied_weights(case)
    if denied is not None and _lie_beside(case, denied):
        fault = "the text says that the weights are not released, and they lie in the release"
        yield _narrower(case, "weights", fault, denied, severity="warning")
        return
    if denied is not None and not shown:
        fault = "the text says that the weights are not released"
        yield _narrower(case, "weights", fault, denied, severity=None if denied.certain else "warning")
        return
    linked = bool(ledger.own_ids) or any("://" in one.detail or case.holds(one.detail) for one in row.promise.claims)
    aside = any(filenames.is_weights(one.path) for one in case.release.tree.entries)  # they may be meant
    if ledger.tree != "unknown" and not shown and not linked and not aside and not case.weights_apart():
        # The card of a page of the Hub may well lie here without its weights.
        fault = "no weights lie beside the card, and no link or model id leads to them"
        near = lead_to_weights(case)
        if near is not None:
            fault = f"no weights lie beside the card (line {near.line} comes nearest, and was not understood)"
        untracked = case.release.tree.untracked[:1]
        if untracked:
            fault = f"git does not track {quoted(untracked[0])}, which lies beside the card"
        doubt = near is not None or row.evidence.stated or any(map(is_hub_card, case.cards))
        hit = _narrower(case, "weights", fault, severity="warning" if doubt or untracked else None)
        remedy = "add the file to git, link the weights, or declare a narrower level" if untracked else None
        yield replace(hit, evidence=[near] if near is not None else hit.evidence, help=remedy)
        return
    if ledger.standing == "fully-open":
        for slug in ("training-data", "training-code"):
            evidence = ledger.rows[slug].evidence
            said = next((c for c in evidence.claims if c.certain and c.value == "withheld"), None)
            if said is not None and evidence.value == "withheld":
                told = f"the text says that the {slug.replace('-', ' ')} is not released"
                yield _narrower(case, slug, told, said)


def _denied_weights(case: Case) -> Claim | None:
    """Return the surest claim by which the text says that the weights are not released."""
    offered = {(claim.path, claim.span) for claim in case.ledger.rows[INTERFACE].evidence.claims}  # no denial
    return surest(
        [
            claim
            for claim in case.ledger.rows["weights"].evidence.claims
            if claim.value == "withheld"
            and claim.origin in IN_WORDS
            and (claim.path, claim.span) not in offered
            and (claim.certain or not _OTHERS.search(claim.excerpt))
        ]
    )


def _lie_beside(case: Case, denied: Claim) -> bool:
    """Tell whether weights lie in the release that `denied` surely denies."""
    lie = any(one.origin == "tree" for one in case.ledger.rows["weights"].evidence.claims)
    # Of several cards in a folder, one that has a name of its own may be another model's.
    own = len(case.cards) == 1 or filenames.is_unnamed_card(filenames.base(denied.path))
    return lie and own and denied.certain and not _OTHERS.search(denied.excerpt)


def _narrower(
    case: Case, subject: str, fault: str, claim: Claim | None = None, *, severity: Severity | None = None
) -> Hit:
    values = {"declared": case.standing, "fault": Plain(fault)}
    return Hit(subject=subject, values=values, evidence=case.evidence(claim), severity=severity)
