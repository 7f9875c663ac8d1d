"""What the flags of a command come to: the configuration that holds, and the bench."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from releaselint.api import Bench
    from releaselint.config import Config
    from releaselint.source import Release

#: Where an action runs, the name of its repository.
_REPOSITORY: Final = "GITHUB_REPOSITORY"


def config_of(paths: str | Sequence[str], flags: dict[str, Any]) -> Config:
    """Return the configuration that holds at `paths` (one, or several), with what the flags change."""
    from releaselint.config import load_config

    given: dict[str, Any] = {
        "select": _names(flags.get("select")),
        "ignore": _names(flags.get("ignore")),
        "extend-select": _names(flags.get("extend_select")),
        "exclude": flags.get("exclude"),
        "force-exclude": flags.get("force_exclude"),
        "severity": flags.get("severity"),
        "fail-on": flags.get("fail_on"),
        "baseline": flags.get("baseline"),
    }
    config = load_config(paths, file=flags["config_file"], isolated=flags["isolated"]).with_flags(given)
    return config.with_default("repository", os.environ.get(_REPOSITORY, ""), _REPOSITORY)


def bench_of(config: Config, flags: dict[str, Any]) -> Bench:
    """Return the bench for `config`; until the command ends, rules and subjects of its packs are known everywhere."""
    from releaselint.api import Bench
    from releaselint.packs import use

    bench = Bench(config, plugins=not flags["no_plugins"])
    use(bench.packs)
    return bench


def readers_of(paths: Sequence[str], stdin: bool, name: str | None, bench: Bench) -> list[Callable[[], Release]]:
    """Return a reader for each release at `paths`, or with `stdin` for the text that stands there, under `name`."""
    if not stdin:
        return bench.readers(paths)
    return [lambda: bench.text_release(sys.stdin.buffer.read(), name or "")]


def _names(values: Iterable[str] | None) -> tuple[str, ...]:
    return tuple(name.strip() for value in values or () for name in value.split(",") if name.strip())
