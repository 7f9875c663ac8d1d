"""Each format holds every finding, parses back, and lets nothing of a hostile release take effect."""

from __future__ import annotations

import functools
import json
import os
import pathlib
import re
import urllib.parse
from typing import Any

import click
import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from releaselint import cli
from releaselint.cli.check import check
from releaselint.findings.model import Evidence, Finding, ReleaseReport, Report
from releaselint.findings.rule import all_rules
from releaselint.report import FORMATS, Options, renderer
from releaselint.report.escape import plain, terminal
from releaselint.text import Place

ROOT = pathlib.Path(__file__).parents[1]
FAULTY = ROOT / "examples" / "faulty"
ALL = Options(severity="note")

HOSTILE = (
    *("\n", "\r\n", "\t", "\0", "\x07", "\x1b[31m", "\x85", "\u2028", "\u202e", "\u2066", "\u200b", "\ud800", "\udcff"),
    *("::", "::error::x", "##[error]", "%", "%0A", "%25", ",", "<script>", "</details>", "<!--", "&lt;", "'", '"'),
    *("|", "`", "```", "\\", "[a](javascript:b)", "![x](y)", "{0}", "*b*", "_i_", "~~s~~", "$x$", "@user", "#12"),
    *("https://evil.example", "www.evil.example", "é", "模", "/", "..", " ", "a"),
)
texts = st.lists(st.sampled_from(HOSTILE) | st.text(max_size=4), max_size=8).map("".join)
#: A path never has NUL, and is never absolute.
paths = texts.map(lambda text: text.replace("\0", "").lstrip("/") or "README.md")
places = st.builds(
    lambda line, column, more, width: Place(line=line, column=column, end_line=line + more, end_column=column + width),
    st.integers(1, 10**6),
    st.integers(1, 10**4),
    st.integers(0, 2),
    st.integers(0, 80),
)
findings = st.builds(
    Finding,
    rule=st.sampled_from(sorted(all_rules())),
    severity=st.sampled_from(["error", "warning", "note"]),
    message=texts,
    release=paths,
    subject=st.none() | texts,
    basis=st.sampled_from([None, "declared", "inferred"]),
    path=st.none() | paths,
    place=st.none() | places,
    source=texts,
    help=texts,
    evidence=st.lists(
        st.builds(Evidence, path=st.none() | paths, line=st.none() | st.integers(1, 9), text=texts), max_size=2
    ).map(tuple),
    fixable=st.booleans(),
    excerpt=st.sampled_from(["heron", "reed"]),
)


def report_of(found: list[Finding], path: str = ".", rules: tuple[str, ...] = ()) -> Report:
    release = ReleaseReport(
        path=path, declared=None, evident=None, license=None, generative=False, summary={}, findings=tuple(found)
    )
    return Report(releases=(release,), rules=rules)


def finding(number: int = 1, **values: Any) -> Finding:
    known: dict[str, Any] = {
        "rule": "license-unknown",
        "severity": "error",
        "message": f"the message {number}",
        "release": "heron",
        "subject": None,
        "basis": None,
        "path": "heron/README.md",
        "place": Place(line=number, column=1, end_line=number, end_column=5),
        "source": "",
        "help": "",
        "evidence": (),
        "fixable": False,
        "excerpt": "",
    }
    return Finding(**known | values)


def written(form: str, report: Report, options: Options = ALL) -> str:
    return "".join(renderer(form)(report, options))


def sarif_run(report: Report) -> dict[str, Any]:
    data = json.loads(written("sarif", report))
    errors = [f"{error.json_path}: {error.message}" for error in sarif_schema().iter_errors(data)]
    assert not errors, errors
    (run,) = data["runs"]
    return dict(run)


@functools.cache
def sarif_schema() -> jsonschema.Draft4Validator:
    return jsonschema.Draft4Validator(json.loads((ROOT / "tests/data/sarif-schema-2.1.0.json").read_bytes()))


def command(line: str) -> tuple[str, dict[str, str], str]:
    """Read a workflow command as the runner does (actions/runner, ActionCommand.TryParseV2)."""
    match = re.fullmatch(r"::(\w+) (.*?)::(.*)", line)
    assert match, line
    pairs = dict(pair.split("=", 1) for pair in match[2].split(","))
    data = match[3].replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%")
    for code, char in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        pairs = {key: value.replace(code, char) for key, value in pairs.items()}
    return match[1], pairs, data


def markdown_parts(text: str) -> tuple[list[list[str]], set[str]]:
    """Return the cells of each row as the reader sees them, and the markup that took effect."""
    rows: list[list[str]] = []
    markup: set[str] = set()
    for token in MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).parse(text):
        if token.type == "tr_open":
            rows.append([])
        if token.type == "html_block":
            markup.update(re.findall(r"<[^>]*>", token.content))
        for child in token.children or ():
            if child.type != "text":
                markup.add(child.content if child.type == "html_inline" else child.type)
        if token.type == "inline" and rows and token.level == 4:
            rows[-1].append("".join(child.content for child in token.children or () if child.type == "text"))
    return rows, markup


def test_command_line_offers_the_formats_that_exist() -> None:
    (option,) = (option for option in check.params if option.name == "form")
    assert isinstance(option.type, click.Choice)
    assert tuple(option.type.choices) == FORMATS


@settings(max_examples=60, deadline=None)
@given(st.lists(findings, max_size=4), paths)
def test_no_format_lets_a_control_character_through(found: list[Finding], path: str) -> None:
    for form in FORMATS:
        text = written(form, report_of(found, path))
        unsafe = re.findall("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]", text)
        assert not unsafe, (form, unsafe)


@settings(max_examples=60, deadline=None)
@given(st.lists(findings, max_size=4))
def test_sarif_is_valid_and_holds_each_finding(found: list[Finding]) -> None:
    run = sarif_run(report_of(found))
    rules = run["tool"]["driver"]["rules"]
    for one, result in zip(found, run["results"], strict=True):
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == one.rule
        assert result["level"] == one.severity
        assert re.sub(r"\\(.)", r"\1", result["message"]["text"].split("\n")[0]) == plain(one.message)
        assert result["partialFingerprints"] == {"releaselint/v1": one.fingerprint}
        assert len(re.findall(r"(?<!\\)(?:\\\\)*\]\(\d+\)", result["message"]["text"])) == len(
            result.get("relatedLocations", ())
        )
        for location in (*result["locations"], *result.get("relatedLocations", ())):
            uri = location["physicalLocation"]["artifactLocation"]["uri"]
            assert re.fullmatch(r"(?:[\w.~-]|%[0-9A-F]{2})(?:[\w.~/-]|%[0-9A-F]{2})*", uri, re.ASCII)
        if one.path is not None and "\ud800" not in one.path:
            uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
            assert urllib.parse.unquote(uri, errors="surrogateescape") == one.path


@settings(max_examples=100, deadline=None)
@given(st.lists(findings, max_size=4))
def test_each_finding_is_one_workflow_command(found: list[Finding]) -> None:
    lines = written("github", report_of(found)).split("\n")
    assert lines.pop() == ""
    for one, line in zip(found, lines, strict=True):
        name, properties, data = command(line)
        assert name == {"error": "error", "warning": "warning", "note": "notice"}[one.severity]
        assert properties["title"] == one.rule
        assert ("file" in properties) == (one.path is not None)
        if one.path is not None:
            assert properties["file"].split("\n") == [terminal(part) for part in re.split("\r\n|\r|\n", one.path)]
        assert ("col" in properties) == (one.place is not None and one.place.line == one.place.end_line)
        lead = "" if one.path is not None else f"{plain(one.release)}: "
        assert data.split("\n")[0] == lead + plain(one.message)
        assert len(data.split("\n")) == 1 + len(one.evidence) + bool(one.help)


@settings(max_examples=100, deadline=None)
@given(st.lists(findings, max_size=4))
def test_code_quality_issues_are_all_different(found: list[Finding]) -> None:
    issues = json.loads(written("gitlab", report_of(found)))
    assert len({issue["fingerprint"] for issue in issues}) == len(found)
    for one, issue in zip(found, issues, strict=True):
        assert issue["check_name"] == one.rule
        assert issue["description"].startswith(plain(one.message))
        assert issue["severity"] == {"error": "major", "warning": "minor", "note": "info"}[one.severity]
        assert issue["location"]["path"]
        assert issue["location"]["lines"]["begin"] == (one.place.line if one.place else 1)


@settings(max_examples=100, deadline=None)
@given(st.lists(findings, max_size=4), paths)
def test_markdown_shows_the_words_and_none_of_their_markup(found: list[Finding], path: str) -> None:
    text = written("markdown", report_of(found, path))
    rows, markup = markdown_parts(text)
    assert [row[2] for row in rows[1:]] == [plain(one.message) for one in found]
    assert markup <= {"<code>", "</code>", "<!-- -->", "<details>", "<summary>", "</summary>", "</details>"}
    assert not re.search(r"https?://|www\.", text)


@settings(max_examples=30, deadline=None)
@given(st.lists(findings, max_size=4))
def test_json_and_lines_hold_each_finding(found: list[Finding]) -> None:
    assert len(json.loads(written("json", report_of(found)))["findings"]) == len(found)
    assert written("concise", report_of(found)).count("\n") == len(found)


@pytest.mark.parametrize("form", FORMATS)
def test_what_is_milder_than_asked_for_is_not_shown(form: str) -> None:
    found = [finding(1, message="a grave fault"), finding(2, message="a mild fault", severity="note")]
    text = written(form, report_of(found), Options(severity="warning"))
    assert "a grave fault" in text
    assert "a mild fault" not in text


def test_sarif_tells_all_of_every_rule_that_ran() -> None:
    ran = tuple(all_rules())
    run = sarif_run(report_of([finding()], rules=ran))
    described = run["tool"]["driver"]["rules"]
    assert tuple(rule["id"] for rule in described) == ran
    for rule in described:
        assert rule["help"]["markdown"].startswith(f"# {rule['id']}\n")
        assert rule["help"]["text"]
        assert rule["helpUri"] == f"https://releaselint.dev/rules/{rule['id']}"
        assert rule["defaultConfiguration"]["level"] == all_rules()[rule["id"]].severity
        assert 0 < len(rule["shortDescription"]["text"]) <= 1024
        assert 0 < len(rule["fullDescription"]["text"]) <= 1024
    assert run["columnKind"] == "unicodeCodePoints"
    assert run["invocations"] == [{"executionSuccessful": True, "toolExecutionNotifications": []}]


def test_sarif_says_that_a_rule_broke() -> None:
    run = sarif_run(report_of([finding(rule="internal-error")]))
    assert run["invocations"][0]["executionSuccessful"] is False


def test_sarif_links_a_finding_to_its_evidence() -> None:
    evidence = (
        Evidence(path=None, line=None, text="no file"),
        Evidence(path="heron/[x]/model.safetensors", line=None, text="4.9 GB"),
        Evidence(path="heron/README.md", line=7, text="'downloads' are here"),
    )
    (result,) = sarif_run(report_of([finding(evidence=evidence, help="do it")]))["results"]
    assert result["message"]["text"].split("\n") == [
        "the message 1",
        "evidence: no file",
        r"evidence: [heron/\[x\]/model.safetensors](1) 4.9 GB",
        "evidence: [heron/README.md:7](2) 'downloads' are here",
        "help: do it",
    ]
    assert [one["id"] for one in result["relatedLocations"]] == [1, 2]


def test_finding_without_a_file_stands_at_its_release() -> None:
    report = report_of([finding(path=None, place=None)], "heron")
    (result,) = sarif_run(report)["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "heron/"
    assert command(written("github", report).rstrip())[1:] == ({"title": "license-unknown"}, "heron: the message 1")
    assert json.loads(written("gitlab", report))[0]["location"] == {"path": "heron", "lines": {"begin": 1}}


def test_columns_are_told_only_within_one_line() -> None:
    spread = finding(place=Place(line=3, column=2, end_line=5, end_column=1))
    assert "file=heron/README.md,line=3,endLine=5,title=" in written("github", report_of([spread]))


def test_too_many_findings_are_capped_and_counted() -> None:
    found = [finding(number, severity="note" if number % 5 else "error") for number in range(1, 25_004)]
    report = report_of(found, "heron")
    data = json.loads(written("sarif", report))
    (run,) = data["runs"]
    assert len(run["results"]) == 25_000
    assert sum(result["level"] == "error" for result in run["results"]) == 5_000
    first, second = (told["message"]["text"] for told in run["invocations"][0]["toolExecutionNotifications"])
    assert first.startswith("3 of 25003 findings were left out")
    assert second.startswith("GitHub shows 5000 of the results")
    assert written("github", report).count("\n") == len(found)
    assert len(json.loads(written("gitlab", report))) == len(found)
    text = written("markdown", report)
    assert len(text.encode()) < 1024 * 1024
    match = re.search(r"^_(\d+) findings left out: a summary holds at most 1 MiB\.", text, re.MULTILINE)
    assert match
    assert text.count("\n| ") - 1 + int(match[1]) == len(found)


def test_details_give_way_to_findings() -> None:
    found = [finding(number, help="x" * 100_000) for number in range(1, 21)]
    text = written("markdown", report_of(found))
    assert text.count("the message") == 20
    assert len(text.encode()) < 1024 * 1024
    assert re.search(r"^_11 details left out", text, re.MULTILINE)


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as done:
        cli.main(["check", *arguments])
    assert isinstance(done.value.code, int)
    return done.value.code


def test_one_run_writes_every_format(tmp_path: pathlib.Path, capsys: pytest.CaptureFixture[str]) -> None:
    outputs = [f"--output={form}={tmp_path / form}" for form in FORMATS]
    assert run(str(FAULTY), "--format", "concise", *outputs) == 1
    for form in FORMATS:
        assert run(str(FAULTY), "--format", form, "--color", "never") == 1
    shown = capsys.readouterr().out
    assert shown == (tmp_path / "concise").read_text("utf-8") + "".join(
        (tmp_path / form).read_text("utf-8") for form in FORMATS
    )
    jsonschema.Draft4Validator(sarif_schema().schema).validate(json.loads((tmp_path / "sarif").read_bytes()))
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(FORMATS)


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("missing/report.json", "no such file or directory"),
        ("folder", "is a directory"),
        ("file/report.json", "not a directory"),
        pytest.param(
            "locked/report.json",
            "permission denied",
            marks=pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="all is allowed here"),
        ),
    ],
)
def test_output_that_cannot_be_written_is_one_sentence_after_the_report(
    path: str, why: str, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    (tmp_path / "locked").mkdir(mode=0o555)
    (tmp_path / "file").touch()
    assert run(str(FAULTY), "--format", "json", f"--output=sarif={path}") == 2
    shown = capsys.readouterr()
    assert json.loads(shown.out)["version"] == 1
    assert shown.err == f"releaselint: '{path}' cannot be written: {why}\n"
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["file", "folder", "locked"]


@pytest.mark.parametrize("value", ["sarif", "sarif=", "pdf=report.pdf", "=report"])
def test_output_needs_a_format_and_a_path(value: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(str(FAULTY), f"--output={value}") == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.startswith(f"releaselint: '--output {value}' must be FORMAT=PATH with a format of full, ")


@pytest.mark.parametrize(
    "path",
    [
        "README.md",
        "./models/heron/../heron/README.md",
        "elsewhere/MODEL_CARD.md",
        "LICENSE",
        "release.yaml",
        "base.toml",
        "pyproject.toml",
        "known.json",
        "notes.md",
    ],
)
def test_output_never_replaces_what_is_read(
    path: str, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    files = {
        "README.md": "---\nlicence: mit\n---\n",
        "notes.md": "---\nlicense: mit\n---\n",
        "base.toml": 'baseline = "known.json"\n',
        "releaselint.toml": 'extends = "base.toml"\n',
        "known.json": '{"version": 1, "findings": []}\n',
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, "utf-8")
    assert run("README.md", "notes.md", "--fix", "--output=json=new.json", f"--output=markdown={path}") == 2
    told = f"no report is written to '{os.path.normpath(path)}': it is called like a file that is read"
    assert capsys.readouterr() == ("", f"releaselint: {told}\n")
    assert {entry.name: entry.read_text() for entry in tmp_path.iterdir()} == files


def test_output_replaces_only_what_ends_as_a_report_does(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("model.safetensors", "old.json", "old"):
        (tmp_path / name).write_text("x")
    assert run(str(FAULTY), "-q", "--output=json=model.safetensors") == 2
    told = "no report is written to 'model.safetensors': it exists, and does not end as a report does"
    assert capsys.readouterr() == ("", f"releaselint: {told}\n")
    assert run(str(FAULTY), "-q", "--output=json=old.json", "--output=sarif=old", "--output=full=new.report") == 1
    assert [(tmp_path / name).read_text() == "x" for name in ("model.safetensors", "old.json", "old")] == [
        True,
        False,
        False,
    ]


def test_output_replaces_a_page_in_markdown_only_where_it_is_a_report(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "tests.md").write_text("# How we tested\n")
    (tmp_path / "empty.md").write_text("\n")
    assert run(str(FAULTY), "-q", "--output=markdown=tests.md") == 2
    told = "no report is written to 'tests.md': it exists, and does not begin as a report does"
    assert capsys.readouterr() == ("", f"releaselint: {told}\n")
    for _ in range(2):
        assert run(str(FAULTY), "-q", "--output=markdown=empty.md", "--output=markdown=new.md") == 1
    assert (tmp_path / "tests.md").read_text() == "# How we tested\n"
    assert (tmp_path / "empty.md").read_text() == (tmp_path / "new.md").read_text() != "\n"


def test_output_takes_each_path_once(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(str(FAULTY), "--output=json=report", "--output=sarif=./report") == 2
    told = "'report' cannot hold two reports: give each '--output' its own path"
    assert capsys.readouterr() == ("", f"releaselint: {told}\n")
    assert list(tmp_path.iterdir()) == []


def test_output_to_a_device_leaves_the_device_alone() -> None:
    assert run(str(FAULTY), "-q", f"--output=json={os.devnull}") == 1
    assert not pathlib.Path(os.devnull).is_file()
