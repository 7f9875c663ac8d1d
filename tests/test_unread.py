"""What a declared level asks for and nothing tells: an error, or a warning that shows what may tell it."""

from __future__ import annotations

import pytest

from releaselint.api import Bench
from releaselint.config import Config
from releaselint.findings.model import Finding
from releaselint.findings.rule import all_rules
from releaselint.findings.run import judge
from releaselint.testing import TODAY, release_of

RULES = tuple(all_rules().values())


def missing(level: str, text: str, rule: str) -> list[Finding]:
    card = f"---\nlicense: mit\npipeline_tag: text-generation\nrelease: {level}\n---\n# Heron\n\n{text}\n"
    case = Bench(Config(), TODAY).case(release_of({"card": card}))
    return [finding for finding in judge(case, RULES) if finding.rule == rule]


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("documentation-missing", "If you have questions, or if you just want to chat, join us."),
        ("documentation-missing", "You'll need to clone the repository."),
        ("documentation-missing", "Please do not re-upload."),
        ("query-interface-undeclared", "The documentation can be found at the end."),
        ("query-interface-undeclared", "It is named after the gray one at https://birds.example.org/heron."),
        ("rate-limiting-missing", "Inputs exceeding 512 tokens are cut off."),
        ("content-filter-missing", "The file is called heron.bin, and nothing more."),
        ("content-filter-missing", "A case worker reads each letter before it is sent."),
        ("training-data-undescribed", "Our team has 12 people and about 3 dogs."),
        ("training-data-undescribed", "It supports over 100 languages."),
        (
            "training-data-undescribed",
            "## Training data\n\nTBD\n\n## Notes\n\nVolunteers typed out 38,600 cards by hand.",
        ),
    ],
)
def test_a_sentence_on_something_else_makes_nothing_unclear(rule: str, text: str) -> None:
    assert [finding.severity for finding in missing("api", text, rule)] == ["error"]


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("documentation-missing", "It's there for small teams who want a village that feels lived in."),
        ("rate-limiting-missing", "Anything above is turned away with status 429."),
        ("content-filter-missing", "Bank card numbers are blanked out before the model sees them."),
        ("platform-policy-missing", "Each partner signs Annex K before a key is issued."),
        ("platform-policy-missing", "Anybody who clones the voice of a colleague loses the key."),
        ("training-data-undescribed", "Volunteers typed out 38,600 cards by hand."),
        ("evaluation-results-missing", "It had every break date in 146 of the 150."),
        ("query-interface-undeclared", "You will find it at https://harbor.example.org."),
        ("query-interface-undeclared", "Heron reads postcards: https://heron.example.org."),
        ("content-filter-missing", "Political calls: blocked until the polls close."),
        ("content-filter-missing", "It looks for threats, scams and hate, and the field `why` names which."),
        ("platform-policy-missing", "**What may I not do with it?** Read letters of others."),
        ("query-interface-undeclared", "One puts a question in any language at the desk."),
    ],
)
def test_a_plain_sentence_that_may_tell_it_is_shown(rule: str, text: str) -> None:
    (finding,) = missing("api", text, rule)
    assert finding.severity == "warning"
    assert finding.evidence[0].line == 8


@pytest.mark.parametrize(
    ("rule", "text", "severity"),
    [
        (
            "intended-use-missing",
            "## Intended uses & limitations\n\nQuestions in English.\n\n## Limitations\n\n"
            "Heron hallucinates sources, and is weak at sums in long letters.",
            "warning",
        ),
        ("training-data-undescribed", "## Training data\n\nHeron Corpus, Marsh Letters.", "warning"),
        ("training-data-undescribed", "## Training data\n\nTBD", "error"),
        (
            "training-data-undescribed",
            "## Training data\n\n[TODO: say on what it was trained, and where from]",
            "error",
        ),
        ("evaluation-results-missing", "## Evaluation\n\nWeighted kappa .71 against two graders.", "warning"),
    ],
)
def test_a_heading_of_its_own_comes_nearest(rule: str, text: str, severity: str) -> None:
    (finding,) = missing("downloadable", text, rule)
    assert finding.severity == severity


MUCH = (
    "For two winters Nadia walked the same four valleys, and whoever came along had to carry the ladder. "
    "What she brought home lies in the cellar, and every piece of it went past the camera twice."
)
TABLE = "| Winter | What was carried home |\n|---|---|\n" + "".join(
    f"| {year} | {cell} |\n"
    for year, cell in (
        (2019, "Two ladders, and whoever came along had one to carry"),
        (2020, "A cellar that holds every piece behind its own small door"),
        (2021, "Four valleys walked again with a camera that worked twice"),
    )
)


@pytest.mark.parametrize(
    ("rule", "text", "severity"),
    [
        ("training-data-undescribed", MUCH, "warning"),
        ("training-data-undescribed", f"## How we got there\n\n{MUCH}", "warning"),
        ("documentation-missing", MUCH, "warning"),
        # Limits and filters have words of their own, without which nothing tells of them.
        ("rate-limiting-missing", MUCH, "error"),
        ("content-filter-missing", MUCH, "error"),
        # Cells that tell something count; those that only name something do not.
        ("training-data-undescribed", TABLE, "warning"),
        ("training-data-undescribed", "| Screen | Effect |\n|---|---|\n" + "| Reed | green |\n" * 20, "error"),
        # Little was said, or it was understood, or it is about something else, or it is to come.
        ("training-data-undescribed", MUCH[:99], "error"),
        ("training-data-undescribed", f"## Limitations\n\n{MUCH}", "error"),
        ("training-data-undescribed", f"## Citation\n\n{MUCH}", "error"),
        ("training-data-undescribed", f"## Roadmap\n\n{MUCH}", "error"),
        # Where it belongs, it is said that nothing is told.
        ("training-data-undescribed", f"## Training data\n\nMore information needed\n\n## Notes\n\n{MUCH}", "error"),
    ],
)
def test_what_may_be_told_in_any_words_is_no_error_where_much_was_not_understood(
    rule: str, text: str, severity: str
) -> None:
    (finding,) = missing("api", text, rule)
    assert finding.severity == severity


@pytest.mark.parametrize(
    ("rule", "text", "files", "told"),
    [
        ("rate-limiting-missing", "A model.", ["config/limits.yaml"], "config/limits.yaml"),
        ("rate-limiting-missing", "A model.", ["openapi.yaml"], "openapi.yaml"),
        ("content-filter-missing", "A model.", ["app/gates.py"], "app/gates.py"),
        ("platform-policy-missing", "A model.", ["house-rules.txt"], "house-rules.txt"),
        ("platform-policy-missing", "A model.", ["agent/policy.py"], ""),
        ("content-filter-missing", "A model.", ["app/main.py"], ""),
        (
            "evaluation-results-missing",
            "| Socks | Day | Night |\n|---|---|---|\n| old | 47 | 33 |\n| new | 34 | 21 |",
            [],
            "| Socks",
        ),
        (
            "evaluation-results-missing",
            "| Socks | Day | Night |\n|---|---|---|\n| old | yes | no |\n| new | no | no |",
            [],
            "",
        ),
    ],
)
def test_a_file_or_a_table_may_tell_it(rule: str, text: str, files: list[str], told: str) -> None:
    card = f"---\nlicense: mit\npipeline_tag: text-generation\nrelease: api\n---\n# Heron\n\n{text}\n"
    case = Bench(Config(), TODAY).case(release_of({"card": card, "files": files}))
    (finding,) = [one for one in judge(case, RULES) if one.rule == rule]
    assert finding.severity == ("warning" if told else "error")
    assert [one.text[: len(told)] for one in finding.evidence] == ([told] if told else [])


def test_a_heading_that_may_name_it_is_shown_where_something_stands_below() -> None:
    (finding,) = missing("api", "## OK but what is it good for\n\nPoking at it.", "documentation-missing")
    assert (finding.severity, finding.evidence[0].line) == ("warning", 8)
    (finding,) = missing("api", "## OK but what is it good for\n\n## Notes\n\nNone.", "documentation-missing")
    assert finding.severity == "error"


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("It was trained on 20,000 letters. More at https://marsh.example/letters.", "error"),
        ("It was trained on 20,000 letters, see https://marsh.example/letters.", "warning"),
        ("It was trained on 20,000 letters, see https://arxiv.org/abs/2101.00001.", "error"),
        ("It was trained on 20,000 letters by [Egret](https://huggingface.co/marsh/egret).", "error"),
        ("It was trained on 20,000 letters, see ![letters](https://marsh.example/a.png).", "error"),
        ("It was trained on 20,000 letters. They lie at https://huggingface.co/datasets/marsh/letters.", "warning"),
        ("It was trained on 20,000 letters. A film: https://huggingface.co/datasets/huggingface/films/a.mp4.", "error"),
        ("It was trained on 20,000 letters. We do not use https://huggingface.co/datasets/marsh/books.", "error"),
        (
            "It was trained on 20,000 letters.\n\n## Evaluation\n\nSee https://huggingface.co/datasets/marsh/x.",
            "error",
        ),
        (
            "It was trained on 20,000 letters, see https://marsh.example. The training data will not be released.",
            "error",
        ),
    ],
)
def test_a_link_beside_a_description_may_lead_to_what_has_to_be_public(text: str, severity: str) -> None:
    found = missing("fully-open", text, "training-data-undescribed")
    assert [finding.severity for finding in found] == [severity]


def test_an_address_that_is_called_as_the_release_may_be_its_page() -> None:
    card = "---\nlicense: mit\nrelease: hosted\n---\n# Ask the Gauge\n\nIt is at <https://askthegauge.marsh.example>.\n"
    found = judge(Bench(Config(), TODAY).case(release_of({"card": card})), RULES)
    (told,) = [one for one in found if one.rule == "query-interface-undeclared"]
    assert (told.severity, told.evidence[0].line) == ("warning", 7)


def test_weights_that_only_a_page_of_the_hub_would_hold_may_be_there() -> None:
    (finding,) = missing("downloadable", "A model.", "access-narrower-than-declared")
    assert finding.severity == "warning"
    case = Bench(Config(), TODAY).case(release_of({"card": "---\nrelease: downloadable\n---\n# Heron\n\nA model.\n"}))
    found = [one for one in judge(case, RULES) if one.rule == "access-narrower-than-declared"]
    assert [one.severity for one in found] == ["error"]


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("Weights on the Hub: https://huggingface.co/marsh/postcard-reader", "warning"),
        ("They are in [the archive](https://marsh.example/postcards.zip).", "warning"),
        ("Get it with `ollama pull marsh/postcards`.", "warning"),
        ("The weights ship with the package.", "warning"),
        ("The paper is at https://arxiv.org/abs/2101.00001.", "error"),
        ("It reads postcards.", "error"),
    ],
)
def test_what_may_lead_to_weights_is_shown(text: str, severity: str) -> None:
    card = f"---\nlicense: mit\nrelease: downloadable\n---\n# Heron\n\n{text}\n"
    found = judge(Bench(Config(), TODAY).case(release_of({"card": card})), RULES)
    (told,) = [one for one in found if one.rule == "access-narrower-than-declared"]
    assert told.severity == severity
    assert [one.line for one in told.evidence] == ([7] if severity == "warning" else [])


def test_what_a_level_would_still_need_is_what_declaring_it_reports() -> None:
    text = "# Heron\n\n## Intended use\n\nHeron is intended for clerks who draft letters in English.\n"
    card = {"card": f"---\nlicense: mit\n---\n{text}", "files": ["heron.gguf"]}
    (told,) = [one for one in judge(Bench(Config(), TODAY).case(release_of(card)), RULES) if "undeclared" in one.rule]
    assert told.message.endswith("would still need evaluation-results, training-data, limitations")
    card["card"] = f"---\nlicense: mit\nrelease: downloadable\n---\n{text}"
    found = judge(Bench(Config(), TODAY).case(release_of(card)), RULES)
    assert {one.rule for one in found if one.severity == "error"} == {
        "evaluation-results-missing",
        "training-data-undescribed",
        "limitations-missing",
    }


@pytest.mark.parametrize("below", ["\n\n## License\n", "\n\n[More Information Needed]\n"])
def test_where_a_section_is_empty_it_is_shown_and_to_be_filled(below: str) -> None:
    text = f"# Heron\n\n## Intended use\n\nIt is meant to help the staff of a museum.\n\n## Limitations{below}"
    (finding,) = missing("api", text, "limitations-missing")
    (shown,) = finding.evidence
    assert (finding.severity, shown.text) == ("error", "## Limitations")
    assert finding.help == f"fill the section on line {shown.line}, which says nothing yet"


@pytest.mark.parametrize("below", ["Drafting tenancy letters.", "- Tenancy letters\n- Complaints"])
@pytest.mark.parametrize("misuse", ["", "## Misuse\n\nSomeone could use it to write threatening letters.\n\n"])
def test_a_section_that_says_too_little_is_shown_and_to_be_filled(below: str, misuse: str) -> None:
    limits = "## Limitations\n\nIt fails on letters that were written by hand.\n"
    (finding,) = missing("api", f"## Intended use\n\n{below}\n\n{misuse}{limits}", "intended-use-missing")
    assert [(one.line, one.text) for one in finding.evidence] == [(8, "## Intended use")]
    assert finding.help == "write whole sentences in the section on line 8, which says too little"


def test_what_is_feared_is_no_intended_use() -> None:
    misuse = "## Misuse\n\nSomeone could use it to write threatening letters."
    limits = "## Limitations\n\nIt fails on letters that were written by hand."
    (finding,) = missing("api", f"{misuse}\n\n{limits}\n", "intended-use-missing")
    assert (finding.severity, finding.evidence, finding.help) == ("error", (), "add a section on intended use")


def test_figures_are_not_asked_for_in_whole_sentences() -> None:
    (finding,) = missing("api", "## Evaluation\n\nWeighted kappa .71 of two.", "evaluation-results-missing")
    assert (finding.evidence[0].text, finding.help[:28]) == ("## Evaluation", "add a section on evaluation ")


def test_an_empty_section_is_told_once() -> None:
    text = "Heron answers questions.\n\n## Intended use\n\nIt is meant for the staff of a museum.\n\n## Limitations\n"
    assert [finding.severity for finding in missing("api", text, "limitations-missing")] == ["error"]
    assert [finding.severity for finding in missing("api", text, "empty-section")] == ["note"]
    # Nothing requires limitations of a card that declares no level that is known.
    assert [finding.severity for finding in missing("apis", text, "empty-section")] == ["warning"]


def test_the_section_that_the_declaration_names_may_tell_it() -> None:
    front = "---\nrelease:\n  access: api\n  guardrails:\n    documentation: '#old-ways'\n---\n"
    for below, severity in (("Ask your aunt, who knew it as a child.", "warning"), ("", "error")):
        case = Bench(Config(), TODAY).case(release_of({"card": f"{front}# Heron\n\n## Old ways\n\n{below}\n"}))
        (finding,) = (one for one in judge(case, RULES) if one.rule == "documentation-missing")
        assert finding.severity == severity
        assert not below or finding.evidence[0].text == "## Old ways"
