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
) -> Claim:
    """Return what `document` says at `span`; it quotes `excerpt`, by default the text there, both shortened."""
    return Claim(
        subject=subject,
        value=value,
        origin=origin,
        path=document.path,
        span=span,
        place=document.place(span),
        excerpt=shortened(document.slice(span) if excerpt is None else excerpt),
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
    """Return what `document` says at `span`; it quotes the whole line there."""
    line = document.lines.line(document.lines.index(span.start))
    return claim_at(document, span, subject, value, origin, detail=detail, mark=mark, certain=certain, excerpt=line)
