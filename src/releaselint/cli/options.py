"""The options that commands share, for click."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import click

SEVERITIES: Final = click.Choice(["error", "warning", "note"])
FAIL_ON: Final = click.Choice(["error", "warning", "note", "never"])
COLORS: Final = click.Choice(["auto", "always", "never"])
LEVELS: Final = click.Choice(["fully-closed", "staged", "hosted", "api", "downloadable", "fully-open"])
SCHEMAS: Final = click.Choice(["card", "config", "release", "report", "rule", "subject", "waivers"])
FORMATS: Final = click.Choice(["full", "concise", "json", "sarif", "github", "gitlab", "markdown", "html"])

Command = Callable[..., Any]


def with_config(command: Command) -> Command:
    """Add the options about configuration files to `command`."""
    for option in (
        click.option("--no-plugins", is_flag=True, help="Load no rules of other installed packages."),
        click.option("--isolated", is_flag=True, help="Use no configuration file."),
        click.option("--config", "config_file", metavar="FILE", help="Use this configuration file and no other."),
    ):
        command = option(command)
    return command


def with_selection(command: Command) -> Command:
    """Add the options about what is looked at to `command`."""
    for option in (
        click.option(
            "--force-exclude", is_flag=True, default=None, help="Exclude also files that are named, as hooks do."
        ),
        click.option("--exclude", metavar="GLOB", multiple=True, help="Leave out files and folders that match."),
        click.option("--extend-select", metavar="NAMES", multiple=True, help="Run these rules or groups as well."),
        click.option("--ignore", metavar="NAMES", multiple=True, help="Do not run these rules or groups."),
        click.option(
            "--select", metavar="NAMES", multiple=True, help="Run only these rules or groups (comma-separated)."
        ),
    ):
        command = option(command)
    return command
