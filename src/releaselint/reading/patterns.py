"""The evidence of the subject files, compiled once and indexed by the words it needs."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final
from typing import Literal as OneOf

from releaselint import packs, subjects
from releaselint.reading.cues import Mood
from releaselint.reading.literals import Literal, Literals
from releaselint.reading.phrase import Phrase, Phrases, compile_phrase, is_written
from releaselint.reading.spelled import Spelled, alphabet, spelled_of
from releaselint.records import record

Way = OneOf["says", "heading", "table", "link", "code", "metadata"]

WAYS: Final[tuple[Way, ...]] = ("says", "heading", "table", "link", "code", "metadata")
_WORDED: Final = ("says", "heading", "table")
_PROSE: Final = frozenset({"text", "item", "cell", "quote"})
_MEMO: Final = 10_000
"""Names of fields that are remembered."""
_NO_PHRASES: Final = Phrases(())
_NO_LITERALS: Final = Literals(())


@record
class Pattern:
    """One entry of a subject's evidence: where it looks, for what, and what that claims."""

    subject: str
    value: str
    way: Way
    language: str
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
    """Subjects (or `subject=value`, value or detail) of which one must be claimed of the same card as well."""
    unless_claimed: tuple[str, ...]
    """Subjects of which none may be claimed of the same card."""
    needs: str
    figures: bool
    certain: bool
    detail: str
    phrases: Phrases
    """What sentences, titles or table headers are searched for; empty for the other ways."""
    literals: Literals
    """What links and code are searched for; empty for the other ways."""
    negative: bool


Entry = tuple[int, Phrase, Pattern]
"""A phrase of a pattern, with its rank among all."""
Lookup = dict[str, list[Entry]]
"""Phrases by each of their keys, and by the empty text where they have none."""


class Index:
    """All patterns of one language (and those of any): prose and titles by key, the rest by way."""

    __slots__ = ("_named", "by_way", "fields", "of_fields", "parts", "said", "sayings", "titled")

    def __init__(self) -> None:
        self.said: Lookup = {}
        self.titled: Lookup = {}
        self.fields: Lookup = {}
        """What fields must be called, for the patterns that ask for it."""
        self.of_fields: dict[int, list[Entry]] = {}
        """The phrases of those patterns, by the pattern's id: few sentences name a field that one asks for."""
        self._named: dict[str, list[Entry]] = {}
        self.by_way: dict[Way, list[Pattern]] = {way: [] for way in WAYS}
        self.parts: dict[Way, dict[str, list[tuple[Literal, int]]]] = {"link": {}, "code": {}}
        """For links and code: the literals, each with the number of its pattern, by what they need at the least."""
        self.sayings: dict[tuple[str, str, str], tuple[tuple[Pattern, Mood], ...]] = {}
        """What sentences that were read before say: by text, kind and lead, the patterns, each with its mood."""

    def named(self, field: str) -> list[Entry]:
        """Return the phrases of the patterns that ask for a field of this name."""
        known = self._named.get(field)
        if known is None:
            if len(self._named) > _MEMO:
                self._named.clear()
            found = candidates(self.fields, spelled_of(field)) if field else ()
            known = self._named[field] = [entry for pattern, *_ in found for entry in self.of_fields[id(pattern)]]
        return known

    def likely(self, way: Way, lower: str) -> list[tuple[Literal, int]]:
        """Return the literals that a part of `lower` may match, each with the number of its pattern.

        Most are in no link of a card, and in no code: all of it at once, in lower case, tells which.
        """
        held = [entry for part, entries in self.parts[way].items() if part in lower for entry in entries]
        return [(literal, number) for literal, number in held if literal.may_match(lower)]


def candidates(
    lookup: Lookup, text: Spelled, place: str = "", named: Iterable[Entry] = ()
) -> list[tuple[Pattern, Phrase, re.Match[str]]]:
    """Return the patterns of `lookup` and `named` that match `text`, a unit of the kind `place`, in their order.

    Each comes with its first match.
    """
    if text.version != alphabet().version:
        text.renew()
    keys = text.keys
    likely: dict[int, tuple[Phrase, Pattern]] = {}
    for key in (*(lookup.keys() & keys), ""):
        for rank, phrase, pattern in lookup.get(key, ()):
            for wanted in phrase.others:
                if wanted.isdisjoint(keys):
                    break
            else:
                if not place or place in pattern.places:
                    likely[rank] = phrase, pattern
    for rank, phrase, pattern in named:
        if place in pattern.places and phrase.may_match(keys):
            likely[rank] = phrase, pattern
    found: dict[int, tuple[Pattern, Phrase, re.Match[str]]] = {}
    for rank in sorted(likely):  # a set's order differs from run to run, and reports must not
        phrase, pattern = likely[rank]
        match = phrase.search(text)
        if match is not None:
            known = found.get(id(pattern))
            if known is None or match.start() < known[2].start():
                found[id(pattern)] = (pattern, phrase, match)
    return list(found.values())


def index(language: str) -> Index:
    """Return the patterns of `language`, and those of any, from every subject."""
    used, languages = packs.current(), ("any", language)
    _patterns(used, languages)  # which may teach the alphabet words
    return _index(used, languages, alphabet().version)


@functools.lru_cache(maxsize=16)
def _patterns(_used: tuple[packs.Pack, ...], languages: tuple[str, ...]) -> tuple[Pattern, ...]:
    for subject in subjects.all_subjects().values() if not is_written() else ():
        near = subject.missing.near if subject.missing is not None else {}
        for source in [source for language in languages for source in near.get(language, ())]:
            compile_phrase(source)  # which teaches the alphabet, before it is used
    return tuple(
        pattern
        for subject in subjects.all_subjects().values()
        for language in languages
        for entry in subject.evidence.get(language, ())
        for pattern in compile_entry(subject.id, language, entry)
    )


@functools.lru_cache(maxsize=16)
def _index(used: tuple[packs.Pack, ...], languages: tuple[str, ...], _version: int) -> Index:
    return index_of(_patterns(used, languages))


def index_of(patterns: Sequence[Pattern]) -> Index:
    """Return `patterns` made ready for a pass over a text."""
    result = Index()
    ranks = itertools.count()
    version = alphabet().version
    for pattern in patterns:
        if pattern.way in ("says", "heading"):
            phrases = map(compile_phrase, pattern.sources)
            entries = [
                (next(ranks), phrase if phrase.version == version else phrase.renewed(), pattern) for phrase in phrases
            ]
            if pattern.way == "says" and pattern.named is not None:
                result.of_fields[id(pattern)] = entries
                _look_up(result.fields, [(next(ranks), phrase, pattern) for phrase in pattern.named.phrases])
            else:
                _look_up(result.said if pattern.way == "says" else result.titled, entries)
        else:
            number = len(result.by_way[pattern.way])
            result.by_way[pattern.way].append(pattern)
            for literal in pattern.literals.literals:
                result.parts[pattern.way].setdefault(next(iter(literal.parts), ""), []).append((literal, number))
    return result


def _look_up(lookup: Lookup, entries: Iterable[Entry]) -> None:
    for entry in entries:
        for key in entry[1].keys or ("",):
            known = lookup.get(key)
            if known is None:
                lookup[key] = [entry]
            else:
                known.append(entry)


def compile_entry(subject: str, language: str, entry: Mapping[str, Any]) -> list[Pattern]:
    """Return the patterns of one evidence entry: one, or two where some of its phrases say "not"."""
    way = next(way for way in WAYS if way in entry)
    sources = [str(source) for source in entry[way]]
    groups: list[tuple[bool, list[str]]] = [(False, sources)]
    if way == "says":
        denying = [source for source in sources if compile_phrase(source).negative]
        groups = [(False, [source for source in sources if source not in denying]), (True, denying)]
    moods: dict[Mood, str] = {"stated": entry["claims"]}
    told = entry.get("moods", {})
    if told == "keep":  # what is feared, advised or denied is discussed all the same
        moods.update(dict.fromkeys(("negated", "planned", "advised", "supposed"), entry["claims"]))
    else:
        moods.update(told)
    return [
        Pattern(
            subject=entry.get("subject", subject),
            value=entry["claims"],
            way=way,
            language=language,
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
            needs=entry.get("needs", ""),
            figures=entry.get("figures", False),
            certain=entry.get("certain", False),
            detail=entry.get("detail", ""),
            phrases=Phrases(group) if way in _WORDED else _NO_PHRASES,
            literals=Literals(group) if way in ("link", "code") else _NO_LITERALS,
            negative=negative,
        )
        for negative, group in groups
        if group
    ]


def _any(phrases: Iterable[str] | None) -> Phrases | None:
    return Phrases(phrases) if phrases else None
