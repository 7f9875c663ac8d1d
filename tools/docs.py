"""Writes the generated pages below docs/ from rules, subjects and commands; with ``--check`` only names what drifts."""

from __future__ import annotations

import json
import pathlib
import re
import sys
from collections.abc import Iterator
from typing import Any, Final

ROOT: Final = pathlib.Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "src"))

import click  # noqa: E402
from click.testing import CliRunner  # noqa: E402

from releaselint.cli.commands import cli  # noqa: E402
from releaselint.evidence import way_of  # noqa: E402
from releaselint.findings.names import FACTS  # noqa: E402
from releaselint.findings.rule import GROUPS, Rule, all_rules  # noqa: E402
from releaselint.report.rule_page import page, severities  # noqa: E402
from releaselint.shape import schema_text  # noqa: E402
from releaselint.subjects import Demand, Subject, all_subjects  # noqa: E402
from releaselint.vocabulary import LEVELS  # noqa: E402

DOCS: Final = ROOT / "docs"
WIDTH: Final = 80
NOTICE: Final = "<!-- Written by tools/docs.py from {source}: edit that, not this page. -->"

GROUP_TITLES: Final = {
    "access": "Does the declared level hold?",
    "staged": "Is a staged release what its plan says?",
    "guardrails": "Are the guardrails there that the level needs, and can they hold?",
    "components": "Are the components there that the level means?",
    "risk": "Does the card say what could go wrong, and who answers?",
    "license": "Is there a license, and does it say what it seems to say?",
    "front-matter": "Does the Hub read the card's metadata as they were meant?",
    "checklist": "Is the release checklist done, and true?",
    "linter": "What the linter says of its own work",
}
KINDS: Final = {
    "guardrail": "Guardrails",
    "component": "Components",
    "part": "Parts of a card",
    "concern": "Concerns",
}
#: Where an entry of the evidence looks.
PLACES: Final = {
    "says": "sentences",
    "heading": "headings",
    "table": "tables",
    "link": "links",
    "code": "code",
    "metadata": "front matter",
}
LANGUAGES: Final = {"en": "English", "other": "cards in a language whose prose is not read"}
POLICY: Final = """# What each access level asks for

{notice}

The six levels are those of the gradient of release ([arXiv:2302.04844](https://arxiv.org/abs/2302.04844)). What a level
needs is this project's own policy: the paper does not prescribe it. Each cell has its reason below, and a project can
change single cells or choose `policy = "minimal"` in its [configuration](configuration.md).

- **required**: where it is missing, an error. What the card shows counts as much as what the declaration promises.
- **recommended**: where it is missing, a note, which is hidden by default.
- **contradiction**: nothing of the kind can hold at this level, so promising it is an error.
- **–**: not asked. For components, ≥ stands before the least availability that will do, and ≤ before the most open one
  that the level allows.

Without a declared level nothing of this is asked. A *staged* release owes what its most open finished stage owes; the
column says what it owes before that. Where a subject is marked with *, it is asked of generative systems only.
"""

EVIDENCE: Final = """# What is read as evidence: {title}

{notice}

{definition}

Each row is an entry of the subject's file, with the texts that test it: those that it has to read so, and those that it
must not. Line breaks are shown as ⏎. What is denied, planned, advised, or told of somebody else's system is read as
that, or not at all.
"""


def main(arguments: list[str]) -> int:
    """Write the pages, or compare them; return 1 where one drifts or belongs to no rule any more."""
    pages = dict(all_pages())
    stale = sorted({*DOCS.glob("rules/*.md"), *DOCS.glob("evidence/*.md")} - pages.keys())
    drifting = sorted(
        path for path, text in pages.items() if not path.is_file() or path.read_text(encoding="utf-8") != text
    )
    if "--check" not in arguments:
        for path in drifting:
            path.parent.mkdir(exist_ok=True)
            path.write_text(pages[path], encoding="utf-8")
        for path in stale:
            path.unlink()
        return 0
    for path in drifting + stale:
        print(f"{path.relative_to(ROOT).as_posix()} is out of date: run python tools/docs.py", file=sys.stderr)
    return 1 if drifting or stale else 0


def all_pages() -> Iterator[tuple[pathlib.Path, str]]:
    """Yield each generated page with its text."""
    for rule in all_rules().values():
        yield DOCS / "rules" / f"{rule.id}.md", rule_text(rule)
    yield DOCS / "rules.md", with_parts(DOCS / "rules.md", {"index": index(), "facts": facts()})
    yield DOCS / "configuration.md", with_parts(DOCS / "configuration.md", {"keys": keys()})
    yield DOCS / "policy.md", policy()
    for subject in all_subjects().values():
        if any(subject.evidence.values()):
            yield DOCS / "evidence" / f"{subject.id}.md", evidence(subject)
    yield DOCS / "cli.md", commands()


def rule_text(rule: Rule) -> str:
    """Return the rule's page, with the way back to the list."""
    title, _, rest = page(rule).partition("\n")
    subject = all_subjects().get(rule.subject or "")
    read = f"[What is read as evidence](../evidence/{subject.id}.md) · " if subject and subject.evidence else ""
    return f"{title}\n\n{NOTICE.format(source=rule.file)}\n{rest}\n{read}[All rules](../rules.md)\n"


def with_parts(path: pathlib.Path, parts: dict[str, str]) -> str:
    """Return the text at `path`, which people write, with the parts between its markers renewed."""
    text = path.read_text(encoding="utf-8")
    for name, part in parts.items():
        begin, end = f"<!-- {name}: written by tools/docs.py -->\n", f"<!-- end of {name} -->\n"
        if text.count(begin) != 1 or text.count(end) != 1:
            raise SystemExit(f"{path.name}: the markers of '{name}' must stand in it once")
        text = text[: text.index(begin) + len(begin)] + f"\n{part}\n" + text[text.index(end) :]
    return text


def index() -> str:
    """Return the table of all rules by group."""
    parts = []
    for group in GROUPS:
        rules = [rule for rule in all_rules().values() if rule.group == group]
        if rules:
            rows = [
                f"| [{rule.id}](rules/{rule.id}.md) | {severities(rule)} | {cell(rule.summary)} |" for rule in rules
            ]
            lines = [f"### {group}", "", GROUP_TITLES[group], "", "| Rule | Severity | Fault |", "|---|---|---|", *rows]
            parts.append("\n".join(lines) + "\n")
    return "\n".join(parts)


def facts() -> str:
    """Return the table of the facts that a rule can ask for."""
    rows = [f"| `{name}` | {cell(told)} |" for name, (_, told) in FACTS.items()]
    return "\n".join(["| Fact | Values |", "|---|---|", *rows]) + "\n"


def keys() -> str:
    """Return the table of the configuration's keys, each with an example."""
    schema: dict[str, Any] = json.loads(schema_text("config"))
    rows = [
        f"| `{key}` | {cell(told['description'])} | `{key} = {toml(told['examples'][0])}` |"
        for key, told in schema["properties"].items()
    ]
    return "\n".join(["| Key | What it sets | Example |", "|---|---|---|", *rows]) + "\n"


def toml(value: object) -> str:
    """Return a value of plain kinds as TOML on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name(key)} = {toml(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    return json.dumps(value)


def name(key: str) -> str:
    """Return a key of TOML, in quotes where it needs them."""
    return key if re.fullmatch(r"[\w-]+", key) else json.dumps(key)


def policy() -> str:
    """Return the policy as tables, and every cell's reason."""
    subjects = list(all_subjects().values())
    parts = [POLICY.format(notice=NOTICE.format(source="the subject files in rules/"))]
    for kind, title in KINDS.items():
        members = [subject for subject in subjects if subject.kind == kind and subject.policy]
        rows = [f"| {linked(one)} | {' | '.join(shown(one.demand(level)) for level in LEVELS)} |" for one in members]
        head = f"| | {' | '.join(f'`{level}`' for level in LEVELS)} |"
        parts.append("\n".join([f"## {title}", "", head, "|---" * (len(LEVELS) + 1) + "|", *rows]) + "\n")
    parts.append("## Reasons\n")
    parts += [reasons(subject) for subject in subjects if subject.policy]
    others = [f"[{one.title.lower()}](evidence/{one.id}.md)" for one in subjects if one.evidence and not one.policy]
    parts.append(f"## What else is read\n\nFor these no level asks: {', '.join(others)}.\n")
    return "\n".join(parts)


def linked(subject: Subject) -> str:
    """Return the subject's title with a link to its reasons."""
    anchor = re.sub(r"[^\w\- ]", "", subject.title.lower()).replace(" ", "-")
    return f"[{subject.title}](#{anchor}){'*' if subject.generative_only else ''}"


def shown(demand: Demand) -> str:
    """Return a cell of the policy."""
    if demand.at_most:
        return f"≤ {demand.at_most}"
    bound = f" ≥ {demand.at_least}" if demand.at_least else ""
    return {"not-asked": "–", "optional": "–", "required": "**required**"}.get(demand.ask, demand.ask) + bound


def reasons(subject: Subject) -> str:
    """Return what the subject is, and why each level asks for it or does not."""
    grouped: dict[tuple[str, str], list[str]] = {}
    for level in LEVELS:
        demand = subject.demand(level)
        if demand.reason:
            grouped.setdefault((demand.ask, demand.reason), []).append(f"`{level}`")
    lines = [f"- {', '.join(levels)}: {ask.replace('-', ' ')}; {reason}" for (ask, reason), levels in grouped.items()]
    sources = f"\nSources: {'; '.join(subject.sources)}.\n" if subject.sources else ""
    read = f"\n[What is read as evidence](evidence/{subject.id}.md)\n" if any(subject.evidence.values()) else ""
    return f"### {subject.title}\n\n{subject.definition.strip()}\n\n" + "\n".join(lines) + "\n" + sources + read


def evidence(subject: Subject) -> str:
    """Return the page of the sentences that test what is read as evidence of a subject, one row for each entry."""
    notice, title = NOTICE.format(source=subject.file), subject.title.lower()
    parts = [EVIDENCE.format(title=title, notice=notice, definition=subject.definition.strip())]
    rows: dict[tuple[str, str], list[str]] = {}
    for language, entries in subject.evidence.items():
        for entry in entries:
            texts = (" <br> ".join(map(code, entry.get(key, ()))) for key in ("match", "not"))
            row = f"| {PLACES[way_of(entry)]} | {' | '.join(texts)} |"
            rows.setdefault((entry["claims"], language), []).append(row)
    for (claimed, language), lines in rows.items():
        spoken = "" if language == "any" else f" ({LANGUAGES.get(language, language)})"
        parts.append("\n".join([f"## {claimed}{spoken}\n", "| In | Read so | Not |", "|---|---|---|", *lines]) + "\n")
    return "\n".join(parts)


def code(text: str) -> str:
    """Return `text` as code for a table's cell."""
    fence = "`" * (1 + max(map(len, re.findall("`+", text)), default=0))
    inner = cell(text.rstrip("\n").replace("\n", "⏎"))
    return f"{fence} {inner} {fence}" if "`" in text else f"{fence}{inner}{fence}"


def commands() -> str:
    """Return the help of each command, as a terminal of 80 columns shows it."""
    context = click.Context(cli)
    parts = [f"# The command line\n\n{NOTICE.format(source='src/releaselint/cli/')}\n", help_of([])]
    parts += [help_of([name]) for name in cli.list_commands(context)]
    return "\n".join(parts)


def help_of(arguments: list[str]) -> str:
    """Return the section of one command."""
    result = CliRunner().invoke(
        cli, [*arguments, "--help"], prog_name="releaselint", terminal_width=WIDTH, max_content_width=WIDTH
    )
    if result.exit_code:
        raise SystemExit(f"{' '.join(['releaselint', *arguments])} --help: {result.output or result.exception}")
    title = " ".join(["releaselint", *arguments])
    return f"## {title}\n\n```text\n{result.output.rstrip()}\n```\n"


def cell(text: str) -> str:
    """Return `text` for a table's cell."""
    return text.replace("|", r"\|")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
