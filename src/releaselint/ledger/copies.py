"""Tells whether a release is a quantized or converted copy of another model, and of which."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from typing import Final

from releaselint.document.model import Document
from releaselint.ledger.metadata import base_models, values_of
from releaselint.ledger.own import model_of_page
from releaselint.reading import Reading
from releaselint.reading.phrase import Phrases
from releaselint.reading.sentences import Sentence
from releaselint.regex import regex
from releaselint.words import words_of

_FORMAT = regex(
    r"(?:^|[-_/ .])(?:gguf|ggml|gptq|awq|exl2|mlx|onnx|[24568]-?bit|int[48]|q[2-8]_\w+|quantized)(?:$|[-_/ .])",
    re.IGNORECASE,
)
_NO_LETTER = regex(r"[\W_]+")
_FIRST: Final = 40
"""Sentences in which a card says what it is."""
_KEY: Final = "quantized_by"
"""What the Hub's makers of quantized copies put into the front matter."""


def copy_of(documents: Sequence[Document], readings: Sequence[Reading], names: Sequence[str]) -> tuple[bool, list[str]]:
    """Return whether the release is a copy, and the ids of the models that it was made from as far as they are told.

    Metadata tell both; where they do not, a sentence that says so and a link to the page of the model that it names.
    """
    bases = base_models(documents)
    said = [(reading, sentence) for reading in readings for sentence in _sayings(reading)]
    copied = bool(said) or any(map(_FORMAT.search, names))
    for document in documents:
        tagged = any(map(_FORMAT.search, values_of(document, "tags"))) and values_of(document, "base_model")
        copied = copied or bool(tagged or values_of(document, _KEY))
        copied = copied or "quantized" in values_of(document, "base_model_relation")
    linked = (model for reading, sentence in said for model in _named(reading.document, sentence))
    return copied, list(bases) or list(linked)[-1:]


def _sayings(reading: Reading) -> Iterator[Sentence]:
    """Yield the first sentences that say that the model was converted from another."""
    says, unless = _phrases(reading.language)
    for sentence in reading.sentences[:_FIRST]:
        if says.search(sentence.spelled) and not unless.search(sentence.spelled):
            yield sentence


def _named(document: Document, sentence: Sentence) -> Iterator[str]:
    """Yield the models whose pages are linked in `sentence`, or anywhere by the name that it says."""
    text = _NO_LETTER.sub("", sentence.text.lower())
    for link in document.links:
        model = model_of_page(link.target)
        if model is not None and (
            sentence.span.start <= link.span.start < sentence.span.end
            or _NO_LETTER.sub("", model.rpartition("/")[2].lower()) in text
        ):
            yield model


@functools.cache
def _phrases(language: str) -> tuple[Phrases, Phrases]:
    """Return what says in `language` that a model is a copy, and what says that something else is meant."""
    data = words_of("copied", language)
    return Phrases(data["says"]), Phrases(data["unless"])
