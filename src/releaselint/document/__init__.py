"""The second stage: a card's text to its parts, each with its place."""

from releaselint.document.model import Document
from releaselint.document.parse import parse

__all__ = ["Document", "parse"]
