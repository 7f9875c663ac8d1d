"""Tells how surely a license that a sentence names is the model's, from the words around it."""

from __future__ import annotations

import re

from releaselint.words import expression

_ABOUT_OTHERS = expression("about-others")
_ABOUT_MODEL = expression("about-the-model")
#: "models and code": what stands beside the model in one breath has its license.
_TOGETHER = expression("model-and-code")
#: "for code and weights", behind the name of a license.
_BOTH = expression("code-and-model")
#: "for the code", behind the name of a license.
PART_BEHIND = expression("licensed-part-behind")
_WHOLE = expression("whole-project")
_THIS = expression("this-project")
#: "the MIT-licensed code", whatever stands before it.
_CODE_OF_IT = expression("licensed-code")
#: "released as open-source software under": what the model itself is called.
_AS_SOFTWARE = expression("as-software")
_SAID = expression("said-of-a-license")
#: "Released under", without a word on what.
_BARE = expression("license-of-nothing-else")
_NOT_ITS_OWN = expression("license-not-its-own")
_PLANNED = expression("license-to-follow")


def rank_of(before: str, after: str, titled: bool) -> int | None:
    """Return how surely a license is the model's, 0 best, from the words around it; None where it is another's."""
    if _PLANNED.match(after) or _CODE_OF_IT.match(after) or _NOT_ITS_OWN.search(before):
        return None
    behind = PART_BEHIND.match(after)
    if behind is not None:  # "MIT for the code, CC BY 4.0 for the weights"
        return 0 if _ABOUT_MODEL.search(behind.group()) else None
    before = _AS_SOFTWARE.sub("as this", before)
    others = list(_ABOUT_OTHERS.finditer(before))
    models = list(_ABOUT_MODEL.finditer(before))
    if models and (not others or models[-1].start() >= others[-1].start() or _TOGETHER.search(before)):
        return 0
    if others:
        # A card that speaks of "this project" alone: better than none, and than nothing else.
        whole = all(_WHOLE.fullmatch(match.group()) for match in others)
        return 6 if whole and _THIS.search(before) and (titled or _SAID.search(before)) else None
    if _ABOUT_MODEL.search(after) and (not _ABOUT_OTHERS.search(after) or _BOTH.match(after)):
        return 2
    if re.match(
        r"\W{0,3}(?:\S{1,12} |for (?:the|our|its) )?(?:code|data\b|data ?set|library|software|images?)",
        after,
        re.IGNORECASE,
    ):
        return None
    if (titled and _BARE.fullmatch(before)) or re.search(r"licen[cs]e\W{1,6}\Z", before, re.IGNORECASE):
        return 1
    return 3 if titled else 4
