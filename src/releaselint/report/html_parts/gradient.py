"""The gradient of access with a release's marks on it, and the time line of a staged release."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from releaselint.ledger.model import Stage
from releaselint.report.html_parts.element import Markup, element
from releaselint.report.html_parts.phrases import LEVELS, Tone, level_name
from releaselint.report.html_parts.symbols import symbol, worded
from releaselint.report.html_parts.view import reference
from releaselint.vocabulary import openness


def gradient(declared: str | None, standing: str | None, evident: str | None, tone: Tone) -> Markup:
    """Return the six levels from closed to open, marked where the release says it stands and where it is seen to."""
    ends = sorted(openness(level) for level in (standing or declared, evident) if level)
    between = range(ends[0], ends[-1]) if len(ends) == 2 else range(0)
    steps = [
        element(
            "li",
            element("span", list(_marks(level, declared, standing, evident)), class_="marks"),
            symbol(_place(level, declared, evident)),
            element("span", name, class_="level"),
            element("span", meaning, class_="meaning"),
            class_=" ".join(
                ["step", *(["marked"] if level in (declared, evident) else []), *(["gap"] if rank in between else [])]
            ),
        )
        for rank, (level, (name, meaning)) in enumerate(LEVELS.items())
    ]
    return element("ol", steps, class_=f"gradient {tone}", aria_label="Access, from fully closed to fully open")


def _marks(level: str, declared: str | None, standing: str | None, evident: str | None) -> Iterator[Markup]:
    if level == declared:
        yield element("span", "declared", class_="mark declared")
    elif level == standing:
        yield element("span", "stage reached", class_="mark declared")
    if level == evident:
        yield element("span", "evidence", class_="mark evident")


def _place(level: str, declared: str | None, evident: str | None) -> str:
    if level == declared == evident:
        return "place-both"
    return "place-declared" if level == declared else "place-evident" if level == evident else "place"


def time_line(stages: Sequence[Stage]) -> Markup:
    """Return the stages of a staged release in their declared order."""
    return element("ol", map(_stage, stages), class_="stages")


def _stage(stage: Stage) -> Markup:
    state = (
        worded("met", "done") if stage.status == "done" else worded("planned", stage.status or "status not declared")
    )
    parts = [
        element("p", stage.date or "no date", class_="date"),
        element("p", element("b", stage.name or f"Stage {stage.number + 1}"), " ", state),
        element(
            "p",
            level_name(stage.access) if stage.access in LEVELS else stage.access or "no level",
            " ",
            element("code", stage.artifact) if stage.artifact else None,
        ),
    ]
    if stage.evaluation:
        parts.append(element("p", "Evaluation: ", reference(stage.evaluation), class_="small"))
    if stage.criteria:
        parts.append(element("p", "Once: ", stage.criteria, class_="small"))
    return element("li", parts, class_="done" if stage.status == "done" else "planned")
