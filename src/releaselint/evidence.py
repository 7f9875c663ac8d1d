"""The evidence of the subject files as tables of numbers: what a reader needs of it before it has read a word.

There are thousands of phrases, and a text meets a few of them. The build writes the tables, so that a start makes
objects of those few alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

Way = Literal["says", "heading", "table", "link", "code", "metadata"]
Needs = Literal["text", "sentence", "figures", "link", "code"]
Ranks = dict[str, str]
"""Ranks by a key of their phrase, with blanks between: a list of each would take longer to load."""

WAYS: Final[tuple[Way, ...]] = get_args(Way)

if TYPE_CHECKING:  # to define it takes longer than to import a module
    from typing import TypedDict

    class Table(TypedDict):
        """Which patterns there are, by number in their order, and which phrases, by rank among all of them."""

        phrases: list[Any]
        """Of each rank: the phrase, as its source or as its number among those that the build wrote."""
        patterns: list[int]
        """Of each rank: the pattern."""
        said: Ranks
        """What sentences are searched for; where a phrase has no key, its key is the empty text."""
        titled: Ranks
        fields: Ranks
        """What fields must be called, for the patterns that ask for it."""
        of_fields: list[tuple[int, int, int]]
        """Those patterns, each with its first rank and the one behind its last: few sentences name a field."""
        ways: dict[Way, list[int]]
        """The patterns by where they look."""
        parts: dict[Way, dict[str, list[tuple[str, int]]]]
        """For links and code: the literals, each with its pattern, by what they need at the least."""


def way_of(entry: Mapping[str, Any]) -> Way:
    """Return where an entry of a subject's evidence looks."""
    return next(way for way in WAYS if way in entry)


def groups_of(entry: Mapping[str, Any], denies: Callable[[str], bool]) -> list[tuple[bool, list[str]]]:
    """Return what an entry looks for, and apart from it, marked by True, the phrases that say "not" themselves."""
    way = way_of(entry)
    sources = [str(source) for source in entry[way]]
    if way != "says":
        return [(False, sources)]
    groups = [(told, [source for source in sources if denies(source) is told]) for told in (False, True)]
    return [(told, group) for told, group in groups if group]


def parts_of(literal: str) -> tuple[str, ...]:
    """Return what stands in every text that a literal matches, in lower case, the longest first."""
    lower = literal.lower()
    return (lower,) if "*" not in literal else tuple(sorted(filter(None, lower.split("*")), key=len, reverse=True))


def table_of(rows: Iterable[tuple[Way, Sequence[str], Sequence[str]]], keys_of: Callable[[str], str]) -> Table:
    """Return the table of patterns, of which each row tells the way, what it looks for, and what its field is called.

    `keys_of` tells of a phrase the letters of which each text that it matches has one.
    """
    said: dict[str, list[int]] = {}
    titled: dict[str, list[int]] = {}
    named: dict[str, list[int]] = {}
    table: Table = {
        "phrases": [],
        "patterns": [],
        "said": {},
        "titled": {},
        "fields": {},
        "of_fields": [],
        "ways": {},
        "parts": {},
    }

    def rank(number: int, sources: Iterable[str], ranks: dict[str, list[int]]) -> None:
        for source in sources:
            for key in keys_of(source) or ("",):
                ranks.setdefault(key, []).append(len(table["phrases"]))
            table["phrases"].append(source)
            table["patterns"].append(number)

    for number, (way, sources, fields) in enumerate(rows):
        table["ways"].setdefault(way, []).append(number)
        if way == "says" and fields:
            first = len(table["phrases"])
            rank(number, sources, {})
            table["of_fields"].append((number, first, len(table["phrases"])))
            rank(number, fields, named)
        elif way in ("says", "heading"):
            rank(number, sources, said if way == "says" else titled)
        elif way in ("link", "code"):
            for source in sources:
                part = next(iter(parts_of(source)), "")
                table["parts"].setdefault(way, {}).setdefault(part, []).append((source, number))
    table["said"], table["titled"], table["fields"] = (
        {key: " ".join(map(str, numbers)) for key, numbers in ranks.items()} for ranks in (said, titled, named)
    )
    return table
