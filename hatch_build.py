"""Compiles the YAML below rules/ to JSON in a wheel, since a linter that starts with YAML starts slowly.

The phrases of the evidence are compiled as well, for there are thousands of them. The shape is read back by
releaselint.bundled. An editable install gets none of it: it reads the YAML and compiles the phrases itself.
"""

from __future__ import annotations

import gc
import importlib
import json
import marshal
import pathlib
import re
import sys
import tempfile
from collections.abc import Iterator
from typing import Any

import yaml
from hatchling.builders.config import BuilderConfig
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

#: Keys of rule and subject files under which phrases stand; one that is missing here costs time at each start, no more.
PHRASES = frozenset(
    {"says", "heading", "table", "under", "not-under", "with", "unless", "field", "label", "before", "wording", "near"}
)


class CompileRules(BuildHookInterface[BuilderConfig]):
    """Adds the compiled rules to a wheel, from a folder of its own, so that the source tree stays as it is."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return
        self.folder = tempfile.TemporaryDirectory()
        for name, data in compile_rules(pathlib.Path(self.root)).items():
            path = pathlib.Path(self.folder.name, name)
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(data if isinstance(data, bytes) else data.encode())
            build_data["force_include"][str(path)] = f"releaselint/{name}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        if version != "editable":
            self.folder.cleanup()


def compile_rules(root: pathlib.Path) -> dict[str, str | bytes]:
    """Return the files that stand for the YAML below `root`/rules, by their name in the package.

    A table directly in rules/ becomes a file of its own, which is read when it is needed; the files in subfolders, of
    which every run needs all, become one, and another one with their tests. Raises ValueError for YAML that JSON
    cannot hold.
    """
    files: dict[str, Any] = {}
    alone: dict[str, Any] = {}
    for name in sorted(path.relative_to(root).as_posix() for path in root.glob("rules/**/*.yaml")):
        data = yaml.safe_load((root / name).read_text(encoding="utf-8"))
        try:
            kept = json.loads(_to_json(data)) == data
        except TypeError:  # a date
            kept = False
        if not kept:
            raise ValueError(f"{name}: JSON cannot hold a date, or a key that is no text: put it in quotes")
        (alone if name.count("/") == 1 else files)[name] = data
    bundled = import_module(root, "releaselint.bundled")
    lean = {name: bundled.lean(data) for name, data in files.items()}
    compiled = compile_phrases(root, [*files.values(), *alone.values()])
    languages = [name[len("rules/index-") : -len(".json")] for name in compiled if name.startswith("rules/index-")]
    compiled["rules/compiled.json"] = _to_json({"files": lean, "alone": list(alone), "languages": languages})
    compiled["rules/whole.json"] = _to_json(files)
    compiled["rules/expressions.bin"] = compile_expressions(root)
    return compiled | {name.removesuffix("yaml") + "json": _to_json(data) for name, data in alone.items()}


def compile_phrases(root: pathlib.Path, data: object) -> dict[str, str | bytes]:
    """Return files of every phrase in `data` as the package at `root` writes it: patterns, keys, where each stands."""
    grammar, alphabet, regex = (import_module(root, f"releaselint.{name}") for name in ("grammar", "alphabet", "regex"))
    parsed = {source: grammar.parsed(source) for source in sorted(set(_phrases(data)))}
    letters = alphabet.Alphabet()
    for steps, *_ in parsed.values():
        letters.learn(steps)
    letters = alphabet.Alphabet(sorted(letters.names))  # words that begin alike follow each other, and make short sets
    lines, first, ends, told = bytearray(), [], [0], ""
    for steps, keys, negative, modal in parsed.values():
        key, *others = letters.keys(keys) or [""]
        pattern = letters.pattern(steps)
        code, *rest = regex.code_of(pattern) or (b"", re.UNICODE, 0, {})
        if rest != [re.UNICODE, 0, {}]:
            raise ValueError(f"the expression of a phrase has flags or groups: {pattern!r}")
        lines += "\t".join((pattern, *others)).encode() + b"\0" + code
        ends.append(len(lines))
        first.append(key)
        told += str(negative + 2 * modal)
    return {
        "rules/phrases.json": _to_json({"ends": ends, "told": told}),
        "rules/phrases.bin": bytes(lines),
        **{
            f"rules/{name}.txt": "\n".join(lines_of)
            for name, lines_of in (("sources", parsed), ("keys", first), ("names", letters.names))
        },
        **index_evidence(root, list(parsed), first, told),
    }


def compile_expressions(root: pathlib.Path) -> bytes:
    """Return what `bundled.load_expressions` reads: the expressions of all modules but those of the command line."""
    regex = import_module(root, "releaselint.regex")
    for path in sorted((root / "src").rglob("*.py")):
        name = ".".join(path.relative_to(root / "src").with_suffix("").parts)
        if not name.startswith(("releaselint.cli", "releaselint.__main__")):
            import_module(root, name.removesuffix(".__init__"))
    made = [one.source() for one in gc.get_objects() if type(one) is regex.Regex]
    told = {(pattern, int(flags)): regex.code_of(pattern, flags) for pattern, flags in made}
    known = sorted(((key, code) for key, code in told.items() if code is not None), key=repr)
    return marshal.dumps((regex.MADE_FOR, dict(known)), 2)  # of that version it is the same each time


def index_evidence(root: pathlib.Path, sources: list[str], keys: list[str], told: str) -> dict[str, str | bytes]:
    """Return files of the evidence in each language, as `bundled.load_index` reads them: its table and its entries."""
    subjects, evidence = (import_module(root, f"releaselint.{name}") for name in ("subjects", "evidence"))
    number = {source: count for count, source in enumerate(sources)}
    languages = {language for subject in subjects.all_subjects().values() for language in subject.evidence}
    files: dict[str, str | bytes] = {}
    for language in sorted(languages | {"any"}):
        rows, origins = [], []
        entries = subjects.evidence(dict.fromkeys(("any", language)))
        for count, (_, entry) in enumerate(entries):
            for group, (_, some) in enumerate(evidence.groups_of(entry, lambda one: told[number[one]] in "13")):
                rows.append((evidence.way_of(entry), some, entry.get("field", ())))
                origins.append((count, group))
        table = evidence.table_of(rows, lambda source: keys[number[source]])
        table["phrases"] = [number[source] for source in table["phrases"]]
        for lookup in ("said", "titled", "fields"):  # as two texts, which load in half the time
            table[lookup] = ["\n".join(table[lookup].keys()), "\n".join(table[lookup].values())]
        files[f"rules/index-{language}.json"] = _to_json([table, origins])
        told_of = [
            [subject, {key: value for key, value in entry.items() if key not in ("match", "not")}]
            for subject, entry in entries
        ]
        files[f"rules/evidence-{language}.txt"] = "\n".join(map(_to_json, told_of))
    return files


def import_module(root: pathlib.Path, name: str) -> Any:
    """Return a module of the package at `root`."""
    sys.path.insert(0, str(root / "src"))
    try:
        return importlib.import_module(name)
    finally:
        del sys.path[0]


def _phrases(data: object, here: bool = False) -> Iterator[str]:
    if isinstance(data, dict):
        for key, value in data.items():
            if key == "examples":  # where `says` is what a finding says
                continue
            yield from _phrases(value, here or key == "cues" or key in PHRASES)
    elif isinstance(data, list):
        for value in data:
            yield from _phrases(value, here)
    elif here and isinstance(data, str):
        yield data


def _to_json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
