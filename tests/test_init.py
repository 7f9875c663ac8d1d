"""`init` proposes what the evidence supports, and writes that block and nothing else."""

from __future__ import annotations

import os
import pathlib
import re
import stat

import pytest
from command import check, run, written
from hypothesis import assume, given
from hypothesis import strategies as st
from test_source import git

from releaselint.document import parse
from releaselint.errors import UsageError
from releaselint.propose import inserted
from releaselint.source import SourceText

CARD = """\
---
license: openrail
pipeline_tag: text-generation
---
# Heron

## Intended use

Drafting letters that a person reads.

## Limitations

It is wrong at times.
"""
BLOCK = """\
release:
  access: downloadable                          # model.safetensors (3.0 kB)
  # components:
  #   evaluation-results: public                # required: figures are what makes open weights comparable
  #   training-data: described                  # required: whoever tunes the weights builds on their data
  guardrails:
    documentation: in-place                     # Intended use
    rail-license: in-place                      # license: openrail
  # report-harm: URL
  # owner: TEAM
"""


@pytest.fixture(autouse=True)
def heron(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> pathlib.Path:
    monkeypatch.chdir(written(tmp_path, {"heron/README.md": CARD, "heron/model.safetensors": "x" * 3000}))
    return tmp_path


def test_the_block_is_shown_with_its_evidence_and_nothing_is_written(heron: pathlib.Path) -> None:
    assert run("init", "heron") == (0, BLOCK, "")
    assert (heron / "heron/README.md").read_text() == CARD


def test_write_puts_the_block_into_the_front_matter_and_changes_nothing_else(heron: pathlib.Path) -> None:
    os.chmod(heron / "heron/README.md", 0o640)
    assert run("init", "heron", "--write") == (0, "heron/README.md: declared 'downloadable'\n", "")
    head, rest = CARD.split("---\n# Heron")
    assert (heron / "heron/README.md").read_text() == f"{head}{BLOCK}---\n# Heron{rest}"
    assert stat.S_IMODE(os.stat(heron / "heron/README.md").st_mode) == 0o640
    assert check("heron", "--select", "access,front-matter") == []


def test_the_level_can_be_named_and_the_evidence_is_told_beside_it() -> None:
    assert run("init", "heron", "--level", "api").out.splitlines()[1] == (
        "  access: api                                   "
        "# as you said; the evidence shows downloadable: model.safetensors (3.0 kB)"
    )


_FILTER = "Requests and answers are filtered by a classifier that blocks harmful content."


@pytest.mark.parametrize(
    ("body", "anchor"),
    [
        (f"# Heron\n\n## Safety\n\n{_FILTER}\n", "#safety"),
        (f"## Safety\n\n{_FILTER}\n", "#safety"),
        (f"# Heron\n\n{_FILTER}\n", ""),
        (f"# Heron\n\n## Safety\n\nSee below.\n\n## Safety\n\n{_FILTER}\n", ""),
    ],
    ids=["section", "section without a title above", "title", "two sections of one title"],
)
def test_block_and_checklist_name_the_same_section(body: str, anchor: str, heron: pathlib.Path) -> None:
    written(heron, {"heron/README.md": f"---\npipeline_tag: text-generation\n---\n{body}"})
    block = run("init", "heron", "--level", "api").out
    listed = run("checklist", "heron", "--level", "api").out
    assert re.findall(r"^    content-filter: (\S+)", block, re.MULTILINE) == [f'"{anchor}"' if anchor else "in-place"]
    assert re.findall(r"tested: (\S*) *(?:\(auto\) )?<!-- rl:content-filter", listed) == [anchor]


LIMITED = CARD + "\n## Limits\n\nUsers are limited to 20 requests per minute.\n"


@pytest.mark.parametrize(
    ("card", "level", "promised"),
    [
        (LIMITED, "downloadable", []),
        (LIMITED, "api", ["rate-limiting"]),
        (f"{LIMITED}\nTry it in our web demo: https://heron.example.org.\n", "downloadable", ["rate-limiting"]),
        (f"{CARD}\n## Keys\n\nThe weights are encrypted with AES-256.\n", "downloadable", []),
        (f"{CARD}\n## Keys\n\nThe weights are encrypted with AES-256.\n", "fully-closed", ["weight-encryption"]),
    ],
)
def test_only_what_the_level_can_hold_is_promised(
    card: str, level: str, promised: list[str], heron: pathlib.Path
) -> None:
    written(heron, {"heron/README.md": card})
    assert run("init", "heron", "--level", level, "--write").code == 0
    assert check("heron", "--select", "guardrail-unenforceable,declaration-invalid,anchor-broken") == []
    front = parse(SourceText(path="README.md", text=(heron / "heron/README.md").read_text())).front
    assert front is not None
    assert [
        slug for slug in front.values["release"]["guardrails"] if slug in ("rate-limiting", "weight-encryption")
    ] == (promised)


@pytest.mark.parametrize("answer", ["https://example.org/stork", "{not-applicable: one user}"])
def test_what_is_proposed_for_a_required_guardrail_satisfies_it(answer: str, heron: pathlib.Path) -> None:
    front = "---\nlicense: mit\npipeline_tag: text-generation\n"
    written(heron, {"stork/README.md": f"{front}---\n# Stork\n"})
    block = run("init", "stork", "--level", "api").out
    offers = dict(re.findall(r"^  #   (\S+): (.*?) +# .*required: ", block.partition("guardrails:")[2], re.MULTILINE))
    either = "URL, '#anchor' or {not-applicable: reason}"
    assert offers == {
        "documentation": "URL",
        "rate-limiting": either,
        "content-filter": either,
        "platform-policy": either,
    }
    assert " # or add a section on intended use and one on limitations or risks; required: " in block
    answers = {slug: answer if offer == either else "https://example.org/stork" for slug, offer in offers.items()}
    lines = "".join(f"    {slug}: {value}\n" for slug, value in answers.items())
    written(heron, {"stork/README.md": f"{front}release:\n  access: api\n  guardrails:\n{lines}---\n# Stork\n"})
    assert check("stork", "--select", "guardrails", "--severity", "warning") == []


def test_a_staged_release_gets_a_plan_to_fill_in() -> None:
    block = run("init", "heron", "--level", "staged").out
    assert "  stages:\n    - {name: first, date: YYYY-MM-DD, access: api, status: planned}" in block


@pytest.mark.parametrize(
    ("files", "arguments", "told"),
    [
        (
            {"heron/README.md": CARD.replace("license", "release: api\nlicense", 1)},
            [],
            "'heron/README.md' declares the release already",
        ),
        (
            {"heron/README.md": "---\nlicense: mit\n---\n# H\n", "heron/model.safetensors": ""},
            ["stork"],
            "there is no file or folder 'stork'",
        ),
        (
            {"stork/README.md": "---\nlicense: mit\n---\n"},
            ["stork"],
            "the evidence shows no access level; name one with --level",
        ),
        (
            {"stork/README.md": "---\nlicense: mit\ntask_categories: [translation]\n---\n# Storks in 40 languages\n"},
            ["stork", "--level", "downloadable", "--write"],
            "this looks like a data-set card: rules about a release's access say nothing of it",
        ),
        (
            {"stork/README.md": "---\n{license: mit}\n---\n"},
            ["stork", "--level", "api", "--write"],
            "the front matter of 'README.md' takes no key at its end; put the block in by hand",
        ),
        (
            {"stork/README.md": "---\nlicense: [mit\n---\n"},
            ["stork", "--level", "api", "--write"],
            "the front matter of 'README.md' has a fault, so nothing is added to it: is not valid YAML: "
            "did not find expected ',' or ']' while parsing a flow sequence",
        ),
        (
            {"stork/README.md": "---\nlicense: mit\n---\n# Störche\n".encode("utf-16")},
            ["stork", "--level", "api", "--write"],
            "'stork/README.md' is not UTF-8; save it as that first",
        ),
        (
            {"stork/RELEASE_CHECKLIST.md": "- [ ] Rate limits\n"},
            ["stork", "--level", "api", "--write"],
            "no card found in 'stork': a card is a README with front matter or weights beside it, a MODEL_CARD.md, a "
            "SYSTEM_CARD.md, or a file that you name",
        ),
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    files: dict[str, str | bytes], arguments: list[str], told: str, heron: pathlib.Path
) -> None:
    written(heron, files)
    before = {path: path.read_bytes() for path in heron.rglob("*") if path.is_file()}
    assert run("init", *(arguments or ["heron"])) == (2, "", f"releaselint: {told}\n")
    assert {path: path.read_bytes() for path in heron.rglob("*") if path.is_file()} == before


def test_neither_a_link_nor_a_read_only_card_is_written(heron: pathlib.Path) -> None:
    (heron / "heron/README.md").rename(heron / "heron/card.txt")
    (heron / "heron/README.md").symlink_to("card.txt")
    told = "releaselint: 'heron/README.md' is a symbolic link, and is not written through\n"
    assert run("init", "heron", "--write") == (2, "", told)
    (heron / "heron/README.md").unlink()
    (heron / "heron/card.txt").rename(heron / "heron/README.md")
    os.chmod(heron / "heron/README.md", 0o444)
    told = "releaselint: 'heron/README.md' cannot be written: permission denied\n"
    assert run("init", "heron", "--write") == (2, "", told)
    assert (heron / "heron/README.md").read_text() == CARD
    assert sorted(os.listdir(heron / "heron")) == ["README.md", "model.safetensors"]


def test_byte_order_mark_line_endings_and_comments_stay(heron: pathlib.Path) -> None:
    text = "\ufeff---\r\n# ours\r\nlicense: mit   # for now\r\ntags: [b, a]\r\n---\r\nNo newline at the end"
    written(heron, {"stork/README.md": text})
    assert run("init", "stork", "--level", "fully-closed", "--write").code == 0
    after = (heron / "stork/README.md").read_bytes().decode()
    start = after.index("release:")
    end = after.index("---\r\nNo newline")
    assert after[:start] + after[end:] == text
    assert "\n" not in after.replace("\r\n", "")


@pytest.mark.parametrize(("first", "rest"), [("\n", "\r\n"), ("\r\n", "\n"), ("\r", "\r\n")])
def test_what_is_added_to_a_text_of_mixed_endings_ends_as_its_first_line(
    heron: pathlib.Path, first: str, rest: str
) -> None:
    ending = first if first == "\r\n" else "\n"
    document = parse(SourceText(path="README.md", text=f"# Heron{first}Text{rest}"))
    assert inserted(document, "release: api\n").startswith(f"---{ending}release: api{ending}---{ending}")
    written(heron, {"stork/README.md": f"---{first}license: mit{rest}pipeline_tag: text-generator{rest}---{rest}"})
    run("check", "stork", "--add-ignore", "a pilot")
    comment = rf"{rest}# releaselint: ignore\[pipeline-tag-unknown] a pilot{first}pipeline_tag"
    assert re.search(comment, (heron / "stork/README.md").read_bytes().decode())


def test_weights_that_git_does_not_track_are_told(heron: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(heron / "heron")
    git("init", "-q")
    git("add", "README.md")
    told = "the evidence shows no access level ('model.safetensors' is not tracked by git); name one with --level"
    assert run("init") == (2, "", f"releaselint: {told}\n")
    assert run("init", "--level", "downloadable", "--write").code == 0
    assert check(".", "--select", "access-narrower-than-declared") == [
        "README.md:5:11: warning: 'release' declares 'downloadable', but git does not track 'model.safetensors', "
        "which lies beside the card [access-narrower-than-declared]"
    ]


#: Pieces of front matter, each a whole number of lines.
KEYS = st.lists(
    st.sampled_from(
        [
            "license: mit",
            "# a comment",
            "",
            "tags: [b, a]  # ours",
            "tags:\n- b\n- a",
            "text: |\n  one\n\n  two",
            "text: >-\n  one\n  two",
            "text: |+\n  one\n\n",
            "language:",
            "nested:\n  a: {b: [1, 2]}",
            '"quoted key": "#x"',
            "long: one\n  two",
            "date: 2026-01-01",
            "{a: 1}",
            "...",
            "- a",
            "? a\n: b",
        ]
    ),
    max_size=5,
).map("\n".join)


@given(
    front=st.none() | KEYS,
    body=st.text(st.sampled_from("ab-# \n`|ä\u2028"), max_size=30),
    ending=st.sampled_from(["\n", "\r\n"]),
)
def test_all_but_the_block_is_unchanged_and_the_old_values_are_still_read(
    front: str | None, body: str, ending: str
) -> None:
    text = (body if front is None else f"---\n{front}\n---\n{body}").replace("\n", ending)
    document = parse(SourceText(path="README.md", text=text))
    block = "release:\n  access: api  # a comment\n  owner: a-team\n"
    try:
        after = inserted(document, block)
    except UsageError:
        assume(False)
    added = len(after) - len(text)
    start = next((at for at in range(len(text) + 1) if after[:at] + after[at + added :] == text), None)
    assert start is not None
    read = parse(SourceText(path="README.md", text=after)).front
    assert read is not None and read.fault is None and read.unseen is None
    old = document.front.values if document.front else {}
    assert read.values == {**old, "release": {"access": "api", "owner": "a-team"}}
