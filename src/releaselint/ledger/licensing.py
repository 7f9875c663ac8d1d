"""Who says what about the license of the weights: front matter, and the prose."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from releaselint.claims import Claim, Origin
from releaselint.document.badges import badges
from releaselint.document.model import Document
from releaselint.ledger.claiming import claim_at
from releaselint.ledger.license_parts import OF_CODE, below_license
from releaselint.ledger.license_rank import rank_of
from releaselint.ledger.metadata import metadata_claim, values_of
from releaselint.ledger.model import LicenseSide, Licensing
from releaselint.licenses import License, find
from releaselint.licenses.prose import named_in
from releaselint.reading.read import Reading
from releaselint.reading.sentences import Sentence
from releaselint.records import replace
from releaselint.regex import regex
from releaselint.text import Span, fold_case, places
from releaselint.words import UNREAD, expression

_NO_ID: Final = frozenset({"other", "unknown"})
#: What every match of `_WORD` begins with: looked for first, as it is found many times as fast.
_HINTS: Final = (
    *("licen", "terms", "copyright", "copyleft", "proprietary", "public domain", "under"),
    *("non-commer", "noncommer", "non commer", "research", "closed source", "closed-source"),
)
_WORD: Final = expression("license-word")
#: "weights (Apache-2.0)", "The weights are CC-BY-4.0": a license needs no other word there.
_TAGS: Final = ("apache", "mit", "cc-by", "cc by", "gpl", "openrail", "bsd")
_TAG_REACH: Final = 40
_TAGGED: Final = expression("license-of-a-tag")
#: Below such a title (or `OF_CODE`), the license is that of the data, if the sentence tells of nothing else.
_DATA: Final = expression("data-alone")
#: Below such a title, "the model" is another one.
_BASE: Final = expression("base-alone")
_PROPRIETARY: Final = expression("proprietary")
#: A license by a name that no table knows: "the Heron Model License".
_CUSTOM: Final = expression("license-of-its-own")
#: A RAIL of a name that no table knows: "License: Heron RAIL 1.0".
_RAIL: Final = expression("rail")
#: Terms that say what they forbid, by a license that no table knows.
_NO_COMMERCE: Final = expression("no-commerce")
_ALLOWS: Final = expression("allows-use")
_FORBIDS_COMMERCE: Final = License(
    id="non-commercial", name="non-commercial terms", family="non-commercial", commercial="no", ambiguous=True
)
_PERMITS: Final = License(id="permissive", name="a permissive license", family="permissive", ambiguous=True)
_PERMISSIVE: Final = expression("permissive")
_NOT_A_NAME: Final = expression("no-name-of-a-license")
_IT: Final = expression("it")
_ON_DATA: Final = expression("on-data")
_NAME_OF_TERMS: Final = expression("name-of-terms")
_TERMS: Final = expression("terms")
_NOT_TERMS: Final = expression("no-terms")
_SAID_BEHIND: Final = (0, 2)
"""The ranks of a license behind which the model stands: "MIT, Apache 2.0 for the weights"."""
_HEADER: Final = 3000
_SHORT: Final = 60
_EDGES = regex(r"\A\W+|(?<!\W)\W+\Z")
#: Between the name of a license and its short name, as in "the Creative Commons (CC BY)".
_ADJOINS = regex(r"\s{0,2}[\[(]?|[^()\w]{0,3}(?:\w{1,20} ){0,2}\(")
#: Between two names of a list.
_LISTED = regex(r",? (?:(?:and|or) )?(?:the )?|/")
_LICENSE_LABEL: Final = expression("license-label")
_OF_MODEL: Final = expression("of-the-model")


def licensing_of(documents: Sequence[Document], readings: Sequence[Reading]) -> Licensing:
    """Return what the front matter promises and what the prose shows."""
    promise = _promise(documents)
    evidence = _evidence(readings)
    if not evidence.stated and not promise.stated:
        evidence = _header(documents)
    return Licensing(promise=promise, evidence=evidence)


def with_service_terms(licensing: Licensing, readings: Sequence[Reading]) -> Licensing:
    """Return the licensing of a system that is only offered as a service: where no license is named, its terms."""
    if licensing.promise.stated or licensing.evidence.stated:
        return licensing
    license_ = find("proprietary")
    for reading in readings:
        for sentence in reading.sentences:
            if _TERMS.search(sentence.text) and not _NOT_TERMS.search(sentence.text):
                claim = _claim(reading, sentence, license_, "service terms", certain=False)
                return replace(
                    licensing,
                    evidence=LicenseSide(stated=True, text="service terms", license=license_, claims=(claim,)),
                )
    return licensing


def _promise(documents: Sequence[Document]) -> LicenseSide:
    for document in documents:
        ids = [value.strip() for value in values_of(document, "license")]
        named = [value.strip() for value in values_of(document, "license_name")]
        if not ids and not named:
            continue
        claims = [metadata_claim(document, "license", "license", value) for value in ids]
        claims += [metadata_claim(document, "license_name", "license", value) for value in named]
        texts = [value for value in ids if value.lower() not in _NO_ID] or named
        links = values_of(document, "license_link")
        license_ = next((found for found in map(find, texts) if found is not None), None)
        if license_ is None and not [value for value in ids if value.lower() not in _NO_ID]:
            license_ = next((found for found in map(find, links) if found is not None), None)
        text = texts[0] if texts else ids[0] if ids else ""
        if license_ is None and _NO_COMMERCE.search(
            f"license {text.replace('-', ' ').replace('non commercial', 'non-commercial')}"
        ):
            license_ = _FORBIDS_COMMERCE
        stated = bool(texts) or any(value.lower() == "other" for value in ids)
        return LicenseSide(stated=stated, text=text, license=license_, claims=tuple(claims))
    return LicenseSide()


def _evidence(readings: Sequence[Reading]) -> LicenseSide:
    found: list[tuple[int, Claim, License | None]] = []
    for reading in readings:
        titled = below_license(reading)
        bases, parts = _scopes(reading)
        folded = fold_case(reading.document.mask)
        spoken = {
            sentence.index
            for at in places(folded, _HINTS, reading.document.body)
            if _WORD.match(reading.document.mask, at) and (sentence := reading.sentence_at(at)) is not None
        }
        spoken |= {
            sentence.index
            for at in places(folded, _TAGS, reading.document.body)
            if _TAGGED.search(folded, max(0, at - _TAG_REACH), at)
            and (sentence := reading.sentence_at(at))
            and sentence.kind != "cell"
        }
        for sentence in reading.sentences:
            about = sentence.section in titled or (sentence.kind == "gate" and "licen" in sentence.text.lower())
            if (
                not about
                and sentence.index not in spoken
                and not (sentence.kind == "cell" and _WORD.search(sentence.lead))
            ):
                continue
            around = set(reading.chain(sentence.section))
            if not reading.is_foreign(sentence.section) and bases.isdisjoint(around):
                others = not parts.isdisjoint(around) or (
                    reading.language == UNREAD and not about and sentence.section > 0
                )
                told = _named(reading, sentence, about) if not _is_of_data(reading, sentence) else ()
                found.extend(entry for entry in told if not others or entry[0] == 0)
        found += _badges(reading)
    if not found:
        return LicenseSide()
    found.sort(key=lambda entry: entry[0])
    _, claim, license_ = found[0]
    return LicenseSide(
        stated=True,
        text=license_.name if license_ else claim.detail,
        license=license_,
        claims=tuple(claim for _, claim, _ in found),
    )


def _is_of_data(reading: Reading, sentence: Sentence) -> bool:
    """Tell whether a sentence begins with "it", and the one before it in its paragraph speaks of a data set."""
    before = reading.sentence_at(sentence.span.start - 1) if _IT.match(sentence.text) else None
    return before is not None and _ON_DATA.match(before.text) is not None


def _scopes(reading: Reading) -> tuple[set[int], set[int]]:
    """Return the sections on the model that this one is made from, and those on data or code alone."""
    titles = [section.heading.name for section in reading.document.sections]
    named = list(enumerate(titles))
    bases = {number for number, title in named if number != reading.title and _BASE.fullmatch(title)}
    return bases, {number for number, title in named if _DATA.fullmatch(title) or OF_CODE.fullmatch(title)}


def _badges(reading: Reading) -> Iterator[tuple[int, Claim, License | None]]:
    """Yield the license of a badge: the model's where it says so, else the project's, which is better than none."""
    for label, message, span in badges(reading.document):
        own = _LICENSE_LABEL.fullmatch(label) is not None and not reading.is_foreign(
            reading.document.section_at(span.start)
        )
        license_ = find(message) if own else None
        if license_ is not None:
            claim = claim_at(
                reading.document,
                span,
                "license",
                license_.id,
                "link",
                detail=license_.name,
                certain=False,
                excerpt=f"{label}: {message}",
            )
            yield 2 if _OF_MODEL.search(label) else 6, claim, license_


def _named(reading: Reading, sentence: Sentence, titled: bool) -> Iterator[tuple[int, Claim, License | None]]:
    # A cell's name stands in the cell before it; "MIT" alone says nothing.
    text = f"{sentence.field}: {sentence.text}" if sentence.kind == "cell" and sentence.field else sentence.text
    at = 0
    known = False
    rank = None
    names = named_in(text)
    exact = [(start, license_.id) for start, _, license_ in names if not license_.ambiguous]
    for start, end, license_ in names:
        if license_.ambiguous and any(
            other >= end and called.startswith(license_.id) and _ADJOINS.fullmatch(text, end, other)
            for other, called in exact
        ):
            continue  # "Creative Commons CC BY 4.0": the second says which
        if not (at and rank is None and _ADJOINS.fullmatch(text, at, start)):  # the short name of another's license
            others = at > 0 and rank is None and _LISTED.fullmatch(text, at, start) is not None
            rank = rank_of(text[at:start], text[end : end + 80], titled)
            if others and rank not in _SAID_BEHIND:
                rank = None
        at = end
        if rank is None:
            continue
        known = True
        yield rank, _claim(reading, sentence, license_, license_.name, certain=rank <= 1), license_
    if known:
        return
    alone = find(text.rstrip(" .")) if titled and _stands_alone(reading, sentence) else None
    if alone is not None and not alone.ambiguous:
        yield 5, _claim(reading, sentence, alone, alone.name, certain=False), alone
        return
    named = _RAIL.search(text)
    if named and rank_of(text[: named.start()], text[named.end() :], titled) is not None:
        rail = find("rail")
        yield 3, _claim(reading, sentence, rail, "RAIL", certain=False), rail
        return
    closed = _PROPRIETARY.search(text)
    if closed and rank_of(text[: closed.end()], "", titled) is not None:
        owned = find("proprietary")
        # Rights are reserved above many a license that gives some of them.
        rank = 5 if "reserved" in closed.group().lower() else 3
        yield rank, _claim(reading, sentence, owned, "proprietary", certain=False), owned
        return
    if _NO_COMMERCE.search(text) and (titled or _ALLOWS.search(text)) and rank_of(text, "", titled) is not None:
        yield 4, _claim(reading, sentence, _FORBIDS_COMMERCE, "non-commercial", certain=False), _FORBIDS_COMMERCE
        return
    custom = _CUSTOM.search(text)
    if (
        custom
        and not _NOT_A_NAME.search(custom["name"] or "")
        and find(custom["name"] or "") is None
        and rank_of(text[: custom.end()], "", titled) is not None
    ):
        name = custom["name"] or f"{custom['kind']} license"
        yield 5, _claim(reading, sentence, None, name, certain=False), None
        return
    if _PERMISSIVE.search(text) and rank_of(text, "", titled) is not None:
        yield 5, _claim(reading, sentence, _PERMITS, "permissive", certain=False), _PERMITS
        return
    label, _, value = (_EDGES.sub("", part) for part in text.partition(":"))
    if _LICENSE_LABEL.fullmatch(label) and len(value) <= _SHORT and _NAME_OF_TERMS.match(value) and find(value) is None:
        yield 5, _claim(reading, sentence, None, value, certain=False), None


def _stands_alone(reading: Reading, sentence: Sentence) -> bool:
    """Tell whether a sentence stands right below "License", and is nothing's in particular."""
    if sentence.section < 0 or sentence.kind not in ("text", "item") or sentence.lead or len(sentence.text) > _SHORT:
        return False
    heading = reading.document.sections[sentence.section].heading.name
    return _LICENSE_LABEL.fullmatch(_EDGES.sub("", heading)) is not None


def _header(documents: Sequence[Document]) -> LicenseSide:
    """Return the license of a comment that opens a card, as source files have it."""
    for document in documents:
        start = document.text[document.body : document.body + _HEADER].lstrip()
        if not start.startswith("<!--") or "-->" not in start:
            continue
        text = " ".join(start.partition("-->")[0].replace("#", " ").split())
        named = named_in(text)
        if named:
            at = document.text.index("<!--", document.body)
            span = Span(at, at + start.index("-->") + 3)
            license_ = named[0][2]
            claim = claim_at(document, span, "license", license_.id, "prose", detail=license_.name, certain=False)
            return LicenseSide(stated=True, text=license_.name, license=license_, claims=(claim,))
    return LicenseSide()


def _claim(reading: Reading, sentence: Sentence, license_: License | None, detail: str, *, certain: bool) -> Claim:
    value = license_.id if license_ else "custom"
    origin: Origin = "table" if sentence.kind == "cell" else "prose"
    return claim_at(
        reading.document, sentence.span, "license", value, origin, detail=detail, certain=certain, excerpt=sentence.text
    )
