"""How a sentence means what it says: denied, planned, advised, supposed, weighed, or said of somebody else."""

from __future__ import annotations

import functools
from typing import Final, Literal

from releaselint.reading.cues import Cues, Mood
from releaselint.reading.phrase import Phrases
from releaselint.reading.spelled import Spelled
from releaselint.regex import regex
from releaselint.words import expression

Claimed = Literal["deed", "denial", "other"]
"""What a phrase claims: that a thing is done or there, that it is not, or neither."""

_BEFORE: Final = 16
_AFTER: Final = 10
"""Words before and behind a phrase that tell how it is meant."""
_BREAK = regex(r"[;—]|\s[-–]\s")
"""Marks between two clauses; a comma is none, for it stands within lists as well."""
_COLON: Final = expression("starts-anew")
_COMMA = regex(",")
_PAUSE = regex(r"[,:]")
_GOES_ON: Final = expression("goes-on")
"""A comma behind which a sentence speaks of its own: "Unlike many others, we …", and not ", which …"."""
_ASIDE = regex(r"\([^()]{1,80}\)")
_LISTED = regex(r"(?:,|&|\b(?:and|or|with)\b)\s+(?:[\w'-]{1,40}\s+){1,4}\Z")
"""What stands before brackets, and is listed behind something else: "…, and logs (coming soon)"."""
_NEAR: Final = 4
"""Words at the most between what governs a phrase, such as "we stopped enforcing", and the phrase."""
_ASKS: Final = ("?", "?*", "?**", '?"')
"""How a question ends, which claims nothing."""
_LAST: Final = 80
#: Marks that stand for words.
_NO: Final = expression("mark-of-no")
_LATER: Final = expression("mark-of-later")


def mood(
    cues: Cues, text: Spelled, start: int, end: int, *, negative: bool, modal: bool = False, claims: Claimed = "deed"
) -> Mood:
    """Return how `text` means what it says from its word `start` to its word `end`, exclusive.

    `negative` and `modal` tell that the phrase itself says "not" or "may", so that such a word in it is no surprise.
    A deed can be thought about, put off or asked for, a denial taken back.
    """
    deed = claims == "deed"
    comma = text.text.find(",") if cues.opening.search(text) else -1
    opened = text.count_before(comma) if comma >= 0 else 0  # "Rather than ask users, we filter"
    if cues.foreign.search(text):
        own = opened and opened <= start and _GOES_ON.match(text.text, comma)
        if not own or cues.foreign.within(text, opened, len(text.code)):
            return "foreign"
    if deed and text.text.endswith(_ASKS):
        return "weighed"
    denies = () if negative else (cues.negation_before, cues.negation_after, cues.denying)
    weighs = (cues.weighing, cues.weighed_after, cues.naming, cues.postponing) if deed else (cues.relenting,)
    if not any(words.may_be_in(text) for words in (*denies, *weighs, cues.planned, cues.supposed)):
        return "advised" if _is_advised(cues, text, start) else "stated"  # no need to tell the clauses apart
    breaks = text.words_before(_BREAK)
    clauses = cues.clause.every(text)
    breaks += [opened] if opened else []
    ended = [at for at in (*breaks, *(match.end() for match in clauses)) if at <= start]
    begun = [at for at in (*breaks, *(match.start() for match in clauses)) if at >= end]
    first, last = max(0, start - _BEFORE, *ended), min(end + _AFTER, *begun, len(text.code))
    behind = end + _length(cues.completing, text, end, last)
    governs = functools.partial(_governs, cues, text, first, start, end)
    if claims == "denial" and (cues.relenting.within(text, start, last) or governs(cues.relenting)):
        return "weighed"
    if deed and (governs(cues.weighing) or cues.weighed_after.within(text, behind, last)):
        return "weighed"
    if not negative:
        anew = max((at for at in _beginnings(cues, text) if at <= start), default=0)
        denied = cues.negation_before.within(text, max(first, anew), start)
        denied = denied or cues.negation_before.within(text, start, end)
        if denied and not cues.double.within(text, first, last):
            return "negated"
        if cues.negation_after.within(text, behind, last) or (deed and governs(cues.denying)):
            return "negated"
    if cues.planned.within(text, first, last) and not _said_aside(cues, text, end, first, last):
        return "planned"
    if deed and governs(cues.postponing):
        return "planned"
    if _is_advised(cues, text, start):
        return "advised"
    # "If you use our service, prompts are filtered" tells what is done.
    comma = max((at for at in text.words_before(_COMMA) if at <= start), default=0)
    if _is_supposed(cues, text, first, comma, start, end, modal=modal):
        return "supposed"
    return "weighed" if deed and not negative and governs(cues.naming) else "stated"


def rules_out(cues: Cues, unless: Phrases, text: Spelled, start: int) -> bool:
    """Tell whether one of `unless` stands in `text`, where what is said begins at the word `start`.

    A bare "not" in a clause before that one rules out nothing: "it cannot be downloaded, but called".
    """
    if unless.search(text) is None:
        return False
    breaks = [*text.words_before(_BREAK), *_beginnings(cues, text), *(match.end() for match in cues.clause.every(text))]
    first = max((at for at in breaks if at <= start), default=0)
    return any(match.start() >= first or not cues.denials.within(text, *match.span()) for match in unless.every(text))


def _beginnings(cues: Cues, text: Spelled) -> list[int]:
    """Return where the sentence goes on by itself: "Because no filter is perfect, all outputs are checked"."""
    begun = text.words_before(_COLON)
    comma = text.text.find(",") if cues.leading.search(text) else -1
    return [*begun, text.count_before(comma)] if comma >= 0 and _GOES_ON.match(text.text, comma) else begun


def _is_advised(cues: Cues, text: Spelled, start: int) -> bool:
    return cues.advised.within(text, _informed(cues, text, start), len(text.code))


def _is_supposed(cues: Cues, text: Spelled, first: int, comma: int, start: int, end: int, *, modal: bool) -> bool:
    informed = _informed(cues, text, start)
    begin = max(first, comma, informed)
    if not cues.supposed.within(text, begin, start) and (modal or not cues.supposed.within(text, start, end)):
        return False
    # "You may download the weights", and not "If the board agrees, you may download them".
    allowed = [match.span() for match in cues.permitting.every(text)]
    return not allowed or any(
        max(first, informed) <= match.start() < end and not any(at <= match.start() < to for at, to in allowed)
        for match in cues.supposed.every(text)
    )


def _informed(cues: Cues, text: Spelled, start: int) -> int:
    """Return where what is told begins, behind "you should know that"."""
    return max((match.end() for match in cues.informing.every(text) if match.end() <= start), default=0)


def _governs(cues: Cues, text: Spelled, first: int, start: int, end: int, words: Phrases) -> bool:
    """Tell whether one of `words` stands from `first` on and right before what is said, or within it.

    It reaches over no word or mark with which another act begins.
    """
    for match in words.every(text):
        if first <= match.start() and start - _NEAR <= match.end() <= end:
            joined = cues.joining.within(text, match.end(), start)
            if not joined and not any(match.end() <= at <= start for at in text.words_before(_PAUSE)):
                return True
    return False


def _length(words: Phrases, text: Spelled, start: int, end: int) -> int:
    """Return how many words from `start` on one of `words` takes."""
    return max((match.end() - start for match in words.every(text) if match.start() == start < end), default=0)


def _said_aside(cues: Cues, text: Spelled, end: int, first: int, last: int) -> bool:
    """Tell whether only things that are listed behind are planned: "we release the weights, and logs (soon)"."""
    at, planned = first, False
    for aside in _ASIDE.finditer(text.text):
        listed = _LISTED.search(text.text, max(0, aside.start() - _LAST), aside.start())
        if listed is None:
            continue
        opened = text.count_before(aside.start())
        if opened >= last:
            break
        if text.count_before(listed.start()) < end:
            continue
        closed = text.count_before(aside.end())
        if cues.planned.within(text, opened, closed):
            if cues.planned.within(text, at, opened):
                return False
            at, planned = closed, True
    return planned and not cues.planned.within(text, at, last)


def lead_mood(cues: Cues, lead: str) -> Mood:
    """Return the mood that a sentence such as "we will add:" gives to the items of the list that it introduces."""
    if cues.planned.said_in(lead):
        return "planned"
    if cues.negation_before.said_in(lead) and not cues.double.said_in(lead):
        return "negated"
    return "advised" if cues.advised.said_in(lead) else "stated"


def marked_mood(text: str) -> Mood:
    """Return the mood that a mark such as a red cross gives to the text that it begins."""
    if text[:1].isascii():  # as most are
        return "stated"
    return "negated" if _NO.match(text) else "planned" if _LATER.match(text) else "stated"


def answered_mood(cues: Cues, answer: str) -> Mood:
    """Return the mood that a short answer such as "no" gives to the field that it stands behind or beside."""
    if cues.answers_later.said_in(answer):
        return "planned"
    return "negated" if cues.answers_no.said_in(answer) else marked_mood(answer.lstrip("*_ "))
