"""The commands by name, for click; a module is imported when its command is used."""

from __future__ import annotations

import importlib
from typing import Final

import click

from releaselint import __version__
from releaselint.errors import UsageError

#: Where each command lives.
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


def run(arguments: list[str]) -> int:
    """Run the command that `arguments` name and return its exit code; raises ReleaselintError, and what ends a run."""
    try:
        code: int | None = cli.main(arguments, prog_name="releaselint", standalone_mode=False)
    except click.exceptions.Exit as error:
        return error.exit_code
    except click.exceptions.Abort:
        raise KeyboardInterrupt from None
    except click.NoSuchOption as error:  # whose sentence differs between versions of click
        from releaselint.shape import nearest

        near = nearest(error.option_name, error.possibilities or ())
        raise UsageError(f"no such option '{error.option_name}'{near}") from None
    except click.ClickException as error:
        said = error.format_message()
        raise UsageError(said[:1].lower() + said[1:].rstrip(".")) from None
    return code or 0
