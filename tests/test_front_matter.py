"""Front matter is found as the Hub finds it, told where the Hub is blind, and read without anything that can hurt."""

from __future__ import annotations

import re
import textwrap
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st
from test_document import cases, dump, read
from test_hostile_texts import ratio

from releaselint.document.events import MAX_DEPTH, MAX_NODES, Spot, read_yaml, resolve
from releaselint.document.front import MAX_FRONT, find_front
from releaselint.text import Lines, Span

#: The grammar of huggingface_hub 1.25.
HUB = re.compile(r"^(\s*---(?:\r\n|\r|\n))([\S\s]*?)((?:\r\n|\r|\n)---[ \t]*(\r\n|\n|$))")

FRONTS = list(cases("front"))


@pytest.mark.parametrize(("card", "expected"), [case[1:] for case in FRONTS], ids=[case[0] for case in FRONTS])
def test_front(card: str, expected: str) -> None:
    assert dump(read(card)) == expected


PIECES = [
    *("---", "----", "--", "...", "\n", "\n", "\r\n", "\r", " ", "\t", "\u2028", "\f", "\ufeff", "\u200b", "text"),
    *("license: mit", "tags:", "- a", "# c", "<!-- c -->", "```", "\n---\n", "---\nlicense: mit\n"),
]


@given(st.lists(st.sampled_from(PIECES), max_size=16).map("".join))
@example("---\r\n---\r\n")
@example("---\n---\n---\n")
@example(" " * 5000 + "---\na: b\n---")
@settings(max_examples=1500, deadline=None)
def test_it_is_seen_exactly_when_the_hub_sees_it(text: str) -> None:
    match = HUB.search(text)
    block = match.group(2) if match else ""
    front = find_front(text)
    if front is None or front.unseen is not None:
        # A block of nothing but comments has the grammar, and no metadata.
        assert not block.strip() or _nothing(block)
    else:
        assert match is not None
        assert block.strip()
        assert text[front.inner.start : front.inner.end] == block
        assert front.span.end == match.end()


def _nothing(block: str) -> bool:
    read = read_yaml(block)
    return read.fault is None and read.value is None


@given(st.lists(st.sampled_from(PIECES), max_size=16).map("".join))
@example("---\ntags: [a]\n<li>\r\n(\n\na")
@settings(max_examples=1000, deadline=None)
def test_its_spans_are_whole_lines(text: str) -> None:
    front = find_front(text)
    if front is not None:
        assert 0 <= front.span.start <= front.inner.start <= front.inner.end <= front.span.end <= len(text)
        assert front.span.end == len(text) or front.span.end in Lines(text).starts
        assert text.startswith("---", front.span.start)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("\u200b---\nlicense: mit\n---\n", "an invisible character (U+200B) stands before it"),
        ("---\rlicense: mit\r---\rtext", "a bare carriage return ends its closing '---'"),
        ("--- \nlicense: mit\n---\n", "a space stands behind the opening '---'"),
        ("---\t\r\nlicense: mit\r\n---\r\n", "a space stands behind the opening '---'"),
        ("----\r\nlicense: mit\r\n----\r\n", "its fence is '----' and not '---'"),
        ("# T\r\n\r\n---\r\nlicense: mit\r\n---\r\n", "text stands before it"),
        ("---\r\n---\r\n", "it is empty"),
        ("---\nlicense: mit", "no '---' closes it"),
        ("---\r\nlicense: mit\r\n\r\n# T\r\n", "no '---' closes it"),
        ("---\n\u2028\n---\n", "it is empty"),
        ("<!-- a -->\n<!-- b\n-->---\n---\nlicense: mit\n---\n", "text stands before it"),
        ("<!-- a -->\n\n<!-- b -->\n---\nlicense: mit\n---\n", "a comment stands before it"),
        ("<!-- a\n---\nlicense: mit\n---\n", "text stands before it"),
    ],
)
def test_what_the_hub_does_not_see_is_told(text: str, reason: str) -> None:
    front = find_front(text)
    assert front is not None
    assert front.unseen == reason
    assert front.fault is None
    assert front.values in ({}, {"license": "mit"})


@pytest.mark.parametrize(
    "text",
    [
        "---\nlicense: mit\n---",
        "---\r\nlicense: mit\r\n---\t\r\nx",
        "\f\n ---\nlicense: mit\n---\n",
        "---\rlicense: mit\r---",
    ],
)
def test_what_the_hub_sees_is_no_matter_of_line_endings(text: str) -> None:
    front = find_front(text)
    assert front is not None
    assert (front.unseen, front.fault, front.values) == (None, None, {"license": "mit"})


def test_invisible_characters_around_it_move_no_place() -> None:
    text = '---\n\ufefflicense: mit\nname: "é\u2028 ö 😀"\nx: [y]\n---\n'
    front = find_front(text)
    assert front is not None
    spot = front.spots["x",]
    assert spot.key is not None
    assert text[slice(*spot.key)] == "x"
    assert text[slice(*spot.value)] == "[y]"
    assert text[slice(*front.spots["license",].value)] == "mit"


def places(text: str, **options: Any) -> dict[str, tuple[str, str]]:
    """Return the text of each key and value that has a place."""

    def cut(span: Span | None) -> str:
        return text[span.start : span.end] if span else ""

    spots: dict[tuple[str | int, ...], Spot] = read_yaml(text, **options).spots
    return {"/".join(map(str, pointer)): (cut(spot.key), cut(spot.value)) for pointer, spot in spots.items()}


def test_places_of_keys_items_and_what_is_asked_for() -> None:
    text = textwrap.dedent("""\
        license: mit   # c
        tags:
        - a
        - "b c"
        release:
          access: api
          stages: [{name: x}]
        text: |
          long
          text

        model-index: [{name: {a: 1}}]
        empty:
        """)
    assert places(text, deep=("release",)) == {
        "license": ("license", "mit"),
        "tags": ("tags", '- a\n- "b c"'),
        "tags/0": ("", "a"),
        "tags/1": ("", '"b c"'),
        "release": ("release", "access: api\n  stages: [{name: x}]"),
        "release/access": ("access", "api"),
        "release/stages": ("stages", "[{name: x}]"),
        "release/stages/0": ("", "{name: x}"),
        "release/stages/0/name": ("name", "x"),
        "text": ("text", "|\n  long\n  text\n\n"),
        "model-index": ("model-index", "[{name: {a: 1}}]"),
        "model-index/0": ("", "{name: {a: 1}}"),
        "empty": ("empty", ""),
    }
    assert "model-index/0/name/a" in places(text, everything=True)


def test_duplicates_and_booleans_are_told() -> None:
    text = "language: [en, no, on]\na: 1\na: 2\ninference: false\nx: {b: 1, b: 2}\nlicense: yes\n"
    found = read_yaml(text)
    assert found.value == {"language": ["en", False, True], "a": 2, "inference": False, "x": {"b": 2}, "license": True}
    assert found.booleans == {
        ("language", 1): "no",
        ("language", 2): "on",
        ("inference",): "false",
        ("license",): "yes",
    }
    assert [(pointer, text[slice(*span)]) for pointer, span in found.duplicates] == [(("a",), "a"), (("x", "b"), "b")]
    deep = "release: [[{a: 1, a: 2}]]"
    assert [pointer for pointer, _ in read_yaml(deep).duplicates] == [("…", "a")]
    assert [pointer for pointer, _ in read_yaml(deep, everything=True).duplicates] == [("release", 0, 0, "a")]


CANNOT_START = "found character that cannot start any token while scanning for the next token"
BAD_ESCAPE = "found invalid Unicode character escape code while parsing a quoted scalar"


@pytest.mark.parametrize(
    ("text", "message", "at"),
    [
        ("a: &x 1\nb: *x", "uses the alias '*x'", "*x"),
        ("a: 1\n<<: {b: 1}", "uses a merge key ('<<')", "<<"),
        ("a: !!python/object:os.system {}", "uses the tag 'tag:yaml.org,2002:python/object:os.syst…'", "!!python"),
        ("a: !!int x", "uses the tag 'tag:yaml.org,2002:int'", "!!int"),
        ("a: !x 1", "uses the tag '!x'", "!x"),
        ("[a]: 1", "has a key that is not plain text", "[a]"),
        ("? {a: b}\n: 1", "has a key that is not plain text", "{a"),
        ("a: 1\n---\nb: 2", "holds a second YAML document", "---"),
        ("a: 'é\x07'", "holds a control character that YAML does not allow", "\x07"),
        ("a: b: c", "is not valid YAML: mapping values are not allowed in this context", ": c"),
        ("a: [1", "is not valid YAML: did not find expected ',' or ']' while parsing a flow sequence", ""),
        (
            "\ta: 1",
            "is not valid YAML: found character that cannot start any token while scanning for the next token",
            "\ta",
        ),
        (
            "a: @x",
            "is not valid YAML: found character that cannot start any token while scanning for the next token",
            "@x",
        ),
        (
            'a: "\\ud800"',
            "is not valid YAML: found invalid Unicode character escape code while parsing a quoted scalar",
            "d800",
        ),
    ],
)
def test_what_is_refused_is_told_with_its_place(text: str, message: str, at: str) -> None:
    found = read_yaml(text, base=100)
    assert found.value is None
    assert found.fault is not None
    assert found.fault.message == message
    if at:
        assert found.fault.offset == 100 + text.rindex(at)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2024-13-45", "2024-13-45"),
        ("2026-05-02", "2026-05-02"),
        ("12:30:45", "12:30:45"),
        ("0755", 493),
        ("0b11", 3),
        ("0x1F", 31),
        ("0x", "0x"),
        ("089", "089"),
        ("1_000", 1000),
        ("1" * 40, int("1" * 40)),
        ("1" * 5000, "1" * 5000),
        ("1e3", "1e3"),
        ("1.5e+3", 1500.0),
        ("-.inf", float("-inf")),
        ("~", None),
        ("Null", None),
        ("NO", False),
        ("y", "y"),
        ("-", "-"),
        ("+", "+"),
        (".", "."),
        ("", None),
    ],
)
def test_plain_scalars_mean_what_yaml_says_but_dates_and_base_60_stay_text(text: str, value: object) -> None:
    assert resolve(text) == value
    assert type(resolve(text)) is type(value)


def test_nan_is_a_number_that_is_none() -> None:
    value = resolve(".nan")
    assert value != value


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-(10**30), 10**30) | st.floats(allow_nan=False) | st.text(max_size=12),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
        max_leaves=12,
    ),
    st.booleans(),
)
@settings(max_examples=300, deadline=None)
def test_what_is_dumped_is_read_back(value: object, flow: bool) -> None:
    text = yaml.safe_dump(value, allow_unicode=True, default_flow_style=flow)
    found = read_yaml(text)
    refused = found.fault is not None and found.fault.message.startswith(("uses", "has a key", "holds a control"))
    # The dumper writes some line separators so that no reader gets them back.
    assert refused or found.value == value or yaml.safe_load(text) != value


@given(
    st.text(max_size=200)
    | st.lists(st.sampled_from([*":-[]{}#&*!|>'\"%@`,? \n\t", "a", "é"]), max_size=40).map("".join)
)
@settings(max_examples=1000, deadline=None)
def test_no_text_fails_and_every_place_lies_inside(text: str) -> None:
    found = read_yaml(text, everything=True)
    for spot in found.spots.values():
        for span in (spot.key, spot.value):
            assert span is None or 0 <= span.start <= span.end <= len(text)
    if found.fault:
        assert found.value is None
        assert 0 <= found.fault.offset <= len(text)
        assert "\n" not in found.fault.message


def test_lone_surrogates_move_no_place() -> None:
    assert places("a: '\ud800'\nb: x") == {"a": ("a", "'\ud800'"), "b": ("b", "x")}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[" * 100_000, "nest"),
        ("[" * 500, f"is nested more than {MAX_DEPTH} levels deep"),
        ("{a: " * 100_000, f"is nested more than {MAX_DEPTH} levels deep"),
        ("- " * 20_000 + "x", f"is nested more than {MAX_DEPTH} levels deep"),
        ("a: &a [x]\n" + "".join(f"b{n}: &b{n} [*a, *a]\n" for n in range(30)), "uses the alias '*a'"),
        ("x: [" + "1," * MAX_NODES + "]", f"has more than {MAX_NODES:,} values"),
    ],
)
def test_bombs_are_refused_early(text: str, message: str) -> None:
    found = read_yaml(text)
    assert found.fault is not None
    assert message in found.fault.message


def test_the_deepest_that_is_read() -> None:
    assert read_yaml("[" * MAX_DEPTH + "]" * MAX_DEPTH).fault is None


def test_too_much_front_matter_is_not_read() -> None:
    front = find_front("---\na: " + "x" * MAX_FRONT + "\n---\n")
    assert front is not None
    assert front.fault is not None
    assert front.fault.message == "has more than 1,048,576 characters"


@pytest.mark.parametrize(
    "unit",
    [
        "---\n",
        "---\nlicense: mit\n: x\n",
        "----\n",
        "\r\n---\r",
        " \n",
        "\n",
        "---",
        "<!--",
        "<!-- -->\n",
        "```\n---\n",
        "license: mit\n",
        "- \n",
        "# releaselint: ignore[a]\n",
    ],
)
def test_finding_it_takes_linear_time(unit: str) -> None:
    for start in ("", "---\n", "# T\n---\nlicense: mit\n"):
        assert ratio(find_front, start, unit, 60_000) < 12
    assert ratio(lambda text: find_front(text + "\n---\nlicense: mit\n---\n"), "", unit, 60_000) < 12
