"""How a sentence means what it says: denied, planned, advised, supposed, or said of somebody else."""

from __future__ import annotations

import pytest

from releaselint.document import parse
from releaselint.reading import Reading, read
from releaselint.reading.cues import cues_of
from releaselint.reading.moods import lead_mood, mood
from releaselint.reading.patterns import compile_entry, index, index_of
from releaselint.reading.spelled import spelled_of
from releaselint.source import SourceText

SAID = "the outputs are marked"

MOODS = {
    "stated": [
        "Today {}.",
        "You may access the page where {}.",
        "Because no page is safe, the makers see to it that {}.",
        "Nothing is hidden: we tell everybody that {}.",
        "You should know that {}.",
        "Without exception, all pages say that {}.",
        "{} by default.",
        "Not only {}, the prompts are kept as well.",
        "We kept no data, but {}.",
        "No prompts are stored; {}.",
        "If you use our page, {}.",
        "Like most models, {}.",
        "{} and you can see how.",
        "Requests will be logged, and {}.",
        "Compared with last year, {}.",
        "It is hard to remove how {}.",
        "Rather than ask anybody, we see to it that {}.",
        "Unlike many others, the makers decided that {}.",
        "Of what we told, {}, and so is the list (coming soon) of them.",
    ],
    "negated": [
        "It is not true that {}.",
        "Never say that {}.",
        "Nobody says that {}.",
        "We cannot claim that {}.",
        "We don't promise that {}.",
        "We don’t promise that {}.",
        "There is no proof that {}.",
        "Without proof that {}, one waits.",
        "We have not yet shown that {}.",
    ],
    "planned": [
        "We plan to see that {}.",
        "Soon it will be released that {}.",
        "In a future version {}.",
        "We hope to tell you that {}.",
        "Coming soon: {}.",
        "{} in the near future.",
        "{} (coming soon).",
    ],
    "advised": [
        "Developers should see to it that {}.",
        "We recommend that {}.",
        "It is important to check that {}.",
        "You need to ensure that {}.",
        "Please make sure that {}.",
    ],
    "supposed": [
        "It may be that {}.",
        "One could say that {}.",
        "Perhaps {}.",
        "We wonder whether {}.",
    ],
    "weighed": [
        "We would need a year to make sure that {}.",
        "Is it true that {}?",
        "{} until last year.",
    ],
    "foreign": [
        "Others have a rule that {}.",
        "Unlike in our system, {}.",
        "Unlike many others, Egret told us that {}.",
        "The makers saw to it that, unlike many others, {}.",
        "Other models have a rule that {}.",
        "While most providers offer this, {}.",
        "In services from other vendors, {}.",
    ],
}


def mood_of(sentence: str, said: str, *, negative: bool = False, modal: bool = False) -> str:
    """Return how `sentence` means what it says in the words `said`."""
    start = len(sentence[: sentence.index(said)].split())
    end = start + len(said.split())
    return mood(cues_of("en"), spelled_of(sentence), start, end, negative=negative, modal=modal)


@pytest.mark.parametrize(("wanted", "frame"), [(name, frame) for name, frames in MOODS.items() for frame in frames])
def test_the_mood_of_a_sentence(wanted: str, frame: str) -> None:
    assert mood_of(frame.format(SAID), SAID) == wanted


def test_a_negation_that_follows_counts() -> None:
    assert mood_of("A mark of origin is currently not added.", "A mark of origin") == "negated"


def test_a_phrase_that_itself_says_not_is_not_turned_around() -> None:
    assert mood_of("Outputs are not marked.", "Outputs are not marked", negative=True) == "stated"


def test_a_phrase_that_itself_says_may_supposes_nothing() -> None:
    assert mood_of("Requests may be slowed.", "Requests may be slowed", modal=True) == "stated"
    assert mood_of("Requests may be slowed.", "Requests may be slowed") == "supposed"


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ("We asked them to publish the weights.", "weighed"),
        ("We are happy to publish the weights.", "stated"),
        ("The risk of publishing the weights is high.", "weighed"),
        ("By publishing the weights we help others.", "stated"),
    ],
)
def test_an_act_that_is_only_named_is_not_done(sentence: str, wanted: str) -> None:
    said = "publish the weights" if "publish the" in sentence else "publishing the weights"
    assert mood_of(sentence, said) == wanted


@pytest.mark.parametrize(
    "sentence",
    [
        "The model is not released under this license.",
        "It is not public at first.",
        "It is not released until May.",
        "The larger version is not released.",
    ],
)
def test_a_denial_of_something_else_is_taken_back(sentence: str) -> None:
    said = "not released" if "not released" in sentence else "not public"
    start = len(sentence[: sentence.index(said)].split())
    denied = mood(cues_of("en"), spelled_of(sentence), start, start + 2, negative=True, claims="denial")
    assert denied == ("stated" if "larger" in sentence else "weighed")


@pytest.mark.parametrize(
    ("lead", "wanted"),
    [
        ("The system has:", "stated"),
        ("The system does not have:", "negated"),
        ("Developers should add:", "advised"),
        ("In a future version we will add:", "planned"),
        ("Not only these are in place:", "stated"),
    ],
)
def test_what_leads_to_a_list_gives_its_mood(lead: str, wanted: str) -> None:
    assert lead_mood(cues_of("en"), lead) == wanted


ENTRY = {
    "claims": "in-place",
    "says": ["(are|is) marked"],
    "moods": {"negated": "absent", "planned": "planned", "advised": "advised"},
}


@pytest.mark.parametrize(
    ("card", "value"),
    [
        ("Outputs are marked.", ["in-place"]),
        ("We do not say that outputs are marked.", ["absent"]),
        ("The system has these:\n\n- outputs are marked\n", ["in-place"]),
        ("The system lacks these:\n\n- outputs are marked\n", ["absent"]),
        ("Developers should do this:\n\n- outputs are marked\n", ["advised"]),
        ("## Roadmap\n\nOutputs are marked.\n", ["planned"]),
        ("## Roadmap\n\n### Second step\n\nOutputs are marked.\n", ["planned"]),
        ("## References\n\nOutputs are marked.\n", []),
        ("## Many thanks\n\nOutputs are marked.\n", []),
        ("Other models have outputs that are marked.", []),
        ("Outputs may be what is marked.", []),
        ("Outputs are marked for whoever uses our page (coming soon).", ["planned"]),
        ("Outputs are marked, and traced (coming soon).", ["in-place"]),
        ("- Outputs are marked on request: no\n", ["absent"]),
        ("- Outputs are marked on request: not in place\n", ["absent"]),
        ("- Outputs are marked on request — **no**\n", ["absent"]),
        ("- Outputs are marked on request (no)\n", ["absent"]),
        ("- Outputs are marked on request: ❌\n", ["absent"]),
        ("- Outputs are marked on request: not yet\n", ["planned"]),
        ("- Outputs are marked on request: planned for spring\n", ["planned"]),
        ("- Outputs are marked on request: no fee\n", ["in-place"]),
        ("- Outputs are marked on request: yes\n", ["in-place"]),
        ("| Mark | There |\n|---|---|\n| Outputs are marked as such | No |\n", ["absent"]),
        ("| Mark | 1.0 | 1.1 |\n|---|---|---|\n| Outputs are marked as such | ✗ | ✗ |\n", ["absent"]),
        ("| Mark | 1.0 | 1.1 |\n|---|---|---|\n| Outputs are marked as such | ✗ | ✓ |\n", ["in-place"]),
        ("| Mark | Status |\n|---|---|\n| Outputs are marked as such | planned |\n", ["planned"]),
        ("| Mark | Can be turned off |\n|---|---|\n| Outputs are marked as such | no |\n", ["in-place"]),
        ("- ❌ Outputs are marked.\n", ["absent"]),
        ("- ☐ Outputs are marked.\n", ["planned"]),
        ("- ✅ Outputs are marked.\n", ["in-place"]),
        ("Outputs are marked, traced (coming soon), and counted (coming soon).", ["in-place"]),
        ("Outputs are marked, traced (coming soon), and counted in the near future.", ["planned"]),
    ],
)
def test_a_claim_takes_the_mood_of_its_place(card: str, value: list[str]) -> None:
    patterns = index_of(compile_entry("watermarking", ENTRY))
    found = read(Reading(parse(SourceText(path="README.md", text=card))), patterns)
    assert [claim.value for claim in found] == value


def test_a_cross_beside_what_denies_denies_nothing() -> None:
    entry = {"claims": "withheld", "says": ["weights are not released"], "moods": {"negated": "public"}}
    patterns = index_of(compile_entry("weights", entry))
    found = read(Reading(parse(SourceText(path="README.md", text="- ❌ The weights are not released.\n"))), patterns)
    assert [claim.value for claim in found] == ["withheld"]


#: What a maker does, as a gerund, an infinitive and a noun.
DEEDS = [
    ("releasing the model weights", "release the model weights", "the release of the model weights"),
    ("publishing the training code", "publish the training code", "the publication of the training code"),
    ("watermarking the generated images", "watermark the generated images", "the watermark on generated images"),
    ("limiting users to 50 requests per day", "limit users to 50 requests per day", "a limit of 50 requests per day"),
    ("running a bug bounty program", "run a bug bounty program", "the bug bounty program"),
    ("encrypting the weights", "encrypt the weights", "encryption of the weights"),
    ("providing a detector for its outputs", "provide a detector for its outputs", "a detector for its outputs"),
]
#: How makers say that they do not do it, not yet, or only think of it.
UNDONE = {
    0: [
        "We decided against {}.",
        "The board voted against {}.",
        "We are against {}.",
        "We stopped {}.",
        "We ruled out {}.",
        "We oppose {}.",
        "We gave up {}.",
        "We are far from {}.",
        "Our lawyers forbid {}.",
        "We abandoned the idea of {}.",
        "We avoid {}.",
        "We postponed {}.",
        "We held off on {}.",
        "We thought about {}.",
        "We are looking into {}.",
    ],
    1: [
        "We refuse to {}.",
        "We hesitate to {}.",
        "We have yet to {}.",
        "It is too early to {}.",
        "It was too costly to {}.",
        "We had hoped to {}.",
        "We wanted to {}.",
        "We used to {}.",
        "We are working on how to {}.",
        "It would take a year to {}.",
        "Others {}; we do not.",
    ],
    2: [
        "{} was cancelled.",
        "{} has been postponed.",
        "{} is still pending.",
        "{} is out of the question.",
        "{} is missing.",
        "{} fell through.",
        "{} would be dangerous.",
        "{} is on our wish list.",
        "We opposed {}.",
        "We skipped {}.",
    ],
}


@pytest.mark.parametrize(("form", "frame"), [(form, frame) for form, frames in UNDONE.items() for frame in frames])
def test_what_is_denied_put_off_or_only_weighed_is_not_there(form: int, frame: str) -> None:
    for deed in DEEDS:
        assert things_there(frame.format(deed[form])) == [], deed


@pytest.mark.parametrize(("form", "frame"), [(0, "We are {}."), (1, "We {}."), (2, "We have {}.")])
def test_what_is_simply_said_is_there(form: int, frame: str) -> None:
    assert sum(things_there(frame.format(deed[form])) != [] for deed in DEEDS) >= len(DEEDS) - 2


@pytest.mark.parametrize(
    "text",
    [
        "PyTorch weights are available for download on the Hub.",
        "We are the first to release the model weights.",
        "We are proud of releasing the model weights.",
        "We skipped the paper and release the model weights.",
        "We removed all restrictions: the model weights are public.",
        "Prompts too dangerous to answer are refused.",
        "Safeguards in place:\n\n- Filter all harmful outputs with a classifier\n",
        "A limit of 100 messages in 30 days applies, and users who exceed it will be slowed.",
        "Our rate limits differ between free and paid accounts.",
        "While critics say that openness is risky, we release the model weights.",
        "You may download the weights here.",
        "Users should know that outputs are filtered by a safety classifier.",
    ],
)
def test_what_stands_beside_words_of_doubt_is_there(text: str) -> None:
    assert things_there(text) != []


@pytest.mark.parametrize(
    "text",
    [
        "If the board agrees, researchers may download the weights.",
        "Perhaps one day anyone may download the weights.",
        "Please note that we might release the weights.",
        "Users should be aware that developers should filter harmful outputs.",
        "Nothing, the weights, the code, is released.",
    ],
)
def test_what_is_allowed_or_told_on_a_condition_is_not_there(text: str) -> None:
    assert things_there(text) == []


def things_there(text: str) -> list[str]:
    """Return the subjects of which a sentence says that they are there."""
    there = {"in-place", "public", "gated", "described", "downloadable"}
    reading = Reading(parse(SourceText(path="README.md", text=text[0].upper() + text[1:])), "en")
    return [claim.subject for claim in read(reading, index("en")) if claim.value in there]


OFFERED = {"query-interface", "weights", "watermarking"}


@pytest.mark.parametrize(
    ("card", "subjects"),
    [
        ("# Heron\n\nEgret-9 is only available through an API.\n", []),
        ("# Heron\n\nThe authors of Egret-2 published the weights.\n", []),
        ("# Heron\n\nChatEgret's outputs are marked with a watermark.\n", []),
        ("# Heron\n\nHeron-7B is only available through an API.\n", ["query-interface"]),
        ("# Heron\n\nEgret-2 is Heron's name at work.\n\nEgret-2 is available through an API.\n", ["query-interface"]),
        ("# Model card\n\nEgret-2 is only available through an API.\n", ["query-interface"]),
        ("# Heron\n\nVersion 2 is only available through an API.\n", ["query-interface"]),
    ],
)
def test_what_another_product_offers_is_not_offered_here(card: str, subjects: list[str]) -> None:
    reading = Reading(parse(SourceText(path="README.md", text=card)), "en")
    assert sorted({claim.subject for claim in read(reading, index("en"))} & OFFERED) == subjects
