"""Makes claims of places in a document."""

from __future__ import annotations

from releaselint.claims import Claim, Origin, shortened
from releaselint.document.model import Document
from releaselint.text import Span


def claim_at(
    document: Document,
    span: Span,
    subject: str,
    value: str,
    origin: Origin,
    *,
    detail: str = "",
    mark: str = "",
    certain: bool = True,
    excerpt: str | None = None,
    at: int = 0,
) -> Claim:
    """Return what `document` says at `span`; it quotes `excerpt` around its offset `at`, by default the text there."""
    return Claim(
        subject=subject,
        value=value,
        origin=origin,
        path=document.path,
        span=span,
        place=document.place(span),
        excerpt=shortened(document.slice(span) if excerpt is None else excerpt, at=at),
        detail=detail,
        mark=mark,
        certain=certain,
    )


def claim_in_line(
    document: Document,
    span: Span,
    subject: str,
    value: str,
    origin: Origin,
    detail: str = "",
    mark: str = "",
    *,
    certain: bool = True,
) -> Claim:
    """Return what `document` says at `span`; it quotes the line there."""
    index = document.lines.index(span.start)
    line, at = document.lines.line(index), span.start - document.lines.starts[index]
    return claim_at(
        document, span, subject, value, origin, detail=detail, mark=mark, certain=certain, excerpt=line, at=at
    )
