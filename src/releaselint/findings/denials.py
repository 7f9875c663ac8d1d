"""What is promised, and denied by the card's own words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from releaselint.claims import IN_WORDS, Claim, surest
from releaselint.findings.case import Case, Hit, Plain
from releaselint.findings.names import quoted
from releaselint.ledger.model import Row
from releaselint.ledger.own import is_own
from releaselint.records import replace
from releaselint.regex import regex
from releaselint.vocabulary import reach

_SHOWN = {
    "withheld": "the text says that it is not to be had",
    "gated": "the card shows a gate",
    "public": "it lies in the release",
}
_REMEDY: Final = "declare it, take it out, or list what is not released under 'private-files'"
_END: Final = regex(r"[\s)`<>\"',]|\.(?:git)?(?:\s|\Z)")
_TUNING: Final = regex(r"(?<![a-z])(?:fine[-_]?)?tun(?:e|ing)(?![a-z])", re.IGNORECASE)
PATH: Final = regex(r"(?!www\.|#)[^\s:]+")
"""What a declaration gives as the place of something, where that is a file."""
_DATA_FILE: Final = regex(r"\.(?:parquet|csv|tsv|jsonl?|arrow|tar|zip|tgz|gz|zst|7z)(?:[?#]|\Z)", re.IGNORECASE)
_GIVEN: Final = ("described", "public")
_TOLD_BY_FILES = ("training-code", "training-data")
"""Components that files show beyond doubt; code can be a client's, and settings are in every folder."""


def guardrail_contradicted(case: Case) -> Iterator[Hit]:
    """A guardrail is promised and the text says that there is none, or the reverse; a reading of prose only warns."""
    for row in case.ledger.rows.values():
        if row.kind != "guardrail":
            continue
        if row.promise.value == "absent" and row.evidence.value == "in-place":
            shown = surest([one for one in row.evidence.claims if one.origin in IN_WORDS and one.value == "in-place"])
            if shown is not None:
                hit = _hit(case, row, replace(shown, certain=False), row.subject)
                yield replace(hit, message="{name} is declared absent, and the text says that it is in place")
            continue
        denial = denied(row) if row.promise.value == "in-place" else None
        if denial is not None:
            yield _hit(case, row, denial, row.subject)


def denied(row: Row) -> Claim | None:
    """Return the claim by which the card's words deny a guardrail that they nowhere show; None where they do not."""
    if row.evidence.value != "absent":
        return None
    told = [one for one in row.evidence.claims if one.value == "absent" and one.origin in IN_WORDS]
    # A gate that is not there is no missing policy.
    return surest([one for one in told if one.certain or row.subject != "platform-policy"])


def component_contradicted(case: Case) -> Iterator[Hit]:
    """A component is declared more open than the card shows it, or withheld, and lies in the release."""
    ledger = case.ledger
    for row in ledger.rows.values():
        promise, shown = row.promise.first(), row.evidence.value
        if row.kind != "component" or promise is None or promise.origin != "declaration":
            continue
        if promise.value == "withheld" and row.subject in _TOLD_BY_FILES:
            lies = next((one for one in row.evidence.claims if one.origin == "tree" and one.value == "public"), None)
            linked = next(
                (one for one in row.evidence.claims if one.value in _GIVEN and _leads_to_own(case, one)), None
            )
            given = lies or linked
            if given is not None:
                fault = Plain(_SHOWN["public"] if lies else "the card shows where it can be had")
                hit = _hit(case, row, replace(given, certain=False), f"{row.subject}: withheld", fault=fault)
                yield replace(hit, help=_REMEDY if lies else None)
            continue
        if promise.value == "withheld":
            continue
        path = promise.detail if PATH.fullmatch(promise.detail) else ""  # declaration-invalid tells what is neither
        if path and row.subject != "weights" and ledger.tree != "unknown" and not case.holds(path):
            yield Hit(
                document=case.document(promise.path),
                span=promise.span,
                subject=row.subject,
                values={"name": f"{row.subject}: {promise.value}", "fault": Plain(f"no file lies at {quoted(path)}")},
                help="correct the path, or add the file",
                severity="warning",  # a folder with a card of its own is a release of its own, and not looked into
            )
            continue
        if promise.value not in ("public", "gated") or reach(shown) >= reach(promise.value):
            continue
        if row.subject == "weights":  # of which access-narrower-than-declared says what is not there at all
            told: tuple[str, ...] = ("gated",) if ledger.gate != "click-through" else ()
        else:
            told = ("withheld", "gated") if shown == "gated" else ("withheld",)
        denials = [one for one in row.evidence.claims if one.value in told and one.origin in (*IN_WORDS, "metadata")]
        denial = surest(denials)
        # Who names the address of a thing knows better than a reading of the text that it can be had.
        if denial is not None and (denial.certain or not promise.detail):
            yield _hit(case, row, denial, f"{row.subject}: {promise.value}", fault=Plain(_SHOWN[denial.value]))


def _leads_to_own(case: Case, claim: Claim) -> bool:
    """Tell whether a claim, or a file in its sentence, has an address with the release's name; no tuning's."""
    texts = (*case.cards, *(page.document for page in case.pages))
    document = next((one for one in texts if one.path == claim.path), None)
    if document is None or claim.span is None or claim.origin not in ("link", *IN_WORDS):
        return False
    inside = [link.target for link in document.links if claim.span.start <= link.span.start < claim.span.end]
    public = claim.value == "public"
    targets = [claim.excerpt, *inside] if public else [target for target in inside if _DATA_FILE.search(target)]
    addresses = [_END.split(target.partition("://")[2], maxsplit=1)[0] for target in targets]
    return any(
        not _TUNING.search(address) and any(is_own(part, case.ledger.names) for part in address.split("/")[1:] if part)
        for address in addresses
    )


def open_but_gated(case: Case) -> Iterator[Hit]:
    """Declared fully open, yet people have to apply: by the gate's fields, or by the card's own words."""
    ledger, weights = case.ledger, case.ledger.rows["weights"].evidence
    if ledger.standing != "fully-open":
        return
    claim = None
    if ledger.gate == "approval":
        claim = ledger.gate_claim
    elif ledger.gate != "click-through" and weights.value == "gated":  # and no file or link is open beside it
        claim = next((one for one in weights.claims if one.origin in IN_WORDS), None)
    if claim is not None:
        document, span = case.at(claim)
        yield Hit(document=document, span=span, subject="weights")


def _hit(case: Case, row: Row, denial: Claim, name: str, **values: str) -> Hit:
    document, span = case.at(row.promise.first())
    return Hit(
        document=document,
        span=span,
        subject=row.subject,
        values={"name": name, **values},
        evidence=case.evidence(denial),
        severity=None if denial.certain else "warning",
    )
