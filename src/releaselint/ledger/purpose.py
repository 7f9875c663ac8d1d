"""Tells whether a system generates, and what, from its tags, its libraries and config.json; knows no prose."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Iterator, Sequence
from typing import Final, Literal

from releaselint.claims import Claim, Origin, shortened
from releaselint.document.model import Document, trimmed
from releaselint.ledger.claiming import claim_at
from releaselint.ledger.hub import hub
from releaselint.ledger.metadata import key_span, metadata_claim, values_of
from releaselint.records import replace
from releaselint.regex import regex
from releaselint.text import Span
from releaselint.words import words_of

_GENERATOR = regex(r".*(?:ForCausalLM|LMHeadModel|ForConditionalGeneration|Pipeline)\Z")
_NOT_GENERATOR = regex(
    r".*(?:Classification|ForMaskedLM|QuestionAnswering|ForCTC|Detection|Segmentation|Encoder|Whisper|Marian|M2M)"
)
#: Libraries whose models all generate, or none of which does.
_GENERATING: Final = frozenset({"diffusers", "mlx", "llama.cpp", "gguf", "vllm", "exllamav2", "ctransformers"})
_NOT_GENERATING: Final = frozenset({
    "sentence-transformers", "timm", "flair", "spacy", "stanza", "setfit", "span-marker", "fasttext", "sklearn",
    "stable-baselines3", "ml-agents", "sample-factory", "pyannote-audio", "adapter-transformers", "doctr",
    "scikit-learn", "ultralytics", "open_clip", "deep-rl-class", "cleanrl", "gliner", "pylate",
})  # fmt: skip
#: Tags that the Hub knows as no task.
_GENERATIVE_TAGS: Final = frozenset({
    "causal-lm", "stable-diffusion", "stable-diffusion-diffusers", "text-generation-inference", "music-generation",
    "diffusion-models", "llm", "chat", "image-generation", "question-generation", "code-generation", "paraphrasing",
    "story-generation", "abstractive-summarization", "diffusion", "causal_lm", "voice-cloning",
})  # fmt: skip
#: Tasks that encoders do as well as language models: what the card says of itself decides.
EITHER: Final = frozenset({"visual-question-answering", "document-question-answering"})
_KINDS: Final = ("makes", "families", "sorts", "sorts-in-names")
_NAMING: Final = ("model_name", "title", "base_model", "tags")
_TITLE: Final = 150
_OPENING: Final = 600
"""Characters below a title in which a card says what the model does."""
_MEDIA = regex(r"image|video|audio|speech|music|3d|diffusion", re.IGNORECASE)
_TEXT = regex(r"text-generation|text2text|conversational|causal-lm|llm|chat|CausalLM|image-text-to-text", re.IGNORECASE)


def generative_of(documents: Sequence[Document], config: str | None) -> Claim | None:
    """Return the claim (`yes` or `no`) of pipeline tag, tags or config.json; None where they are silent."""
    known = hub()
    for document in documents:
        if document.front is None:
            continue
        for tag in values_of(document, "pipeline_tag"):
            if tag in known.pipeline_tags | known.retired_pipeline_tags and tag != "other":
                return metadata_claim(document, "pipeline_tag", "generative", _yes(_makes(tag)), tag)
    for document in documents:
        tags = [tag.lower() for tag in values_of(document, "tags")]
        tasks = [tag for tag in tags if tag in known.pipeline_tags | known.retired_pipeline_tags | _GENERATIVE_TAGS]
        if tasks:
            tag = next((tag for tag in tasks if _makes(tag)), tasks[0])
            claim = metadata_claim(document, "tags", "generative", _yes(_makes(tag)), tag)
            # What does several tasks may be a language model: the card says so then.
            return replace(claim, certain=_makes(tag) or len(set(tasks)) == 1)
    for document in documents:
        for task in _index_tasks(document):
            if task in known.pipeline_tags:
                return metadata_claim(document, "model-index", "generative", _yes(_makes(task)), task)
    for document in documents:
        for library in values_of(document, "library_name")[:1]:
            if library.lower() in _GENERATING | _NOT_GENERATING:
                made = library.lower() in _GENERATING
                return metadata_claim(document, "library_name", "generative", _yes(made), library)
    names = _architectures(config)
    if names:
        made = any(_GENERATOR.match(name) and not _NOT_GENERATOR.match(name) for name in names)
        return Claim(
            subject="generative",
            value=_yes(made),
            origin="metadata",
            path="config.json",
            excerpt=shortened(", ".join(names)),
            detail=names[0],
        )
    return None


def named_for_it(documents: Sequence[Document], *, decoders: bool) -> Claim | None:
    """Return the claim that a model generates, where its name or its base's says so; None where they do not.

    With `decoders`, the name of a family of language models says so as well. Nothing is sure of it: whoever knows the
    model, from tags or code, is heard first.
    """
    makes, decodes, sorts, sorts_named = _name_words()
    for document in documents:
        names = list(_names_in(document))
        start = names[0][2].start
        if sorts.search(document.text, start, start + _OPENING) or any(
            sorts.search(name) or sorts_named.search(name) for _, name, _ in names
        ):
            continue
        for key, name, span in names:
            match = (makes.search(name) if not key else None) or (decodes.search(name) if decoders else None)
            if match is not None and key != "tags":
                origin: Origin = "metadata" if key else "heading"
                told = f"{key}: {name}" if key else name
                return claim_at(
                    document, span, "generative", "yes", origin, detail=match.group(), certain=False, excerpt=told
                )
    return None


def _names_in(document: Document) -> Iterator[tuple[str, str, Span]]:
    """Yield what the card and its front matter call the model and its base: key, name, place; first the title."""
    first = next(iter(document.sections), None)
    above = trimmed(document.text, Span(document.body, first.heading.span.start if first else len(document.text)))
    if above.end > above.start or first is None:
        above = Span(above.start, min(above.end, above.start + _TITLE))
        yield "", document.slice(above), above
    else:
        yield "", first.heading.title, first.heading.span
    if document.front is None:
        return
    index = document.front.values.get("model-index")
    named = [item.get("name") for item in index[:1] if isinstance(item, dict)] if isinstance(index, list) else []
    listed = [("model-index", name) for name in named if isinstance(name, str)]
    listed += [(key, name) for key in _NAMING for name in values_of(document, key)[:20]]
    for key, name in listed:
        yield key, name, key_span(document.front, key)


@functools.cache
def _name_words() -> tuple[re.Pattern[str], ...]:
    """Return what a name says of a model that makes something, of a decoder, and of one that sorts, scores or finds."""
    words = words_of("words-of-purpose")
    return tuple(re.compile("|".join(words[kind]), re.IGNORECASE) for kind in _KINDS)


def output_of(generative: Claim | None) -> Literal["text", "media", "unstated"]:
    """Return what a generative system makes, from the tag or the words that showed that it generates."""
    if generative is None or generative.value != "yes":
        return "unstated"
    told = generative.detail or generative.excerpt
    if _TEXT.search(told):
        return "text"
    return "media" if _MEDIA.search(told) else "unstated"


def _makes(tag: str) -> bool:
    return tag in hub().generative or tag in _GENERATIVE_TAGS


def _yes(truth: bool) -> str:
    return "yes" if truth else "no"


def _index_tasks(document: Document) -> Iterator[str]:
    """Yield the tasks that the model-index says the model was measured on."""
    index = document.front.values.get("model-index") if document.front else None
    for item in index if isinstance(index, list) else ():
        results = item.get("results") if isinstance(item, dict) else None
        for result in results[:3] if isinstance(results, list) else ():
            task = result.get("task") if isinstance(result, dict) else None
            kind = task.get("type") if isinstance(task, dict) else None
            if isinstance(kind, str):
                yield kind


def _architectures(config: str | None) -> list[str]:
    if not config:
        return []
    try:
        data = json.loads(config)
    except (ValueError, RecursionError):
        return []
    names = data.get("architectures") if isinstance(data, dict) else None
    return [name for name in names if isinstance(name, str)][:5] if isinstance(names, list) else []
