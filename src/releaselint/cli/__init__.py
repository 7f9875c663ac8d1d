"""The command line: flags and environment to calls of the API, and their results to output and exit codes."""

from __future__ import annotations

import os
import sys
from contextvars import copy_context
from typing import NoReturn

from releaselint.cli import checking
from releaselint.cli.terminal import ReaderGone, flush, say
from releaselint.errors import ReleaselintError


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run the command line and exit: 0, 1 or 2 as `check` tells."""
    try:
        # What a command makes known, such as a project's own rules, is known while it runs.
        code = copy_context().run(_run, sys.argv[1:] if arguments is None else arguments)
        flush()
    except ReleaselintError as error:
        from releaselint.report.escape import plain

        say(plain(str(error)))
        code = error.exit_code
    except KeyboardInterrupt:
        code = 130
    except (BrokenPipeError, ReaderGone):
        # What is still buffered must not raise at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        code = 141
    sys.exit(code)


def _run(arguments: list[str]) -> int:
    given = checking.plain(arguments)
    if given is not None:
        try:
            return checking.check(*given)
        except KeyboardInterrupt:
            sys.stderr.write("\n")  # so that the shell's prompt begins a line, as click does
            raise
    from releaselint.cli.commands import run

    return run(arguments)
