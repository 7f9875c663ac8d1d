"""No text, however it is made, fails, misplaces anything, or takes more than linear time."""

from __future__ import annotations

import gc
import glob
import os
import time
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_document import read
from test_document_blocks import CORPUS, PIECES

from releaselint.document import Document, parse
from releaselint.document.mask import Stretches, comments, mask, programs
from releaselint.source.decode import decode
from releaselint.source.model import SourceText, Trouble
from releaselint.text import Lines, Place, Span


def check(document: Document) -> None:
    """Assert what holds for every document."""
    text = document.text
    size = len(text)
    for span in spans(document):
        assert 0 <= span.start <= span.end <= size, span
        place = document.place(span)
        assert 1 <= place.line <= place.end_line <= len(document.lines.starts)
        assert place.column >= 1
        assert document.lines.starts[place.line - 1] + place.column - 1 == span.start
        assert document.lines.starts[place.end_line - 1] + place.end_column - 1 == span.end
    assert len(document.mask) == size
    assert Lines(document.mask).starts == document.lines.starts
    assert all(shown in (" ", char) for shown, char in zip(document.mask, text, strict=True))
    front = document.front
    before = 0
    for unit in document.units:
        assert unit.start < unit.end
        assert unit.start >= before
        before = unit.end
        assert not front or unit.end <= front.span.start or unit.start >= front.span.end
        assert document.mask[unit.start : unit.end].strip()
    stack: list[tuple[int, int]] = []
    for index, section in enumerate(document.sections):
        heading = section.heading
        assert section.own.start == section.all.start == heading.span.end
        assert section.own.end <= section.all.end
        assert document.section_at(heading.span.start) == index
        while stack and stack[-1][1] <= heading.span.start:
            stack.pop()
        if stack:
            assert heading.depth > stack[-1][0]
            assert section.all.end <= stack[-1][1]
        stack.append((heading.depth, section.all.end))
    for table in document.tables:
        assert table.rows
        assert all(table.rows)
    for link in document.links:
        assert document.slice(link.span) in (link.target, link.target.removeprefix("mailto:"))


def spans(document: Document) -> Iterator[Span]:
    front = document.front
    if front is not None:
        yield from (front.span, front.inner)
        if front.fault is not None:
            yield Span(front.fault.offset, front.fault.offset)
        for spot in front.spots.values():
            yield from (spot.value,) if spot.key is None else (spot.key, spot.value)
        yield from (span for _, span in front.duplicates)
    yield from (Span(unit.start, unit.end) for unit in document.units)
    for section in document.sections:
        yield from (section.heading.span, section.own, section.all)
    yield from (cell for table in document.tables for row in table.rows for cell in row)
    yield from (task.span for task in document.tasks)
    yield from (link.span for link in document.links)
    yield from (block.span for block in document.code)
    yield from (ignore.span for ignore in document.ignores)
    yield from (ignore.covers for ignore in document.ignores if ignore.covers is not None)


PARTS = [
    *PIECES,
    *(
        "---\n",
        "\n---\n",
        "license: mit\n",
        "tags: [a]\n",
        "# releaselint: ignore[a] b\n",
        "<!-- releaselint: ignore[a] -->",
    ),
    *(
        "<h1>",
        "</h1>",
        "<table>",
        "<tr>",
        "<td>",
        "</td>",
        "<li>",
        "<details>",
        "<script>",
        "<A b={{",
        "https://x.org/a",
        "](",
        "](b)",
        "![",
        "**",
        "<s>",
        "<del>",
    ),
    *("__", "~~", "&amp;", "\u200b", "\ufeff", "\ud800", "\x00", "\x1b", "href='x'", "<a id='x'>", "##T"),
]


@given(st.lists(st.sampled_from(PARTS), max_size=40).map("".join))
@settings(max_examples=1500, deadline=None)
def test_any_mixture_of_markup(text: str) -> None:
    check(read(text))


@given(st.text(max_size=200))
@settings(max_examples=300, deadline=None)
def test_any_text(text: str) -> None:
    check(read(text))


@given(st.binary(max_size=200) | st.text(max_size=80).map(lambda text: text.encode("utf-16")))
@settings(max_examples=500, deadline=None)
def test_any_bytes(data: bytes) -> None:
    got = decode(data, "README.md")
    if isinstance(got, SourceText):
        check(parse(got))
    else:
        assert got.rule == "file-unreadable"


@pytest.mark.skipif(not os.path.isdir(CORPUS), reason="the corpus of real cards is not here")
@pytest.mark.parametrize("folder", ["wild", "wrong", os.path.join("dev", "cards")])
def test_real_cards(folder: str) -> None:
    paths = sorted(glob.glob(os.path.join(CORPUS, folder, "*.md")))
    assert paths
    for path in paths:
        with open(path, "rb") as stream:
            got = decode(stream.read(), os.path.basename(path))
        if isinstance(got, SourceText):
            check(parse(got))


@pytest.mark.parametrize(
    ("data", "text", "bom"),
    [
        (b"a", "a", False),
        (b"\xef\xbb\xbfa", "a", True),
        ("\ufeffé\r\n".encode("utf-16-le"), "é\r\n", True),
        ("\ufeff😀".encode("utf-16-be"), "😀", True),
        (b"", "", False),
        (b"\xe2\x80\xa8\xe2\x80\x8b\x0c", "\u2028\u200b\x0c", False),
    ],
)
def test_bytes_that_are_text(data: bytes, text: str, bom: bool) -> None:
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"
    assert decode(data, "a.md") == SourceText(path="a.md", text=text, bom=bom, encoding=encoding)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"a\nb\xff", "is not valid UTF-8 (byte 4, line 2)"),
        (b"\xef\xbb\xbf\n\xff", "is not valid UTF-8 (byte 5, line 2)"),
        (b"\xed\xa0\x80", "is not valid UTF-8 (byte 1, line 1)"),
        (b"\xff\xfea", "is not valid UTF-16 (byte 3)"),
        (b"\xff\xfe\x00\xd8a\x00", "is not valid UTF-16 (byte 3)"),
        (b"a\n\x00", "holds a NUL byte (line 2): it is not text"),
        (b"\xff\xfe\x00\x00a\x00\x00\x00", "holds a NUL byte (line 1): it is not text"),
    ],
)
def test_bytes_that_are_no_text(data: bytes, reason: str) -> None:
    assert decode(data, "a.md") == Trouble(path="a.md", rule="file-unreadable", reason=reason)


LINE = "".join(("# T", "\u2028", "\f", "\x85", "x"))


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_only_line_feeds_and_carriage_returns_end_lines(ending: str) -> None:
    text = ending.join([LINE, "", "- [x] a\u200b", "", "| a |", "|---|", "| b |", "", "```", "c", "```", ""])
    document = read(text)
    assert [document.slice(Span(unit.start, unit.end)) for unit in document.units] == [LINE[2:], "a\u200b", "a", "b"]
    assert document.place(document.tables[0].rows[1][0]) == Place(line=7, column=3, end_line=7, end_column=4)
    assert document.place(document.code[0].span) == Place(line=9, column=1, end_line=12, end_column=1)
    assert document.tasks[0].ticked
    assert len(document.lines.starts) == 12
    check(document)


def test_lines_are_cut_to_the_text() -> None:
    lines = Lines("ab\r\nc")
    assert lines.place(Span(-3, 99)) == Place(line=1, column=1, end_line=2, end_column=2)
    assert lines.place(Span(4, 2)) == Place(line=2, column=1, end_line=2, end_column=1)
    assert (lines.line(0), lines.line(1), lines.span(0, 1), lines.span(1, 9)) == ("ab", "c", (0, 4), (4, 5))
    assert lines.span(7, 9) == (5, 5)


def test_deep_nesting_is_cut_not_followed() -> None:
    for text in (
        ">" * 10_000 + " x",
        "- " * 10_000 + "x",
        "1. " * 5_000,
        ("  " * 200).join(f"- {n}\n" for n in range(200)),
    ):
        check(read(text))


def test_a_line_of_a_megabyte() -> None:
    document = read("x" * 1_000_000 + "\n# T\n" + "word " * 100_000)
    check(document)
    assert [section.heading.title for section in document.sections] == ["T"]


SHAPES = [
    *(
        "[a](",
        "[a]",
        "](",
        "![",
        "[",
        "]",
        "(",
        ")",
        "<",
        "<a ",
        "<a>",
        "</",
        "`",
        "``` ",
        "*",
        "**a",
        "_",
        "a_",
        "__a",
        "~",
    ),
    *(
        "|",
        "| a ",
        "|-",
        "|\n",
        "a|b\n-|-\n",
        "- ",
        "- a\n",
        "  - a\n",
        "> ",
        ">\n",
        "1. ",
        "#",
        "# a\n",
        "## a\n",
        "##a\n",
    ),
    *(
        "<!--",
        "<!-- -->",
        "<!-- a\n",
        "`<!--",
        "&",
        "&#",
        "&amp;",
        "https://",
        "http",
        "href=",
        'src="',
        "=",
        "\\",
        "\n",
        "\r",
    ),
    *(
        "[a]: b\n",
        "[a]:",
        '[a]: b "',
        "[^a]: b\n",
        "```\n",
        "```\n\n",
        "~~~a\n",
        "- ```\n",
        "    a\n\n",
        "a\n===\n",
        "**a**\n\n",
        "~~a ",
        "<s>a",
        "<del>a",
    ),
    *(
        "<h1>a</h1>",
        "<h1>",
        "<td>",
        "<tr><td>a",
        "<table>\n\n",
        "<div>\n",
        "<p>a",
        "<details>",
        "<script>",
        "<A b={{",
        "<a id='a'>",
        "<a name=",
    ),
    *(
        "releaselint: ignore[",
        "<!-- releaselint: ignore[a] -->\n",
        "<!-- releaselint: ignore[",
        "a <!-- releaselint: ignore[a] -->",
    ),
    *(
        "- [ ] a\n",
        "- [x] ",
        "---\n",
        "\n---\n",
        "\t",
        " ",
        "\u2028",
        "\u200b",
        "| a | b |\n|---|---|\n|\n\n",
        "*a_b`c",
    ),
]
FRONTS = [
    *(
        "# releaselint: ignore[a]\n",
        "- a\n# releaselint: ignore[a]\n",
        "a: 1 # releaselint: ignore[a]\n",
        "#releaselint:",
    ),
    *("a: 1\n", "- ", "[", "{a: ", "? ", "&a ", "'", '"', "a:\n ", "# ignore\n\n", "!!a ", "%", "|\n", ": "),
]


def ratio(work: Callable[[str], object], start: str, unit: str, size: int) -> float:
    """Return how much longer `work` takes on a text four times as long: processor time, the least of a few tries."""

    def once(length: int) -> float:
        text = start + unit * (length // len(unit))
        gc.disable()  # which looks through what all other tests have left, and more often for a long text
        try:
            began = time.process_time()
            work(text)
            return time.process_time() - began
        finally:
            gc.enable()

    found = 99.0
    for _ in range(4):
        short = min(once(size), once(size))
        found = min(found, min(once(4 * size), once(4 * size)) / max(short, 0.002))
        if found < 8:
            break
    return found


@pytest.mark.parametrize("unit", SHAPES)
def test_parsing_takes_linear_time(unit: str) -> None:
    assert ratio(read, "", unit, 12_000) < 12


@pytest.mark.parametrize("unit", FRONTS)
def test_parsing_front_matter_takes_linear_time(unit: str) -> None:
    assert ratio(lambda text: read(text + "\n---\n"), "---\nrelease: 1 # releaselint: ignore[a]\n", unit, 12_000) < 12


def test_a_small_table_makes_no_thousands_of_cells() -> None:
    document = read("|a" * 250 + "|\n" + "|-" * 250 + "|\n" + "|\n" * 250)
    assert sum(len(row) for row in document.tables[0].rows) == 250


def test_stretches_and_what_is_between_them() -> None:
    dark = Stretches([Span(5, 8), Span(0, 2), Span(7, 10), Span(12, 12)])
    assert (dark.starts, dark.ends) == ([0, 5], [2, 10])
    assert [dark.end_at(at) for at in (0, 1, 2, 5, 9, 10)] == [2, 2, 0, 10, 10, 0]
    text = "a <!-- b --> `<!-- c -->`\n`d` <!-- e\n--> <!-- f"
    assert [text[slice(*span)] for span in comments(text, Stretches([]))] == ["<!-- b -->", "<!-- e\n-->"]
    text = "<script>\na </script>\n<B x={{ a: { b: 1 }\n}} c=d>e</B>\n<style>"
    assert [text[slice(*span)] for span in programs(text, Stretches([]))] == [
        "<script>\na </script>",
        "<B x={{ a: { b: 1 }\n}} c=d>",
    ]
    text = "`<script>` a <script> b\n<!--\n<style> --> c </style>\n<script>d</script>"
    dark = Stretches(comments(text, Stretches([])))
    assert [text[slice(*span)] for span in programs(text, dark)] == ["<script>d</script>"]
    assert mask("ab\r\ncd\n**e**", Stretches([Span(1, 5)])) == "a \r\n d\n  e  "
