"""The lines of a card become the same blocks as in the unchanged Markdown library."""

from __future__ import annotations

import glob
import os
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from releaselint.document.blocks import MAX_NESTING, blocks
from releaselint.text import Lines

CORPUS = os.environ.get("RELEASELINT_CORPUS", os.path.join(os.path.dirname(__file__), "..", "..", "shared", "corpus"))
STOCK = MarkdownIt("commonmark").enable("table").disable("inline")

PIECES = [
    *("\n", "\n\n", "\r\n", "\r", " ", "  ", "    ", "\t", "\f", "\u2028", "é", "0", "a", "foo bar", "\\", "\\|", "`"),
    *("> ", ">", "- ", "-", "* ", "+ ", "1. ", "2) ", "12. ", "[x] ", "# ", "## ", "###", "---", "===", "***", "_"),
    *(
        "```",
        "~~~",
        "```py",
        "|",
        "| a | b |",
        "|---|---|",
        ":-:",
        "[a]: b",
        '[a]: <b> "t',
        '"',
        "'",
        "(",
        ")",
        "[",
        "]",
    ),
    *("<div>", "</div>", "<!--", "-->", "<a>", "<?", "<pre>", "</pre>", "<![CDATA[", "    - x"),
]


def ours(text: str) -> list[tuple[Any, ...]]:
    """Return the blocks; of a fence that nothing closes, those before it, and all the library's from there on."""
    lines = Lines(text)
    found: list[tuple[Any, ...]] = []
    for block in blocks(text, lines, [(0, len(lines.starts))]):
        if block.cut:
            return found + stock(text)[len(found) :]
        if block.kind == "table":
            rows = [[text[cell.start : cell.end].replace("\\|", "|") for cell in row] for row in block.rows]
            found.append(("table", block.first, block.last, *filter(None, map(_filled, rows))))
        elif block.kind == "code":
            found.append(("code", block.first, block.last, block.info))
        elif block.kind == "html":
            found.append(("html", block.first, block.last))
        else:
            found.append((block.kind, block.first, block.last, block.around, block.depth))
            if block.kind == "text" and "\t" not in text and "\u2028" not in text and "\f" not in text:
                found.append(tuple(text[block.span.start : block.span.end].split()[:1]))
    return found


def stock(text: str) -> list[tuple[Any, ...]]:
    found: list[tuple[Any, ...]] = []
    inside = {"list_item": 0, "blockquote": 0}
    leaf, depth, place = "", 0, [0, 0]
    rows: list[list[str]] = []
    for token in STOCK.parse(text):
        kind = token.type
        name = kind.removesuffix("_open").removesuffix("_close")
        if name in inside:
            inside[name] += token.nesting
        elif kind in ("paragraph_open", "heading_open"):
            leaf, depth, place = name, int(token.tag[1:] or 0), token.map or place
        elif kind == "table_open":
            leaf, rows, place = "table", [], token.map or place
        elif kind == "tr_open":
            rows.append([])
        elif kind == "table_close":
            found.append(("table", *place, *filter(None, map(_filled, rows))))
        elif kind == "inline" and leaf == "table":
            rows[-1].append(token.content)
        elif kind == "inline":
            around = "item" if inside["list_item"] else "quote" if inside["blockquote"] else ""
            found.append(("text" if leaf == "paragraph" else "heading", *place, around, depth))
            if leaf == "paragraph" and "\t" not in text and "\u2028" not in text and "\f" not in text:
                found.append(tuple(token.content.split()[:1]))
        elif kind in ("fence", "code_block"):
            found.append(("code", *(token.map or ()), token.info.strip()))
        elif kind == "html_block":
            found.append(("html", *(token.map or ())))
    return found


def _filled(row: list[str]) -> tuple[str, ...]:
    cells = [cell.strip() for cell in row]
    while cells and not cells[-1]:
        cells.pop()
    return tuple(cells)


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
@settings(max_examples=800, deadline=None)
def test_any_markdown_has_the_blocks_of_the_library(text: str) -> None:
    try:
        expected = stock(text)
    except IndexError:  # the library's own fault, with HTML on a text's last line within a list
        ours(text)
        return
    assert ours(text) == expected


@pytest.mark.skipif(not os.path.isdir(CORPUS), reason="the corpus of real cards is not here")
def test_real_cards_have_the_blocks_of_the_library() -> None:
    for path in sorted(glob.glob(os.path.join(CORPUS, "w*", "*.md")))[::4]:
        with open(path, encoding="utf-8", errors="replace", newline="") as stream:
            text = stream.read(40_000).replace("\0", "?")
        assert ours(text) == stock(text), path


def test_the_limit_of_nesting_is_the_library_s() -> None:
    assert STOCK.options.maxNesting == MAX_NESTING
    for count in range(5, 24):
        assert ours("> " * count + "x") == stock("> " * count + "x")
        assert ours("- " * count + "x") == stock("- " * count + "x")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("```py\nx\n\n## Limits\n\nNone yet.", [("code", True), ("heading", False), ("text", False)]),
        ("```py\nx\n# Load it\ny", [("code", False)]),  # a comment
        ("```py\nx\n## Load it\ny\n```", [("code", False)]),
        ("~~~~\nx\n~~~\n## Limits\n~~~~~  \n", [("code", False)]),
        ("- ```py\n  x\n  ## Limits\n", [("code", False)]),  # the end of the item closes it
    ],
)
def test_a_fence_that_nothing_closes_ends_before_the_next_heading(text: str, expected: list[tuple[str, bool]]) -> None:
    lines = Lines(text)
    assert [(block.kind, block.cut) for block in blocks(text, lines, [(0, len(lines.starts))])] == expected
