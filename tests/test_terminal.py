"""The full format at a terminal: lines that fit, marks below what they mean, colors and links only where they show."""

from __future__ import annotations

import os
import re
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releaselint.cli import terminal as streams
from releaselint.findings.model import Edit, Evidence, Finding, Fix, ReleaseReport, Report
from releaselint.records import replace
from releaselint.report import DOCS, Options, renderer
from releaselint.report.columns import columns, cut, excerpt, flow
from releaselint.text import Place

CHARS = st.sampled_from("ab: \t\x1b\x00é模ｱ#[\u0301\u202e\U0001f600…'")
LINES = st.lists(CHARS, max_size=120).map("".join)


def finding(**values: Any) -> Finding:
    known: dict[str, Any] = {
        "rule": "license-unknown",
        "severity": "error",
        "message": "the Hub knows no license 'teapot', and this sentence is long enough to be broken in two",
        "release": "reed",
        "subject": None,
        "basis": None,
        "path": "reed/README.md",
        "place": Place(line=2, column=10, end_line=2, end_column=16),
        "source": "license: teapot",
        "help": "use an id of the Hub's list",
        "evidence": (Evidence(path="reed/LICENSE", line=3, text="MIT"),),
        "fixable": True,
        "excerpt": "",
        "fix": Fix(path="README.md", safe=True, edits=(Edit(9, 15, "mit"),)),
    }
    return Finding(**known | values)


def shown(*found: Finding, releases: int = 1, form: str = "full", **options: Any) -> str:
    release = ReleaseReport(
        path="reed", declared="api", evident=None, license=None, generative=False, summary={}, findings=found
    )
    others = [replace(release, path=f"other-{number}", findings=()) for number in range(releases - 1)]
    return "".join(renderer(form)(Report(releases=(release, *others)), Options(**options)))


def test_a_finding_is_shown_as_rustc_would() -> None:
    assert shown(finding()) == (
        "reed/README.md:2:10: error: the Hub knows no license 'teapot', and this sentence is long enough to be broken "
        "in two [license-unknown]\n"
        "  |\n"
        "2 | license: teapot\n"
        "  |          ^^^^^^\n"
        "  = evidence: reed/LICENSE:3: MIT\n"
        "  = help: use an id of the Hub's list\n"
        "  = fix: --fix writes 'mit'\n"
        "\n"
        "1 error in 1 release\n"
        "fixable: 1 with --fix\n"
    )


def test_a_narrow_terminal_breaks_lines_between_words() -> None:
    assert shown(finding(), wrap=True, width=44) == (
        "reed/README.md:2:10: error: the Hub knows no\n"
        "    license 'teapot', and this sentence is\n"
        "    long enough to be broken in two\n"
        "    [license-unknown]\n"
        "  |\n"
        "2 | license: teapot\n"
        "  |          ^^^^^^\n"
        "  = evidence: reed/LICENSE:3: MIT\n"
        "  = help: use an id of the Hub's list\n"
        "  = fix: --fix writes 'mit'\n"
        "\n"
        "1 error in 1 release\n"
        "fixable: 1 with --fix\n"
    )


def test_several_releases_have_a_line_each_that_has_findings() -> None:
    text = shown(finding(), finding(severity="warning"), finding(severity="note"), releases=3)
    assert text.startswith("reed (declared 'api'): 1 error, 1 warning\n\nreed/README.md:2:10: error:")
    assert "other" not in text
    assert "1 error, 1 warning in 3 releases (1 note hidden: --severity note)\n" in text
    assert text.endswith("fixable: 2 with --fix\n")


@pytest.mark.parametrize(
    ("place", "source", "expected"),
    [
        (Place(line=4, column=3, end_line=6, end_column=2), "  a: [b,", "  a: [b,\n  |   ^^^^^^ to line 6"),
        (Place(line=4, column=3, end_line=5, end_column=1), "  a: b", "  a: b\n  |   ^^^^"),
        (Place(line=4, column=3, end_line=4, end_column=3), "  a: b", "  a: b\n  |   ^"),
        (Place(line=4, column=9, end_line=4, end_column=9), "  a: b", "  a: b\n  |       ^"),
        (Place(line=4, column=2, end_line=4, end_column=4), "模型許可", "模型許可\n  |   ^^^^"),
        (Place(line=4, column=3, end_line=4, end_column=4), "e\u0301\ta", "e\u0301 a\n  |  ^"),
        (Place(line=4, column=9, end_line=4, end_column=10), "##[group]x", "## [group]x\n  |          ^"),
    ],
)
def test_marks_stand_below_what_is_meant(place: Place, source: str, expected: str) -> None:
    assert f"4 | {expected}\n" in shown(finding(place=place, source=source))


def test_a_long_line_is_shown_around_the_place() -> None:
    source = "模" * 100 + "teapot" + "b" * 100
    text = shown(finding(place=Place(line=4, column=101, end_line=4, end_column=107), source=source), width=50)
    excerpted, marks = text.splitlines()[2:4]
    assert excerpted == "4 | …" + "模" * 5 + "teapot" + "b" * 28 + "…"
    assert marks == "  | " + " " * 11 + "^^^^^^"


@given(LINES, st.integers(0, 130), st.integers(0, 130), st.integers(40, 100))
def test_an_excerpt_fits_and_hides_nothing_behind_a_control(source: str, start: int, size: int, width: int) -> None:
    text, marks = excerpt(source, start, start + size, width)
    assert columns(text) <= width
    assert columns(marks) <= width + 1
    assert re.fullmatch(r" *\^+", marks)
    assert not any(unicodedata.category(char) in ("Cc", "Cf") for char in text)


@given(st.lists(st.tuples(st.text("ab 模", min_size=1), st.sampled_from(["", "1"])), max_size=9), st.integers(20, 60))
def test_lines_hold_all_words_and_fit(parts: list[tuple[str, str]], width: int) -> None:
    lines = ["".join(" ".join(words for words, _ in line)) for line in flow(parts, width, "  ")]
    assert " ".join(lines).split() == " ".join(text for text, _ in parts).split()
    longest = max((columns(word) for text, _ in parts for word in text.split(" ")), default=0)
    assert all(columns(line) <= max(width, longest + 2) for line in lines)


@given(LINES, st.integers(1, 60))
def test_what_is_cut_fits(text: str, width: int) -> None:
    assert columns(cut(text, width)) <= max(width, 1)


def test_colors_and_links_change_no_word() -> None:
    plain = shown(finding(), finding(severity="warning"), wrap=True, width=60, releases=2)
    bright = shown(finding(), finding(severity="warning"), wrap=True, width=60, releases=2, color=True, links=True)
    assert f"\x1b]8;;{DOCS}license-unknown\x1b\\license-unknown\x1b]8;;\x1b\\" in bright
    assert re.sub(r"\x1b\[[\d;]*m|\x1b\]8;;[^\x1b]*\x1b\\", "", bright) == plain
    assert "\x1b]8" not in shown(finding(), color=True)


def test_statistics_count_the_most_frequent_first() -> None:
    text = shown(finding(), *[finding(rule="empty-section", severity="warning")] * 11, statistics=True)
    assert text.splitlines()[:2] == ["11  warning  empty-section", " 1  error    license-unknown"]


def test_fixes_are_told_as_what_they_are() -> None:
    fixes = {
        '--fix writes "no"': Fix(path="", safe=True, edits=(Edit(0, 1, '"no"'),)),
        "--fix removes it": Fix(path="", safe=True, edits=(Edit(0, 1, ""),)),
        "--unsafe-fixes writes 'x'": Fix(path="", safe=False, edits=(Edit(0, 1, "x"),)),
    }
    for told, fix in fixes.items():
        assert f"  = fix: {told}\n" in shown(finding(fix=fix))
    assert "fixable: 2 with --fix, 1 more with --unsafe-fixes\n" in shown(*(finding(fix=fix) for fix in fixes.values()))
    assert "fixable" not in shown(finding(fix=None))


class Stream:
    """A standard stream that may be a terminal, and remembers."""

    def __init__(self, terminal: bool) -> None:
        self.terminal, self.text = terminal, ""

    def isatty(self) -> bool:
        return self.terminal

    def write(self, text: str) -> None:
        self.text += text

    def flush(self) -> None:
        pass


@pytest.mark.parametrize(
    ("when", "terminal", "environment", "expected"),
    [
        ("auto", True, {}, True),
        ("auto", False, {}, False),
        ("auto", True, {"NO_COLOR": "1"}, False),
        ("auto", True, {"NO_COLOR": ""}, True),
        ("auto", True, {"TERM": "dumb"}, False),
        ("always", False, {"NO_COLOR": "1"}, True),
        ("never", True, {}, False),
    ],
)
def test_colors_are_for_terminals(
    monkeypatch: pytest.MonkeyPatch, when: str, terminal: bool, environment: dict[str, str], expected: bool
) -> None:
    monkeypatch.setattr(os, "environ", {"TERM": "xterm"} | environment)
    monkeypatch.setattr("sys.stdout", Stream(terminal))
    assert streams.colored(when) is expected


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, False),
        ({"TERM_PROGRAM": "vscode"}, True),
        ({"VTE_VERSION": "7600"}, True),
        ({"VTE_VERSION": "7600", "CI": "1"}, False),
    ],
)
def test_links_are_for_terminals_that_are_known_to_show_them(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], expected: bool
) -> None:
    monkeypatch.setattr(os, "environ", {"TERM": "xterm"} | environment)
    monkeypatch.setattr("sys.stdout", Stream(True))
    assert streams.linked("auto") is expected
    monkeypatch.setattr("sys.stdout", Stream(False))
    assert streams.linked("always") is False


def test_progress_is_for_terminals_and_leaves_no_trace(monkeypatch: pytest.MonkeyPatch) -> None:
    for terminal, expected in (
        (False, ""),
        (True, "\r\x1b[Kchecking 2 of 4 releases\r\x1b[Kchecking 3 of 4 releases\r\x1b[K"),
    ):
        now = iter(range(100))
        monkeypatch.setattr("time.monotonic", lambda now=now: next(now))
        stream = Stream(terminal)
        monkeypatch.setattr("sys.stderr", stream)
        show = streams.progress()
        for done in range(4):
            show(done, 4)
        assert stream.text.replace("\r\x1b[Kchecking 1 of 4 releases", "") == expected


def test_the_picture_in_the_readme_is_what_the_terminal_shows() -> None:
    picture = (Path(__file__).parents[1] / "docs" / "img" / "check-faulty.svg").read_text(encoding="utf-8")
    assert "access-wider-than-declared" in picture
    assert "<script" not in picture
