"""Which models a release is made from, how, and under which terms those are; an unlisted model has none.

The table is ``rules/base-models.yaml``. It is read only where a card names a base model, or one of a few words that
such a name begins with.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from releaselint.bundled import load_data
from releaselint.claims import Claim, shortened
from releaselint.document.model import Document
from releaselint.ledger.loaders import clean
from releaselint.ledger.metadata import values_of
from releaselint.licenses import License
from releaselint.licenses.prose import Tree, grow, longest
from releaselint.licenses.table import by_id, words_of
from releaselint.source.model import Release
from releaselint.text import Span

Relation = Literal["adapter", "merge", "quantized", "finetune", "unstated"]

_TABLE: Final = "rules/base-models.yaml"
_RELATIONS: Final[tuple[Relation, ...]] = ("adapter", "merge", "quantized", "finetune")
_ADAPTER_TAGS: Final = frozenset({"lora", "qlora", "peft", "adapter", "adapter-transformers", "textual_inversion"})
_MERGE_TAGS: Final = frozenset({"merge", "mergekit", "lazymergekit"})
_ADAPTER_FILES: Final = frozenset({"adapter_config.json", "adapter_model.safetensors", "adapter_model.bin"})
_CHOICE: Final = re.compile(r"\{([^{}]*)\}")
#: Words without which no name or id of a model with terms of its own is written.
_HINT: Final = re.compile(r"llama|gemma|bloom|starcoder|diffusion|sdxl|deepseek|falcon|flux|opt-|command-r", re.IGNORECASE)
_FROM: Final = re.compile(
    r"\bfine-?\s?tun\w{2,3}(?:\s\w{1,20}){0,2}\s(?:version|variant|checkpoint|copy)?\s?(?:of|from|on top of)\s(?:the\s)?(?:base\s)?"
    r"(?:model\s)?[^\w\s]{0,6}\Z"
    r"|\b(?:quanti[sz]ed|converted|compressed|pruned|merged)\s(?:\w{1,20}\s){0,2}(?:version|variant|copy)\s(?:of|from)\s(?:the\s)?[^\w\s]{0,6}\Z"
    r"|\b(?:LoRA|QLoRA|PEFT|adapter)\s(?:\w{1,20}\s){0,2}(?:for|of|on)\s(?:the\s)?(?:base\s)?(?:model\s)?[^\w\s]{0,6}\Z"
    r"|\b(?:continued|further)\spre-?train\w{2,3}\s(?:of|from|on)\s(?:the\s)?[^\w\s]{0,6}\Z",
    re.IGNORECASE,
)
_ID: Final = re.compile(r"\b[\w.-]{2,60}/[\w.+-]{2,90}")
_HEAD: Final = 60_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """One model that a release is made from: its id or name as written, its terms (None where unlisted), and where."""

    name: str
    license: License | None
    document: Document
    span: Span


def terms_of(model: str) -> License | None:
    """Return the license of the model with this id, as the table has it; None for one that is not listed."""
    name = model.strip()
    return _ids().get((clean(name) or name).lower())


def declared_bases(documents: Sequence[Document]) -> list[Base]:
    """Return the models under `base_model`, each once, with the places of their ids."""
    found: dict[str, Base] = {}
    for document in documents:
        front = document.front
        for index, value in enumerate(values_of(document, "base_model")):
            assert front is not None
            listed = isinstance(front.values["base_model"], list)
            spot = front.spot(("base_model", index) if listed else ("base_model",))
            name = clean(value) or value
            if spot is not None and name.lower() not in found:
                found[name.lower()] = Base(name=name, license=terms_of(name), document=document, span=spot.value)
    return list(found.values())


def base_claims(bases: Sequence[Base]) -> tuple[Claim, ...]:
    """Return what the terms of listed `bases` say of the license, for display."""
    return tuple(
        Claim(
            subject="license",
            value=base.license.id,
            origin="metadata",
            path=base.document.path,
            span=base.span,
            excerpt=shortened(f"base_model: {base.name}"),
            detail=f"terms of the base model {base.name}",
        )
        for base in bases
        if base.license is not None
    )


def shown_bases(documents: Sequence[Document]) -> Iterator[Base]:
    """Yield models with terms of their own that a card's title or a sentence shows as what the release is made from."""
    for document in documents:
        if not _HINT.search(document.text, document.body):
            continue
        for section in document.sections[:1]:
            title = section.heading.title
            words = words_of(title)
            for index in range(len(words)):
                _, row = longest(_names(), words, index, title)
                if row is not None:
                    license_ = by_id()[row["license"]]
                    yield Base(name=row["name"], license=license_, document=document, span=section.heading.span)
                    break
        for match in _ID.finditer(document.mask, document.body, document.body + _HEAD):
            license_ = terms_of(match[0].rstrip("."))
            if license_ is not None and _FROM.search(document.mask, max(match.start() - 90, document.body), match.start()):
                yield Base(name=match[0].rstrip("."), license=license_, document=document, span=Span(*match.span()))


def relation_of(documents: Sequence[Document], release: Release, *, copy: bool) -> Relation:
    """Return how the release is made from its base, as metadata and files show it."""
    for document in documents:
        for value in values_of(document, "base_model_relation"):
            if value in _RELATIONS:
                return value  # type: ignore[return-value]
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
