"""The page shows the whole ledger and every finding, lets nothing of a release take effect, and loads nothing."""

from __future__ import annotations

import base64
import datetime
import hashlib
import itertools
import json
import os
import pathlib
import re
import shutil
import subprocess
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from releaselint import api, cli
from releaselint.baseline import baseline_text, read_baseline, without_known
from releaselint.config import load_config
from releaselint.findings.model import Evidence, Finding, ReleaseReport, Report, tally
from releaselint.findings.rule import all_rules
from releaselint.findings.why import explain
from releaselint.packs import using
from releaselint.records import replace
from releaselint.report import Options, renderer
from releaselint.report.escape import plain, terminal, web_address
from releaselint.report.html_parts.element import element
from releaselint.report.words import where
from releaselint.text import Place

ROOT = pathlib.Path(__file__).parents[1]
EXAMPLES = ROOT / "examples"
GOOD = ("fully-closed", "staged", "hosted", "api", "downloadable", "fully-open")
TODAY = datetime.date(2026, 7, 1)
ALL = Options(severity="note")
VOID = {"meta", "link", "wbr"}
TAGS = {
    *(
        "html",
        "head",
        "meta",
        "title",
        "link",
        "style",
        "body",
        "main",
        "header",
        "footer",
        "nav",
        "section",
        "div",
        "span",
    ),
    *("h1", "h2", "h3", "h4", "p", "dl", "dt", "dd", "ol", "ul", "li", "a", "b", "q", "bdi", "code", "mark"),
    *(
        "details",
        "summary",
        "table",
        "caption",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "svg",
        "symbol",
        "path",
        "use",
        "rect",
    ),
}


class Page(HTMLParser):
    """A page, read strictly: every tag is closed in its order."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.pieces: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []
        self.text = " ".join("".join(self.pieces).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len({name for name, _ in attrs}) == len(attrs)
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.pieces.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")

    def values(self, name: str) -> list[str]:
        return [attributes[name] for _, attributes in self.tags if name in attributes]


def html(report: Report, options: Options = ALL) -> str:
    return "".join(renderer("html")(report, options))


def check(*names: str, keep: bool = True) -> Report:
    return api.check([EXAMPLES / name for name in names], isolated=True, today=TODAY, keep_ledgers=keep)


def of_card(card: str) -> Report:
    bench = api.Bench(load_config(".", isolated=True), TODAY)
    release = bench.text_release(card.encode("utf-8", "replace"), "README.md")
    return Report(releases=(bench.report(release, keep_ledger=True),))


def harmless(text: str) -> Page:
    """Read a page, and hold it against all that must never be on one."""
    page = Page(text)
    assert {tag for tag, _ in page.tags} <= TAGS
    for tag, attributes in page.tags:
        assert not any(name.startswith("on") or name in ("style", "src", "srcset", "action") for name in attributes)
        address = attributes.get("href", "")
        assert address in ("", "data:,") or address.startswith("#") or web_address(address)
        if tag == "a" and not address.startswith("#"):
            assert attributes["rel"] == "noopener noreferrer nofollow"
    ids = page.values("id")
    assert len(set(ids)) == len(ids)
    assert {name[1:] for name in page.values("href") if name.startswith("#")} <= set(ids)
    assert terminal(text.replace("\n", "")) == text.replace("\n", "")
    return page


@pytest.mark.parametrize("names", [*[(name,) for name in GOOD], ("faulty",), (*GOOD, "faulty")])
def test_the_page_is_well_formed_and_says_what_json_says(names: tuple[str, ...]) -> None:
    report = check(*names)
    for severity in ("error", "warning", "note"):
        options = Options(severity=severity)
        page = harmless(html(report, options))
        for finding in json.loads("".join(renderer("json")(report, options)))["findings"]:
            for text in (finding["message"], finding["rule"], finding["help"] or ""):
                assert plain(text) in page.text
        for finding in options.shown(report.findings):
            assert where(finding) in page.text
        assert len([tag for tag, _ in page.tags if tag == "h4"]) == len(options.shown(report.findings))


def test_what_is_hidden_is_counted() -> None:
    report = check("faulty")
    assert f"{tally(report.findings)['note']} notes hidden" in Page(html(report, Options(severity="warning"))).text


def test_headings_go_down_one_step_at_a_time() -> None:
    for report in (check("faulty"), check(*GOOD)):
        levels = [int(tag[1]) for tag, _ in Page(html(report)).tags if re.fullmatch("h[1-6]", tag)]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_only_the_own_style_sheet_may_act() -> None:
    text = html(check("api"))
    (policy,) = [one["content"] for tag, one in Page(text).tags if one.get("http-equiv") == "Content-Security-Policy"]
    found = re.search("<style>(.*?)</style>", text, re.DOTALL)
    assert found is not None
    digest = base64.b64encode(hashlib.sha256(found[1].encode()).digest()).decode()
    assert policy.split("; ")[:2] == ["default-src 'none'", f"style-src 'sha256-{digest}'"]
    assert "url(" not in found[1]
    assert "@import" not in found[1]


def test_says_in_one_sentence_whether_word_and_evidence_agree() -> None:
    assert (
        "Declared API, but the evidence makes it downloadable: more open than it says."
        in Page(html(check("faulty"))).text
    )
    assert "Declared downloadable, and the evidence agrees." in Page(html(check("downloadable"))).text


@pytest.mark.parametrize("name", [*GOOD, "faulty"])
def test_what_is_missing_on_the_page_is_missing_in_the_findings(name: str) -> None:
    report = check(name)
    (release,) = report.releases
    missing = {one["href"].partition("-")[2] for tag, one in _links_of_missing(html(report))}
    parts = {"intended-use": "documentation", "limitations": "documentation"}
    rules = {
        parts.get(one.subject or "", one.subject)
        for one in release.findings
        if one.rule.endswith(("-missing", "-unaddressed", "-undescribed", "-undocumented", "-undeclared"))
    }
    assert missing <= rules


def _links_of_missing(text: str) -> Iterator[tuple[str, dict[str, str]]]:
    found = re.search('<div class="lacks.*?</div>', text)
    assert found is not None
    return ((tag, one) for tag, one in Page(found[0]).tags if "href" in one and tag == "a")


COPY = "base_model: acme/heron\nbase_model_relation: quantized\npipeline_tag: text-generation\n"


@pytest.mark.parametrize("front", [COPY, "pipeline_tag: text-generation\n", "pipeline_tag: text-to-image\n", ""])
def test_the_page_and_why_agree_on_what_is_not_asked(front: str) -> None:
    card = f"---\nlicense: mit\n{front}release: downloadable\n---\n# Heron\n\nHeron.\n"
    bench = api.Bench(load_config(".", isolated=True), TODAY)
    case = bench.case(bench.text_release(card.encode(), "README.md"))
    text = html(of_card(card))
    rows = dict(re.findall(r'<tr id="r1-([\w-]+)".*?>(.*?)</tr>', text.replace("\n", " ")))
    told = {}
    for rule in all_rules().values():
        if rule.means == "subject" and rule.test in rows:
            begin = "policy: it is not asked here: "
            told[rule.test] = [line.removeprefix(begin) for line in explain(case, rule) if line.startswith(begin)]
    assert all(plain(reason) in Page(rows[slug]).text for slug, reasons in told.items() for reason in reasons)
    missing = {one["href"].removeprefix("#r1-") for _, one in _links_of_missing(text)}
    assert missing & {slug for slug, reasons in told.items() if reasons} == set()
    assert told["fine-tuning"] == (["it is a copy"] if front == COPY else ["nothing says that the model was tuned"])


KILL_SWITCH = """id: kill-switch
title: Kill switch
definition: Whoever runs the system can stop it at once.
why: A fault is stopped before it spreads.
policy: {api: {required: "a server can be stopped"}}
missing:
  rule: kill-switch-missing
  summary: No kill switch is named
  message: "no kill switch is declared or found; {demand.level} {demand.verb} one"
  fix: "declare it: 'kill-switch: URL'"
  examples:
    good: [{card: "---\\nrelease: hosted\\n---\\n# A\\n"}]
    bad: [{card: "---\\nrelease: api\\n---\\n# A\\n", says: ["no kill switch"]}]
"""


def test_a_guardrail_of_the_project_has_its_row_in_each_table(tmp_path: pathlib.Path) -> None:
    rule = tmp_path / "rules" / "guardrails" / "kill-switch.yaml"
    rule.parent.mkdir(parents=True)
    rule.write_text(KILL_SWITCH, encoding="utf-8")
    (tmp_path / "releaselint.toml").write_text('rules = ["rules"]\n', encoding="utf-8")
    bench = api.Bench(load_config(str(tmp_path)), TODAY)
    release = bench.report(bench.text_release(b"---\nrelease: api\n---\n# Heron\n", "README.md"), keep_ledger=True)
    with using(bench.packs):
        one, two = (harmless(html(Report(releases=(release,) * number))) for number in (1, 2))
    assert "#r1-kill-switch" in one.values("href")
    assert re.search(r"Added\s*Kill switch", one.text)
    assert re.search(r"Kill switch\s*0\s*2 of 2:", two.text)


def test_documentation_is_missing_on_the_page_while_one_of_its_parts_is() -> None:
    use = "# Heron\n\n## Intended use\n\nHeron is intended for people who want to know a bird.\n"
    text = html(of_card(f"---\nrelease: downloadable\n---\n{use}"))
    assert "#r1-documentation" in [one["href"] for _, one in _links_of_missing(text)]


WIDER = "Declared API, but the evidence makes it downloadable: more open than it says."


@pytest.mark.parametrize("by", ["baseline", "waiver", "ignore"])
def test_a_contradiction_that_no_finding_tells_any_more_is_still_one(by: str) -> None:
    rule = "access-wider-than-declared"
    silenced = {
        "baseline": "",
        "waiver": f"  waivers: [{{rule: {rule}, reason: a pilot}}]\n",
        "ignore": f"  # releaselint: ignore-file[{rule}] a pilot\n",
    }[by]
    card = (
        f"---\nrelease:\n  access: api\n{silenced}---\n# Heron\n\nThe weights: https://example.org/heron.safetensors\n"
    )
    (release,) = of_card(card).releases
    report = Report(releases=(release, replace(release, path="stork")))
    if by == "baseline":
        report = without_known(report, read_baseline(baseline_text(report), "known.json"))
    assert rule not in [finding.rule for finding in report.findings]
    page = harmless(html(report))
    kept = "The baseline knows this." if by == "baseline" else "An ignore or a waiver silences this."
    assert page.text.count(f"{WIDER} {kept}") == 2
    assert "Evidence contradicts the level in 2: " in page.text


@pytest.mark.parametrize(
    ("body", "waived"),
    [
        pytest.param("A model of text.", False, id="another rule speaks"),
        pytest.param("## Intended use\n\nHeron is intended for people who want to know a bird.", True, id="it spoke"),
    ],
)
def test_documentation_is_waived_where_the_rule_that_spoke_is(body: str, *, waived: bool) -> None:
    waiver = "{rule: limitations-missing, reason: a pilot}"
    card = f"---\nrelease:\n  access: downloadable\n  waivers: [{waiver}]\n---\n# Heron\n\n{body}\n"
    text = html(of_card(card))
    assert ("Waived: Documentation" in harmless(text).text) is waived


def test_several_releases_begin_with_an_overview() -> None:
    page = harmless(html(check(*GOOD, "faulty")))
    assert "Evidence contradicts the level in 1: " in page.text
    assert re.search(r"Content filter\s*\d\s*1 of \d:", page.text)
    assert page.values("id").count("overview") == 1
    assert [one for one in page.values("class") if one == "release"] == ["release"] * 7


def test_a_report_without_ledgers_shows_the_findings() -> None:
    report = check("faulty", "api", keep=False)
    page = harmless(html(report))
    assert "The ledger was not kept in this run" in page.text
    assert all(plain(finding.message) in page.text for finding in report.findings)


def test_a_license_that_is_named_for_the_code_only_is_shown_as_such() -> None:
    page = harmless(html(of_card("# Heron\n\n## Code license\n\nThe code is released under the MIT license.\n")))
    assert "MIT License (permissive: any use), named for the code only" in page.text


def test_stages_waivers_and_custody_are_shown() -> None:
    card = """---
release:
  access: staged
  stages: [{name: small, date: 2026-01-02, access: api, status: done}, {access: downloadable, criteria: none known}]
  owner: the-team
  reviewed: {by: a-board, on: 2026-05-02}
  guardrails: {rate-limiting: "https://example.org/limits", content-filter: "internal:SEC-1"}
  waivers: [{rule: documentation-missing, reason: a pilot, by: us, until: 2026-12-31}, {rule: contact-missing}]
---
# Heron
"""
    page = harmless(html(of_card(card)))
    for text in (
        "2026-01-02",
        "Once: none known",
        "the-team",
        "by a-board, on 2026-05-02",
        "a pilot",
        "internal:SEC-1",
    ):
        assert text in page.text
    assert "Waived: Documentation" in page.text
    assert "https://example.org/limits" in page.values("href")


HOSTILE = (
    *(
        "<script>alert(1)</script>",
        "</style>",
        "</title>",
        "<!--",
        "]]>",
        "&lt;",
        "'",
        '"',
        "`",
        "\x1b[31m",
        "\x00",
        "\ud800",
    ),
    *(
        "\u202e",
        "\u2066",
        "\u200b",
        "\n",
        "\t",
        "javascript:alert(1)",
        "JaVaScRiPt:",
        "data:text/html,x",
        "//evil.example",
    ),
    *(
        "https://evil.example/",
        "https://a@b/",
        '" onmouseover="x',
        "' autofocus '",
        "<img src=x onerror=y>",
        "é",
        "模",
        " ",
    ),
)
texts = st.lists(st.sampled_from(HOSTILE) | st.text(max_size=4), max_size=6).map("".join)


@settings(max_examples=60, deadline=None)
@given(st.lists(texts, min_size=8, max_size=8), st.integers(1, 40), st.integers(1, 40))
def test_no_text_of_a_finding_takes_effect(given_texts: list[str], column: int, width: int) -> None:
    a, b, c, d, e, f, g, h = given_texts
    finding = Finding(
        rule="license-missing", severity="error", message=a, release=b, subject=c, basis="declared", path=d,
        place=Place(line=1, column=column, end_line=1, end_column=column + width), source=e, help=f,
        evidence=(Evidence(path=g, line=3, text=h), Evidence(path=None, line=None, text=a)), fixable=False,
        excerpt="",
    )  # fmt: skip
    release = ReleaseReport(
        path=b,
        declared="api",
        evident=None,
        license=c,
        generative=True,
        summary={"best_suited_for": d},
        findings=(finding,),
    )
    for releases in ((release,), (release, release)):
        page = harmless(html(Report(releases=releases)))
        for text in (a, f, h):
            assert plain(text) in page.text


def quoted(text: str) -> str:
    return json.dumps("".join(char for char in text if char.isprintable()))


@settings(max_examples=60, deadline=None)
@given(st.lists(texts, min_size=8, max_size=8))
def test_no_text_of_a_card_takes_effect(given_texts: list[str]) -> None:
    a, b, c, d, e, f, g, h = map(quoted, given_texts)
    card = f"""---
license: {a}
release:
  access: staged
  stages: [{{name: {b}, artifact: {c}, date: {d}, access: api, status: {e}, evaluation: {f}, criteria: {g}}}]
  owner: {h}
  reviewed: {{by: {a}, on: {b}}}
  report-harm: {c}
  components: {{query-interface: {{api: {d}}}, code: {{availability: public, url: {e}}}}}
  guardrails: {{rate-limiting: {f}, content-filter: {{absent: {g}}}, watermarking: {{planned: {h}}}}}
  concerns: {{malicious-use: {a}}}
  waivers: [{{rule: {b}, reason: {c}, by: {d}, until: {e}}}]
---
# {given_texts[0]}

## Limitations

{given_texts[1]} The model fails.
"""
    harmless(html(of_card(card)))


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "//evil.example", "HTTPS://a\u202eb/", "x.md"]
)
def test_an_element_refuses_to_link_elsewhere(address: str) -> None:
    assert web_address(address) is None
    with pytest.raises(ValueError, match="must not link"):
        element("a", "here", href=address)


def test_a_thousand_findings_are_all_there() -> None:
    card = "---\nlicense: mit\n---\n" + "".join(
        f"<!-- releaselint: ignore[nothing-{n}] x -->\n\n# A{n}\n\n" for n in range(500)
    )
    report = of_card(card)
    assert len([tag for tag, _ in Page(html(report)).tags if tag == "h4"]) == len(list(report.findings)) > 400


def test_the_command_line_keeps_ledgers_only_for_the_page(
    tmp_path: pathlib.Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(EXAMPLES)
    file = tmp_path / "report.html"
    with pytest.raises(SystemExit):
        cli.main(["check", "api", "--isolated", "--format", "json", "--output", f"html={file}"])
    assert json.loads(capsys.readouterr().out)["releases"][0]["path"] == "api"
    assert "Guardrails" in harmless(file.read_text(encoding="utf-8")).text


NODE = shutil.which("node")
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def _modules() -> bool:
    if NODE is None or CHROMIUM is None:
        return False
    code = "require('playwright-core'); require('axe-core')"
    return subprocess.run([NODE, "-e", code], cwd=ROOT / "tests" / "browser", capture_output=True).returncode == 0


@pytest.mark.skipif(not _modules(), reason="needs node, Chromium, and the modules of tests/browser/package.json")
def test_a_browser_finds_nothing_to_complain_of(tmp_path: pathlib.Path) -> None:
    assert NODE is not None
    assert CHROMIUM is not None
    reports = {name: check(name) for name in (*GOOD, "faulty")} | {"overview": check(*GOOD, "faulty")}
    for name, report in reports.items():
        (tmp_path / f"{name}.html").write_text(html(report), encoding="utf-8")
    files = [str(tmp_path / f"{name}.html") for name in reports]
    command = [NODE, "look.cjs", CHROMIUM, *files]
    done = subprocess.run(command, cwd=ROOT / "tests" / "browser", capture_output=True, env={**os.environ}, check=False)
    assert done.returncode == 0, done.stderr.decode()
    for told in json.loads(done.stdout):
        seen = {key: told[key] for key in ("console", "requests", "overflow")}
        assert seen == {"console": [], "requests": [], "overflow": 0}, told["file"]
        assert [one for one in told["axe"] if one["impact"] in ("serious", "critical")] == []
        text = " ".join(told["text"].split())
        report = reports[pathlib.Path(told["file"]).stem]
        assert all(plain(finding.message) in text for finding in report.findings)
