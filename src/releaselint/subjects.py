"""Loads the subject files: what each subject of a release is, and what each access level asks of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, Literal, get_args

from releaselint import bundled, packs
from releaselint.errors import DataError
from releaselint.records import record
from releaselint.vocabulary import COMPONENTS, CONCERNS, GUARDRAILS, LEVELS

Kind = Literal["access", "component", "guardrail", "concern", "part"]
Ask = Literal["required", "recommended", "optional", "not-asked", "contradiction"]

#: Folders of ``rules/`` that hold subjects, and the kind of each; other folders hold rules.
FOLDERS: Final[dict[str, Kind]] = {
    "access": "access",
    "components": "component",
    "guardrails": "guardrail",
    "concerns": "concern",
    "parts": "part",
}
ASKS: Final[tuple[Ask, ...]] = get_args(Ask)

Evidence = Mapping[str, Sequence[Mapping[str, Any]]]
"""Entries by language."""


@record
class Demand:
    """What one access level asks of one subject, and why; this project's own policy."""

    ask: Ask
    reason: str
    at_least: str = ""
    """For a component: the least availability that satisfies."""
    at_most: str = ""
    """For a component: the most open availability that does not contradict the level."""


@record
class Missing:
    """The rule that speaks where a subject is asked for and not found."""

    rule: str
    summary: str
    message: str
    fix: str
    near: Mapping[str, tuple[str, ...]]
    """By language, phrases of sentences that may tell of it in words that no evidence knows, the plainest first."""
    near_of: tuple[str, ...]
    """Subjects whose phrases count as well."""
    near_files: tuple[str, ...]
    """Globs of file names that may tell of it."""
    in_any_words: bool
    """Whether it may be told in words of which not even the topic is recognized."""


@record
class Subject:
    """One subject: an access level's row, a component, a guardrail, a concern, or a part of a card."""

    id: str
    kind: Kind
    title: str
    also_called: tuple[str, ...]
    """Other keys that people write for it in a declaration."""
    definition: str
    why: str
    sources: tuple[str, ...]
    policy: Mapping[str, Demand]
    generative_only: bool
    missing: Missing | None
    file: str
    own: Evidence | None
    """The evidence of a file that does not ship with the package."""

    @property
    def evidence(self) -> Evidence:
        """What is read as evidence, as the file has it."""
        found: Evidence = bundled.load_data(self.file).get("evidence", {}) if self.own is None else self.own
        return found

    def demand(self, level: str | None) -> Demand:
        """Return what `level` asks; a level that is not known asks nothing."""
        return self.policy.get(level or "", _NOTHING)


_NOTHING: Final = Demand(ask="not-asked", reason="")


@packs.remembered
def all_subjects() -> dict[str, Subject]:
    """Return every subject by id, those of the packs in use among them, in the order of the vocabulary.

    Raises DataError.
    """
    found: dict[str, Subject] = {}
    ours = bundled.load_folder("rules")
    for files in (ours, *(pack.files for pack in packs.current())):
        for name, data in files.items():
            kind = FOLDERS.get(name.split("/")[-2]) if "/" in name else None
            if kind is not None and isinstance(data, dict) and "definition" in data:
                subject = read_subject(name, kind, data, ours=files is ours)
                if subject.id in found:
                    raise DataError(f"{name}: the subject '{subject.id}' exists already, in {found[subject.id].file}")
                found[subject.id] = subject
    for subject in found.values():
        for slug in subject.missing.near_of if subject.missing is not None else ():
            if slug not in found:
                raise DataError(f"{subject.file}: 'near-of' names '{slug}', which is no subject")
    order = {slug: rank for rank, slug in enumerate(("access", *COMPONENTS, *GUARDRAILS, *CONCERNS))}
    return dict(sorted(found.items(), key=lambda item: (order.get(item[0], len(order)), item[0])))


def read_subject(file: str, kind: Kind, data: Mapping[str, Any], *, ours: bool = False) -> Subject:
    """Return the subject that the parsed YAML `data` of `file` tells; the schema was checked before.

    Of `ours`, which ship with the package, the evidence is read when it is asked for.
    """
    stem = file.rpartition("/")[2].removesuffix(".yaml")
    if data["id"] != stem:
        raise DataError(f"{file}: the id '{data['id']}' is not the name of the file")
    missing = data.get("missing")
    return Subject(
        id=data["id"],
        kind=kind,
        title=data["title"],
        also_called=tuple(data.get("also-called", ())),
        definition=data["definition"],
        why=data["why"],
        sources=tuple(data.get("sources", ())),
        policy={level: _demand(file, level, cell) for level, cell in data.get("policy", {}).items()},
        generative_only=data.get("generative-only", False),
        missing=_missing(missing) if missing else None,
        file=file,
        own=None if ours else data.get("evidence", {}),
    )


def evidence(languages: Sequence[str]) -> list[tuple[str, Mapping[str, Any]]]:
    """Return the entries of all subjects' evidence in some languages, each with its subject."""
    return [
        (subject.id, entry)
        for subject in all_subjects().values()
        for language in languages
        for entry in subject.evidence.get(language, ())
    ]


def _missing(data: Mapping[str, Any]) -> Missing:
    near = {language: tuple(phrases) for language, phrases in data.get("near", {}).items()}
    return Missing(
        **{key: data[key] for key in ("rule", "summary", "message", "fix")},
        near=near,
        near_of=tuple(data.get("near-of", ())),
        near_files=tuple(data.get("near-files", ())),
        in_any_words=data.get("in-any-words", False),
    )


def _demand(file: str, level: str, cell: Mapping[str, str]) -> Demand:
    ask = next((ask for ask in ASKS if ask in cell), None)
    if ask is None or level not in LEVELS:
        raise DataError(f"{file}: the policy of '{level}' asks nothing that is known")
    return Demand(ask=ask, reason=cell[ask], at_least=cell.get("at-least", ""), at_most=cell.get("at-most", ""))


def slugs(kind: Kind) -> tuple[str, ...]:
    """Return the ids of all subjects of one kind, in order."""
    return tuple(subject.id for subject in all_subjects().values() if subject.kind == kind)


def meant_by(key: str, kind: Kind) -> str | None:
    """Return the subject of this kind that people call `key` as well; None where none is."""
    name = key.lower().replace("_", "-").replace(" ", "-")
    known = (subject for subject in all_subjects().values() if subject.kind == kind)
    return next((one.id for one in known if name == one.id or name in one.also_called), None)
