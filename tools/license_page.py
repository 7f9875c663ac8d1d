"""Writes docs/licenses.md from the tables of licenses and base models; with ``--check`` it only fails on drift."""

from __future__ import annotations

import pathlib
import sys
from typing import Final

ROOT: Final = pathlib.Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "src"))

from releaselint.bundled import load_data  # noqa: E402  (the checkout's package, not an installed one)
from releaselint.licenses.table import License, by_id, families  # noqa: E402

TARGET: Final = ROOT / "docs" / "licenses.md"

UNCHECKED: Final = frozenset({"not checked against the text", "license text, read in part"})

INTRODUCTION: Final = """# Licenses

<!-- Written by tools/license_page.py from rules/licenses.yaml and rules/base-models.yaml: edit those, not this. -->

This page lists the {count} licenses that releaselint knows by name, in the state of {dated}. It helps to understand a
message of the linter; it is no legal advice. A dagger (†) marks rows that were written from general knowledge or from
summaries by others, and were not, or only in part, checked against the license's text: read it before you rely on them.

How to read the tables:

- **Id**: what to write behind `license:` in a model card. An id in *italics* is not one of the Hugging Face Hub's ids:
  choose the version that holds where the name is a family, else write `license: other` and the name behind
  `license_name:`.
- **Restricts uses**: whether the license prohibits harmful uses, by a list that can be enforced. A license is the only
  guardrail that travels with downloaded weights.
- **Must be passed on**: whether a model made from this one must stay under the license, or carry its restrictions.
- **Text along**: whether whoever passes copies on must pass the license's text on with them; *not known* where that was
  not checked.
- **Commercial use**: *limited* means that it depends on revenue, on the number of users, or on a registration.
- *family* behind a name: the name stands for several licenses, and the text that holds must be said beside it.
"""


BASES: Final = """## Base models

Models that others are often made from, and the license of each, in the state of {dated}. The rules about base models
know these exact ids and no others: a model that is not listed is never accused. The list was written from the cards of
the releases; terms can change, so look at the card itself before you rely on it. `{{a,b}}` stands for each of its
parts: `heron-{{7b,13b}}` for `heron-7b` and `heron-13b`.

| Release | Since | License | Ids |
|---|---|---|---|
{rows}
"""


def main(arguments: list[str]) -> int:
    """Write the page, or compare it; return 1 where it is out of date."""
    text = page()
    if "--check" in arguments:
        if TARGET.is_file() and TARGET.read_text(encoding="utf-8") == text:
            return 0
        print("docs/licenses.md is out of date: run python tools/license_page.py", file=sys.stderr)
        return 1
    TARGET.write_text(text, encoding="utf-8")
    return 0


def page() -> str:
    """Return the whole page."""
    data = load_data("rules/licenses.yaml")
    notes = {row["id"]: row["note"] for row in data["licenses"] if "note" in row}
    unchecked = {row["id"] for row in data["licenses"] if row["source"] in UNCHECKED}
    parts = [INTRODUCTION.format(count=len(by_id()), dated=data["dated"])]
    for name, family in families().items():
        members = [license_ for license_ in by_id().values() if license_.family == name]
        lines = [
            f"## {family['title']}",
            "",
            family["meaning"],
            "",
            "| Id | Name | Restricts uses? | Must be passed on? | Text along? | Commercial use? | Text |",
            "|---|---|---|---|---|---|---|",
            *(line(license_, " †" if license_.id in unchecked else "") for license_ in members),
        ]
        told = [f"- `{license_.id}`: {cell(notes[license_.id])}." for license_ in members if license_.id in notes]
        if told:
            lines += ["", *told]
        parts.append("\n".join(lines) + "\n")
    return "\n".join([*parts, bases()])


def bases() -> str:
    """Return the section about base models."""
    data = load_data("rules/base-models.yaml")
    rows = []
    for row in data["bases"]:
        ids = ", ".join(f"`{pattern}`" for pattern in row["ids"])
        name = f"[{cell(row['name'])}]({row['source']})"
        rows.append(f"| {name} | {row['released']} | `{row['license']}` | {ids} |")
    return BASES.format(dated=data["dated"], rows="\n".join(rows))


def line(license_: License, mark: str) -> str:
    """Return the table's line for one license, with `mark` behind its name."""
    id_ = f"`{license_.id}`" if license_.hub else f"*`{license_.id}`*"
    name = cell(license_.name) + (" (*family*)" if license_.ambiguous and "(" not in license_.name else "")
    restricts = {True: "yes", False: "no", None: "not known"}[license_.restricts_use]
    cells = [
        id_,
        name + mark,
        restricts,
        "yes" if license_.pass_down else "no",
        "yes" if license_.text_along else "not known",
        license_.commercial or "not known",
        f"[link]({license_.url})" if license_.url else "",
    ]
    return f"| {' | '.join(cells)} |"


def cell(text: str) -> str:
    """Return `text` for a table's cell."""
    return text.replace("*", r"\*").replace("|", r"\|").replace("[", r"\[")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
