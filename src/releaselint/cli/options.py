"""The options that commands share, and what they come to."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Final

import click

if TYPE_CHECKING:
    from releaselint.api import Bench
    from releaselint.config import Config

SEVERITIES: Final = click.Choice(["error", "warning", "note"])
FAIL_ON: Final = click.Choice(["error", "warning", "note", "never"])
COLORS: Final = click.Choice(["auto", "always", "never"])
LEVELS: Final = click.Choice(["fully-closed", "staged", "hosted", "api", "downloadable", "fully-open"])
SCHEMAS: Final = click.Choice(["card", "config", "release", "report", "rule", "subject"])
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


def config_of(start: str, flags: dict[str, Any]) -> Config:
    """Return the configuration that holds at the path `start`, with what the flags change."""
    from releaselint.config import load_config

    given: dict[str, Any] = {
        "select": _names(flags.get("select")),
        "ignore": _names(flags.get("ignore")),
        "extend-select": _names(flags.get("extend_select")),
        "exclude": flags.get("exclude"),
        "force-exclude": flags.get("force_exclude"),
        "severity": "error" if flags.get("quiet") else flags.get("severity"),
        "fail-on": flags.get("fail_on"),
        "baseline": flags.get("baseline"),
        "repository": os.environ.get("GITHUB_REPOSITORY"),
    }
    return load_config(start, file=flags["config_file"], isolated=flags["isolated"]).with_flags(given)


def bench_of(config: Config, flags: dict[str, Any]) -> Bench:
    """Return the bench for `config`; until the command ends, rules and subjects of its packs are known everywhere."""
    from releaselint.api import Bench
    from releaselint.packs import using

    bench = Bench(config, plugins=not flags["no_plugins"])
    click.get_current_context().with_resource(using(bench.packs))
    return bench


def _names(values: Iterable[str] | None) -> tuple[str, ...]:
    return tuple(name.strip() for value in values or () for name in value.split(",") if name.strip())
