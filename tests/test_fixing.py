"""Fixes mend what they name, and nothing else: card in, card out; no fix does harm, and each is done once."""

from __future__ import annotations

import os
import stat
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from command import run, written
from hypothesis import given, settings
from hypothesis import strategies as st

from releaselint.api import Bench
from releaselint.config import Config
from releaselint.document import Document, parse
from releaselint.errors import UsageError
from releaselint.findings.model import Finding
from releaselint.fixing import Mended, mend
from releaselint.records import replace
from releaselint.source import Release, SourceText, Tree, find_releases, release_of_text

BENCH = Bench(Config())


def release(card: str, name: str = "README.md") -> Release:
    return replace(release_of_text(card.encode(), name), tree=Tree(kind="local"))


def mended(card: str, name: str = "README.md", **options: Any) -> Mended:
    return mend(release(card, name), BENCH, write=False, **options)


def fixed(card: str, **options: Any) -> str:
    return mended(card, **options).texts.get("README.md", card)


def found(card: str) -> list[Finding]:
    return list(BENCH.report(release(card)).findings)


def comments(document: Document) -> Counter[str]:
    return Counter(document.slice(one.span) for one in document.ignores)


def values(card: str) -> dict[str, Any]:
    front = parse(SourceText(path="README.md", text=card)).front
    assert front is not None
    assert front.fault is None, front.fault
    return front.values


#: What each safe fix does: the front matter before and after.
SAFE = {
    "a license in another spelling": ("license: Apache 2.0\n", "license: apache-2.0\n"),
    "a license in quotes": ("license: 'MIT License'  # see LICENSE\n", "license: mit  # see LICENSE\n"),
    "a license in a list": ("license:\n- MIT\n- Apache 2.0\n", "license:\n- mit\n- apache-2.0\n"),
    "a license in a flow list": ("license: [ MIT , 'Apache 2.0' ]\n", "license: [ mit , apache-2.0 ]\n"),
    "a misspelt key": ("licence: mit\n", "license: mit\n"),
    "a misspelt key in quotes": ('"licence" : mit\n', "license : mit\n"),
    "a guardrail by another name": (
        'release:\n  access: api\n  guardrails:\n    "Rate_Limits": "#limits"  # of calls\n',
        'release:\n  access: api\n  guardrails:\n    rate-limiting: "#limits"  # of calls\n',
    ),
    "a component by another name, beside its own": (
        "release: {access: api, components: {evals: public, weight: withheld, weights: withheld}}\n",
        "release: {access: api, components: {evaluation-results: public, weight: withheld, weights: withheld}}\n",
    ),
    "a key in capitals": ("License: mit\n", "license: mit\n"),
    "a misspelt key and its value": ("licence: Apache 2.0 # c\n", "license: apache-2.0 # c\n"),
    "a dash for an underscore": ("library-name: transformers\n", "library_name: transformers\n"),
    "two fixes in one line": ("{licence: MIT, language: no}\n", '{license: mit, language: "no"}\n'),
    "a language": ("language: no\n", 'language: "no"\n'),
    "a language in capitals": ("language: NO # Norwegian\n", 'language: "no" # Norwegian\n'),
    "languages in a list": ("language:\n  - en\n  - no\n", 'language:\n  - en\n  - "no"\n'),
    "languages in a flow list": ("language: [en, no,\n  on]\n", 'language: [en, "no",\n  "on"]\n'),
    "a language twice": ("language: [no, no]\n", 'language: ["no"]\n'),
    "an entry twice": ("tags:\n- a\n- b\n- a\n- c\n", "tags:\n- a\n- b\n- c\n"),
    "an entry three times": ("tags: [a, a, b, a]\n", "tags: [a, b]\n"),
    "an entry twice, in quotes": ("tags:\n  - 'a'\n  - \"a\"\n", "tags:\n  - 'a'\n"),
    "an entry twice, with a comment behind it": ("tags:\n- a\n- a  # why\n", "tags:\n- a  # why\n"),
    "an entry twice, over lines": ("tags: [a,\n       a,\n      ]\n", "tags: [a,\n      ]\n"),
    "an entry twice once it is mended": ("license: [MIT, mit]\n", "license: [mit]\n"),
    "an unused ignore": ("# releaselint: ignore[license-unknown] old\nlicense: mit\n", "license: mit\n"),
    "an unused ignore behind a value": ("license: mit  # releaselint: ignore[license-unknown] old\n", "license: mit\n"),
    "one of two ignores": (
        "# releaselint: ignore[license-unknown, duplicate-key] why\nlicense: teapot\n",
        "# releaselint: ignore[license-unknown] why\nlicense: teapot\n",
    ),
}
#: What the unsafe fixes do besides.
UNSAFE = {
    "the nearest pipeline tag": ("pipeline_tag: text-generator\n", "pipeline_tag: text-generation\n"),
    "the nearest license": ("license: apache-2\n", "license: apache-2.0\n"),
    "the nearest anchor": (
        'release:\n  access: api\n  guardrails: {content-filter: "#moderatoin"}\n',
        'release:\n  access: api\n  guardrails: {content-filter: "#moderation"}\n',
    ),
}
#: What is left as it is.
UNTOUCHED = {
    "comments between items": "tags:\n- a\n# why\n- a\n",
    "a block scalar": "license: >\n  MIT\nlanguage: en\n",
    "a duplicate behind a block scalar": "tags:\n- |+\n  b\n- a\n- |+\n  b\n\n",
    "two misspellings of one key": "licence: mit\nlicenses: mit\n",
    "a declaration, which nobody but its author makes": "Release: downloadable\n",
    "a misspelling of what is there": "license: mit\nlicence: mit\n",
    "broken front matter": "licence: [mit\n",
    "an anchor that nothing resembles": 'release:\n  access: api\n  guardrails: {content-filter: "#filters"}\n',
}
BODY = "# Reed\n\n## Moderation\n\nText is filtered.\n"


@pytest.mark.parametrize("name", SAFE)
def test_a_safe_fix_writes(name: str) -> None:
    before, after = SAFE[name]
    for ending in ("\n", "\r\n"):
        card, wanted = (f"---\n{front}---\n{BODY}".replace("\n", ending) for front in (before, after))
        assert fixed(card) == wanted


@pytest.mark.parametrize("name", UNSAFE)
def test_an_unsafe_fix_writes_only_when_it_is_asked_for(name: str) -> None:
    before, after = (f"---\n{front}---\n{BODY}" for front in UNSAFE[name])
    if "apache" not in before:  # which also is another spelling
        assert fixed(before) == before
    assert fixed(before, unsafe=True) == after


@pytest.mark.parametrize("name", UNTOUCHED)
def test_no_fix_touches(name: str) -> None:
    card = f"---\n{UNTOUCHED[name]}---\n{BODY}"
    assert mended(card, unsafe=True).texts == {}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Words <!-- releaselint: ignore[license-unknown] x -->\n", "Words\n"),
        ("<!-- releaselint: ignore[license-unknown] x --> Words\n", "Words\n"),
        ("One\n<!-- releaselint: ignore[license-unknown] x -->\nTwo\n", "One\n\nTwo\n"),
        ("One\n\n<!-- releaselint: ignore[license-unknown] x -->\nTwo\n", "One\n\nTwo\n"),
        ("One\n\n<!-- releaselint: ignore[license-unknown]\n x -->\n\nTwo\n", "One\n\n\nTwo\n"),
        ("Words\n\n<!-- releaselint: ignore-file[license] x -->", "Words\n\n"),
    ],
)
def test_an_unused_ignore_leaves_the_text_around_it(before: str, after: str) -> None:
    head = "---\nlicense: mit\n---\n# Reed\n\n"
    assert fixed(head + before) == head + after


def test_a_fix_never_makes_a_check_fail_that_passed() -> None:
    card = "---\nlicence: teapot\nlanguage: no\n---\n# Reed\n"
    result = mended(card)
    assert result.texts["README.md"] == card.replace(": no", ': "no"')
    assert result.told == ("a fix was left out in '.': the check would fail, or the card break",)
    assert "license: teapot" in fixed(card, fail_on="never")
    failing = card.replace("# Reed", "release: nonsense\n---\n# Reed").replace("---\nrelease", "release")
    assert "license: teapot" in fixed(failing)


def test_a_baseline_counts_for_what_passes() -> None:
    card = "---\nlicence: teapot\nrelease: nonsense\n---\n# Reed\n"
    known = {one.fingerprint for one in found(card)} - {one.fingerprint for one in found(card) if one.fixable}

    def new(report: Any) -> Any:
        left = tuple(one for one in report.findings if one.fingerprint not in known)
        return replace(report, findings=left)

    assert mended(card, new=new).texts == {}


def test_files_are_replaced_whole_with_their_mode_and_mark(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    card = tmp_path / "README.md"
    card.write_bytes(b"\xef\xbb\xbf---\r\nlicence: mit\r\n---\r\nH\xc3\xa9ron\x0c\xe2\x80\xa8\r\n")
    card.chmod(0o640)
    mend(find_releases(["."])[0](), BENCH)
    assert card.read_bytes() == b"\xef\xbb\xbf---\r\nlicense: mit\r\n---\r\nH\xc3\xa9ron\x0c\xe2\x80\xa8\r\n"
    assert stat.S_IMODE(card.stat().st_mode) == 0o640
    assert os.listdir() == ["README.md"]


def test_links_and_utf16_are_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    text = "---\nlicence: mit\n---\n# Reed\n"
    (tmp_path / "real.txt").write_text(text)
    (tmp_path / "README.md").symlink_to("real.txt")
    (tmp_path / "MODEL_CARD.md").write_text("# Reed\n", encoding="utf-16")
    (one,) = (read() for read in find_releases(["."]))
    result = mend(one, BENCH, ignore_reason="why", severity="note")
    assert (tmp_path / "real.txt").read_text() == text
    assert (tmp_path / "README.md").is_symlink()
    assert result.told[0] == "'README.md' is a symbolic link, so it is not changed"


def test_a_file_that_cannot_be_written_is_told_and_the_others_are_mended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    text = "---\nlicence: mit\n---\n# Reed\n"
    cards = written(tmp_path, {f"{name}/README.md": text for name in "abc"})
    (cards / "b" / "README.md").chmod(0o444)
    done = run("check", ".", "--fix", "--isolated", "--select", "misspelt-key", "--format", "concise")
    assert done.err == "releaselint: 'b/README.md' is read-only, so it is not changed\nreleaselint: fixed 2 findings\n"
    assert [line.partition(": ")[0] for line in done.out.splitlines()] == ["b/README.md:2:1"]
    assert done.code == 0
    new = text.replace("licence", "license")
    assert [(cards / name / "README.md").read_text() for name in "abc"] == [new, text, new]


def test_the_diff_can_be_applied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import subprocess

    monkeypatch.chdir(tmp_path)
    text = (
        "---\nlicence: mit\ntags:\n- a\n- a\n---\n\tReed \x0c and \u2028 more <!-- releaselint: ignore[license] x -->"
    )
    Path("README.md").write_text(text)
    (one,) = (read() for read in find_releases(["."]))
    result = mend(one, BENCH, write=False)
    Path("x.patch").write_bytes("".join(result.diff).encode())
    assert Path("README.md").read_text() == text
    subprocess.run(["git", "apply", "x.patch"], check=True, capture_output=True)
    assert Path("README.md").read_text() == result.texts["README.md"] == fixed(text)


# --- any card of faulty parts ---------------------------------------------------------------------------------------

#: Each part with the key that it is about; no two parts of one key stand in a card.
PARTS = {
    "license": [
        "license: MIT",
        "license: Apache 2.0 # c",
        "license: [MIT, mit, MIT]",
        "license:\n- 'MIT'\n- mit",
        "license: teapot",
        "licence: mit",
        "licence: MIT",
        "License: 'Apache 2.0'",
        "license: >-\n  MIT",
        "license: apache-2",
        "licence: teapot",
    ],
    "language": [
        "language: no",
        "language: [en, no, no]",
        "language:\n  - no\n  - en\n  - en # c",
        "languages: no",
        "language: on",
        "language:\n- en\n# c\n- en",
        "language: [\n  no,\n  # c\n  no\n]",
    ],
    "tags": [
        "tags:\n- a\n- b\n- a",
        "tags: [a, 'a', \"a\", b]",
        "tags:\n  - a\n\n  - a\n  - é",
        "tags: [a,\na\n,b]",
        "tag: [x, x]",
        "tags:\n- |\n  a\n- a\n- a",
        "tags:\n-   a\n-\ta",
    ],
    "pipeline": ["pipeline_tag: text-generator", "pipeline_tag: text-generation", "pipeline-tag: teapot"],
    "prompt": [
        "extra_gated_prompt: |\n  Say\n  # releaselint: ignore[license] no comment\n\n  yes.",
        'extra_gated_prompt: "a # b\n  c"',
        "extra_gated_heading: x  # releaselint: ignore[license-unknown] old",
    ],
    "release": [
        "release: api",
        'release:\n  access: api\n  guardrails: {content-filter: "#moderatoin",\n    rate-limiting: "#nowhere"}',
        "release:\n  access: downloadable\n  # releaselint: ignore[license] old\n  components: {weights: withheld}",
        "Release: hosted",
    ],
}
BODIES = (
    "",
    "# Reed",
    "## Limitations",
    "## Moderation\n\nText is filtered.",
    "Words <!-- releaselint: ignore[license] x --> more",
    "<!-- releaselint: ignore[license-unknown, empty-section] x -->",
    "[More Information Needed]",
    "| a | b |\n|---|---|",
    "| a | b |\n|---|---|\n| c | [More Information Needed] |",
    "- one\n- [More Information Needed]\n  more",
    "```\nx\n```",
    "<div>\n[More Information Needed]\n</div>",
    "> [More Information Needed]",
    "1. [More Information Needed]\n2. b",
    "- a\n\n  ```yaml\n  b\n  ```\n\n  [More Information Needed]",
    "Limits\n------",
    "<img\n  src='x'\n  alt='y'> [More Information Needed]",
    "<details><summary>[More Information Needed]</summary>\n\nText\n\n</details>",
    "`a\n[More Information Needed]`",
    "\tcode",
    "a [More Information Needed]\nb [More Information Needed]",
    "**Uses:** [More Information Needed]  ",
    "## How to use\n\n## Uses",
)


@st.composite
def cards(draw: st.DrawFn) -> str:
    chosen = draw(st.lists(st.sampled_from(sorted(PARTS)), unique=True, max_size=5))
    parts = [draw(st.sampled_from(PARTS[name])) for name in chosen]
    lines = [line for number, part in enumerate(parts) for line in (f"# keep {number}", part)]
    body = [
        f"{part}\n\nKeep {number}" for number, part in enumerate(draw(st.lists(st.sampled_from(BODIES), max_size=5)))
    ]
    fenced = bool(lines) or draw(st.booleans())
    front = "\n".join(["---", *lines, "---", ""]) if fenced else ""
    last, ending = draw(st.sampled_from(["", "\n"])), draw(st.sampled_from(["\n", "\r\n"]))
    return (front + "\n\n".join(body) + last).replace("\n", ending)


@settings(max_examples=250, deadline=None)
@given(cards(), st.booleans())
def test_fixes_mend_once_and_leave_the_rest(card: str, unsafe: bool) -> None:
    result = mended(card, unsafe=unsafe)
    after = result.texts.get("README.md", card)
    assert fixed(after, unsafe=unsafe) == after
    kept = [line for line in card.splitlines(keepends=True) if "keep" in line.lower()]
    assert [line for line in after.splitlines(keepends=True) if "keep" in line.lower()] == kept
    assert ("\r" in after) == ("\r" in card)
    left = [one for one in found(after) if one.fix is not None and (unsafe or one.fix.safe)]
    assert not left or result.told
    front = parse(SourceText(path="README.md", text=card)).front
    if front is None or front.fault is not None or front.unseen:
        return
    before, now = values(card), values(after)
    assert len(now) == len(before)
    for key in ("extra_gated_prompt", "extra_gated_heading"):
        assert now.get(key) == before.get(key)
    was = before.get("tags") or before.get("tag")
    if was:
        assert [*dict.fromkeys(now.get("tags") or now["tag"])] == [*dict.fromkeys(was)]
    if not unsafe:
        assert now.get("release") == before.get("release")


@settings(max_examples=250, deadline=None)
@given(
    cards(), st.sampled_from(["error", "warning", "note"]), st.sampled_from(["tracked in #12", "a | `b` --> ] \n c"])
)
def test_what_is_ignored_is_silent_and_nothing_else_changes(card: str, severity: str, reason: str) -> None:
    result = mended(card, fixes=False, ignore_reason=reason, severity=severity)
    after = result.texts.get("README.md", card)
    order = ("error", "warning", "note")
    loud = [one for one in found(after) if order.index(one.severity) <= order.index(severity)]
    assert {one.rule for one in loud} <= {"unused-ignore"}
    idle = [[one.excerpt for one in found(text) if one.rule == "unused-ignore"] for text in (card, after)]
    assert Counter(idle[1]) <= Counter(idle[0])
    assert fixed(after, fixes=False, ignore_reason=reason, severity=severity) == after
    was, now = (parse(SourceText(path="README.md", text=text)) for text in (card, after))
    assert comments(was) <= comments(now)
    assert (was.front.values if was.front else None) == (now.front.values if now.front else None)
    assert [section.heading.title for section in was.sections] == [section.heading.title for section in now.sections]
    assert ("\r" in after) == ("\r" in card) or "\r\n" not in card


@pytest.mark.parametrize("reason", ["a pilot", "ticket 12"])
def test_silencing_keeps_the_ignores_that_somebody_wrote(reason: str) -> None:
    key = "# releaselint: ignore[license-unknown, duplicate-entry] ticket 12\nlicense: mit\n"
    body = "# Reed\n\nIt is a model. <!-- releaselint: ignore[placeholder-text] ticket 12 -->\n"
    assert fixed(f"---\n{key}licence_link: x\n---\n{body}", fixes=False, ignore_reason=reason) == (
        f"---\n# releaselint: ignore-file[access-undeclared] {reason}\n{key}"
        f"# releaselint: ignore[misspelt-key] {reason}\nlicence_link: x\n---\n{body}"
    )


#: Where the comment goes.
PLACES = {
    "above a key": (
        "---\npipeline_tag: teapot\n---\n",
        "---\n# releaselint: ignore[pipeline-tag-unknown] why\npipeline_tag: teapot\n---\n",
    ),
    "above an item": (
        "---\ntags:\n  - a\n  - a\n---\n",
        "---\ntags:\n  - a\n  # releaselint: ignore[duplicate-entry] why\n  - a\n---\n",
    ),
    "inside a flow mapping": (
        '---\nrelease: {access: downloadable,\n  guardrails: {rail-license: "#x"}}\n---\n',
        "---\nrelease: {access: downloadable,\n  # releaselint: ignore[anchor-broken] why\n"
        '  guardrails: {rail-license: "#x"}}\n---\n',
    ),
    "above a heading": (
        "---\nlicense: mit\n---\n# Reed\n\n## Limitations\n",
        "---\nlicense: mit\n---\n# Reed\n\n<!-- releaselint: ignore[empty-section] why -->\n## Limitations\n",
    ),
    "at the end of a line": (
        "---\nlicense: mit\n---\n- **Data:** [More Information Needed]  \n",
        "---\nlicense: mit\n---\n"
        "- **Data:** [More Information Needed] <!-- releaselint: ignore[placeholder-text] why -->  \n",
    ),
    "in the last cell": (
        "---\nlicense: mit\n---\n| a | b |\n|---|---|\n| c | [More Information Needed] |\n",
        "---\nlicense: mit\n---\n| a | b |\n|---|---|\n"
        "| c | [More Information Needed] <!-- releaselint: ignore[placeholder-text] why --> |\n",
    ),
}


@pytest.mark.parametrize("name", PLACES)
def test_an_ignore_stands(name: str) -> None:
    before, after = PLACES[name]
    rule = after.partition("ignore[")[2].partition("]")[0]
    bench = Bench(Config().with_flags({"select": (rule,)}))
    result = mend(release(before), bench, fixes=False, ignore_reason="why", severity="note", write=False)
    assert result.texts["README.md"] == after


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_an_ignore_ends_as_the_first_line(ending: str) -> None:
    before, after = (text.replace("\n", ending) for text in PLACES["above a heading"])
    bench = Bench(Config().with_flags({"select": ("empty-section",)}))
    result = mend(release(before), bench, fixes=False, ignore_reason="why", severity="note", write=False)
    assert result.texts["README.md"] == after


def test_release_yaml_takes_comments_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("release.yaml").write_text("access: api\ncomponents:\n  weights: public\n")
    Path("README.md").write_text("# Reed\n\nReed writes text.\n")
    (one,) = (read() for read in find_releases(["."]))
    result = mend(one, BENCH, fixes=False, ignore_reason="why", severity="warning")
    assert [one.rule for one in result.report.findings if one.severity != "note"] == []
    assert "# releaselint: ignore[" in Path("release.yaml").read_text()


@pytest.mark.parametrize("reason", ["", "  ", "-->", "\n"])
def test_an_ignore_needs_a_reason(reason: str) -> None:
    with pytest.raises(UsageError, match="needs a reason"):
        mended("# Reed\n", ignore_reason=reason)
