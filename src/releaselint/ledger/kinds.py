"""Tells what sort of text a card is, from its keys, headings, title and code: most texts are cards of models."""

from __future__ import annotations

import re
from typing import Final

from releaselint.document.model import Document
from releaselint.ledger.model import CardKind
from releaselint.regex import regex
from releaselint.words import expression

_MODEL_KEYS: Final = frozenset({
    "pipeline_tag", "library_name", "base_model", "co2_eq_emissions", "instance_prompt", "widget", "quantized_by",
    "license_name", "license_link",
})  # fmt: skip
_DATASET_KEYS: Final = frozenset({
    "task_categories", "task_ids", "size_categories", "annotations_creators", "language_creators",
    "dataset_info", "multilinguality", "source_datasets", "pretty_name", "paperswithcode_id", "configs",
})  # fmt: skip
_APP_KEYS: Final = frozenset({"sdk", "sdk_version", "app_file", "app_port", "emoji", "colorFrom", "colorTo"})
_KEY_LINE = regex(
    r"^(task_categories|task_ids|size_categories|annotations_creators|language_creators|dataset_info|multilinguality"
    r"|source_datasets|pretty_name)[ \t]*:",
    re.MULTILINE,
)
_DATASET_HEADING: Final = expression("dataset-heading")
_MODEL_HEADING: Final = expression("model-heading")
_SOFTWARE_HEADING: Final = expression("software-heading")
_DATASET_TITLE: Final = expression("dataset-title")
_MODEL_TITLE: Final = expression("model-title")
_DATASET_OPENING: Final = expression("dataset-opening")
_LOADS_DATA = regex(r"\bload_dataset\s{0,2}\(|repo_type\s{0,2}=\s{0,2}[\"']dataset|[\"'(/]datasets/[\w.-]+/")
_LOADS_MODEL = regex(r"\bfrom_pretrained\(|\bpipeline\(|\bload_model\(|SentenceTransformer\(|\.generate\(|\.predict\(")
_FETCHES_WEIGHTS = regex(
    r"\b(?:download|fetch|load)(?:s|ed|ing)?\b[^.\n]{0,30}(?<!survey )(?<!sampling )\bweights\b", re.IGNORECASE
)
_MODEL_WORD: Final = expression("model-word")
_UNFILLED = regex(r"\{\{\s{0,3}card_data\s{0,3}\}\}|\{\{\s{0,3}\w{1,60}\s{0,3}\|\s{0,3}default\(")
_START: Final = 1500


def kind_of(document: Document) -> CardKind:
    """Return what sort of text this is; a model's card where nothing speaks against it."""
    keys = set(document.front.values) if document.front is not None else set[str]()
    if "release" in keys:
        return "model"
    if len(keys & _APP_KEYS) >= 2:
        return "software"
    ours, theirs = len(keys & _MODEL_KEYS), len(keys & _DATASET_KEYS)
    if ours >= theirs and ours:
        return "model"
    text = document.text
    code = "\n".join(text[block.span.start : block.span.end] for block in document.code[:20])
    if theirs:  # of which some stand in the card of a model that learned from the data
        headed = any(_MODEL_HEADING.match(section.heading.name) for section in document.sections)
        return "model" if headed or _LOADS_MODEL.search(code) else "dataset"
    if not keys and text.lstrip()[:1] in ("{", "[") and text.rstrip()[-1:] in ("}", "]") and "](" not in text[:300]:
        return "data"
    if "{{" in text and (len(_UNFILLED.findall(text)) >= 3 or "{{ card_data }}" in text[:200]):
        return "template"
    if not keys and len(_KEY_LINE.findall(text, 0, _START)) >= 2:
        return "dataset"
    if "model-index" in keys:
        return "model"
    return _by_words(document, code)


def _by_words(document: Document, code: str) -> CardKind:
    """Weigh what title, headings, opening and code say; what speaks for a model weighs most."""
    titles = [section.heading.name for section in document.sections]
    opening = document.mask[document.body : document.body + _START]
    title = titles[0] if titles else ""
    named = _DATASET_TITLE.search(title)
    model = sum(_MODEL_HEADING.match(name) is not None for name in titles)
    told = sum(_DATASET_HEADING.match(name) is not None for name in titles)
    score = min(told, 4) + 2 * (named is not None and _MODEL_TITLE.search(title, 0, named.end()) is None)
    score += 2 * (_DATASET_OPENING.search(opening[:400]) is not None)
    if "dataset" in code and _LOADS_DATA.search(code):
        score += 1 if _MODEL_WORD.search(document.mask, document.body) else 2
    score -= 2 * model
    if score >= 2 and (_LOADS_MODEL.search(code) or _FETCHES_WEIGHTS.search(document.mask, document.body)):
        score -= 3
    if score >= 2 and (told or _MODEL_WORD.search(opening[:400]) is None):
        return "dataset"
    software = sum(_SOFTWARE_HEADING.match(name) is not None for name in titles)
    if software >= 3 and not model and len(_MODEL_WORD.findall(document.mask, document.body)) < software:
        return "software"
    return "model"
