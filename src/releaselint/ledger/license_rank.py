"""Tells how surely a license that a sentence names is the model's, from the words around it."""

from __future__ import annotations

import re

from releaselint.regex import regex

_ABOUT_OTHERS = regex(
    r"\b(?:code|scripts?|source|software|data ?sets?|data|corpus|corpora"
    r"|documentation|images?|paper|library|repository|repo"
    r"|(?:base|original|parent|teacher|underlying|upstream|foundation) (?:model|weights)|demo|logo|articles?|text"
    r"|tokenizer|project|predictions|recordings?|voices?|annotations?|labels|imagery|front-?end|toolkit|framework|package)\b",
    re.IGNORECASE,
)
_ABOUT_MODEL = regex(
    r"(?<!base )(?<!original )(?<!parent )(?<!teacher )(?<!underlying )(?<!upstream )(?<!foundation )"
    r"\b(?:models?|weights?|checkpoints?|parameters|adapters?|merge)\b",
    re.IGNORECASE,
)
#: "models and code": what stands beside the model in one breath has its license.
_TOGETHER = regex(
    r"\b(?:models?|weights?|checkpoints?)\b[^.;:]{0,12}(?:\band\b|&|/|,)[^.;:]{0,25}"
    r"\b(?:code|data ?sets?|data|software|source|tokenizer|scripts?)\b",
    re.IGNORECASE,
)
#: "for code and weights", behind the name of a license.
_BOTH = regex(
    r"\W{0,3}(?:for )?(?:the )?(?:code|software) and (?:for )?(?:the |our )?(?:\w{1,20} )?(?:models?|weights?)\b"
)
_WHOLE = regex(r"project|repository|repo|package", re.IGNORECASE)
_THIS = regex(
    r"\b(?:this|our|the|entire|whole) (?:project|repository|repo|package) (?:itself )?(?:is |are |was )?(?:also )?"
    r"(?:licen[cs]ed |released |distributed |published |open-?sourced |available |provided )?"
    r"(?:under |with |by )?(?:the |an? )?\W{0,4}\Z",
    re.IGNORECASE,
)
#: "the MIT-licensed code", whatever stands before it.
_CODE_OF_IT = regex(r"\W{0,2}licen[cs]ed (?:[\w-]{1,20} )?(?:code|scripts?|software|library|data ?sets?|data)\b")
#: "released as open-source software under": what the model itself is called.
_AS_SOFTWARE = regex(r"\bas \W{0,2}open[- ]source software\b", re.IGNORECASE)
_SAID = regex(
    r"\b(?:is|are|licen[cs]ed|released|distributed|published|open-?sourced|available|provided)\b", re.IGNORECASE
)
_PLANNED = regex(r"\W{0,3}(?:to follow|(?:coming|follows) (?:soon|later))\b", re.IGNORECASE)


def rank_of(before: str, after: str, titled: bool) -> int | None:
    """Return how surely a license is the model's, 0 best, from the words around it; None where it is another's."""
    if _PLANNED.match(after) or _CODE_OF_IT.match(after):
        return None
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
    return 1 if titled or re.search(r"licen[cs]e\W{1,6}\Z", before, re.IGNORECASE) else 4
