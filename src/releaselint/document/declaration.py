"""Reads `release.yaml` as a document whose front matter is the whole file, under the key `release`.

A file that has this key itself, as a card has it, is read as one; what stands beside it is not ours.
"""

from __future__ import annotations

import re

from releaselint.document.events import Spot, YamlFault, read_yaml
from releaselint.document.front import FrontMatter
from releaselint.document.ignores import yaml_ignores
from releaselint.document.model import Document
from releaselint.source.model import SourceText
from releaselint.text import Lines, Span


def parse_declaration(source: SourceText) -> Document:
    """Return `release.yaml` in the shape of a card: `front.values["release"]` is what it holds."""
    text = source.text
    read = read_yaml(text, everything=True)
    whole = Span(0, len(text))
    lines = Lines(text)
    wrapped = isinstance(read.value, dict) and "release" in read.value and "access" not in read.value
    values, spots, duplicates = read.value, read.spots, read.duplicates
    if not wrapped:
        values = {} if read.fault or read.value is None else {"release": read.value}
        spots = {("release",): Spot(key=None, value=whole)}
        spots |= {("release", *pointer): spot for pointer, spot in read.spots.items()}
        duplicates = [(("release", *pointer), span) for pointer, span in read.duplicates]
    front = FrontMatter(
        values=values,
        span=whole,
        inner=whole,
        spots=spots,
        duplicates=tuple(duplicates),
        booleans={},
        fault=read.fault if isinstance(read.fault, YamlFault) else None,
    )
    return Document(
        path=source.path,
        text=text,
        lines=lines,
        front=front,
        body=len(text),
        mask=re.sub(r"[^\r\n]", " ", text),
        ignores=tuple(yaml_ignores(text, lines, whole)),
    )
