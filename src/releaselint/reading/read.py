"""Reads a document for what it says about each subject; knows patterns, and nothing of levels or rules."""

from __future__ import annotations

import bisect
import functools
import re
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from releaselint import bundled
from releaselint.claims import Claim, Origin, shortened
from releaselint.document.model import Document, Link
from releaselint.reading.cues import Cues, Mood, cues, lead_mood, mood
from releaselint.reading.patterns import Index, Pattern, candidates, index
from releaselint.reading.phrase import Phrases, keys_of
from releaselint.reading.sentences import Sentence, sentences
from releaselint.text import Span

_WORD = re.compile(r"\w{1,60}")
_DIGIT = re.compile(r"\d")
_TAG = re.compile(r"<[^<>]{0,1000}>")
_ENOUGH_WORDS: Final = 5
_LABEL: Final = 300
_CLAUSE_END = re.compile(r"[\n.;,|]\s")
_SAMPLE: Final = 1500
_MANY: Final = 50
_DEFINED = re.compile(r"^[ ]{0,3}\[([^\[\]\n]{1,200})\]:[ \t]*<?\Z", re.MULTILINE)
_REFERENCE = re.compile(r"\]\[([^\[\]\n]{1,200})\]")
_HOLLOW = re.compile(
    r"\W{0,9}(?:\[?more information (?:is )?(?:needed|required)\]?|information needed|todo|to ?do|tbd|tba|n/?a|none|"
    r"coming soon|not (?:yet )?(?:specified|provided|available|applicable)|unknown|fill (?:this|me) in)\b.{0,30}\Z"
    # What templates say in every card.
    r"|\W{0,9}users \(both direct and downstream\) should be made aware"
    r"|\W{0,9}more information (?:is )?needed for further|\W{0,9}(?:updates|details|more) (?:will|to) be added|\s*\{\{",
    re.IGNORECASE,
)


class Reading:
    """One document made ready for patterns: its sentences and their headings."""

    __slots__ = (
        "_leads",
        "_under",
        "document",
        "foreign",
        "language",
        "parents",
        "planned",
        "sentences",
        "starts",
        "title",
        "words",
    )

    def __init__(self, document: Document) -> None:
        self.document = document
        self.language = language_of(document)
        self.words: Cues = cues("en")
        self.sentences: list[Sentence] = list(_read_as_prose(document))
        self.starts = [sentence.span.start for sentence in self.sentences]
        self.parents = _parents(document)
        self.title = 0 if _has_title(document) else -1
        self._under: dict[tuple[int, int], bool] = {}
        self._leads: dict[str, Mood] = {}
        self.foreign = {
            number
            for number, section in enumerate(document.sections)
            if self.words.foreign_headings.search(section.heading.title)
        }
        self.planned = {
            number
            for number, section in enumerate(document.sections)
            if self.words.planned_headings.search(section.heading.title)
        }

    def chain(self, section: int) -> Iterator[int]:
        """Yield the section and those around it, from the inside."""
        while section >= 0:
            yield section
            section = self.parents[section]

    def under(self, section: int, titles: Phrases) -> bool:
        """Tell whether the title of the section, or of one around it, matches `titles`.

        The title of the whole card tells what the card is about, not what stands in a section: it does not count.
        """
        memo = (section, id(titles))
        known = self._under.get(memo)
        if known is None:
            sections = self.document.sections
            known = any(
                titles.search(sections[number].heading.title) for number in self.chain(section) if number != self.title
            )
            self._under[memo] = known
        return known

    def is_foreign(self, section: int) -> bool:
        """Tell whether the section is about others: citations, references, related work."""
        return bool(self.foreign) and any(number in self.foreign for number in self.chain(section))

    def mood_around(self, sentence: Sentence) -> Mood:
        """Return the mood that a list's introduction, or a heading such as "Roadmap", gives to what stands below it."""
        if self.planned and any(number in self.planned for number in self.chain(sentence.section)):
            return "planned"
        if sentence.kind != "item" or not sentence.lead:
            return "stated"
        known = self._leads.get(sentence.lead)
        if known is None:
            known = self._leads[sentence.lead] = lead_mood(self.words, sentence.lead)
        return known

    def sentence_at(self, offset: int) -> Sentence | None:
        """Return the sentence that holds `offset`."""
        at = bisect.bisect_right(self.starts, offset) - 1
        if at >= 0 and self.sentences[at].span.start <= offset <= self.sentences[at].span.end:
            return self.sentences[at]
        return None

    def section_sentences(self, section: int) -> Iterator[Sentence]:
        """Yield the sentences below the heading of `section`, those of its subsections included."""
        whole = self.document.sections[section].all
        first = bisect.bisect_left(self.starts, whole.start)
        for number in range(first, len(self.sentences)):
            if self.starts[number] >= whole.end:
                return
            yield self.sentences[number]


class Found(NamedTuple):
    """A claim, and the pattern that made it."""

    claim: Claim
    pattern: Pattern


def read(reading: Reading, patterns: Index | None = None) -> list[Claim]:
    """Return every claim that the patterns (by default, all of the language) find, in the order of the text."""
    if patterns is None:
        patterns = index(("any", "en") if reading.language == "en" else ("any",))
    found = [*_said(reading, patterns), *_titled(reading, patterns), *_tabled(reading, patterns)]
    found += [*_linked(reading, patterns), *_coded(reading, patterns), *_metadata(reading, patterns)]
    names: set[str] = set()
    for claim, _ in found:
        names |= {claim.subject, f"{claim.subject}={claim.value}", f"{claim.subject}={claim.detail}"}
    claims = [claim for claim, pattern in found if _stands(pattern, names)]
    claims.sort(key=lambda claim: claim.span.start if claim.span else -1)
    return claims


def _stands(pattern: Pattern, claimed: set[str]) -> bool:
    """Tell whether what else the card claims allows the claim of `pattern`."""
    return (not pattern.if_claimed or any(name in claimed for name in pattern.if_claimed)) and not any(
        name in claimed for name in pattern.unless_claimed
    )


def _said(reading: Reading, patterns: Index) -> Iterator[Found]:
    words = reading.words
    for sentence in reading.sentences:
        found = candidates(patterns.said, sentence.text, sentence.keys())
        if not found or sentence.text.startswith("{{") or reading.is_foreign(sentence.section):
            continue
        for pattern, match in found.values():
            if sentence.kind not in pattern.places or not _fits(reading, pattern, sentence):
                continue
            spot = match.start(), match.end()
            meant = mood(words, sentence.text, *spot, negative=pattern.negative, modal=pattern.modal)
            if meant == "stated":
                meant = reading.mood_around(sentence)
            value = pattern.moods.get(meant)
            if value is not None:
                yield _found(reading, pattern, value, "table" if sentence.kind == "cell" else "prose", sentence.span)


def _fits(reading: Reading, pattern: Pattern, sentence: Sentence) -> bool:
    text = sentence.text
    return (
        (not pattern.figures or _DIGIT.search(text) is not None)
        and (pattern.among is None or _also_says(pattern.among, sentence))
        and (pattern.unless is None or pattern.unless.search(text, sentence.keys()) is None)
        and (pattern.named is None or pattern.named.search(sentence.field) is not None)
        and (pattern.under is None or reading.under(sentence.section, pattern.under))
        and (pattern.not_under is None or not reading.under(sentence.section, pattern.not_under))
    )


def _also_says(words: Phrases, sentence: Sentence) -> bool:
    """Tell whether the sentence says one of `words`; for an item, what leads to its list counts as well."""
    if words.search(sentence.text, sentence.keys()):
        return True
    return sentence.kind == "item" and words.search(sentence.lead) is not None


def _titled(reading: Reading, patterns: Index) -> Iterator[Found]:
    for number, section in enumerate(reading.document.sections):
        title = section.heading.title
        if number in reading.foreign:
            continue
        for pattern, _ in candidates(patterns.titled, title, keys_of(title)).values():
            if (
                (pattern.unless is None or not pattern.unless.search(title))
                and (pattern.under is None or reading.under(number, pattern.under))
                and (pattern.not_under is None or not reading.under(number, pattern.not_under))
                and _holds(reading, number, pattern.needs)
            ):
                yield _found(reading, pattern, pattern.value, "heading", section.heading.span)


def _holds(reading: Reading, number: int, needs: str) -> bool:
    """Tell whether a section holds what `needs` names; by default a sentence or an item of its own."""
    whole = reading.document.sections[number].all
    if needs == "table":
        return any(
            table.rows and whole.start <= table.rows[0][0].start < whole.end for table in reading.document.tables
        )
    if needs == "link":
        return any(whole.start <= link.span.start < whole.end for link in reading.document.links)
    if needs == "code":
        return any(whole.start <= block.span.start < whole.end for block in reading.document.code)
    if needs == "nothing":
        return True
    short = 0
    for sentence in reading.section_sentences(number):
        if sentence.kind == "heading" or _HOLLOW.match(sentence.text):
            continue
        if needs == "figures":
            if _DIGIT.search(sentence.text):
                return True
            continue
        count = len(_WORD.findall(sentence.text))
        short += count
        if count >= _ENOUGH_WORDS or short >= 2 * _ENOUGH_WORDS:
            return True
    return False


def _tabled(reading: Reading, patterns: Index) -> Iterator[Found]:
    if not patterns.by_way["table"]:
        return
    document = reading.document
    for table in document.tables:
        if len(table.rows) < 2 or not table.rows[0]:
            continue
        first = table.rows[0]
        section = document.section_at(first[0].start)
        if reading.is_foreign(section):
            continue
        header = " | ".join(document.slice(cell) for cell in first)[:600]
        for pattern in patterns.by_way["table"]:
            if (
                (pattern.phrases.search(header) or (section >= 0 and reading.under(section, pattern.phrases)))
                and (pattern.under is None or reading.under(section, pattern.under))
                and (pattern.not_under is None or not reading.under(section, pattern.not_under))
                and (pattern.unless is None or not pattern.unless.search(header))
                and (not pattern.figures or _has_figures(document, table.rows))
            ):
                yield _found(reading, pattern, pattern.value, "table", Span(first[0].start, first[-1].end))


def _has_figures(document: Document, rows: tuple[tuple[Span, ...], ...]) -> bool:
    return any(_DIGIT.search(document.text, cell.start, cell.end) for row in rows[1:40] for cell in row[1:])


def _linked(reading: Reading, patterns: Index) -> Iterator[Found]:
    wanted = patterns.by_way["link"]
    document = reading.document
    for link in every_link(document) if wanted else ():
        lower = link.target.lower()
        for pattern in wanted:
            if not pattern.literals.search(link.target, lower) or (
                pattern.not_link and pattern.not_link.search(link.target)
            ):
                continue
            if pattern.label is not None and not pattern.label.search(label_of(document, link)):
                continue
            sentence = reading.sentence_at(link.span.start)
            section = sentence.section if sentence else document.section_at(link.span.start)
            text = sentence.text if sentence else ""
            if (
                not reading.is_foreign(section)
                and (pattern.among is None or pattern.among.search(text))
                and (pattern.unless is None or not pattern.unless.search(text))
                and (pattern.under is None or reading.under(section, pattern.under))
                and (pattern.not_under is None or not reading.under(section, pattern.not_under))
                and (pattern.before is None or _precedes(document, sentence, link.span.start, pattern.before))
            ):
                yield _found(reading, pattern, pattern.value, "link", link.span)


def every_link(document: Document) -> Iterator[Link]:
    """Yield the links, and each place that uses a target by its name: ``[text][name]``."""
    yield from document.links
    text = document.text
    if "][" not in text:
        return
    named: dict[str, str] = {}
    for link in document.links:
        defined = _DEFINED.search(text, max(0, link.span.start - _LABEL), link.span.start)
        if defined:
            named.setdefault(defined[1].lower(), link.target)
    for match in _REFERENCE.finditer(text) if named else ():
        target = named.get(match[1].lower())
        if target is not None:
            yield Link(target, Span(match.start(1), match.end(1)))


def label_of(document: Document, link: Link) -> str:
    """Return the words that a reader sees as the link: its text, or for a bare address what stands before it."""
    text = document.text
    start, end = link.span
    if text[max(0, start - 1)] == "(" or text[max(0, start - 2) : start] == "(<":
        opening = text.rfind("[", max(0, start - _LABEL), start)
        if text[max(0, opening - 1)] == "!":  # an image that is a link: its alternative text
            opening -= 1
        words = text[opening + 1 : start].partition("](")[0] if opening >= 0 else ""
    elif text[max(0, start - 1)] in "\"'":
        shown = text.find(">", end, end + _LABEL)
        close = text.lower().find("</a", shown, shown + _LABEL) if shown >= 0 else -1
        words = _TAG.sub(" ", text[shown + 1 : close]) if close >= 0 else ""
    else:
        words = _CLAUSE_END.split(text[max(0, start - _LABEL // 4) : start])[-1]
    return " ".join(words.replace("[", " ").replace("*", "").replace("_", " ").replace("`", "").split())


def _precedes(document: Document, sentence: Sentence | None, start: int, phrases: Phrases) -> bool:
    """Tell whether the sentence says one of `phrases` before `start`."""
    if sentence is None:
        return False
    return phrases.search(" ".join(document.mask[sentence.span.start : start].split())) is not None


def _coded(reading: Reading, patterns: Index) -> Iterator[Found]:
    for block in reading.document.code if patterns.by_way["code"] else ():
        text = reading.document.slice(block.span)
        lower = text.lower()
        for pattern in patterns.by_way["code"]:
            match = pattern.literals.search(text, lower)
            if match and (
                pattern.under is None or reading.under(reading.document.section_at(block.span.start), pattern.under)
            ):
                span = Span(block.span.start + match.start(), block.span.start + match.end())
                yield _found(reading, pattern, pattern.value, "code", span)


def _metadata(reading: Reading, patterns: Index) -> Iterator[Found]:
    front = reading.document.front
    if front is None or not front.values:
        return
    for pattern in patterns.by_way["metadata"]:
        for source in pattern.sources:
            pointer = tuple(source.strip("/").split("/"))
            values = [value for value in _values(front.values, pointer) if value not in (None, "", [], {}, False)]
            spot = front.spot(pointer[: pointer.index("*")] if "*" in pointer else pointer)
            if not values or spot is None:
                continue
            said = " ".join(map(str, values))[:2000] if pattern.among or pattern.unless else ""
            if (pattern.among is None or pattern.among.search(said)) and not (
                pattern.unless and pattern.unless.search(said)
            ):
                yield _found(reading, pattern, pattern.value, "metadata", spot.key or spot.value)


def _values(value: Any, pointer: tuple[str, ...]) -> Iterator[Any]:
    """Yield what `pointer` leads to; its part `*` stands for every item of a list."""
    if not pointer:
        yield value
    elif pointer[0] == "*":
        for item in value[:_MANY] if isinstance(value, list) else ():
            yield from _values(item, pointer[1:])
    elif isinstance(value, dict) and pointer[0] in value:
        yield from _values(value[pointer[0]], pointer[1:])


def _found(reading: Reading, pattern: Pattern, value: str, origin: Origin, span: Span) -> Found:
    document = reading.document
    claim = Claim(
        subject=pattern.subject,
        value=value,
        origin=origin,
        path=document.path,
        span=span,
        excerpt=shortened(document.slice(span)),
        detail=pattern.detail,
        certain=pattern.certain,
    )
    return Found(claim, pattern)


def _read_as_prose(document: Document) -> Iterator[Sentence]:
    """Yield the sentences that say something: an open item of a to-do list, or one of a checklist, says nothing yet."""
    silent = [task.span for task in document.tasks if not task.ticked or "<!-- rl:" in document.slice(task.span)]
    if not silent:
        yield from sentences(document)
        return
    starts = [span.start for span in silent]
    for sentence in sentences(document):
        at = bisect.bisect_right(starts, sentence.span.start) - 1
        if at < 0 or sentence.span.start >= silent[at].end:
            yield sentence


def _has_title(document: Document) -> bool:
    """Tell whether the first heading is the title of the whole card, with sections below it."""
    if len(document.sections) < 2:
        return False
    first, second = document.sections[:2]
    return first.heading.depth == 1 and first.all.end >= len(document.text) and second.heading.depth > 1


def _parents(document: Document) -> list[int]:
    parents: list[int] = []
    open_sections: list[int] = []
    for number, section in enumerate(document.sections):
        while open_sections and document.sections[open_sections[-1]].all.end <= section.heading.span.start:
            open_sections.pop()
        parents.append(open_sections[-1] if open_sections else -1)
        open_sections.append(number)
    return parents


@functools.cache
def _function_words() -> frozenset[str]:
    return frozenset(bundled.load_folder("rules/reading")["rules/reading/en.yaml"]["function-words"])


def language_of(document: Document) -> str:
    """Return ``en`` where the prose is English or too short to tell, else ``other``."""
    words = [word.lower() for word in _WORD.findall(document.mask, document.body, document.body + 8 * _SAMPLE)][
        :_SAMPLE
    ]
    if len(words) < 30:
        return "en"
    common = _function_words()
    share = sum(word in common for word in words) / len(words)
    foreign = sum(not word.isascii() for word in words) / len(words)
    return "en" if share >= 0.08 or (share >= 0.03 and foreign < 0.05) else "other"
