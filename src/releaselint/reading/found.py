"""What a pattern finds: a claim, and the pattern that made it."""

from __future__ import annotations

from typing import NamedTuple

from releaselint.claims import Claim, Origin, shortened
from releaselint.reading.patterns import Pattern
from releaselint.reading.reading import Reading
from releaselint.text import Span


class Found(NamedTuple):
    """A claim, and the pattern that made it."""

    claim: Claim
    pattern: Pattern


def found(
    reading: Reading,
    pattern: Pattern,
    value: str,
    origin: Origin,
    span: Span,
    shown: Span | None = None,
    mark: str | None = None,
) -> Found:
    """Return the claim that `pattern` makes at `span`; `shown` is what it quotes, where that is not the same.

    `mark` is another one than the pattern's.
    """
    document = reading.document
    claim = Claim(
        subject=pattern.subject,
        value=value,
        origin=origin,
        path=document.path,
        span=span,
        place=document.place(span),
        excerpt=shortened(document.slice(shown or span), at=span.start - (shown or span).start),
        mark=pattern.mark if mark is None else mark,
        certain=pattern.certain,
    )
    return Found(claim, pattern)
