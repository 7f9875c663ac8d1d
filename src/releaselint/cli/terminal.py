"""Standard output and error: what is written, how wide, in which colors, and how far a long run is."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Final

_MAX_WIDTH: Final = 200


def out(text: str) -> None:
    """Write `text` to standard output, whatever its encoding."""
    try:
        sys.stdout.write(text)
    except UnicodeEncodeError:
        # A terminal that is not UTF-8, or a file name that is no text.
        encoding = sys.stdout.encoding or "ascii"
        sys.stdout.write(text.encode(encoding, "replace").decode(encoding))


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
    import shutil

    return min(shutil.get_terminal_size((120, 24)).columns, _MAX_WIDTH)


def progress() -> Callable[[int, int], None]:
    """Return what shows a line on stderr while a long run lasts, where stderr is a terminal."""
    if not sys.stderr.isatty():
        return lambda done, all_: None
    import time

    started = time.monotonic()
    state = {"next": started + 1.0}

    def show(done: int, all_: int) -> None:
        now = time.monotonic()
        if now >= state["next"] and all_ > 1:
            state["next"] = now + 0.2
            shown = f"checking {done + 1} of {all_} releases" if done + 1 < all_ else ""
            sys.stderr.write(f"\r\x1b[K{shown}")
            sys.stderr.flush()

    return show
