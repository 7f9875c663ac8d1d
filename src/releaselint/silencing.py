"""Writes ignore comments: where YAML and Markdown let one stand, and it covers the finding and changes nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from releaselint import filenames
from releaselint.document import Document, parse
from releaselint.document.declaration import parse_declaration
from releaselint.errors import UsageError
from releaselint.findings.model import Edit, Finding
from releaselint.regex import regex
from releaselint.source import SourceText

_REASON: Final = 200
_NAMES: Final = 300
"""Characters of names in one comment; what reads the comments takes 400."""
_UP: Final = 400
"""Lines that are looked at above a finding."""
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
            lines.setdefault(line, []).append((starts[line] + finding.place.column - 1, finding.rule))
    left = [sorted(found) for _, found in sorted(lines.items())]
    while left:  # from the end, as what is inserted moves what stands behind it
        found = left.pop()
        placed = _placed(document, found, reason, whole_file=whole_file)
        if placed is not None:
            document, edit = placed
            left = [[(_moved(offset, edit), rule) for offset, rule in one] for one in left]
    return document.text


def _placed(
    document: Document, found: Sequence[tuple[int, str]], reason: str, *, whole_file: bool
) -> tuple[Document, Edit] | None:
    """Return `document` with the first comment that covers what was `found` and changes nothing else, and its edit."""
    rules = sorted({rule for _, rule in found})
    for edit in _edits(document, found[0][0], rules, reason, whole_file=whole_file):
        text = document.text[: edit.start] + edit.text + document.text[edit.end :]
        new = _parsed(document, text)
        if all(_covered(new, _moved(offset, edit), rule) for offset, rule in found) and _same(document, new, edit):
            return new, edit
    return None


def _moved(offset: int, edit: Edit) -> int:
    return offset + len(edit.text) if edit.start <= offset else offset


def _parsed(document: Document, text: str) -> Document:
    source = SourceText(path=document.path, text=text)
    return parse_declaration(source) if _is_yaml(document) else parse(source)


def _is_yaml(document: Document) -> bool:
    return filenames.base(document.path) in filenames.DECLARATION


def _covered(document: Document, offset: int, rule: str) -> bool:
    return any(rule in ignore.rules and ignore.holds(offset) for ignore in document.ignores)


def _same(old: Document, new: Document, edit: Edit) -> bool:
    """Tell whether a comment left everything that is read of a text as it was."""
    before, after = old.front, new.front
    if before is None or after is None:
        if before is not after:
            return False
    elif (before.values, before.unseen) != (after.values, after.unseen):
        return False
    elif before.fault is not None or after.fault is not None:
        if before.fault is None or after.fault is None or before.fault.message != after.fault.message:
            return False
        if _moved(before.fault.offset, edit) != after.fault.offset:
            return False
    return _shape(old) == _shape(new)


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


def _edits(document: Document, offset: int, rules: Sequence[str], reason: str, *, whole_file: bool) -> Iterator[Edit]:
    """Yield where the comment may go, the best place first."""
    front = document.front
    if not whole_file and front is not None and front.inner.start <= offset < front.inner.end:
        yield from _above_keys(document, document.lines.index(front.inner.start), offset, rules, reason)
    elif not whole_file and (front is None or not front.span.start <= offset < front.span.end):
        yield from _in_markdown(document, offset, rules, reason)
    ending = document.lines.ending
    if front is not None:
        at = front.inner.start
        yield Edit(at, at, "".join(f"{one}{ending}" for one in _yaml("ignore-file", rules, reason)))
    for at in () if _is_yaml(document) else (len(document.text), document.body):
        lead = ending if at and document.text[at - 1] not in "\r\n" else ""
        yield Edit(at, at, lead + "".join(f"{one}{ending}" for one in _html("ignore-file", rules, reason)))


def _above_keys(document: Document, first: int, offset: int, rules: Sequence[str], reason: str) -> Iterator[Edit]:
    """Yield places above the line of `offset`, and above the keys and items around it, from the line `first` on."""
    lines, ending = document.lines, document.lines.ending
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


def _in_markdown(document: Document, offset: int, rules: Sequence[str], reason: str) -> Iterator[Edit]:
    lines, text = document.lines, document.text
    line = lines.index(offset)
    content = lines.line(line)
    comments = _html("ignore", rules, reason)
    if not content.strip():
        return
    code = next((block for block in document.code if block.span.start <= offset < block.span.end), None)
    if code is not None:
        yield _above(document, lines.index(code.span.start), comments)
        return
    heading = any(section.heading.span.start <= offset < section.heading.span.end for section in document.sections)
    if heading or content.lstrip()[0] == "<":
        yield _above(document, line, comments)
    end = lines.starts[line] + len(content.rstrip())
    if any(start <= offset < stop for table in document.tables for row in table.rows for start, stop in row):
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
    return Edit(at, at, "".join(f"{indent}{one}{document.lines.ending}" for one in comments))


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
