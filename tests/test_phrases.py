"""Phrases match the words of a text, whatever the alphabet knew when the text was spelled."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releaselint.errors import DataError
from releaselint.reading.names import subject_of, with_model
from releaselint.reading.phrase import Phrases
from releaselint.reading.spelled import alphabet, spell, spelled_of

MATCHES = [
    ("open-source", "It is Open Source, of course.", True),
    ("open-source", "It is opensource.", True),
    ("open-source", "It is open; the source is not.", False),
    ("filter*", "Prompts are filtered.", True),
    ("filter", "Prompts are filtered.", False),
    ("(hate|adult content) filter", "An adult-content filter", True),
    ("(hate|adult content) filter", "An adult filter", False),
    ("no (known)? limits", "There are no limits.", True),
    ("no (known)? limits", "There are no known limits.", True),
    ("no (known)? limits", "There are no other limits.", False),
    ("we ~2 filter", "We do not filter.", True),
    ("we ~2 filter", "We do not always filter.", False),
    ("^ released", "Released today.", True),
    ("^ released", "It was released.", False),
    ("released $", "It was released!", True),
    ("released $", "It was released today.", False),
    ("# tokens", "1,200.5 tokens", True),
    ("# tokens", "2B tokens", True),
    ("# tokens", "b2 tokens", False),
    ("20* report", "the 2021 report", True),
    ("made in * today", "made in Delft today", True),
    ("made in * today", "made in today", False),
    # What a hyphen joins is another word.
    ("commercial use", "Commercial use", True),
    ("commercial use", "non-commercial use", False),
    ("commercial use", "non-commercial use, or commercial use", True),
    ("don't", "We don’t.", True),
    ("max_length", "max_length=3", True),
    ("été*", "des étés", True),
    # British and American spelling are one word, whichever the phrase is written in.
    ("license", "an MIT licence", True),
    ("licence", "an MIT license", True),
    ("licen*", "Licences", True),
    ("(organization|behavior)", "its behaviour", True),
    ("summarized", "summarised", True),
    ("summariz*", "summarisation", True),
    ("for", "four", False),
    ("promise*", "it promised", True),
    ("compris*", "it comprises", True),
    ("(analys*|analyzed)", "they analysed it", True),
    ("(organis*|organized)", "well organised", True),
    ("(judge*|judgment)", "in our judgement", True),
    ("you*", "of York", False),
    ("trained on", "trained upon", True),
    ("while", "whilst", True),
    ("# (calls|requests) a day", "at most forty requests a day", True),
    ("# (calls|requests) a day", "a hundred thousand calls a day", True),
    ("forty", "40", False),
    ("# sentences", "two sentences", False),
]


@pytest.mark.parametrize(("phrase", "text", "wanted"), MATCHES)
def test_what_a_phrase_matches(phrase: str, text: str, wanted: bool) -> None:
    assert Phrases([phrase]).said_in(text) is wanted


@pytest.mark.parametrize("phrase", ["(a", "a)", "~13 a", "~", "(a)?", "^ $", "?!", "a (|b)"])
def test_malformed_phrase_is_an_error(phrase: str) -> None:
    with pytest.raises(DataError, match=re.escape(f"the phrase '{phrase}'")):
        Phrases([phrase])


def test_text_that_was_spelled_before_a_phrase_was_known_matches_it() -> None:
    text = spelled_of("The zygodactyl kingfisher of 1977ish waits.")
    early = Phrases(["kingf*"])
    assert early.search(text)
    for phrase in ("zygod*", "zygodactyl kingfisher", "1977i*", "kingfi* of"):
        before = alphabet().version
        late = Phrases([phrase])
        assert alphabet().version > before
        assert late.search(text)
        assert early.search(text)


@given(st.lists(st.text(max_size=60), max_size=8))
def test_every_word_of_a_text_is_one_letter(texts: list[str]) -> None:
    counts = [len(re.findall(r"[^\W_]+", text.lower())) for text in texts]
    assert [len(one.code) for one in spell(texts)] == counts


@given(st.text(max_size=60), st.text(max_size=60))
def test_words_around_a_match_do_not_hide_it(before: str, after: str) -> None:
    assert Phrases(["a known ~3 limit"]).said_in(f"{before} a known, hard limit {after}")


@pytest.mark.parametrize(
    ("title", "sentence", "wanted"),
    [
        ("Pond Tagger", "The tagger is meant for clubs.", "The model is meant for clubs."),
        ("Pond Tagger", "Our tagger finds ponds.", "The model finds ponds."),
        ("Pond Tagger", "A tagger finds ponds.", "A tagger finds ponds."),
        ("Ledger Writer", "The writer invents names.", "The model invents names."),
        ("Ledger Teacher", "The teacher is on the Hub.", "The teacher is on the Hub."),
        ("Ledger Writer", "The writer weights are heavy.", "The writer weights are heavy."),
        ("Pond Corpus", "The corpus is large.", "The corpus is large."),
        ("Heron 7B", "Heron is good.", "The model is good."),
        ("heron-small-fo", "heron-small-fo is good.", "The model is good."),
        ("heron_7b", "The heron_7b model is good.", "The model is good."),
    ],
)
def test_a_sentence_that_begins_with_what_the_title_names_is_on_the_model(
    title: str, sentence: str, wanted: str
) -> None:
    subject = subject_of(title)
    assert subject is not None
    assert subject.sub("The model", sentence, count=1) == wanted


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ("We do not release Heron.", "We do not release the model."),
        ("You can use Heron in a browser.", "You can use the model in a browser."),
        ("We use Heron images.", "We use Heron images."),
        ("We tuned it from Heron.", "We tuned it from Heron."),
        ("The lab released Heron in May.", "The lab released Heron in May."),
    ],
)
def test_what_is_done_with_what_the_title_names_is_done_with_the_model(sentence: str, wanted: str) -> None:
    assert with_model(sentence, "Heron") == wanted
