"""A rule as Markdown: its page in the docs, and what `releaselint rule ID` prints."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from releaselint.findings.rule import Rule, examples_of
from releaselint.subjects import Subject, all_subjects

_MEANS: Final = {
    "subject": "compares promise and evidence with what the declared level asks",
    "require": "asks for facts of the ledger",
    "forbid": "forbids facts of the ledger",
    "schema": "holds the front matter against a schema",
    "text": "looks for words",
    "python": "is a function",
}
_ASKS: Final = {"not-asked": "not asked", "contradiction": "a contradiction when promised"}


def page(rule: Rule) -> str:
    """Return the rule's page, ending in a newline."""
    return "\n".join(_lines(rule)).rstrip() + "\n"


def severities(rule: Rule) -> str:
    """Return how grave the rule's findings are; for a subject, that depends on what the level asks."""
    if rule.means != "subject":
        return f"`{rule.severity}`"
    subject = all_subjects()[rule.test]
    asks = {demand.ask for demand in subject.policy.values()}
    unclear = " (`warning` where unclear)" if "required" in asks and _may_be_unclear(subject) else ""
    if not {"required", "recommended"} <= asks:
        return f"`{rule.severity}`{unclear}"
    return f"`error` where required{unclear}, `note` where recommended"


def _lines(rule: Rule) -> Iterator[str]:
    yield f"# {rule.id}"
    yield ""
    yield f"{rule.summary}."
    yield ""
    since = f" · since {rule.since}" if rule.since else ""
    yield f"Group `{rule.group}` · severity {severities(rule)}{since} · {_MEANS[rule.means]}"
    yield ""
    yield "## Why"
    yield ""
    yield rule.why.strip()
    yield ""
    yield "## What to do"
    yield ""
    yield f"{rule.fix[:1].upper()}{rule.fix[1:]}."
    yield ""
    if rule.means == "subject":
        yield from _policy(rule)
    if rule.sources:
        yield "## Sources"
        yield ""
        yield from (f"- {source}" for source in rule.sources)
        yield ""
    for title, kind in (("It speaks", "bad"), ("It is silent", "good")):
        examples = examples_of(rule).get(kind)
        if examples:
            yield f"## {title}"
            yield ""
            for example in examples:
                yield from _example(example)


def _policy(rule: Rule) -> Iterator[str]:
    subject = all_subjects()[rule.test]
    yield f"## {subject.title}"
    yield ""
    yield subject.definition.strip()
    yield ""
    yield "| Level | Asked | Reason |"
    yield "|---|---|---|"
    for level, demand in subject.policy.items():
        bound = (
            f" (at least `{demand.at_least}`)"
            if demand.at_least
            else f" (at most `{demand.at_most}`)"
            if demand.at_most
            else ""
        )
        yield f"| `{level}` | {_ASKS.get(demand.ask, demand.ask)}{bound} | {demand.reason} |"
    yield ""
    if subject.generative_only:
        yield "It is asked of generative systems only."
        yield ""
    if _may_be_unclear(subject):
        yield "Where a sentence may tell it in words that were not understood, it is unclear: the finding shows which."
        yield ""


def _may_be_unclear(subject: Subject) -> bool:
    return subject.missing is not None and bool(subject.missing.near or subject.missing.near_of)


def _example(example: Mapping[str, Any]) -> Iterator[str]:
    if example.get("note"):
        yield f"**{example['note'][:1].upper()}{example['note'][1:]}**"
        yield ""
    name = example.get("name", "README.md")
    files = example.get("files") or ()
    texts: dict[str, str] = {name: example["card"]} if "card" in example else {}
    if "declaration" in example:
        texts["release.yaml"] = example["declaration"]
    if isinstance(files, Mapping):
        texts |= {file: text for file, text in files.items() if text}
    texts |= {f"README.md at {revision}": text for revision, text in example.get("approved", {}).items()}
    beside = [f"`{file}`" for file in files if file not in texts]
    if example.get("tree") == "unknown":
        beside.append("files that nobody knows")
    for file, text in texts.items():
        title = f"`{file}`"
        if file == name:
            title += f", filled up to {example['size']:,} bytes" if "size" in example else ""
            title += f", beside {', '.join(beside)}" if beside else ""
        yield f"{title}:"
        yield ""
        yield from _fenced(text, "yaml" if file.endswith((".yaml", ".yml")) else "markdown")
    if example.get("require"):
        yield f"where the configuration requires {', '.join(f'`{key}`' for key in example['require'])}"
        yield ""
    if example.get("waivers"):
        told = "; ".join(f"`{key}: {_flow(value)}`" for key, value in example["waivers"].items())
        yield f"where the central file of waivers says {told}"
        yield ""
    if example.get("raises"):
        yield f"where the rule `{example['raises']}` fails"
        yield ""
    if example.get("says"):
        yield "gives"
        yield ""
        yield from _fenced("\n".join(example["says"]), "text")


def _flow(value: object) -> str:
    return f"[{', '.join(map(str, value))}]" if isinstance(value, list) else str(value)


def _fenced(text: str, language: str) -> Iterator[str]:
    fence = "```"
    while fence in text:
        fence += "`"
    yield f"{fence}{language}"
    yield "".join(char if char.isprintable() or char == "\n" else "\ufffd" for char in text).rstrip("\n")
    yield fence
    yield ""
