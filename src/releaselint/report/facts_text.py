"""The ledger for people: each subject with its verdict, who says so, and where."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from releaselint.claims import Claim
from releaselint.ledger.model import Cell, Ledger, Row
from releaselint.report.columns import cut, flow, paint
from releaselint.report.escape import plain
from releaselint.report.words import UNREAD, generative, leading
from releaselint.vocabulary import CONTRADICTED, UNSTATED

_CLAIMS: Final = 3
_ABOVE: Final = "generative"
"""The part that stands among the first lines."""
_MILD: Final = {"described", "planned", "not-applicable"}


def facts_lines(path: str, ledger: Ledger, *, width: int, color: bool) -> Iterator[str]:
    """Yield the lines of one release's ledger."""
    labels = max((len(_label(row)) for row in ledger.rows.values() if _stated(row)), default=0)
    show = _Show(width, color, labels)
    yield show.bold(f"{leading(path)}: {ledger.level}")
    yield from _access(ledger, show)
    for title, kind in (
        ("Components", "component"),
        ("Guardrails", "guardrail"),
        ("Concerns", "concern"),
        ("Parts of the card", "part"),
    ):
        slugs = [slug for slug, row in ledger.rows.items() if row.kind == kind and slug != _ABOVE]
        yield ""
        yield show.bold(title)
        silent = [slug for slug in slugs if not _stated(ledger.rows[slug])]
        for slug in slugs:
            if slug not in silent:
                yield from show.row(ledger.rows[slug])
        if silent:
            for words in flow([(f"  nothing said of {', '.join(silent)}", "")], width, "    "):
                yield show.dim(words[0][0])
    yield ""
    yield from _license(ledger, show)
    if not ledger.prose_read:
        yield ""
        yield UNREAD


def _stated(row: Row) -> bool:
    return row.promise.stated or row.evidence.stated


def _label(row: Row) -> str:
    asked = row.demand.ask in ("required", "recommended", "contradiction")
    return f"{row.subject} ({row.demand.ask})" if asked else row.subject


def _access(ledger: Ledger, show: _Show) -> Iterator[str]:
    if ledger.kind != "model":
        yield f"  this looks like a {ledger.kind} card, not a model's"
    row = ledger.rows["access"]
    clash = ledger.declared and ledger.evident != UNSTATED and ledger.standing not in (ledger.evident, None)
    differ = show.warn("  <- differ") if clash else ""
    yield f"  declared {ledger.declared or 'nothing'}, evident {ledger.evident}{differ}"
    yield from show.claims(row.promise, "promise")
    yield from show.claims(row.evidence, "evidence")
    summary = ledger.summary
    if summary.suited or ledger.rows["weights"].value != UNSTATED:  # else a "no" would be silence
        yield (
            f"  internals visible: {summary.internals}; downloadable: {summary.downloadable}; "
            f"customizable: {summary.customizable}"
        )
    if summary.suited:
        yield f"  best suited for {summary.suited}"
    told = generative(ledger.generative, known=ledger.generative_claim is not None)
    yield f"  generative: {told}{show.place(ledger.generative_claim)}"


def _license(ledger: Ledger, show: _Show) -> Iterator[str]:
    licensing = ledger.licensing
    yield show.bold("License")
    name = licensing.known.name if licensing.known else licensing.promise.text
    code = licensing.of_code
    if code is not None:
        yield f"  {code.family}: {plain(code.name)} (named for the code only)"
    else:
        yield f"  {licensing.family}{f': {plain(name)}' if name else ''}"
    evidence = licensing.evidence.claims
    files = tuple(claim for claim in evidence if claim.origin == "license-file")
    said = tuple(claim for claim in evidence if claim.origin != "license-file")
    yield from show.claims(Cell(value="", claims=licensing.promise.claims), "promise")
    yield from show.claims(Cell(value="", claims=said), "evidence")
    for claim in (*files, *licensing.parts, *licensing.bases):
        yield show.dim(
            f"    evidence {show.where(claim)}: {plain(claim.value)}: {plain(claim.detail or claim.excerpt)}"
        )


class _Show:
    def __init__(self, width: int, color: bool, labels: int) -> None:
        self.width, self.color, self.labels = width, color, labels

    def paint(self, text: str, code: str) -> str:
        return paint(text, code) if self.color else text

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
        yield f"  {_label(row):<{self.labels}} {shown}{mark}"
        yield from self.claims(row.promise, "promise")
        yield from self.claims(row.evidence, "evidence")

    def claims(self, cell: Cell, title: str) -> Iterator[str]:
        # Several readings of one place, of which one line tells enough.
        values = (
            "" if claim.value in (cell.value, "addressed") else f"{plain(claim.value)}: " for claim in cell.claims
        )
        told = {
            (value, claim.path, claim.span, claim.excerpt): (claim, value)
            for claim, value in zip(cell.claims, values, strict=True)
        }
        for claim, value in [*told.values()][:_CLAIMS]:
            text = f"    {title} {self.where(claim)}: {value}{plain(claim.excerpt or claim.detail)}"
            detail = f" -> {plain(claim.detail)}" if claim.origin == "declaration" and claim.detail else ""
            text = text if detail and claim.detail in claim.excerpt else text + detail
            yield self.dim(cut(text, self.width))
        more = len(told) - _CLAIMS
        if more > 0:
            yield self.dim(f"    and {more} more")

    def where(self, claim: Claim) -> str:
        if claim.place is not None:
            return f"{plain(claim.path)}:{claim.place.line}"
        return plain(claim.path) if claim.path and claim.origin != "tree" else "tree"

    def place(self, claim: Claim | None) -> str:
        return self.dim(f" ({self.where(claim)}: {plain(claim.excerpt)})") if claim else ""
