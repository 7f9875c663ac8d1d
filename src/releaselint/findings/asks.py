"""Tells what a release is asked for, and what satisfies it."""

from __future__ import annotations

from typing import Final

from releaselint import filenames
from releaselint.ledger.model import Ledger, Row
from releaselint.subjects import Demand, Subject
from releaselint.vocabulary import INTERFACE, reach

_DOCUMENTED: Final = ("intended-use", "limitations")
_ORIGINALS: Final = ("documentation", "evaluation-results", "training-data", *_DOCUMENTED)


def asked(ledger: Ledger, subject: Subject) -> bool:
    """Tell whether the rule of `subject` has something to ask of this system."""
    return not (not_asked(ledger, subject) or left_to(ledger, subject))


def not_asked(ledger: Ledger, subject: Subject) -> str:
    """Return why this kind of system is not asked about `subject`; an empty text where it is."""
    if subject.generative_only and not ledger.generative:
        return (
            "nothing says that the system is generative" if ledger.generative_claim is None else "it is not generative"
        )
    if subject.id == "detection-model" and ledger.output != "media":
        return "its output is no image, sound or video, and no method tells text reliably"
    if subject.id == "fine-tuning" and not ledger.tuned:
        return "nothing says that the model was tuned"
    if ledger.copy == "yes" and subject.id == "fine-tuning":
        return "it is a copy"
    if ledger.copy == "yes" and ledger.base_models and subject.id in _ORIGINALS:
        return "it is a copy, and the original model's card tells it"
    return ""


def left_to(ledger: Ledger, subject: Subject) -> str:
    """Return which other rules speak of what `subject` is about; an empty text where its own does."""
    if subject.id in _DOCUMENTED and _is_elsewhere(ledger.rows["documentation"]):
        return "the declaration names the place where they are told"
    told = any(ledger.rows[slug].evidence.stated for slug in _DOCUMENTED)
    if subject.id in _DOCUMENTED and not told:
        return "documentation-missing speaks for intended use and limitations, of which neither is told"
    if subject.id == "documentation" and told:
        return "intended-use-missing and limitations-missing speak, as one of the two is told"
    return ""


def _is_elsewhere(row: Row) -> bool:
    """Tell whether a guardrail is declared in place at an address, a file or an internal reference: not in a card."""
    promise = row.promise.first()
    if promise is None or promise.value != "in-place":
        return False
    place = promise.detail.removeprefix("./").partition("#")[0]
    return bool(place) and not filenames.is_card_of(place)


def satisfied(row: Row, demand: Demand) -> bool:
    """Tell whether promise or evidence gives what `demand` asks of the row."""
    if row.kind == "component":
        bound = demand.at_least
        if not bound:
            return True
        if row.subject == INTERFACE:
            return bound in row.promise.value or bound in row.evidence.value
        return max(reach(row.promise.value), reach(row.evidence.value)) >= reach(bound)
    if row.kind == "guardrail":
        if row.subject == "documentation":
            return row.evidence.value == "in-place" or _is_elsewhere(row)  # its evidence is the card itself
        decided = row.promise.value == "not-applicable" or (
            row.promise.value == "absent" and demand.ask == "recommended"  # a reasoned no is an answer
        )
        return decided or "in-place" in (row.promise.value, row.evidence.value)
    return row.promise.stated or row.evidence.stated
