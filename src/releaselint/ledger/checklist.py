"""Reads release checklists: which subjects an item is about, whether it is ticked, and on what evidence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

from releaselint import bundled, filenames, packs
from releaselint.claims import Claim
from releaselint.document.model import Document
from releaselint.ledger.claiming import claim_at
from releaselint.reading.phrase import Phrases
from releaselint.records import record
from releaselint.regex import regex
from releaselint.subjects import all_subjects
from releaselint.text import Span
from releaselint.vocabulary import LEVELS

_MARKER = regex(r"<!--\s{0,9}rl:\s{0,9}([a-z, -]{1,300}?)\s{0,9}-->")
_LEVEL = regex(r"<!--\s{0,9}releaselint:\s{0,9}([a-z-]{1,20})\s{0,9}-->")
_REFERENCE = regex(r"\]\([^()\s]{1,2000}\)|https?://[^\s<>]{4,2000}|(?<![\w&])#[\w-]{2,100}|\binternal:[^\s<>]{1,200}")
_NOT_APPLICABLE = regex(r"\b(?:N/A\b\s*[:(–—-]|NA:)\s*(\S[^<\n]{2,300})", re.IGNORECASE)
_AUTO: Final = "(auto)"


@record
class Item:
    """One item of a checklist that is about subjects of the release."""

    document: Document
    span: Span
    ticked: bool
    subjects: tuple[str, ...]
    reference: str
    """A link, an anchor or `internal:…`; empty for none."""
    reason: str
    """Why it is not applicable; empty for none."""
    auto: bool
    """Whether the tool itself ticked it."""


@record
class Template:
    """An item as it is written into a new checklist."""

    phase: str
    subjects: tuple[str, ...]
    levels: tuple[str, ...]
    text: str
    wording: Phrases
    auto: bool
    """Whether the ledger can tell that it is done, so that the tool ticks it."""


@packs.remembered
def templates() -> tuple[Template, ...]:
    """Return the bundled items in their order, then one for each component and guardrail that a pack brings along."""
    items: Any = bundled.load_data("rules/checklist.yaml")["items"]
    found = tuple(
        Template(
            phase=item["phase"],
            subjects=tuple(item["subjects"]),
            levels=tuple(item.get("levels", LEVELS)),
            text=item["text"],
            wording=Phrases(item["wording"]),
            auto=item.get("auto", False),
        )
        for item in items
    )
    held = {slug for template in found for slug in template.subjects}
    return found + tuple(
        Template(phase="release", subjects=(slug,), levels=LEVELS, text=one.title, wording=Phrases(()), auto=False)
        for slug, one in all_subjects().items()
        if one.kind in ("component", "guardrail") and slug not in held
    )


def is_named_checklist(document: Document) -> bool:
    """Tell whether the document's name says that it is one; its words then promise, and describe nothing."""
    return filenames.is_checklist(filenames.base(document.path))


def is_checklist(document: Document) -> bool:
    """Tell whether the document is one: by its name, or by the marker of an item."""
    return is_named_checklist(document) or "<!-- rl:" in document.text


def items_of(documents: Sequence[Document]) -> Iterator[Item]:
    """Yield the items of every checklist among the documents; other to-do lists are not ours."""
    for document in documents:
        if not document.tasks:
            continue
        named, written = is_named_checklist(document), "<!-- rl:" in document.text
        for task in document.tasks:
            text = document.slice(task.span)
            marker = _MARKER.search(text)
            subjects = _marked(marker.group(1)) if marker else _worded(text, written) if named else ()
            if not subjects:
                continue
            reason = _NOT_APPLICABLE.search(text)
            reference = _REFERENCE.search(_MARKER.sub(" ", text))
            yield Item(
                document=document,
                span=task.span,
                ticked=task.ticked,
                subjects=subjects,
                reference=reference.group().removeprefix("](").rstrip(").,;") if reference else "",
                reason=reason.group(1).strip() if reason else "",
                auto=_AUTO in text,
            )


def unknown_marks(documents: Sequence[Document]) -> Iterator[tuple[Document, Span, str]]:
    """Yield each name in the marker of an item that is no subject, and where it stands."""
    known = all_subjects()
    for document in documents:
        for task in document.tasks if "<!-- rl:" in document.text else ():
            marker = _MARKER.search(document.text, task.span.start, task.span.end)
            for part in re.finditer(r"[^\s,]+", marker.group(1)) if marker else ():
                if part.group() not in known and marker is not None:
                    start = marker.start(1) + part.start()
                    yield document, Span(start, start + len(part.group())), part.group()


def _marked(text: str) -> tuple[str, ...]:
    known = all_subjects()
    return tuple(slug for slug in (part.strip() for part in text.split(",")) if slug in known)


def _worded(text: str, written: bool) -> tuple[str, ...]:
    """Return what an item without a marker is about; beside those with one, it is ours only in our own words."""
    known = next((item.subjects for item in templates() if item.text in text), ())
    if known or written:
        return known
    return next((item.subjects for item in templates() if item.wording.said_in(text)), ())


def level_marks(documents: Sequence[Document]) -> Iterator[tuple[Document, Span, str]]:
    """Yield the level that a checklist's heading marks, and where."""
    for document in documents:
        if "<!-- releaselint:" in document.text:
            for match in _LEVEL.finditer(document.text):
                if match.group(1) in LEVELS:
                    yield document, Span(match.start(), match.end()), match.group(1)


def checklist_promises(documents: Sequence[Document]) -> Iterator[Claim]:
    """Yield a promise for each item that is ticked with evidence, or not applicable for a reason.

    A tick alone promises nothing, and what the tool ticked itself is evidence already.
    """
    subjects = all_subjects()
    for item in items_of(documents):
        if item.auto or not (item.reason or (item.ticked and item.reference)):
            continue
        for slug in item.subjects:
            kind = subjects[slug].kind
            value = {"guardrail": "in-place", "concern": "addressed", "component": "described"}.get(kind)
            if slug in ("weights", "query-interface") or value is None:
                continue
            if item.reason:
                if kind != "guardrail":
                    continue
                value = "not-applicable"
            yield claim_at(item.document, item.span, slug, value, "checklist", detail=item.reason or item.reference)
