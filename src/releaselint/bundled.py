"""Reads the data that ships with the package: rules, schemas and tables.

In a wheel the data lie inside the package, with the YAML compiled to JSON and its phrases written; in a checkout
they lie at its root, as the YAML that people edit.
"""

from __future__ import annotations

import functools
import json
import marshal
import os
from collections.abc import Mapping
from typing import Any

from releaselint.errors import DataError

_PACKAGE = os.path.dirname(__file__)
_CHECKOUT = os.path.dirname(os.path.dirname(_PACKAGE))
_COMPILED = "rules/compiled.json"
_WHOLE = "rules/whole.json"
_PHRASES = "rules/phrases.json"
_WRITTEN = "rules/phrases.bin"
_EXPRESSIONS = "rules/expressions.bin"
_SOURCES = "rules/sources.txt"
_KEYS = "rules/keys.txt"
_NAMES = "rules/names.txt"
_INDEX = "rules/index-{}.json"
_ENTRIES = "rules/evidence-{}.txt"


def read_text(name: str) -> str:
    """Return the text of the bundled file `name` (a POSIX path such as ``schemas/rule.schema.json``).

    Raises DataError when there is no such file.
    """
    return _read(name).decode("utf-8")


def _read(name: str) -> bytes:
    # The loader's own get_data also works from a zip, and costs no import.
    loader = globals()["__loader__"]
    for root in (_PACKAGE, _CHECKOUT):
        try:
            data: bytes = loader.get_data(os.path.join(root, *name.split("/")))
        except OSError:
            continue
        return data
    raise DataError(f"the bundled file '{name}' is missing: reinstall releaselint")


@functools.cache
def load_data(name: str) -> Any:
    """Return the bundled YAML file `name` (such as ``rules/licenses.yaml``) as plain values."""
    compiled = _compiled()
    if compiled is None:
        return parse_yaml(name, read_text(name))
    if name in compiled["alone"]:
        return json.loads(read_text(name.replace(".yaml", ".json")))
    return _whole()[name]


def load_folder(folder: str) -> dict[str, Any]:
    """Return the YAML files below the bundled `folder` by name, sorted, without the tables directly in ``rules``.

    They come without what `load_data` has besides: their tests, and the evidence of subjects, which is most of them.
    Raises DataError when there is no file: a linter without rules finds nothing wrong anywhere.
    """
    compiled = _compiled()
    names = _yaml_below(folder) if compiled is None else compiled["files"]
    found = [name for name in sorted(names) if name.startswith(folder + "/") and name.count("/") > 1]
    if not found:
        raise DataError(f"the bundled folder '{folder}' is missing: reinstall releaselint")
    return {name: lean(load_data(name)) if compiled is None else compiled["files"][name] for name in found}


def lean(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return a rule or subject file without its examples, and a subject's without its evidence."""
    return {
        key: lean(value) if key == "missing" else value
        for key, value in data.items()
        if key != "examples" and not (key == "evidence" and isinstance(value, dict))  # of a rule it is a text
    }


@functools.cache
def load_phrases() -> dict[str, Any]:
    """Return the `names` of the alphabet, and the `sources` of the phrases that were written with it, sorted.

    The build did that. By the number of a phrase: the first `keys`, where what `written` has of it `ends` (from the end
    of the one before), and as a digit in `told` whether it says "not" (1), or "may" (2). A checkout has none.
    """
    if _compiled() is None:
        return {"names": (), "sources": (), "keys": (), "ends": (), "told": ""}
    # Lines of text, for JSON takes several times as long for thousands of strings.
    sources, keys, names = (read_text(name).split("\n") for name in (_SOURCES, _KEYS, _NAMES))
    return {**json.loads(read_text(_PHRASES)), "sources": sources, "keys": keys, "names": names}


@functools.cache
def load_index(language: str) -> tuple[dict[str, Any], list[tuple[int, int]], list[str]]:
    """Return the table of a language's evidence that the build wrote, where its patterns come from, and the entries.

    Each pattern comes from an entry, by its number, and from one of its groups; an entry is JSON, of the subject and
    what its file has. What has no language of its own has the evidence of "any".
    """
    known = language if language in _compiled()["languages"] else "any"
    table, origins = json.loads(read_text(_INDEX.format(known)))
    for name in ("said", "titled", "fields"):
        keys, ranks = table[name]
        table[name] = dict(zip(keys.split("\n"), ranks.split("\n"), strict=True))
    return table, origins, read_text(_ENTRIES.format(known)).split("\n")


def written(start: int, end: int) -> tuple[list[str], bytes]:
    """Return the pattern and further keys of a phrase, and its code, from between two bytes of a file.

    Few are ever needed.
    """
    line, _, code = _lines()[start:end].partition(b"\0")
    return line.decode("utf-8").split("\t"), code


@functools.cache
def _lines() -> bytes:
    return _read(_WRITTEN)


@functools.cache
def load_expressions() -> tuple[str, dict[tuple[str | bytes, int], tuple[bytes, int, int, dict[str, int]]]]:
    """Return which interpreters the build compiled expressions for, and these, by pattern and flags.

    A checkout has none.
    """
    try:
        return marshal.loads(_read(_EXPRESSIONS))  # type: ignore[no-any-return] # noqa: S302 - part of the package, as its bytecode
    except (DataError, EOFError, TypeError, ValueError):  # none, or what cannot be read
        return "", {}


def _yaml_below(folder: str) -> list[str]:
    return [
        os.path.relpath(os.path.join(base, name), _CHECKOUT).replace(os.sep, "/")
        for base, _, names in os.walk(os.path.join(_CHECKOUT, folder))
        for name in names
        if name.endswith(".yaml")
    ]


@functools.cache
def _compiled() -> Any:
    try:
        return json.loads(read_text(_COMPILED))
    except DataError:
        return None


@functools.cache
def _whole() -> dict[str, Any]:
    whole: dict[str, Any] = json.loads(read_text(_WHOLE))
    return whole


def parse_yaml(name: str, text: str) -> Any:
    """Return the YAML `text` of the file `name` as plain values; raises DataError with its place."""
    import yaml

    try:
        return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - both are safe
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f":{mark.line + 1}:{mark.column + 1}" if mark else ""
        raise DataError(f"{name}{where}: {getattr(error, 'problem', error)}") from None
