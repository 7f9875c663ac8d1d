"""Faults of the front matter that need more than a pattern: what the Hub does not see, misreads or rejects."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from typing import Any, Final

from releaselint import bundled, filenames
from releaselint.document.front import CARD_KEYS, FrontMatter
from releaselint.document.links import anchor_key
from releaselint.document.model import Document
from releaselint.findings.case import Case, Hit, Plain, first_line
from releaselint.findings.declared import expanded
from releaselint.findings.edits import put, without_item
from releaselint.findings.names import printable, quoted
from releaselint.ledger.hub import hub
from releaselint.ledger.metadata import span_at, values_at
from releaselint.regex import regex
from releaselint.text import Span
from releaselint.vocabulary import LEVELS

_LOCAL: Final = regex(
    r"(?:/(?:home|Users|root|content|kaggle|mnt|data|workspace|tmp|var|opt|scratch|storage)/|~/|\.{1,2}/|[A-Za-z]:\\|file:)\S*"
)
_HUBS: Final = ("huggingface.co", "hf.co")
#: What only a card of the Hub says: other registries name models as well, and read no front matter.
_HUB_SIGNS: Final = (
    "from_pretrained(",
    "hf_hub_download(",
    "SentenceTransformer(",
    "pipeline(",
)
_SHORT_FORM: Final = regex(r"release[ \t]{0,9}:[ \t]{1,9}([a-z-]{1,20})[ \t]{0,99}(?:#|\Z)")
_LISTS: Final = ("tags", "datasets", "language", "metrics", "base_model", "license")
_PATH_KEYS: Final = ("base_model", "datasets", "new_version", "license_link", "thumbnail")


def read_by_hub(case: Case) -> Iterator[tuple[Document, FrontMatter]]:
    """Yield the cards whose front matter the Hub reads: those named README, without a fault."""
    for document in case.cards:
        front = document.front
        if (
            front is not None
            and front.fault is None
            and front.unseen is None
            and filenames.is_readme(filenames.base(document.path))
        ):
            yield document, front


def missing(case: Case) -> Iterator[Hit]:
    """A README that describes weights begins with no metadata."""
    if case.release.declaration is not None or case.ledger.kind != "model":
        return
    weights = any(claim.origin == "tree" for claim in case.ledger.rows["weights"].evidence.claims)
    signs = (*_HUB_SIGNS, *(f"{host}/{own}" for host in _HUBS for own in case.ledger.own_ids))
    for document in case.cards:
        if (
            document.front is None
            and document.path
            and filenames.is_readme(document.path)
            and (weights or (case.ledger.own_ids and any(sign in document.text for sign in signs)))
        ):
            yield Hit(document=document, span=first_line(document, Span(0, len(document.text))))


def invalid(case: Case) -> Iterator[Hit]:
    """The front matter, or release.yaml, is no YAML that can be read."""
    for document in case.documents:
        front = document.front
        if front is None or front.fault is None or not front.closed:
            continue
        offset = min(front.fault.offset, max(len(document.text) - 1, 0))
        where = first_line(document, Span(offset, len(document.text)))
        name = "the front matter" if document in case.cards else document.path
        short = _short_form_above(document, offset)
        colon = "mapping values are not allowed" in front.fault.message
        remedy = "put the value in quotes: a colon and a space in it begin a mapping" if colon else None
        yield Hit(
            document=document,
            span=where,
            values={"name": Plain(name), "fault": Plain(front.fault.message)},
            help=f"{expanded(short)}; what is indented may stand below that" if short else remedy,
        )


def _short_form_above(document: Document, offset: int) -> str | None:
    """Return the level of the declaration `release: LEVEL` below which the text at `offset` is indented."""
    lines = document.lines
    last = number = lines.index(offset)
    while number > 0 and (not lines.line(number).strip() or lines.line(number)[0].isspace()):
        number -= 1
    above = _SHORT_FORM.match(lines.line(number)) if number < last else None
    return above[1] if above is not None and above[1] in LEVELS else None


def unseen(case: Case) -> Iterator[Hit]:
    """The Hub reads no metadata here, though a person would."""
    for document in case.cards:
        front = document.front
        if front is None or not front.unseen or not filenames.is_readme(filenames.base(document.path)):
            continue
        empty = not front.values and front.fault is None
        yield Hit(
            document=document,
            span=first_line(document, front.span),
            values={"reason": Plain(printable(front.unseen, 120))},
            help="put keys between the fences, such as 'license', or take them out" if empty else None,
        )


def duplicate_key(case: Case) -> Iterator[Hit]:
    """A key stands twice, and only one of its values counts."""
    for document in case.documents:
        front = document.front
        if front is None or (document in case.cards and front.unseen):
            continue
        for pointer, span in front.duplicates[:20]:
            yield Hit(document=document, span=span, values={"key": str(pointer[-1])})


def misspelt_key(case: Case) -> Iterator[Hit]:
    """A top-level key is a known misspelling of one that the Hub documents, which is not there."""
    for document, front in read_by_hub(case):
        found = {key: right for key in front.values if (right := _meant(key)) is not None}
        rights = list(found.values())
        twice = {pointer for pointer, _ in front.duplicates}
        for key, right in found.items():
            if right not in front.values:
                spot = front.spots.get((key,))
                # A declaration is never made by a fix, and of several keys that mean one nobody knows which counts.
                sure = right != "release" and rights.count(right) == 1 and ((key,) not in twice)
                yield Hit(
                    document=document,
                    span=spot.key if spot and spot.key else front.span,
                    values={"key": key, "right": right},
                    help=f"rename the key to {quoted(right)}",
                    edits=put(document, spot.key, right) if spot and spot.key and sure else (),
                )


@functools.cache
def misspelt_keys() -> Mapping[str, str]:
    """Return the known misspellings of keys that the Hub documents, and what each should be."""
    known: Mapping[str, str] = bundled.load_folder("rules/front-matter")["rules/front-matter/misspelt-key.yaml"]["data"]
    return known


def _meant(key: str) -> str | None:
    """Return the documented key that `key` is a misspelling of; None where it is none."""
    if key in misspelt_keys():
        return misspelt_keys()[key]
    folded = key.strip().lower().replace("_", "-")
    return next((name for name in sorted(CARD_KEYS) if name.replace("_", "-") == folded and name != key), None)


def language_boolean(case: Case) -> Iterator[Hit]:
    """`no` and `on`, unquoted under `language`, are booleans in YAML 1.1."""
    for document, front in read_by_hub(case):
        for pointer, written in front.booleans.items():
            if pointer[0] == "language" and written.lower() in ("no", "on"):
                spot = front.spot(pointer)
                truth = "true" if written.lower() == "on" else "false"
                yield Hit(
                    document=document,
                    span=spot.value if spot else front.span,
                    values={"written": written, "truth": Plain(truth)},
                    edits=put(document, spot.value, f'"{written.lower()}"') if pointer in front.spots and spot else (),
                )


def pipeline_tag(case: Case) -> Iterator[Hit]:
    """The pipeline tag is none that the Hub knows, or knew."""
    known = hub()
    for document, front in read_by_hub(case):
        tag = front.values.get("pipeline_tag")
        if not isinstance(tag, str) or not tag or tag in known.pipeline_tags or tag in known.retired_pipeline_tags:
            continue
        import difflib

        near = difflib.get_close_matches(tag.lower()[:80], sorted(known.pipeline_tags), 1, 0.75)
        span = span_at(front, "pipeline_tag")
        yield Hit(
            document=document,
            span=span,
            values={"tag": tag, "near": Plain(f"; did you mean {quoted(near[0])}?" if near else "")},
            edits=put(document, span, near[0]) if near else (),
            safe=False,
        )


def local_path(case: Case) -> Iterator[Hit]:
    """A value that should be a Hub id or a URL is a path on somebody's machine."""
    for document, front in read_by_hub(case):
        for key in _PATH_KEYS:
            for index, value in values_at(front, key):
                if _LOCAL.match(value) and not (key in ("license_link", "thumbnail") and value.startswith("./")):
                    yield Hit(document=document, span=span_at(front, key, index), values={"key": key, "value": value})


def duplicate_entry(case: Case) -> Iterator[Hit]:
    """A list of the front matter holds the same text twice."""
    for document, front in read_by_hub(case):
        for key in _LISTS:
            seen: dict[str, int] = {}
            for index, value in values_at(front, key):
                if index is None or value not in seen:
                    seen.setdefault(value, index or 0)
                    continue
                spot, before = front.spots.get((key, index)), front.spots.get((key, index - 1))
                if spot is None or before is None:
                    continue
                yield Hit(
                    document=document,
                    span=spot.value,
                    values={"key": key, "value": value},
                    edits=without_item(document, before.value, spot.value),
                )


def anchor_broken(case: Case) -> Iterator[Hit]:
    """The declaration points at an anchor that the cards lack."""
    declaration = case.declaration
    if declaration is None or not case.cards:
        return
    anchors = frozenset[str]().union(*(card.anchors for card in case.cards))
    keys = set(map(anchor_key, anchors))
    for pointer, value in _pointers(declaration.values, ()):
        if not value.startswith("#") or len(value) < 2 or anchor_key(value[1:]) in keys:
            continue
        import difflib

        name = value[1:81].lower()
        near = [one for one in sorted(anchors) if one.startswith(name[:5]) and len(name) >= 5][:1]
        near = near or difflib.get_close_matches(name, sorted(anchors), 1, 0.8)
        near = [one for one in near if one.isprintable() and '"' not in one and "\\" not in one]
        front = declaration.document.front
        spot = front.spots.get(("release", *pointer)) if front else None
        yield Hit(
            document=declaration.document,
            span=declaration.span(*pointer),
            values={"anchor": value, "near": Plain(f"; did you mean {quoted('#' + near[0])}?" if near else "")},
            edits=put(declaration.document, spot.value, f'"#{near[0]}"') if near and spot else (),
            safe=False,
        )


def _pointers(value: Any, pointer: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if isinstance(value, str):
        if pointer and pointer[0] in ("guardrails", "concerns", "components", "report-harm", "stages"):
            yield pointer, value
    elif isinstance(value, dict):
        for key, item in value.items():
            if key not in ("absent", "not-applicable"):
                yield from _pointers(item, (*pointer, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _pointers(item, (*pointer, index))
