"""Each sentence in a subject file does what the file says of it."""

from __future__ import annotations

import pathlib
import re

import pytest

from releaselint.subjects import Subject, all_subjects
from releaselint.testing import check_evidence


@pytest.mark.parametrize("subject", all_subjects().values(), ids=lambda subject: subject.id)
def test_every_sentence_of_the_evidence_holds(subject: Subject) -> None:
    assert check_evidence(subject) == []


@pytest.mark.parametrize("subject", all_subjects().values(), ids=lambda subject: subject.id)
def test_every_entry_has_a_sentence_that_matches_and_one_that_does_not(subject: Subject) -> None:
    for language, entries in subject.evidence.items():
        for entry in entries:
            assert entry.get("match"), (language, entry)
            if "says" in entry:
                assert entry.get("not"), (language, entry)


def test_no_phrase_is_cut_by_a_comment() -> None:
    """In YAML, `#` behind a blank ends what stands in no quotes, and in phrases it is any number."""
    rules = pathlib.Path(__file__).parents[1] / "rules"
    for path in rules.glob("*/*.yaml"):
        assert re.findall(r"^\s+- [^\"'#\[{].* #(?!\d).*$", path.read_text(encoding="utf-8"), re.MULTILINE) == [], path
