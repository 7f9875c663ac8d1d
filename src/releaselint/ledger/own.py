"""Tells whether a model's id is that of the release, from the names that the release goes by."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from releaselint.claims import Claim
from releaselint.document.model import Document
from releaselint.ledger.metadata import values_of
from releaselint.reading.names import core_of
from releaselint.regex import regex
from releaselint.words import expression, words_of

_WORDS = regex(r"[a-z]+|\d+")
#: The short name that a title gives in brackets: "Pond Reward Model (PondRM)".
_SHORT = regex(r"\A(?P<of>[^()]{4,200})\((?P<name>[A-Z][\w.-]{2,30})\)")
_LETTERS_OF = regex(r"[a-z]+")
_DIGITS = regex(r"\d+")
_VERSION = regex(r"(?<![\d.])\d{1,3}[._]\d{1,3}(?![\d.]|[bBmM]\b)")
_SIZE = regex(r"(?<![a-zA-Z\d.])\d{1,4}(?:\.\d)?[bBmM]\b")
_SIZED = regex(r"\b([A-Za-z]{3,40})[ -](\d{1,4}(?:\.\d)?[bBmM])\b")
#: Whose weights a sentence speaks of: "the weights of Heron 70B"; those of what it is built on go without a name.
_WEIGHTS_OF: Final = expression("weights-of")
#: What stands before the name of the model that a sentence is about, such as its field: "Hardware: Heron-40B was …".
_LEAD: Final = expression("before-a-name")
#: What ends the name.
_NAMED: Final = expression("behind-a-name")
_TARGET = regex(r"\]\([^()\s]{0,90}\)?")
_NAME = regex(r"[\w./*-]{1,60}(?: [\w./*-]{1,30}){0,3}[\])]?")
_MANY: Final = 20
"""Names of a model-index that count; a card of one release has one or two."""
#: What parts an address.
_PARTS = regex(r"[/.?=&:]")
_LONG, _BEGIN = 3, 90
"""Letters of a word that tells models apart, and characters in which a sentence names its subject."""
_FILE_STEM = regex(r"(?i)readme|(?:model|system|release)[-_ ]?card|checklist|\.(?:md|markdown|mdx|txt|hf)\b")

_HUB_PAGE = regex(r"https?://(?:www\.)?(?:huggingface\.co|hf\.co)/(?!datasets/|spaces/|papers/|docs/|blog/|collections/)"
                       r"(?P<id>[\w.-]{1,96}/[\w.-]{1,96})(?:/tree/\S{0,200})?/?\Z")  # fmt: skip


def names_of(documents: Sequence[Document], folder: str) -> list[str]:
    """Return the names that a release goes by: folder, file, first heading, and those in the front matter."""
    names = [folder] if folder else []
    for document in documents:
        front = document.front
        index = front.values.get("model-index") if front else None
        if isinstance(index, list):
            named = [item for item in index[:_MANY] if isinstance(item, dict)]
            names += [item["name"] for item in named if isinstance(item.get("name"), str)]
        for key in ("model_name", "title", "name", "model_id"):
            names += values_of(document, key)[:1]
        titles = [section.heading for section in document.sections[:3]]
        # A link in a heading further down leads to another model: "# Try [Heron 2](…)".
        first = titles[:1]
        whole = [one for one in titles if one.depth == 1 and (one in first or "](" not in document.slice(one.span))]
        for heading in (whole or first)[:1]:
            short = _SHORT.search(heading.title)
            names += [heading.title, *([short["name"]] if short and _abbreviates(short["name"], short["of"]) else ())]
        stem = _FILE_STEM.sub(" ", document.path.rpartition("/")[2]).rpartition("__")[2]
        names.append(stem)
    return [name for name in names if name.strip(" .-_")]


def _abbreviates(short: str, title: str) -> bool:
    """Tell whether `short` is made of letters of `title`, in their order and from its first: "Pond Reward Model"."""
    known = _LETTERS_OF.search(short.lower())
    letters = iter("".join(_LETTERS_OF.findall(title.lower())))
    first = next(letters, "")
    return known is not None and known.group()[:1] == first and all(one in letters for one in known.group()[1:])


def model_of_page(address: str) -> str | None:
    """Return the id of the model whose page on the Hub stands at `address`; None where that is no such page."""
    page = _HUB_PAGE.match(address) if "hugging" in address or "hf.co" in address else None
    return page["id"] if page else None


def is_own(model: str, names: Sequence[str], *, sizes_only: bool = False) -> bool:
    """Tell whether a model's id is named as the release is: it holds all words of a name but common ones.

    With `sizes_only`, words that the id has more are sizes and formats, so that a sibling is no match.
    """
    words = _words(model.partition(":")[0].rpartition("/")[2]) | _words(model.partition(":")[2])
    if _differs(model, (_sizes, _versions, _grades), names):
        return False
    for name in names:
        other = _words(core_of(name))
        more = {word for word in words - other if not word.isdigit()}
        if _same(words, other) and not (sizes_only and more - _listed("common") - _listed("sizes")):
            return True
    return False


def is_of_another_grade(model: str, names: Sequence[str]) -> bool:
    """Tell whether a model's id says "lite" or the like, and no name of the release does: it can be a sibling."""
    return bool(_grades(model)) and not any(map(_grades, names))


def is_called(subject: str, names: Sequence[str]) -> bool:
    """Tell whether a sentence that speaks of `subject` speaks of the release: by its name, or a part that tells it."""
    words = _words(subject)
    if not any(word.isalpha() and len(word) > _LONG for word in words - _listed("common") - _listed("sizes")):
        return False
    return any(words <= _words(core_of(name)) for name in names)


def is_in_address(address: str, names: Sequence[str]) -> bool:
    """Tell whether a part of an address, or of its host, is called as the release is."""
    return any(is_called(part, names) for part in _PARTS.split(address))


def without_relatives(claims: Iterable[Claim], names: Sequence[str]) -> list[Claim]:
    """Return `claims` without those of sentences on a model of the same name and another size or version.

    The release must have such a number in its name: a card without one can be about all of them. Nor do the weights of
    a model that goes by another name show or deny its own.
    """
    claims = [claim for claim in claims if claim.subject != "weights" or not _are_of_another(claim, names)]
    own = [core for name in names if _DIGITS.search(core := core_of(name))]
    words = {word for name in own for word in _words(name) - _listed("common") - _listed("sizes") if len(word) >= _LONG}
    if not any(map(str.isalpha, words)):
        return list(claims)
    whole = [name.lower() for name in own]
    sizes = frozenset[str]().union(*map(_sizes, own))

    def is_on_relative(sentence: str) -> bool:
        if sizes and (told_sizes := _SIZED.findall(sentence)):
            theirs = {size.lower() for word, size in told_sizes if word.lower() in words}
            if theirs and theirs.isdisjoint(sizes):
                return True
        begin = sentence[:_BEGIN].lower()
        sized = "b model" in begin
        if not (sized or any(word in begin for word in words)) or any(name in begin for name in whole):
            return False  # as for most, which need no closer look
        name, *told = _NAMED.split(_LEAD.sub("", _TARGET.sub("", begin), count=1), maxsplit=1)
        return (
            bool(told)
            and _NAME.fullmatch(name) is not None
            and (not words.isdisjoint(_words(name.partition(" ")[0])) or (sized and _SIZE.fullmatch(name) is not None))
            and _differs(name, (_numbers, _sizes, _versions), own)
        )

    return [claim for claim in claims if claim.origin != "prose" or not is_on_relative(claim.excerpt)]


def _are_of_another(claim: Claim, names: Sequence[str]) -> bool:
    """Tell whether the sentence of a claim on weights says whose they are, and the release does not go by that name."""
    told = _WEIGHTS_OF.search(claim.excerpt) if claim.origin == "prose" else None
    if told is None:
        return False
    if told["name"] is None:  # "built on X, whose weights"
        return True
    theirs = _words(told["name"])
    return not any(theirs <= _words(name) for name in names)


def _differs(model: str, kinds: Iterable[Callable[[str], frozenset[str]]], names: Sequence[str]) -> bool:
    """Tell whether `model` has numbers of one of `kinds`, and `names` have others."""
    for kind in kinds:
        theirs = kind(model)
        if theirs:
            ours = frozenset[str]().union(*map(kind, names))
            if ours and theirs.isdisjoint(ours):
                return True
    return False


def _numbers(name: str) -> frozenset[str]:
    return frozenset(_DIGITS.findall(name))


def _sizes(name: str) -> frozenset[str]:
    return frozenset(size.lower() for size in _SIZE.findall(name))


def _versions(name: str) -> frozenset[str]:
    """Return the numbers with a point in `name`, which paths write with an underscore."""
    return frozenset(version.replace("_", ".") for version in _VERSION.findall(name))


def _grades(name: str) -> frozenset[str]:
    return _words(name.rpartition("/")[2]) & _listed("grades")


def without_siblings(claims: Sequence[Claim], names: Sequence[str], bases: Sequence[str]) -> list[Claim]:
    """Return `claims` without pages of other models and code that loads them, where others are left.

    A card links its relatives, and loads what it works with. Where nothing else is left, the release goes by another
    name there; but not by that of a model in `bases`.
    """
    others = {base.lower() for base in bases}
    claims = [one for one in claims if one.origin != "link" or (model_of_page(one.excerpt) or "").lower() not in others]
    kept = [
        claim
        for claim in claims
        if (claim.origin != "link" or _may_be_own(claim.excerpt, names)) and (claim.origin != "code" or claim.certain)
    ]
    return kept or [claim for claim in claims if claim.origin != "link" or not _is_sibling(claim.excerpt, names)]


def _is_sibling(address: str, names: Sequence[str]) -> bool:
    """Tell whether an address is the page of a model whose size or grade is another than the release's own."""
    model = model_of_page(address)
    return model is not None and _differs(model, (_sizes, _grades), names)


def _may_be_own(address: str, names: Sequence[str]) -> bool:
    model = model_of_page(address)
    return model is None or is_own(model, names)


def _words(name: str) -> frozenset[str]:
    return frozenset(_WORDS.findall(name.lower()))


def _same(model: frozenset[str], name: frozenset[str]) -> bool:
    left, right = model - _listed("common"), name - _listed("common")
    if not left or not right:
        return bool(left == right and model == name and model)
    if not any(word.isalpha() and len(word) >= 3 for word in left & right):
        return False
    # Words that the title has more make it another model: tuned, distilled, quantized.
    return right <= left


@functools.cache
def _listed(kind: str) -> frozenset[str]:
    """Return the words of names that tell no model from another: `common` ones, or `sizes` and formats."""
    return frozenset(words_of("words-of-names")[kind])
