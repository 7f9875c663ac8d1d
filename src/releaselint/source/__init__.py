"""The first stage: paths and streams to releases, which are texts, file names and sizes."""

from releaselint.source.find import find_releases, release_of_text
from releaselint.source.model import Entry, Release, SourceText, Tree, Trouble

__all__ = ["Entry", "Release", "SourceText", "Tree", "Trouble", "find_releases", "release_of_text"]
