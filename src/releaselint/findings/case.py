"""One release on the bench: what a rule may look at, and what it answers with."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from releaselint import filenames
from releaselint.claims import Claim, shortened
from releaselint.document.links import anchor_key, slug_of
from releaselint.document.model import Document
from releaselint.findings.model import Basis, Edit, Evidence, Severity, Waiver
from releaselint.ledger import Declaration, Ledger
from releaselint.reading import Reading
from releaselint.records import EMPTY, record
from releaselint.regex import regex
from releaselint.source.model import Release
from releaselint.text import Span
from releaselint.vocabulary import UNSTATED

_SLUG: Final = regex(r"[\w-]{1,80}")


class Plain(str):
    """A value that a message shows without quotes: a word of ours, and not of the release."""

    __slots__ = ()


@record
class Hit:
    """A fault that a rule found, before it is worded."""

    document: Document | None = None
    """Where it stands; None for where missing things are reported."""
    span: Span | None = None
    subject: str | None = None
    values: Mapping[str, str] = EMPTY
    """What the message names, beside the ledger's facts."""
    evidence: Sequence[Evidence] = ()
    severity: Severity | None = None
    """Another severity than the rule's own."""
    basis: Basis | None = None
    message: str | None = None
    """Another message than the rule's own, with the same names in braces."""
    help: str | None = None
    """Another help than the rule's own, already worded."""
    edits: Sequence[Edit] = ()
    """What mends the fault, in `document`; nothing where only a person can."""
    safe: bool = True
    """Whether the edits leave the meaning as it was."""
    path: str | None = None
    """The file, where there is no document: one that could not be read."""
    key: str = ""
    """What tells it from what else the rule could find at this place: one in a baseline excuses no other."""


@record
class Case:
    """One release with everything that is known of it."""

    release: Release
    cards: Sequence[Document]
    documents: Sequence[Document]
    """The cards, and `release.yaml` where there is one."""
    declarations: Sequence[Declaration]
    ledger: Ledger
    today: datetime.date
    waivers: Sequence[Waiver] = ()
    """Those of a central file for this release, beside the declaration's own."""
    unwaivable: frozenset[str] = frozenset()
    max_days: int | None = None
    """How far in the future a waiver may end; None for no bound."""
    approved: Callable[[str], tuple[Ledger, Sequence[str]] | None] = lambda revision: None
    """Returns the ledger at a git revision with the paths that have changed since; None where it is not known."""
    readings: Sequence[Reading] = ()
    """The cards made ready for phrases, for what looks for words."""
    pages: Sequence[Reading] = ()
    """Other texts of the release that may say more of it, and are no cards: what a card lacks is not missing there."""
    excluded: Callable[[str], bool] = lambda path: False
    """Tells of a path in the release whether the configuration keeps it from being listed."""
    licensed_above: Callable[[], bool] = lambda: False
    """Tells whether a folder above the release, in the same repository, has a license file."""
    declared_above: Callable[[], bool] = lambda: False
    """Tells whether the release is a part of another one, in a folder above it, that has a declaration."""
    weights_apart: Callable[[], bool] = lambda: False
    """Tells whether weights may lie below the release, in releases of their own or in submodules."""
    required: Sequence[str] = ()
    """Keys that a configuration asks every declaration to have."""

    @property
    def declaration(self) -> Declaration | None:
        """The declaration that counts."""
        return self.declarations[0] if self.declarations else None

    @property
    def basis(self) -> Basis:
        """Whether the level of this release is declared or inferred."""
        return "declared" if self.ledger.declared else "inferred"

    @property
    def standing(self) -> Plain:
        """How messages call the declared level: a staged release goes by its most open finished stage."""
        declared, standing = self.ledger.declared or UNSTATED, self.ledger.standing or UNSTATED
        return Plain(f"'{declared}'" if standing == declared else f"'{declared}' (finished up to '{standing}')")

    @property
    def texts(self) -> Sequence[Document]:
        """Every text of the release: its documents and its pages."""
        return (*self.documents, *(page.document for page in self.pages))

    def document(self, path: str) -> Document | None:
        """Return the document of this path below the release's root."""
        return next((document for document in self.documents if document.path == path), None)

    def at(self, claim: Claim | None) -> tuple[Document | None, Span | None]:
        """Return where a claim stands, for a hit; nowhere, where there is none."""
        return (self.document(claim.path), claim.span) if claim is not None else (None, None)

    def home(self) -> tuple[Document | None, Span]:
        """Return where a missing thing is reported: at the declared access, the opening fence, or the start."""
        declaration = self.declaration
        if declaration is not None:
            pointer = ("access",) if isinstance(declaration.get("access"), str) else ()
            front = declaration.document.front
            if front is not None and ("release", *pointer) not in front.spots:
                pointer = ()
            return declaration.document, first_line(declaration.document, declaration.span(*pointer))
        return self.top()

    def top(self) -> tuple[Document | None, Span]:
        """Return where a card begins: what its front matter lacks is missing there."""
        for document in self.cards:
            front = document.front
            start = front.span.start if front is not None else 0
            return document, first_line(document, Span(start, start + 3 if front is not None else start))
        return None, Span(0, 0)

    def holds(self, path: str) -> bool:
        """Tell whether the release has a file, or a folder with files, at `path`; True where it was not listed."""
        path = path.removeprefix("./").partition("#")[0].rstrip("/")
        listed = self.release.tree.entries
        return (
            path.startswith("../")
            or self.excluded(path)
            or any(one.path == path or one.path.startswith(path + "/") for one in listed)
        )

    def is_unread(self) -> bool:
        """Tell whether a card that speaks for the release could not be read: what it lacks and says is not known."""
        broken = [filenames.base(one.path) for one in self.release.troubles if filenames.is_card_of(one.path)]
        return bool(broken) and (not self.cards or any(map(filenames.is_unnamed_card, broken)))

    def pointed(self, claim: Claim | None) -> Iterator[tuple[Document, int]]:
        """Yield the sections, by their number, that the declaration names as the place of what it claims: "#safety"."""
        if claim is not None and claim.value == "in-place" and claim.detail.startswith("#"):
            wanted = anchor_key(claim.detail[1:])
            for document in self.cards:
                for number, section in enumerate(document.sections):
                    if anchor_key(section.heading.title) == wanted:
                        yield document, number

    def anchor(self, claim: Claim | None) -> str:
        """Return the anchor, as "#safety", of the section in which a claim stands.

        It is empty for the card's title, which points nowhere, and for a title that several sections have.
        """
        document = self.document(claim.path) if claim is not None else None
        if claim is None or claim.span is None or document is None:
            return ""
        number = document.section_at(claim.span.start)
        slugs = [slug_of(section.heading.title) for section in document.sections]
        if number < 0 or (number == 0 and document.sections[0].heading.depth == 1) or slugs.count(slugs[number]) > 1:
            return ""
        return f"#{slugs[number]}" if _SLUG.fullmatch(slugs[number]) else ""

    def evidence_at(self, document: Document, span: Span) -> Evidence:
        """Return a place in one of the release's texts as the evidence of a finding."""
        line = document.place(span).line
        return Evidence(path=self.release.shown(document.path), line=line, text=shortened(document.slice(span)))

    def evidence(self, claim: Claim | None) -> tuple[Evidence, ...]:
        """Return `claim` as the evidence of a finding."""
        if claim is None:
            return ()
        document, line = self.document(claim.path), claim.place.line if claim.place is not None else None
        text = claim.detail if claim.origin == "tree" else claim.excerpt
        whole = document.slice(document.lines.span(line - 1, line)) if document and line else text
        if claim.origin == "code" and "/" in claim.detail and claim.detail not in whole:
            text += f" ({shortened(claim.detail)})"  # the id stands on another line, or in a variable
        return (Evidence(path=self.release.shown(claim.path) if claim.path else None, line=line, text=text),)


def first_line(document: Document, span: Span) -> Span:
    """Return the part of `span` that lies in its first line."""
    line = document.lines.span(document.lines.index(span.start), document.lines.index(span.start) + 1)
    end = line.start + len(document.slice(line).rstrip("\r\n"))
    return Span(span.start, max(span.start, min(span.end, end)))
