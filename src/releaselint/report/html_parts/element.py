"""Builds HTML that is escaped by construction: every text and attribute is, unless it was built here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, TypeAlias

from releaselint.report.escape import html, web_address

_VOID: Final = frozenset({"link", "meta", "wbr"})
_NOWHERE: Final = "data:,"


class Markup(str):
    """A text that is HTML already; only `element` and `raw` make one."""

    __slots__ = ()


Child: TypeAlias = "str | Iterable[Child] | None"


def element(tag: str, /, *children: Child, **attributes: str | int | bool | None) -> Markup:
    """Return the element `tag`.

    Children are texts, elements, None for nothing, or iterables of these. An attribute's underscores become
    hyphens, one at its end falls off (`class_`); None and False leave it out. Raises ValueError for a link that
    leads neither into the page nor to the web: a text of the release is checked with `web_address` before.
    """
    opening = tag + "".join(_attribute(name, value) for name, value in attributes.items())
    return Markup(f"<{opening}>" if tag in _VOID else f"<{opening}>{join(*children)}</{tag}>")


def join(*children: Child) -> Markup:
    """Return the children one after another."""
    return Markup("".join(_text(child) for child in children))


def raw(text: str) -> Markup:
    """Return `text` as it is: for this package's own style sheet and doctype, never for a release's text."""
    return Markup(text)


def _text(child: Child) -> str:
    if child is None:
        return ""
    if isinstance(child, str):
        return child if isinstance(child, Markup) else html(child)
    return "".join(_text(one) for one in child)


def _attribute(name: str, value: str | int | bool | None) -> str:
    if value is None or value is False:
        return ""
    name = name.rstrip("_").replace("_", "-")
    if value is True:
        return f' {name}=""'
    text = str(value)
    if name in ("href", "src") and not (text.startswith("#") or text == _NOWHERE or web_address(text)):
        raise ValueError(f"a page must not link to '{text}'")
    return f' {name}="{html(text)}"'
