"""What the linter reports: findings with their place and evidence, by release."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, Literal, NamedTuple, get_args

from releaselint.ledger.model import Ledger
from releaselint.records import record
from releaselint.text import Place

Severity = Literal["error", "warning", "note"]
Basis = Literal["declared", "inferred"]

SEVERITIES: Final[tuple[Severity, ...]] = get_args(Severity)


def at_least(severity: Severity, bound: str) -> bool:
    """Tell whether `severity` is as grave as `bound`; nothing is as grave as ``never``."""
    return bound in SEVERITIES and SEVERITIES.index(severity) <= SEVERITIES.index(bound)


@record
class Evidence:
    """One place that a finding rests on, and what stands there."""

    path: str | None
    """As the user would name the file; None for none."""
    line: int | None
    text: str


@record
class Waiver:
    """A rule that is set aside for one release; empty texts for what is not given."""

    rule: str
    reason: str
    by: str
    until: str
    """The last day on which it holds, as YYYY-MM-DD."""
    source: Evidence | None
    """Where a central file says so; None for the release's own declaration."""
    number: int | None
    """Its number in the declaration; None for one of a central file."""


class Edit(NamedTuple):
    """A stretch of a text, by offsets, and what stands there after the fix."""

    start: int
    end: int
    text: str


@record
class Fix:
    """How one text is mended; `safe` where the meaning stays the same for every reader."""

    path: str
    """The text, below the release's root."""
    safe: bool
    edits: tuple[Edit, ...]


@record
class Finding:
    """One disagreement about a release."""

    rule: str
    severity: Severity
    message: str
    release: str
    subject: str | None
    basis: Basis | None
    """Whether the level that it rests on is declared or inferred; None where it rests on none."""
    path: str | None
    place: Place | None
    """1-based, in code points, the end exclusive; None where the file as a whole is meant."""
    source: str
    """The first line of the place, for display; empty for none."""
    help: str
    evidence: tuple[Evidence, ...]
    fixable: bool
    excerpt: str
    """What the place holds, with its blanks folded; empty where a file as a whole is meant."""
    key: str = ""
    """What tells it from what else the rule could find at this place; empty where that is one thing."""
    fix: Fix | None = None

    @property
    def fingerprint(self) -> str:
        """Sha256 of rule, subject, excerpt and key: lines and messages may change, it stays."""
        import hashlib  # loads a library of two megabytes, and not every format shows it

        text = "\0".join((self.rule, self.subject or "", self.excerpt, *filter(None, (self.key,))))
        return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


@record
class Background:
    """What a page of the ledger shows beside it; kept only where the ledger is."""

    declaration: Mapping[str, Any]
    """The `release:` block as written, whatever its shape; empty for none."""
    waivers: tuple[tuple[Waiver, bool], ...]
    """Each waiver, the central file's too, and whether it holds."""
    today: datetime.date
    """The day that dates were held against."""


@record
class ReleaseReport:
    """One release: how open it is said and seen to be, and its findings in the order of the text."""

    path: str
    declared: str | None
    evident: str | None
    license: str | None
    generative: bool
    summary: dict[str, str | None]
    findings: tuple[Finding, ...]
    silenced: tuple[str, ...] = ()
    """The rules of the findings that ignores and waivers keep back, one for each."""
    known: tuple[str, ...] = ()
    """Likewise of those that a baseline keeps back."""
    ledger: Ledger | None = None
    """Kept only where a caller asks for it."""
    background: Background | None = None
    """Kept with the ledger."""

    @property
    def access(self) -> str | None:
        """The declared level, else the evident one."""
        return self.declared or self.evident


@record
class Known:
    """What a baseline did to a report."""

    hidden: int
    """How many findings were known already."""
    gone: tuple[tuple[str, int], ...]
    """Rules whose known findings are no more, and how many of each."""


@record
class Report:
    """The result of one run."""

    releases: tuple[ReleaseReport, ...]
    known: Known | None = None
    """Set where a baseline was applied: the findings are then the new ones."""
    rules: tuple[str, ...] = ()
    """The ids of the rules that ran, for formats that list them."""
    excluded: bool = True
    """Where there is no release: whether every one is excluded, and what was named is not only no card."""

    @property
    def findings(self) -> Iterator[Finding]:
        """All findings, release by release."""
        return (finding for release in self.releases for finding in release.findings)

    def fails(self, bound: str = "error") -> bool:
        """Tell whether any finding is as grave as `bound` (``never`` for none)."""
        return any(at_least(finding.severity, bound) for finding in self.findings)

    @property
    def broken(self) -> bool:
        """Whether a rule of the linter itself failed."""
        return any(finding.rule == "internal-error" for finding in self.findings)


def tally(findings: Iterable[Finding]) -> dict[Severity, int]:
    """Return how many findings there are of each severity, the gravest first."""
    counts = dict.fromkeys(SEVERITIES, 0)
    for finding in findings:
        counts[finding.severity] += 1
    return counts
