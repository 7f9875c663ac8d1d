"""The errors that end a run, each with its exit code; a bad card is never one of them."""

from __future__ import annotations


class ReleaselintError(Exception):
    """The root: `str()` is one plain sentence for stderr, `exit_code` what the process returns."""

    exit_code = 2


class UsageError(ReleaselintError):
    """The command line, or a call of the API, asks for something that does not exist."""


class NothingFoundError(ReleaselintError):
    """No card was found at the paths that were given."""


class DataError(ReleaselintError):
    """A rule, subject or schema file is broken; the message names the file and the place."""


class ConfigError(ReleaselintError):
    """A configuration file is broken; the message names the file and, where it can, the line."""
