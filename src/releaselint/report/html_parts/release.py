"""The section of one release: what it says, what is true, what is missing; then the ledger and the findings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from releaselint.claims import shortened
from releaselint.findings.model import ReleaseReport, tally
from releaselint.ledger.model import Ledger, Row
from releaselint.licenses import families
from releaselint.report.html_parts.element import Child, Markup, element, join
from releaselint.report.html_parts.findings import finding_list
from releaselint.report.html_parts.gradient import gradient, time_line
from releaselint.report.html_parts.matrix import matrix
from releaselint.report.html_parts.phrases import KINDS, Verdict, level_name, standing, verdict
from releaselint.report.html_parts.symbols import symbol, worded
from releaselint.report.html_parts.view import View, reference, release_name
from releaselint.report.words import UNREAD, count, counted, generative
from releaselint.subjects import Kind, all_subjects

_TEXT = 160


def release_section(view: View, *, folded: bool | None) -> Markup:
    """Return the section of a release.

    `folded` tells whether its ledger and findings start closed; None where they cannot be closed at all.
    """
    release, anchor = view.release, view.anchor
    judged = verdict(release)
    body = list(_body(view))
    return element(
        "section",
        element("h2", element("bdi", release_name(shortened(release.path, 200))), id=f"{anchor}-title"),
        _answers(view, judged),
        element("p", judged.text, _about_access(view), class_=f"verdict {judged.tone}"),
        gradient(release.declared, standing(release), release.evident, judged.tone),
        element("p", _basis(release, judged), class_="small basis"),
        _facts(view),
        body if folded is None else _foldable(body, folded),
        id=anchor,
        class_="release",
        aria_labelledby=f"{anchor}-title",
    )


def _foldable(body: list[Markup], folded: bool) -> Markup:
    return element("details", element("summary", "The ledger and the findings"), body, class_="fold", open=not folded)


def _answers(view: View, judged: Verdict) -> Markup:
    """Return what a hurried reader looks for: the level that is claimed, the one that is seen, and what is missing."""
    release = view.release
    seen = "seen wrong" if judged.tone == "contradicted" else "seen"
    return element(
        "dl",
        _answer("Declares", level_name(release.declared, "No level"), "said", shape="place-declared"),
        _answer("Evidence shows", level_name(release.evident, "No sign"), seen, shape="place-evident"),
        _missing(view),
        _answer("Findings", _counts(view), "counts"),
        class_="answers",
    )


def _answer(term: str, text: Child, kind: str, *, shape: str = "") -> Markup:
    return element("div", element("dt", symbol(shape) if shape else None, term), element("dd", text), class_=kind)


def _missing(view: View) -> Markup:
    ledger = view.release.ledger
    if ledger is None:
        return _answer("Missing", "see the findings", "lacks")
    if ledger.standing is None or ledger.kind != "model":
        reason = (
            "no level is declared, so nothing is asked" if ledger.standing is None else "this is not a model's card"
        )
        return _answer("Missing", element("span", reason, class_="plain"), "lacks")
    required = view.with_outcome("missing", "required")
    names = [element("li", symbol("missing"), _to_row(row, view)) for row in required]
    first = (
        element("ul", names) if names else element("span", worded("met", "nothing that is required"), class_="plain")
    )
    waived = view.with_outcome("waived", "required") + view.with_outcome("waived", "recommended")
    rest = (_named("Recommended:", view.with_outcome("missing", "recommended"), view), _named("Waived:", waived, view))
    return _answer("Missing", (first, rest), "lacks wrong" if required else "lacks")


def _named(term: str, rows: Sequence[Row], view: View) -> Markup | None:
    links = (join(", " if number else " ", _to_row(row, view)) for number, row in enumerate(rows))
    return element("p", term, links, class_="small") if rows else None


def _to_row(row: Row, view: View) -> Markup:
    return element("a", all_subjects()[row.subject].title, href=f"#{view.anchor}-{row.subject}")


def _counts(view: View) -> Iterator[Child]:
    hidden = view.hidden
    for severity, number in tally(view.findings).items():
        if number:
            yield element("p", worded(severity, count(number, severity), kind="severity"))
    if not view.findings:
        yield element("p", worded("met", "none"), class_="plain")
    if hidden:
        yield element("p", f"{counted(hidden)} hidden", class_="small")


def _about_access(view: View) -> Iterator[Markup]:
    """Yield a link to each finding about the level itself."""
    for name, finding in view.about("access")[:2]:
        yield join(" ", element("a", finding.rule, href=f"#{name}", class_="see"))


def _basis(release: ReleaseReport, judged: Verdict) -> str:
    if release.declared is None:
        return "By the evidence:"
    if judged.tone == "contradicted":
        return "Taken at its word, which the evidence contradicts:"
    return "By the declaration, and by the evidence where that is silent:"


def _facts(view: View) -> Markup:
    release = view.release
    summary = release.summary
    facts: list[tuple[str, Child]] = [
        ("Internals visible", summary.get("internals_visible")),
        ("Downloadable", summary.get("downloadable")),
        ("Customizable", summary.get("customizable")),
        ("Best suited for", summary.get("best_suited_for")),
        ("License", _license(release)),
        ("Generative", _generative(release)),
        *_custody(release),
    ]
    return element(
        "dl", (element("div", element("dt", term), element("dd", text)) for term, text in facts if text), class_="facts"
    )


def _license(release: ReleaseReport) -> Child:
    ledger = release.ledger
    if ledger is None:
        return element("bdi", shortened(release.license, _TEXT)) if release.license else "none named"
    licensing = ledger.licensing
    code = licensing.of_code
    if code is not None:
        return join(element("bdi", code.name), f" ({_family(code.family)}), named for the code only")
    name = licensing.known.name if licensing.known else shortened(licensing.promise.text, _TEXT)
    family = _family(licensing.family)
    return join(element("bdi", name), f" ({family})") if name else family


def _family(name: str) -> str:
    short: str = families()[name]["short"]
    return short


def _generative(release: ReleaseReport) -> str:
    known = release.ledger is None or release.ledger.generative_claim is not None
    return generative(release.generative, known=known)


def _custody(release: ReleaseReport) -> Iterator[tuple[str, Child]]:
    """Yield who answers for the release, as far as the declaration tells it in texts."""
    said = release.background.declaration if release.background else {}
    yield "Owner", _told(said, "owner")
    reviewed = said.get("reviewed")
    if isinstance(reviewed, Mapping):
        words = {"by": "by ", "on": "on ", "ref": "", "revision": "revision "}
        parts = [word + text for key, word in words.items() if (text := _told(reviewed, key))]
        yield "Reviewed", element("bdi", ", ".join(parts)) if parts else None
    yield "Review by", _told(said, "review-by")
    harm = said.get("report-harm")
    yield "Report harm", reference(harm) if isinstance(harm, str) and harm else None


def _told(values: Mapping[str, Any], key: str) -> str:
    value = values.get(key)
    return shortened(value, _TEXT) if isinstance(value, str) else ""


def _body(view: View) -> Iterator[Markup]:
    ledger = view.release.ledger
    if ledger is None:
        yield element("p", "The ledger was not kept in this run: only the findings are shown.", class_="remark")
    else:
        yield from _ledger(ledger, view)
    hidden = f"; {counted(view.hidden)} hidden (--severity note shows all)" if view.hidden else ""
    yield element("h3", "Findings", id=f"{view.anchor}-findings")
    yield element("p", f"{counted(view.findings).capitalize()}{hidden}.")
    if view.findings:
        yield finding_list(view)


def _ledger(ledger: Ledger, view: View) -> Iterator[Markup]:
    if ledger.kind in KINDS:
        yield element("p", KINDS[ledger.kind], class_="remark")
    if not ledger.prose_read:
        yield element("p", UNREAD, class_="remark")
    if ledger.stages:
        yield element("h3", "Stages")
        yield time_line(ledger.stages)
    kinds: tuple[Kind, ...] = ("component", "guardrail", "concern")
    for kind in kinds:
        yield element("h3", f"{kind.capitalize()}s", id=f"{view.anchor}-{kind}s")
        yield matrix(kind, ledger, view)
    yield from _waivers(view)


def _waivers(view: View) -> Iterator[Markup]:
    waivers = view.release.background.waivers if view.release.background else ()
    if not waivers:
        return
    heads = ("Rule", "Holds", "Reason", "By", "Until")
    rows = []
    for waiver, holds in waivers:
        state = worded("met", "yes", kind="outcome") if holds else worded("missing", "no", kind="outcome")
        texts = (shortened(text, _TEXT) or "–" for text in (waiver.reason, waiver.by, waiver.until))
        cells = (
            element("td", element("bdi", text), data_label=head) for text, head in zip(texts, heads[2:], strict=True)
        )
        rule = element("th", shortened(waiver.rule, _TEXT), scope="row")
        rows.append(element("tr", rule, element("td", state, data_label=heads[1]), cells))
    yield element("h3", "Waivers")
    yield element(
        "table",
        element("caption", "Rules that are set aside for this release"),
        element("thead", element("tr", (element("th", head, scope="col") for head in heads))),
        element("tbody", rows),
        class_="ledger waivers",
    )
