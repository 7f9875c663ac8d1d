"""Asks git, in the one way that is safe in a repository that nobody vouches for; None where it does not answer."""

from __future__ import annotations

import os
from typing import Final

_SECONDS: Final = 20


def git(folder: str, *arguments: str) -> bytes | None:
    """Return what git prints when it is run in `folder`; None where it fails, or takes longer than 20 seconds."""
    import subprocess  # which most runs do without

    # The repository is not trusted: no hooks, no file-system monitor, no filters, no fetch of what is not there.
    command = ["git", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-C", folder, *arguments]
    try:
        done = subprocess.run(
            command, capture_output=True, timeout=_SECONDS, check=False, stdin=subprocess.DEVNULL, env=_environment()
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout if done.returncode == 0 else None


def _environment() -> dict[str, str]:
    """Return the environment for git: without what a hook that runs us says of its own repository, and no network."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return kept | {"GIT_NO_LAZY_FETCH": "1", "GIT_ALLOW_PROTOCOL": "none", "GIT_TERMINAL_PROMPT": "0"}


def checkout_of(path: str) -> str | None:
    """Return the nearest folder from `path` upward that holds `.git`; None for none."""
    folder = os.path.abspath(path)
    while not os.path.lexists(os.path.join(folder, ".git")):
        folder, below = os.path.dirname(folder), folder
        if folder == below:
            return None
    return folder


def checkout_name(path: str) -> str:
    """Return the name of the folder that holds the checkout of `path`; empty where there is none."""
    return os.path.basename(checkout_of(path) or "")
