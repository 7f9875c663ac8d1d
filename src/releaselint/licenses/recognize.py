"""Recognizes the license whose text a file holds, or says that it does not know; never guesses.

AI licenses are known by a title on a line of its own and by clauses, from the table's markers; a RAIL text also
without its title, by Attachment A and the clause before it. SPDX texts are compared word by word by the package
`licenseclassifier`, which is imported on the first such text and may be missing: then titles and clauses decide.
"""

from __future__ import annotations

import functools
import importlib
import re
from collections.abc import Callable
from typing import Any, Final, NamedTuple

from releaselint.licenses.prose import Tree, grow, longest, named_in
from releaselint.licenses.table import COMMONS_CLAUSE, License, Word, by_id, find, rows, words_of
from releaselint.records import record
from releaselint.regex import regex
from releaselint.words import expression

#: Characters that are read: the longest of known texts has 60,000, a bundle of texts some more.
_MOST: Final = 120_000
#: A longer text is no stand-in for a license.
_SHORT: Final = 1500
_HEAD: Final = 3000  # where the title of a file's own license stands at the latest
#: The share of the text that known licenses must cover.
_ENOUGH: Final = 0.5
#: A text of at least so many characters is a license, not a notice, which names one and points to its text.
_WHOLE: Final = 900
_NOTICE: Final = expression("license-notice")
# What `licenseclassifier` takes for these can be another license of the same kind.
_TOO_WIDE: Final = {"HPND": regex(""), "BSD-2-Clause": regex(r"this\s+position\s+and\s+unchanged")}
_RESTRICTS: Final = expression("license-rider")
_NEGATES: Final = expression("license-text-negated")
_FORMAL: Final = frozenset({"license", "licence", "agreement", "terms", "rail", "openrail", "legalcode", "universal"})
_BEFORE_TITLE: Final = frozenset({"the", "meta", "license", "title", "copy", "of", "a"})
# A line that ends so goes on in the next one.
_LEADS: Final = frozenset({"the", "this", "a", "of", "under", "to", "by", "and", "or", "with", "see", "unlike"})
_SMALL: Final = regex(r"\b[a-z]\w*")

#: What a note says of a text that is not whole.
POINTS: Final = "the file names the license and does not hold its text"
CUT: Final = "the text is incomplete: its last part is missing"
NO_ATTACHMENT: Final = "Attachment A with the use restrictions is missing"
_CHANGED: Final = "the text is titled like {}, and differs from it"
_AMONG: Final = "license texts make up less than half of the file"


Compare = Callable[[str, float], Any]


@record
class Recognition:
    """What a file's text is: `licenses` is empty where that is not certain, and `note` may say why.

    `rider` names terms that the file adds to them, `complete` tells whether the whole text of each is there, and
    `offset` is where the first of them starts in the text.
    """

    licenses: tuple[License, ...] = ()
    rider: str | None = None
    complete: bool = False
    note: str | None = None
    offset: int = 0


class _Part(NamedTuple):
    license: License
    offset: int
    end: int
    complete: bool
    note: str | None


def recognize(text: str) -> Recognition:
    """Return which licenses the text of a license file holds or names; reads a bounded part of any text."""
    text = text[:_MOST]
    words = words_of(text)
    if not words:
        return Recognition(note="the file is empty")
    compare = _comparer()
    marked = _marked(words, text)
    ours = [part for part in marked if _is_ours(part.license)]
    if ours:
        # A second text in the same file, such as Apache 2.0 for the code.
        texts = [part for part in _texts(text, compare) if part.complete and part.end - part.offset >= _WHOLE]
        return _gathered([*ours, *texts], _rider(text, []))
    covered = _covered(text, _texts(text, compare))
    if covered is not None:
        return covered
    if compare is None and any(part.complete for part in marked):
        return _gathered([part for part in marked if part.complete], _rider(text, []))
    return _incomplete(text, marked)


def _gathered(parts: list[_Part], rider: str | None) -> Recognition:
    parts.sort(key=lambda part: part.offset)
    return Recognition(
        licenses=tuple(dict.fromkeys(part.license for part in parts)),
        rider=rider,
        complete=all(part.complete for part in parts),
        note=next((part.note for part in parts if part.note), None),
        offset=parts[0].offset,
    )


def _incomplete(text: str, titled: list[_Part]) -> Recognition:
    """Judge a text that is no whole license: a stand-in, the beginning of one, or something else."""
    if len(text.strip()) <= _SHORT:
        alone = find(text.strip())
        if alone is not None and alone.id not in ("other", "unknown"):
            return Recognition(licenses=(alone,), note=POINTS, offset=len(text) - len(text.lstrip()))
        named = named_in(text)
        if named and not _NEGATES.search(text):
            licenses = dict.fromkeys(license_ for _, _, license_ in named)
            certain = tuple(license_ for license_ in licenses if not license_.ambiguous)
            return Recognition(
                licenses=certain or tuple(licenses), rider=_rider(text, []), note=POINTS, offset=named[0][0]
            )
    if len(titled) == 1 and titled[0].complete:
        return Recognition(note=_CHANGED.format(titled[0].license.name), offset=titled[0].offset)
    if len(titled) == 1:
        return _gathered(titled, None)
    return Recognition(rider=_rider(text, []))


def _marked(words: list[Word], text: str) -> list[_Part]:
    """Return the licenses whose title is followed by a clause of theirs, or whose clauses tell them without a title."""
    titles, clauses = _markers()
    heads: dict[str, int] = {}
    seen: dict[tuple[str, int], int] = {}
    for index, word in enumerate(words):
        if word.text in clauses:
            for hit in longest(clauses, words, index, text)[1] or ():
                seen[hit] = index
        if word.text in titles:
            end, id_ = longest(titles, words, index, text)
            if id_ is not None and id_ not in heads and _is_title(words, index, end, text):
                heads[id_] = index
    parts = []
    for row in rows():
        markers = row.get("markers")
        if markers is None or ("titles" in markers and row["id"] not in heads):
            continue
        places = [seen.get((row["id"], number), -1) for number in range(len(markers["clauses"]))]
        start = heads.get(row["id"], min(places))
        hits = [place >= start >= 0 for place in places]
        # A title far down is one only where all that belongs to it follows.
        late = words[start].start > _HEAD
        if (all(hits) and len(hits) > late) or ("titles" in markers and any(hits) and not late):
            lost = None if all(hits) else NO_ATTACHMENT if row["family"] == "rail" else CUT
            parts.append(_Part(by_id()[row["id"]], words[start].start, len(text), lost is None, lost))
    # The general row of a family stands back behind the license itself.
    certain = [part for part in parts if not part.license.ambiguous]
    return certain or parts


def _is_title(words: list[Word], start: int, end: int, text: str) -> bool:
    """Tell whether the words stand on a line of their own, as a title does, and not in a wrapped sentence."""
    left = text.rfind("\n", max(words[start].start - 200, 0), words[start].start) + 1
    before = start - 1
    while before >= 0 and words[before].start >= left:
        if words[before].text not in _BEFORE_TITLE:
            return False
        before -= 1
    if before >= 0 and words[before].text in _LEADS and "\n" not in text[words[before].end : left - 1]:
        return False
    last = words[end - 1].end
    rest = text[last : last + 200].split("\n", 1)[0].strip()
    formal = any(word.text in _FORMAL for word in words_of(f"{text[words[start].start : last]} {rest}"))
    return formal and words[start].start - left < 200 and len(rest) <= 45 and len(_SMALL.findall(rest)) <= 2


@functools.lru_cache(maxsize=1)
def _markers() -> tuple[Tree, Tree]:
    """Return the trees of titles (to an id) and of clauses (to pairs of an id and the clause's number)."""
    titles: list[tuple[str, str]] = []
    clauses: dict[str, list[tuple[str, int]]] = {}
    for row in rows():
        markers = row.get("markers", {})
        titles += [(title, row["id"]) for title in markers.get("titles", ())]
        for number, clause in enumerate(markers.get("clauses", ())):
            clauses.setdefault(" ".join(word.text for word in words_of(clause)), []).append((row["id"], number))
    return grow(titles), grow(clauses.items())


def _is_ours(license_: License) -> bool:
    """Tell whether SPDX has no text of it, so that titles and clauses alone decide."""
    return license_.spdx is None or license_.spdx.startswith("LicenseRef-") or license_.id.startswith("openmdw")


@functools.lru_cache(maxsize=1)
def _comparer() -> Compare | None:
    try:
        module: Any = importlib.import_module("licenseclassifier")
        found: Compare = module.identify_license
        found("license", 0.0)  # it reads its data at the first call, which a zip import cannot
    except (ImportError, OSError):
        return None
    return found


def _texts(text: str, compare: Compare | None) -> list[_Part]:
    """Return the SPDX texts, and the notices that stand for one, which `text` holds."""
    parts = []
    for match in compare(text, 0.0) if compare else ():
        license_ = find(match.id)
        region = text[match.start : match.end]
        # An address is matched as well; it is no text.
        if license_ is None or region.lstrip().startswith("http"):
            continue
        if match.id in _TOO_WIDE and _TOO_WIDE[match.id].search(region):
            continue
        notice = len(region) < _SHORT and _NOTICE.search(region) is not None
        parts.append(_Part(license_, match.start, match.end, not notice, POINTS if notice else None))
    return parts


def _covered(text: str, parts: list[_Part]) -> Recognition | None:
    """Return the SPDX licenses where their texts make up the file; None where there is none."""
    if not parts:
        return None
    covered = sum(_weight(text[part.offset : part.end]) for part in parts)
    rider = _rider(text, parts)
    if covered < _ENOUGH * _weight(text) and rider != COMMONS_CLAUSE:
        return Recognition(note=_AMONG, offset=parts[0].offset)
    return _gathered(parts, rider)


def _rider(text: str, parts: list[_Part]) -> str | None:
    """Return what the text adds to the licenses that `parts` cover."""
    left, last = [], 0
    for part in parts:
        left.append(text[last : part.offset])
        last = part.end
    rest = " ".join([*left, text[last:]])
    if re.search(r"commons\s{1,3}clause", rest, re.IGNORECASE):
        return COMMONS_CLAUSE
    if parts and _weight(rest) > 100 and _RESTRICTS.search(rest):
        return "additional terms"
    return None


def _weight(text: str) -> int:
    return len(text) - sum(map(text.count, " \t\r\n"))
