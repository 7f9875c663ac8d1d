"""Loads the rules: one YAML file each, and those that the subject files bring along."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal

from releaselint import bundled, packs
from releaselint.errors import DataError
from releaselint.findings.model import Severity
from releaselint.records import EMPTY, record
from releaselint.subjects import Missing, Subject, all_subjects

Means = Literal["subject", "require", "forbid", "schema", "text", "python"]

MEANS: Final[tuple[Means, ...]] = ("require", "forbid", "schema", "text", "python")
#: Folders of ``rules/`` in the order of the catalogue; a group's name selects all its rules.
GROUPS: Final = (
    "access",
    "staged",
    "guardrails",
    "components",
    "risk",
    "license",
    "front-matter",
    "checklist",
    "linter",
)
_GROUP_OF_KIND: Final = {"component": "components", "guardrail": "guardrails", "concern": "risk", "part": "risk"}
_DATA_FOLDERS: Final = frozenset({"reading"})


@record
class Rule:
    """One fault that can be found: how, what is said of it, and why."""

    id: str
    group: str
    summary: str
    severity: Severity
    """The gravest that it can have; a finding on an inferred level, or of a recommendation, is milder."""
    means: Means
    test: Any
    """What the means works with: facts, a schema, texts, `module:function`, or the subject's slug."""
    when: Mapping[str, Any] = EMPTY
    at: str = ""
    evidence: str = ""
    """The subject whose evidence the finding shows."""
    subject: str | None = None
    message: str = ""
    fix: str = ""
    why: str = ""
    sources: tuple[str, ...] = ()
    since: str = ""
    file: str = ""


@packs.remembered
def all_rules() -> dict[str, Rule]:
    """Return every rule by id, those of the packs in use among them, in the order of the catalogue.

    Raises DataError.
    """
    rules = [
        rule_of_file(name, data)
        for files in (bundled.load_folder("rules"), *(pack.files for pack in packs.current()))
        for name, data in files.items()
        if "definition" not in data and name.split("/")[-2] not in _DATA_FOLDERS
    ]
    rules += [_of_subject(subject, subject.missing) for subject in all_subjects().values() if subject.missing]
    rules.sort(key=lambda rule: (GROUPS.index(rule.group) if rule.group in GROUPS else len(GROUPS), rule.id))
    found: dict[str, Rule] = {}
    for rule in rules:
        if rule.id in found:
            raise DataError(f"{rule.file}: the rule '{rule.id}' exists already, in {found[rule.id].file}")
        found[rule.id] = rule
    return found


def examples_of(rule: Rule) -> Mapping[str, list[Mapping[str, Any]]]:
    """Return the rule's `good` and `bad` examples, straight from its file."""
    data = packs.data_of(rule.file)
    found: Mapping[str, list[Mapping[str, Any]]] = (data["missing"] if rule.means == "subject" else data).get(
        "examples", {}
    )
    return found


def rule_of_file(name: str, data: Mapping[str, Any]) -> Rule:
    """Return the rule that the parsed YAML `data` of the file `name` tells; raises DataError where it is none."""
    means = next((one for one in MEANS if one in data), None)
    stem = name.rpartition("/")[2].removesuffix(".yaml")
    if means is None or data.get("id") != stem:
        raise DataError(f"{name}: the id '{data.get('id')}' is not the name of the file, or it tells no test")
    return Rule(
        id=data["id"],
        group=name.split("/")[-2],
        summary=data["summary"],
        severity=data["severity"],
        means=means,
        test=data[means],
        when=data.get("when", {}),
        at=data.get("at", ""),
        evidence=data.get("evidence", ""),
        subject=data.get("subject"),
        message=data["message"],
        fix=data["fix"],
        why=data["why"],
        sources=tuple(data.get("sources", ())),
        since=data.get("since", ""),
        file=name,
    )


def _of_subject(subject: Subject, missing: Missing) -> Rule:
    required = any(demand.ask == "required" for demand in subject.policy.values())
    return Rule(
        id=missing.rule,
        group=_GROUP_OF_KIND.get(subject.kind, "access"),
        summary=missing.summary,
        severity="error" if required else "note",
        means="subject",
        test=subject.id,
        subject=subject.id,
        message=missing.message,
        fix=missing.fix,
        why=subject.why,
        sources=subject.sources,
        since="" if packs.pack_of(subject.file) else "0.1",
        file=subject.file,
    )
