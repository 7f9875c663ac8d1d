"""The evidence of the subject files, compiled once and indexed by the words it needs."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, cast

from releaselint import bundled, packs, subjects
from releaselint.evidence import Needs, Ranks, Way, groups_of, table_of, way_of
from releaselint.reading.cues import Mood
from releaselint.reading.literals import Literal, Literals
from releaselint.reading.phrase import Phrase, Phrases, compile_phrase, is_written, written_phrase
from releaselint.reading.spelled import Spelled, alphabet, spelled_of
from releaselint.records import record

if TYPE_CHECKING:
    from releaselint.evidence import Table

_WORDED: Final = ("says", "heading", "table")
_PROSE: Final = frozenset({"text", "item", "cell", "quote"})
_MEMO: Final = 10_000
"""Names of fields, and titles, that are remembered."""
_SHORT: Final = 100
"""Characters of a title that is remembered, since cards repeat it."""
_NO_PHRASES: Final = Phrases(())


@record
class Pattern:
    """One entry of a subject's evidence: where it looks, for what, and what that claims."""

    subject: str
    value: str
    way: Way
    sources: tuple[str, ...]
    places: frozenset[str]
    """Kinds of unit that `says` looks into."""
    moods: Mapping[Mood, str]
    """The value that each mood gives; a mood that is not here makes no claim."""
    under: Phrases | None
    not_under: Phrases | None
    among: Phrases | None
    """What the same sentence must say as well."""
    unless: Phrases | None
    """What the same sentence must not say."""
    named: Phrases | None
    """What the sentence's field must be called: the words before its colon, or its row's first cell."""
    label: Phrases | None
    """What a link's own words must say."""
    not_link: Literals | None
    """What a link's target must not hold."""
    before: Phrases | None
    """For a link: what its sentence must say up to it, the link's own words included."""
    if_claimed: tuple[str, ...]
    """Subjects (or `subject=value`, value or mark) of which one must be claimed of the same card as well."""
    unless_claimed: tuple[str, ...]
    """Subjects of which none may be claimed of the same card."""
    needs: Needs
    """For a heading: what its section must hold; `text` is a sentence or an item of its own."""
    figures: bool
    """Whether the sentence or the table must hold a number."""
    certain: bool
    """Whether the claim may accuse, and not only satisfy."""
    mark: str
    """The claim's mark; empty for none."""
    phrases: Phrases
    """What sentences, titles or table headers are searched for; empty for the other ways."""
    negative: bool
    """Whether the phrases say "not" themselves, so that such a word denies nothing."""


Entry = tuple[int, Phrase, int, tuple[frozenset[str], ...]]
"""A phrase: its rank among all, it, the number of its pattern, and its further keys."""


class Lookup(dict[str, list[Entry]]):
    """Phrases by each of their keys, and by the empty text where they have none; made when they are looked up."""

    __slots__ = ("_entry", "pattern", "ranks")

    def __init__(self, ranks: Ranks, index: Index) -> None:
        super().__init__()
        self.ranks = ranks
        self.pattern: Callable[[int], Pattern] = index.pattern
        self._entry = index.entry

    def __missing__(self, key: str) -> list[Entry]:
        made = self[key] = [self._entry(int(rank)) for rank in self.ranks.get(key, "").split()]
        return made


class Index:
    """All patterns of one language (and those of any): prose and titles by key, the rest by way."""

    __slots__ = ("_named", "_of_titles", "_phrase", "_table", "_titled", "fields", "pattern", "said", "sayings")

    def __init__(self, table: Table, pattern: Callable[[int], Pattern], phrase: Callable[[Any], Phrase]) -> None:
        self._table = table
        self._phrase = functools.cache(phrase)
        self.pattern: Callable[[int], Pattern] = functools.cache(pattern)
        """Returns a pattern by its number."""
        self.said, self._titled, self.fields = (
            Lookup(ranks, self) for ranks in (table["said"], table["titled"], table["fields"])
        )
        self._named: dict[str, list[Entry]] = {}
        self._of_titles: dict[str, tuple[Pattern, ...]] = {}
        self.sayings: dict[tuple[str, str, str], tuple[tuple[Pattern, Mood], ...]] = {}
        """What sentences that were read before say: by text, kind and lead, the patterns, each with its mood."""

    def entry(self, rank: int) -> Entry:
        """Return the phrase of this rank."""
        phrase = self._phrase(self._table["phrases"][rank])
        return rank, phrase, self._table["patterns"][rank], phrase.others

    def of_way(self, way: Way) -> list[Pattern]:
        """Return the patterns that look there."""
        return [self.pattern(number) for number in self._table["ways"].get(way, ())]

    def of_title(self, title: Spelled) -> tuple[Pattern, ...]:
        """Return the patterns that a heading's title matches."""
        known = self._of_titles.get(title.text)
        if known is None:
            known = tuple(pattern for pattern, _, _ in candidates(self._titled, title))
            if len(title.text) <= _SHORT:
                if len(self._of_titles) > _MEMO:
                    self._of_titles.clear()
                self._of_titles[title.text] = known
        return known

    def named(self, field: str) -> list[Entry]:
        """Return the phrases of the patterns that ask for a field of this name."""
        known = self._named.get(field)
        if known is None:
            if len(self._named) > _MEMO:
                self._named.clear()
            found = candidates(self.fields, spelled_of(field)) if field else ()
            called = {id(pattern) for pattern, *_ in found}
            asked = self._table["of_fields"] if called else ()
            known = self._named[field] = [
                self.entry(rank)
                for number, first, end in asked
                if id(self.pattern(number)) in called
                for rank in range(first, end)
            ]
        return known

    def likely(self, way: Way, lower: str) -> list[tuple[str, list[tuple[Literal, int]]]]:
        """Return the literals that a part of `lower` may match, each with the number of its pattern, by what they need.

        Most are in no link of a card, and in no code: all of it at once, in lower case, tells which.
        """
        parts = self._table["parts"].get(way, {})
        held = [
            (part, [(literal, number) for literal, number in map(_made, some) if literal.may_match(lower)])
            for part, some in parts.items()
            if part in lower
        ]
        return [(part, some) for part, some in held if some]


@functools.lru_cache(maxsize=4096)
def _literal(source: str) -> Literal:
    return Literal(source)


def _made(told: tuple[str, int]) -> tuple[Literal, int]:
    return _literal(told[0]), told[1]


def candidates(
    lookup: Lookup, text: Spelled, place: str = "", named: Iterable[Entry] = ()
) -> list[tuple[Pattern, Phrase, re.Match[str]]]:
    """Return the patterns of `lookup` and `named` that match `text`, a unit of the kind `place`, in their order.

    Each comes with its first match.
    """
    if text.version != alphabet().version:
        text.renew()
    keys = text.keys
    likely: dict[int, Entry] = {}
    for key in (*(lookup.ranks.keys() & keys), ""):
        for entry in lookup[key]:
            for wanted in entry[3]:
                if wanted.isdisjoint(keys):
                    break
            else:
                likely[entry[0]] = entry
    for entry in named:
        if entry[1].may_match(keys):
            likely[entry[0]] = entry
    found: dict[int, tuple[Pattern, Phrase, re.Match[str]]] = {}
    for rank in sorted(likely):  # a set's order differs from run to run, and reports must not
        _, phrase, number, _ = likely[rank]
        pattern = lookup.pattern(number)
        if place and place not in pattern.places:
            continue
        match = phrase.search(text)
        if match is not None:
            known = found.get(id(pattern))
            if known is None or match.start() < known[2].start():
                found[id(pattern)] = (pattern, phrase, match)
    return list(found.values())


def index(language: str) -> Index:
    """Return the patterns of `language`, and those of any, from every subject."""
    used, languages = packs.current(), ("any", language)
    if not is_written():
        _patterns(used, languages)  # which may teach the alphabet words
    return _index(used, languages, alphabet().version)


@functools.lru_cache(maxsize=16)
def _index(used: tuple[packs.Pack, ...], languages: tuple[str, ...], version: int) -> Index:
    if version or not is_written():
        return index_of(_patterns(used, languages))
    table, origins, entries = bundled.load_index(languages[-1])

    def pattern(number: int) -> Pattern:
        entry, group = origins[number]
        return compile_entry(*json.loads(entries[entry]))[group]

    return Index(cast("Table", table), pattern, written_phrase)


@functools.lru_cache(maxsize=16)
def _patterns(_used: tuple[packs.Pack, ...], languages: tuple[str, ...]) -> tuple[Pattern, ...]:
    for subject in subjects.all_subjects().values() if not is_written() else ():
        near = subject.missing.near if subject.missing is not None else {}
        for source in [source for language in languages for source in near.get(language, ())]:
            compile_phrase(source)  # which teaches the alphabet, before it is used
    return tuple(pattern for entry in subjects.evidence(languages) for pattern in compile_entry(*entry))


def index_of(patterns: Sequence[Pattern]) -> Index:
    """Return `patterns` made ready for a pass over a text."""
    rows = ((one.way, one.sources, one.named.sources if one.named is not None else ()) for one in patterns)
    return Index(table_of(rows, lambda source: _current(source).keys), patterns.__getitem__, _current)


def _current(source: str) -> Phrase:
    return compile_phrase(source).renewed()


def compile_entry(subject: str, entry: Mapping[str, Any]) -> list[Pattern]:
    """Return the patterns of one evidence entry: one, or two where some of its phrases say "not"."""
    way = way_of(entry)
    moods: dict[Mood, str] = {"stated": entry["claims"]}
    told = entry.get("moods", {})
    if told == "keep":  # what is feared, advised or denied is discussed all the same
        moods.update(dict.fromkeys(("negated", "planned", "advised", "supposed", "weighed"), entry["claims"]))
    else:
        moods.update(told)
    return [
        Pattern(
            subject=subject,
            value=entry["claims"],
            way=way,
            sources=tuple(group),
            places=frozenset(entry["in"]) if "in" in entry else _PROSE,
            moods=moods,
            under=_any(entry.get("under")),
            not_under=_any(entry.get("not-under")),
            among=_any(entry.get("with")),
            unless=_any(entry.get("unless")),
            named=_any(entry.get("field")),
            label=_any(entry.get("label")),
            not_link=Literals(entry["not-link"]) if "not-link" in entry else None,
            before=_any(entry.get("before")),
            if_claimed=tuple(entry.get("if-claimed", ())),
            unless_claimed=tuple(entry.get("unless-claimed", ())),
            needs=entry.get("needs", "text"),
            figures=entry.get("figures", False),
            certain=entry.get("certain", False),
            mark=entry.get("mark", ""),
            phrases=Phrases(group) if way in _WORDED else _NO_PHRASES,
            negative=negative,
        )
        for negative, group in groups_of(entry, lambda source: compile_phrase(source).negative)
    ]


def _any(phrases: Iterable[str] | None) -> Phrases | None:
    return Phrases(phrases) if phrases else None
