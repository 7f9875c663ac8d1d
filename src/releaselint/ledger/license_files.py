"""What the license files of a release hold, beside what its card says; nothing is imported without such a file."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence, Set
from typing import TYPE_CHECKING, Final, Literal

from releaselint import filenames
from releaselint.claims import Claim, shortened
from releaselint.document import parse
from releaselint.document.model import Document
from releaselint.ledger.metadata import linked_licenses
from releaselint.ledger.model import LicenseFile, LicenseSide, Licensing
from releaselint.licenses import COMMONS_CLAUSE
from releaselint.reading import Reading, read
from releaselint.records import replace
from releaselint.regex import regex
from releaselint.source.model import Release, SourceText
from releaselint.words import expression

if TYPE_CHECKING:
    from releaselint.licenses.recognize import Recognition

About = Literal["model", "code", "data", "unclear", "others"]

_OTHERS: Final = regex(r"third|3rd|part(?:y|ies)|bundled|vendor|notice|polic(?:y|ies)", re.IGNORECASE)
_CODE: Final = regex(r"code|source|software|scripts?", re.IGNORECASE)
_DATA: Final = regex(r"data|corpus", re.IGNORECASE)
_MODEL: Final = regex(r"model|weights?", re.IGNORECASE)
#: What the name of a license file has beside a word of its own.
_NO_OWN: Final = regex(
    r"licen[cs]es?|copying|copyright|use|agreement|community|text|full|final|(?:open)?rail\+?\+?|creativeml|bigscience|apache|mit"
    r"|bsd|[al]?gpl|mpl|epl|eupl|cc(?:by|0)?|by|nc|sa|nd|llama|gemma|[\d.v_-]+|\b(?:md|txt|rst|html?|pdf|m|x|s)\b",
    re.IGNORECASE,
)
_WEIGHTS: Final = expression("license-text-weights")
_SERVICE: Final = expression("license-text-service")
_MUCH_CODE: Final = 10
_PROJECT: Final = frozenset({"pyproject.toml", "setup.py", "setup.cfg", "Cargo.toml", "package.json", "CMakeLists.txt"})
#: A text of at most so many characters, with an address, points to the license.
_SHORT: Final = 1500
#: Words by which a text restricts uses, whatever it calls the list.
_RESTRICTIONS: Final = expression("license-text-restrictions")


def with_files(licensing: Licensing, release: Release, documents: Sequence[Document]) -> Licensing:
    """Return `licensing` with what the license files say."""
    linked = linked_licenses(documents)
    paths = [path for path in release.sides if filenames.is_license(path) or path in linked]
    if not paths:
        return licensing
    coded = {claim.value for claim in licensing.parts if claim.detail.startswith("code")}
    files = tuple(
        _of_code(_file(release, path, _about(release, path, paths, path in linked)), coded, licensing) for path in paths
    )
    claims = [(file, claim) for file in files for claim in _claims(file)]
    own = tuple(claim for file, claim in claims if file.about in ("model", "unclear"))
    beside = [(file, claim) for file, claim in claims if file.about in ("code", "data")]
    parts = tuple(replace(claim, detail=f"{file.about}: {claim.detail}") for file, claim in beside)
    evidence = _decided(licensing.evidence, [file for file in files if file.about == "model"])
    return replace(
        licensing,
        evidence=replace(evidence, claims=(*evidence.claims, *own)),
        files=files,
        parts=(*licensing.parts, *parts),
    )


def terms_claims(licensing: Licensing, release: Release) -> Iterator[Claim]:
    """Yield what terms of use, and license files of the model that nobody knows, say of commercial use."""
    paths = [file.path for file in licensing.files if file.about in ("model", "unclear") and file.state == "unknown"]
    terms = [path for path in release.sides if filenames.is_rules(path)]
    for path in dict.fromkeys((*paths, *terms)):
        document = parse(SourceText(path=path, text=release.sides[path]))
        title = document.sections[0].heading.name if document.sections else ""
        if path in terms and _SERVICE.search(title):
            continue
        of_model = _WEIGHTS.search(title) is not None
        for claim in read(Reading(document)):
            if claim.subject != "commercial-use" or claim.span is None:
                continue
            # Terms of use are a service's as well, and a line of a license can be on what comes with the model.
            line = document.text[document.text.rfind("\n", 0, claim.span.start) + 1 : claim.span.end]
            if of_model or _WEIGHTS.search(line) if path in terms else not _OTHERS.search(line):
                yield claim


def _about(release: Release, path: str, paths: Sequence[str], linked: bool) -> About:
    name = filenames.base(path)
    if _OTHERS.search(name):
        return "others"
    if _MODEL.search(name) or linked:
        return "model"
    if _CODE.search(name):
        return "code"
    if _DATA.search(name):
        return "data"
    if _NO_OWN.sub("", name):
        return "unclear"  # LICENSE-FONTS: whose it is, its name alone does not tell
    if any(_MODEL.search(other) for other in paths):
        # LICENSE beside MODEL_LICENSE is for the rest.
        return "code"
    entries = release.tree.entries
    weights = any(filenames.is_weights(entry.path) for entry in entries)
    code = sum(filenames.is_code(entry.path) for entry in entries)
    software = code >= _MUCH_CODE or any(filenames.base(entry.path) in _PROJECT for entry in entries)
    # Beside a few modules that load the weights, the license is theirs; that of a whole project may be the code's.
    return "unclear" if software or (code and not weights) else "model"


def _of_code(file: LicenseFile, coded: Set[str], licensing: Licensing) -> LicenseFile:
    """Return `file`, about the code where the card gives its terms to the code (`coded`) and others to the model."""
    ids = {license_.id for license_ in file.licenses}
    sides = [side for side in (licensing.evidence, licensing.promise) if side.license is not None]
    others = bool(sides) and all(side.license is not None and side.license.id not in ids for side in sides)
    own = file.about in ("model", "unclear") and others and bool(ids) and ids <= coded
    return replace(file, about="code") if own else file


def _file(release: Release, path: str, about: About) -> LicenseFile:
    from releaselint.licenses.recognize import POINTS

    text = release.sides[path]
    found = _recognized(text)
    state: Literal["whole", "cut", "stand-in", "changed", "unknown"] = "unknown"
    if found.licenses:
        points = found.note == POINTS or (len(text) <= _SHORT and "://" in text)
        state = "whole" if found.complete else "stand-in" if points else "cut"
    elif found.note and found.note.startswith("the text is titled"):
        state = "changed"
    start = text.rfind("\n", 0, found.offset) + 1
    line = next((line for line in text[start : start + 2000].splitlines() if line.strip()), "")
    return LicenseFile(
        path=path,
        about=about,
        state=state,
        licenses=found.licenses,
        rider=found.rider,
        note=POINTS if state == "stand-in" else found.note,
        restricts=_RESTRICTIONS.search(text) is not None,
        line=text.count("\n", 0, text.find(line) if line else 0) + 1,
        text=shortened(line.strip(" #*\t")),
    )


@functools.lru_cache(maxsize=64)
def _recognized(text: str) -> Recognition:
    """Return what `text` is; many releases of one run hold the same one."""
    from releaselint.licenses.recognize import recognize

    return recognize(text)


def _claims(file: LicenseFile) -> Iterator[Claim]:
    added = f", with {'the ' if file.rider == COMMONS_CLAUSE else ''}{file.rider}" if file.rider else ""
    note = f": {file.note}" if file.note else ""
    named = [(license_.id, f"{license_.name}{added}{note}") for license_ in file.licenses]
    for value, detail in named or [("unknown", file.note or "the text is not recognized")]:
        yield Claim(
            subject="license",
            value=value,
            origin="license-file",
            path=file.path,
            excerpt=file.text,
            detail=detail,
            certain=file.state == "whole",
        )


def _decided(evidence: LicenseSide, files: Sequence[LicenseFile]) -> LicenseSide:
    """Return the side that says what the model's license file says: a text counts more than a sentence about it."""
    told = [file for file in files if file.licenses and file.state in ("whole", "stand-in")]
    licenses = {license_ for file in told for license_ in file.licenses}
    if any(file.rider for file in told):
        return replace(evidence, stated=True, license=None, text=told[0].text)
    if len(licenses) == 1:
        license_ = licenses.pop()
        return replace(evidence, stated=True, license=license_, text=license_.name)
    return replace(evidence, stated=evidence.stated or bool(files))
