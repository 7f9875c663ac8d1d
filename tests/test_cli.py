"""The command line as users meet it: exit codes, one sentence for each mistake, and an output that is the report."""

from __future__ import annotations

import io
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from releaselint import __version__, cli
from releaselint.cli.check import check
from releaselint.cli.checking import plain
from releaselint.report import FORMATS

ROOT = Path(__file__).parents[1]
COMMANDS = ("check", "facts", "rule", "schema", "config", "checklist", "init", "baseline")
GOOD = "---\nlicense: mit\nrelease: hosted\n---\n"
#: One warning, no error.
MILD = "---\nlicense: mit\nlicence_link: LICENSE\n---\n# Reed\n"
#: One error.
GRAVE = "---\nlicense: teapot\n---\n# Reed\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """How a run ended."""

    code: int
    out: str
    error: str


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of our own to be in, with the examples in it."""
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    for name, card in (("mild", MILD), ("grave", GRAVE)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "README.md").write_text(card)
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "CI", "GITHUB_ACTIONS", "GITHUB_REPOSITORY", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


class Runner:
    """Runs the command line in this process."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self.capsys = capsys

    def __call__(self, *arguments: str) -> Done:
        with pytest.raises(SystemExit) as ended:
            cli.main(list(arguments))
        said = self.capsys.readouterr()
        assert "Traceback" not in said.err
        return Done(code=int(ended.value.code or 0), out=said.out, error=said.err)


@pytest.fixture
def run(here: Path, capsys: pytest.CaptureFixture[str]) -> Runner:
    return Runner(capsys)


def started(*arguments: str, **options: Any) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "releaselint", *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)


# --- exit codes ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["examples/api"], 0),
        (["examples/faulty"], 1),
        (["examples/api", "examples/faulty"], 1),
        (["examples/faulty", "--fail-on", "never"], 0),
        (["examples/faulty", "--select", "empty-section"], 0),
        (["mild"], 0),
        (["mild", "--fail-on", "warning"], 1),
        (["mild", "--fail-on", "warning", "--severity", "error"], 1),
        (["mild", "--fail-on", "warning", "--ignore", "misspelt-key,access-undeclared"], 0),
        (["grave"], 1),
        (["grave", "-q"], 1),
        (["grave", "--fail-on", "note", "--statistics"], 1),
    ],
)
def test_findings_decide_the_exit_code_and_the_format_never(
    run: Runner, form: str, arguments: list[str], code: int
) -> None:
    done = run("check", "--format", form, *arguments)
    assert (done.code, done.error) == (code, "")


@pytest.mark.parametrize("where", [[], ["examples"], ["examples", "grave"], ["examples/api", "--force-exclude"]])
def test_everything_excluded_is_no_failure(run: Runner, where: list[str]) -> None:
    done = run("check", *where, "--exclude", "*.md", "--exclude", "release.yaml", "--exclude", "examples/*")
    assert done == Done(code=0, out="nothing was checked: every release there is excluded\n", error="")
    assert run("check", "empty", "--exclude", "*.md").code == 2


def test_every_argument_excluded_is_no_failure(run: Runner) -> None:
    done = run("check", "examples/faulty", "grave", "--exclude", "examples", "--exclude", "grave", "--force-exclude")
    assert done == Done(code=0, out="nothing was checked: every release there is excluded\n", error="")


@pytest.mark.parametrize("others", [[], ["grave/README.md"]])
def test_files_of_which_none_is_a_card_are_no_failure(run: Runner, here: Path, others: list[str]) -> None:
    (here / "tool").mkdir()
    (here / "tool" / "README.md").write_text("# A tool\n")
    done = run("check", "tool/README.md", *others, "--exclude", "grave", "--force-exclude")
    assert done == Done(code=0, out="nothing was checked: no card is left among the named files\n", error="")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["check", "gone"], "there is no file or folder 'gone'"),
        (["check", "empty"], "no card found in 'empty': a card is a README with front matter or weights beside it, a"),
        (["check", "--select", "licens-missing"], "there is no rule or group 'licens-missing'; did you"),
        (["check", "mild", "--ignore", "teapot"], "there is no rule or group 'teapot'"),
        (["check", "mild", "--why", "licence-missing"], "there is no rule or group 'licence-missing'"),
        (["check", "mild", "--why", "license"], "'license' is a group; name one rule"),
        (["check", "--format", "xml"], "invalid value for '--format': 'xml' is not one of 'full', 'conc"),
        (["check", "--severity", "grave"], "invalid value for '--severity': 'grave' is not one of 'error', 'warn"),
        (["check", "mild", "--output", "html"], "'--output html' must be FORMAT=PATH with a format of full"),
        (["check", "mild", "--output", "xml=x"], "'--output xml=x' must be FORMAT=PATH with a format of full"),
        (["check", "mild", "--output", "html=gone/x"], "'gone/x' cannot be written: no such file or directory"),
        (["check", "mild", "--output", "html=empty"], "'empty' cannot be written: is a directory"),
        (["check", "mild", "--config", "gone.toml"], "gone.toml: cannot be read: no such file or directory"),
        (["check", "mild", "--config", "broken.toml"], "broken.toml:2:5: is not valid TOML: invalid value"),
        (["check", "mild", "--config", "key.toml"], "key.toml:2: unknown key 'selekt' in 'configuration'"),
        (["check", "mild", "--config", "rules.toml"], "bad/x.yaml"),
        (["check", "mild", "--baseline", "gone.json"], "gone.json: cannot be read: no such file or directory"),
        (["check", "mild", "--baseline", "key.toml"], "key.toml: is no baseline: it is not valid JSON"),
        (["check", "--stdin-filename", "x.md", "mild"], "a card on standard input leaves no room for paths"),
        (["check", "--fix", "-"], "a card on standard input cannot be changed; '--show-fixes' shows what would be"),
        (["check", "mild", "--add-ignore", " "], "'--add-ignore' needs a reason"),
        (["check", "--colour"], "no such option '--colour'; did you mean '--color'?"),
        (["teapot"], "no such command 'teapot'"),
        (["facts", "gone"], "there is no file or folder 'gone'"),
        (["rule", "licens-missing"], "there is no rule or group 'licens-missing'; did you mean 'license-missing'?"),
        (["rule", "license"], "'license' is a group; 'releaselint rule' lists its rules"),
        (["schema", "teapot"], "invalid value for 'NAME': 'teapot' is not one of 'card', 'config', 'release'"),
    ],
)  # fmt: skip
def test_a_mistake_gets_one_sentence_and_exit_code_2(
    run: Runner, here: Path, arguments: list[str], sentence: str
) -> None:
    (here / "empty").mkdir()
    (here / "bad").mkdir()
    (here / "bad" / "x.yaml").write_text("id: [\n")
    (here / "broken.toml").write_text("\nx = \n")
    (here / "key.toml").write_text("\nselekt = []\n")
    (here / "rules.toml").write_text('rules = ["bad"]\n')
    done = run(*arguments)
    assert done.code == 2
    assert done.error.startswith(f"releaselint: {sentence}")
    assert done.error.count("\n") == 1
    assert str(here) not in done.error
    assert "--output" in arguments or done.out == ""  # the report itself could be written


def test_a_rule_that_fails_is_told_and_the_others_run(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    from releaselint.findings import run as runner

    tests = runner._tests

    def broken(case: Any) -> Any:
        raise ValueError(case)

    monkeypatch.setattr(
        runner, "_tests", lambda names: [(r, broken if r.id == "empty-section" else t) for r, t in tests(names)]
    )
    for form in FORMATS:
        done = run("check", "examples/faulty", "--format", form, "--fail-on", "never")
        assert done.code == 2
    report = json.loads(run("check", "examples/faulty", "--format", "json").out)
    rules = [finding["rule"] for finding in report["findings"]]
    assert "internal-error" in rules
    assert "license-unknown" in rules


# --- streams ---------------------------------------------------------------------------------------------------------


def test_a_reader_that_goes_away_is_no_error(here: Path) -> None:
    process = started("check", "examples", "--format", "html", bufsize=0)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.read(10)
    process.stdout.close()
    with process.stderr as stream:
        assert stream.read() == b""
    assert process.wait() == 141


@pytest.mark.skipif(signal.getsignal(signal.SIGINT) == signal.SIG_IGN, reason="started where interrupts are ignored")
def test_an_interrupt_ends_it_quietly(here: Path) -> None:
    with started("check", "-", stdin=subprocess.PIPE) as process:
        assert process.stderr is not None
        time.sleep(1.0)  # until it waits for its input
        process.send_signal(signal.SIGINT)
        assert process.stderr.read() == b"\n"  # so that the shell's prompt begins a line
        assert process.wait() == 130


def test_an_interrupt_of_a_plain_check_ends_it_quietly(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli.checking, "check", interrupted)
    assert run("check", "README.md") == Done(code=130, out="", error="\n")


@pytest.mark.skipif(os.name == "nt", reason="needs a POSIX shell")
@pytest.mark.parametrize(("place", "code"), [("examples/api", 0), ("examples/faulty", 1), ("nothing-here", 2)])
@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-"])
def test_where_a_stream_is_closed_the_exit_code_still_tells(place: str, code: int, closed: str) -> None:
    command = f'"$1" -m releaselint check {place} --isolated {closed}'
    done = subprocess.run(["sh", "-c", command, "sh", sys.executable], cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == code
    assert b"Traceback" not in done.stderr


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs a device that is full")
@pytest.mark.parametrize("flags", [[], ["--color", "never"]])  # without click, and with it
def test_a_full_disk_is_no_finding(flags: list[str]) -> None:
    command = [sys.executable, "-m", "releaselint", "check", "examples/faulty", "--isolated", *flags]
    with open("/dev/full", "w") as full:
        done = subprocess.run(command, cwd=ROOT, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert done.stderr.startswith("releaselint: the output cannot be written: ")


@pytest.mark.parametrize("form", FORMATS)
def test_a_terminal_that_is_not_utf8_gets_what_it_can_show(here: Path, form: str) -> None:
    (here / "heron").mkdir()
    card = "---\nlicense: réservé\nlicence_link: 模型\n---\n# Réed\n\n[More Information Needed] 模型\n"
    (here / "heron" / "README.md").write_text(card, encoding="utf-8")
    environment = os.environ | {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    with started("check", "heron", "--format", form, env=environment) as process:
        out, error = process.communicate()
    assert (process.returncode, error) == (1, b"")
    assert out.isascii()


def test_standard_input_is_a_card(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    def given() -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(GRAVE.encode())))

    for arguments in (["-"], ["--stdin-filename", "cards/README.md"]):
        given()
        done = run("check", "--format", "concise", *arguments)
        assert (done.code, done.error) == (1, "")
        assert "README.md:2:10: error: the Hub knows no license 'teapot'" in done.out
    given()
    assert "teapot" in run("facts", "-").out
    given()
    done = run("check", "-", "--show-fixes")
    assert done == Done(code=1, out="", error="releaselint: there is nothing to fix\n")


def test_the_report_is_all_that_standard_output_gets(run: Runner, here: Path) -> None:
    outputs = [word for form in FORMATS for word in ("--output", f"{form}=out/{form}")]
    (here / "out").mkdir()
    done = run("check", "examples/faulty", "--format", "json", *outputs)
    assert done.code == 1
    assert done.error == ""
    assert (here / "out" / "json").read_text() == done.out
    assert sorted(path.name for path in (here / "out").iterdir()) == sorted(FORMATS)


@pytest.mark.parametrize("flags", [[], ["--severity", "note"], ["--format", "concise"]])
def test_quiet_prints_errors_alone_and_leaves_reports_in_files_whole(run: Runner, here: Path, flags: list[str]) -> None:
    assert run("check", "examples/api", "mild", "-q", *flags, "--output", "json=all.json").out == ""
    found = json.loads((here / "all.json").read_text())["findings"]
    assert {one["severity"] for one in found} == ({"warning", "note"} if "note" in flags else {"warning"})
    printed = run("check", "grave", "-q", *flags).out
    assert "[license-unknown]" in printed
    assert not [word for word in ("warning", "note", "hidden", "in 1 release") if word in printed]


@pytest.mark.parametrize(
    ("flags", "told"),
    [
        (["examples/api", "--select", "checklist"], "nothing to report in 1 release"),
        (["examples/api", "mild", "--select", "checklist"], "nothing to report in 2 releases"),
        (["examples/api", "--ignore", "access-wider-than-declared"], "nothing to report in 1 release"),
        (["examples/api", "--select", "access"], "all is well: nothing contradicts 'api'"),
        (
            ["mild", "--select", "misspelt-key,access", "--severity", "error", "--fail-on", "warning"],
            "nothing to report in 1 release (2 findings hidden, which make the exit code 1: --severity note)",
        ),
        (
            ["grave", "--select", "license-unknown,access", "--severity", "error", "--fail-on", "never"],
            "1 error in 1 release (1 finding hidden: --severity note)",
        ),
        (
            ["grave", "mild", "--select", "license-unknown,misspelt-key", "--severity", "error", "--fail-on", "note"],
            "1 error in 2 releases (1 finding hidden: --severity note)",
        ),
    ],
)
def test_all_is_well_is_said_only_where_it_is(run: Runner, flags: list[str], told: str) -> None:
    assert run("check", *flags).out.splitlines()[-1].startswith(told)


def test_a_text_that_may_show_more_than_is_declared_is_not_called_plain(run: Runner, here: Path) -> None:
    (here / "closed").mkdir()
    card = here / "closed" / "README.md"
    front = "---\nlicense: bigscience-openrail-m\nrelease: fully-closed\n---\n# Reed\n\n"
    card.write_text(front + "This model was converted to GGUF format.\n")
    done = run("check", "closed")
    assert done.code == 0
    assert "warning: 'release' declares 'fully-closed', and the text reads as 'downloadable'" in done.out
    card.write_text(front + "Discuss it: https://huggingface.co/marsh/reed\n")
    done = run("check", "closed")
    assert "nothing surely contradicts 'fully-closed', but 'facts' shows what may ('downloadable')" in done.out
    card.write_text(front + "A model of birds.\n")
    assert "all is well: nothing contradicts 'fully-closed'" in run("check", "closed").out


# --- fixes -----------------------------------------------------------------------------------------------------------


def test_fixes_are_shown_made_and_counted(run: Runner, here: Path) -> None:
    card = here / "mild" / "README.md"
    done = run("check", "mild", "--show-fixes")
    assert done.code == 0
    assert done.out == (
        "--- a/mild/README.md\n+++ b/mild/README.md\n@@ -1,5 +1,5 @@\n ---\n license: mit\n"
        "-licence_link: LICENSE\n+license_link: LICENSE\n ---\n # Reed\n"
    )
    assert done.error == "releaselint: would fix 1 finding\n"
    assert card.read_text() == MILD
    done = run("check", "mild", "--fix", "--select", "misspelt-key")
    assert done == Done(code=0, out="nothing to report in 1 release\n", error="releaselint: fixed 1 finding\n")
    assert card.read_text() == MILD.replace("licence", "license")
    assert run("check", "mild", "--fix", "--select", "misspelt-key").error == ""
    assert run("check", "examples/faulty", "--show-fixes", "--color", "always").out.count("\x1b[32m+") == 3


@pytest.mark.parametrize("flags", [("--fix",), ("--fix", "--select", "license-missing"), ("--add-ignore", "later")])
def test_a_page_shows_the_ledger_of_what_was_mended(flags: tuple[str, ...], run: Runner) -> None:
    page = run("check", "mild", *flags, "--format", "html").out
    assert 'id="r1-guardrails"' in page
    assert "The ledger was not kept" not in page


def test_what_is_ignored_is_silent(run: Runner, here: Path) -> None:
    done = run("check", "examples/faulty", "--add-ignore", "tracked in #12")
    assert done.code == 0
    assert done.error.startswith("releaselint: silenced ")
    assert run("check", "examples/faulty").out.startswith("nothing to report in 1 release: ")
    assert run("check", "examples/faulty", "--add-ignore", "tracked in #12").error == ""


def test_json_and_the_full_format_say_what_can_be_fixed(run: Runner) -> None:
    report = json.loads(run("check", "examples/faulty", "--format", "json").out)
    fixable = {finding["rule"] for finding in report["findings"] if finding["fixable"]}
    assert {"license-unknown", "misspelt-key", "language-boolean", "pipeline-tag-unknown"} <= fixable
    shown = run("check", "examples/faulty").out
    assert "  = fix: --fix writes 'apache-2.0'\n" in shown
    assert "  = fix: --unsafe-fixes writes 'text-generation'\n" in shown
    assert shown.splitlines()[-1] == "fixable: 3 with --fix, 1 more with --unsafe-fixes"


# --- what the commands print -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_helps(run: Runner, command: str) -> None:
    for flag in ("--help", "-h"):
        done = run(command, flag)
        assert (done.code, done.error) == (0, "")
        assert done.out.startswith(f"Usage: releaselint {command} ")
        options = [line for line in done.out.split("Options:\n")[1].splitlines() if line.lstrip().startswith("-")]
        assert options


def test_without_a_command_it_shows_them(run: Runner) -> None:
    done = run()
    assert (done.code, done.out) == (2, "")
    assert all(f"\n  {command} " in done.error for command in COMMANDS)
    assert run("--version") == Done(code=0, out=f"releaselint {__version__}\n", error="")


def test_it_runs_as_a_module_from_another_folder(here: Path) -> None:
    (here / "elsewhere").mkdir()
    for path in (str(here / "examples" / "faulty"), "../examples/faulty"):
        with started("check", path, "--format", "json", cwd=here / "elsewhere") as process:
            out, error = process.communicate()
        assert (process.returncode, error) == (1, b"")
        assert json.loads(out)["releases"][0]["path"] == "../examples/faulty"
        assert str(here).encode() not in out


@pytest.mark.parametrize("form", FORMATS)
def test_no_absolute_path_is_shown(run: Runner, here: Path, form: str) -> None:
    done = run(
        "check", str(here / "examples"), str(here / "grave" / "README.md"), "--format", form, "--severity", "note"
    )
    assert done.code == 1
    assert str(here) not in done.out + done.error
    assert "examples/faulty" in done.out
    done = run("check", str(here / "gone"), "--format", form)
    assert done.error == "releaselint: there is no file or folder 'gone'\n"


def test_json_has_the_shape_of_its_schema(run: Runner, here: Path) -> None:
    schema = json.loads(run("schema", "report").out)
    validator = jsonschema.Draft202012Validator(schema)
    (here / "grave" / "MODEL_CARD.md").write_bytes(b"\xff\xfe\0\xd8")
    for arguments in (
        ["."],
        ["examples/api"],
        ["grave", "--severity", "error"],
        ["mild", "--exclude", "*", "--force-exclude"],
    ):
        data = json.loads(run("check", *arguments, "--format", "json").out)
        assert [f"{error.json_path}: {error.message}" for error in validator.iter_errors(data)] == []
    assert list(validator.iter_errors({"version": 1}))


def test_facts_have_the_shape_of_the_labels(run: Runner) -> None:
    data = json.loads(run("facts", "examples/faulty", "--format", "json").out)
    assert data["access"]["level"] == "api"
    assert data["components"]["weights"]["state"] == "withheld"
    assert data["components"]["weights"]["evidence"]["claims"][0]["path"] == "model.safetensors"
    assert data["components"]["query-interface"]["state"] == ["api"]
    assert data["guardrails"]["rate-limiting"]["status"] == "in-place"
    assert data["license"]["family"] == "permissive"
    assert data["generative"] is True
    assert data["concerns"]["malicious-use"] == 23
    assert data["parts"]["limitations"]["status"] == "unstated"
    assert data["concerns"]["accountability"] is None or data["concerns"]["accountability"] > 0
    labels = sorted((ROOT / "../shared/corpus/dev/labels").glob("*.json"))
    if not labels:
        pytest.skip("the corpus is not here")
    label = json.loads(labels[0].read_text())
    assert set(label["components"]) <= set(data["components"])
    assert set(label["guardrails"]) <= set(data["guardrails"])
    assert set(label["concerns"]) <= set(data["concerns"])


def test_facts_are_shown_for_people_too(run: Runner) -> None:
    done = run("facts", "examples")
    assert (done.code, done.error) == (0, "")
    assert "examples/faulty: api\n  declared api, evident downloadable  <- differ\n" in done.out
    assert len(json.loads(run("facts", "examples", "--format", "json").out)) == 7


def test_facts_show_a_place_once_that_is_read_in_two_ways(run: Runner, here: Path) -> None:
    (here / "fen").mkdir()
    uses = "## What it is for\n\nMembers paint reeds, water and birds for our yearly calendar on our page.\n"
    (here / "fen" / "README.md").write_text(f"---\nrelease: hosted\n---\n# Heron\n\n{uses}")
    assert run("facts", "fen", "--isolated").out.count("evidence README.md:6: ## What it is for\n") == 1


def test_rules_are_listed_and_explained(run: Runner) -> None:
    listed = run("rule").out
    rules = json.loads(run("rule", "--format", "json").out)
    assert all(f"  {rule['id']} " in listed for rule in rules)
    assert json.loads(run("rule", "license-unknown", "--format", "json").out) in rules
    page = run("rule", "license-unknown").out
    assert "license-unknown" in page.splitlines()[0]


@pytest.mark.parametrize("name", ["card", "config", "release", "report", "rule", "subject", "waivers"])
def test_schemas_are_printed(run: Runner, name: str) -> None:
    schema = json.loads(run("schema", name).out)
    jsonschema.Draft202012Validator.check_schema(schema)


def test_the_configuration_is_printed_with_its_origins(run: Runner, here: Path) -> None:
    (here / "releaselint.toml").write_text('ignore = ["contact-missing"]\n')
    shown = run("config", "mild").out
    assert 'ignore = ["contact-missing"]  # releaselint.toml\n' in shown
    assert 'fail-on = "error"  # default\n' in shown
    assert "releaselint.toml" not in run("config", "mild", "--isolated").out


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        (
            "access-wider-than-declared",
            [
                "weights: promise: unstated",
                "weights: evidence: withheld",
                "  - withheld, from prose at reed/README.md:9 (a reading: it satisfies, and at most warns): "
                "The weights are not released.",
                "  - withheld, from prose at reed/README.md:9: The weights are not released.",
                "query-interface: promise: unstated",
                "query-interface: evidence: unstated",
                "so it is silent (nothing of what it looks for is here)",
            ],
        ),
        (
            "license-prose-mismatch",
            [
                "license: promise: mit",
                "  - mit, from metadata at reed/README.md:2: license: mit",
                "license: evidence: unstated",
                "so it is silent (nothing of what it looks for is here)",
            ],
        ),
        (
            "approval-stale",
            [
                "approval: git knows no 'v1' here, or the release was not in it: nothing is compared",
                "so it is silent (nothing of what it looks for is here)",
            ],
        ),
        (
            "watermarking-missing",
            [
                "promise: unstated",
                "evidence: unstated",
                "policy: 'fully-closed' does not ask for it: no output leaves the organization",
                "so it is silent",
            ],
        ),
    ],
)
def test_why_tells_what_a_rule_looked_at(rule: str, told: list[str], run: Runner, here: Path) -> None:
    card = "---\nlicense: mit\nrelease: {access: fully-closed, reviewed: {by: a, on: 2026-05-02, revision: v1}}\n---\n"
    (here / "reed").mkdir()
    (here / "reed/README.md").write_text(f"{card}# Reed\n\n## Weights\n\nThe weights are not released.\n")
    done = run("check", "reed", "--isolated", "--why", rule)
    assert (done.code, done.error) == (0, "")
    assert done.out.splitlines()[2:] == told


@pytest.mark.parametrize(
    "arguments", [[], ["a.md"], ["a.md", "--isolated", "b"], ["--force-exclude", "a", "--isolated", "--isolated"], [""]]
)
def test_a_call_without_a_parser_means_what_click_reads_in_it(arguments: list[str]) -> None:
    read = check.make_context("check", list(arguments)).params
    assert plain(["check", *arguments]) == (read.pop("paths"), read)


@pytest.mark.parametrize(
    "arguments", [[], ["facts"], ["check", "-"], ["check", "--", "a"], ["check", "a", "--isolate"]]
)
def test_any_other_call_is_for_click(arguments: list[str]) -> None:
    assert plain(arguments) is None


@pytest.mark.parametrize(
    ("columns", "wide"), [("80", 80), ("9999", 200), ("0", 120), ("-3", 120), ("wide", 120), ("", 120)]
)
def test_a_page_is_as_wide_as_the_environment_says(
    columns: str, wide: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    assert cli.terminal.width() == wide
