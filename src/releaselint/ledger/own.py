"""Tells whether a model's id is that of the release, from the names that the release goes by."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from releaselint import bundled
from releaselint.claims import Claim
from releaselint.document.model import Document
from releaselint.ledger.metadata import values_of
from releaselint.regex import regex

_WORDS = regex(r"[a-z]+|\d+")
_HEAD = regex(r"\A\W*(?:(?:model|system)[\s_-]?cards?\s*(?:for|of|[:–—-])?\s*(?:the\s)?)?(?P<head>[\s\S]{1,120}?)"
                   r"(?:\s+(?:model|system)[\s_-]?cards?\b|:\s|\s[–—|-]\s|\s\(|,\s|\sis\sa|\Z)",
                   re.IGNORECASE)  # fmt: skip
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
            names += [item["name"] for item in index if isinstance(item, dict) and isinstance(item.get("name"), str)]
        for key in ("model_name", "title", "name", "model_id"):
            names += values_of(document, key)[:1]
        titles = [section.heading for section in document.sections[:3]]
        names += [heading.title for heading in titles if heading.depth == 1][:1] or [
            heading.title for heading in titles[:1]
        ]
        stem = _FILE_STEM.sub(" ", document.path.rpartition("/")[2]).rpartition("__")[2]
        names.append(stem)
    return [name for name in names if name.strip(" .-_")]


def model_of_page(address: str) -> str | None:
    """Return the id of the model whose page on the Hub stands at `address`; None where that is no such page."""
    page = _HUB_PAGE.match(address) if "hugging" in address or "hf.co" in address else None
    return page["id"] if page else None


def is_own(model: str, names: Sequence[str], *, sizes_only: bool = False) -> bool:
    """Tell whether a model's id is named as the release is: it holds all words of a name but common ones.

    With `sizes_only`, words that the id has more are sizes and formats, so that a sibling is no match.
    """
    words = _words(model.partition(":")[0].rpartition("/")[2]) | _words(model.partition(":")[2])
    for name in names:
        other = _words(_core(name))
        more = {word for word in words - other if not word.isdigit()}
        if _same(words, other) and not (sizes_only and more - _listed("common") - _listed("sizes")):
            return True
    return False


def without_siblings(claims: Sequence[Claim], names: Sequence[str]) -> list[Claim]:
    """Return `claims` without the links to pages of other models, where others are left: a card links its relatives.

    Where nothing else is left, the release goes by another name there.
    """
    kept = [claim for claim in claims if claim.origin != "link" or _may_be_own(claim.excerpt, names)]
    return kept or list(claims)


def _may_be_own(address: str, names: Sequence[str]) -> bool:
    model = model_of_page(address)
    return model is None or is_own(model, names)


def _core(name: str) -> str:
    """Return what a title names, without "model card for" before it and a description behind it."""
    match = _HEAD.match(name)
    return (match["head"] if match else name).rpartition("/")[2]


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
    return frozenset(bundled.load_folder("rules/reading")["rules/reading/en.yaml"]["words-of-names"][kind])
