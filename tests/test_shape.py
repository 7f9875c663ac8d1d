"""The declaration, a card's metadata and the configuration are checked for shape, in words that people understand."""

from __future__ import annotations

import copy
import json
import os
import subprocess
import sys
import time
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from releaselint import shape, vocabulary
from releaselint.document.events import read_yaml
from releaselint.errors import DataError

WRITTEN = ("card", "config", "release", "report", "rule", "subject", "waivers")

SHORT = "downloadable"
LONG = """
access: api
components:
  weights: withheld
  query-interface: {api: https://example.org/docs}
  evaluation-results: public
  training-data: described
guardrails:
  documentation: in-place
  rate-limiting: https://example.org/limits
  content-filter: "#moderation"
  platform-policy: https://example.org/policy
  weight-encryption: internal:SEC-812
  watermarking: {not-applicable: "short text; no reliable method"}
concerns: {malicious-use: "#misuse"}
report-harm: https://example.org/report
owner: model-governance
reviewed: {by: ai-board, on: 2026-05-02, ref: AIRB-214, revision: v3.0}
review-by: 2027-05-02
waivers: [{rule: contact-missing, reason: "internal pilot", by: ai-board, until: 2027-06-30}]
"""
STAGED = """
access: staged
stages:
  - {name: small, artifact: heron-124m, date: 2026-02-14, access: downloadable, status: done, evaluation: "#evaluation"}
  - {name: large, artifact: heron-1b5, date: 2099-11-05, access: downloadable, status: planned, criteria: "no misuse"}
"""
EVIDENCE = "a URL, a path, a '#anchor' or 'internal:REF'"
GUARDRAIL = f"must be in-place, its evidence ({EVIDENCE}), or a mapping such as {{absent: reason}}"
ONE_STATUS = "must hold exactly one of in-place, absent, planned, not-applicable"
REQUIRABLE = "components, guardrails, concerns, report-harm, owner, reviewed, review-by"
LEVELS = "fully-closed, staged, hosted, api, downloadable, fully-open"

VALID: dict[str, list[str]] = {
    "release": [
        SHORT,
        LONG,
        STAGED,
        "{}",
        "components: {weights: gated, code: {availability: public, url: https://example.org/code}}",
        "components: {query-interface: withheld}",
        "components: {query-interface: {web: true, api: false}}",
        "guardrails: {rail-license: LICENSE, documentation: docs/card.md, platform-policy: POLICY.md}",
        "guardrails: {content-filter: {in-place: internal:SEC-1, phase: before}}",
        "guardrails: {watermarking: {planned: 2027-01-01}, community-bounty: {absent: no budget, phase: after}}",
        "waivers: [{rule: contact-missing}, {rule: license-missing, reason: null}]",
        "stages: []",
    ],
    "card": [
        "{}",
        "license: [mit, apache-2.0]",
        "license: null",
        "{license: null, tags: null, datasets: null, base_model: null, model-index: null, widget: null}",
        "language: no",
        "language: [en, no, null]",
        "model-index: [{name: a, results: []}, {name: null, results: null}, {}]",
        "{co2_eq_emissions: 1e-5, inference: false, thumbnail: null, tags: [8, a, null], metrics: [{name: f1}]}",
        "release: [1, {a: b}]",
        "{unheard-of: {a: [1]}, pipeline_tag: unknown-tag, license: unknown}",
    ],
    "config": [
        "{}",
        "{extends: ../r.toml, select: [access], ignore: [], extend-select: [license], exclude: ['a/**']}",
        "{force-exclude: true, private-files: ['*.ckpt'], policy: minimal, severity: note, fail-on: never}",
        "{require: [owner, review-by], overrides: {watermarking: {api: required, hosted: not-asked}}}",
    ],
}

INVALID: list[tuple[str, str, list[str]]] = [
    ("release", "apii", [f"'release' is 'apii', not one of {LEVELS}; did you mean 'api'?"]),
    ("release", "open to all", [f"'release' must be one of {LEVELS}, not 'open to all'"]),
    ("release", "null", ["'release' must be an access level or a mapping, not empty"]),
    ("release", "[api]", ["'release' must be an access level or a mapping, not a list"]),
    ("release", "access: apii", [f"'access' is 'apii', not one of {LEVELS}; did you mean 'api'?"]),
    ("release", "access: Fully_Open", [f"'access' is 'Fully_Open', not one of {LEVELS}; did you mean 'fully-open'?"]),
    ("release", "access: 3", [f"'access' must be one of {LEVELS}, not 3"]),
    ("release", "guardrail: {}", ["unknown key 'guardrail' in 'release'; did you mean 'guardrails'?"]),
    (
        "release",
        "reviewed: {zzz: a}",
        ["unknown key 'zzz' in 'reviewed'; known are by, on, ref, revision"],
    ),
    (
        "release",
        "components: {weights: open, weight: public}",
        [
            "unknown key 'weight' in 'components'; did you mean 'weights'?",
            "'components.weights' must be one of withheld, described, gated, public, not 'open'",
        ],
    ),
    ("release", "components: {code: {url: https://a.b}}", ["'components.code' needs the key 'availability'"]),
    (
        "release",
        "components: {code: {availability: public, url: here}}",
        [
            "'components.code.url' must be a URL such as https://example.org/docs, "
            "a path such as train.py or a '#anchor', not 'here'"
        ],
    ),
    ("release", "components: {code: {availability: public, url: src/run.py}}", []),
    ("release", "components: {code: {availability: public, url: '#code'}}", []),
    (
        "release",
        "components: {query-interface: public}",
        ["'components.query-interface' must be withheld or a mapping with web or api, not 'public'"],
    ),
    (
        "release",
        "components: {query-interface: {}}",
        ["'components.query-interface' must be withheld or a mapping with web or api, not an empty mapping"],
    ),
    (
        "release",
        "components: {query-interface: {api: soon}}",
        ["'components.query-interface.api' must be true, false or a URL such as https://example.org/docs, not 'soon'"],
    ),
    ("release", "components:", ["'components' must be a mapping, not empty"]),
    ("release", "guardrails: {rate-limiting: yes}", [f"'guardrails.rate-limiting' {GUARDRAIL}, not true"]),
    ("release", "guardrails: {rate-limiting: absent}", [f"'guardrails.rate-limiting' {GUARDRAIL}, not 'absent'"]),
    ("release", "guardrails: {rate-limiting: N/A}", [f"'guardrails.rate-limiting' {GUARDRAIL}, not 'N/A'"]),
    ("release", "guardrails: {rate-limiting: {}}", [f"'guardrails.rate-limiting' {ONE_STATUS}, not an empty mapping"]),
    (
        "release",
        "guardrails: {watermarking: {absent: a, planned: 2027-01-01}}",
        [f"'guardrails.watermarking' {ONE_STATUS}, not 'absent' and 'planned'"],
    ),
    (
        "release",
        "guardrails: {watermarking: {phase: after}}",
        [f"'guardrails.watermarking' {ONE_STATUS} beside 'phase', not 'phase'"],
    ),
    (
        "release",
        "guardrails: {watermarking: {planned: soon}, content-filter: {in-place: yes}, documentation: {absent: ''}}",
        [
            f"'guardrails.content-filter.in-place' must be {EVIDENCE}, not true",
            "'guardrails.documentation.absent' must not be empty",
            "'guardrails.watermarking.planned' must be a date such as 2026-05-02, not 'soon'",
        ],
    ),
    ("release", "reviewed: {on: May 2nd}", ["'reviewed.on' must be a date such as 2026-05-02, not 'May 2nd'"]),
    ("release", "reviewed: {on: 2026}", ["'reviewed.on' must be a date such as 2026-05-02, not 2026"]),
    ("release", "reviewed: {revision: 3.0}", ["'reviewed.revision' must be a text, not 3.0; put it in quotes"]),
    ("release", "stages: later", ["'stages' must be a list, not a text"]),
    (
        "release",
        "stages: [{access: staged, status: finished}, {name: b}, 1]",
        [
            "'stages[0].access' must be one of fully-closed, hosted, api, downloadable, fully-open, not 'staged'",
            "'stages[0].status' must be one of done, planned, not 'finished'",
            "'stages[1]' needs the key 'access'",
            "'stages[2]' must be a mapping, not 1",
        ],
    ),
    (
        "release",
        "waivers: [{reason: a, rules: b}]",
        ["'waivers[0]' needs the key 'rule'", "unknown key 'rules' in 'waivers[0]'; did you mean 'rule'?"],
    ),
    ("card", "license: {a: b}", ["'license' must be a text or a list, not a mapping"]),
    ("card", "tags: [{a: b}]", ["'tags[0]' must be a text, a number or true or false, not a mapping"]),
    ("card", "pipeline_tag: [text-generation]", ["'pipeline_tag' must be a text, not a list"]),
    ("card", "model-index: [{name: 3}]", ["'model-index[0].name' must be a text, not 3; put it in quotes"]),
    ("card", "model-index: {name: a}", ["'model-index' must be a list, not a mapping"]),
    ("config", "{selct: []}", ["unknown key 'selct' in 'configuration'; did you mean 'select'?"]),
    ("config", "{select: access}", ["'select' must be a list, not a text"]),
    (
        "config",
        "{fail-on: warnings}",
        ["'fail-on' is 'warnings', not one of error, warning, note, never; did you mean 'warning'?"],
    ),
    (
        "config",
        "{require: [ownr]}",
        [f"'require[0]' is 'ownr', not one of {REQUIRABLE}; did you mean 'owner'?"],
    ),
    (
        "config",
        "{overrides: {watermarking: {api: R}}}",
        ["'overrides.watermarking.api' must be one of required, recommended, optional, not-asked, not 'R'"],
    ),
]


def value_of(text: str) -> Any:
    read = read_yaml(text)
    assert read.fault is None, text
    return read.value


def messages(name: str, value: object) -> list[str]:
    return [fault.message for fault in shape.faults(name, value)]


def schema_of(name: str) -> dict[str, Any]:
    schema: dict[str, Any] = json.loads(shape.schema_text(name))
    return schema


def properties_of(schema: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Return each property that a schema describes, at any depth, with its key."""
    found = []
    todo = [schema]
    while todo:
        part = todo.pop()
        for key, sub in part.get("properties", {}).items():
            found.append((key, sub))
            todo.append(sub)
        todo.extend(part.get("$defs", {}).values())
        if isinstance(part.get("items"), dict):
            todo.append(part["items"])
    return found


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, texts in VALID.items() for text in texts])
def test_valid_values_have_no_faults(name: str, text: str) -> None:
    assert messages(name, value_of(text)) == []


@pytest.mark.parametrize(("name", "text", "expected"), INVALID)
def test_each_fault_is_one_plain_sentence(name: str, text: str, expected: list[str]) -> None:
    assert messages(name, value_of(text)) == expected


@pytest.mark.parametrize(
    ("text", "pointer", "on_key", "kind"),
    [
        ("apii", (), False, "vocabulary"),
        ("access: apii", ("access",), False, "vocabulary"),
        ("guardrail: {}", ("guardrail",), True, "vocabulary"),
        ("waivers: [{rule: a, untl: b}]", ("waivers", 0, "untl"), True, "vocabulary"),
        ("reviewed: {on: May 2nd}", ("reviewed", "on"), False, "shape"),
        ("waivers: [{reason: a}]", ("waivers", 0), False, "shape"),
        ("stages: later", ("stages",), False, "shape"),
    ],
)
def test_a_fault_says_where_it_is_and_of_which_kind(
    text: str, pointer: tuple[str | int, ...], on_key: bool, kind: str
) -> None:
    (fault,) = shape.faults("release", value_of(text))
    assert (fault.pointer, fault.on_key, fault.kind) == (pointer, on_key, kind)


@pytest.mark.parametrize("name", WRITTEN)
def test_every_schema_is_valid_and_explains_itself(name: str) -> None:
    schema = schema_of(name)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"] == f"https://releaselint.dev/schemas/{name}.schema.json"
    assert schema["title"]
    assert schema["description"]
    assert schema["examples"]


@pytest.mark.parametrize("name", WRITTEN)
def test_examples_of_a_schema_validate(name: str) -> None:
    for example in schema_of(name)["examples"]:
        assert messages(name, example) == []


@pytest.mark.parametrize("name", WRITTEN)
def test_every_property_has_a_title_a_description_and_valid_examples(name: str) -> None:
    root = schema_of(name)
    for key, sub in properties_of(root):
        assert sub.get("title"), key
        assert sub.get("description", "").endswith("."), key
        for example in sub.get("examples", ()):
            jsonschema.Draft202012Validator({**sub, "$defs": root.get("$defs", {})}).validate(example)


def test_the_schemas_know_the_vocabulary_and_nothing_else() -> None:
    release, config, report = schema_of("release"), schema_of("config"), schema_of("report")
    homes = {key: tuple(sub["properties"]) for key, sub in release["properties"].items() if "properties" in sub}
    assert homes["components"] == vocabulary.COMPONENTS
    assert homes["guardrails"] == vocabulary.GUARDRAILS
    assert homes["concerns"] == vocabulary.CONCERNS
    assert tuple(release["$defs"]["interface"]["properties"]) == vocabulary.INTERFACES
    assert tuple(release["$defs"]["level"]["enum"]) == vocabulary.LEVELS
    assert tuple(release["$defs"]["availability"]["enum"]) == vocabulary.AVAILABILITY
    assert set(release["$defs"]["guardrail"]["properties"]) == {*vocabulary.STATUSES, "phase"}
    subjects = (*vocabulary.COMPONENTS, *vocabulary.GUARDRAILS, *vocabulary.CONCERNS)
    assert tuple(config["properties"]["overrides"]["properties"]) == subjects
    assert tuple(config["$defs"]["levels"]["properties"]) == vocabulary.LEVELS
    assert set(config["properties"]["require"]["items"]["enum"]) < set(release["properties"])
    assert tuple(report["$defs"]["release"]["properties"]["access"]["enum"]) == (*vocabulary.LEVELS, None)


@pytest.mark.parametrize(
    "schema",
    [
        {"anyOf": [{"type": "string"}, {"required": ["a"]}]},
        {"oneOf": [{"required": ["a"]}, {"required": ["b"]}, {"type": ["integer", "boolean"]}]},
        {"allOf": [{"if": {"type": "array"}, "then": {"minItems": 2}}, {"type": ["array", "string"]}]},
        {"minimum": 1, "maximum": 2},
        {"enum": [1, "1", True, None]},
        {"const": False},
        {"type": "integer"},
        {"items": {"$ref": "#"}, "type": ["array", "number"]},
        {"additionalProperties": {"type": "string", "minLength": 1}},
        {"properties": {"a": False, "b": True}},
    ],
)
def test_the_gate_agrees_with_jsonschema_on_every_keyword(schema: dict[str, Any]) -> None:
    gate, validator = shape.compile_gate(schema, "rule"), jsonschema.Draft202012Validator(schema)
    scalars = [None, True, False, 0, 1, 1.0, 2, 2.5, -1, float("nan"), float("inf"), 10**400, "", "1", "a"]
    boxes = [[], [1], [1, [2]], [1, ["a"]], {}, {"a": ""}, {"a": "x"}, {"b": 1}, {"a": "x", "b": "y"}, {"c": 1}]
    for value in [*scalars, *boxes]:
        assert gate(value) is validator.is_valid(value), value


def test_a_schema_with_an_unknown_keyword_or_reference_is_refused() -> None:
    with pytest.raises(DataError, match="the keyword 'uniqueItems' is not supported"):
        shape.compile_gate({"properties": {"a": {"uniqueItems": True}}}, "release")
    with pytest.raises(DataError, match="there is no '#/\\$defs/b'"):
        shape.compile_gate({"items": {"$ref": "#/$defs/b"}}, "release")
    with pytest.raises(DataError, match="is missing"):
        shape.schema_text("nothing")


@pytest.mark.parametrize(
    "value",
    [
        pytest.param({"access": "\ud800" * 200}, id="lone-surrogates"),
        pytest.param({"\ud800\n\x1b[31m": "x", "owner": "\u202e"}, id="control-characters"),
        pytest.param({"owner": 10**5000, "access": -(16**9000)}, id="integers-that-python-does-not-print"),
        pytest.param({"owner": float("nan"), "report-harm": float("inf")}, id="not-a-number"),
        pytest.param({f"key-{number}": number for number in range(100_000)}, id="many-keys"),
        pytest.param({"waivers": [{"x": 1}] * 100_000}, id="many-items"),
        pytest.param({"components": {"weights": "a" * 1_000_000}}, id="long-text"),
        pytest.param({"guardrails": {"watermarking": "." * 200_000 + "\n"}}, id="dots"),
    ],
)
def test_hostile_values_give_few_short_printable_messages_soon(value: object) -> None:
    started = time.perf_counter()
    found = shape.faults("release", value)
    assert time.perf_counter() - started < 5
    assert len(found) <= shape.MAX_FAULTS
    for fault in found:
        assert fault.message.isprintable()
        assert len(fault.message) < 500


@pytest.mark.parametrize("depth", [64, 5000])
def test_deep_nesting_is_no_crash(depth: int) -> None:
    value: Any = "x"
    for _ in range(depth):
        value = [value]
    assert messages("release", {"owner": value}) == ["'owner' must be a text, not a list"]
    assert messages("card", {"model-index": [{"results": value, "name": 1}], "unknown": value})


def test_jsonschema_is_not_imported_for_a_valid_value() -> None:
    code = (
        "import sys; from releaselint import shape;"
        "assert not shape.faults('release', 'api') and not shape.faults('card', {'license': 'mit'});"
        "assert 'jsonschema' not in sys.modules and 'difflib' not in sys.modules"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    subprocess.run([sys.executable, "-c", code], check=True, env=environment)


SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
WORDS = st.sampled_from(
    (
        *vocabulary.LEVELS,
        *vocabulary.AVAILABILITY,
        *vocabulary.STATUSES,
        "phase",
        "before",
        "#a",
        "2026-05-02",
        "1.0",
        "",
    )
)
KEYS = st.sampled_from([*sorted({key for name in WRITTEN for key, _ in properties_of(schema_of(name))}), "zzz"])
ANY = st.recursive(
    SCALARS | WORDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS | st.text(max_size=4), inner, max_size=5),
    max_leaves=20,
)
SAMPLES = [(name, value_of(text)) for name, texts in VALID.items() for text in texts]
SAMPLES += [(name, example) for name in WRITTEN for example in schema_of(name)["examples"]]


def agree(name: str, value: object) -> None:
    """Assert that the gate and jsonschema say the same, and that a no is always explained."""
    valid = jsonschema.Draft202012Validator(schema_of(name)).is_valid(value)
    found = shape.faults(name, value)
    assert (found == []) is valid
    for fault in found:
        assert fault.message.isprintable()
        assert resolves(value, fault.pointer)


def resolves(value: Any, pointer: tuple[str | int, ...]) -> bool:
    for part in pointer:
        if isinstance(value, dict) and part not in value:
            return False
        value = value[part]
    return True


@settings(max_examples=300, deadline=None)
@given(name=st.sampled_from(WRITTEN), value=ANY)
def test_gate_and_jsonschema_agree_on_any_value(name: str, value: object) -> None:
    agree(name, value)


@settings(max_examples=500, deadline=None)
@given(data=st.data(), sample=st.sampled_from(SAMPLES), count=st.integers(1, 3))
def test_gate_and_jsonschema_agree_on_mutations_of_valid_samples(
    data: st.DataObject, sample: tuple[str, Any], count: int
) -> None:
    name, value = sample[0], copy.deepcopy(sample[1])
    for _ in range(count):
        value = mutated(data, value)
    agree(name, value)


def mutated(data: st.DataObject, value: Any) -> Any:
    """Replace, add or drop one thing somewhere in `value`."""
    if isinstance(value, dict | list) and value and data.draw(st.integers(0, 3)):
        places = list(value) if isinstance(value, dict) else range(len(value))
        place = data.draw(st.sampled_from(places))
        action = data.draw(st.sampled_from(("deeper", "deeper", "drop", "add")))
        if action == "drop":
            del value[place]
        elif action == "add" and isinstance(value, dict):
            value[data.draw(KEYS)] = data.draw(ANY)
        else:
            value[place] = mutated(data, value[place])
        return value
    return data.draw(ANY)
