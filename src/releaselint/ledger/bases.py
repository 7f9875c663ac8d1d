"""Which models a release is made from, how, and under which terms those are; an unlisted model has none.

The table is ``rules/base-models.yaml``. It is read only where a card names a base model, or one of a few words that
such a name begins with.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from typing import Any, Final, Literal

from releaselint.bundled import load_data
from releaselint.claims import Claim
from releaselint.document.model import Document
from releaselint.ledger.claiming import claim_at
from releaselint.ledger.loaders import clean
from releaselint.ledger.metadata import values_of
from releaselint.licenses import License
from releaselint.licenses.prose import Tree, grow, longest
from releaselint.licenses.table import by_id, words_of
from releaselint.records import record
from releaselint.regex import regex
from releaselint.source.model import Release
from releaselint.text import Span, fold_case, places
from releaselint.words import expression

Relation = Literal["adapter", "merge", "quantized", "finetune", "unstated"]

_TABLE: Final = "rules/base-models.yaml"
_RELATIONS: Final[tuple[Relation, ...]] = ("adapter", "merge", "quantized", "finetune")
_ADAPTER_TAGS: Final = frozenset({"lora", "qlora", "peft", "adapter", "adapter-transformers", "textual_inversion"})
_MERGE_TAGS: Final = frozenset({"merge", "mergekit", "lazymergekit"})
_ADAPTER_FILES: Final = frozenset({"adapter_config.json", "adapter_model.safetensors", "adapter_model.bin"})
_CHOICE: Final = regex(r"\{([^{}]*)\}")
#: Words without which no name or id of a model with terms of its own is written.
_HINTS: Final = (
    "llama", "gemma", "bloom", "starcoder", "diffusion", "sdxl", "deepseek", "falcon", "flux", "opt-", "command-r",
    "qwen", "nllb",
)  # fmt: skip
#: What stands before the id of the model that another is made from.
_FROM: Final = expression("made-from")
_OWNER: Final = regex(r"(?<![\w.-])\w[\w.-]{1,59}\Z")
_NAME: Final = regex(r"[\w.+-]{2,90}")
_HEAD: Final = 60_000
_BEFORE: Final = 90


@record
class Base:
    """One listed model that a release is made from: its id or name as written, its terms, and where it stands."""

    name: str
    license: License
    document: Document
    span: Span


def terms_of(model: str) -> License | None:
    """Return the license of the model with this id, as the table has it; None for one that is not listed."""
    name = model.strip()
    return _ids().get((clean(name) or name).lower())


def declared_bases(documents: Sequence[Document]) -> list[Base]:
    """Return the listed models under `base_model`, each once, with the places of their ids."""
    found: dict[str, Base] = {}
    for document in documents:
        front = document.front
        value = front.values.get("base_model") if front else None
        for index, item in enumerate(value if isinstance(value, list) else [value]):
            spot = front.spot(("base_model", index) if isinstance(value, list) else ("base_model",)) if front else None
            license_ = terms_of(item) if isinstance(item, str) and item else None
            if spot is not None and license_ is not None:
                name = clean(item) or item
                found.setdefault(name.lower(), Base(name=name, license=license_, document=document, span=spot.value))
    return list(found.values())


def base_claims(bases: Sequence[Base]) -> tuple[Claim, ...]:
    """Return what the terms of listed `bases` say of the license, for display."""
    return tuple(
        claim_at(
            base.document,
            base.span,
            "license",
            base.license.id,
            "metadata",
            detail=f"terms of the base model {base.name}",
            excerpt=f"base_model: {base.name}",
        )
        for base in bases
    )


def shown_bases(documents: Sequence[Document]) -> Iterator[Base]:
    """Yield models with terms of their own that a card's title or a sentence shows as what the release is made from."""
    for document in documents:
        if next(places(fold_case(document.text), _HINTS, document.body), None) is None:
            continue
        for section in document.sections[:1]:
            title = section.heading.title
            words = words_of(title)
            for index in range(len(words)):
                _, row = longest(_names(), words, index, title)
                if row is not None:
                    terms = by_id()[row["license"]]
                    yield Base(name=row["name"], license=terms, document=document, span=section.heading.span)
                    break
        for span in _ids_in(document.mask, document.body, document.body + _HEAD):
            name = document.mask[span.start : span.end].rstrip(".")
            listed = terms_of(name)
            if listed is not None and _FROM.search(document.mask, max(span.start - _BEFORE, document.body), span.start):
                yield Base(name=name, license=listed, document=document, span=span)


def _ids_in(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield the places of what may be a model's id, found by its slash: few words have one."""
    for slash in places(text[:end], "/", start):
        owner = _OWNER.search(text, max(start, slash - 61), slash)
        name = _NAME.match(text, slash + 1, end)
        if owner and name:
            start = name.end()
            yield Span(owner.start(), start)


def relation_of(documents: Sequence[Document], release: Release, *, copy: bool) -> Relation:
    """Return how the release is made from its base, as metadata and files show it."""
    for document in documents:
        for value in values_of(document, "base_model_relation"):
            if value in _RELATIONS:
                return value
    tags = {tag.lower() for document in documents for tag in values_of(document, "tags")}
    libraries = {name.lower() for document in documents for name in values_of(document, "library_name")}
    files = {entry.path.rpartition("/")[2] for entry in release.tree.entries}
    if tags & _ADAPTER_TAGS or libraries & {"peft", "adapter-transformers", "adapters"} or files & _ADAPTER_FILES:
        return "adapter"
    if copy:
        return "quantized"
    return "merge" if tags & _MERGE_TAGS else "unstated"


def expand(pattern: str) -> list[str]:
    """Return the ids that `pattern` stands for: each choice in braces, in every combination."""
    match = _CHOICE.search(pattern)
    if match is None:
        return [pattern]
    before, after = pattern[: match.start()], pattern[match.end() :]
    return [whole for choice in match[1].split(",") for whole in expand(f"{before}{choice}{after}")]


def _rows() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = load_data(_TABLE)["bases"]
    return found


@functools.lru_cache(maxsize=1)
def _ids() -> dict[str, License]:
    return {
        id_.lower(): by_id()[row["license"]]
        for row in _rows()
        for pattern in (*row["ids"], *row.get("copies", ()))
        for id_ in expand(pattern)
    }


@functools.lru_cache(maxsize=1)
def _names() -> Tree:
    return grow((name, row) for row in _rows() for name in row.get("names", ()))
