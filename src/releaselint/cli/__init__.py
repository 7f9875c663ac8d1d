"""The command line: flags and environment to calls of the API, and their results to output and exit codes."""

from __future__ import annotations

import importlib
import os
import sys
from typing import Final, NoReturn

import click

from releaselint import __version__
from releaselint.cli.terminal import ReaderGone
from releaselint.errors import ReleaselintError

#: Where each command lives; a module is imported when its command is used.
_HOMES: Final = {
    "check": "check",
    "facts": "show",
    "rule": "show",
    "schema": "show",
    "config": "show",
    "checklist": "propose",
    "init": "propose",
    "baseline": "check",
}


class _Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_HOMES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        home = _HOMES.get(cmd_name)
        if home is None:
            return None
        command: click.Command = getattr(importlib.import_module(f"releaselint.cli.{home}"), cmd_name)
        return command


@click.group(
    cls=_Commands,
    invoke_without_command=True,
    subcommand_metavar="COMMAND [ARGS]...",
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, prog_name="releaselint", message="%(prog)s %(version)s")
@click.pass_context
def cli(context: click.Context) -> None:
    """Say what contradicts the declared access level of an AI release, and what that level still lacks."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help(), err=True)
        context.exit(2)


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run the command line and exit: 0, 1 or 2 as `check` tells."""
    try:
        code = cli.main(arguments, prog_name="releaselint", standalone_mode=False)
        sys.stdout.flush()
    except ReleaselintError as error:
        code = _complain(str(error), error.exit_code)
    except click.exceptions.Exit as error:
        code = error.exit_code
    except click.ClickException as error:
        said = error.format_message()
        code = _complain(said[:1].lower() + said[1:].rstrip("."), 2)
    except (click.exceptions.Abort, KeyboardInterrupt):
        code = 130
    except (BrokenPipeError, ReaderGone):
        # What is still buffered must not raise at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        code = 141
    sys.exit(code or 0)


def _complain(message: str, code: int) -> int:
    from releaselint.report.escape import plain

    click.echo(f"releaselint: {plain(message)}", err=True)
    return code
