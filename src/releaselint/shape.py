"""Says whether a value has the shape that a bundled JSON Schema asks for, and what is wrong in plain words.

A compiled gate answers in microseconds; jsonschema, slow to import, is only asked to explain a no.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, Literal

from releaselint import bundled
from releaselint.errors import DataError
from releaselint.records import record

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError
    from jsonschema.protocols import Validator

MAX_FAULTS: Final = 20
_MAX_ERRORS, _MAX_DEPTH, _CUT, _HUGE = 400, 64, 80, 2**200
_ROOTS: Final = {"card": "front matter", "config": "configuration", "waivers": "file of waivers"}
#: The types of JSON: as Python has them, and as people call them.
_TYPES: Final[dict[str, tuple[tuple[type, ...], str]]] = {
    "null": ((type(None),), "empty"),
    "boolean": ((bool,), "true or false"),
    "string": ((str,), "a text"),
    "array": ((list,), "a list"),
    "object": ((dict,), "a mapping"),
    "integer": ((int,), "a whole number"),
    "number": ((int, float), "a number"),
}
_IGNORED: Final = frozenset({
    "$schema", "$id", "$defs", "$comment", "title", "description", "examples", "default", "errorMessage", "$ref",
    "then", "else",
})  # fmt: skip

Kind = Literal["vocabulary", "shape"]
Pointer = tuple[str | int, ...]
Check = Callable[[Any], bool]
_Sub = Callable[[Any], Check]
_Maker = Callable[[Any, Any, _Sub], Check]


@record
class Fault:
    """One thing that is wrong with a value's shape; `message` is one lower-case sentence, safe to print."""

    pointer: Pointer
    on_key: bool
    """Whether a key is at fault and not its value: `pointer` then ends with that key."""
    message: str
    kind: Kind
    """`vocabulary` for a word or key that does not exist, `shape` for all else."""
    instead: str = ""
    """What an unknown key is called here, where that is sure."""
    near: bool = False
    """Whether a known word or key is near, and may have been meant."""


def schema_text(name: str) -> str:
    """Return the JSON text of the schema `name`; raises DataError where there is none."""
    return bundled.read_text(f"schemas/{name}.schema.json")


def faults(name: str, value: object) -> list[Fault]:
    """Return what keeps `value` from the schema `name`: at most 20 faults, by pointer; raises DataError."""
    if _gate(name)(value):
        return []
    found: dict[tuple[Pointer, bool], Fault] = {}
    for error in islice(_validator(name).iter_errors(_tamed(value)), _MAX_ERRORS):
        for fault in islice(_explained(error, _ROOTS.get(name, name)), MAX_FAULTS):
            found.setdefault((fault.pointer, fault.on_key), fault)
    return sorted(found.values(), key=lambda fault: [(str(type(part)), part) for part in fault.pointer])[:MAX_FAULTS]


def compile_gate(schema: dict[str, Any], name: str) -> Check:
    """Return the check of a whole schema; raises DataError for a keyword that it does not know."""
    parts = {"#": schema, **{f"#/$defs/{key}": part for key, part in schema.get("$defs", {}).items()}}
    checks: dict[str, Check] = {}

    def sub(part: Any) -> Check:
        if isinstance(part, bool):
            return _always if part else lambda _: False
        for keyword in part:
            if keyword not in _MAKERS and keyword not in _IGNORED:
                raise DataError(f"schemas/{name}.schema.json: the keyword '{keyword}' is not supported")
        made = [make(part[keyword], part, sub) for keyword, make in _MAKERS.items() if keyword in part]
        ref = part.get("$ref", "#")
        if ref not in parts:
            raise DataError(f"schemas/{name}.schema.json: there is no '{ref}'")
        if "$ref" in part:
            made.append(lambda value: checks[ref](value))  # looked up late: it may not be made yet
        made = [check for check in made if check is not _always]
        if len(made) <= 1:
            return made[0] if made else _always
        return lambda value: all([check(value) for check in made])

    checks.update({ref: sub(part) for ref, part in parts.items()})
    return checks["#"]


@functools.cache
def _gate(name: str) -> Check:
    return compile_gate(json.loads(schema_text(name)), name)


def _always(_: object) -> bool:
    return True


def _type(names: Any, _schema: Any, _sub: _Sub) -> Check:
    names = [names] if isinstance(names, str) else names
    kinds = frozenset(kind for name in names for kind in _TYPES[name][0])
    whole = "integer" in names
    return lambda value: type(value) in kinds or (whole and type(value) is float and value.is_integer())


def _enum(allowed: Any, _schema: Any, _sub: _Sub) -> Check:
    words = {(value, type(value) is bool) for value in allowed}  # true is not 1
    return lambda value: type(value) not in (list, dict) and (value, type(value) is bool) in words


def _properties(_: Any, schema: Any, sub: _Sub) -> Check:
    checks = {key: sub(part) for key, part in schema.get("properties", {}).items()}
    rest = sub(schema.get("additionalProperties", True))
    return lambda value: type(value) is not dict or all([checks.get(key, rest)(value[key]) for key in value])


def _if(test: Any, schema: Any, sub: _Sub) -> Check:
    first, then, other = sub(test), sub(schema.get("then", True)), sub(schema.get("else", True))
    return lambda value: then(value) if first(value) else other(value)


def _some(fits: Callable[[list[bool]], bool], parts: Any, sub: _Sub) -> Check:
    checks = [sub(part) for part in parts]
    return lambda value: fits([check(value) for check in checks])


def _on(test: Callable[[Any, Any], bool], *kinds: type) -> _Maker:
    return lambda limit, _schema, _sub: lambda value: type(value) not in kinds or test(value, limit)


_MAKERS: Final[dict[str, _Maker]] = {
    "type": _type,
    "enum": _enum,
    "const": lambda value, schema, sub: _enum([value], schema, sub),
    "properties": _properties,
    "additionalProperties": lambda _, schema, sub: _always if "properties" in schema else _properties(_, schema, sub),
    "items": lambda part, schema, sub: _on(lambda value, one: all(map(one, value)), list)(sub(part), schema, sub),
    "required": _on(lambda value, keys: all([key in value for key in keys]), dict),
    "minLength": _on(lambda value, least: len(value) >= least, str),
    "minItems": _on(lambda value, least: len(value) >= least, list),
    "minProperties": _on(lambda value, least: len(value) >= least, dict),
    "maxProperties": _on(lambda value, most: len(value) <= most, dict),
    "pattern": _on(lambda value, pattern: re.search(pattern, value) is not None, str),
    "minimum": _on(lambda value, least: not value < least, int, float),  # a NaN passes, as in jsonschema
    "maximum": _on(lambda value, most: not value > most, int, float),
    "if": _if,
    "allOf": lambda parts, _, sub: _some(all, parts, sub),
    "anyOf": lambda parts, _, sub: _some(any, parts, sub),
    "oneOf": lambda parts, _, sub: _some(lambda truths: truths.count(True) == 1, parts, sub),
}


@functools.cache
def _validator(name: str) -> Validator:
    import jsonschema

    return jsonschema.Draft202012Validator(json.loads(schema_text(name)))


def _tamed(value: Any, depth: int = 0) -> Any:
    """Return a copy that jsonschema can print, as it does in its messages: Python prints no huge integer."""
    if isinstance(value, dict):
        return {key: _tamed(item, depth + 1) for key, item in value.items() if depth < _MAX_DEPTH}
    if isinstance(value, list):
        return [_tamed(item, depth + 1) for item in value if depth < _MAX_DEPTH]
    return min(max(value, -_HUGE), _HUGE) if type(value) is int else value


def path_of(pointer: Pointer) -> str:
    """Return `pointer` as people write it: `stages[0].date`."""
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in pointer).removeprefix(".")


def _explained(error: ValidationError, root: str) -> Iterator[Fault]:
    from jsonschema.exceptions import best_match

    error = best_match([error]) or error
    pointer, keyword = tuple(error.absolute_path), str(error.validator)
    value: Any = error.instance
    schema = error.schema if isinstance(error.schema, dict) else {}
    where = _quoted(path_of(pointer) or root)
    kind: Kind = "vocabulary" if keyword in ("enum", "const", "additionalProperties") else "shape"
    if keyword != "additionalProperties":
        message = f"{where} {_predicate(keyword, value, error.validator_value, schema.get('errorMessage'))}"
        allowed: Any = error.validator_value if keyword == "enum" else ()
        yield Fault(pointer=pointer, on_key=False, message=message, kind=kind, near=bool(nearest(value, allowed)))
        return
    known = list(schema.get("properties", ()))
    for key in (key for key in value if key not in known):
        hint = nearest(key, known)
        message = f"unknown key {_quoted(key)} in {where}{hint or f'; known are {_listed(known)}'}"
        yield Fault(pointer=(*pointer, key), on_key=True, message=message, kind=kind, near=bool(hint))


def _predicate(keyword: str, value: Any, limit: Any, said: str | None) -> str:
    if keyword == "required" and isinstance(value, dict):
        missing = [_quoted(key) for key in limit if key not in value]
        return f"needs the key{'s' * (len(missing) > 1)} {_listed(missing)}"
    if keyword == "minLength" and not value:
        return "must not be empty"
    shown = _shown(value)
    hint = nearest(value, limit) if keyword == "enum" else ""
    if hint:
        return f"is {shown}, not one of {_listed(limit)}{hint}"
    if isinstance(value, dict) and keyword.endswith("Properties"):
        shown = " and ".join(map(_quoted, islice(value, 3))) or "an empty mapping"
    if said is None and keyword == "type":
        names = [limit] if isinstance(limit, str) else [name for name in limit if name != "null"]
        said = " or ".join(f"must be {', '.join(_TYPES[name][1] for name in names)}".rsplit(", ", 1))
        if isinstance(value, str):
            shown = "a text"
        elif names == ["string"] and isinstance(value, int | float):
            shown += "; put it in quotes"
    elif said is None and keyword in ("enum", "const"):
        said = f"must be {f'one of {_listed(limit)}' if keyword == 'enum' else _listed([limit])}"
    elif said is None:
        said = f"must keep to {keyword} {limit}" if isinstance(limit, str | int) else f"must fit {keyword}"
    return f"{said}, not {shown}"


def nearest(word: Any, known: Iterable[Any]) -> str:
    """Return a clause that asks whether the known name nearest to `word` was meant; empty where none is near."""
    import difflib

    names = [name for name in known if isinstance(name, str)]
    near = difflib.get_close_matches(word[:_CUT].lower(), names, 1, 0.7) if isinstance(word, str) else None
    return f"; did you mean {_quoted(near[0])}?" if near else ""


def _listed(values: list[Any]) -> str:
    return ", ".join(value if isinstance(value, str) else _shown(value) for value in values)


def _shown(value: Any) -> str:
    word = {type(None): "empty", list: "a list", dict: "a mapping"}.get(type(value))
    return word or (str(value).lower()[:_CUT] if isinstance(value, int | float) else _quoted(str(value)))


def _quoted(text: str) -> str:
    text = text if len(text) <= _CUT else text[: _CUT - 1] + "…"
    return "'" + "".join(char if char.isprintable() else "\ufffd" for char in text) + "'"
