"""The third stage's eyes: a document's prose, tables, code and links to claims, by patterns that are data."""

from releaselint.reading.read import Reading, read

__all__ = ["Reading", "read"]
