"""The claim that the model itself is open source, beside a license that limits who may use it, or for what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from releaselint.claims import Claim
from releaselint.document.model import Document
from releaselint.findings.case import Case, Hit, Plain, first_line
from releaselint.findings.license_terms import limit_of, promised
from releaselint.findings.names import quoted
from releaselint.ledger.own import is_called
from releaselint.reading.names import core_of
from releaselint.regex import regex
from releaselint.text import Span
from releaselint.words import expression

#: "this model is an open-source language model", "Heron is fully open source".
_CALLED: Final = expression("called-open-source")
_RELEASED: Final = expression("open-sourced-by-us")
#: "The first coding model that is truly open source", and no more: a clause of a longer sentence tells of others too.
_FIRST: Final = expression("first-open-source")
_TITLE: Final = expression("open-source-title")
_THIS: Final = expression("this-model")
_A_MODEL: Final = expression("open-source-model")
#: An open-source something that is not this model: its copy of another, its data, its code.
_OTHER: Final = expression("open-source-others")
#: Where what a sentence says of the model may begin.
_CLAUSE: Final = expression("open-source-clause")
_NEGATED: Final = expression("open-source-denied")
_SENTENCE: Final = regex(r"[^.!?]+(?:[.!?](?!\s)[^.!?]*)*[.!?]?")
_READ: Final = 160


def open_source_claim(case: Case) -> Iterator[Hit]:
    """The model itself is called open source, and its license limits who may use it, or for what."""
    limited = _limited(case) if case.ledger.kind == "model" else None
    if limited is None:
        return
    license_, limit, claim = limited
    for document in case.cards:
        span = next(_calls_itself_open(document, case.ledger.names), None)
        if span is not None:
            yield Hit(
                document=document,
                span=first_line(document, span),
                values={"license": Plain(license_), "limit": Plain(limit)},
                evidence=case.evidence(claim),
            )
            return


def _limited(case: Case) -> tuple[str, str, Claim] | None:
    """Return what the license is called, how it limits use, and the claim that says so; None where it does not."""
    said = promised(case)
    if said is not None:
        limits = [limit_of(license_) for license_ in said.licenses]
        return (said.said, limits[0], said.claim) if all(limits) else None
    # A license of the author's own, by its text.
    told = (one for one in case.ledger.rows["commercial-use"].evidence.claims if case.document(one.path) is None)
    claim = next(told, None)
    return (quoted(claim.path), "allows no commercial use", claim) if claim is not None else None


def _calls_itself_open(document: Document, names: Sequence[str]) -> Iterator[Span]:
    for unit in document.units:
        if unit.kind not in ("text", "item", "heading") or "pen" not in document.mask[unit.start : unit.end]:
            continue
        before = ""
        for match in _SENTENCE.finditer(document.mask, unit.start, min(unit.end, unit.start + 20_000)):
            text = " ".join(match[0].split()).lstrip("# *_")
            if _says_so(text, names, heading=unit.kind == "heading", before=before):
                yield Span(match.end() - len(match[0].lstrip()), match.end())
            before = text


def _says_so(text: str, names: Sequence[str], *, heading: bool, before: str = "") -> bool:
    """Tell whether a sentence calls the model open source; "it" is the model where `before`, if any, is on it."""
    if "pen" not in text or _NEGATED.search(text[:_READ]):
        return False
    if heading:
        if text.endswith("?"):
            return False
        name, _, last = text.rpartition(": ")
        return _TITLE.match(last) is not None and (not name or _is_named(name, names))
    for start in (0, *(clause.end() for clause in _CLAUSE.finditer(text))):
        clause = text[start:]
        if _RELEASED.match(clause) or _FIRST.match(clause):
            return True
        match = _CALLED.match(clause)
        if match is not None and not _OTHER.search(clause[: match.end()]) and _A_MODEL.match(match["rest"]):
            subject = match["subject"].strip("*_` \"'")
            this = _THIS.fullmatch(subject)
            it = this is not None and start == 0 and (not before or _is_on_it(before, names))
            if (this is not None and this["named"]) or it or _is_named(subject, names):
                return True
    return False


def _is_on_it(sentence: str, names: Sequence[str]) -> bool:
    """Tell whether a sentence begins with the model: by its name, as "this model", or as "it"."""
    words = sentence.split(maxsplit=3)[:3]
    begins = (" ".join(words[:count]).strip("*_`,.:") for count in range(len(words), 0, -1))
    return any(_THIS.fullmatch(begin) is not None or _is_named(begin, names) for begin in begins)


def _is_named(subject: str, names: Sequence[str]) -> bool:
    """Tell whether `subject` is the release's name, or begins as it does."""
    first = _first_word(subject)
    return is_called(subject, names) and any(_first_word(core_of(name)) == first for name in names)


def _first_word(name: str) -> str:
    return name.lower().replace("-", " ").replace("_", " ").partition(" ")[0]
