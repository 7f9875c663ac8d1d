"""What silences findings: ignore comments and waivers, each for a reason, and each told when it is of no use."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from releaselint.document.model import Document, Ignore
from releaselint.findings.case import Case, Hit, Plain
from releaselint.findings.model import Edit
from releaselint.findings.names import quoted
from releaselint.findings.waivers import holds, waivers_of

#: Rules about the linter's own work, which nothing silences.
LOUD: Final = frozenset(
    {
        "internal-error",
        "file-unreadable",
        "file-too-large",
        "waiver-expired",
        "waiver-without-reason",
        "waiver-not-allowed",
        "unknown-ignore",
    }
)


@dataclass(slots=True)
class Silence:
    """The ignores and waivers of one release, and which of them were of use."""

    ignores: list[tuple[Document, Ignore]] = field(default_factory=list)
    used: set[tuple[int, str]] = field(default_factory=set)
    waived: dict[str, str] = field(default_factory=dict)
    """Rule to reason."""

    def covers(self, rule: str, group: str, document: Document | None, offset: int) -> bool:
        """Tell whether a finding of `rule` at `offset` of `document` is silenced, and note by which ignore."""
        if rule in LOUD:
            return False
        silenced = rule in self.waived
        for number, (where, ignore) in enumerate(self.ignores):
            named = rule if rule in ignore.rules else group if group in ignore.rules else None
            if named is None or document is None or where is not document:
                continue
            if ignore.covers is None or ignore.covers.start <= offset < max(ignore.covers.end, ignore.covers.start + 1):
                self.used.add((number, named))
                silenced = True
        return silenced


def silence_of(case: Case) -> Silence:
    """Return what silences findings of this release, as of the case's day."""
    silence = Silence([(document, ignore) for document in case.documents for ignore in document.ignores])
    for waiver in waivers_of(case):
        if holds(waiver, case):
            silence.waived[waiver.rule] = waiver.reason
    return silence


def unknown_ignores(case: Case, silence: Silence, known: Iterable[str]) -> Iterator[Hit]:
    """Yield a hit for each ignore or waiver that names a rule which does not exist."""
    names = set(known)
    declaration = case.declaration
    for waiver in waivers_of(case):
        if waiver.rule not in names and waiver.number is not None and declaration is not None:
            span = declaration.span("waivers", waiver.number, "rule")
            yield Hit(
                document=declaration.document,
                span=span,
                values={"rule": waiver.rule, "near": _near(waiver.rule, names)},
            )
    for document, ignore in silence.ignores:
        for rule in ignore.rules:
            if rule not in names:
                yield Hit(document=document, span=ignore.span, values={"rule": rule, "near": _near(rule, names)})


def unused_ignores(silence: Silence, ran: Mapping[str, str]) -> Iterator[Hit]:
    """Yield a hit for each ignore that silenced nothing, of the rules that ran (`ran` maps rule to group)."""
    groups = set(ran.values())
    for number, (document, ignore) in enumerate(silence.ignores):
        idle = [r for r in ignore.rules if (number, r) not in silence.used and (r in ran or r in groups)]
        if idle:
            yield Hit(
                document=document,
                span=ignore.span,
                values={"rules": _plain(idle)},
                edits=(_without(document, ignore, idle),),
            )


def _without(document: Document, ignore: Ignore, idle: Sequence[str]) -> Edit:
    """Return the edit that takes `idle` rules out of an ignore; the whole comment, and its line, where none is left."""
    text, (start, end) = document.text, ignore.span
    left = [rule for rule in ignore.rules if rule not in idle]
    if left:
        opening, closing = text.index("[", start), text.index("]", start)
        return Edit(opening + 1, closing, ", ".join(left))
    line = document.lines.span(document.lines.index(start), document.lines.index(end - 1) + 1)
    if not (text[line.start : start] + text[end : line.end]).strip():
        return Edit(line.start, line.end, "")
    return Edit(line.start + len(text[line.start : start].rstrip()), end, "")


def _near(rule: str, names: set[str]) -> Plain:
    import difflib

    near = difflib.get_close_matches(rule[:80], sorted(names), 1, 0.6)
    return Plain(f"; did you mean {quoted(near[0])}?" if near else "")


def _plain(rules: Sequence[str]) -> Plain:
    return Plain(", ".join(map(quoted, rules)))
