"""The last stage: a report to text, one module a format, each with `render(report, options)`."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from typing import Final

from releaselint.errors import UsageError
from releaselint.findings.model import Report
from releaselint.report.options import Options

Render = Callable[[Report, Options], Iterator[str]]

_MODULES: Final = {
    "full": "full",
    "concise": "concise",
    "json": "as_json",
    "sarif": "sarif",
    "github": "github",
    "gitlab": "gitlab",
    "markdown": "markdown",
    "html": "html",
}
FORMATS: Final = tuple(_MODULES)
#: Where the rules' pages are, each under its id.
DOCS: Final = "https://releaselint.dev/rules/"


def renderer(name: str) -> Render:
    """Return the function that writes the format `name`; raises UsageError for one that does not exist."""
    if name not in _MODULES:
        raise UsageError(f"there is no format '{name}'; there are {', '.join(FORMATS)}")
    found: Render = importlib.import_module(f"releaselint.report.{_MODULES[name]}").render
    return found


__all__ = ["DOCS", "FORMATS", "Options", "Render", "renderer"]
