"""Which terms a card's own words give to the models that it is made from, where the table of bases has none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from releaselint.ledger.bases import Base, terms_of
from releaselint.ledger.metadata import values_of
from releaselint.licenses import License
from releaselint.licenses.prose import named_in
from releaselint.reading import Reading
from releaselint.regex import regex
from releaselint.words import expression

_CALLED: Final = expression("called-base")
_OWN_TERMS: Final = expression("own-terms")
_WORD = regex(r"[a-z]{4,40}(?![a-z])")
_REACH: Final = 60
"""Characters between a base and its license, at the most."""


def told_bases(readings: Sequence[Reading], names: Sequence[str]) -> list[Base]:
    """Return the models under `base_model` whose license a sentence tells, and no table.

    The release goes by `names`: what it shares with the name of a base does not name the base.
    """
    own = " ".join(names).lower()
    found: list[Base] = []
    for reading in readings:
        ids = list(dict.fromkeys(values_of(reading.document, "base_model")))
        for name in ids:
            if terms_of(name) is not None:
                continue
            core = name.rpartition("/")[2].lower()
            word = _WORD.match(core)
            forms = [form for form in (core, core.replace("-", " "), word[0] if word else core) if form not in own]
            for sentence in reading.sentences:
                license_ = _told(sentence.text, forms, alone=len(ids) == 1)
                if license_ is not None and not reading.is_foreign(sentence.section):
                    document, span = reading.document, sentence.span
                    found.append(Base(name=name, license=license_, document=document, span=span, told=True))
                    break
    return found


def _told(sentence: str, forms: Sequence[str], *, alone: bool) -> License | None:
    """Return the license of what a sentence calls by one of `forms`, or "base model" where that is `alone`."""
    lower = sentence.lower()
    held = [form for form in forms if form in lower]
    if not held and not (alone and _CALLED.search(lower)):
        return None
    ends = [match.end() for form in held for match in re.finditer(rf"\b{re.escape(form)}(?![\w-])", lower)]
    ends += [match.end() for match in _CALLED.finditer(lower)] if alone else []
    licenses = named_in(sentence)
    if len({license_.id for *_, license_ in licenses}) != 1 or licenses[0][2].ambiguous:
        return None
    start = licenses[0][0]
    near = any(0 <= start - end <= _REACH and not _OWN_TERMS.search(sentence, end, start) for end in ends)
    return licenses[0][2] if near else None
