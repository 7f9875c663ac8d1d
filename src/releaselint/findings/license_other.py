"""Licenses that stand where nobody looks for them: behind `other`, in a file or a sentence, in a tag or a comment."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from releaselint.document.model import Document
from releaselint.findings.case import Case, Hit, Plain
from releaselint.findings.front_matter import read_by_hub
from releaselint.findings.names import quoted
from releaselint.ledger.metadata import span_at, values_at, values_of
from releaselint.licenses import License, find
from releaselint.regex import regex

_KEY: Final = regex(r"^licen[cs]e:[ \t]*[\"']?\w", re.MULTILINE | re.IGNORECASE)
_COMMENT: Final = regex(r"<!--[ \t]*license:[ \t]*\w", re.IGNORECASE)
_HEAD: Final = 5000


def unnamed(case: Case) -> Iterator[Hit]:
    """`other` without `license_name` says only that it is none of the list."""
    for document, front in read_by_hub(case):
        for index, value in values_at(front, "license"):
            if value.strip().lower() == "other" and not front.values.get("license_name"):
                link = front.values.get("license_link")
                told = "has no 'license_name'" if link else "has neither 'license_name' nor 'license_link'"
                shown, license_ = _shown(case)
                help_ = "add 'license_name'" if link else None
                if license_ is not None and license_.hub:
                    help_ = f"write 'license: {license_.hub}' if that is meant"
                yield Hit(
                    document=document,
                    span=span_at(front, "license", index),
                    values={"lacks": Plain(told + shown)},
                    help=help_,
                )


def _shown(case: Case) -> tuple[str, License | None]:
    """Return what the license file, else a sure sentence, else the base shows, as a clause; and that license."""
    licensing = case.ledger.licensing
    named = [file for file in licensing.files if file.about == "model" and file.licenses and not file.rider]
    for file in named[:1] if len(named) == 1 and len(named[0].licenses) == 1 else ():
        verb = "holds" if file.state == "whole" else "names"
        return f"; {quoted(file.path)} {verb} {quoted(file.licenses[0].name)}", file.licenses[0]
    claims = [claim for claim in licensing.evidence.claims if claim.origin in ("prose", "table") and claim.certain]
    found = {license_.id: license_ for claim in claims if (license_ := find(claim.value)) is not None}
    if not licensing.files and len(found) == 1:
        license_ = next(iter(found.values()))
        return f"; the text names {quoted(license_.name)}", None if license_.ambiguous else license_
    terms = {claim.value for claim in licensing.bases}
    if not licensing.files and not found and len(terms) == 1:
        base = find(terms.pop())
        return (f"; the base model is under {quoted(base.name)}", base) if base else ("", None)
    return "", None


def listed(case: Case) -> Iterator[Hit]:
    """`other` stands beside the name of a license that the Hub lists."""
    for document, front in read_by_hub(case):
        others = [index for index, value in values_at(front, "license") if value.strip().lower() == "other"]
        for _, name in values_at(front, "license_name") if others else ():
            license_ = find(name)
            if license_ is not None and license_.hub and not license_.ambiguous and license_.hub != "other":
                yield Hit(
                    document=document,
                    span=span_at(front, "license", others[0]),
                    values={"name": name, "id": license_.hub},
                    help=f"write 'license: {license_.hub}' if that is meant",
                )


def is_written(document: Document) -> bool:
    """Tell whether a license is named where nothing reads it: a tag, a comment, front matter that is no YAML."""
    front = document.front
    if front is not None and any(tag.lower().startswith("license:") for tag in values_of(document, "tags")):
        return True
    if front is not None and (front.fault or front.unseen) and _KEY.search(document.text, *front.span):
        return True
    return _COMMENT.search(document.text, document.body, document.body + _HEAD) is not None
