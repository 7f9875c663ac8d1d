"""Licenses that a card gives to code and to data, apart from the model's own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from releaselint.claims import Claim, Origin
from releaselint.document.model import Document
from releaselint.ledger.claiming import claim_at
from releaselint.ledger.license_rank import PART_BEHIND
from releaselint.ledger.metadata import metadata_claim, values_of
from releaselint.licenses import find
from releaselint.licenses.prose import named_in
from releaselint.reading import Reading
from releaselint.reading.sentences import Sentence
from releaselint.words import expression

_KEYS: Final = {
    "code": ("code_license", "license_code", "code-license", "license-code"),
    "data": ("data_license", "dataset_license", "license_data", "license_dataset", "data-license"),
}
_PART: Final = expression("licensed-part")
#: What leads from the thing to its license.
_UNDER: Final = expression("under-a-license")
#: "is MIT licensed"
_LICENSED: Final = expression("licensed-behind")
_HEADING: Final = expression("license-heading")
#: Below such a title stands the license of the code.
OF_CODE: Final = expression("license-of-code-heading")


def part_claims(documents: Sequence[Document], readings: Sequence[Reading]) -> tuple[Claim, ...]:
    """Return what front matter and prose say of the license of code and data; `detail` begins with which it is."""
    found = []
    for document in documents:
        for part, keys in _KEYS.items():
            for key in keys:
                for value in values_of(document, key):
                    license_ = find(value)
                    name = license_.name if license_ else value
                    found.append(metadata_claim(document, key, "license", value, f"{part}: {name}"))
    for reading in readings:
        licensed = below_license(reading)
        for sentence in reading.sentences:
            below = sentence.section in licensed
            if (below or "licen" in sentence.text.lower()) and not reading.is_foreign(sentence.section):
                found += _named(reading, sentence, below)
    return tuple(found)


def below_license(reading: Reading) -> set[int]:
    """Return the sections that stand below a title on a license, that section among them."""
    sections = reading.document.sections
    named = {number for number, section in enumerate(sections) if _HEADING.search(section.heading.name)}
    return {number for number in range(len(sections)) if named and not named.isdisjoint(reading.chain(number))}


def _named(reading: Reading, sentence: Sentence, below: bool) -> Iterator[Claim]:
    # A cell's name stands in the cell before it.
    text, at = f"{sentence.field}: {sentence.text}" if sentence.kind == "cell" else sentence.text, 0
    title = reading.document.sections[sentence.section].heading.name if sentence.section >= 0 else ""
    of_code = OF_CODE.fullmatch(title) is not None
    for start, end, license_ in named_in(text, vouched=below or "LICENSE" in text):
        before = f"{title} {text[at:start]}" if of_code else text[at:start]
        at = end
        parts = list(_PART.finditer(before))
        behind = PART_BEHIND.match(text, end)
        if behind is not None:  # "MIT for the code, CC BY 4.0 for the weights"
            parts, at = list(_PART.finditer(behind.group())), behind.end()
        if not parts:
            continue
        # "the model and code are" have one license: the model's.
        if any(one.lastgroup == "model" for one in parts) or not (
            behind or _UNDER.search(before[parts[-1].end() :]) or _LICENSED.match(text, end)
        ):
            continue
        origin: Origin = "table" if sentence.kind == "cell" else "prose"
        for part in dict.fromkeys(one.lastgroup for one in parts):
            detail = f"{part}: {license_.name}"
            yield claim_at(
                reading.document,
                sentence.span,
                "license",
                license_.id,
                origin,
                detail=detail,
                certain=False,
                excerpt=text,
            )
