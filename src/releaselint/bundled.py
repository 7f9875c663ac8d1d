"""Reads the data that ships with the package: rules, schemas and tables.

In a wheel the data lie inside the package, with the YAML compiled to one JSON file; in a checkout
they lie at its root, as the YAML that people edit.
"""

from __future__ import annotations

import functools
import json
import os
from typing import Any

from releaselint.errors import DataError

_PACKAGE = os.path.dirname(__file__)
_CHECKOUT = os.path.dirname(os.path.dirname(_PACKAGE))
_COMPILED = "rules/compiled.json"


def read_text(name: str) -> str:
    """Return the text of the bundled file `name` (a POSIX path such as ``schemas/rule.schema.json``).

    Raises DataError when there is no such file.
    """
    # The loader's own get_data also works from a zip, and costs no import.
    loader = globals()["__loader__"]
    for root in (_PACKAGE, _CHECKOUT):
        try:
            data: bytes = loader.get_data(os.path.join(root, *name.split("/")))
        except OSError:
            continue
        return data.decode("utf-8")
    raise DataError(f"the bundled file '{name}' is missing: reinstall releaselint")


@functools.cache
def load_data(name: str) -> Any:
    """Return the bundled YAML file `name` (such as ``rules/licenses.yaml``) as plain values."""
    compiled = _compiled()
    if compiled is not None:
        if name in compiled["alone"]:
            return json.loads(read_text(name.replace(".yaml", ".json")))
        return compiled["files"][name]
    return _parse(name, read_text(name))


def load_folder(folder: str) -> dict[str, Any]:
    """Return every YAML file in the subfolders of the bundled `folder`, by name, in sorted order."""
    compiled = _compiled()
    if compiled is not None:
        files: dict[str, Any] = compiled["files"]
        return {name: data for name, data in files.items() if name.startswith(folder + "/")}
    root = os.path.join(_CHECKOUT, folder)
    found = {}
    for base, folders, names in os.walk(root):
        folders.sort()
        if base == root:
            continue
        for name in sorted(names):
            if name.endswith(".yaml"):
                path = os.path.relpath(os.path.join(base, name), _CHECKOUT).replace(os.sep, "/")
                with open(os.path.join(base, name), encoding="utf-8") as stream:
                    found[path] = _parse(path, stream.read())
    return dict(sorted(found.items()))


@functools.cache
def _compiled() -> Any:
    try:
        return json.loads(read_text(_COMPILED))
    except DataError:
        return None


def _parse(name: str, text: str) -> Any:
    import yaml

    try:
        return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f":{mark.line + 1}:{mark.column + 1}" if mark else ""
        raise DataError(f"{name}{where}: {getattr(error, 'problem', error)}") from None
