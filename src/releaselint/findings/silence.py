"""What silences findings: ignore comments and waivers, each for a reason, and each told when it is of no use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from releaselint.document.model import Document, Ignore
from releaselint.findings.case import Case, Hit, Plain
from releaselint.findings.edits import without_rules
from releaselint.findings.names import quoted
from releaselint.findings.rule import GROUPS
from releaselint.findings.waivers import LOUD, holds, waiver_hit, waivers_of
from releaselint.records import replace
from releaselint.shape import nearest


class Silence:
    """The ignores and waivers of one release, and which of them were of use."""

    __slots__ = ("helped", "ignores", "used", "waived")

    def __init__(self, ignores: list[tuple[Document, Ignore]]) -> None:
        self.ignores = ignores
        self.used: set[tuple[int, str]] = set()
        self.waived: dict[str, str] = {}
        """Rule to reason."""
        self.helped: set[str] = set()
        """Rules whose waiver was of use."""

    def covers(self, rule: str, group: str, document: Document | None, offset: int) -> bool:
        """Tell whether a finding of `rule` at `offset` of `document` is silenced, and note by which ignore."""
        if rule in LOUD:
            return False
        silenced = rule in self.waived
        if silenced:
            self.helped.add(rule)
        for number, (where, ignore) in enumerate(self.ignores):
            named = rule if rule in ignore.rules else group if group in ignore.rules else None
            if named is None or document is None or where is not document:
                continue
            if ignore.holds(offset):
                self.used.add((number, named))
                silenced = True
        return silenced


def silence_of(case: Case) -> Silence:
    """Return what silences findings of this release, as of the case's day."""
    silence = Silence([(document, ignore) for document in case.texts for ignore in document.ignores])
    for waiver in waivers_of(case):
        if holds(waiver, case):
            silence.waived[waiver.rule] = waiver.reason
    return silence


def unknown_ignores(case: Case, silence: Silence, rules: Mapping[str, str]) -> Iterator[Hit]:
    """Yield a hit for each ignore or waiver that names a rule which does not exist (`rules` maps rule to group)."""
    groups = set(rules.values()).union(GROUPS)
    for waiver in waivers_of(case):
        if waiver.rule in groups:
            near = "; it is a group, and a waiver is of one rule"
            yield waiver_hit(case, waiver, "rule", near=Plain(near))
        elif waiver.rule not in rules:
            yield waiver_hit(case, waiver, "rule", near=Plain(nearest(waiver.rule, rules)))
    names = groups.union(rules)
    for document, ignore in silence.ignores:
        for rule in ignore.rules:
            if rule not in names:
                near = nearest(rule, sorted(names))
                yield Hit(document=document, span=ignore.span, values={"rule": rule, "near": Plain(near)})


def unused_ignores(case: Case, silence: Silence, ran: Mapping[str, str]) -> Iterator[Hit]:
    """Yield a hit for each ignore, and waiver of the declaration, that silenced nothing of the rules that ran.

    `ran` maps rule to group. A central file's waivers are for many releases, and a text whose files nobody knows
    shows less than the release: of neither is anything said.
    """
    if case.release.tree.kind == "unknown":
        return
    for waiver in waivers_of(case):
        if (
            waiver.number is not None
            and waiver.rule in ran
            and waiver.rule not in silence.helped
            and holds(waiver, case)
        ):
            yield replace(waiver_hit(case, waiver), message="this waiver silences nothing: {rule}")
    groups = set(ran.values())
    for number, (document, ignore) in enumerate(silence.ignores):
        idle = [r for r in ignore.rules if (number, r) not in silence.used and (r in ran or r in groups)]
        if idle:
            yield Hit(
                document=document,
                span=ignore.span,
                values={"rules": _plain(idle)},
                edits=(without_rules(document, ignore, idle),),
            )


def _plain(rules: Sequence[str]) -> Plain:
    return Plain(", ".join(map(quoted, rules)))
