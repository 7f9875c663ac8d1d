"""Finds the licenses that prose names; knows nothing of license texts.

Names are looked up word by word in a tree, so the time is linear in the text. A name that is also a word of
another kind (MIT, Gemma, Apache) counts only where a word such as license stands beside it.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from typing import Any, Final

from releaselint.licenses.table import NOISE, License, Word, by_id, core, names, rows, words_of
from releaselint.regex import regex

#: No name has more words, noise included.
_MOST_WORDS: Final = 24
_LABELS: Final = frozenset({"license", "licence", "licenses", "licences", "licensing"})
_VERBS: Final = frozenset({"licensed", "licenced"})
_FORMAL: Final = _LABELS | {"agreement"}
# What can stand between "licensed under" and the name.
_FILLERS: Final = frozenset(
    {"a", "an", "the", "is", "are", "as", "be", "of", "by", "terms", "both", "either", "open", "source", "standard"}
    | {"original", "same", "permissive", "free", "and", "or"}
)
_AFTER_VERB: Final = frozenset({"under", "by", "to", "from", "for", "as", "with", "in"})
# Between the words of one name: no colon, and no end of a sentence.
_WITHIN: Final = regex(r"[\s\-_/.,()\[\]\"'*`+~’“”‘–—]{0,60}")
# Between a label and the name that it announces, as in "**License:** [MIT](...)".
_ANNOUNCES: Final = regex(r"[\s:*_`|()\[\]\"'“”=>#-]{1,16}")
_SENTENCE_END: Final = regex(r"[.!?;]\s|\n[ \t]*\n|\n[ \t]*[-*+#>|]|\|")
_VERSION_FOLLOWS: Final = regex(r"[ \-_]{0,2}")
_ENDS_LINE: Final = regex(r"[*_`)\]\"'”|]{0,8}(?:\([^()\n]{0,300}\))?[ \t*_`|.,;]{0,16}(?:\n|$)")
_ENDS_NAME: Final = regex(r"[*_`\"'”)\]]{0,8}(?:[.,;!?](?:\s|$)|\n|$)")
_ADDRESS: Final = regex(r"https?://[^\s<>\"')\]]{1,2000}")

_END: Final = ""
Tree = dict[str, Any]


def named_in(text: str, *, vouched: bool = False) -> list[tuple[int, int, License]]:
    """Return the licenses that `text` names, as (start, end, license) in order; the longest name wins.

    Meant for a sentence or a short section that speaks of licenses or terms; in other prose a strong name such as
    "GPL-3.0" still counts. Where `vouched`, what stands around it says that "MIT" is a license.
    """
    words = words_of(text)
    if not words:
        return []
    addresses = [match.span() for match in _ADDRESS.finditer(text)]
    tree = _names()
    found: list[tuple[int, int, License, bool]] = []
    at = 0
    index = 0
    while index < len(words):
        end, value = longest(tree, words, index, text)
        if value is None or _other_version(words, end, text, value[0]) or _in_identifier(words, index, end, text):
            index += 1
            continue
        license_, loose = value
        while at < len(addresses) and addresses[at][1] <= words[index].start:
            at += 1
        within = at < len(addresses) and addresses[at][0] <= words[index].start
        sure = not loose or (not within and (vouched or _is_vouched(words, index, end, text)))
        found.append((index, end, license_, sure))
        index = end
    sure_ones = _spread(found, words, text)
    return [(words[i].start, words[_with_label(words, j, text) - 1].end, license_) for i, j, license_, _ in sure_ones]


def grow(entries: Iterable[tuple[str, Any]]) -> Tree:
    """Return the tree of the names in `entries`, each with its value; the first of equal names stays."""
    root: Tree = {}
    for name, value in entries:
        node = root
        for word in core([word.text for word in words_of(name)]):
            node = node.setdefault(word, {})
        if node is not root:
            node.setdefault(_END, value)
    return root


def longest(tree: Tree, words: Sequence[Word], index: int, text: str) -> tuple[int, Any]:
    """Return the end (a word's index, exclusive) and the value of the longest name at `index`, or (index, None)."""
    node = tree.get(words[index].text)
    best: tuple[int, Any] = (index, None)
    last = index
    for at in range(index + 1, min(len(words), index + _MOST_WORDS) + 1):
        if node is None:
            break
        if _END in node and last == at - 1:
            best = (at, node[_END])
        if at == len(words) or not _is_joined(words[at - 1], words[at], text):
            break
        word = words[at].text
        if word in node:
            node, last = node[word], at
        elif word not in NOISE:
            break
    end, value = best
    # The '.0' of a version is no part of the tree.
    if value is not None and end < len(words) and words[end].text == "0" and words[end - 1].text.isdigit():
        end += text[words[end - 1].end : words[end].start] == "."
    return end, value


@functools.lru_cache(maxsize=1)
def _names() -> Tree:
    strong: list[tuple[str, Any]] = []
    loose: list[tuple[str, Any]] = []
    for row in rows():
        if not row.get("prose", True):
            continue
        license_ = by_id()[row["id"]]
        distinct = {row["name"], row.get("spdx"), *row.get("aliases", ())}
        for name in names(row):
            formal = "/" not in name and any(word.text in _FORMAL for word in words_of(name))
            if name in distinct and not formal and not name.startswith("LicenseRef-"):
                strong.append((name, (license_, False)))
            else:
                loose.append((name, (license_, True)))
    # What is listed as loose stays so, however else it is spelled.
    marked = {core([word.text for word in words_of(name)]) for row in rows() for name in row.get("loose", ())}
    kept = [entry for entry in strong if core([word.text for word in words_of(entry[0])]) not in marked]
    return grow([*kept, *loose])


def _is_joined(one: Word, other: Word, text: str) -> bool:
    gap = text[one.end : other.start]
    return _WITHIN.fullmatch(gap) is not None and _SENTENCE_END.search(gap) is None


def _other_version(words: list[Word], end: int, text: str, license_: License) -> bool:
    """Tell whether a number follows that makes it another version, as in "Apache License 1.1"."""
    while end < len(words) and words[end].text in NOISE and _is_joined(words[end - 1], words[end], text):
        end += 1
    if end >= len(words) or not words[end].text.isdigit() or len(words[end].text) > 2:
        return False
    gap = text[words[end - 1].end : words[end].start]
    if words[end - 1].text.isdigit():
        return gap == "."
    part_of_word = text[words[end].end : words[end].end + 1].isalpha()
    return not license_.ambiguous and not part_of_word and _VERSION_FOLLOWS.fullmatch(gap) is not None


def _in_identifier(words: list[Word], start: int, end: int, text: str) -> bool:
    """Tell whether the words are a part of a name in code, as in "cc_torch", and not in "LICENSE_MIT"."""
    others = []
    if start and text[words[start - 1].end : words[start].start] == "_":
        others.append(words[start - 1])
    if end < len(words) and text[words[end - 1].end : words[end].start] == "_":
        others.append(words[end])
    return any(word.text not in NOISE for word in others)


def _is_vouched(words: list[Word], start: int, end: int, text: str) -> bool:
    """Tell whether the words beside a loose name say that a license is meant."""
    if any(word.text in _FORMAL for word in words[start:end]):
        return True
    following = [word.text for word in words[end : end + 2]]
    if following and _is_joined(words[end - 1], words[end], text):
        if following[0] in _LABELS and following[1:] not in (["plate"], ["plates"]):
            return True
        if following[0] in _VERBS and (len(following) < 2 or following[1] not in _AFTER_VERB):
            return True
        if following[0] == "s" and text[words[end].start - 1] in "'’":
            return False
    if start and words[start - 1].text in _LABELS:
        gap = text[words[start - 1].end : words[start].start]
        if _ANNOUNCES.fullmatch(gap) and (":" in gap or _ENDS_LINE.match(text, words[end - 1].end)):
            return True
    return _is_introduced(words, start, text)


def _is_introduced(words: list[Word], start: int, text: str) -> bool:
    """Tell whether "licensed under", "license is" or "released under" leads to the name."""
    for at in range(start - 1, max(start - 6, -1), -1):
        gap = text[words[at].end : words[at + 1].start]
        if len(gap) > 16 or _SENTENCE_END.search(gap):
            return False
        word = words[at].text
        if word in _VERBS or word == "under":
            return True
        if word in _LABELS:
            return at < start - 1
        if word not in _FILLERS:
            return False
    return False


def _spread(
    found: list[tuple[int, int, License, bool]], words: list[Word], text: str
) -> list[tuple[int, int, License, bool]]:
    """Keep the sure names, and those listed beside one: "the MIT or Apache licenses", "Apache 2.0 and MIT"."""
    sure = [entry[3] for entry in found]
    for order in (range(1, len(found)), range(len(found) - 2, -1, -1)):
        step = -1 if order.step == 1 else 1
        for at in order:
            first, second = sorted((at, at + step))
            between = words[found[first][1] : found[second][0]]
            if not sure[at] and sure[at + step] and len(between) <= 3:
                listed = all(word.text in ("and", "or", "the") or word.text in _LABELS for word in between)
                # "under Apache 2.0 and Gemma models" goes on: that is no license.
                sure[at] = listed and (step == 1 or _ends(words, found[at][1], text))
    return [entry for entry, kept in zip(found, sure, strict=True) if kept]


def _ends(words: list[Word], end: int, text: str) -> bool:
    """Tell whether a list of names, a clause or a line ends behind the word before `end`."""
    if end == len(words) or words[end].text in ("and", "or", "dual") or words[end].text in _LABELS:
        return True
    return _ENDS_NAME.match(text, words[end - 1].end) is not None


def _with_label(words: list[Word], end: int, text: str) -> int:
    """Return `end`, moved behind a directly following "License Agreement"."""
    while end < len(words) and words[end].text in _FORMAL and text[words[end - 1].end : words[end].start].isspace():
        end += 1
    return end
