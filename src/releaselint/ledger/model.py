"""The ledger: one row a subject, with what is promised, what is evident, and what the policy asks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from releaselint.claims import Claim
from releaselint.licenses import License, find
from releaselint.records import record
from releaselint.subjects import Demand, Kind
from releaselint.vocabulary import STAGE_LEVELS, UNSTATED, openness
from releaselint.words import UNREAD

CardKind = Literal["model", "dataset", "software", "template", "data"]
Gate = Literal["click-through", "approval", "unstated"]


@record
class Cell:
    """What one column says of one subject: the verdict over its claims, which are all kept."""

    value: str = UNSTATED
    claims: tuple[Claim, ...] = ()

    @property
    def stated(self) -> bool:
        """Whether anything is said."""
        return self.value != UNSTATED

    def first(self, *, certain: bool = False) -> Claim | None:
        """Return the first claim that gave the verdict; with `certain`, the first that may accuse."""
        agreeing = [claim for claim in self.claims if claim.value == self.value] or list(self.claims)
        return next((claim for claim in agreeing if claim.certain or not certain), None)


@record
class Row:
    """One subject of the release."""

    subject: str
    kind: Kind
    promise: Cell
    evidence: Cell
    demand: Demand

    @property
    def value(self) -> str:
        """What displays show: the promise, else the evidence."""
        return self.promise.value if self.promise.stated else self.evidence.value

    @property
    def claim(self) -> Claim | None:
        """The claim behind `value`."""
        return self.promise.first() if self.promise.stated else self.evidence.first()


@record
class LicenseSide:
    """The licenses that one column names; `license` is the one that decides, None for an unknown text."""

    stated: bool = False
    text: str = ""
    """What the author wrote: an id, a name, a title."""
    license: License | None = None
    claims: tuple[Claim, ...] = ()


@record
class LicenseFile:
    """One license file of the release, and what its text was recognized as."""

    path: str
    about: Literal["model", "code", "data", "unclear", "others"]
    """What it licenses, from its name and the files beside it; `others` are third parties, and rules of use."""
    state: Literal["whole", "cut", "stand-in", "changed", "unknown"]
    """Whether each text is there, breaks off, is only named, differs from what its title says, or is not known."""
    licenses: tuple[License, ...] = ()
    rider: str | None = None
    """Terms that the file adds to them."""
    note: str | None = None
    """Why the state is so, as a clause."""
    restricts: bool = False
    """Whether the text holds a list of prohibited uses, or an Attachment A, by its words."""
    line: int = 1
    text: str = ""
    """The line that tells it, and its number."""


@record
class Licensing:
    """What the release says of the license of its weights, and of what lies beside them."""

    promise: LicenseSide = LicenseSide()
    """From the front matter: `license`, or `license_name` beside `other`."""
    evidence: LicenseSide = LicenseSide()
    """From license files and the prose."""
    files: tuple[LicenseFile, ...] = ()
    parts: tuple[Claim, ...] = ()
    """Licenses of code and data, from the front matter, license files and the prose; `detail` begins with which."""
    bases: tuple[Claim, ...] = ()
    """The terms of base models that are known."""

    @property
    def family(self) -> str:
        """The family of the taxonomy, `custom` for a license whose terms are not known."""
        for side in (self.promise, self.evidence):
            if side.license is not None and side.license.family != "custom":
                return side.license.family
        return "custom" if self.promise.stated or self.evidence.stated else "unknown"

    @property
    def known(self) -> License | None:
        """The license whose terms are known, the front matter's first."""
        return self.promise.license or self.evidence.license

    @property
    def id(self) -> str | None:
        """The license as the front matter writes it, else the id of the known one; None for none."""
        return self.promise.text or (self.known.id if self.known else None)

    @property
    def of_code(self) -> License | None:
        """The license of the code, where none is named for the weights: facts show it, and no rule relies on it."""
        if self.family != "unknown":
            return None
        named = (find(claim.value) for claim in self.parts if claim.detail.startswith("code"))
        return next(filter(None, named), None)


@record
class Stage:
    """One stage of a staged release, as declared; empty texts for what is not."""

    number: int
    name: str
    artifact: str
    date: str
    access: str
    status: str
    evaluation: str
    criteria: str


@record
class Summary:
    """The gradient's summary of a release, derived from the ledger (arXiv 2302.04844, figure 2)."""

    internals: Literal["none", "partial", "weights only", "all"]
    downloadable: Literal["no", "gated", "yes"]
    customizable: Literal["no", "through the API", "yes"]
    suited: str

    @property
    def told(self) -> dict[str, str | None]:
        """Its lines by the names that reports have for them."""
        return {
            "internals_visible": self.internals,
            "downloadable": self.downloadable,
            "customizable": self.customizable,
            "best_suited_for": self.suited or None,
        }


@record
class Ledger:
    """All that is known of one release."""

    kind: CardKind
    names: tuple[str, ...]
    """What the release goes by: folder, file, first heading, and names in the front matter."""
    language: str
    """The language of the first card, or ``other`` where prose was not read."""
    rows: Mapping[str, Row]
    licensing: Licensing
    generative: bool
    generative_claim: Claim | None
    gate: Gate
    gate_claim: Claim | None
    tree: Literal["local", "unknown"]
    output: Literal["text", "media", "unstated"]
    """What a generative system makes, as far as its task tells."""
    copy: Literal["yes", "no"]
    """Whether this is a quantized or converted copy of another model, under that one's terms."""
    tuned: bool
    """Whether the model is said to be tuned, so that fine-tuning is asked about."""
    stages: tuple[Stage, ...]
    declared: str | None
    evident: str
    summary: Summary
    own_ids: tuple[str, ...]
    base_models: tuple[str, ...]

    @property
    def prose_read(self) -> bool:
        """Whether the prose is in a language that is read."""
        return self.language != UNREAD

    @property
    def level(self) -> str:
        """The level that is shown: the declared one, else the evident one."""
        return self.declared or self.evident

    @property
    def widest(self) -> str:
        """The more open of promise and evidence: a too modest declaration silences nothing."""
        declared = self.standing or UNSTATED
        return declared if openness(declared) >= openness(self.evident) else self.evident

    @property
    def standing(self) -> str | None:
        """The declared level that holds now: of a staged release, its most open finished stage's."""
        return standing_of(self.declared, self.stages)


def standing_of(declared: str | None, stages: Sequence[Stage]) -> str | None:
    """Return the declared level that holds now: of a staged release, its most open finished stage's."""
    return reached_by(stages) or declared if declared == "staged" else declared


def reached_by(stages: Sequence[Stage]) -> str | None:
    """Return the level of the most open finished stage; None where none is finished."""
    finished = (stage.access for stage in stages if stage.status == "done" and stage.access in STAGE_LEVELS)
    return max(finished, key=openness, default=None)
