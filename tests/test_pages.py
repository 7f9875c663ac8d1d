"""Pages beside a card: what it links to is read with it, and says what the release has, never that more can be had."""

from __future__ import annotations

import pathlib

import pytest
from command import check, run, written

import releaselint
from releaselint.source import find_releases

CARD = """\
---
license: openrail
release:
  access: LEVEL
---
# Plover

Plover is a text generator that answers questions on birds. It is meant for field guides.

LINKS
"""
LIMITS = "# Limitations\n\n- Plover makes up birds.\n- It knows no birds south of the equator.\n"
DATA = "# Data\n\nPlover was trained on 40,000 entries of three field guides, all out of copyright.\n"
RESULTS = "# Results\n\n| Test | Plover |\n|---|---|\n| birds named right | 71 % |\n"
PAGES = {"LIMITATIONS.md": LIMITS, "docs/data.md": DATA, "docs/results.md": RESULTS}
GUARDS = ("guardrail-contradicted", "platform-policy-missing", "rate-limiting-missing", "content-filter-missing")
MISSING = ("limitations-missing", "evaluation-results-missing", "training-data-undescribed")


def card(level: str = "downloadable", *links: str) -> str:
    return CARD.replace("LEVEL", level).replace("LINKS", "\n".join(f"- [more]({link})" for link in links))


def lacking(folder: pathlib.Path) -> list[str]:
    return [one.rule for one in releaselint.check(folder, select=MISSING, isolated=True).findings]


def read_paths(folder: pathlib.Path) -> list[str]:
    return [document.path for document in releaselint.facts(folder, isolated=True).documents]


@pytest.mark.parametrize(
    "way",
    [
        "[more]({})",
        "[more](./{}#part)",
        '<a href="{}">more</a>',
        "[more][1]\n\n[1]: {}",
    ],
)
def test_what_the_card_links_to_is_read_with_it(way: str, tmp_path: pathlib.Path) -> None:
    links = "\n\n".join(way.format(path).replace("1", str(number)) for number, path in enumerate(PAGES))
    text = CARD.replace("LEVEL", "downloadable").replace("LINKS", links)
    written(tmp_path, {"README.md": text, "model.safetensors": b"", **PAGES})
    assert lacking(tmp_path) == []
    assert read_paths(tmp_path) == ["README.md", *PAGES]


def test_facts_tell_the_page_and_the_line(tmp_path: pathlib.Path) -> None:
    written(tmp_path, {"README.md": card("downloadable", *PAGES), "model.safetensors": b"", **PAGES})
    shown = run("facts", "--isolated", str(tmp_path)).out
    assert "evidence docs/data.md:3: Plover was trained on 40,000 entries" in shown
    assert "evidence docs/results.md:3: Test | Plover" in shown


def test_a_checklist_leads_to_the_page(tmp_path: pathlib.Path) -> None:
    written(tmp_path, {"README.md": card("downloadable", *PAGES), "model.safetensors": b"", **PAGES})
    shown = run("checklist", "--isolated", str(tmp_path)).out
    assert "measured: [docs/results.md](docs/results.md)" in shown


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("LIMITATIONS.md", LIMITS),  # which nobody links to
        ("CHANGELOG.md", LIMITS),
        ("../LIMITATIONS.md", LIMITS),
        ("docs/limits.rst", LIMITS),
        ("docs/limits.md", "x" * 300_000 + "\n\n" + LIMITS),
    ],
)
def test_nothing_else_is_read(path: str, text: str, tmp_path: pathlib.Path) -> None:
    links = (path,) if path != "LIMITATIONS.md" else ()
    written(tmp_path / "plover", {"README.md": card("downloadable", *links), "model.safetensors": b"", path: text})
    assert read_paths(tmp_path / "plover") == ["README.md"]
    assert "limitations-missing" in lacking(tmp_path / "plover")


def test_a_page_of_another_release_and_a_private_one_are_not_read(tmp_path: pathlib.Path) -> None:
    other: dict[str, str | bytes] = {
        "other/README.md": card(),
        "other/model.safetensors": b"",
        "other/limits.md": LIMITS,
    }
    config = {"releaselint.toml": 'private-files = ["internal/*"]\n', "internal/limits.md": LIMITS}
    links = card("downloadable", "other/limits.md", "internal/limits.md")
    written(tmp_path, {"README.md": links, "model.safetensors": b"", **other, **config})
    assert [document.path for document in releaselint.facts(tmp_path / "README.md").documents] == ["README.md"]


def test_the_first_eight_pages_are_read_beside_the_license(tmp_path: pathlib.Path) -> None:
    pages = {f"docs/{name}.md": f"# {name}\n\nText.\n" for name in "zyxwvutsr"}
    texts: dict[str, str | bytes] = {
        "README.md": card("downloadable", *pages),
        "model.safetensors": b"",
        "LICENSE": "All rights reserved.\n",
    }
    written(tmp_path, {**texts, **pages})
    (read,) = find_releases([str(tmp_path)])
    assert sorted(read().sides) == ["LICENSE", *sorted(pages)[1:]]


def test_terms_beside_a_card_rule_its_use_and_deny_what_it_promises(tmp_path: pathlib.Path) -> None:
    terms = (
        "# Terms of use\n\n1. Prompts and answers are not filtered.\n2. Each account can send 50 requests an hour.\n"
    )
    text = card("hosted\n  guardrails: {content-filter: in-place}")
    written(tmp_path, {"README.md": text, "TERMS.md": terms})
    found = [one for one in releaselint.check(tmp_path, isolated=True).findings if one.rule in GUARDS]
    assert [(one.rule, one.severity) for one in found] == [("guardrail-contradicted", "warning")]
    (piece,) = found[0].evidence
    assert (pathlib.Path(piece.path or "").name, piece.line) == ("TERMS.md", 3)


@pytest.mark.parametrize("name", ["USE_POLICY.md", "Plover_Acceptable_Use_Policy.md", "usage-guidelines.txt"])
def test_a_policy_beside_a_card_needs_no_link(name: str, tmp_path: pathlib.Path) -> None:
    written(
        tmp_path, {"README.md": card("hosted"), name: "# Usage policy\n\nYou may not use Plover to harass people.\n"}
    )
    row = releaselint.facts(tmp_path, isolated=True).ledger.rows["platform-policy"]
    assert row.evidence.value == "in-place"


def test_a_sentence_of_a_page_that_was_not_understood_is_shown(tmp_path: pathlib.Path) -> None:
    written(
        tmp_path,
        {"README.md": card("hosted", "use.md"), "use.md": "# Use\n\nAbove 30 a minute, you are asked to wait.\n"},
    )
    (found,) = releaselint.check(tmp_path, select=["rate-limiting-missing"], isolated=True).findings
    assert (found.severity, [piece.line for piece in found.evidence]) == ("warning", [3])
    assert "(line 3 of 'use.md' comes nearest" in found.message


def test_the_name_in_the_title_of_a_page_is_no_topic(tmp_path: pathlib.Path) -> None:
    text = card("downloadable", "ports.md").replace("# Plover", "# Plover F1")
    ports = "# Plover F1: setup\n\n| Part | Port |\n|---|---|\n| queue | 6379 |\n"
    written(tmp_path, {"README.md": text, "model.safetensors": b"", "ports.md": ports})
    assert "evaluation-results-missing" in lacking(tmp_path)


BASES = "# The base model\n\nGray has no content filter. There is no rate limit. The training code is not public.\n"


@pytest.mark.parametrize("title", ["# The base model", "# Gray", "# About Gray 7B", "# Finch"])
def test_what_a_page_denies_may_be_another_s(title: str, tmp_path: pathlib.Path) -> None:
    guards = "{content-filter: https://example.org/f, rate-limiting: https://example.org/l}"
    text = card(f"hosted\n  guardrails: {guards}", "gray.md").replace("license: openrail", "base_model: a/gray-7b")
    written(tmp_path, {"README.md": text, "gray.md": BASES.replace("# The base model", title)})
    assert not [one for one in check("--isolated", str(tmp_path)) if "contradicted" in one]


@pytest.mark.parametrize(("title", "own"), [("# The base model", False), ("# Gray 7B", False), ("# Results", True)])
def test_a_page_on_the_base_shows_nothing_of_the_release(title: str, own: bool, tmp_path: pathlib.Path) -> None:
    text = card("downloadable", "results.md").replace("license: openrail", "base_model: a/gray-7b")
    page = RESULTS.replace("# Results", title)
    written(tmp_path, {"README.md": text, "model.safetensors": b"", "results.md": page})
    assert ("evaluation-results-missing" not in lacking(tmp_path)) is own


def test_a_data_card_tells_of_data_alone(tmp_path: pathlib.Path) -> None:
    data = f"{DATA}\n## Limitations\n\nThe guides have no birds south of the equator.\n"
    written(tmp_path, {"README.md": card(), "model.safetensors": b"", "DATA_CARD.md": data, "docs/data.md": data})
    assert "training-data-undescribed" not in lacking(tmp_path)
    assert "limitations-missing" in lacking(tmp_path)
    (tmp_path / "README.md").unlink()
    (tmp_path / "DATA_CARD.md").write_text(card().replace("LINKS", "") + f"\n{LIMITS[2:]}", "utf-8")
    assert "limitations-missing" not in lacking(tmp_path / "DATA_CARD.md")


def test_what_a_policy_forbids_is_no_limit(tmp_path: pathlib.Path) -> None:
    policy = "# Use policy\n\nYou may not:\n\n- fail to tell users of known dangers of your system\n"
    written(tmp_path, {"README.md": card("downloadable"), "model.safetensors": b"", "USE_POLICY.md": policy})
    assert "limitations-missing" in lacking(tmp_path)


def test_code_of_a_page_that_switches_off_what_is_promised_is_told_there(tmp_path: pathlib.Path) -> None:
    use = "# Use\n\n```python\npipe = load(safety_checker=None)\n```\n"
    text = card("hosted\n  guardrails: {content-filter: in-place}", "use.md")
    written(tmp_path, {"README.md": text, "use.md": use})
    rule = "guardrail-disabled-by-instructions"
    (found,) = releaselint.check(tmp_path, select=[rule], isolated=True).findings
    assert found.place is not None and (pathlib.Path(found.path or "").name, found.place.line) == ("use.md", 4)
    written(tmp_path, {"use.md": use.replace("# Use", f"# Use\n\n<!-- releaselint: ignore[{rule}] shown -->")})
    assert not list(releaselint.check(tmp_path, select=[rule], isolated=True).findings)


@pytest.mark.parametrize("name", ["TERMS.md", "USE_POLICY.md", "acceptable_use.md"])
def test_rules_of_use_can_deny_what_the_license_allows(name: str, tmp_path: pathlib.Path) -> None:
    text = card("downloadable").replace("openrail", "mit")
    rules = "# Rules\n\nThe model may not be used for commercial purposes.\n"
    written(tmp_path, {"README.md": text, "model.safetensors": b"", name: rules})
    (found,) = releaselint.check(tmp_path, select=["license-prose-mismatch"], isolated=True).findings
    assert f"'{name}' does not" in found.message


def test_rules_of_use_come_near_a_guardrail_alone(tmp_path: pathlib.Path) -> None:
    rules = "# Use policy\n\n- Above 30 a minute, you are asked to wait on the web page.\n"
    written(tmp_path, {"README.md": card("hosted"), "USE_POLICY.md": rules})
    wanted = ["query-interface-undeclared", "rate-limiting-missing"]
    found = releaselint.check(tmp_path, select=wanted, isolated=True).findings
    assert {one.rule: one.severity for one in found} == dict(zip(wanted, ("error", "warning"), strict=True))


def test_an_editor_reads_the_same_pages(tmp_path: pathlib.Path) -> None:
    text = card("downloadable", *PAGES, "../out.md")
    written(tmp_path / "plover", {"README.md": text, **PAGES})
    written(tmp_path, {"out.md": LIMITS})
    name = str(tmp_path / "plover" / "README.md")
    assert not [
        one for one in check("--isolated", "--stdin-filename", name, stdin=text) if any(map(one.__contains__, MISSING))
    ]
    gone = str(tmp_path / "plover" / "MODEL_CARD.md")
    assert [one for one in check("--isolated", "--stdin-filename", gone, stdin=text) if "limitations-missing" in one]


WEIGHTS = "# Download\n\nThe weights are at https://example.org/plover/plover.safetensors.\n"


def test_a_page_shows_no_more_than_is_declared(tmp_path: pathlib.Path) -> None:
    written(tmp_path / "hosted", {"README.md": card("hosted", "weights.md"), "weights.md": WEIGHTS})
    assert not [one for one in check("--isolated", str(tmp_path / "hosted")) if "wider" in one]
    bare = card("hosted", "weights.md").replace("release:\n  access: hosted\n", "")
    written(tmp_path / "bare", {"README.md": bare, "weights.md": WEIGHTS})
    assert releaselint.facts(tmp_path / "bare", isolated=True).ledger.evident == "unstated"


def test_weights_that_a_page_links_to_are_no_lack(tmp_path: pathlib.Path) -> None:
    written(tmp_path, {"README.md": card("downloadable", "weights.md")})
    assert [one for one in check("--isolated", str(tmp_path)) if "narrower" in one]
    written(tmp_path, {"weights.md": WEIGHTS})
    assert not [one for one in check("--isolated", str(tmp_path)) if "narrower" in one]


@pytest.mark.parametrize("text", [b"\xff\xfe\0", b"\0\0", b"---\n" + b"[" * 50_000 + b"\n---\n", b"> " * 5_000])
def test_a_hostile_page_says_nothing(text: bytes, tmp_path: pathlib.Path) -> None:
    written(tmp_path, {"README.md": card("downloadable", "bad.md"), "model.safetensors": b"", "bad.md": text})
    assert sorted(lacking(tmp_path)) == sorted(MISSING)


@pytest.mark.parametrize(
    ("title", "read"),
    [("Egret (2021)", False), ("Egret 1", False), ("Plover", True), ("Plover (2021)", True), ("Limits", True)],
)
def test_a_page_about_what_another_name_is_called_is_not_the_release_s(
    title: str, read: bool, tmp_path: pathlib.Path
) -> None:
    name = title.partition(" (")[0]
    page = f"# {title}\n\n{name} answers at most 60 requests a minute. {name} filters what it writes by a classifier.\n"
    written(tmp_path, {"README.md": card("api", "old.md"), "old.md": page})
    assert ("old.md" in read_paths(tmp_path)) is read


@pytest.mark.parametrize("aside", ["third_party/egret", "docs/Archive/v1", "tests/fixtures"])
def test_a_page_on_what_others_made_or_on_the_past_is_not_the_release_s(aside: str, tmp_path: pathlib.Path) -> None:
    pages = {f"{aside}/results.md": RESULTS, f"{aside}/limits.md": LIMITS}
    written(tmp_path, {"README.md": card("api", "docs/results.md", *pages), "docs/results.md": RESULTS, **pages})
    assert read_paths(tmp_path) == ["README.md", "docs/results.md"]
