"""Where `--output` writes reports: beside what is checked, and not over it."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from releaselint.errors import UsageError

if TYPE_CHECKING:
    from releaselint.config import Config
    from releaselint.findings.model import Report
    from releaselint.report import Options


_ENDINGS: Final = ("", ".json", ".sarif", ".html", ".htm", ".md", ".txt", ".log")


def outputs_of(texts: Iterable[str], checked: Iterable[str], config: Config) -> list[tuple[str, str]]:
    """Return the format and path of each `--output`; raises UsageError, also where one would replace what is read.

    That is what is `checked`, what configures it, and any file that is called like a card, license or declaration, or
    that is there and does not end as a report does, or where one in Markdown is asked for, does not begin so.
    """
    from releaselint.report.markdown import BEGINNING
    from releaselint.source.paths import shown
    from releaselint.source.settings import read_text_file

    settings = (os.path.join(file.folder, os.path.basename(file.name)) for file in config.files)
    read = set(map(os.path.realpath, (*checked, *settings, config.text("baseline"), config.text("waivers"))))
    outputs, written = [_output(text) for text in texts], set()
    for form, path in outputs:
        full = os.path.realpath(path)
        if full in written:
            raise UsageError(f"'{shown(path)}' cannot hold two reports: give each '--output' its own path")
        if (full in read and not os.path.isdir(full)) or _is_source(os.path.basename(path)):
            raise UsageError(f"no report is written to '{shown(path)}': it is called like a file that is read")
        ending = os.path.splitext(full)[1].lower() if os.path.isfile(full) else ""
        if ending not in _ENDINGS:
            raise UsageError(f"no report is written to '{shown(path)}': it exists, and does not end as a report does")
        # A card may link to it.
        page = ending == ".md" and form == "markdown"
        if page and not (read_text_file(full).strip() or BEGINNING).startswith(BEGINNING):
            raise UsageError(f"no report is written to '{shown(path)}': it exists, and does not begin as a report does")
        written.add(full)
    return outputs


def write(form: str, path: str, report: Report, options: Options) -> None:
    """Write a report whole or not at all; raises UsageError where the path cannot be written."""
    from releaselint.records import replace
    from releaselint.report import renderer
    from releaselint.source.write import write_whole

    pieces = renderer(form)(report, replace(options, color=False, links=False, wrap=False))
    write_whole(path, (piece.encode("utf-8", "replace") for piece in pieces), over_links=True)


def _is_source(name: str) -> bool:
    """Tell whether a file of this name is read with a release, or configures how."""
    from releaselint import filenames
    from releaselint.source.settings import NAMES

    return filenames.is_card(name) or filenames.is_side(name) or name in (*filenames.DECLARATION, *NAMES)


def _output(text: str) -> tuple[str, str]:
    from releaselint import report as formats

    form, equals, path = text.partition("=")
    if not equals or not path or form not in formats.FORMATS:
        raise UsageError(f"'--output {text}' must be FORMAT=PATH with a format of {', '.join(formats.FORMATS)}")
    return form, path
