"""Reads what badges say: images whose address holds the words that they show."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from releaselint.document.model import Document
from releaselint.regex import regex
from releaselint.text import Span

HOST: Final = "shields.io/"
#: badge/LABEL-MESSAGE-COLOR, where a doubled mark is that mark; static/v1?label=LABEL&message=MESSAGE
_BADGE = regex(r"shields\.io/badge/(?P<words>[^?#/\t\r\n\"')]{3,200})")
_STATIC = regex(r"shields\.io/static/v1\?(?P<query>[^\t\r\n\"')]{3,300})")
_DASH = regex(r"(?<!-)-(?!-)")


class Badge(NamedTuple):
    """A badge's two halves, and the place of its address."""

    label: str
    message: str
    span: Span


def badges(document: Document) -> Iterator[Badge]:
    """Yield the badges of `document`, in order."""
    for link in document.links if HOST in document.text else ():
        words = badge_words(link.target)
        if words is not None:
            yield Badge(*words, link.span)


def badge_words(address: str) -> tuple[str, str] | None:
    """Return the two halves of the first badge that `address` holds; None where it holds none, or one of one word."""
    badge, static = _BADGE.search(address), _STATIC.search(address)
    if badge is not None:
        words = [_plain(word) for word in _DASH.split(badge["words"])]
        return (words[0], " ".join(words[1:-1])) if len(words) > 2 else None
    if static is not None:
        query = static["query"].replace("&amp;", "&").replace("+", " ")
        fields = dict(field.partition("=")[::2] for field in query.split("&"))
        return _decoded(fields.get("label", "")), _decoded(fields.get("message", ""))
    return None


def _plain(word: str) -> str:
    return _decoded(word.replace("--", "-").replace("__", "\0").replace("_", " ").replace("\0", "_")).strip()


def _decoded(word: str) -> str:
    from urllib.parse import unquote  # which few cards need, and whose import takes longer than reading one

    return unquote(word)
