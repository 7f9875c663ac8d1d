"""Claims from links: where they lead, what they are called, and what is said around them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from releaselint.document.badges import HOST, badge_words
from releaselint.document.model import Document, Link
from releaselint.reading.found import Found, found
from releaselint.reading.patterns import Index
from releaselint.reading.phrase import Phrases
from releaselint.reading.reading import Reading
from releaselint.reading.sentences import Sentence
from releaselint.reading.spelled import NOTHING, spelled_of
from releaselint.regex import regex
from releaselint.text import Span

_TAG = regex(r"<[^<>]{0,1000}>")
_CLOSE = regex(r"</a", re.IGNORECASE)
_ALT = regex(r"\balt=[\"']([^\"'<>]{1,100})")
_LABEL: Final = 300
_REACH: Final = 40
"""Characters between a colon and the address that it leads to, at the most."""
_CLAUSE_END = regex(r"[\n.;,|]\s|\n(?=\*\*|[-*+][ \t])")
_DEFINED = regex(r"^[ ]{0,3}\[([^\[\]\n]{1,200})\]:[ \t]*<?\Z", re.MULTILINE)
_REFERENCE = regex(r"\]\[([^\[\]\n]{1,200})\]")
#: Whose page it is, and no model's: it makes nothing public.
_OWNER = regex(r"https?://(?:www\.)?(?:huggingface\.co|hf\.co|github\.com|gitlab\.com)/[\w.-]{1,100}/?", re.IGNORECASE)
_MARKS: Final = " \n*-+_|"
_LINK = regex(
    r"\[!\[[^\[\]]{0,300}\]\([^()\s]{0,1000}\)\]\([^()\s]{0,1000}\)|\[[^\[\]]{0,300}\]\([^()\s]{0,1000}\)"
    r"|<a\s[^<>]{0,1000}>[^<>]{0,300}</a>",
    re.IGNORECASE,
)
#: A name in a row of links that says whose the others are.
_ANOTHERS = regex(r"\[[^\[\]]{0,60}\b(?:original|base|parent|upstream)\b", re.IGNORECASE)
_IMAGE: Final = ('src="', "src='")


def linked(reading: Reading, patterns: Index) -> Iterator[Found]:
    """Yield what links show."""
    document = reading.shown
    if not document.links:
        return
    rows: dict[int, bool] = {}
    likely = patterns.likely("link", "\n".join([link.target for link in document.links]).lower())
    for link in every_link(document) if likely else ():
        target, lower = link.target, link.target.lower()
        if HOST in lower:
            continue  # a picture of words, which are read where badges are
        mail = lower.startswith("mailto:")  # what an address is called tells nothing of what it leads to
        hits = {
            number
            for part, some in likely
            if part in lower and (not mail or part.startswith("mailto"))
            for one, number in some
            if one.whole or (one.may_match(lower) and one.search(target))
        }
        if not hits:
            continue
        sentence = reading.sentence_at(link.span.start) or _leading(reading, link.span.start)
        section = sentence.section if sentence else document.section_at(link.span.start)
        if reading.is_foreign(section):
            continue
        label = spelled_of(label_of(document, link))
        said = NOTHING
        if sentence is not None:
            if sentence.index not in rows:
                rows[sentence.index] = _is_row(document, sentence)
            said = label if rows[sentence.index] else sentence.spelled
        owner = _OWNER.fullmatch(target) is not None
        image = document.text.endswith(_IMAGE, max(0, link.span.start - 5), link.span.start)
        for pattern in map(patterns.pattern, sorted(hits)):
            if (owner and pattern.value == "public") or (image and pattern.label is not None):
                continue
            if (
                (pattern.before is None or pattern.before.may_be_in(said))  # as for few, and it costs the least
                and (pattern.label is None or pattern.label.search(label))
                and (pattern.named is None or _named(pattern.named, sentence, document, link.span.start))
                and (pattern.among is None or pattern.among.search(said))
                and (pattern.unless is None or not pattern.unless.search(said))
                and reading.stands(pattern, section)
                and (pattern.not_link is None or not pattern.not_link.search(target))
                and (pattern.before is None or _precedes(document, sentence, link.span.start, pattern.before))
            ):
                yield found(reading, pattern, pattern.value, "link", link.span)


def _leading(reading: Reading, start: int) -> Sentence | None:
    """Return the sentence that leads by its colon to an address that stands alone; None where none does."""
    text = reading.document.text[max(0, start - _REACH) : start]
    lead = text.rstrip(" \t\r\n<*")
    return reading.sentence_at(start - len(text) + len(lead) - 1) if lead.endswith(":") else None


def _is_row(document: Document, sentence: Sentence) -> bool:
    """Tell whether a sentence is several links and no more: what one is called then says nothing of the others."""
    text = document.text[sentence.span.start : sentence.span.end]
    rest = _LINK.sub("[]", text)
    return rest.count("[]") > 1 and not any(map(str.isalnum, rest)) and _ANOTHERS.search(text) is None


def _named(names: Phrases, sentence: Sentence | None, document: Document, start: int) -> bool:
    """Tell whether the field, or the column, that a link stands in is called by one of `names`."""
    if sentence is not None:
        return names.said_in(sentence.field) or names.said_in(sentence.column)
    # A cell that holds nothing but an address has no sentence; the first of its row, and of its column, name it.
    for table in document.tables:
        if table.rows[0][0].start <= start <= table.rows[-1][-1].end:
            row = next((row for row in table.rows if row and row[0].start <= start <= row[-1].end), ())
            number = next((number for number, cell in enumerate(row) if cell.start <= start <= cell.end), 0)
            heads = (row[0], *table.rows[0][number : number + 1]) if number else ()
            return any(names.said_in(document.slice(head)) for head in heads)
    return False


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
        words = words if words.strip("![ ") else _badge(text[max(opening + 1, start - _LABEL) : start])
    elif text[max(0, start - 1)] in "\"'":
        shown = text.find(">", end, end + _LABEL)
        close = _CLOSE.search(text, shown, shown + _LABEL) if shown >= 0 else None
        inner = text[shown + 1 : close.start()] if close else ""
        picture = _ALT.search(inner)
        words = _TAG.sub(" ", inner).strip() or (picture[1] if picture else _badge(inner))
    else:
        *others, words = _CLAUSE_END.split(text[max(0, start - _LABEL // 4) : start])
        if not words.strip(_MARKS) and others and "://" not in others[-1]:
            words = others[-1]  # alone in its cell or its item: what stands before that names it
    return " ".join(words.replace("[", " ").replace("*", "").replace("_", " ").replace("`", "").split())


def _badge(text: str) -> str:
    """Return the words of the badge in `text`, which shows them where nothing else does."""
    return " ".join(badge_words(text) or ()) if "shields.io" in text else ""


def _precedes(document: Document, sentence: Sentence | None, start: int, phrases: Phrases) -> bool:
    """Tell whether the sentence says one of `phrases` before `start`."""
    if sentence is None:
        return False
    return phrases.said_in(" ".join(document.mask[sentence.span.start : start].split()))
