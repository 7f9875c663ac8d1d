"""Licenses are found under every usual spelling, named in prose without false friends, and known by their texts."""

from __future__ import annotations

import functools
import gzip
import importlib.util
import json
import os
import pathlib
import re
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from releaselint.licenses import License, find, is_hub_id, nearest_hub_id, same_terms, table
from releaselint.licenses.prose import named_in
from releaselint.licenses.recognize import recognize

ROOT = pathlib.Path(__file__).parents[1]
CLASSIFIER = importlib.util.find_spec("licenseclassifier")
needs_classifier = pytest.mark.skipif(CLASSIFIER is None, reason="licenseclassifier is not installed")

SOURCES = {"license text, read", "license text, read in part", "not checked against the text"} | {
    "SPDX License List",
    "Hugging Face Hub list of licenses",
    "common usage",
}

# id: family, restricts harmful uses, must be passed on, commercial use.
FACTS: dict[str, tuple[str, bool | None, bool, str | None]] = {
    "openrail": ("rail", True, True, None),
    "creativeml-openrail-m": ("rail", True, True, "yes"),
    "bigscience-bloom-rail-1.0": ("rail", True, True, "yes"),
    "deepseek": ("rail", True, True, "yes"),
    "llama2": ("use-restricted", True, True, "limited"),
    "llama3.1": ("use-restricted", True, True, "limited"),
    "gemma": ("use-restricted", True, True, "yes"),
    "falcon-180b": ("use-restricted", True, True, "limited"),
    "stabilityai-community": ("use-restricted", True, True, "limited"),
    "tongyi-qianwen": ("use-restricted", False, True, "limited"),
    "cc-by-nc-nd-4.0": ("non-commercial", False, False, "no"),
    "cc-by-nc-sa-4.0": ("non-commercial", False, True, "no"),
    "llama1": ("non-commercial", True, True, "no"),
    "apple-amlr": ("non-commercial", False, True, "no"),
    "flux-1-dev-non-commercial": ("non-commercial", True, True, "no"),
    "gpl-3.0": ("copyleft", False, True, "yes"),
    "apache-2.0": ("permissive", False, False, "yes"),
    "openmdw-1.0": ("permissive", False, False, "yes"),
    "cc0-1.0": ("public-domain", False, False, "yes"),
    "cc-by-nd-4.0": ("custom", False, False, "yes"),
    "h-research": ("custom", None, False, None),
    "other": ("custom", None, False, None),
    "unknown": ("unknown", None, False, None),
}

SPELLINGS = [
    ("apache-2.0", "apache-2.0"),
    ("Apache License, Version 2.0", "apache-2.0"),
    ("APACHE_2.0", "apache-2.0"),
    ("https://www.apache.org/licenses/LICENSE-2.0.html", "apache-2.0"),
    ("MIT Licence", "mit"),
    ("GPL-3.0-or-later", "gpl-3.0"),
    ("GNU General Public License v3", "gpl-3.0"),
    ("CC BY-NC-SA 4.0", "cc-by-nc-sa-4.0"),
    ("creative commons attribution share alike 4.0", "cc-by-sa-4.0"),
    ("https://creativecommons.org/licenses/by-nc/4.0/legalcode.en", "cc-by-nc-4.0"),
    ("cc-by", "cc-by"),
    ("open-rail-m", "openrail"),
    ("OpenRAIL++", "openrail++"),
    ("Llama 3.1 Community License Agreement", "llama3.1"),
    ("gemma-terms-of-use", "gemma"),
    ("tongyi-qianwen", "tongyi-qianwen"),
    ("flux-1-dev-non-commercial-license", "flux-1-dev-non-commercial"),
    ("bsl-1.0", "bsl-1.0"),
    ("BSL 1.1", "busl-1.1"),
    ("BSD-4-Clause", "BSD-4-Clause"),
    ("SSPL-1.0", "SSPL-1.0"),
    ("MIT No Attribution", "MIT-0"),
    ("Apache-2.0 OR MIT", None),
    ("any valid license identifier", None),
    ("Llama 3.5", None),
    ("", None),
    ("license", None),
    ("x" * 100_000, None),
]

NEAREST = [
    ("mit", "mit"),
    ("MIT", "mit"),
    ("Apache-2", "apache-2.0"),
    ("Apache License 2.0", "apache-2.0"),
    ("apche-2.0", "apache-2.0"),
    ("cc-by-nc-sa", "cc-by-nc-sa-4.0"),
    ("cc-by", None),
    ("AGPL", "agpl-3.0"),
    ("GPL", "gpl"),
    ("lama3", "llama3"),
    ("llama-3.5", None),
    ("cc-by-sa-2.0", None),
    ("busl-1.1", None),
    ("deepseek", None),
    ("mti", None),
    ("see the file", None),
]

NAMED = [
    ("released under the Apache 2.0 license", [("Apache 2.0 license", "apache-2.0")]),
    ("MIT License", [("MIT License", "mit")]),
    ("- **License:** [MIT](LICENSE)", [("MIT", "mit")]),
    ("## License\n\nMIT", [("MIT", "mit")]),
    ("an MIT-licensed model", [("MIT", "mit")]),
    ("the MIT or Apache licenses", [("MIT", "mit"), ("Apache licenses", "apache-2.0")]),
    ("the CC-BY-NC 4.0 terms", [("CC-BY-NC 4.0", "cc-by-nc-4.0")]),
    ("CC-BY-NC; CC-BY to follow", [("CC-BY-NC", "cc-by-nc"), ("CC-BY", "cc-by")]),
    ("BigScience RAIL License v1.0", [("BigScience RAIL License v1.0", "bigscience-bloom-rail-1.0")]),
    ("CreativeML Open RAIL-M", [("CreativeML Open RAIL-M", "creativeml-openrail-m")]),
    ("an Open RAIL M license", [("Open RAIL M license", "openrail")]),
    ("under the Llama 3.1 Community License", [("Llama 3.1 Community License", "llama3.1")]),
    ("Gemma is licensed under the Gemma Terms of Use.", [("Gemma Terms of Use", "gemma")]),
    ("licensed under GNU GPLv3", [("GNU GPLv3", "gpl-3.0")]),
    ("the Apache License,\nVersion 2.0", [("Apache License,\nVersion 2.0", "apache-2.0")]),
    ("Modified MIT License", [("Modified MIT License", "modified-mit")]),
    ("a StabilityAI Non-Commercial Research Community License", None),
    ("license: https://creativecommons.org/licenses/by-sa/3.0/", None),
    ("Its terms are in LICENSE_MIT.", [("MIT", "mit")]),
    ("Released under the GPL license. 3 models are available.", [("GPL license", "gpl")]),
]

# Names that are also words of another kind, or of another version.
FALSE_FRIENDS = [
    "Researchers at MIT wrote this; the license is below.",
    "MIT holds the license.",
    "a license from MIT",
    "the MIT license plate data set",
    "## License\n\nMIT researchers made it.",
    "See https://github.com/mit/licenses for the license.",
    "We tune Gemma; its license must be accepted.",
    "Runs on BSD and Linux, without a license fee.",
    "Processed with Apache Spark under a commercial license.",
    "a BSD-style license",
    "The RAIL initiative publishes licenses.",
    "Apache License 1.1",
    "the Llama 3.5 license",
    "`cc_reeds` (with its license in a file of its own)",
    "the license of `heron_mit` is below",
    "license: other",
    "license: unknown",
]


def ids(text: str) -> list[tuple[str, str]]:
    return [(text[start:end], license_.id) for start, end, license_ in named_in(text)]


def known(id_: str) -> License:
    license_ = find(id_)
    assert license_ is not None, id_
    return license_


# --- The table ---


def test_the_table_is_whole() -> None:
    rows = table.rows()
    assert len({row["id"] for row in rows}) == len(rows)
    assert sum("hub" in row for row in rows) == 83
    allowed = {"id", "name", "family", "hub", "spdx", "aliases", "loose", "restricts-use", "pass-down", "commercial"}
    allowed |= {"text-along", "ambiguous", "likely", "url", "markers", "note", "prose", "source"}
    for row in rows:
        assert set(row) <= allowed, row["id"]
        assert not row.items() & table.families()[row["family"]].items(), f"{row['id']} repeats its family"
        assert row.get("hub", row["id"]) == row["id"]
        assert row.get("commercial", True) in (True, False, "limited")
        assert row["source"] in SOURCES
        assert row["family"] != "non-commercial" or "commercial" not in row
        assert row["family"] != "rail" or not {"restricts-use", "pass-down"} & set(row)
        assert is_hub_id(row.get("likely", "mit"))


def test_no_two_licenses_share_a_spelling() -> None:
    for row in table.rows():
        for name in table.names(row):
            assert known(name).id == row["id"], name


@pytest.mark.parametrize("id_", FACTS)
def test_facts(id_: str) -> None:
    license_ = known(id_)
    assert (license_.family, license_.restricts_use, license_.pass_down, license_.commercial) == FACTS[id_]


@pytest.mark.parametrize(("text", "id_"), SPELLINGS)
def test_find_knows_usual_spellings(text: str, id_: str | None) -> None:
    license_ = find(text)
    assert (license_ and license_.id) == id_


def test_ids_that_only_spdx_has_carry_what_is_certain() -> None:
    license_ = known("GPL-1.0-only")
    assert (license_.family, license_.pass_down, license_.hub) == ("copyleft", True, None)
    assert known("EPL-1.0").restricts_use is False
    assert known("BSD-3-Clause-LBNL").restricts_use is False
    assert known("PolyForm-Noncommercial-1.0.0").commercial == "no"
    assert known("Hippocratic-2.1").restricts_use is None


@pytest.mark.parametrize(("text", "id_"), NEAREST)
def test_nearest_hub_id_is_plain_or_none(text: str, id_: str | None) -> None:
    assert nearest_hub_id(text) == id_


def test_hub_ids_compare_case() -> None:
    assert is_hub_id("openrail++")
    assert not is_hub_id("MIT")
    assert not is_hub_id("cc-by-nc")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("mit", "MIT License", True),
        ("mit", "apache-2.0", False),
        ("llama3", "llama3.1", False),
        ("gpl", "gpl-3.0", None),
        ("bsd", "mit", None),
        ("openrail", "apache-2.0", False),
        ("cc-by", "cc-by-nc-4.0", False),
        ("other", "mit", None),
        ("cc", "cc-by-4.0", None),
        ("openrail", "openrail", None),
    ],
)
def test_same_terms(one: str, other: str, same: bool | None) -> None:
    assert same_terms(known(one), known(other)) is same
    assert same_terms(known(other), known(one)) is same


@given(st.text(max_size=60))
def test_find_takes_any_text(text: str) -> None:
    license_ = find(text)
    nearest = nearest_hub_id(text)
    assert nearest is None or is_hub_id(nearest)
    assert license_ is None or license_.family in table.families()


@given(data=st.data())
def test_blanks_hyphens_and_case_never_matter(data: st.DataObject) -> None:
    row = data.draw(st.sampled_from(table.rows()))
    name = data.draw(st.sampled_from(table.names(row)))
    mark = data.draw(st.sampled_from([" ", "-", "_", "  "]))
    written = re.sub(r"[ _-]", mark, name)
    written = data.draw(st.sampled_from([written, written.upper(), written.lower(), f"{written} License"]))
    assert known(written).id == row["id"]


# --- Prose ---


@pytest.mark.parametrize(("text", "expected"), NAMED)
def test_prose_names_licenses(text: str, expected: list[tuple[str, str]] | None) -> None:
    found = ids(text)
    assert found == expected if expected is not None else len(found) == 1


@pytest.mark.parametrize("text", FALSE_FRIENDS)
def test_false_friends_are_no_licenses(text: str) -> None:
    assert ids(text) == []


PIECES = st.sampled_from(
    [
        "MIT",
        "Apache",
        "2.0",
        "license",
        "under",
        "CC",
        "BY",
        "NC",
        "Llama",
        "3",
        ".",
        "\n\n",
        "(",
        "https://a.b/",
        "and",
    ]
)


@given(st.lists(PIECES | st.text(max_size=5), max_size=30).map(" ".join))
def test_spans_are_ordered_and_inside_the_text(text: str) -> None:
    end = 0
    for start, stop, _ in named_in(text):
        assert end <= start < stop <= len(text)
        end = stop


HOSTILE = [
    "license ",
    "mit ",
    "cc by nc ",
    "License: MIT***",
    "https://mit ",
    "MIT License (",
    "Apache License\n",
    "\ud800",
]


def seconds(call: Callable[[str], object], text: str) -> float:
    best = 60.0
    for _ in range(3):
        started = time.perf_counter()
        call(text)
        best = min(best, time.perf_counter() - started)
    return best


@pytest.mark.parametrize("call", [named_in, recognize], ids=["named_in", "recognize"])
@pytest.mark.parametrize("piece", HOSTILE)
def test_time_is_linear(piece: str, call: Callable[[str], object]) -> None:
    texts = [piece * (size // len(piece)) for size in (15_000, 30_000, 60_000)]
    call(texts[0])
    once, twice, four = (seconds(call, text) for text in texts)
    assert twice < 20 * once + 0.1
    assert four < 40 * once + 0.1


# --- Texts ---

FILLER = "The quick words of this paragraph stand for the rest of the text, and they name nothing at all.\n\n"
MARKED = {row["id"]: row["markers"] for row in table.rows() if "titles" in row.get("markers", {})}
OURS = sorted(id_ for id_ in MARKED if (known(id_).spdx or "LicenseRef-").startswith("LicenseRef-"))
WANTED = [
    "bigscience-openrail-m",
    "creativeml-openrail-m",
    "bigscience-bloom-rail-1.0",
    "bigcode-openrail-m",
    "openrail++",
    "deepseek",
    "llama1",
    "llama2",
    "llama3",
    "llama3.1",
    "llama3.2",
    "llama3.3",
    "llama4",
    "gemma",
    "falcon-180b",
    "falcon-llm-2.0",
    "stabilityai-community",
    "stabilityai-nc-research",
    "flux-1-dev-non-commercial",
    "qwen",
    "qwen-research",
    "tongyi-qianwen",
    "tencent-hunyuan-community",
    "nvidia-open-model",
    "open-aleph-1.0",
    "exaone",
    "grok2-community",
    "deepfloyd-if-license",
    "fair-noncommercial-research-license",
    "mnpl",
    "mrl",
    "databricks-open-model",
    "ai2-impact-lr",
]


def marked(id_: str, *, title: str | None = None, drop: int = 0) -> str:
    """Return a text made of a license's title and clauses, without the last `drop` clauses."""
    clauses = MARKED[id_]["clauses"]
    body = "".join(
        f"{FILLER * 4}{number}. {clause}: {FILLER}" for number, clause in enumerate(clauses[: -drop or None])
    )
    return f"\n{title or MARKED[id_]['titles'][0].upper()}\n\n{body}"


def test_ai_licenses_have_markers() -> None:
    assert set(WANTED) <= set(OURS)


@pytest.mark.parametrize("id_", OURS)
def test_ai_texts_are_known_by_title_and_clauses(id_: str) -> None:
    for title in MARKED[id_]["titles"]:
        found = recognize(marked(id_, title=f"# {title}, dated May 2024"))
        assert [license_.id for license_ in found.licenses] == [id_], title
        assert (found.complete, found.rider, found.note) == (True, None, None)
        assert found.offset in (3, 7)  # behind "# " or "# The "


@pytest.mark.parametrize("id_", [id_ for id_ in OURS if len(MARKED[id_]["clauses"]) > 1])
def test_a_truncated_ai_text_is_told(id_: str) -> None:
    found = recognize(marked(id_, drop=1))
    assert [license_.id for license_ in found.licenses] == [id_]
    assert not found.complete
    assert found.note == (
        "Attachment A with the use restrictions is missing"
        if known(id_).family == "rail"
        else "the text is incomplete: its last part is missing"
    )


def test_a_title_within_a_sentence_is_none() -> None:
    text = f"Terms of our own\n\nUnlike the DeepSeek License Agreement, this one is short.\n\n{FILLER * 20}"
    assert recognize(text).licenses == ()
    for wrapped in ("Unlike the\n", "Not as in \n"):
        assert recognize(text.replace("Unlike the ", wrapped) + "Complementary Material").licenses == ()


def test_a_title_far_down_needs_all_its_clauses() -> None:
    before = f"# Notes\n\n{FILLER * 40}"
    assert [license_.id for license_ in recognize(before + marked("gemma")).licenses] == ["gemma"]
    assert recognize(before + marked("gemma", drop=1)).licenses == ()


def test_a_rail_text_of_another_name_is_of_the_family() -> None:
    text = f"Heron License\n\n{FILLER * 20}Attachment A\n\nYou agree not to use the Model:\n\n- to harm others\n"
    found = recognize(text)
    assert [license_.id for license_ in found.licenses] == ["rail"]
    assert found.complete
    assert recognize(f"RAIL\n\n{FILLER * 20}").licenses == ()
    assert recognize(text.replace("Attachment A", "Annex")).licenses == ()


def test_apple_research_text_needs_no_title() -> None:
    row = next(row for row in table.rows() if row["id"] == "apple-amlr")
    text = "\n\n".join(f"{FILLER * 4}{clause}. {FILLER}" for clause in row["markers"]["clauses"])
    assert [license_.id for license_ in recognize(text).licenses] == ["apple-amlr"]


@pytest.mark.parametrize(
    ("text", "expected", "offset"),
    [
        ("MIT\n", ["mit"], 0),
        ("\n\nhttps://www.apache.org/licenses/LICENSE-2.0\n", ["apache-2.0"], 2),
        ("Heron is under the Apache License 2.0.\nSee https://example.org/license for its text.\n", ["apache-2.0"], 19),
        ("Llama 3.1 Community License Agreement\n\nThe text: https://llama.com/llama3_1/license/", ["llama3.1"], 0),
        ("Heron is under the GPL: GNU GPLv3.", ["gpl-3.0"], 19),
        ("Code: MIT License. Weights: CC BY-NC 4.0.", ["mit", "cc-by-nc-4.0"], 6),
    ],
)
def test_a_stand_in_names_the_license_and_is_incomplete(text: str, expected: list[str], offset: int) -> None:
    found = recognize(text)
    assert [license_.id for license_ in found.licenses] == expected
    assert (found.complete, found.offset) == (False, offset)
    assert found.note == "the file names the license and does not hold its text"


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t",
        "license: other",
        "This is not under the MIT license.",
        "All terms are below. " * 200,
        "unknown",
        "\x00" * 1000,
        FILLER * 2000,
    ],
)
def test_unsure_is_empty(text: str) -> None:
    found = recognize(text)
    assert found.licenses == ()
    assert not found.complete


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.text(max_size=40)
        | st.sampled_from([FILLER, marked("gemma"), "MIT License\n", "Attachment A\n", "Commons Clause"]),
        max_size=8,
    ).map("".join)
)
def test_any_text_is_judged(text: str) -> None:
    found = recognize(text)
    assert 0 <= found.offset <= len(text)
    assert found.licenses or not found.complete
    assert len(set(found.licenses)) == len(found.licenses)


def test_two_mebibytes_are_no_burden() -> None:
    for text in ("a" * 2**21, "MIT License " * 2**17, "\n" * 2**21, "((" * 2**20):
        assert seconds(recognize, text) < 10


# --- SPDX texts, as licenseclassifier ships them: patterns with choices and blanks ---

COMMON = {
    "Apache-2.0": "apache-2.0",
    "MIT": "mit",
    "BSD-2-Clause": "bsd-2-clause",
    "BSD-3-Clause": "bsd-3-clause",
    "GPL-2.0": "gpl-2.0",
    "GPL-3.0": "gpl-3.0",
    "LGPL-2.1": "lgpl-2.1",
    "AGPL-3.0": "agpl-3.0",
    "MPL-2.0": "mpl-2.0",
    "CC-BY-4.0": "cc-by-4.0",
    "CC-BY-SA-4.0": "cc-by-sa-4.0",
    "CC-BY-NC-4.0": "cc-by-nc-4.0",
    "CC-BY-NC-SA-4.0": "cc-by-nc-sa-4.0",
    "CC0-1.0": "cc0-1.0",
    "Unlicense": "unlicense",
    "ISC": "isc",
    "EPL-2.0": "epl-2.0",
    "Zlib": "zlib",
}
COMMONS_CLAUSE = (
    '"Commons Clause" License Condition v1.0\n\nThe Software is provided to you by the Licensor under the License, as '
    "defined below, subject to the following condition: the right to Sell the Software is not granted.\n\n"
)


def written_out(pattern: str) -> str:
    """Return a text that a pattern matches: the longest of alternatives, without short optional parts."""
    stack: list[list[list[str]]] = [[[]]]
    for piece in re.split(r"(\(\(|\)\)\?\?|\)\)|\|\||__\d+__|\?\?)", re.sub(r"(?s)//\*\*.*?\*\*//", "", pattern)):
        if piece == "((":
            stack.append([[]])
        elif piece == "||":
            stack[-1].append([])
        elif piece in ("))", "))??"):
            best = max(("".join(parts) for parts in stack.pop()), key=len)
            if piece == "))" or len(best) > 200:
                stack[-1][-1].append(best)
        elif piece.startswith("__"):
            stack[-1][-1].append(" Example ")
        elif piece != "??":
            stack[-1][-1].append(piece)
    return "".join(stack[0][0])


@functools.cache
def shipped() -> list[tuple[str, str]]:
    """Return the texts that the installed package knows, each with its id, as far as it knows them itself."""
    assert CLASSIFIER is not None
    assert CLASSIFIER.origin is not None
    module: Any = importlib.import_module("licenseclassifier")
    data = gzip.decompress((pathlib.Path(CLASSIFIER.origin).parent / "_engine" / "licenses.json.gz").read_bytes())
    texts = [(entry["id"], written_out(entry["lre"])) for entry in json.loads(data) if entry.get("lre")]
    # Where the choices of `written_out` make another license of the pattern, the text is no test.
    return [(id_, text) for id_, text in texts if [found.id for found in module.identify_license(text)] == [id_]]


@functools.cache
def longest_texts() -> dict[str, str]:
    return dict(sorted(shipped(), key=lambda entry: len(entry[1])))


@needs_classifier
@pytest.mark.parametrize("id_", COMMON)
def test_common_spdx_texts_are_right(id_: str) -> None:
    found = recognize(longest_texts()[id_])
    assert [license_.id for license_ in found.licenses] == [COMMON[id_]]
    assert (found.complete, found.rider, found.note) == (True, None, None)


@needs_classifier
def test_no_spdx_text_gets_a_wrong_name() -> None:
    texts = shipped()
    assert len(texts) > 600
    named = 0
    for id_, text in texts[:: 1 if os.environ.get("CI") else 4]:
        found = recognize(text).licenses
        expected = find(id_)
        # A choice of two versions is no single license; then the family may be named.
        assert not found or expected in found or all(license_.ambiguous for license_ in found), id_
        assert len(found) <= 1, id_
        named += bool(found)
    assert named > 140


@needs_classifier
def test_commons_clause_is_a_rider() -> None:
    for id_ in ("Apache-2.0", "MIT"):
        for text in (COMMONS_CLAUSE + longest_texts()[id_], f"{longest_texts()[id_]}\n{COMMONS_CLAUSE}"):
            found = recognize(text)
            assert [license_.id for license_ in found.licenses] == [COMMON[id_]]
            assert found.rider == "Commons Clause"


@needs_classifier
def test_terms_beside_the_text_are_a_rider() -> None:
    added = "Where the Software is used in products with many users, you shall prominently display its name there.\n"
    found = recognize(longest_texts()["MIT"] + added * 2)
    assert ([license_.id for license_ in found.licenses], found.rider) == (["mit"], "additional terms")


@needs_classifier
def test_several_licenses_in_one_file_are_told() -> None:
    texts = longest_texts()
    both = recognize(f"{texts['MIT']}\n\n---\n\n{texts['Apache-2.0']}")
    assert [license_.id for license_ in both.licenses] == ["mit", "apache-2.0"]
    mixed = recognize(f"{marked('gemma')}\n\n---\n\n{texts['Apache-2.0']}")
    assert [license_.id for license_ in mixed.licenses] == ["gemma", "apache-2.0"]


@needs_classifier
def test_a_readme_that_quotes_a_license_is_none() -> None:
    assert recognize(FILLER * 60 + longest_texts()["MIT"]).licenses == ()


@needs_classifier
def test_a_notice_is_no_text() -> None:
    found = recognize(
        'Copyright 2024 Example\n\nLicensed under the Apache License, Version 2.0 (the "License");\nyou may not use '
        "this file except in compliance with the License.\nYou may obtain a copy of the License at\n\n"
        "    http://www.apache.org/licenses/LICENSE-2.0\n"
    )
    assert [license_.id for license_ in found.licenses] == ["apache-2.0"]
    assert not found.complete


def test_the_beginning_of_an_spdx_text_is_incomplete() -> None:
    found = recognize(marked("apache-2.0", title="   Apache License\n      Version 2.0, January 2004", drop=1))
    assert [license_.id for license_ in found.licenses] == ["apache-2.0"]
    assert not found.complete


@needs_classifier
def test_a_changed_spdx_text_is_not_named() -> None:
    found = recognize(marked("apache-2.0", title="Apache License 2.0"))
    assert found.licenses == ()
    assert found.note == "the text is titled like Apache License 2.0, and differs from it"


# --- The package ---


def test_nothing_is_read_or_imported_before_it_is_needed() -> None:
    code = (
        "import sys; from releaselint.licenses import prose, recognize, table;"
        "assert not {'yaml', 'licenseclassifier', 'difflib'} & set(sys.modules);"
        "assert table.rows.cache_info().currsize == 0;"
        "table.find('mit'); prose.named_in('MIT License');"
        "assert 'licenseclassifier' not in sys.modules"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    subprocess.run([sys.executable, "-c", code], check=True, env=environment)


def test_the_page_is_up_to_date() -> None:
    subprocess.run([sys.executable, str(ROOT / "tools" / "license_page.py"), "--check"], check=True)
