"""Faults of a license in words: prose and gate against the front matter, suffixes, lists that explain nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from releaselint import filenames
from releaselint.claims import Claim
from releaselint.findings.case import Case, Hit, Plain, first_line
from releaselint.findings.license_terms import Promised, differ, limit_of, promised
from releaselint.findings.names import quoted
from releaselint.ledger.metadata import key_span, values_of
from releaselint.licenses import find
from releaselint.licenses.prose import named_in
from releaselint.words import expression

#: Behind these words the license of another model follows.
_ANOTHERS: Final = expression("license-of-another")
_NEGATED: Final = expression("license-denied")
_ACCEPT: Final = expression("license-accepted")
_ROW: Final = expression("license-row")
_SUFFIX: Final = {
    "rail-d": "data",
    "rail-a": "an application",
    "rail-s": "source code",
    "responsible-ai-source": "source code",
}


def prose_mismatch(case: Case) -> Iterator[Hit]:
    """A sentence about the model sets other terms than the front matter."""
    said = promised(case)
    if said is None or case.ledger.kind != "model":
        return
    named = [*_in_another_card(case, said), *_named_otherwise(case, said)]
    yield from named or _not_for_trade(case, said)


def _in_another_card(case: Case, said: Promised) -> Iterator[Hit]:
    """The front matter of another card of the same model names another license."""
    cards = [one for one in case.cards if filenames.is_unnamed_card(filenames.base(one.path))]
    for document in cards if said.document in cards else ():
        named = [license_ for license_ in map(find, values_of(document, "license")) if license_ is not None]
        if document.front is not None and document is not said.document and differ(named, said.licenses):
            yield Hit(
                document=document,
                span=first_line(document, key_span(document.front, "license")),
                values={"license": Plain(said.said), "named": named[0].id, "there": said.document.path},
                message="the front matter says {named}, and that of {there} says {license}",
                evidence=case.evidence(said.claim),
            )


def _named_otherwise(case: Case, said: Promised) -> Iterator[Hit]:
    """Another license is named for the model, and no sentence names the same for it."""
    claims = [claim for claim in case.ledger.licensing.evidence.claims if claim.origin in ("prose", "table")]
    found = [(claim, license_) for claim in claims if (license_ := find(claim.value)) is not None]
    if any(claim.certain and not differ(said.licenses, [license_]) for claim, license_ in found):
        return
    sure = [(claim, license_) for claim, license_ in found if claim.certain and _is_own(case, claim)]
    if len({license_.id for _, license_ in sure}) != 1:
        return  # several others: for parts, or for things around it
    claim, license_ = sure[0]
    document = case.document(claim.path)
    if document is not None and claim.span is not None:
        yield Hit(
            document=document,
            span=first_line(document, claim.span),
            values={"license": Plain(said.said), "named": license_.name},
            evidence=case.evidence(said.claim),
        )


def _not_for_trade(case: Case, said: Promised) -> Iterator[Hit]:
    """The license lets anyone earn money with the model, and a sentence does not."""
    claim = next((one for one in _excluding(case) if not _is_gate(case, one)), None)
    if claim is None or claim.span is None or any(license_.commercial != "yes" for license_ in said.licenses):
        return
    document = case.document(claim.path)  # none for a license file, which the front matter names
    yield Hit(
        document=document or said.document,
        span=first_line(document, claim.span) if document else said.span,
        values={"license": Plain(said.said), "there": Plain("the text" if document else quoted(claim.path))},
        message="the front matter says {license}, which allows commercial use, and {there} does not",
        evidence=case.evidence(said.claim if document else claim),
    )


def _excluding(case: Case) -> Sequence[Claim]:
    return case.ledger.rows["commercial-use"].evidence.claims


def _is_gate(case: Case, claim: Claim) -> bool:
    document = case.document(claim.path)
    return document is not None and claim.span is not None and claim.span.start < document.body


def _is_own(case: Case, claim: Claim) -> bool:
    """Tell whether the words around a claim leave no doubt that it is about this model."""
    document = case.document(claim.path)
    if document is None or claim.span is None or _is_anothers(document.mask[slice(*claim.span)]):
        return False
    # Of a table, only a row that is named "License" or "Terms".
    line = document.lines.span(document.lines.index(claim.span.start), document.lines.index(claim.span.start) + 1)
    return claim.origin != "table" or _ROW.search(document.mask, line.start, claim.span.start) is not None


def _is_anothers(sentence: str) -> bool:
    """Tell whether `sentence` names the license of what the model is made from, or denies it."""
    text = " ".join(sentence.split())
    names = named_in(text)
    before = text[: names[0][0]] if names else text
    return bool(_ANOTHERS.search(before) or _NEGATED.search(before))


def gate_contradicts(case: Case) -> Iterator[Hit]:
    """What users accept before they get the weights is not what the license says."""
    said = promised(case)
    claim = case.ledger.gate_claim
    document = case.document(claim.path) if claim else None
    if said is None or claim is None or claim.span is None or document is None or document.front is None:
        return
    sentences = [one.text for reading in case.readings for one in reading.sentences if one.kind == "gate"]
    accepting = [part for part in sentences if _ACCEPT.search(part) and not _NEGATED.search(part)]
    asked = [license_ for part in accepting for _, _, license_ in named_in(part)]
    limit = next((one for one in _excluding(case) if _is_gate(case, one)), None)
    span, told = claim.span, ""
    if asked and all(differ(said.licenses, [license_]) for license_ in asked):
        told = f"asks to accept {quoted(asked[0].name)}"
    elif limit and limit.span and not asked and all(license_.commercial == "yes" for license_ in said.licenses):
        span, told = limit.span, "allows non-commercial use only"
    if told:
        yield Hit(
            document=document,
            span=first_line(document, span),
            values={"told": Plain(told), "license": Plain(said.said)},
            evidence=case.evidence(said.claim),
        )


def suffix_mismatch(case: Case) -> Iterator[Hit]:
    """A RAIL license whose suffix says data, application or source code stands for weights."""
    said = promised(case)
    weights = case.ledger.rows["weights"]
    if said is None or case.ledger.kind != "model" or not (weights.promise.stated or weights.evidence.stated):
        return
    if all(license_.id in _SUFFIX for license_ in said.licenses):
        yield Hit(
            document=said.document,
            span=said.span,
            values={"license": said.claim.value, "made": Plain(_SUFFIX[said.licenses[0].id])},
            evidence=case.evidence(weights.claim),
        )


def list_unclear(case: Case) -> Iterator[Hit]:
    """Several licenses with different terms are listed, and nothing tells which holds for what."""
    said = promised(case)
    licensing = case.ledger.licensing
    if said is None or len(said.licenses) < 2 or licensing.parts or licensing.files:
        return
    if any(claim.origin in ("prose", "table") for claim in licensing.evidence.claims):
        return
    one, *others = said.licenses
    if any(limit_of(one) != limit_of(other) or one.family != other.family for other in others):
        yield Hit(document=said.document, span=said.span, values={"license": Plain(said.said)})
