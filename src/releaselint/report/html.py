"""The report as one page: the ledger and the findings, for people who read neither YAML nor a terminal.

One file that loads nothing, runs nothing, and opens from disk; its policy allows its own style sheet only.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Sequence
from typing import Final

from releaselint import __version__
from releaselint.bundled import read_text
from releaselint.findings.model import Report
from releaselint.report.html_parts.element import Markup, element, join, raw
from releaselint.report.html_parts.findings import by_gravity
from releaselint.report.html_parts.overview import overview
from releaselint.report.html_parts.release import release_section
from releaselint.report.html_parts.symbols import sprite
from releaselint.report.html_parts.view import View, release_name
from releaselint.report.options import Options
from releaselint.report.words import baseline, count, counted

#: Above so many releases, their ledgers start closed.
_OPEN: Final = 3
#: Above so many, the browser lays out only what is seen.
_MANY: Final = 50
_PAPER: Final = "https://arxiv.org/abs/2302.04844"


def render(report: Report, options: Options) -> Iterator[str]:
    """Yield the page in pieces: one for each release, so that 400 of them need no second copy in memory."""
    views = [
        View(release=release, anchor=f"r{number + 1}", findings=by_gravity(options.shown(release.findings)))
        for number, release in enumerate(report.releases)
    ]
    yield '<!doctype html>\n<html lang="en">\n'
    yield _head(views) + "\n<body>\n"
    yield join(element("a", "Skip to the report", href="#main", class_="skip"), sprite(), _banner(views, report)) + "\n"
    many = ' class="many"' if len(views) > _MANY else ""
    yield f'<main id="main"{many}>\n'
    if len(views) > 1:
        yield overview(views) + "\n"
    for view in views:
        folded = None if len(views) == 1 else len(views) > _OPEN
        yield release_section(view, folded=folded) + "\n"
    yield "</main>\n" + _footer(views) + "\n</body>\n</html>\n"


def _head(views: Sequence[View]) -> Markup:
    style = read_text("data/report.css")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"
    return element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=policy),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element("meta", name="referrer", content="no-referrer"),
        element("meta", name="generator", content=f"releaselint {__version__}"),
        element("title", f"Release report: {_subject(views)}"),
        element("link", rel="icon", href="data:,"),
        element("style", raw(style)),
    )


def _subject(views: Sequence[View]) -> str:
    return release_name(views[0].release.path) if len(views) == 1 else count(len(views), "release")


def _banner(views: Sequence[View], report: Report) -> Markup:
    days = {view.background.today.isoformat() for view in views if view.background}
    checked = f"Checked on {max(days)}" if days else "Checked"
    shown = [finding for view in views for finding in view.findings]
    hidden = [finding for view in views for finding in view.hidden]
    told = (
        counted(shown)
        + (f"; {counted(hidden)} hidden" if hidden else "")
        + (f"; {baseline(report)}" if report.known else "")
    )
    return element(
        "header",
        element("h1", "Release report"),
        element(
            "p", f"{checked} by releaselint {__version__}: {count(len(views), 'release')}, {told}.", class_="small"
        ),
        _contents(views),
    )


def _contents(views: Sequence[View]) -> Markup | None:
    """Return the way to the parts of a single release; of several, the overview is the way."""
    if len(views) != 1:
        return None
    view = views[0]
    parts = ["Components", "Guardrails", "Concerns"] if view.release.ledger else []
    links = [element("a", name, href=f"#{view.anchor}-{name.lower()}") for name in (*parts, "Findings")]
    return element("nav", element("ul", (element("li", link) for link in links)), aria_label="Parts of the report")


def _footer(views: Sequence[View]) -> Markup:
    readings = element(
        "p",
        "Declared: the release block, release.yaml, or the front matter says so. Evidence: the files, metadata, "
        "license texts, links, code and prose show it. A (reading) of prose can satisfy what is asked, never accuse.",
    )
    source = element("a", "arXiv:2302.04844", href=_PAPER, rel="noopener noreferrer nofollow")
    policy = element(
        "p",
        "The six levels are those of ",
        source,
        ". What each level asks for is releaselint's own policy, not the paper's.",
    )
    return element("footer", readings if any(view.release.ledger for view in views) else None, policy)
