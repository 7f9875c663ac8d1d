"""What a card's front matter says beside the declaration: gate, base models, kind, and what the Hub shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from releaselint.claims import Claim
from releaselint.document.front import FrontMatter
from releaselint.document.model import Document
from releaselint.ledger.claiming import claim_at
from releaselint.ledger.kinds import kind_of
from releaselint.ledger.model import Gate
from releaselint.records import replace
from releaselint.text import Span
from releaselint.words import expression

_PERSONAL: Final = expression("personal-field")
#: All that some cards of open weights keep of a gate, and where it asks for more.
_ON_DATA: Final = expression("on-personal-data")
_ASKS: Final = expression("gate-asks")
#: Keys of a Hub card that say how files beside it are loaded or shown.
_STORED: Final = ("library_name", "widget", "base_model", "quantized_by", "instance_prompt")
_SDKS: Final = ("gradio", "streamlit", "docker", "static")
_TOLD: Final = frozenset({"tags", "datasets", "language", "pipeline_tag", "metrics"})
"""Keys that beside a license tell what a model is."""
_STORED_TAGS: Final = frozenset({
    "transformers", "pytorch", "tf", "jax", "safetensors", "gguf", "ggml", "gptq", "awq", "exl2", "onnx",
    "diffusers", "peft", "lora", "adapter", "sentence-transformers", "generated_from_trainer",
    "generated_from_keras_callback", "keras", "spacy", "flair", "timm", "stable-baselines3", "ml-agents",
    "nemo", "speechbrain", "espnet", "fastai", "asteroid", "adapter-transformers", "mlx", "merge", "mergekit",
    "openvino", "autotrain", "autonlp", "unsloth", "trl", "tensorboard", "endpoints_compatible",
    "model_hub_mixin", "pytorch_model_hub_mixin", "coreml", "tflite", "paddlenlp", "sklearn", "fasttext",
    "setfit",
})  # fmt: skip


def values_of(document: Document, key: str) -> list[str]:
    """Return the texts under a top-level key of the front matter: one, a list, or none."""
    front = document.front
    value = front.values.get(key) if front else None
    listed = value if isinstance(value, list) else [value]
    return [item for item in listed if isinstance(item, str) and item]


def linked_licenses(documents: Iterable[Document]) -> set[str]:
    """Return the paths and addresses that cards name under `license_link`."""
    return {link.removeprefix("./") for document in documents for link in values_of(document, "license_link")}


def key_span(front: FrontMatter, key: str) -> Span:
    """Return the place of a top-level key with its value."""
    spot = front.spots.get((key,))
    if spot is None:
        return front.span
    start = spot.key.start if spot.key else spot.value.start
    return Span(start, max(spot.value.end, start))


def values_at(front: FrontMatter, key: str) -> Iterator[tuple[int | None, str]]:
    """Yield the texts under a top-level key, with their numbers in a list (None where there is none)."""
    value: Any = front.values.get(key)
    if isinstance(value, str):
        yield None, value
    elif isinstance(value, list):
        yield from ((index, item) for index, item in enumerate(value) if isinstance(item, str))


def span_at(front: FrontMatter, key: str, index: int | None = None) -> Span:
    """Return the place of the value at `key`, or of its member `index`."""
    spot = front.spot((key,) if index is None else (key, index))
    return spot.value if spot is not None else front.span


def metadata_claim(document: Document, key: str, subject: str, value: str, detail: str = "") -> Claim:
    """Return the claim that the top-level `key` makes."""
    span = key_span(document.front, key) if document.front else Span(0, 0)
    return claim_at(document, span, subject, value, "metadata", detail=detail)


def gate_of(documents: Sequence[Document]) -> tuple[Gate, Claim | None]:
    """Return what kind of gate the `extra_gated_*` keys describe; whether it is closed is the Hub's setting."""
    for document in documents:
        front = document.front
        if front is None:
            continue
        fields = front.values.get("extra_gated_fields")
        prompt = front.values.get("extra_gated_prompt")
        if isinstance(fields, dict) and fields:
            personal = any(_asks_person(name, kind) for name, kind in fields.items())
            gate: Gate = "approval" if personal else "click-through"
            return gate, metadata_claim(document, "extra_gated_fields", "weights", "gated", gate)
        if isinstance(prompt, str) and prompt.strip():
            return "click-through", metadata_claim(document, "extra_gated_prompt", "weights", "gated", "click-through")
        for key in ("extra_gated_heading", "extra_gated_description"):
            text = front.values.get(key)
            if isinstance(text, str) and text.strip() and (_ASKS.search(text) or not _ON_DATA.search(text)):
                return "click-through", metadata_claim(document, key, "weights", "gated", "click-through")
    return "unstated", None


def _asks_person(name: Any, kind: Any) -> bool:
    kind = kind.get("type") if isinstance(kind, dict) else kind
    if kind == "checkbox":
        return False
    return kind in ("country", "date_picker") or (isinstance(name, str) and _PERSONAL.search(name) is not None)


def widgets(documents: Sequence[Document]) -> Iterator[Claim]:
    """Yield the widgets of the Hub's page, to try a model in; none is sure, for it can be off."""
    for document in documents:
        if not _is_seen(document):
            continue
        values = document.front.values if document.front else {}
        key = "widget" if values.get("widget") else "inference"
        # "inference: true" only says what holds anyway.
        if values.get(key) and values.get("inference") is not False and values[key] is not True:
            claim = metadata_claim(document, key, "query-interface", "web", "a widget of the Hub's page")
            # Shown by its key and why it counts, for its value says nothing of that.
            yield replace(claim, certain=False, excerpt=f"{claim.excerpt.partition(':')[0]}: … ({claim.detail})")


def spaces(documents: Sequence[Document]) -> Iterator[Claim]:
    """Yield the front matter of Spaces, which run what their card is about in a browser; a Space can be asleep."""
    for document in documents:
        values = document.front.values if document.front and not document.front.unseen else {}
        if values.get("sdk") in _SDKS and "app_file" in values:
            yield replace(metadata_claim(document, "sdk", "query-interface", "web", "an app on the Hub"), certain=False)


def is_hub_card(document: Document) -> bool:
    """Tell whether the front matter is that of a page of the Hub, which holds the files: its keys or tags say so.

    It is no evidence: what such a card says of its files, it says in its text.
    """
    if not _is_seen(document):
        return False
    values = document.front.values if document.front else {}
    if any(_names_something(values.get(key)) for key in _STORED) or ("license" in values and values.keys() & _TOLD):
        return True
    return not _STORED_TAGS.isdisjoint(tag.lower() for tag in values_of(document, "tags"))


def _is_seen(document: Document) -> bool:
    front = document.front
    return front is not None and not front.unseen and kind_of(document) == "model"


def _names_something(value: Any) -> bool:
    if isinstance(value, list):
        return any(_names_something(item) for item in value)
    return isinstance(value, (str, dict)) and bool(value) and value not in ("other", "unknown", "null", "none")


def base_models(documents: Sequence[Document]) -> Iterator[str]:
    """Yield the ids under `base_model`."""
    for document in documents:
        yield from values_of(document, "base_model")
