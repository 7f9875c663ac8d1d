"""Faults of license files: none where one must go along, another text than promised, RAIL without its restrictions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from releaselint import filenames
from releaselint.findings.case import Case, Hit, Plain
from releaselint.findings.license_terms import Promised, all_quoted, differ, evidence_of, promised
from releaselint.findings.model import Severity
from releaselint.findings.names import quoted
from releaselint.ledger.model import LicenseFile
from releaselint.licenses import COMMONS_CLAUSE, License
from releaselint.licenses.prose import named_in
from releaselint.licenses.table import core, words_of
from releaselint.words import expression

#: A text of more characters is meant to be the license, and not to point to it.
_LONG: Final = 1500
_OWN_TITLE: Final = expression("own-license-title")
_HOLDS: Final = {"whole": "holds", "stand-in": "names", "cut": "begins like"}


def file_missing(case: Case) -> Iterator[Hit]:
    """The terms ask that their text goes along with the weights, and no file holds it."""
    ledger = case.ledger
    licensing = ledger.licensing
    said = promised(case)
    shown = [claim for claim in ledger.rows["weights"].evidence.claims if claim.origin == "tree"]
    if said is None or not shown or ledger.tree == "unknown" or licensing.files:
        return
    if any(filenames.is_license(filenames.base(entry.path)) for entry in case.release.tree.entries):
        return
    of_others = {claim.value for claim in licensing.bases}
    for license_ in said.licenses:
        # Who licenses work of their own owes themselves no copy; a copy or a derivative of another's does.
        if license_.text_along and (license_.pass_down or license_.id in of_others) and not license_.ambiguous:
            yield Hit(
                document=said.document,
                span=said.span,
                values={"license": license_.id},
                evidence=case.evidence(shown[0]),
            )
            return


def text_mismatch(case: Case) -> Iterator[Hit]:
    """The front matter and the model's license file name other terms."""
    said = promised(case)
    if said is None:
        return
    # What the card says to be the license of its code or its data is not held against the model.
    others = {claim.value for claim in case.ledger.licensing.parts if claim.origin != "license-file"}
    files = [file for file in case.ledger.licensing.files if file.about == "model"]
    files = [file for file in files if not file.licenses or any(one.id not in others for one in file.licenses)]
    agreeing = [file for file in files if file.licenses and not differ(said.licenses, file.licenses)]
    for file in files:
        if file.licenses and file not in agreeing and not agreeing:
            whole = file.state == "whole"
            names = all_quoted(license_.name for license_ in file.licenses)
            yield _mismatch(case, said, file, f"{_HOLDS[file.state]} {names}", "error" if whole else "warning")
        elif file in agreeing and file.rider:
            commons = file.rider == COMMONS_CLAUSE
            what = f"adds the {COMMONS_CLAUSE} to it" if commons else "adds terms of its own to it"
            yield _mismatch(case, said, file, what, "error" if commons else "note")
        elif file in agreeing and file.state == "cut" and file.licenses[0].family != "rail":
            yield _mismatch(case, said, file, "breaks off before its end", "note")
        elif file.state == "unknown" and not agreeing and _is_of_its_own(file, said) and _all_standard(said):
            yield _mismatch(case, said, file, f"is a license of its own, {quoted(file.text)}", "warning")
        elif file.state == "changed":
            yield _mismatch(case, said, file, "differs from the license that its title names", "note")


def _is_of_its_own(file: LicenseFile, said: Promised) -> bool:
    """Tell whether a text that is not recognized has a title that names no license that is known, nor what is promised.

    A title can be the name without its version, or what the id stands for: "Berkeley Software Distribution License".
    """
    if _OWN_TITLE.match(file.text) is None or named_in(file.text):
        return False
    title = core([word.text for word in words_of(file.text)])
    initials = "".join(word[0] for word in title)
    return not any(
        set(title) <= set(core([word.text for word in words_of(one.name)]))
        or one.id.lower().partition("-")[0] == initials
        for one in said.licenses
    )


def _all_standard(said: Promised) -> bool:
    """Tell whether everybody has the same texts of what is promised."""
    return all(one.spdx and not one.spdx.startswith("LicenseRef-") and not one.ambiguous for one in said.licenses)


def _mismatch(case: Case, said: Promised, file: LicenseFile, told: str, severity: Severity) -> Hit:
    return Hit(
        document=said.document,
        span=said.span,
        values={"license": Plain(said.said), "file": file.path, "told": Plain(told)},
        evidence=evidence_of(case, file),
        severity=severity,
    )


def rail_without_restrictions(case: Case) -> Iterator[Hit]:
    """A RAIL license is named, and its text lacks the use restrictions that make it one."""
    licensing = case.ledger.licensing
    files = [file for file in licensing.files if file.about == "model"]
    if not files or any(file.restricts for file in licensing.files):
        return
    said = promised(case)
    named = [license_ for license_ in (said.licenses if said else ()) if license_.family == "rail"]
    for file in files:
        rail = _titled(file) or (named[0] if named else None)
        long = len(case.release.sides.get(file.path, "")) > _LONG
        if rail is None or (file.state != "cut" and not (file.state in ("unknown", "changed") and long and named)):
            continue
        if file.state == "cut" and not _titled(file):
            continue
        yield Hit(
            document=said.document if said else None,
            span=said.span if said else None,
            values={"license": rail.name, "file": file.path},
            evidence=evidence_of(case, file),
        )


def _titled(file: LicenseFile) -> License | None:
    return next((license_ for license_ in file.licenses if license_.family == "rail"), None)
