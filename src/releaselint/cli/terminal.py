"""Standard output and error: what is written, how wide, in which colors, and how far a long run is."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterator
from typing import Final

from releaselint.errors import UsageError

_MAX_WIDTH: Final = 200
_PAGE: Final = 120


class ReaderGone(Exception):  # noqa: N818 - nothing is wrong
    """Nobody reads standard output any more (`| head`)."""


def out(text: str) -> None:
    """Write `text` to standard output, whatever its encoding; raises ReaderGone, and UsageError where it is full."""
    with _writing():
        try:
            sys.stdout.write(text)
        except UnicodeEncodeError:
            # A terminal that is not UTF-8, or a file name that is no text.
            encoding = sys.stdout.encoding or "ascii"
            sys.stdout.write(text.encode(encoding, "replace").decode(encoding))


def flush() -> None:
    """Write what is still buffered for standard output; raises as `out` does."""
    with _writing():
        sys.stdout.flush()


@contextlib.contextmanager
def _writing() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:  # which click would take for its own, and exit with 1
        raise ReaderGone from None
    except OSError as error:  # a full disk: 1 would say that there are findings
        raise UsageError(f"the output cannot be written: {error.strerror}") from None


def say(text: str) -> None:
    """Write a line about the run itself to standard error."""
    sys.stderr.write(f"releaselint: {text}\n")


def colored(when: str) -> bool:
    """Tell whether to use colors, for the flag `auto`, `always` or `never`."""
    if when == "auto":
        return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return when == "always"


def linked(when: str) -> bool:
    """Tell whether the terminal is known to show hyperlinks (OSC 8)."""
    if not colored(when) or not sys.stdout.isatty() or os.environ.get("CI"):
        return False
    known = ("WT_SESSION", "KITTY_WINDOW_ID", "VTE_VERSION", "WEZTERM_PANE", "KONSOLE_VERSION")
    return os.environ.get("TERM_PROGRAM") in ("iTerm.app", "vscode", "ghostty", "WezTerm") or any(
        name in os.environ for name in known
    )


def width() -> int:
    """Return the columns of the terminal, or of a page where there is none."""
    # As shutil has it, which loads three libraries for compression.
    columns = os.environ.get("COLUMNS", "")
    if columns.isdecimal() and int(columns) > 0:
        return min(int(columns), _MAX_WIDTH)
    try:
        return min(os.get_terminal_size(sys.stdout.fileno()).columns or _PAGE, _MAX_WIDTH)
    except (ValueError, OSError):  # a closed output, or no terminal
        return _PAGE


def progress() -> Callable[[int, int], None]:
    """Return what shows a line on stderr while a long run lasts, where stderr is a terminal."""
    if not sys.stderr.isatty():
        return lambda done, all_: None
    import time

    following = time.monotonic() + 1.0
    written = False

    def show(done: int, all_: int) -> None:
        nonlocal following, written
        last = done + 1 >= all_
        now = time.monotonic()
        if (now >= following and not last) or (last and written):
            sys.stderr.write("\r\x1b[K" if last else f"\r\x1b[Kchecking {done + 1} of {all_} releases")
            sys.stderr.flush()
            following, written = now + 0.2, not last

    return show
