"""The Python interface: what it promises, and that importing it costs nothing."""

from __future__ import annotations

import datetime
import inspect
import subprocess
import sys
from pathlib import Path

import pytest
from command import run

import releaselint
from releaselint.errors import ConfigError, NothingFoundError, ReleaselintError, UsageError

CARD = "---\nlicense: teapot\nrelease:\n  access: hosted\n  review-by: 2030-01-01\n---\n# Reed\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of our own to be in, with one release."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "reed").mkdir()
    (tmp_path / "reed" / "README.md").write_text(CARD)
    return tmp_path


def test_what_is_public_is_named_and_documented() -> None:
    for name in releaselint.__all__:
        found = getattr(releaselint, name)
        assert name == "__version__" or inspect.getdoc(found) or name == "Severity"
    assert {"check", "facts"} <= set(releaselint.__all__) <= set(dir(releaselint))
    with pytest.raises(AttributeError, match="module 'releaselint' has no attribute 'teapot'"):
        getattr(releaselint, "teapot")  # noqa: B009


@pytest.mark.parametrize("function", [releaselint.check, releaselint.facts])
def test_each_argument_is_typed_and_told(function: object) -> None:
    signature = inspect.signature(function)  # type: ignore[arg-type]
    assert signature.return_annotation in ("Report", "Facts")
    for parameter in signature.parameters.values():
        assert parameter.annotation is not inspect.Parameter.empty


def test_importing_it_imports_nothing_else() -> None:
    program = "import sys, releaselint; print(*[name for name in sys.modules if name.startswith('releaselint')])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["releaselint"]


def test_check_returns_what_was_found(here: Path) -> None:
    report = releaselint.check("reed")
    assert isinstance(report, releaselint.Report)
    (unknown,) = (one for one in report.findings if one.rule == "license-unknown")
    assert isinstance(unknown, releaselint.Finding)
    assert (unknown.path, unknown.severity, unknown.release) == ("reed/README.md", "error", "reed")
    assert unknown.place is not None
    assert (unknown.place.line, unknown.place.column) == (2, 10)
    assert report.fails()
    assert not report.fails("never")
    assert "license-unknown" in report.rules
    assert [release.path for release in report.releases] == ["reed"]
    assert report.releases[0].access == "hosted"
    assert report.releases[0].ledger is None


def test_check_takes_what_the_command_line_takes(here: Path) -> None:
    assert {one.rule for one in releaselint.check(Path("reed"), select=["license-unknown"]).findings} == {
        "license-unknown"
    }
    assert not list(releaselint.check(["reed"], select=("license",), ignore=("license-unknown",)).findings)
    later = releaselint.check("reed", today=datetime.date(2031, 1, 1), select=["review-overdue"])
    assert [one.rule for one in later.findings] == ["review-overdue"]
    assert releaselint.check("reed", keep_ledgers=True).releases[0].ledger is not None
    assert releaselint.check(".", exclude=["reed"]).releases == ()
    (here / "x.toml").write_text('ignore = ["license-unknown"]\n')
    assert not releaselint.check("reed", select=["license"], config="x.toml").fails()


def test_a_text_is_one_name_or_glob(here: Path) -> None:
    assert {one.rule for one in releaselint.check("reed", select="license-unknown").findings} == {"license-unknown"}
    assert not releaselint.check("reed", select="license", ignore="license-unknown").fails()
    assert releaselint.check(".", exclude="reed").releases == ()


def test_check_leaves_out_what_the_configured_baseline_knows(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (here / "releaselint.toml").write_text('baseline = "known.json"\n')
    with pytest.raises(releaselint.ConfigError, match=r"^known\.json: cannot be read: "):
        releaselint.check("reed")
    (here / "known.json").write_text('{"version": 1, "findings": []}')
    assert releaselint.check("reed").fails()
    assert run("baseline", "reed").code == 0
    monkeypatch.chdir(here / "reed")
    report = releaselint.check()
    assert (list(report.findings), report.known is not None and report.known.hidden > 0) == ([], True)
    assert releaselint.check(isolated=True).fails()


def test_facts_returns_the_ledger(here: Path) -> None:
    facts = releaselint.facts("reed")
    assert isinstance(facts.ledger, releaselint.Ledger)
    assert (facts.path, facts.ledger.declared) == ("reed", "hosted")
    assert [document.path for document in facts.documents] == ["README.md"]


def test_what_cannot_be_done_raises_one_kind_of_error(here: Path) -> None:
    (here / "empty").mkdir()
    (here / "x.toml").write_text("x = \n")
    (here / "more").mkdir()
    (here / "more" / "README.md").write_text(CARD)
    with pytest.raises(UsageError, match="there is no file or folder 'gone'"):
        releaselint.check("gone")
    with pytest.raises(UsageError, match="there is no rule or group 'teapot'"):
        releaselint.check("reed", select=["teapot"])
    with pytest.raises(NothingFoundError, match="no card found in 'empty'"):
        releaselint.check("empty")
    with pytest.raises(NothingFoundError):
        releaselint.check([])
    with pytest.raises(ConfigError, match=r"x\.toml:1:5: is not valid TOML"):
        releaselint.check("reed", config="x.toml")
    with pytest.raises(UsageError, match=r"there are 2 releases at '\.'; name one of them"):
        releaselint.facts(".")
    assert issubclass(ConfigError, ReleaselintError)
    assert UsageError("x").exit_code == 2


@pytest.mark.parametrize(
    ("url", "exclude", "told"),
    [
        ("data/birds.csv", (), False),
        ("data/", (), False),
        ("data/herons.csv", (), True),
        ("data/herons.csv", ("data",), False),  # it may be there: nothing excluded is listed
        ("www.example.org/birds", (), False),  # no path, which another rule says
    ],
)
def test_a_declared_path_is_looked_for_among_what_was_listed(
    tmp_path: Path, url: str, exclude: tuple[str, ...], told: bool
) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "birds.csv").write_text("heron\n", encoding="utf-8")
    components = f"training-data: {{availability: public, url: {url}}}"
    card = f"---\nrelease:\n  access: downloadable\n  components:\n    {components}\n---\n# Heron\n"
    (tmp_path / "README.md").write_text(card, encoding="utf-8")
    report = releaselint.check(tmp_path, exclude=exclude, isolated=True)
    assert ("component-contradicted" in {finding.rule for finding in report.findings}) is told
