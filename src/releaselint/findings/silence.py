"""What silences findings: ignore comments and waivers, each for a reason, and each told when it is of no use."""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Final

from releaselint.document.mask import Stretches
from releaselint.document.model import Document, Ignore
from releaselint.findings.case import Case, Hit, Plain
from releaselint.findings.edits import without_rules
from releaselint.findings.names import quoted
from releaselint.findings.rule import GROUPS
from releaselint.findings.waivers import LOUD, holds, waiver_hit, waivers_of
from releaselint.records import replace
from releaselint.shape import nearest
from releaselint.text import Span

_GUESSED: Final = 200
"""Unknown names for which the nearest one is looked for."""


class Silence:
    """The ignores and waivers of one release, and which of them were of use."""

    __slots__ = ("_found", "_kept", "_silent", "helped", "ignores", "waived")

    def __init__(self, ignores: list[tuple[Document, Ignore]], kept: frozenset[str] = frozenset()) -> None:
        self.ignores = ignores
        self._kept = kept
        """Rules that no ignore silences."""
        spans: dict[tuple[str, str], list[Span]] = {}
        for document, ignore in ignores:
            for name in ignore.rules:
                spans.setdefault((document.path, name), []).append(ignore.extent)
        self._silent = {key: Stretches(held) for key, held in spans.items()}
        """Where each rule or group is silent, by the text's path and its name."""
        self._found: dict[tuple[str, str], list[int]] = {}
        """Where it was silenced, in order."""
        self.waived: dict[str, str] = {}
        """Rule to reason."""
        self.helped: set[str] = set()
        """Rules whose waiver was of use."""

    def covers(self, rule: str, group: str, document: Document | None, offset: int) -> bool:
        """Tell whether a finding of `rule` at `offset` of `document` is silenced, and note by what."""
        if rule in LOUD:
            return False
        silenced = rule in self.waived
        if silenced:
            self.helped.add(rule)
        names = (rule, group) if rule not in self._kept else ()
        for key in ((document.path, name) for name in names) if document is not None else ():
            if key in self._silent and self._silent[key].end_at(offset):
                bisect.insort(self._found.setdefault(key, []), offset)
                silenced = True
        return silenced

    def is_used(self, document: Document, ignore: Ignore, name: str) -> bool:
        """Tell whether an ignore of `document` silenced something of the rule or group `name`."""
        found, (start, end) = self._found.get((document.path, name), ()), ignore.extent
        at = bisect.bisect_left(found, start)
        return at < len(found) and found[at] < end


def silence_of(case: Case) -> Silence:
    """Return what silences findings of this release, as of the case's day."""
    ignores = [(document, ignore) for document in case.texts for ignore in document.ignores]
    silence = Silence(ignores, case.unwaivable)
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
    names = sorted(groups.union(rules))
    unknown = [(document, ignore, rule) for document, ignore in silence.ignores for rule in ignore.rules]
    unknown = [one for one in unknown if one[2] not in rules and one[2] not in groups]
    meant = {rule: nearest(rule, names) for rule in islice(dict.fromkeys(rule for _, _, rule in unknown), _GUESSED)}
    for document, ignore, rule in unknown:
        values = {"rule": rule, "near": Plain(meant.get(rule, ""))}
        yield Hit(document=document, span=ignore.span, values=values)


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
    for document, ignore in silence.ignores:
        named = [rule for rule in ignore.rules if rule not in case.unwaivable]  # of which waiver-not-allowed tells
        idle = [r for r in named if (r in ran or r in groups) and not silence.is_used(document, ignore, r)]
        if idle:
            yield Hit(
                document=document,
                span=ignore.span,
                values={"rules": _plain(idle)},
                edits=(without_rules(document, ignore, idle),),
            )


def _plain(rules: Sequence[str]) -> Plain:
    return Plain(", ".join(map(quoted, rules)))
