"""The house keeps its order: imports point one way, and only some modules touch the world outside."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from releaselint.words import words_of

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "releaselint"

#: From the ground up: what stands on a floor imports from floors below it, and from itself; never from its neighbors.
FLOORS = (
    ("errors", "lazy", "records"),
    ("bundled",),
    ("regex",),
    ("text", "vocabulary"),
    ("claims", "evidence", "filenames", "grammar"),
    ("shape", "source", "words"),
    ("alphabet", "document", "licenses"),
    ("packs",),
    ("subjects",),
    ("reading",),
    ("ledger",),
    ("findings",),
    ("config", "report", "baseline", "propose"),
    ("checklist", "api"),
    ("silencing",),
    ("fixing", "testing"),
    ("cli",),
    ("__main__", "__init__"),
)
FLOOR = {name: number for number, floor in enumerate(FLOORS) for name in floor}
_PRINTS = {
    "print",
    "sys.stdout",
    "sys.stderr",
    "sys.stdin",
    "sys.exit",
    "os._exit",
    "exit",
    "quit",
    "os.environ",
    "os.getenv",
}
_READS = {"open", "os.listdir", "os.walk", "os.scandir", "os.stat", "os.lstat", "io.open"}
_READS_AS_METHOD = {"read_text", "read_bytes", "iterdir", "glob", "rglob", "write_text", "write_bytes"}
#: `testing` reads the files of those who test their own rules.
_READERS = {"bundled", "packs", "source", "testing"}


def modules() -> Iterator[tuple[str, str, ast.Module]]:
    """Yield each module's path below the package, the floor's name that it belongs to, and its tree."""
    for path in sorted(PACKAGE.rglob("*.py")):
        name = path.relative_to(PACKAGE)
        yield name.as_posix(), name.parts[0].removesuffix(".py"), ast.parse(path.read_text(encoding="utf-8"))


def imports(tree: ast.Module) -> Iterator[str]:
    """Yield the parts of the package that a module imports anywhere, functions included."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "releaselint":
            yield from (alias.name for alias in node.names if not alias.name.startswith("__"))
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("releaselint."):
            yield str(node.module).split(".")[1]
        elif isinstance(node, ast.Import):
            yield from (alias.name.split(".")[1] for alias in node.names if alias.name.startswith("releaselint."))


def names(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Yield what is named, with at most one dot, and where."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            yield f"{node.value.id}.{node.attr}", node.lineno
        elif isinstance(node, ast.Name):
            yield node.id, node.lineno


def test_imports_point_one_way() -> None:
    wrong = [
        f"{path} imports {other}"
        for path, part, tree in modules()
        for other in imports(tree)
        if other != part and FLOOR[other] >= FLOOR[part]
    ]
    assert wrong == []


def test_imports_are_absolute() -> None:
    assert [
        path
        for path, _, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.level
    ] == []


def test_only_the_command_line_prints_exits_and_reads_the_environment() -> None:
    wrong = [
        f"{path}:{line}: {name}"
        for path, part, tree in modules()
        for name, line in names(tree)
        if name in _PRINTS and part not in ("cli", "__main__")
        if (path, name) != ("source/git.py", "os.environ")  # which git gets, without what is meant for another
    ]
    assert wrong == []


def test_only_sources_and_the_loaders_of_data_read_files() -> None:
    wrong = [
        f"{path}:{line}: {name}"
        for path, part, tree in modules()
        for name, line in names(tree)
        if part not in _READERS and (name in _READS or name.partition(".")[2] in _READS_AS_METHOD)
        if not name.startswith("bundled.")
    ]
    assert wrong == []


def test_each_dependency_is_known_to_few_modules() -> None:
    known: dict[str, set[str]] = {}
    for path, _, tree in modules():
        for node in ast.walk(tree):
            found = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            found += [str(node.module)] if isinstance(node, ast.ImportFrom) else []
            for name in found:
                top = name.partition(".")[0]
                if top in ("yaml", "jsonschema", "markdown_it", "click"):
                    known.setdefault(top, set()).add("cli" if path.startswith("cli/") else path)
    assert known == {
        "click": {"cli"},
        "jsonschema": {"shape.py"},
        "markdown_it": {"document/blocks.py"},
        "yaml": {"bundled.py", "document/events.py"},
    }


@pytest.mark.parametrize("path", sorted(path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py")))
def test_a_module_is_short_and_says_what_it_is(path: str) -> None:
    text = (PACKAGE / path).read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 300
    assert ast.get_docstring(ast.parse(text))


@pytest.mark.parametrize(
    ("arguments", "absent"),
    [
        (["--help"], ["jsonschema", "markdown_it", "yaml", "json", "releaselint.api"]),
        (["check", "--help"], ["jsonschema", "markdown_it", "yaml", "releaselint.api"]),
        (["schema", "release"], ["jsonschema", "markdown_it", "yaml"]),
        (["check", "--isolated", str(ROOT / "examples" / "api")], ["jsonschema", "click", "hashlib"]),
    ],
)
def test_a_command_imports_only_what_it_needs(arguments: list[str], absent: list[str]) -> None:
    program = (
        "import sys\nfrom releaselint.cli import main\n"
        "try:\n    main(sys.argv[1:])\nexcept SystemExit:\n    print(*sys.modules, file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", program, *arguments], capture_output=True, text=True, check=True)
    assert done.stdout
    assert set(done.stderr.split()) & set(absent) == set()


def test_the_library_of_blocks_is_whole_for_whoever_needs_all_of_it() -> None:
    code = (
        "import sys, releaselint.document.blocks\n"
        "assert 'markdown_it.main' not in sys.modules\n"
        "from markdown_it import MarkdownIt\n"
        "import markdown_it\n"
        "assert type(markdown_it) is type(sys) and markdown_it.__version__\n"
        "print(MarkdownIt().render('*a*'))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "<p><em>a</em></p>"


def test_each_expression_of_a_language_is_used() -> None:
    used = {
        name
        for path in PACKAGE.rglob("*.py")
        for name in re.findall(r'expression\("([\w-]+)"\)', path.read_text(encoding="utf-8"))
    }
    assert used == set(words_of("expressions"))
