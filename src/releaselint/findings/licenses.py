"""Faults of the license's metadata: none named, or none that the Hub knows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from releaselint import filenames
from releaselint.findings.case import Case, Hit, Plain
from releaselint.findings.edits import put
from releaselint.findings.front_matter import misspelt_keys, read_by_hub
from releaselint.findings.license_other import is_written
from releaselint.findings.names import quoted
from releaselint.ledger.metadata import span_at, values_at
from releaselint.licenses import find, is_hub_id, nearest_hub_id


def missing(case: Case) -> Iterator[Hit]:
    """Nothing names a license: not the front matter, not a file, not the text."""
    ledger = case.ledger
    licensing = ledger.licensing
    if ledger.kind != "model" or licensing.promise.claims or licensing.evidence.stated:
        return
    if any(filenames.is_license(entry.path) for entry in case.release.tree.entries):
        return
    if any(misspelt_keys().get(key) == "license" for _, front in read_by_hub(case) for key in front.values):
        return  # misspelt-key tells
    if any(is_written(document) for document in case.cards):
        return
    had = ledger.widest in ("downloadable", "fully-open")
    if ledger.standing == "fully-closed" and not had:
        return  # nobody gets anything that terms could be for
    if had or any(front.values for _, front in read_by_hub(case)):
        if case.licensed_above():
            return  # which can be that of all that the repository holds
        # A declaration in a file of its own has no license; the front matter does.
        document, span = case.top() if case.home()[0] not in case.cards else (None, None)
        key = next(((one, spot) for one, front in read_by_hub(case) if (spot := front.spot(("license",)))), None)
        if key is not None and key[1].key is not None:
            document, span = key[0], key[1].key
        places = "the front matter or the text" if ledger.tree == "unknown" else "the front matter, a file or the text"
        yield Hit(
            document=document,
            span=span,
            subject="weights",
            values={"places": Plain(places)},
            help="name the license's id there" if key is not None else None,
        )


def unknown(case: Case) -> Iterator[Hit]:
    """A license id that the Hub does not know."""
    for document, front in read_by_hub(case):
        for index, value in values_at(front, "license"):
            if not value.strip() or is_hub_id(value):
                continue
            near = nearest_hub_id(value)
            span = span_at(front, "license", index)
            meant = find(value)
            yield Hit(
                document=document,
                span=span,
                values={"value": value, "near": Plain(f"; the nearest id is {quoted(near)}" if near else "")},
                help=f"write 'license: {near}'" if near else None,
                edits=put(document, span, near) if near else (),
                # Another spelling is safe; a version that nobody wrote is a guess.
                safe=near is not None and meant is not None and meant.hub == near and _version(near) <= _version(value),
            )


def _version(text: str) -> frozenset[str]:
    """Return the numbers of a license id but zeros: what a version says, and "2" and "2.0" say the same."""
    return frozenset(re.findall(r"[1-9]\d*", text))
