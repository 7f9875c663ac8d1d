"""A claim: what one place of a release says about one subject."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal

from releaselint.records import record
from releaselint.text import Place, Span

Origin = Literal[
    "declaration", "checklist", "metadata", "license-file", "tree", "heading", "prose", "table", "code", "link"
]

EXCERPT = 160
"""Characters of a text that a claim quotes at the most."""


@record
class Claim:
    """What is said of `subject`, by whom, and where.

    `value` is a word of the subject's scale: an access level, an availability, a guardrail's status, an
    interface (`web`, `api`), a license id, `addressed` for a concern.
    """

    subject: str
    value: str
    origin: Origin
    path: str = ""
    """The file, from the release's root; empty for none."""
    span: Span | None = None
    """Where in the file's text; None for a file of the tree."""
    place: Place | None = None
    """The same, as people count."""
    excerpt: str = ""
    detail: str = ""
    """A reason, a reference, an id or a size, as the origin gives it."""
    mark: str = ""
    """The word by which claims of one kind are weighed or wanted apart; nobody is shown it."""
    certain: bool = True
    """False where only a reading of prose says so: it may satisfy a requirement, and at most warns."""


HINT: Final = "hint"
"""The mark of what stands where a thing is told, and tells it in no whole sentence: enough for the part of a card."""
OWNED: Final = "owned"
"""The mark of weights that are called proprietary: theirs, which may be offered all the same."""
#: Origins of claims that the card makes in words.
IN_WORDS: Final = ("prose", "table", "heading")


def surest(claims: Iterable[Claim]) -> Claim | None:
    """Return the first claim that is certain, else the first; None where there is none."""
    return min(claims, key=lambda claim: not claim.certain, default=None)


def shortened(text: str, limit: int = EXCERPT, at: int = 0) -> str:
    """Return `text` on one line, cut at `limit` characters; of a longer one, what is around the offset `at`."""
    start = min(at - limit // 3, len(text) - limit)
    if start > 0:
        text = "…" + text[start + 1 :].lstrip()
    text = " ".join(text[: limit * 8].split())
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"
