"""The ledger for people: each subject with its verdict, who says so, and where."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from releaselint.claims import Claim
from releaselint.document.model import Document
from releaselint.ledger.model import Cell, Ledger, Row
from releaselint.report.escape import plain
from releaselint.vocabulary import CONTRADICTED, UNSTATED

_CLAIMS: Final = 3
_WIDTH: Final = 28
_MILD: Final = {"described", "planned", "not-applicable"}


def facts_lines(
    path: str, ledger: Ledger, documents: Mapping[str, Document], *, width: int, color: bool
) -> Iterator[str]:
    """Yield the lines of one release's ledger."""
    show = _Show(documents, width, color)
    yield show.bold(f"{plain(path)}: {ledger.level}")
    yield from _access(ledger, show)
    for title, kind in (("Components", "component"), ("Guardrails", "guardrail"), ("Concerns", "concern")):
        slugs = [slug for slug, row in ledger.rows.items() if row.kind == kind]
        yield ""
        yield show.bold(title)
        silent = [
            slug for slug in slugs if not ledger.rows[slug].promise.stated and not ledger.rows[slug].evidence.stated
        ]
        for slug in slugs:
            if slug not in silent:
                yield from show.row(ledger.rows[slug])
        if silent:
            yield f"  {show.dim('nothing said of ' + ', '.join(silent))}"
    yield ""
    yield from _license(ledger, show)
    if ledger.language != "en":
        yield ""
        yield "The text is not English: its prose was not read, only structure, metadata, links and code."


def _access(ledger: Ledger, show: _Show) -> Iterator[str]:
    if ledger.kind != "model":
        yield f"  this looks like a {ledger.kind} card, not a model's"
    row = ledger.rows["access"]
    clash = ledger.declared and ledger.evident != UNSTATED and ledger.standing not in (ledger.evident, None)
    yield f"  declared {ledger.declared or 'nothing'}, evident {ledger.evident}{show.warn('  <- differ') if clash else ''}"
    yield from show.claims(row.promise, "promise")
    yield from show.claims(row.evidence, "evidence")
    summary = ledger.summary
    yield (
        f"  internals visible: {summary.internals}; downloadable: {summary.downloadable}; "
        f"customizable: {summary.customizable}"
    )
    if summary.suited:
        yield f"  best suited for {summary.suited}"
    generative = "yes" if ledger.generative else "no" if ledger.generative_claim else "no (nothing says so)"
    yield f"  generative: {generative}{show.place(ledger.generative_claim)}"


def _license(ledger: Ledger, show: _Show) -> Iterator[str]:
    licensing = ledger.licensing
    yield show.bold("License")
    name = licensing.known.name if licensing.known else licensing.promise.text
    yield f"  {licensing.family}{f': {plain(name)}' if name else ''}"
    for title, side in (("promise", licensing.promise), ("evidence", licensing.evidence)):
        yield from show.claims(Cell(value="", claims=side.claims), title)


class _Show:
    def __init__(self, documents: Mapping[str, Document], width: int, color: bool) -> None:
        self.documents, self.width, self.color = documents, width, color

    def paint(self, text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.color else text

    def bold(self, text: str) -> str:
        return self.paint(text, "1")

    def dim(self, text: str) -> str:
        return self.paint(text, "2")

    def warn(self, text: str) -> str:
        return self.paint(text, "33")

    def row(self, row: Row) -> Iterator[str]:
        value = row.value
        shown = self.paint(value, "33" if value == CONTRADICTED else "36" if value in _MILD else "32")
        clash = row.promise.stated and row.evidence.stated and row.promise.value != row.evidence.value
        mark = self.warn(f"  <- promise {row.promise.value}, evidence {row.evidence.value}") if clash else ""
        asked = f" ({row.demand.ask})" if row.demand.ask in ("required", "recommended", "contradiction") else ""
        yield f"  {row.subject + asked:<{_WIDTH}} {shown}{mark}"
        yield from self.claims(row.promise, "promise")
        yield from self.claims(row.evidence, "evidence")

    def claims(self, cell: Cell, title: str) -> Iterator[str]:
        for claim in cell.claims[:_CLAIMS]:
            value = "" if claim.value in (cell.value, "addressed") else f"{claim.value}: "
            text = f"    {title} {self.where(claim)}: {value}{plain(claim.excerpt or claim.detail)}"
            detail = f" -> {plain(claim.detail)}" if claim.origin == "declaration" and claim.detail else ""
            text = text if detail and claim.detail in claim.excerpt else text + detail
            yield self.dim(text if len(text) <= self.width else text[: self.width - 1] + "…")
        more = len(cell.claims) - _CLAIMS
        if more > 0:
            yield self.dim(f"    and {more} more")

    def where(self, claim: Claim) -> str:
        document = self.documents.get(claim.path)
        if document is not None and claim.span is not None:
            return f"{plain(claim.path)}:{document.place(claim.span).line}"
        return plain(claim.path) if claim.path and claim.origin != "tree" else "tree"

    def place(self, claim: Claim | None) -> str:
        return self.dim(f" ({self.where(claim)}: {plain(claim.excerpt)})") if claim else ""
