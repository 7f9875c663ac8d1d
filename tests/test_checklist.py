"""A checklist is a view of the ledger; `--update` refreshes it and loses nothing that people wrote."""

from __future__ import annotations

import pathlib
import re

import pytest
from command import Ran, check, run, written
from hypothesis import given, settings
from hypothesis import strategies as st

from releaselint.api import Bench
from releaselint.checklist import MAX_ITEMS, updated
from releaselint.config import Config
from releaselint.ledger.checklist import items_of, templates
from releaselint.testing import TODAY, release_of
from releaselint.vocabulary import LEVELS

CARD = """\
---
license: other
license_name: heron-terms
pipeline_tag: text-generation
release:
  access: api
  owner: heron-team
  review-by: 2099-05-02
  components:
    query-interface: {api: https://example.org/docs}
  guardrails:
    rate-limiting: https://example.org/limits
    content-filter: {planned: 2099-03-01}
    watermarking: {not-applicable: "no <b>method</b>"}
---
# Heron

## Intended use

Drafting letters that a person reads.

## Limitations

It is wrong at times.

## Training data

Trained on 12 billion tokens of public web pages, from 2015 to 2023.

## Evaluation

62 % of 400 letters were usable.
"""
CHECKLIST = """\
## heron: api <!-- releaselint: api -->
Owner heron-team · approver @… · review by 2099-05-02

**Before**

- [x] No weights in the tree or linked (auto) <!-- rl:weights -->
- [x] Intended use and limitations written: #intended-use (auto) <!-- rl:documentation -->
- [ ] Quality, bias and safety measured: #evaluation <!-- rl:evaluation-results -->
- [x] Training data and tuning described: #training-data (auto) <!-- rl:training-data,fine-tuning -->
- [ ] Misuse and unequal harm discussed: <!-- rl:malicious-use,social-inequity-and-harm -->
- [ ] Weights protected against theft: <!-- rl:weight-encryption -->

**At release**

- [ ] Interface reachable as declared: https://example.org/docs <!-- rl:query-interface -->
- [ ] Rate limit tested: https://example.org/limits <!-- rl:rate-limiting -->
- [ ] Filters on input and output tested: <!-- rl:content-filter -->
- [ ] Usage policy published: <!-- rl:platform-policy -->
- [ ] Outputs marked, and the mark can be read: N/A: no bmethod/b <!-- rl:watermarking,detection-model -->

**After**

- [ ] Harm reports reach someone on call: <!-- rl:accountability -->
"""
NAME = "heron/RELEASE_CHECKLIST.md"


@pytest.fixture(autouse=True)
def heron(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> pathlib.Path:
    monkeypatch.chdir(written(tmp_path, {"heron/README.md": CARD}))
    return tmp_path


def test_a_new_checklist_ticks_what_is_known_and_names_what_it_knows_of_the_rest() -> None:
    assert run("checklist", "heron") == (0, CHECKLIST, "")


@pytest.mark.parametrize("level", LEVELS)
def test_a_checklist_has_at_most_twelve_items(level: str) -> None:
    assert 0 < run("checklist", "heron", "--level", level).out.count("\n- [") <= MAX_ITEMS


def test_a_release_that_holds_others_is_the_one_that_is_named(heron: pathlib.Path) -> None:
    written(heron, {"heron/small/README.md": CARD.replace("api:", "web:").replace("access: api", "access: hosted")})
    assert run("checklist", "heron").out.startswith("## heron: api ")
    written(heron, {"stork/README.md": CARD})
    told = "releaselint: there are 3 releases at '.'; name one of them\n"
    assert run("checklist") == (2, "", told)


def test_without_a_level_there_is_no_checklist(heron: pathlib.Path) -> None:
    written(heron, {"stork/README.md": "---\nlicense: mit\n---\n# Stork\n"})
    told = "releaselint: no access level is declared or evident; name one with --level\n"
    assert run("checklist", "stork") == (2, "", told)


def test_a_data_set_has_no_checklist_of_a_release(heron: pathlib.Path) -> None:
    written(heron, {"stork/README.md": "---\nlicense: mit\ntask_categories: [translation]\n---\n# Storks\n"})
    told = "releaselint: this looks like a data-set card: rules about a release's access say nothing of it\n"
    assert run("checklist", "stork") == run("checklist", "stork", "--level", "api") == (2, "", told)


def test_a_checklist_as_it_was_written_says_only_what_is_open(heron: pathlib.Path) -> None:
    written(heron, {NAME: CHECKLIST})
    assert check("heron", "--select", "checklist") == [
        f"{NAME}:8:1: error: the item of 'evaluation-results' is open [checklist-item-open]",
        f"{NAME}:10:1: note: the item of 'malicious-use', 'social-inequity-and-harm' is open [checklist-item-open]",
        f"{NAME}:11:1: note: the item of 'weight-encryption' is open [checklist-item-open]",
        f"{NAME}:15:1: error: the item of 'query-interface' is open [checklist-item-open]",
        f"{NAME}:16:1: error: the item of 'rate-limiting' is open [checklist-item-open]",
        f"{NAME}:17:1: error: the item of 'content-filter' is open [checklist-item-open]",
        f"{NAME}:18:1: error: the item of 'platform-policy' is open [checklist-item-open]",
        f"{NAME}:23:1: note: the item of 'accountability' is open [checklist-item-open]",
    ]


def test_a_tick_with_a_link_promises_what_the_level_asks(heron: pathlib.Path) -> None:
    assert any("platform-policy-missing" in line for line in check("heron"))
    ticked = CHECKLIST.replace("[ ] Usage policy published:", "[x] Usage policy published: internal:LEGAL-7")
    written(heron, {NAME: ticked})
    assert not any("platform-policy" in line for line in check("heron"))
    written(heron, {NAME: ticked.replace(" internal:LEGAL-7", "")})
    rules = [line.split()[-1] for line in check("heron") if "platform-policy" in line or "usage policy" in line]
    assert rules == ["[platform-policy-missing]", "[checklist-item-without-evidence]"]


def test_a_waived_rule_closes_its_item_while_the_waiver_holds(heron: pathlib.Path) -> None:
    for year, is_open in ((2099, False), (2020, True)):
        waiver = f"  waivers: [{{rule: content-filter-missing, reason: a pilot, until: {year}-01-01}}]\n---\n# H"
        written(heron, {"heron/README.md": CARD.replace("---\n# H", waiver), NAME: CHECKLIST})
        found = check("heron", "--select", "checklist-item-open")
        assert any("content-filter" in line for line in found) is is_open


def test_a_checklist_for_another_level_contradicts_the_card(heron: pathlib.Path) -> None:
    written(heron, {NAME: CHECKLIST.replace("releaselint: api", "releaselint: hosted")})
    assert check("heron", "--select", "checklist-contradicts-card") == [
        f"{NAME}:1:15: error: the checklist is for 'hosted', but the card declares 'api' [checklist-contradicts-card]"
    ]


def test_other_to_do_lists_are_not_ours(heron: pathlib.Path) -> None:
    written(heron, {"heron/README.md": CARD + "\n- [ ] Rate limit tested\n", NAME: "- [ ] Buy milk\n"})
    assert check("heron", "--select", "checklist") == [
        f"{NAME}:1:1: warning: the checklist has no item for 'content-filter', 'platform-policy', which 'api' requires "
        "[checklist-item-missing]"
    ]


@pytest.mark.parametrize(
    ("text", "subjects"),
    [
        ("- [x] Newsletter filter in the CRM set up", []),
        ("- [x] Cookie use policy page translated", []),
        ("- [x] Disk quota of the blog raised", []),
        ("- [ ] API keys rotated", []),
        ("- [ ] Screenshots measured for small displays", []),
        ("- [ ] Output filter tested", ["content-filter"]),
        ("- [ ] Daily quota checked", ["rate-limiting"]),
        ("- [ ] API reachable", ["query-interface"]),
        # Beside items with markers, those without one are somebody's own, but for the tool's words.
        ("- [x] A <!-- rl:weights -->\n- [ ] Output filter of the docs fixed", ["weights"]),
        ("- [x] A <!-- rl:weights -->\n- [ ] Rate limit tested", ["weights", "rate-limiting"]),
    ],
)
def test_an_item_is_about_what_its_words_say_and_not_one_of_them(text: str, subjects: list[str]) -> None:
    case = BENCH.case(release_of({"card": CARD, "files": {"X_CHECKLIST.md": text + "\n"}}))
    assert [slug for item in items_of(case.cards) for slug in item.subjects] == subjects


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("N/A — short answers only", "short answers only"),
        ("NA: short answers only", "short answers only"),
        ("tested in NA (us-east-1)", ""),
    ],
)
def test_what_is_not_applicable_says_so(text: str, reason: str) -> None:
    case = BENCH.case(release_of({"card": CARD, "files": {"X_CHECKLIST.md": f"- [ ] Rate limit tested: {text}\n"}}))
    assert [item.reason for item in items_of(case.cards)] == [reason]


def test_a_pull_request_s_text_is_held_against_the_release_on_disk(heron: pathlib.Path) -> None:
    written(heron, {"heron/model.safetensors": "x"})
    text = "Fixes #3.\n\n- [x] No weights in the tree: #evaluation <!-- rl:weights -->\n- [ ] Rate limit tested\n"
    assert check("--select", "checklist", "--stdin-filename", "heron/PR_CHECKLIST.md", stdin=text) == [
        "heron/PR_CHECKLIST.md:1:1: warning: the checklist has no item for 'content-filter', 'platform-policy', "
        "which 'api' requires [checklist-item-missing]",
        "heron/PR_CHECKLIST.md:3:1: error: the item of 'weights' is ticked, but weights are released "
        "[checklist-contradicts-card]",
        "heron/PR_CHECKLIST.md:4:1: error: the item of 'rate-limiting' is open [checklist-item-open]",
    ]
    assert check("--select", "checklist", "--stdin-filename", "PR_CHECKLIST.md", stdin=text) == []


def test_a_checklist_on_stdin_stands_in_for_the_file_of_its_name(heron: pathlib.Path) -> None:
    written(heron, {NAME: "- [ ] Rate limit tested\n"})
    text = "- [x] Rate limit tested: internal:SEC-1\n"
    assert check("--select", "checklist-item-open", "--stdin-filename", NAME, stdin=text) == []


def updated_to(heron: pathlib.Path, text: str, *arguments: str) -> tuple[Ran, str]:
    written(heron, {NAME: text})
    ran = run("checklist", "--update", NAME, *arguments)
    return ran, (heron / NAME).read_bytes().decode()


def test_an_update_of_what_has_not_changed_changes_nothing(heron: pathlib.Path) -> None:
    assert updated_to(heron, CHECKLIST) == ((0, "", ""), CHECKLIST)


def test_an_update_judges_only_the_tool_s_own_ticks(heron: pathlib.Path) -> None:
    mine = CHECKLIST.replace("[ ] Rate limit tested", "[x] Rate limit tested by Ana")
    mine = mine.replace("**After**", "A note of ours.\n\n- [ ] buy cake\n\n**After**")
    written(
        heron,
        {
            "heron/README.md": CARD.replace(
                "## Training data\n\nTrained on 12 billion tokens of public web pages, from 2015 to 2023.\n", ""
            )
        },
    )
    before = "- [x] Training data and tuning described: #training-data (auto) <!-- rl:training-data,fine-tuning -->"
    after = "- [ ] Training data and tuning described: #training-data <!-- rl:training-data,fine-tuning -->"
    assert updated_to(heron, mine)[1] == mine.replace(before, after)


def test_an_update_adds_what_is_required_to_its_phase(heron: pathlib.Path) -> None:
    lines = CHECKLIST.splitlines(keepends=True)
    (item,) = (line for line in lines if "rl:content-filter" in line)
    less = "".join(line for line in lines if line != item)
    last = next(line for line in lines if "rl:watermarking" in line)
    assert updated_to(heron, less)[1] == less.replace(last, last + item)


def test_an_update_for_another_level_changes_the_marker_and_the_tool_s_words(heron: pathlib.Path) -> None:
    after = updated_to(heron, CHECKLIST, "--level", "downloadable")[1]
    assert after.startswith("## heron: downloadable <!-- releaselint: downloadable -->\n")
    assert "- [ ] Weights complete and downloadable <!-- rl:weights -->\n" in after
    mine = CHECKLIST.replace("No weights in the tree or linked", "We hold the keys")
    assert "- [x] We hold the keys (auto) <!-- rl:weights -->" in updated_to(heron, mine, "--level", "downloadable")[1]


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        (NAME, "- [ ] Buy milk\n", f"'{NAME}' holds no item of a release checklist"),
        ("heron/README.md", CARD, "'heron/README.md' holds no item of a release checklist"),
        (NAME, "- [ ] Rate limit tested\n".encode("utf-16"), f"'{NAME}' is not UTF-8; save it as that first"),
    ],
)
def test_what_cannot_be_updated_is_one_sentence(name: str, text: str, told: str, heron: pathlib.Path) -> None:
    written(heron, {name: text})
    before = (heron / name).read_bytes()
    assert run("checklist", "--update", name) == (2, "", f"releaselint: {told}\n")
    assert (heron / name).read_bytes() == before


def test_ten_thousand_items_are_read_and_told_in_a_hundred_lines(heron: pathlib.Path) -> None:
    text = "- [ ] Rate limit tested <!-- rl:rate-limiting -->\n" * 10_000 + "- [ ] Usage policy published\n"
    written(heron, {NAME: text})
    found = check("heron", "--select", "checklist-item-open")
    assert len(found) == 101
    assert found[-1] == f"{NAME}:101:1: error: 9,901 more items are open [checklist-item-open]"
    after = updated_to(heron, text)[1]
    assert after.startswith(text)
    assert "- [ ] Filters on input and output tested: <!-- rl:content-filter -->" in after[len(text) :].splitlines()


BENCH = Bench(Config(), TODAY)
ITEMS = st.builds(
    lambda mark, tick, template, note, auto, marker, indent: (
        f"{indent}{mark} [{tick}] {template.text}{note}{auto}"
        + (f" <!-- rl:{','.join(template.subjects)} -->" if marker else "")
    ),
    st.sampled_from(["-", "*", "1."]),
    st.sampled_from(["x", "X", " "]),
    st.sampled_from(templates()),
    st.sampled_from(["", ": #evaluation", ": https://example.org", " N/A: no users", " by Ana", " [ ] (auto)?"]),
    st.sampled_from(["", " (auto)"]),
    st.booleans(),
    st.sampled_from(["", "  ", "> "]),
)
FOREIGN = st.sampled_from(
    ["", "Text of ours.", "## heron: api <!-- releaselint: hosted -->", "- [ ] buy milk", "```", "- [x] Läuft", "| a |"]
)


@settings(deadline=None)
@given(
    lines=st.lists(ITEMS | FOREIGN, max_size=12), ending=st.sampled_from(["\n", "\r\n"]), level=st.sampled_from(LEVELS)
)
def test_an_update_loses_no_line_no_tick_of_a_person_no_note_and_no_order(
    lines: list[str], ending: str, level: str
) -> None:
    text = ending.join(lines)
    case = BENCH.case(release_of({"card": CARD, "files": {"X_CHECKLIST.md": text}}))
    document = next(card for card in case.cards if card.path == "X_CHECKLIST.md")
    try:
        after = updated(case, document, level)
    except Exception as error:
        assert "holds no item" in str(error)
        return
    assert after.replace("\r\n", "\n").count("\n") == len(re.findall("\r\n|\n", after))
    ending = "\r\n" if "\r\n" in text else "\n"
    left = iter(_bare(line) for line in after.split(ending))
    for line in lines:
        assert _bare(line) in left, line  # in this order, whatever stands between
    mine = [line for line in lines if re.search(r"\[[xX]\]", line) and "(auto)" not in line]
    kept = after.split(ending)
    assert all(line in kept for line in mine)
    again = next(
        card
        for card in BENCH.case(release_of({"card": CARD, "files": {"X_CHECKLIST.md": after}})).cards
        if card.path == "X_CHECKLIST.md"
    )
    assert updated(case, again, level) == after


def _bare(line: str) -> str:
    """Return a line without what the tool may change in it: its own tick, references, level and words for weights."""
    line = re.sub(r"\[[xX ]\]|\(auto\)|#[\w-]+|https?://\S+|N/A: no bmethod/b|\[[^\]]*\]\([^)]*\)", "", line, count=0)
    line = re.sub(r"<!-- releaselint: [a-z-]+ -->|: (?:api|hosted)\b", "", line)
    line = line.replace("Weights complete and downloadable", "W").replace("No weights in the tree or linked", "W")
    return re.sub(r"[\s:]+", " ", re.sub(rf": (?:{'|'.join(LEVELS)})\s*$", "", line)).strip()
