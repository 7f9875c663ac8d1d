"""Each sentence in a subject file does what the file says of it."""

from __future__ import annotations

import pytest

from releaselint import bundled
from releaselint.subjects import Subject, all_subjects
from releaselint.testing import check_evidence


@pytest.mark.parametrize("subject", all_subjects().values(), ids=lambda subject: subject.id)
def test_every_sentence_of_the_evidence_holds(subject: Subject) -> None:
    assert check_evidence(subject) == []


@pytest.mark.parametrize("subject", all_subjects().values(), ids=lambda subject: subject.id)
def test_every_entry_has_a_sentence_that_matches_and_one_that_does_not(subject: Subject) -> None:
    for language, entries in bundled.load_data(subject.file).get("evidence", {}).items():
        for entry in entries:
            assert entry.get("match"), (language, entry)
            if "says" in entry:
                assert entry.get("not"), (language, entry)
