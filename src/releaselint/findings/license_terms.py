"""What the rules about licenses ask of a case: the licenses that it promises, and whether terms differ."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from releaselint.claims import Claim
from releaselint.document.model import Document
from releaselint.findings.case import Case
from releaselint.findings.model import Evidence
from releaselint.findings.names import quoted
from releaselint.ledger.model import LicenseFile
from releaselint.licenses import License, find, same_terms
from releaselint.records import record
from releaselint.text import Span


@record
class Promised:
    """The licenses of the front matter, all of them known, and where the first one stands."""

    licenses: tuple[License, ...]
    document: Document
    span: Span
    claim: Claim

    @property
    def said(self) -> str:
        """Their ids as a message shows them."""
        return all_quoted(license_.id for license_ in self.licenses)


def promised(case: Case) -> Promised | None:
    """Return what the front matter promises; None for no license, or where one of them is not known.

    A list promises each of its members: what one of them allows is no contradiction.
    """
    claims = [claim for claim in case.ledger.licensing.promise.claims if claim.value.strip().lower() != "other"]
    found = [find(claim.value) for claim in claims]
    licenses = tuple(dict.fromkeys(license_ for license_ in found if license_ is not None and license_.id != "unknown"))
    if not claims or len([one for one in found if one]) < len(claims) or not licenses:
        return None
    document = case.document(claims[0].path)
    if document is None or claims[0].span is None:
        return None
    return Promised(licenses=licenses, document=document, span=claims[0].span, claim=claims[0])


def differ(ones: Iterable[License], others: Sequence[License]) -> bool:
    """Tell whether each of `ones` surely sets other terms than each of `others`."""
    return bool(others) and all(same_terms(one, other) is False for one in ones for other in others)


def all_quoted(names: Iterable[str]) -> str:
    """Return `names` in quotes, as a sentence lists them."""
    shown = [quoted(name) for name in names]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"


def evidence_of(case: Case, file: LicenseFile) -> tuple[Evidence, ...]:
    """Return the line of a license file that tells what it is."""
    return (Evidence(path=case.release.shown(file.path), line=file.line, text=file.text),)


def limit_of(license_: License) -> str:
    """Return how a license limits use; empty where it does not."""
    if license_.commercial == "no":
        return "allows no commercial use"
    if license_.restricts_use:
        return "prohibits uses"
    return "limits commercial use" if license_.commercial == "limited" else ""
