"""Runs the command line as a process of its own: `releaselint`, or `python -m releaselint`."""

from __future__ import annotations

import gc
import os
import sys
from typing import NoReturn


def main() -> NoReturn:
    """Run the command line with the arguments of the process, and end the process."""
    # What is imported and found holds hardly a cycle: to look for them again and again costs a tenth of a run.
    gc.set_threshold(100_000, 50, 100)
    # Closed streams (`>&-`) are none to Python: what is written there goes nowhere, and the exit code still tells.
    sys.stdout = sys.stdout or os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8")
    sys.stderr = sys.stderr or os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8")
    from releaselint.cli import main as run

    try:
        run()
    except SystemExit as end:
        code = end.code
        if sys.getprofile() or sys.gettrace():  # whoever looks on wants to see the end
            raise
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):  # nobody reads it any more
            continue
    # A thirtieth of a short run would go into freeing, one by one, what ends with the process anyway.
    os._exit(code if isinstance(code, int) else 1)


if __name__ == "__main__":
    main()
