"""What `check --fix` and its kin do: change the files, or show how they would change."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from releaselint.cli.terminal import colored, out, say

if TYPE_CHECKING:
    from releaselint.api import Bench
    from releaselint.config import Config
    from releaselint.findings.model import ReleaseReport, Report
    from releaselint.source import Release

_COLORS: Final = {"+": "32", "-": "31", "@": "36"}


def mended(
    readers: Sequence[Callable[[], Release]],
    bench: Bench,
    config: Config,
    flags: dict[str, Any],
    new: Callable[[Report], Report],
    *,
    keep_ledgers: bool,
) -> Iterator[ReleaseReport]:
    """Mend each release as the flags say, and yield the report of it as it then stands on disk."""
    from releaselint.findings.model import Report
    from releaselint.fixing import mend
    from releaselint.report.escape import plain

    fixed = silenced = 0
    color = colored(flags["color"])
    for read in readers:
        result = mend(
            read(),
            bench,
            unsafe=flags["unsafe_fixes"],
            fixes=flags["add_ignore"] is None or flags["fix"] or flags["unsafe_fixes"],
            ignore_reason=flags["add_ignore"],
            severity="error" if flags["quiet"] else config.text("severity"),
            fail_on=config.text("fail-on"),
            write=not flags["show_fixes"],
            keep_ledger=keep_ledgers,
            new=lambda report: new(Report(releases=(report,))).releases[0],
        )
        for line in result.diff if flags["show_fixes"] else ():
            out(_painted(line) if color else _harmless(line))
        for told in result.told:
            say(plain(told))
        fixed += result.fixed
        silenced += result.silenced
        yield result.report
    _tell(fixed, silenced, flags)


def _tell(fixed: int, silenced: int, flags: dict[str, Any]) -> None:
    from releaselint.report.words import count

    words = ("would fix", "would silence") if flags["show_fixes"] else ("fixed", "silenced")
    done = [
        f"{word} {count(number, 'finding')}" for word, number in zip(words, (fixed, silenced), strict=True) if number
    ]
    if not flags["quiet"] and (done or flags["show_fixes"]):
        say(" and ".join(done) or "there is nothing to fix")


def _harmless(line: str) -> str:
    """Return a line of a diff for a terminal; its tabs and its ending stay, so that it can still be applied."""
    from releaselint.report.escape import terminal

    bare = line.rstrip("\r\n")
    shown = "\t".join(terminal(part) for part in bare.split("\t"))
    if shown.lstrip().startswith("::"):  # a command to a log's runner
        shown = shown.replace("::", ": :", 1)
    return shown + line[len(bare) :]


def _painted(line: str) -> str:
    from releaselint.report.columns import paint

    code = "1" if line.startswith(("---", "+++")) else _COLORS.get(line[:1], "")
    shown = _harmless(line)
    bare = shown.rstrip("\r\n")
    return paint(bare, code) + shown[len(bare) :]
