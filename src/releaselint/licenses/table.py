"""The table of licenses, and look-up by id or by any spelling of a name; knows nothing of texts.

The table is ``rules/licenses.yaml``, kept by hand. Ids that only SPDX has come from ``data/spdx.json``.
Nothing is read before the first look-up.
"""

from __future__ import annotations

import functools
import json
from typing import Any, Final, Literal, NamedTuple

from releaselint.bundled import load_data, read_text
from releaselint.records import record
from releaselint.regex import regex

_TABLE: Final = "rules/licenses.yaml"
COMMONS_CLAUSE: Final = "Commons Clause"
"""A rider that forbids to sell, whatever license it is put on."""
#: A name longer than this is a text.
_LONGEST: Final = 200
#: Families for which the taxonomy says nothing of the terms, so that two of them cannot be compared.
_OPEN: Final = frozenset({"custom", "unknown"})

# YAML reads yes and no as truth values.
_COMMERCIAL: Final[dict[Any, Literal["yes", "no", "limited"] | None]] = {
    True: "yes",
    False: "no",
    "limited": "limited",
    None: None,
}
_WORD: Final = regex(r"\+\+|[^\W\d_]+|\d+")
_DIGITS: Final = regex(r"\d+")
# Pairs that are written as one word as often as two.
_PAIRS: Final = frozenset(
    {("open", "rail"), ("non", "commercial"), ("share", "alike"), ("no", "derivatives"), ("no", "derivative")}
)
#: Words that tell no license from another.
NOISE: Final = frozenset(
    {"license", "licence", "licenses", "licences", "licensed", "agreement", "the", "version", "ver", "v"}
)
_GRANT: Final = frozenset({"only", "or", "later"})


@record
class License:
    """A license, or a family of licenses where `ambiguous`.

    `restricts_use` tells whether harmful uses are prohibited, `pass_down` whether derivatives must stay under
    the license or carry its restrictions, `text_along` whether its text must go along with copies. None means that
    the table does not know.
    """

    id: str
    name: str
    family: str
    hub: str | None = None
    spdx: str | None = None
    restricts_use: bool | None = None
    pass_down: bool = False
    text_along: bool = False
    commercial: Literal["yes", "no", "limited"] | None = None
    url: str | None = None
    ambiguous: bool = False


class Word(NamedTuple):
    """A word of a text in lower case, and its offsets in the text."""

    text: str
    start: int
    end: int


def find(text: str) -> License | None:
    """Return the license that `text` is an id, a name or an address of, in any usual spelling, else None."""
    if len(text) > _LONGEST:
        return None
    if text in by_id():
        return by_id()[text]
    parts = _parts(text)
    address = "://" in text
    if address:
        parts = [part for part in parts if part not in ("http", "https", "www")]
    # An address may go on: /legalcode.en, .html, a language.
    for count in range(len(parts), max(len(parts) - 3, 0) if address else len(parts) - 1, -1):
        key = _join(parts[:count])
        found = _keys().get(key) or (None if address else _spdx(key))
        if found is not None:
            return found
    return None


def is_hub_id(text: str) -> bool:
    """Tell whether the Hub knows this license id; the Hub compares case."""
    return _hubs().get(text) == text


def nearest_hub_id(text: str) -> str | None:
    """Return the Hub's id for the license that the author most likely meant, or None where that is not plain."""
    if is_hub_id(text):
        return text
    found = find(text)
    if found is not None:
        return _hubs().get(found.id)
    return None if len(text) > _LONGEST else _misspelt(_join(_parts(text)))


def same_terms(one: License, other: License) -> bool | None:
    """Tell whether two licenses set the same terms; None where that cannot be told, as for families."""
    if not (one.ambiguous or other.ambiguous):
        return one.id == other.id
    # Two families of different kinds differ, whichever member is meant.
    if one.family == other.family or one.family in _OPEN or other.family in _OPEN:
        return None
    return False


def words_of(text: str) -> list[Word]:
    """Return the words of `text` as names are compared: lower case, 'v3' as '3', 'Open RAIL' as one word."""
    found: list[Word] = []
    for match in _WORD.finditer(text):
        word, start, end = match[0].lower(), match.start(), match.end()
        if len(word) > 1 and word[-1] == "v" and text[end : end + 1].isdigit():
            word = word[:-1]
        if found and (found[-1].text, word) in _PAIRS and start - found[-1].end <= 2:
            last = found.pop()
            word, start = last.text + word, last.start
        found.append(Word(word, start, end))
    return found


def core(words: list[str]) -> tuple[str, ...]:
    """Return the words that make a name: without noise, and without the '.0' of a version."""
    kept = [word for word in words if word not in NOISE]
    if len(kept) > 2 and kept[-1] == "0" and kept[-2].isdigit():
        kept.pop()
    return tuple(kept)


@functools.lru_cache(maxsize=1)
def rows() -> list[dict[str, Any]]:
    """Return the rows of the table as they are written."""
    found: list[dict[str, Any]] = load_data(_TABLE)["licenses"]
    return found


def families() -> dict[str, dict[str, Any]]:
    """Return what the table says of each family, and so of its licenses whose rows say nothing else."""
    found: dict[str, dict[str, Any]] = load_data(_TABLE)["families"]
    return found


@functools.lru_cache(maxsize=1)
def by_id() -> dict[str, License]:
    """Return the licenses of the table by their id, in the order of the table."""
    return {row["id"]: _license(row) for row in rows()}


def names(row: dict[str, Any]) -> list[str]:
    """Return each spelling of a row's name that the table gives, and "Creative Commons BY 4.0" for "CC BY 4.0"."""
    given = [row["id"], row["name"], row.get("hub"), row.get("spdx"), *row.get("aliases", ()), *row.get("loose", ())]
    spelled = [f"Creative Commons {name[3:]}" for name in given if name and name.startswith("CC BY")]
    return [name for name in (*given, *spelled) if name]


def _license(row: dict[str, Any]) -> License:
    row = {**families()[row["family"]], **row}
    return License(
        id=row["id"],
        name=row["name"],
        family=row["family"],
        hub=row.get("hub"),
        spdx=row.get("spdx"),
        restricts_use=row.get("restricts-use"),
        pass_down=row["pass-down"],
        text_along=row.get("text-along", False),
        commercial=_COMMERCIAL[row.get("commercial")],
        url=row.get("url"),
        ambiguous=row.get("ambiguous", False),
    )


def _parts(text: str) -> list[str]:
    return [word.text for word in words_of(text) if word.text not in _GRANT]


def _join(parts: list[str]) -> str:
    return "".join(core(parts))


@functools.lru_cache(maxsize=1)
def _hubs() -> dict[str, str]:
    """Return the Hub's id by ours: the same, or the one that is most likely meant."""
    return {row["id"]: row.get("hub") or row["likely"] for row in rows() if "hub" in row or "likely" in row}


@functools.lru_cache(maxsize=1)
def _keys() -> dict[str, License]:
    known = by_id()
    found: dict[str, License] = {}
    for row in rows():
        for name in names(row):
            found.setdefault(_join(_parts(name)), known[row["id"]])
    found.pop("", None)
    return found


@functools.lru_cache(maxsize=1)
def _spdx_list() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(read_text("data/spdx.json"))["licenses"]
    return found


@functools.lru_cache(maxsize=1)
def _spdx_keys() -> dict[str, str]:
    found: dict[str, str] = {}
    for id_ in _spdx_list():
        found.setdefault(_join(_parts(id_)), id_)
    for id_, (name, *_) in _spdx_list().items():
        found.setdefault(_join(_parts(name)), id_)
    return found


def _spdx(key: str) -> License | None:
    id_ = _spdx_keys().get(key)
    if id_ is None:
        return None
    name, osi, fsf, family = _spdx_list()[id_]
    # Open source and free software licenses, and Creative Commons, restrict no field of use.
    free = bool(osi or fsf or id_.startswith("CC-") or family == "public-domain")
    commercial: Literal["yes", "no"] | None = "no" if family == "non-commercial" else "yes" if free else None
    return License(
        id=id_,
        name=name,
        family=family,
        spdx=id_,
        restricts_use=False if free else None,
        pass_down=family == "copyleft",
        commercial=commercial,
        url=f"https://spdx.org/licenses/{id_}.html",
    )


def _misspelt(key: str) -> str | None:
    """Return the Hub id of the one license whose name is `key` but for one slip of the pen in its letters."""
    letters, digits = _DIGITS.sub("", key), _DIGITS.findall(key)
    hubs = set()
    for known, license_ in _keys().items():
        other = _DIGITS.sub("", known)
        alike = min(len(letters), len(other)) >= 4 and _DIGITS.findall(known) == digits
        if license_.hub and alike and _is_slip(letters, other):
            hubs.add(license_.hub)
    return hubs.pop() if len(hubs) == 1 else None


def _is_slip(one: str, other: str) -> bool:
    """Tell whether one letter was added, dropped or replaced, or two neighbors were swapped."""
    start = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    one, other = one[start:], other[start:]
    if len(one) == len(other) >= 2 and one[:2] == other[1::-1]:
        return one[2:] == other[2:]
    return one[1:] == other[1:] or one[1:] == other or one == other[1:]
