"""Builds the ledger: gathers every claim, and gives each column of each row its verdict."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from releaselint import filenames
from releaselint.claims import Claim
from releaselint.document.model import Document
from releaselint.ledger import metadata, purpose, usage
from releaselint.ledger.bases import base_claims, declared_bases
from releaselint.ledger.checklist import checklist_promises, is_named_checklist
from releaselint.ledger.copies import copy_of
from releaselint.ledger.declaration import Declaration, level_of, promises, stages
from releaselint.ledger.kinds import kind_of
from releaselint.ledger.license_files import terms_claims, with_files
from releaselint.ledger.license_parts import part_claims
from releaselint.ledger.licensing import licensing_of, with_service_terms
from releaselint.ledger.model import CardKind, Ledger, Licensing, Row, standing_of
from releaselint.ledger.own import names_of, without_relatives, without_siblings
from releaselint.ledger.pages import page_claims
from releaselint.ledger.summary import summarize
from releaselint.ledger.tree import tree_claims
from releaselint.ledger.verdicts import cells_of, verdict
from releaselint.ledger.weighing import weigh, with_tuning_code
from releaselint.reading import Reading, read
from releaselint.reading.once import told_most_openly
from releaselint.records import record, replace
from releaselint.source.model import Release
from releaselint.subjects import Demand, Subject, all_subjects
from releaselint.vocabulary import UNSTATED


@record
class Policy:
    """What a configuration changes of the policy: the profile, and single cells by subject and level."""

    minimal: bool = False
    overrides: Mapping[str, Mapping[str, Demand]] | None = None

    def demand(self, subject: Subject, level: str | None) -> Demand:
        """Return what `level` asks of `subject` under this policy."""
        own = (self.overrides or {}).get(subject.id, {}).get(level or "")
        if own is not None:
            return own
        demand = subject.demand(level)
        if self.minimal and demand.ask in ("required", "recommended"):
            return Demand(ask="optional", reason="the policy 'minimal' asks for nothing")
        return demand


def readings_of(documents: Iterable[Document]) -> tuple[Reading, ...]:
    """Return the cards among `documents` made ready for phrases; what a checklist says is no prose."""
    return tuple([Reading(document) for document in documents if not is_named_checklist(document)])


def build_ledger(
    release: Release,
    documents: Sequence[Document],
    readings: Sequence[Reading],
    declaration: Declaration | None,
    *,
    pages: Sequence[Reading] = (),
    policy: Policy | None = None,
) -> Ledger:
    """Return the ledger of `release`, whose cards are `documents` (without `release.yaml`), with their `readings`.

    `pages` are other texts of the release that may say more of it.
    """
    policy = policy or Policy()
    subjects = all_subjects()
    of_model = _on_the_model(documents, declaration)
    licensing = replace(
        licensing_of(of_model, [reading for reading in readings if reading.document in of_model]),
        parts=part_claims(documents, readings),
        bases=base_claims(declared_bases(documents)),
    )
    licensing = with_files(licensing, release, documents)
    kinds = [kind_of(document) for document in documents]
    kind: CardKind = kinds[0] if kinds and "model" not in kinds and declaration is None else "model"
    bases = tuple(metadata.base_models(documents))
    declared = level_of(declaration)
    plan = stages(declaration)
    standing = standing_of(declared, plan)
    # What is to come is the release's own as well, and what is said of it is not said of what is there.
    names = (
        *names_of(documents, release.name),
        *(one.artifact for one in plan if one.artifact and one.status == "done"),
    )
    planned = (*names, *(one.artifact for one in plan if one.artifact))
    gate, gate_claim = metadata.gate_of(documents)

    shown = {reading.document.path: reading.shown for reading in readings}
    used = usage.usage_of([shown.get(one.path, one) for one in documents], planned, bases)
    # What a data set's card says of data, uses and risks, it says of no model.
    about = () if kind == "dataset" else readings
    written: list[Claim] = []
    for reading in about:
        claims = told_most_openly(reading.document, without_relatives(read(reading), names))
        if len(about) > 1 and filenames.is_of_data(reading.document.path):  # a lone card can be of a model so called
            claims = [claim for claim in claims if claim.subject == "training-data"]
        written += claims
    if about:
        written += page_claims(pages, names, subjects, standing)
    found = _by_subject(
        [
            *tree_claims(release),
            *_without_loading_lines([*written, *terms_claims(licensing, release)], used.claims),
            *used.claims,
            *metadata.spaces(documents),
        ]
    )
    promised = _by_subject(promises(declaration)) if declaration else {}
    for claim in checklist_promises(documents):
        if subjects[claim.subject].kind != "component" or claim.subject not in found:
            promised.setdefault(claim.subject, []).append(claim)
    found["weights"] = without_siblings(found.get("weights", ()), planned, bases)
    with_tuning_code(found, has_base=bool(bases))
    weigh(found, metadata.widgets(documents) if declaration is None else (), gate_claim)
    _license_guardrail(found, licensing)

    cells = cells_of(subjects, found, documents)
    evident_level = cells["access"].value
    if evident_level in ("hosted", "api", "fully-closed"):
        licensing = with_service_terms(licensing, readings)

    rows = {
        slug: Row(
            subject=slug,
            kind=subject.kind,
            promise=verdict(subject, promised.get(slug, ())),
            evidence=cells[slug],
            demand=policy.demand(subject, standing),
        )
        for slug, subject in subjects.items()
    }
    generative = _generative(documents, release, found)
    copied, originals = copy_of(documents, readings, names)
    return Ledger(
        kind=kind,
        names=names,
        language=next((reading.language for reading in readings), "en"),
        rows=rows,
        licensing=licensing,
        generative=generative is not None and generative.value == "yes",
        generative_claim=generative,
        gate=gate,
        gate_claim=gate_claim,
        tree=release.tree.kind if release.tree.complete else "unknown",
        output=purpose.output_of(generative),
        copy="yes" if copied else "no",
        tuned=rows["fine-tuning"].value != UNSTATED or bool(bases),
        stages=plan,
        declared=declared,
        evident=evident_level,
        summary=summarize(rows, declared or evident_level),
        own_ids=used.own,
        base_models=tuple(originals),
    )


def _on_the_model(documents: Sequence[Document], declaration: Declaration | None) -> Sequence[Document]:
    """Return the cards that tell the model's license, the one that declares first: beside others, no data card's."""
    cards = [one for one in documents if not filenames.is_of_data(one.path)] or documents
    return sorted(cards, key=lambda one: declaration is None or one is not declaration.document)


def _without_loading_lines(written: Iterable[Claim], shown: Iterable[Claim]) -> list[Claim]:
    """Return the claims of `written` without those of code in a line that is `shown` to load the model."""
    lines = {(claim.path, claim.excerpt) for claim in shown if claim.subject == "code"}
    return [one for one in written if one.subject != "code" or (one.path, one.excerpt) not in lines]


def _by_subject(claims: Iterable[Claim]) -> dict[str, list[Claim]]:
    result: dict[str, list[Claim]] = {}
    for claim in dict.fromkeys(claims):  # several patterns may find the same
        result.setdefault(claim.subject, []).append(claim)
    return result


def _license_guardrail(found: dict[str, list[Claim]], licensing: Licensing) -> None:
    known = licensing.known
    if known is None or known.restricts_use is not True:
        return
    side = licensing.promise if licensing.promise.license is known else licensing.evidence
    source = next((claim for claim in side.claims if claim.value == known.id), side.claims[0] if side.claims else None)
    source = source or Claim(subject="", value="", origin="metadata")
    made = replace(source, subject="rail-license", value="in-place", detail=known.name, mark="", certain=True)
    found.setdefault("rail-license", []).append(made)


def _generative(documents: Sequence[Document], release: Release, found: Mapping[str, Sequence[Claim]]) -> Claim | None:
    """Return the claim that decides: of pipeline tag, tags and config.json, else of code and prose."""
    told = purpose.generative_of(documents, release.sides.get("config.json"))
    claims = found.get("generative", ())
    if told is not None:
        either = told.detail in purpose.EITHER
        said = (claim for claim in claims if claim.value == "yes" and (either or (claim.certain and not told.certain)))
        return next(said, told)
    # A card tells first what the model is, and later what else it can do; code that loads it knows its class.
    sure = sorted((claim for claim in claims if claim.certain), key=lambda claim: claim.origin != "code")
    first = next(iter(sure or claims), None)
    if first is None or (first.value == "no" and first.origin != "code"):  # which may be a part of it
        return purpose.named_for_it(documents, decoders=first is None) or first
    return first
