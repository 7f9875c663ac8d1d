"""Faults of the license: none named, none that the Hub knows, or only an "other"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from releaselint import filenames
from releaselint.document.front import FrontMatter
from releaselint.findings.case import Case, Hit, Plain
from releaselint.findings.front_matter import read_by_hub
from releaselint.findings.model import Edit
from releaselint.findings.names import quoted
from releaselint.licenses import find, is_hub_id, nearest_hub_id
from releaselint.text import Span


def missing(case: Case) -> Iterator[Hit]:
    """Nothing names a license: not the front matter, not a file, not the text."""
    ledger = case.ledger
    licensing = ledger.licensing
    if ledger.kind != "model" or licensing.promise.claims or licensing.evidence.stated:
        return
    if any(filenames.is_license(entry.path) for entry in case.release.tree.entries):
        return
    had = ledger.widest in ("downloadable", "fully-open")
    if had or any(front.values for _, front in read_by_hub(case)):
        places = "the front matter or the text" if ledger.tree == "unknown" else "the front matter, a file or the text"
        yield Hit(
            subject="weights",
            values={"places": Plain(places)},
            evidence=case.evidence(ledger.rows["weights"].evidence.first(certain=True)),
        )


def unknown(case: Case) -> Iterator[Hit]:
    """A license id that the Hub does not know."""
    for document, front in read_by_hub(case):
        for index, value in _values(front, "license"):
            if not value.strip() or is_hub_id(value):
                continue
            near = nearest_hub_id(value)
            span = _span(front, "license", index)
            meant = find(value)
            yield Hit(
                document=document,
                span=span,
                values={"value": value, "near": Plain(f"; the nearest id is {quoted(near)}" if near else "")},
                help=f"write 'license: {near}'" if near else None,
                edits=(Edit(*span, near),) if near else (),
                safe=meant is not None and meant.hub == near,  # another spelling of the same license
            )


def unnamed(case: Case) -> Iterator[Hit]:
    """`other` without `license_name` says only that it is none of the list."""
    for document, front in read_by_hub(case):
        for index, value in _values(front, "license"):
            if value.strip().lower() == "other" and not front.values.get("license_name"):
                link = front.values.get("license_link")
                told = "has no 'license_name'" if link else "has neither 'license_name' nor 'license_link'"
                yield Hit(
                    document=document,
                    span=_span(front, "license", index),
                    values={"lacks": Plain(told)},
                    help="add 'license_name'" if link else None,
                )


def _values(front: FrontMatter, key: str) -> Iterator[tuple[int | None, str]]:
    value: Any = front.values.get(key)
    if isinstance(value, str):
        yield None, value
    elif isinstance(value, list):
        yield from ((index, item) for index, item in enumerate(value) if isinstance(item, str))


def _span(front: FrontMatter, key: str, index: int | None) -> Span:
    spot = front.spot((key,) if index is None else (key, index))
    return spot.value if spot is not None else front.span
