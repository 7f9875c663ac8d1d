"""What the page says in words: levels, states, and the one sentence that sums a release up."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final, Literal

from releaselint.findings import asks
from releaselint.findings.model import ReleaseReport
from releaselint.ledger.model import Ledger, Row
from releaselint.records import record
from releaselint.subjects import all_subjects
from releaselint.vocabulary import UNSTATED, openness, reach

#: Name of each access level, and what it means, as short as it fits below a mark.
LEVELS: Final = {
    "fully-closed": ("Fully closed", "nobody outside can use it"),
    "staged": ("Staged", "access widens in announced phases"),
    "hosted": ("Hosted", "people use a page, an app or a bot"),
    "api": ("API", "programs call it; the weights stay"),
    "downloadable": ("Downloadable", "anyone, or who applies, gets the weights"),
    "fully-open": ("Fully open", "weights, training code and data are public"),
}
KINDS: Final = {
    "dataset": "This looks like the card of a data set, not of a model: most rules say nothing of it.",
    "software": "This looks like the readme of software, not a model's card: most rules say nothing of it.",
    "template": "This looks like a template that was not filled in: most rules say nothing of it.",
    "data": "There are data here and no text: most rules say nothing of it.",
}
_WIDER: Final = "access-wider-than-declared"
_NARROWER: Final = "access-narrower-than-declared"

#: Parts of a card whose rules speak for the documentation's row.
OF_DOCUMENTATION: Final = ("intended-use", "limitations")

Outcome = Literal["met", "missing", "exceeded", "waived", ""]
Tone = Literal["contradicted", "agrees", "open"]


@record
class Verdict:
    """Whether what a release says and what it shows agree, in one sentence."""

    tone: Tone
    text: str


def level_name(level: str | None, none: str = "None") -> str:
    """Return how people write an access level; `none` where there is none."""
    return LEVELS[level][0] if level in LEVELS else none


def spoken(level: str | None) -> str:
    """Return an access level inside a sentence."""
    name = level_name(level)
    return name if name == "API" else name.lower()


def state_word(value: str, *, evident: bool = False) -> str:
    """Return how people write a state or a status."""
    if value == UNSTATED:
        return "nothing found" if evident else "undeclared"
    return {"in-place": "in place", "not-applicable": "not applicable", "web+api": "web and API", "api": "API"}.get(
        value, value
    )


def standing(release: ReleaseReport) -> str | None:
    """Return the declared level that holds now: of a staged release, its most open finished stage's."""
    return release.ledger.standing if release.ledger else release.declared


def verdict(release: ReleaseReport) -> Verdict:
    """Return what to say of the declared and the evident level."""
    declared, evident, held = release.declared, release.evident, standing(release)
    if declared is None:
        shows = f"the evidence shows {spoken(evident)}" if evident else "the evidence shows none either"
        return Verdict(tone="open", text=f"No access level is declared; {shows}.")
    said = f"Declared {spoken(declared)}"
    if held != declared:
        said += f", {spoken(held)} by now"
    wider, narrower = _aside(release, _WIDER), _aside(release, _NARROWER)
    if wider is not None:
        more = evident is not None and openness(evident) > openness(held or declared)
        shown = f"makes it {spoken(evident)}: more open than it says" if more else "shows more than that level allows"
        return Verdict(tone="contradicted", text=f"{said}, but the evidence {shown}.{wider}")
    if narrower is not None:
        less = "shows less than that level means"
        return Verdict(tone="contradicted", text=f"{said}, but the evidence {less}.{narrower}")
    if evident is None:
        return Verdict(
            tone="open",
            text=f"{said}. The evidence shows no level of its own, and nothing contradicts the declaration.",
        )
    if evident in (held, declared):
        return Verdict(tone="agrees", text=f"{said}, and the evidence agrees.")
    if openness(evident) > openness(held or declared):
        return Verdict(
            tone="open",
            text=f"{said}; the evidence points to {spoken(evident)}, which is more open. No finding rests on it.",
        )
    return Verdict(
        tone="open", text=f"{said}; the evidence reaches {spoken(evident)}, and nothing contradicts the rest."
    )


def _aside(release: ReleaseReport, rule: str) -> str | None:
    """Return what to add to what `rule` found: why no finding tells it, else nothing; None where it found nothing."""
    if any(finding.rule == rule for finding in release.findings):
        return ""
    if rule in release.known:
        return " The baseline knows this."
    return " An ignore or a waiver silences this." if rule in release.silenced else None


def not_asked(ledger: Ledger, slug: str) -> str:
    """Return why this kind of system is not asked for a subject; empty where it is."""
    if ledger.kind != "model":
        return "asked of models only"
    return asks.not_asked(ledger, all_subjects()[slug])


def outcome(ledger: Ledger, row: Row, waived: Collection[str] = ()) -> Outcome:
    """Return how a row stands to what the declared level asks; empty where it asks nothing.

    `waived` are the rules that spoke, and that a waiver silences.
    """
    demand = row.demand
    if ledger.standing is None or not_asked(ledger, row.subject):
        return ""
    if demand.ask not in ("required", "recommended"):
        return ""
    if demand.at_most:
        sure = [claim.value for claim in row.evidence.claims if claim.certain]
        most = max(map(_reach, (row.promise.value, *sure)))
        return "exceeded" if most > reach(demand.at_most) else "met"
    if asks.satisfied(row, demand):
        return "met"
    return "waived" if any(rule in waived for rule in _rules(row.subject)) else "missing"


def _rules(slug: str) -> list[str]:
    """Return the rules that speak where a subject is missing; of documentation, those of its parts as well."""
    parts = (slug, *OF_DOCUMENTATION) if slug == "documentation" else (slug,)
    return [missing.rule for part in parts if (missing := all_subjects()[part].missing)]


def _reach(value: str) -> int:
    """Return how available a component is; an interface that is shown is more than withheld."""
    return reach("public") if value in ("web", "api", "web+api") else reach(value)
