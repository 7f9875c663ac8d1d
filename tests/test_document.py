"""A card in, its parts out: what each stretch of Markdown becomes, with every place told by the text at it."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from releaselint.document import Document, parse
from releaselint.source.model import SourceText
from releaselint.text import Span

HERE = os.path.dirname(__file__)


def read(text: str) -> Document:
    return parse(SourceText(path="README.md", text=text))


def cases(name: str) -> Iterator[tuple[str, str, str]]:
    """Yield title, card and expected dump of each case in `tests/cards/NAME.txt`."""
    with open(os.path.join(HERE, "cards", name + ".txt"), encoding="utf-8", newline="\n") as stream:
        for case in stream.read().split("@@ ")[1:]:
            title, _, rest = case.partition("\n")
            card, _, expected = rest.partition("@=\n")
            yield title, card, expected


def dump(document: Document) -> str:
    """Return everything that `document` holds, one thing a line."""
    cut = document.slice
    lines = []
    front = document.front
    if front is not None:
        lines.append(f"front {cut(front.inner)!r} {front.values}")
        if front.unseen:
            lines.append(f"unseen: {front.unseen}")
        if front.fault:
            place = document.place(Span(front.fault.offset, front.fault.offset))
            lines.append(f"fault {place.line}:{place.column}: {front.fault.message}")
    lines += [f"{unit.kind}: {cut(Span(unit.start, unit.end))!r}" for unit in document.units]
    for section in document.sections:
        heading = section.heading
        lines.append(f"section {heading.depth} {heading.title!r} at {cut(heading.span)!r}: {_ends(cut(section.all))}")
    for table in document.tables:
        lines.append("table: " + " / ".join(str([cut(cell) for cell in row]) for row in table.rows))
    lines += [f"task {'x' if task.ticked else '-'}: {cut(task.span)!r}" for task in document.tasks]
    for link in document.links:
        assert cut(link.span) in (link.target, link.target.removeprefix("mailto:"))
    lines += [f"link: {link.target}" for link in document.links]
    lines += [f"code {block.language}: {cut(block.span)!r}" for block in document.code]
    for ignore in document.ignores:
        covers = "the file" if ignore.covers is None else repr(cut(ignore.covers))
        lines.append(f"ignore {', '.join(ignore.rules)} ({ignore.reason}): {covers}")
    if document.anchors:
        lines.append(f"anchors: {', '.join(sorted(document.anchors))}")
    lines.append("mask: " + " ".join(document.mask.split()))
    return "".join(line + "\n" for line in lines)


def _ends(text: str) -> str:
    text = " ".join(text.split())
    return repr(text if len(text) <= 50 else f"{text[:22]} … {text[-22:]}")


DOCUMENTS = list(cases("document"))


@pytest.mark.parametrize(("card", "expected"), [case[1:] for case in DOCUMENTS], ids=[case[0] for case in DOCUMENTS])
def test_card(card: str, expected: str) -> None:
    assert dump(read(card)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "{}\nA note.\n",
        "> {}\n> A note.\n",
        "> [!NOTE]\n> {}\n> A note.\n",
        "- {}\n  A note.\n",
        "1. {}\n   A note.\n",
    ],
)
@pytest.mark.parametrize("ignore", ["ignore[a]", "ignore [a]"])
def test_an_ignore_alone_in_its_line_covers_what_follows(text: str, ignore: str) -> None:
    card = text.format(f"<!-- releaselint: {ignore} quoted -->")
    (found,) = parse(SourceText(path="README.md", text=card)).ignores
    assert found.rules == ("a",)
    assert found.covers is not None
    assert card[: found.covers.end].endswith("A note.")
