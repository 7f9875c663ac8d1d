"""What a user installs is whole: the wheel, the source archive, and the editable install."""

from __future__ import annotations

import json
import os
import pathlib
import re
import subprocess
import sys
import zipfile

import pytest
import yaml

from releaselint import bundled, filenames

ROOT = pathlib.Path(__file__).parents[1]

#: What a project needs for `hatchling build`, besides its rules.
SKELETON = (
    "pyproject.toml", "hatch_build.py", "README.md", "LICENSE",
    "src/releaselint/__init__.py", "src/releaselint/errors.py", "src/releaselint/regex.py",
    "src/releaselint/grammar.py", "src/releaselint/alphabet.py",
)  # fmt: skip


def build(target: str, root: pathlib.Path, folder: pathlib.Path) -> pathlib.Path:
    run(sys.executable, "-m", "hatchling", "build", "--target", target, "--directory", str(folder), cwd=root)
    (built,) = folder.iterdir()
    return built


def run(*command: str, cwd: pathlib.Path, **env: str) -> str:
    done = subprocess.run(command, cwd=cwd, env=os.environ | env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    return build("wheel", ROOT, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    folder = tmp_path_factory.mktemp("unpacked")
    packed = build("sdist", ROOT, tmp_path_factory.mktemp("sdist"))
    run(sys.executable, "-m", "tarfile", "--extract", str(packed), str(folder), cwd=folder)
    (unpacked,) = folder.iterdir()
    return unpacked


def test_wheel_holds_the_package_its_schemas_and_the_compiled_rules_and_nothing_else(wheel: pathlib.Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    tables = [f"releaselint/rules/{path.stem}.json" for path in ROOT.glob("rules/*.yaml")]
    schemas = [f"releaselint/schemas/{path.name}" for path in ROOT.glob("schemas/*.json")]
    modules = [
        path.relative_to(ROOT / "src").as_posix()
        for path in ROOT.glob("src/releaselint/**/*")
        if path.is_file() and "__pycache__" not in path.parts
    ]
    phrases = ("expressions.bin", "keys.txt", "names.txt", "phrases.bin", "phrases.json", "sources.txt")
    evidence = [
        name for language in ("any", "en", "other") for name in (f"index-{language}.json", f"evidence-{language}.txt")
    ]
    compiled = {f"releaselint/rules/{name}" for name in (*phrases, *evidence, "compiled.json", "whole.json")}
    expected = {"releaselint/py.typed", *compiled, *tables, *schemas, *modules}
    assert {name for name in names if ".dist-info/" not in name} == expected


def test_wheel_reads_its_data_from_inside_a_zip(wheel: pathlib.Path, tmp_path: pathlib.Path) -> None:
    code = (
        "import json; from releaselint import bundled; assert '.whl' in bundled.__file__; "
        "tables = {name: bundled.load_data(name) for name in [*bundled._compiled()['alone'], *bundled._whole()]}; "
        "print(json.dumps([bundled.load_folder('rules'), tables, bundled.read_text('schemas/release.schema.json')]))"
    )
    folder, tables, schema = json.loads(run(sys.executable, "-c", code, cwd=tmp_path, PYTHONPATH=str(wheel)))
    assert list(folder.items()) == list(bundled.load_folder("rules").items())
    names = [path.relative_to(ROOT).as_posix() for path in ROOT.glob("rules/**/*.yaml")]
    assert tables == {name: bundled.load_data(name) for name in names}
    assert schema == bundled.read_text("schemas/release.schema.json")


#: All that the index makes on demand, made: each phrase in its order with its pattern, and how often it is looked up.
INDEXED = """
from collections import Counter
from releaselint.ledger import copies
from releaselint.ledger.checklist import templates
from releaselint.reading import cues, patterns
from releaselint.reading.phrase import Phrases

held = [*vars(type(cues.cues_of("en"))).get("__slots__", ())]
phrases = [getattr(cues.cues_of("en"), name) for name in held] + [*copies._phrases("en")]
phrases += [one.wording for one in templates()]
told = {}
for language in ("en", "other"):
    index = patterns.index(language)
    table = index._table
    entries = [index.entry(rank) for rank in range(len(table["phrases"]))]
    made = [index.pattern(number) for number in range(sum(map(len, table["ways"].values())))]
    phrases += [value for one in made for name in one.__slots__ if isinstance(value := getattr(one, name), Phrases)]
    lookups = [*table["said"].values(), *table["titled"].values(), *table["fields"].values()]
    looked = Counter(rank for ranks in lookups for rank in ranks.split())
    told[language] = [
        [[phrase.source, number, looked[str(rank)]] for rank, phrase, number, _ in entries],
        [[one.subject, one.value, one.way, one.sources, one.negative] for one in made],
        table["ways"], table["of_fields"], table["parts"],
    ]
told["phrases"] = sum(len([phrase.compiled for phrase in one.phrases]) for one in phrases)
"""


def test_wheel_holds_the_index_that_a_checkout_makes_and_knows_every_phrase(
    wheel: pathlib.Path, tmp_path: pathlib.Path
) -> None:
    refuse = (
        "from releaselint.reading import phrase\nphrase.parsed = lambda source: exit(f'parsed at run time: {source}')"
    )
    code = f"import json\n{refuse}\n{INDEXED}\nprint(json.dumps(told))"
    written = json.loads(run(sys.executable, "-c", code, cwd=tmp_path, PYTHONPATH=str(wheel)))
    made = json.loads(run(sys.executable, "-c", code.replace(refuse, ""), cwd=tmp_path, PYTHONPATH=str(ROOT / "src")))
    assert written == made
    assert written["phrases"] > 1000


#: Every expression that the build compiled, as it is restored, beside what it is compiled to; and a phrase's way to it.
RESTORED = """
import re
from releaselint import bundled, regex
from releaselint.reading.phrase import written_phrase

for (pattern, flags), told in regex._ready().items():
    made, wanted = regex.restored(pattern, *told), re.compile(pattern, flags)
    assert (made, made.groups, made.groupindex) == (wanted, wanted.groups, wanted.groupindex), pattern
phrases = [written_phrase(number) for number in range(len(bundled.load_phrases()["sources"]))]
assert all(phrase.compiled == re.compile(phrase._pattern) for phrase in phrases)
print(len(regex._ready()), len(phrases), sum(bool(phrase._code) for phrase in phrases))
"""


def test_wheel_holds_expressions_that_are_compiled_for_this_interpreter(
    wheel: pathlib.Path, tmp_path: pathlib.Path
) -> None:
    modules, phrases, restored = map(
        int, run(sys.executable, "-c", RESTORED, cwd=tmp_path, PYTHONPATH=str(wheel)).split()
    )
    assert modules > 200
    assert phrases == restored > 1000


@pytest.mark.parametrize(
    "change",
    [
        "from releaselint import regex\nregex.MADE_FOR = 'another'\nregex.restored = None",
        "from releaselint import bundled\nbundled._EXPRESSIONS = 'rules/names.txt'",
    ],
    ids=["of another version", "damaged"],
)
def test_wheel_works_where_its_compiled_expressions_cannot_be_used(
    wheel: pathlib.Path, tmp_path: pathlib.Path, change: str
) -> None:
    card = "---\nlicense: mit\n---\n# Heron\n\nNo watermark is applied. The weights are not released.\n"
    (tmp_path / "README.md").write_text(card, encoding="utf-8")
    read = "from releaselint.cli import main\nmain(['facts', '--format', 'json', '.'])"
    here, there = (
        run(sys.executable, "-c", code, cwd=tmp_path, PYTHONPATH=str(wheel)) for code in (read, f"{change}\n{read}")
    )
    assert here == there
    assert json.loads(here)["components"]["weights"]["state"] == "withheld"


def test_source_archive_gives_the_same_wheel(wheel: pathlib.Path, sdist: pathlib.Path, tmp_path: pathlib.Path) -> None:
    assert build("wheel", sdist, tmp_path).read_bytes() == wheel.read_bytes()


def test_source_archive_holds_what_the_tests_read(sdist: pathlib.Path) -> None:
    for folder in ("rules", "schemas", "src", "tests", "tools", "examples", "docs"):
        kept, there = (
            {
                path.relative_to(root).as_posix()
                for path in root.glob(f"{folder}/**/*")
                if path.is_file() and "__pycache__" not in path.parts
            }
            for root in (sdist, ROOT)
        )
        assert kept == there


def test_editable_install_points_at_the_checkout_and_copies_nothing(tmp_path: pathlib.Path) -> None:
    before = sorted(ROOT.glob("*")) + sorted(ROOT.glob("src/**/*.json"))
    editable = zipfile.ZipFile(build("wheel:editable", ROOT, tmp_path))
    assert [name for name in editable.namelist() if ".dist-info/" not in name] == ["_releaselint.pth"]
    assert editable.read("_releaselint.pth").decode().strip() == str(ROOT / "src")
    assert sorted(ROOT.glob("*")) + sorted(ROOT.glob("src/**/*.json")) == before


def test_rule_that_json_cannot_hold_stops_the_build_by_name(tmp_path: pathlib.Path) -> None:
    for name in SKELETON:
        copy = tmp_path / "project" / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes((ROOT / name).read_bytes())
    rule = tmp_path / "project" / "rules" / "risk" / "dated.yaml"
    rule.parent.mkdir(parents=True)
    rule.write_text("since: 2026-01-01\n", encoding="utf-8")
    with pytest.raises(AssertionError, match=re.escape("rules/risk/dated.yaml: JSON cannot hold a date")):
        build("wheel", tmp_path / "project", tmp_path / "dist")


CARDS = [
    "README.md",
    "models/heron/readme.markdown",
    "MODEL_CARD.md",
    "model-card.md",
    "heron-model-card.md",
    "SYSTEM_CARD.md",
    "docs/heron_card.md",
    "release-checklist.md",
    "release_card.mdx",
]


@pytest.mark.parametrize("hook", yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")))
def test_hooks_run_for_every_file_that_is_read(hook: dict[str, str]) -> None:
    for name in (
        *CARDS,
        "release.yaml",
        "a/release.yml",
        "LICENSE",
        "heron/LICENSE.md",
        "model-license.txt",
        "COPYING",
        "TERMS.md",
        "heron/terms-of-use.txt",
        "USE_POLICY.md",
        "heron/Heron_Acceptable_Use_Policy.md",
        "docs/limits.md",
    ):
        assert re.search(hook["files"], name), name
    for name in CARDS:
        assert filenames.is_card(name.rpartition("/")[2]), name
    for name in ("src/main.py", "docs/guide.rst", "card.txt", "src/use.txt", "release.yaml.j2", "docs/licensing.html"):
        assert not re.search(hook["files"], name), name


def test_release_hook_runs_when_weights_change() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    (release,) = (hook for hook in hooks if not hook.get("pass_filenames", True))
    for name in ("model.safetensors", "gguf/heron-q4.gguf", "pytorch_model-00001-of-00002.bin", "x/heron.onnx"):
        assert filenames.is_weights(name)
        assert re.search(release["files"], name), name
