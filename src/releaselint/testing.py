"""For authors of rules: the sentences and examples of their files, as a test.

Each function returns what is wrong, one sentence each; a test asserts that this is empty.
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterator, Mapping
from typing import Any, Final, Literal

from releaselint import bundled, filenames
from releaselint.api import Bench
from releaselint.config import Config
from releaselint.document import parse
from releaselint.errors import DataError, ReleaselintError
from releaselint.findings.case import Case, Hit
from releaselint.findings.means import Test, test_of
from releaselint.findings.model import Finding
from releaselint.findings.rule import Rule, all_rules, examples_of, rule_of_file
from releaselint.findings.run import judge
from releaselint.findings.validate import load_packs, validate
from releaselint.packs import using
from releaselint.reading import Reading, read
from releaselint.reading.patterns import Pattern, compile_entry, index_of
from releaselint.records import replace
from releaselint.source import SourceText
from releaselint.source.declaring import is_declaration
from releaselint.source.decode import decode
from releaselint.source.model import Entry, Release, Tree, Trouble
from releaselint.source.read import side_paths
from releaselint.subjects import FOLDERS, Subject, all_subjects, read_subject

#: The day on which all examples are judged.
TODAY: Final = datetime.date(2026, 6, 1)
#: Rules that speak of the other rules' work, so that those have to run as well.
_ABOUT_RULES: Final = frozenset({"internal-error", "unknown-ignore", "unused-ignore"})


def check_rule_file(path: str | os.PathLike[str]) -> list[str]:
    """Return what is wrong with a rule file: its shape, the facts that it names, its examples.

    A rule that is a Python function can only be checked where it is installed.
    """
    name, data = _load(path)
    try:
        validate("rule", name, data)
        rule = rule_of_file(name, data)
        tests = [(rule, test_of(rule))]
    except DataError as error:
        return [str(error)]
    return [f"{name}: {problem}" for problem in _examples_problems(rule, data.get("examples", {}), tests)]


def check_subject_file(path: str | os.PathLike[str]) -> list[str]:
    """Return what is wrong with a subject file: its shape, and the sentences of its evidence.

    The kind of the subject is told by the name of the file's folder, as in the package.
    """
    name, data = _load(path)
    folder = os.path.basename(os.path.dirname(os.path.abspath(path)))
    try:
        validate("subject", name, data)
        if folder not in FOLDERS:
            raise DataError(f"{name}: a subject lies in a folder named {', '.join(FOLDERS)}")
        return check_evidence(read_subject(name, FOLDERS[folder], data))
    except DataError as error:
        return [str(error)]


def check_examples(rule: Rule) -> list[str]:
    """Return each example of a rule of this package that does not do what it stands for.

    A good example has no finding of the rule; a bad one exactly those that it lists under `says`, as
    ``LINE:COLUMN MESSAGE``: with ``PATH:`` before it for another file than the card, and ``-: MESSAGE`` for none.
    """
    return [f"{rule.file}: {problem}" for problem in _examples_problems(rule, examples_of(rule), None)]


def check_plugin(name: str) -> list[str]:
    """Return what is wrong with the installed plugin whose entry point is `name`.

    That are its files, the examples of its rules, and the sentences of its subjects' evidence.
    """
    try:
        found = load_packs((), plugins=True)
    except ReleaselintError as error:
        return [str(error)]
    pack = next((one for one in found if one.prefix == name), None)
    if pack is None:
        return [f"no plugin with the entry point '{name}' is installed"]
    with using(found):
        rules = [rule for rule in all_rules().values() if rule.file in pack.files]
        subjects = [subject for subject in all_subjects().values() if subject.file in pack.files]
        return [
            *(problem for rule in rules for problem in check_examples(rule)),
            *(problem for subject in subjects for problem in check_evidence(subject)),
        ]


def run_example(rule: Rule, example: Mapping[str, Any]) -> tuple[Finding, ...]:
    """Return what a rule of this package finds in one of its examples."""
    return _found(rule, example, None)


def release_of(example: Mapping[str, Any]) -> Release:
    """Return the release that an example describes."""
    card_name = example.get("name", "README.md")
    files = example.get("files", ())
    texts: dict[str, str] = dict(files) if isinstance(files, Mapping) else {}
    if "card" in example:
        texts = {card_name: example["card"].ljust(example.get("size", 0), "\n"), **texts}
    names = [*texts, *(name for name in files if name not in texts)]
    got = {
        name: decode(text.encode(), name)
        for name, text in texts.items()
        if filenames.is_card_of(name) or name == card_name
    }
    declared = decode(example["declaration"].encode(), "release.yaml") if "declaration" in example else None
    tree = Tree(kind="unknown")
    if example.get("tree", "local") == "local":
        entries = [Entry(path=name, size=len(texts[name].encode()) if name in texts else None) for name in names]
        entries += [Entry(path="release.yaml", size=None)] if declared else []
        tree = Tree(kind="local", entries=tuple(entries))
    cards = tuple(one for one in got.values() if isinstance(one, SourceText))
    return Release(
        path=".",
        name="",
        texts=cards,
        declaration=declared if isinstance(declared, SourceText) and is_declaration(declared.text) else None,
        sides={name: texts[name] for name in side_paths(texts, cards)},
        tree=tree,
        troubles=tuple(one for one in got.values() if isinstance(one, Trouble)),
    )


def _examples_problems(rule: Rule, examples: Mapping[str, Any], tests: list[tuple[Rule, Test]] | None) -> Iterator[str]:
    kind: Literal["good", "bad"]
    for kind in ("good", "bad"):
        for number, example in enumerate(examples.get(kind, ()), 1):
            wanted = list(example.get("says", ()))
            if kind == "bad" and not wanted:
                yield f"bad example {number} does not say what is found"
            said = [_said(one, example) for one in _found(rule, example, tests)]
            if kind == "good" or wanted:
                yield from (f"{kind} example {number} says {one!r}" for one in said if one not in wanted)
                yield from (f"{kind} example {number} does not say {one!r}" for one in wanted if one not in said)


def _found(rule: Rule, example: Mapping[str, Any], tests: list[tuple[Rule, Test]] | None) -> tuple[Finding, ...]:
    case = _case(example)
    rules = tuple(all_rules().values()) if rule.id in _ABOUT_RULES else (rule,)
    failing = example.get("raises")
    if failing is not None:
        tests = [(one, _raise if one.id == failing else test_of(one)) for one in rules if one.id not in _ABOUT_RULES]
    return tuple(one for one in judge(case, rules, tests=tests) if one.rule == rule.id)


def _case(example: Mapping[str, Any]) -> Case:
    """Return the example's release with what its configuration, its waiver file and its history say."""
    case = Bench(Config(), TODAY).case(release_of(example))
    central = example.get("waivers", {})
    approved = example.get("approved", {})
    return replace(
        case,
        required=tuple(example.get("require", ())),
        unwaivable=frozenset(central.get("unwaivable", ())),
        max_days=central.get("max-days"),
        approved=lambda revision: (
            (Bench(Config(), TODAY).case(release_of({"card": approved[revision]})).ledger, ())
            if revision in approved
            else None
        ),
    )


def _raise(case: Case) -> Iterator[Hit]:
    """Fail, as a rule with a fault of its own does."""
    raise ZeroDivisionError


def _said(finding: Finding, example: Mapping[str, Any]) -> str:
    path = "" if finding.path in (None, example.get("name", "README.md")) else f"{finding.path}:"
    place = f"{finding.place.line}:{finding.place.column}" if finding.place else "-:"
    return f"{path}{place} {finding.message}"


def _load(path: str | os.PathLike[str]) -> tuple[str, Any]:
    name = os.fspath(path)
    with open(name, encoding="utf-8") as stream:
        return name, bundled.parse_yaml(name, stream.read())


def check_evidence(subject: Subject) -> list[str]:
    """Return each test sentence of the subject's evidence that does not do what it stands for."""
    return [
        f"{subject.file}: {problem}"
        for language, entries in subject.evidence.items()
        for entry in entries
        for problem in _entry_problems(subject.id, language, entry)
    ]


def _entry_problems(subject: str, language: str, entry: Mapping[str, Any]) -> list[str]:
    own = compile_entry(subject, entry)
    companions = list(_companions(subject, language, entry))
    patterns = index_of([*own, *companions])
    problems = []
    for key, wanted in (("match", True), ("not", False)):
        for text in entry.get(key, ()):
            document = parse(SourceText(path="README.md", text=text))
            claims = read(Reading(document, None if language == "any" else language), patterns)
            if companions:
                claims = [one for one in claims if (one.subject, one.value) == (own[0].subject, entry["claims"])]
            if bool(claims) is not wanted:
                problems.append(f"{'no claim' if wanted else f'a claim of {claims[0].value!r}'} in {text!r}")
    return problems


def _companions(subject: str, language: str, entry: Mapping[str, Any]) -> Iterator[Pattern]:
    """Yield the patterns whose claims the conditions of `entry` ask for."""
    names = {name.partition("=")[0] for key in ("if-claimed", "unless-claimed") for name in entry.get(key, ())}
    for name in sorted(names):
        for spoken in ("any", language):
            for other in all_subjects()[name].evidence.get(spoken, ()):
                if (name, other["claims"]) != (subject, entry["claims"]):
                    yield from compile_entry(name, other)
