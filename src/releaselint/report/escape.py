"""Makes text harmless for where it goes. The only module that does."""

from __future__ import annotations

import html as _html
import json
import re
from typing import Any, Final

from releaselint.regex import regex

# C0 and C1 controls, and what changes the direction or hides text (bidi, zero-width, tags).
_UNSAFE: Final = regex(
    "[\x00-\x08\x0a-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
# What begins a command to GitHub's, Azure's or TeamCity's runner anywhere in a line of a log: `##[group]`, `##vso[…]`.
_COMMAND: Final = regex(r"##(?=\w{0,20}\[)")
# What Markdown reads as markup, as the start of a link or, on GitHub, as a mention, an issue or mathematics.
_MARKUP: Final = regex(r"[&<>\"`*_\[\]|~\\$]|:(?=//)|(?<=www)\.|[@#](?=\w)", re.IGNORECASE)
# What RFC 3986 lets stand in an address, without user names: `https://known.org@elsewhere.org` misleads.
_WEB: Final = regex(
    r"https?://[A-Za-z0-9][A-Za-z0-9.:-]{0,250}([/?#][A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]{0,1700})?", re.IGNORECASE
)


def terminal(text: str) -> str:
    """Return `text` for a terminal: on one line, with nothing that moves the cursor or hides what follows.

    Terminals are also logs of CI: what would be a command to the runner there is broken by a space.
    """
    text = text.replace("\t", " ")
    if not text.isprintable():  # as all that is unsafe is not
        text = _UNSAFE.sub("\ufffd", text)
    return _COMMAND.sub("## ", text) if "##" in text else text


def plain(text: str) -> str:
    """Return `text` as one line of any plain-text format."""
    return " ".join(terminal(text.replace("\n", " ").replace("\r", " ")).split())


def json_text(data: Any, indent: int | None = None) -> str:
    """Return `data` as JSON in ASCII, so that a lone surrogate has an escape, with no command to a log's runner."""
    return json.dumps(data, indent=indent, ensure_ascii=True).replace("##", "#\\u0023")


def command_data(text: str) -> str:
    """Return `text` as the message of a workflow command, as the Actions toolkit escapes it; lines are kept.

    https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "%0A".join(terminal(line).replace("%", "%25") for line in lines)


def command_property(text: str) -> str:
    """Return `text` as the value of a workflow command's property, as the Actions toolkit escapes it."""
    return command_data(text).replace(":", "%3A").replace(",", "%2C")


def uri(path: str) -> str:
    """Return a file's `path` as a relative URI, percent-encoded; what is no Unicode keeps its bytes."""
    try:
        data = path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        data = path.encode("utf-8", "replace")
    from urllib.parse import quote  # which few runs need, and whose import takes longer than a card

    return quote(data.lstrip(b"/"), safe="/") or "./"


def sarif_text(text: str) -> str:
    """Return `text` as one line of a SARIF message, where brackets make links."""
    return re.sub(r"([\\\[\]])", r"\\\1", plain(text))


def markdown(text: str) -> str:
    """Return `text` as one line within a Markdown paragraph, list item, or table cell, shown as it is.

    Entities also hold inside HTML elements, where backslashes would not.
    """

    def harmless(match: re.Match[str]) -> str:
        # GitHub looks for mentions and issues in what is rendered: only an element between keeps them apart.
        return f"{match[0]}<!-- -->" if match[0] in "@#" else f"&#{ord(match[0])};"

    return _MARKUP.sub(harmless, plain(text))


def html(text: str) -> str:
    """Return `text` for HTML, between tags or in a quoted attribute."""
    return _html.escape(terminal(text.replace("\r\n", " ").replace("\n", " ").replace("\r", " ")))


def web_address(text: str) -> str | None:
    """Return `text` where it is a plain ``http`` or ``https`` address that a page may link to, else None."""
    return text if _WEB.fullmatch(text) else None
