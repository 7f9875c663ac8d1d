"""The shapes that stand beside words: drawn once at the top of the page, and used by name."""

from __future__ import annotations

from typing import Final

from releaselint.report.html_parts.element import Markup, element, join

_RING: Final = "M8 1.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13z"
_HALF: Final = "M8 1.5a6.5 6.5 0 0 0 0 13z"
_BOX: Final = "M2 2h12v12H2z"

#: Name to (filled paths, stroked paths, dashed paths), on a field of 16 by 16.
_SHAPES: Final[dict[str, tuple[str, str, str]]] = {
    # Availability: a circle that fills up.
    "public": (_RING, _RING, ""),
    "gated": (_HALF, _RING, ""),
    "described": ("", _RING + "M5 6.2h6M5 9.8h6", ""),
    "withheld": ("", _RING + "M3.6 12.4L12.4 3.6", ""),
    # Status: a box that is ticked, crossed, or in part done.
    "in-place": ("", _BOX + "M4.6 8.2l2.5 2.6l4.4-5.4", ""),
    "planned": ("M2 8h12v6H2z", _BOX, ""),
    "absent": ("", _BOX + "M5 5l6 6M11 5l-6 6", ""),
    "not-applicable": ("", _BOX + "M5 8h6", ""),
    "contradicted": ("", _BOX + "M5 6.2h6M5 9.8h6M10 4l-4 8", ""),
    "unstated": ("", "", "M8 2a6 6 0 1 0 0 12a6 6 0 1 0 0-12z"),
    # What follows from them.
    "missing": ("", "M8 1.8L15 14H1zM8 6v4M8 11.4v1.3", ""),
    "met": ("", "M2.5 8.5l3.7 3.9l7.3-8.8", ""),
    "waived": ("", "M2.5 8h11", ""),
    "differs": ("", "M2.5 5.5h11M2.5 10.5h11M11 2l-6 12", ""),
    # Severities.
    "error": ("M5 1h6l4 4v6l-4 4H5l-4-4V5z", "", ""),
    "warning": ("", "M8 1.8L15 14H1zM8 6v4M8 11.4v1.3", ""),
    "note": ("", _RING + "M8 7.2v4M8 4.4v1.3", ""),
    # Places on the gradient.
    "place": ("", "M8 4.5a3.5 3.5 0 1 0 0 7a3.5 3.5 0 1 0 0-7z", ""),
    "place-declared": ("", _RING, ""),
    "place-evident": (_RING, "", ""),
    "place-both": ("M8 4a4 4 0 1 0 0 8a4 4 0 1 0 0-8z", _RING, ""),
}
_CROSS: Final = "M5.4 5.4l5.2 5.2M10.6 5.4l-5.2 5.2"


def sprite() -> Markup:
    """Return the hidden drawing that holds every shape."""
    return element(
        "svg", (_symbol(name, *paths) for name, paths in _SHAPES.items()), class_="sprite", aria_hidden="true"
    )


def symbol(name: str) -> Markup:
    """Return the shape `name`; it says nothing to those who cannot see it, so a word stands beside it."""
    use = element("use", href=f"#s-{name}")
    return element("svg", use, class_="symbol", aria_hidden="true")


def worded(name: str, word: str, *, kind: str = "state") -> Markup:
    """Return the shape `name` with its word."""
    return element("span", symbol(name), element("span", word), class_=f"{kind} {name}")


def hidden(text: str) -> Markup:
    """Return a word for those who hear the page."""
    return element("span", text, class_="hidden")


def _symbol(name: str, filled: str, stroked: str, dashed: str) -> Markup:
    def path(data: str, **look: str) -> Markup | None:
        return element("path", d=data, **look) if data else None

    cross = path(_CROSS, class_="knockout") if name == "error" else None
    parts = (
        path(filled, fill="currentColor"),
        path(stroked, fill="none", stroke="currentColor", stroke_width="1.5"),
        path(dashed, fill="none", stroke="currentColor", stroke_width="1.5", stroke_dasharray="1.6 2.2"),
    )
    return join(element("symbol", parts, cross, id=f"s-{name}", viewBox="0 0 16 16"))
