"""Turns each rule into a function from a case to hits, by the closed set of means that rule files have."""

from __future__ import annotations

import functools
import importlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from releaselint import packs, shape
from releaselint.document.mask import Stretches
from releaselint.errors import DataError
from releaselint.findings.case import Case, Hit, Plain
from releaselint.findings.front_matter import read_by_hub
from releaselint.findings.missing import missing
from releaselint.findings.names import conditions, quoted
from releaselint.findings.rule import Rule
from releaselint.reading.phrase import Phrases
from releaselint.regex import regex
from releaselint.subjects import all_subjects
from releaselint.text import Span

Test = Callable[[Case], Iterable[Hit]]

_MAX_HITS: Final = 50
_SHOWN: Final = 3
"""How many different texts one finding on all of them shows."""
_OWN: Final = "releaselint."


def test_of(rule: Rule) -> Test:
    """Return the function that finds the faults of `rule`; raises DataError where its file is broken."""
    try:
        test = _MEANS[rule.means](rule)
        return _guarded(test, rule.when) if rule.when else test
    except DataError as error:
        raise DataError(f"{rule.file}: {error}") from None


def _guarded(test: Test, when: Mapping[str, Any]) -> Test:
    tests = conditions(when)
    return lambda case: test(case) if all(holds(case.ledger) for holds in tests) else ()


def _subject(rule: Rule) -> Test:
    subject = all_subjects()[rule.test]
    return lambda case: missing(case, subject)


def _facts(rule: Rule) -> Test:
    tests, forbidden = conditions(rule.test), rule.means == "forbid"
    return lambda case: [_at(case, rule)] if any(holds(case.ledger) is forbidden for holds in tests) else ()


def _at(case: Case, rule: Rule) -> Hit:
    """Return a hit at the claim that `at` names, with the evidence that `evidence` names."""
    ledger = case.ledger
    claim = None
    if rule.at == "license":
        sides = (ledger.licensing.promise, ledger.licensing.evidence)
        claim = next((claim for side in sides for claim in side.claims), None)
    elif rule.at == "gate":
        claim = ledger.gate_claim
    elif rule.at:
        claim = ledger.rows[rule.at].claim
    row = ledger.rows.get(rule.evidence)
    document, span = case.at(claim)
    return Hit(
        document=document,
        span=span,
        subject=rule.subject,
        evidence=case.evidence((row.evidence.first(certain=True) or row.claim) if row else None),
        basis=case.basis if "access" in rule.when else None,
    )


def _schema(rule: Rule) -> Test:
    name, kind = rule.test["name"], rule.test.get("kind")
    only, without = rule.test.get("only"), rule.test.get("except", ())

    def test(case: Case) -> Iterator[Hit]:
        for document, front in read_by_hub(case):
            value = front.values if name == "card" else front.values.get("release")
            for fault in shape.faults(name, value) if value is not None else ():
                pointer = "".join(f"/{part}" for part in fault.pointer)
                if (kind and fault.kind != kind) or (only is not None and pointer not in only):
                    continue
                if any(pointer == one or pointer.startswith(one + "/") for one in without):
                    continue
                spot = front.spot(fault.pointer if name == "card" else ("release", *fault.pointer))
                span = front.span if spot is None else spot.key if fault.on_key and spot.key else spot.value
                if spot is not None and span.end <= span.start and spot.key:
                    span = spot.key
                yield Hit(document=document, span=span, values={"fault": Plain(fault.message)})

    return test


def _text(rule: Rule) -> Test:
    options = rule.test
    finds = [(_begin(source), regex(_literal(source), re.IGNORECASE)) for source in options["find"]]
    alone = [
        (_begin(source), regex(_literal(source) + r"(?=\.?[ \t\r]*$)", re.IGNORECASE | re.MULTILINE))
        for source in options.get("alone", ())
    ]
    place, once = options.get("in", "prose"), options.get("once", False)
    names = {rule.id, rule.group}
    under = Phrases(options["under"]) if options.get("under") else None

    def found(text: str, lower: str, start: int, end: int) -> list[re.Match[str]]:
        hits = [match for begin, way in finds if begin in lower for match in way.finditer(text, start, end)]
        ends = (match for begin, way in alone if begin in lower for match in way.finditer(text, start, end))
        hits += [match for match in ends if _stands_alone(text, match.start())]
        return sorted(hits, key=lambda match: match.span())

    def test(case: Case) -> Iterator[Hit]:
        for document in case.cards:
            hits: list[re.Match[str]] = []
            text = document.text
            lower = text.lower()
            if place == "prose":
                # Placeholders stand in brackets that are links to Markdown: the raw text, outside of code.
                code = [block.span for block in document.code]
                every = found(text, lower, document.body, len(text))
                hits = [match for match in every if not any(span.start <= match.start() < span.end for span in code)]
            elif place == "code":
                for block in document.code:
                    hits += found(text, lower, block.span.start, block.span.end)
            elif document.front is not None:
                hits = found(text, lower, document.front.inner.start, document.front.inner.end)
            if under is not None:
                hits = [hit for hit in hits if _titled(document, hit.start(), under)]
            if once and document.ignores:  # a comment silences its own place, and not those that are told with it
                spared = Stretches([one.covers for one in document.ignores if one.covers and names & {*one.rules}])
                ignored = [hit for hit in hits if spared.end_at(hit.start())]
                hits = [hit for hit in hits if not spared.end_at(hit.start())]
                for hit in ignored[:_MAX_HITS]:
                    yield Hit(document=document, span=Span(*hit.span()), values={"found": hit.group(), "lines": ""})
            if not hits:
                continue
            lines = list(dict.fromkeys(document.lines.index(hit.start()) + 1 for hit in hits))
            listed = ", ".join(map(str, lines[:8])) + (f" and {len(lines) - 8} more" if len(lines) > 8 else "")
            texts = list(dict.fromkeys(quoted(hit.group()) for hit in hits))
            shown = ", ".join(texts[:_SHOWN]) + (f" and {len(texts) - _SHOWN} more" if len(texts) > _SHOWN else "")
            for hit in hits[: 1 if once else _MAX_HITS]:
                yield Hit(
                    document=document,
                    span=Span(hit.start(), hit.end()),
                    values={
                        "found": Plain(shown if once else quoted(hit.group())),
                        "lines": Plain(f"{'line' if len(lines) == 1 else 'lines'} {listed}"),
                    },
                )

    return test


def _stands_alone(text: str, start: int) -> bool:
    """Tell whether nothing but a list's mark, or a name and a colon, stands before `start` in its line.

    A line that goes on from the one before is a part of its sentence, and a heading names what stands below it.
    """
    begin = text.rfind("\n", 0, start) + 1
    if text[begin] == "#":
        return False
    before = text[begin:start].strip("*_- \t")
    above = text[text.rfind("\n", 0, max(0, begin - 1)) + 1 : max(0, begin - 1)].strip()
    return before.endswith(":") if before else not above or above[0] in "#-*|" or text[begin] in "-*"


def _begin(source: str) -> str:
    """Return what a text must hold in lower case, whatever `*` stands for: most texts hold none, and this is fast."""
    return source.partition("*")[0].lower()


def _titled(document: Any, offset: int, under: Phrases) -> bool:
    number = document.section_at(offset)
    return number >= 0 and under.said_in(document.sections[number].heading.name)


def _literal(source: str) -> str:
    return r"[^\n\r]{0,80}?".join(re.escape(part) for part in source.split("*"))


def _python(rule: Rule) -> Test:
    pack = packs.pack_of(rule.file)
    if not (pack.code if pack is not None else rule.test.startswith(_OWN)):
        raise DataError(f"'{rule.test}' is code, and a project's own rules are data only")
    load = functools.cache(lambda: _function(rule.test))
    return lambda case: load()(case)


def _function(name: str) -> Test:
    module, _, attribute = name.partition(":")
    found: Test = getattr(importlib.import_module(module), attribute)
    return found


def ensure_function(rule: Rule) -> None:
    """Raise DataError where the function that `rule` names cannot be had."""
    try:
        found = _function(rule.test)
    except (Exception, SystemExit) as error:
        told = " ".join(str(error).split())[:300]
        raise DataError(f"{rule.file}: '{rule.test}' cannot be loaded: {type(error).__name__}: {told}") from None
    if not callable(found):
        raise DataError(f"{rule.file}: '{rule.test}' is no function")


_MEANS: Final[dict[str, Callable[[Rule], Test]]] = {
    "subject": _subject,
    "require": _facts,
    "forbid": _facts,
    "schema": _schema,
    "text": _text,
    "python": _python,
}
