"""Reads a document for what it says about each subject; knows patterns, and nothing of levels or rules."""

from __future__ import annotations

from releaselint.claims import Claim
from releaselint.reading.links import label_of, linked
from releaselint.reading.machine import coded, keyed
from releaselint.reading.once import told_once
from releaselint.reading.patterns import Index, Pattern, index
from releaselint.reading.prose import said
from releaselint.reading.reading import Reading
from releaselint.reading.tables import tabled
from releaselint.reading.titles import titled

__all__ = ["Reading", "label_of", "read"]


def read(reading: Reading, patterns: Index | None = None) -> list[Claim]:
    """Return every claim that the patterns (by default, all of the language) find, in the order of the text."""
    if patterns is None:
        patterns = index(reading.language)
    found = [*said(reading, patterns), *titled(reading, patterns), *tabled(reading, patterns)]
    found += [*linked(reading, patterns), *coded(reading, patterns), *keyed(reading, patterns)]
    names: set[str] = set()
    for claim, _ in found:
        names |= {claim.subject, f"{claim.subject}={claim.value}", f"{claim.subject}={claim.mark}"}
    claims = [claim for claim, pattern in found if _stands(pattern, names)]
    claims.sort(key=lambda claim: claim.span.start if claim.span else -1)
    return told_once(reading, claims)


def _stands(pattern: Pattern, claimed: set[str]) -> bool:
    """Tell whether what else the card claims allows the claim of `pattern`."""
    return (not pattern.if_claimed or any(name in claimed for name in pattern.if_claimed)) and not any(
        name in claimed for name in pattern.unless_claimed
    )
