"""One document made ready for patterns: its sentences, what stands above each, and how that colors it."""

from __future__ import annotations

import bisect
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from releaselint.document.model import Document
from releaselint.reading.cues import Cues, Mood, cues_of
from releaselint.reading.language import language_of
from releaselint.reading.moods import answered_mood, lead_mood, marked_mood
from releaselint.reading.names import capitalized, is_part, named_first, subject_of, with_model
from releaselint.reading.others import behind_citation, sections_of_bases
from releaselint.reading.patterns import index
from releaselint.reading.phrase import Phrases
from releaselint.reading.sentences import Sentence, sentences
from releaselint.reading.spelled import spell
from releaselint.records import replace
from releaselint.regex import regex
from releaselint.text import Span
from releaselint.words import UNREAD

if TYPE_CHECKING:
    from releaselint.reading.patterns import Pattern

_WORD = regex(r"\w[\w.-]*")
#: An item that is a link within the card, and nothing else.
_INSIDE: Final = "](#"
_CONTENTS = regex(r"[*_`]{0,3}\[[^\[\]\n]{1,200}\]\(#[^()\s]{0,200}\)[*_`.,;]{0,3}")
_OWN: Final = 2
"""How often a card names what is its own, at the least."""
#: Code that is a comment; one in words tells what the code below it does.
_COMMENTED = regex(r"^[ \t]*(?:#|//|--(?!\w))[^\n(/=]*[(/=][^\n]*", re.MULTILINE)


class Reading:
    """One document made ready for patterns: its sentences and their headings."""

    __slots__ = (
        "_capitals",
        "_leads",
        "_named",
        "_open",
        "_shown",
        "_subject",
        "_title",
        "_titled",
        "cues",
        "document",
        "foreign",
        "language",
        "parents",
        "planned",
        "sentences",
        "starts",
        "title",
        "titles",
    )

    def __init__(self, document: Document, language: str | None = None, *, card: Reading | None = None) -> None:
        """Read `document`, by default in the language that it is in; `card` is the card that it is a page of."""
        self.document = document
        self.language = language or language_of(document)
        self.cues: Cues = cues_of("en" if self.language == UNREAD else self.language)
        self.sentences: list[Sentence] = list(_read_as_prose(document))
        self.starts = [sentence.span.start for sentence in self.sentences]
        self.parents = _parents(document)
        #: The number of the section that names the whole card; -1 for none, as on a page, which its title is about.
        self.title = 0 if card is None and _has_title(document) else -1
        names = [section.heading.name for section in document.sections]
        self.titles = spell(names if card is None else _without_name(names, card.document))
        self._titled: dict[tuple[int, Phrases], bool] = {}
        self._named: dict[int, frozenset[str]] = {}
        self._leads: dict[str, Mood] = {}
        self._open = [task.span for task in document.tasks if not task.ticked]
        self._shown: Document | None = None
        self._capitals: Counter[str] | None = None
        cited = self._titled_by(self.cues.foreign_headings)
        own = self._titled_by(self.cues.mixed_headings) if cited else cited
        self.foreign = (cited - own) | frozenset(sections_of_bases(document))
        for number in cited - own:
            for sentence in behind_citation(document, number, self.section_sentences(number)):
                sentence.section = self.parents[number]
        self.planned = self._titled_by(self.cues.planned_headings)
        self._subject: re.Pattern[str] | None
        self._title: str
        if card is not None:
            self._subject, self._title = card._subject, card._title
        else:
            named = bool(self.titles) and not self.cues.nameless_headings.search(self.titles[0])
            self._title = document.sections[0].heading.title if named else ""
            self._subject = subject_of(self._title) if named else None

    def plain(self, text: str) -> str:
        """Return a sentence on the name that the card's title gives as one on "the model"."""
        if self._subject is None:
            return text
        plain = self._subject.sub("The model", text, count=1)
        return with_model(text, self._title) if plain is text else plain

    def is_on_another(self, text: str) -> bool:
        """Tell whether a sentence begins with the name of another product, which the card names just there."""
        if self._subject is None or self._subject.match(text):
            return False
        name = named_first(text)
        if name is None or is_part(name, self._title):
            return False
        if self._capitals is None:
            self._capitals = capitalized(self.document.text)
        return self._capitals[name] < _OWN

    def chain(self, section: int) -> Iterator[int]:
        """Yield the section and those around it, from the inside."""
        while section >= 0:
            yield section
            section = self.parents[section]

    def under(self, section: int, titles: Phrases) -> bool:
        """Tell whether the title of the section, or of one around it, matches `titles`.

        The title of the whole card tells what the card is about, not what stands in a section: it does not count.
        """
        return any(self._is_titled(number, titles) for number in self.chain(section) if number != self.title)

    def stands(self, pattern: Pattern, section: int) -> bool:
        """Tell whether the section is where `pattern` looks, by the titles that it names.

        What stands around a section that a heading of the same subject claims is no reason against it.
        """
        return (pattern.under is None or self.under(section, pattern.under)) and (
            pattern.not_under is None or not self._kept_from(pattern.not_under, pattern.subject, section)
        )

    def fits(self, pattern: Pattern, section: int) -> bool:
        """Tell whether a heading is where `pattern` looks: all titles around it count."""
        return (pattern.under is None or self.under(section, pattern.under)) and (
            pattern.not_under is None or not self.under(section, pattern.not_under)
        )

    def _kept_from(self, titles: Phrases, subject: str, section: int) -> bool:
        for number in self.chain(section):
            if number != self.title and self._is_titled(number, titles):
                return True
            if subject in self._subjects(number):
                return False
        return False

    def _subjects(self, section: int) -> frozenset[str]:
        """Return the subjects that the title of the section claims."""
        known = self._named.get(section)
        if known is None:
            title = self.titles[section]
            known = self._named[section] = frozenset(
                one.subject
                for one in index(self.language).of_title(title)
                if (one.unless is None or not one.unless.search(title)) and self.fits(one, section)
            )
        return known

    def _is_titled(self, section: int, titles: Phrases) -> bool:
        known = self._titled.get((section, titles))
        if known is None:
            known = self._titled[section, titles] = titles.search(self.titles[section]) is not None
        return known

    def _titled_by(self, titles: Phrases) -> frozenset[int]:
        """Return the sections with such a title; what opens the card names it, even as "release notes"."""
        found = {number for number, title in enumerate(self.titles) if titles.search(title)}
        if found and self.document.sections[0].heading.depth == 1:
            found.discard(0)
        return frozenset(found)

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
            known = self._leads[sentence.lead] = lead_mood(self.cues, sentence.lead)
        return known

    def mood_within(self, sentence: Sentence) -> Mood:
        """Return the mood that a mark before a sentence, or a short answer behind or beside it, gives to it."""
        own = marked_mood(sentence.text)
        answer = sentence.answer if own == "stated" else ""
        return answered_mood(self.cues, answer) if answer else own

    @property
    def shown(self) -> Document:
        """The document with no more links and code than show what is there: none that is to come, or a comment."""
        if self._shown is None:
            self._shown = self._without_plans()
        return self._shown

    def _without_plans(self) -> Document:
        document = self.document
        links = tuple([link for link in document.links if not self._is_to_come(link.span.start)])
        code = tuple([block for block in document.code if not self._is_to_come(block.span.start)])
        parts, at = [], 0
        for block in code:
            for comment in _COMMENTED.finditer(document.text, *block.span):
                parts += [document.text[at : comment.start()], " " * (comment.end() - comment.start())]
                at = comment.end()
        if not parts and len(links) == len(document.links) and len(code) == len(document.code):
            return document
        return replace(document, text="".join([*parts, document.text[at:]]), links=links, code=code)

    def _is_to_come(self, offset: int) -> bool:
        """Tell whether what stands at `offset` is planned, by its section or what leads to it, or an open task."""
        if self.planned and any(number in self.planned for number in self.chain(self.document.section_at(offset))):
            return True
        at = bisect.bisect_right(self._open, offset, key=_start) - 1
        if at >= 0 and offset < self._open[at].end:
            return True
        sentence = self.sentence_at(offset)
        return sentence is not None and bool(sentence.lead) and self.mood_around(sentence) == "planned"

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


def _start(span: Span) -> int:
    return span.start


def _read_as_prose(document: Document) -> Iterator[Sentence]:
    """Yield the sentences that say something.

    An open item of a to-do list, or one of a checklist, says nothing yet; one of a table of contents says nothing.
    """
    silent = [task.span for task in document.tasks if not task.ticked or "<!-- rl:" in document.slice(task.span)]
    spoken: Iterable[Sentence] = sentences(document)
    if _INSIDE in document.text:
        spoken = [one for one in spoken if one.kind != "item" or not _CONTENTS.fullmatch(document.slice(one.span))]
    if not silent:
        yield from spoken
        return
    starts = [span.start for span in silent]
    for sentence in spoken:
        at = bisect.bisect_right(starts, sentence.span.start) - 1
        if at < 0 or sentence.span.start >= silent[at].end:
            yield sentence


def _without_name(titles: Sequence[str], card: Document) -> list[str]:
    """Return what the titles of a page say beside the words of the card's own title, which name the release."""
    known = set(_WORD.findall(card.sections[0].heading.name.lower())) if card.sections else set()
    return [" ".join(word for word in _WORD.findall(title) if word.lower() not in known) for title in titles]


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
