"""Writes ignore comments: where YAML and Markdown let one stand, and it covers the finding and changes nothing else."""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from releaselint import filenames
from releaselint.document import Document, parse
from releaselint.document.declaration import parse_declaration
from releaselint.document.mask import Stretches
from releaselint.errors import UsageError
from releaselint.findings.edits import applied
from releaselint.findings.model import Edit, Finding
from releaselint.findings.silence import Silence
from releaselint.regex import regex
from releaselint.source import SourceText

_REASON: Final = 200
_NAMES: Final = 300
"""Characters of names in one comment; what reads the comments takes 400."""
_UP: Final = 400
"""Lines that are looked at above a finding."""
_READ: Final = 10_000_000
"""Characters that are read to place the comments of one text; what is left then is silenced for the file at once."""
_TAG: Final = regex(r"<[A-Za-z/][^<>]*\Z")
_ROW_END: Final = regex(r"(?<!\\)\|[ \t]*\Z")


def checked_reason(reason: str) -> str:
    """Return `reason` as it can stand in a comment; raises UsageError where nothing is left of it."""
    for old, new in (("--", "-"), ("]", ")"), ("`", "'"), ("|", "/")):
        reason = reason.replace(old, new)
    reason = "".join(char for char in " ".join(reason.split()) if char.isprintable())
    reason = reason.strip(" ->")[:_REASON].rstrip(" -")
    if not reason:
        raise UsageError("'--add-ignore' needs a reason")
    return reason


def with_ignores(document: Document, findings: Iterable[Finding], reason: str, *, whole_file: bool = False) -> str:
    """Return the text of `document` with comments that silence `findings`; with `whole_file`, for the file at once."""
    starts = document.lines.starts
    lines: dict[int, list[tuple[int, str]]] = {}
    for finding in findings:
        if finding.place is not None:
            line = finding.place.line - 1
            what = starts[line] + finding.place.column - 1, finding.rule
            lines.setdefault(0 if whole_file else line, []).append(what)
    cells = Stretches(cell for table in document.tables for row in table.rows for cell in row)
    wanted = []
    for _, found in sorted(lines.items()):
        rules = sorted({rule for _, rule in found})
        edits = _edits(document, cells, min(found)[0], rules, reason, whole_file=whole_file)
        wanted.append(_Wanted(found, next(edits), edits))
    work = _Work(document)
    work.place(wanted)
    return applied(document.text, work.edits)


class _Wanted(NamedTuple):
    """What was found in one line, as offsets and rules, and where a comment for it may go."""

    found: list[tuple[int, str]]
    best: Edit
    others: Iterator[Edit]


class _Work:
    """A document and the comments that it takes."""

    def __init__(self, document: Document) -> None:
        self.document, self.shape = document, _shape(document)
        self.edits: list[Edit] = []
        self.found: list[tuple[int, str]] = []
        self.left = _READ

    def place(self, wanted: Sequence[_Wanted]) -> None:
        """Take a comment for each of `wanted`: all at once, else in halves, so that few places cost few readings."""
        if not wanted or self._takes([one.best for one in wanted], [what for one in wanted for what in one.found]):
            return
        if len(wanted) > 1:
            half = len(wanted) // 2
            self.place(wanted[:half])
            self.place(wanted[half:])
        else:
            any(self._takes([edit], wanted[0].found) for edit in wanted[0].others)

    def _takes(self, edits: list[Edit], found: list[tuple[int, str]]) -> bool:
        """Take `edits` as well, where they cover what was `found` and change nothing else; tell whether they do."""
        if self.left <= 0:
            return False
        edits, found = [*self.edits, *edits], [*self.found, *found]
        text = applied(self.document.text, edits)
        self.left -= len(text)
        new, moved = _parsed(self.document, text), _Moved(edits)
        silence = Silence([(new, ignore) for ignore in new.ignores])
        if not all(silence.covers(rule, "", new, moved.offset(offset)) for offset, rule in found):
            return False
        if not _same(self.document, new, moved) or _shape(new) != self.shape:
            return False
        self.edits, self.found = edits, found
        return True


class _Moved:
    """Tells where what stood in a text is after some insertions."""

    def __init__(self, edits: Iterable[Edit]) -> None:
        ordered = sorted(set(edits))
        self._starts = [edit.start for edit in ordered]
        self._sums = [0, *itertools.accumulate(len(edit.text) for edit in ordered)]

    def offset(self, old: int) -> int:
        return old + self._sums[bisect.bisect_right(self._starts, old)]


def _parsed(document: Document, text: str) -> Document:
    source = SourceText(path=document.path, text=text)
    return parse_declaration(source) if _is_yaml(document) else parse(source)


def _is_yaml(document: Document) -> bool:
    return filenames.base(document.path) in filenames.DECLARATION


def _same(old: Document, new: Document, moved: _Moved) -> bool:
    """Tell whether comments left everything that is read of a text's front matter as it was."""
    before, after = old.front, new.front
    if before is None or after is None:
        if before is not after:
            return False
    elif (before.values, before.unseen) != (after.values, after.unseen):
        return False
    elif before.fault is not None or after.fault is not None:
        if before.fault is None or after.fault is None or before.fault.message != after.fault.message:
            return False
        if moved.offset(before.fault.offset) != after.fault.offset:
            return False
    return True


def _shape(document: Document) -> tuple[object, ...]:
    return (
        document.mask.split(),
        [(section.heading.depth, section.heading.title) for section in document.sections],
        [len(table.rows) for table in document.tables],
        [task.ticked for task in document.tasks],
        [(block.language, document.slice(block.span)) for block in document.code],
        [unit.kind for unit in document.units],
        document.anchors,
    )


def _edits(
    document: Document, cells: Stretches, offset: int, rules: Sequence[str], reason: str, *, whole_file: bool
) -> Iterator[Edit]:
    """Yield where the comment may go, the best place first."""
    front = document.front
    if not whole_file and front is not None and front.inner.start <= offset < front.inner.end:
        yield from _above_keys(document, document.lines.index(front.inner.start), offset, rules, reason)
    elif not whole_file and (front is None or not front.span.start <= offset < front.span.end):
        yield from _in_markdown(document, cells, offset, rules, reason)
    ending = document.lines.first_ending
    if front is not None:
        at = front.inner.start
        yield Edit(at, at, "".join(f"{one}{ending}" for one in _yaml("ignore-file", rules, reason)))
    for at in () if _is_yaml(document) else (len(document.text), document.body):
        lead = ending if at and document.text[at - 1] not in "\r\n" else ""
        yield Edit(at, at, lead + "".join(f"{one}{ending}" for one in _html("ignore-file", rules, reason)))


def _above_keys(document: Document, first: int, offset: int, rules: Sequence[str], reason: str) -> Iterator[Edit]:
    """Yield places above the line of `offset`, and above the keys and items around it, from the line `first` on."""
    lines, ending = document.lines, document.lines.first_ending
    line = lines.index(offset)
    least: int | None = None
    for index in range(line, max(first, line - _UP) - 1, -1):
        content = lines.line(index)
        bare = content.lstrip(" ")
        depth = len(content) - len(bare)
        if not bare or bare[0] == "#" or (least is not None and depth >= least):
            continue
        at = lines.starts[index]
        yield Edit(at, at, "".join(f"{content[:depth]}{one}{ending}" for one in _yaml("ignore", rules, reason)))
        least = depth


def _in_markdown(
    document: Document, cells: Stretches, offset: int, rules: Sequence[str], reason: str
) -> Iterator[Edit]:
    lines, text = document.lines, document.text
    line = lines.index(offset)
    content = lines.line(line)
    comments = _html("ignore", rules, reason)
    if not content.strip():
        return
    code = bisect.bisect_right(document.code, offset, key=lambda block: block.span.start) - 1
    if code >= 0 and offset < document.code[code].span.end:
        yield _above(document, lines.index(document.code[code].span.start), comments)
        return
    section = document.section_at(offset)
    heading = section >= 0 and offset < document.sections[section].heading.span.end
    if heading or content.lstrip()[0] == "<":
        yield _above(document, line, comments)
    end = lines.starts[line] + len(content.rstrip())
    if cells.end_at(offset):
        bar = _ROW_END.search(content)
        if bar is not None:
            end = lines.starts[line] + len(content[: bar.start()].rstrip())
    if _TAG.search(text, max(document.body, end - 2000), end) is None:
        yield Edit(end, end, "".join(f" {one}" for one in comments))
    yield _above(document, line, comments)


def _above(document: Document, line: int, comments: Iterable[str]) -> Edit:
    """Return the edit that puts `comments` on lines of their own above `line`, as far to the right."""
    content = document.lines.line(line)
    indent = content[: len(content) - len(content.lstrip(" \t"))]
    at = document.lines.starts[line]
    return Edit(at, at, "".join(f"{indent}{one}{document.lines.first_ending}" for one in comments))


def _yaml(kind: str, rules: Sequence[str], reason: str) -> list[str]:
    return [f"# releaselint: {kind}[{names}] {reason}" for names in _names(rules)]


def _html(kind: str, rules: Sequence[str], reason: str) -> list[str]:
    return [f"<!-- releaselint: {kind}[{names}] {reason} -->" for names in _names(rules)]


def _names(rules: Sequence[str]) -> Iterator[str]:
    """Yield the names for one comment after the other."""
    names = ""
    for rule in rules:
        if names and len(names) + len(rule) > _NAMES:
            yield names
            names = ""
        names += f", {rule}" if names else rule
    yield names
