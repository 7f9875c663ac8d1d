"""Runs the rules over one release: hits become findings, silenced ones are dropped, none stops the others."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence

from releaselint import packs
from releaselint.errors import DataError, UsageError
from releaselint.findings.background import background_of
from releaselint.findings.case import Case, Hit, Plain
from releaselint.findings.means import Test, test_of
from releaselint.findings.model import Finding, Fix, ReleaseReport, Severity
from releaselint.findings.names import wording
from releaselint.findings.rule import GROUPS, Rule, all_rules
from releaselint.findings.silence import Silence, silence_of, unknown_ignores, unused_ignores
from releaselint.findings.waivers import LOUD, waivers_of
from releaselint.records import replace
from releaselint.shape import nearest
from releaselint.vocabulary import UNSTATED

#: Rules for which the runner itself speaks, once all others have.
AFTERWARDS = ("unused-ignore", "unknown-ignore")
#: Groups whose findings rest on the access level.
_BY_LEVEL = frozenset({"access", "staged", "guardrails", "components", "risk"})


@packs.remembered
def select(
    wanted: tuple[str, ...] = (), ignored: tuple[str, ...] = (), extra: tuple[str, ...] = ()
) -> tuple[Rule, ...]:
    """Return the rules that run: those of `wanted` (all, where empty) without `ignored`, and `extra`.

    Names are rule ids or groups; an id counts more than a group. Raises UsageError for an unknown name.
    """
    rules = all_rules()
    groups = {rule.group for rule in rules.values()}.union(GROUPS)
    for name in (*wanted, *ignored, *extra):
        if name not in rules and name not in groups:
            raise UsageError(f"there is no rule or group '{name}'{nearest(name, [*rules, *groups])}")

    def runs(rule: Rule) -> bool:
        if rule.id in extra or rule.id in wanted:
            return rule.id not in ignored
        if rule.id in ignored:
            return False
        return rule.group in extra or ((not wanted or rule.group in wanted) and rule.group not in ignored)

    return tuple(rule for rule in rules.values() if runs(rule) or rule.id == "internal-error")


def rule_named(name: str, instead: str) -> Rule:
    """Return the rule `name`; raises UsageError with the nearest name, or for a group with what to do `instead`."""
    rules = all_rules()
    if name not in rules:
        select((name,))
        raise UsageError(f"'{name}' is a group; {instead}")
    return rules[name]


@packs.remembered
def _tests(rules: tuple[str, ...]) -> tuple[tuple[Rule, Test], ...]:
    known = all_rules()
    return tuple((known[name], test_of(known[name])) for name in rules if name not in AFTERWARDS)


def judge(
    case: Case, rules: tuple[Rule, ...], *, tests: Sequence[tuple[Rule, Test]] | None = None
) -> tuple[Finding, ...]:
    """Return the findings of `rules` for one release, in the order of the text.

    `tests` are run instead of the rules' own, for rules that are no bundled ones.
    """
    return _judged(case, rules, tests)[0]


def _judged(
    case: Case, rules: tuple[Rule, ...], tests: Sequence[tuple[Rule, Test]] | None = None
) -> tuple[tuple[Finding, ...], tuple[str, ...]]:
    """Return the findings, and the rules of those that ignores and waivers silence."""
    silenced: list[str] = []
    silence = silence_of(case)
    found: list[tuple[tuple[str, int, str], Finding]] = []
    known = all_rules()

    def add(rule: Rule, hits: Iterable[Hit]) -> None:
        for hit in hits:
            made = _finding(case, rule, hit, silence)
            if made is not None:
                found.append(made)
            else:
                silenced.append(rule.id)

    unread = case.is_unread()
    for rule, test in tests if tests is not None else _tests(tuple(rule.id for rule in rules)):
        if unread and rule.group != "linter":
            continue
        try:
            add(rule, list(test(case)))
        except DataError:
            raise
        except Exception as error:
            values = {"rule": rule.id, "error": Plain(type(error).__name__)}
            path = case.documents[0].path if case.documents else ""
            add(known["internal-error"], [Hit(path=path, values=values)])
    # Most releases silence nothing, and need no look at what is silenced.
    silences = bool(silence.ignores) or next(waivers_of(case), None) is not None
    ids = {rule.id for rule in rules} if silences else frozenset[str]()
    if "unknown-ignore" in ids:
        add(known["unknown-ignore"], unknown_ignores(case, silence, {rule.id: rule.group for rule in known.values()}))
    if "unused-ignore" in ids:
        ran = {rule.id: rule.group for rule in rules if rule.id not in LOUD}
        add(known["unused-ignore"], unused_ignores(case, silence, ran))
    found.sort(key=lambda entry: entry[0])
    return tuple(finding for _, finding in found), tuple(silenced)


def report_of(
    case: Case, rules: tuple[Rule, ...], *, severities: Mapping[str, Severity] | None = None, keep_ledger: bool = False
) -> ReleaseReport:
    """Return the findings of one release with what is known of it; `severities` overrides those of single rules."""
    findings, silenced = _judged(case, rules)
    if severities:
        findings = tuple(replace(one, severity=severities.get(one.rule, one.severity)) for one in findings)
    ledger = case.ledger
    return ReleaseReport(
        path=case.release.path,
        declared=ledger.declared,
        evident=None if ledger.evident == UNSTATED else ledger.evident,
        license=ledger.licensing.id,
        generative=ledger.generative,
        summary=ledger.summary.told,
        findings=findings,
        silenced=silenced,
        ledger=ledger if keep_ledger else None,
        background=background_of(case) if keep_ledger else None,
    )


def _finding(case: Case, rule: Rule, hit: Hit, silence: Silence) -> tuple[tuple[str, int, str], Finding] | None:
    document, span = hit.document, hit.span
    if document is None or span is None:
        document, span = (None, None) if hit.path is not None else case.home()
    if silence.covers(rule.id, rule.group, document, span.start if span else 0):
        return None
    path = hit.path if hit.path is not None else document.path if document else None
    place = document.place(span) if document is not None and span is not None else None
    source = document.lines.line(place.line - 1)[:2000] if document is not None and place is not None else ""
    excerpt = (
        " ".join(document.slice(span).split()) if document is not None and span is not None and hit.document else ""
    )
    basis = hit.basis or (case.basis if rule.group in _BY_LEVEL else None)
    severity: Severity = hit.severity or rule.severity
    if basis == "inferred" and severity == "error":
        severity = "warning"
    ledger = case.ledger
    finding = Finding(
        rule=rule.id,
        severity=severity,
        message=wording(hit.message or rule.message, ledger, hit.values),
        release=case.release.path,
        subject=hit.subject or rule.subject,
        basis=basis,
        path=sys.intern(case.release.shown(path)) if path else None,
        place=place,
        source=source,
        # Long runs keep every report, and most of their words again and again.
        help=sys.intern(str(wording(rule.fix, ledger, hit.values) if hit.help is None else hit.help)),
        evidence=tuple(hit.evidence),
        fixable=bool(hit.edits),
        excerpt=excerpt,
        key=hit.key,
        fix=Fix(path=hit.document.path, safe=hit.safe, edits=tuple(hit.edits)) if hit.edits and hit.document else None,
    )
    return (path or "", span.start if span else -1, rule.id), finding


def hits_of(case: Case, rule: Rule) -> Iterator[Hit]:
    """Yield what `rule` finds, before silencing: for explanations."""
    yield from _tests((rule.id,))[0][1](case) if rule.id not in AFTERWARDS else ()
