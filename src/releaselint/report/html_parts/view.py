"""What the parts of one release's section share: names on the page, lines, outcomes, and how links are written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from releaselint.claims import Claim, shortened
from releaselint.findings.model import Background, Finding, ReleaseReport
from releaselint.ledger.model import Row
from releaselint.records import record
from releaselint.report.escape import web_address
from releaselint.report.html_parts.element import Markup, element
from releaselint.report.html_parts.phrases import OF_DOCUMENTATION, Outcome, outcome

_SHOWN: Final = 80


@record
class View:
    """One release on the page."""

    release: ReleaseReport
    anchor: str
    """What the section's ids begin with, such as ``r3``."""
    findings: Sequence[Finding]
    """Those that are shown, gravest first."""

    @property
    def background(self) -> Background | None:
        return self.release.background

    @property
    def hidden(self) -> list[Finding]:
        """The findings that are too mild to be shown."""
        shown = set(map(id, self.findings))
        return [finding for finding in self.release.findings if id(finding) not in shown]

    def outcome(self, row: Row) -> Outcome:
        """Return how a row stands to what the declared level asks."""
        if self.release.ledger is None:
            return ""
        waivers = self.background.waivers if self.background else ()
        waived = {waiver.rule for waiver, holds in waivers if holds}.intersection(self.release.silenced)
        return outcome(self.release.ledger, row, waived)

    def with_outcome(self, result: Outcome, ask: str) -> list[Row]:
        """Return the rows that the level asks for (`required` or `recommended`) and that stand to it so."""
        rows = self.release.ledger.rows.values() if self.release.ledger else ()
        return [row for row in rows if row.kind != "part" and row.demand.ask == ask and self.outcome(row) == result]

    def id_of(self, number: int) -> str:
        """Return the id of the finding at `number` of those that are shown."""
        return f"{self.anchor}-f{number + 1}"

    def about(self, subject: str) -> list[tuple[str, Finding]]:
        """Return the shown findings about `subject`, each with its id."""
        subjects = (subject, *OF_DOCUMENTATION) if subject == "documentation" else (subject,)
        return [(self.id_of(number), one) for number, one in enumerate(self.findings) if one.subject in subjects]

    def place(self, claim: Claim) -> str:
        """Return where a claim stands: file and line, as far as they are known."""
        name = shortened(claim.path, 200) or "files"
        return f"{name}:{claim.place.line}" if claim.place is not None else name


def release_name(path: str) -> str:
    """Return what to call the release at `path`."""
    return "this folder" if path in (".", "") else path


def reference(text: str) -> Markup:
    """Return a reference that a release gives: a link where it is a web address, else text."""
    shown = shortened(text, _SHOWN)
    address = web_address(text)
    if address is None:
        return element("code", shown, class_="ref", dir="auto")
    return element("a", shown, href=address, rel="noopener noreferrer nofollow", class_="ref")
