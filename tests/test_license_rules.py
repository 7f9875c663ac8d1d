"""Front matter, license files, prose and base models are held against each other; what is unsure accuses nobody."""

from __future__ import annotations

import importlib.util
import json
import pathlib
import re
import subprocess
import sys
from typing import Any

import pytest
from command import git, written
from hypothesis import given, settings
from hypothesis import strategies as st

from releaselint import bundled
from releaselint.api import Bench, check, facts
from releaselint.config import Config
from releaselint.document import parse
from releaselint.findings.license_bases import clash
from releaselint.findings.model import Finding
from releaselint.findings.open_source import _says_so
from releaselint.findings.rule import all_rules
from releaselint.findings.run import judge
from releaselint.ledger.bases import expand, relation_of, shown_bases, terms_of
from releaselint.ledger.model import Licensing
from releaselint.licenses import License
from releaselint.licenses.table import by_id
from releaselint.report.facts import facts_data
from releaselint.source import SourceText
from releaselint.testing import TODAY, release_of

needs_classifier = pytest.mark.skipif(
    importlib.util.find_spec("licenseclassifier") is None, reason="licenseclassifier is not installed"
)
RULES = tuple(rule for rule in all_rules().values() if rule.group == "license" or rule.id == "internal-error")
BASES = bundled.load_data("rules/base-models.yaml")["bases"]
GEMMA = "Gemma Terms of Use\n\n... Model Derivatives ... the Prohibited Use Policy ...\n"
RAIL = """\
BigScience Open RAIL-M License

... Complementary Material ...
Attachment A
You agree not to use the Model ...
"""


def found(front: str, text: str = "", files: Any = ()) -> list[Finding]:
    card = f"---\n{front}\n---\n# Heron 7B\n\n{text}\n"
    case = Bench(Config(), TODAY).case(release_of({"card": card, "files": files}))
    return list(judge(case, RULES))


def ids(front: str, text: str = "", files: Any = ()) -> list[str]:
    return [finding.rule for finding in found(front, text, files)]


def test_a_missing_license_is_missing_in_the_card_and_not_in_the_declaration_beside_it(tmp_path: pathlib.Path) -> None:
    (tmp_path / "README.md").write_text("# Heron\n\nA model.\n")
    (tmp_path / "release.yaml").write_text("access: downloadable\n")
    (tmp_path / "model.gguf").write_bytes(b"")
    report = check(tmp_path, select=["license-missing"], isolated=True)
    (finding,) = report.findings
    assert pathlib.Path(finding.path or "").name == "README.md"
    assert finding.place is not None
    assert (finding.place.line, finding.place.column) == (1, 1)


def licensing(files: dict[str, str], front: str = "license: apache-2.0") -> Licensing:
    release = release_of({"card": f"---\n{front}\n---\n# Heron\n", "files": files})
    return Bench(Config(), TODAY).case(release).ledger.licensing


# --- License files ---


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"model.safetensors": "", "LICENSE": "MIT License"}, {"LICENSE": "model"}),
        ({"model.safetensors": "", "modeling.py": "", "LICENSE": "MIT License"}, {"LICENSE": "model"}),
        ({"generate.py": "", "LICENSE": "MIT License"}, {"LICENSE": "unclear"}),
        ({"model.ckpt": "", "setup.py": "", "LICENSE": "MIT License"}, {"LICENSE": "unclear"}),
        ({"LICENSE": "MIT License"}, {"LICENSE": "model"}),
        ({"LICENSE-CODE": "MIT License", "LICENSE-MODEL": GEMMA}, {"LICENSE-CODE": "code", "LICENSE-MODEL": "model"}),
        ({"LICENSE": "MIT License", "MODEL_LICENSE": GEMMA}, {"LICENSE": "code", "MODEL_LICENSE": "model"}),
        ({"LICENSE_DATASET": "CC BY 4.0"}, {"LICENSE_DATASET": "data"}),
        ({"THIRD_PARTY_LICENSE.txt": "MIT License"}, {"THIRD_PARTY_LICENSE.txt": "others"}),
        ({"model.gguf": "", "LICENSE-EGRET": "MIT License"}, {"LICENSE-EGRET": "unclear"}),
        ({"model.gguf": "", "LICENSE-APACHE-2.0.txt": "MIT License"}, {"LICENSE-APACHE-2.0.txt": "model"}),
        ({"USE_POLICY.md": "# Prohibited uses"}, {"USE_POLICY.md": "others"}),
    ],
)
def test_a_license_file_is_about_what_its_name_and_its_neighbors_say(
    files: dict[str, str], expected: dict[str, str]
) -> None:
    assert {file.path: file.about for file in licensing(files).files} == expected


@pytest.mark.parametrize(
    ("text", "state", "named"),
    [
        (GEMMA, "whole", ["gemma"]),
        (RAIL, "whole", ["bigscience-openrail-m"]),
        ("Apache License, Version 2.0\n", "stand-in", ["apache-2.0"]),
        (RAIL.replace("Attachment A", "Annex"), "cut", ["bigscience-openrail-m"]),
        ("Terms of our own: ask us.\n", "unknown", []),
        ("", "unknown", []),
    ],
)
def test_a_license_file_is_told_as_what_it_is(text: str, state: str, named: list[str]) -> None:
    (file,) = licensing({"model.safetensors": "", "LICENSE": text}).files
    assert (file.state, [license_.id for license_ in file.licenses]) == (state, named)


@pytest.mark.parametrize(
    "text",
    [
        "## License\n\n- Code: MIT\n- Weights: CC BY-NC 4.0",
        "## License\n\n| Part | License |\n|---|---|\n| Code | MIT |\n| Weights | CC BY-NC 4.0 |",
        "## License\n\nMIT for the code, CC BY-NC 4.0 for the weights.",
        "## License\n\nThe scripts are MIT (see LICENSE).",
        "## Code license\n\nMIT, see LICENSE.\n\n## Model license\n\nCC BY-NC 4.0",
        "The code is released under the MIT license (see LICENSE). The weights are under CC BY-NC 4.0.",
    ],
)
def test_a_license_file_that_the_card_gives_to_the_code_is_not_held_against_the_weights(text: str) -> None:
    files = {"model.safetensors": "", "LICENSE": "MIT License\n"}
    assert "license-text-mismatch" not in ids("license: cc-by-nc-4.0", text, files)
    case = Bench(Config(), TODAY).case(release_of({"card": f"# Heron\n\n{text}\n", "files": files}))
    assert [file.about for file in case.ledger.licensing.files] == ["code" if "NC" in text else "model"]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("## License\n\n| Part | License |\n|---|---|\n| Code | MIT |\n| Weights | CC BY-NC 4.0 |", True),
        ("This repository is MIT licensed.\n\nThe weights are licensed under CC BY-NC 4.0.", True),
        ("The model is licensed under CC BY-NC 4.0, not under MIT.", True),
        ("The model is licensed under MIT, not under CC BY-NC 4.0.", False),
        ("The model isn't released under CC BY-NC 4.0.", False),
        ("## License\n\nFrom version 3 on, this model will be released under CC BY-NC 4.0.", False),
        ("## License\n\nUntil version 1 it was released under CC BY-NC 4.0.", False),
        ("## License\n\nThe vocoder is Egret, under the CC BY-NC 4.0 license.", False),
        ("## License\n\nThe CC BY-NC 4.0 license covers `train.py`.", False),
        ("## Training data\n\nLetters.\n\n### License\n\nCC BY-NC 4.0, by the archive.", False),
        ("The reward model is released under CC BY-NC 4.0.", False),
        ("## Base model\n\n- **Name**: Egret\n- **License**: CC-BY-NC-4.0", False),
        ("## Parent model: Egret 3B\n\n### Terms\n\nThe model is licensed under CC BY-NC 4.0.", False),
        ("## Base models\n\nEgret.\n\n## Model\n\n- **License**: CC-BY-NC-4.0", True),
    ],
)
def test_what_the_text_says_of_the_model_s_license_is_the_model_s(text: str, wrong: bool) -> None:
    assert ("license-prose-mismatch" in ids("license: mit", text, {"model.safetensors": ""})) is wrong


def test_claims_of_all_origins_stand_side_by_side() -> None:
    card = """\
---
license: llama2
base_model: meta-llama/Llama-2-7b-hf
---
# Heron 7B

The model is released under the Llama 2 Community License. The code is licensed under MIT.
"""
    files = {"model.safetensors": "", "LICENSE": GEMMA, "LICENSE-CODE": "Apache License, Version 2.0\n"}
    case = Bench(Config(), TODAY).case(release_of({"card": card, "files": files}))
    told = facts_data(".", case.ledger)["license"]
    assert [(claim["origin"], claim["value"]) for claim in told["promise"]] == [("metadata", "llama2")]
    assert [(claim["origin"], claim["value"]) for claim in told["evidence"]] == [
        ("prose", "llama2"),
        ("license-file", "gemma"),
    ]
    assert [(claim["value"], claim["detail"].partition(":")[0]) for claim in told["code_and_data"]] == [
        ("mit", "code"),
        ("apache-2.0", "code"),
    ]
    assert [claim["value"] for claim in told["base_models"]] == ["llama2"]
    assert [(file["path"], file["about"], file["state"]) for file in told["files"]] == [
        ("LICENSE", "model", "whole"),
        ("LICENSE-CODE", "code", "stand-in"),
    ]


@pytest.mark.parametrize(
    ("said", "family"),
    [
        ("The weights are available under a permissive license.", "permissive"),
        ("It is better than models that are not under a permissive license.", "unknown"),
        ("The data are under a permissive license.", "unknown"),
        ("No weights are released under a permissive license.", "unknown"),
        ("The weights aren't available under a permissive license.", "unknown"),
        ("We are working to release the weights under a permissive license.", "unknown"),
        ("The platform runs on proprietary language models.", "proprietary"),
        ("Proprietary picture models trained on our own photos.", "proprietary"),
        ("Heron is better than proprietary language models.", "unknown"),
        ("The baseline relies on proprietary embedding models.", "unknown"),
        ("The platform runs on proprietary language models of another maker.", "unknown"),
        ("We release the evaluation harness under a permissive license.", "unknown"),
        ("The weights are under a non-commerical licence.", "non-commercial"),
        ("The model is for non-commerical use only.", "non-commercial"),
        ("The model is released under a RAIL license.", "rail"),
        ("The model is not released under a RAIL license.", "unknown"),
        ("We considered an OpenRAIL license.", "unknown"),
        ("We may switch to the Apache 2.0 license in the future.", "unknown"),
        ("The test set is released under CC BY-NC 4.0.", "unknown"),
    ],
)
def test_a_kind_of_license_counts_where_none_is_named(said: str, family: str) -> None:
    case = Bench(Config(), TODAY).case(release_of({"card": f"# Heron 7B\n\n{said}\n"}))
    assert case.ledger.licensing.family == family


@pytest.mark.parametrize(
    ("below", "family"),
    [
        ("## License\n\nMIT", "permissive"),
        ("## 📜 License\n\n- [MIT](LICENSE).", "permissive"),
        ("## License\n\nNone", "unknown"),
        ("## License\n\nOther", "unknown"),
        ("## Data license\n\nMIT", "unknown"),
        ("## License\n\n### Code\n\nMIT", "unknown"),
        ("## Authors\n\nMIT", "unknown"),
        (
            "## License\n\n| License | Applies to |\n|---|---|\n| MIT | code |\n| CC-BY-NC-4.0 | weights |",
            "non-commercial",
        ),
        ("## License\n\n- Code:\n  - MIT\n- Weights:\n  - CC-BY-NC-4.0", "non-commercial"),
        ("## License\n\n~~MIT~~\n\nCC-BY-NC-4.0", "non-commercial"),
        ("## License\n\nThe weights are not MIT.\n\n> MIT", "unknown"),
        ("## License\n\nIf you publish under an open license (such as MIT, Apache 2.0), tell the club.", "unknown"),
        ("## License\n\nIf you are releasing this under the MIT license, tell the club.", "unknown"),
        ("## License\n\nThe tokenizer is under the MIT license, CC BY-NC 4.0 for the weights.", "non-commercial"),
    ],
)
def test_a_name_alone_is_the_license_below_a_heading_that_says_so(below: str, family: str) -> None:
    case = Bench(Config(), TODAY).case(release_of({"card": f"# Heron 7B\n\n{below}\n"}))
    assert case.ledger.licensing.family == family


@pytest.mark.parametrize(
    ("below", "family"),
    [
        ("- **Licence** : CC-BY-NC-4.0", "non-commercial"),
        ("## Licence\n\n- **Licence** : CC-BY-NC-4.0", "non-commercial"),
        ("## Données\n\n- **Licence** : CC-BY-NC-4.0", "unknown"),
        ("## Modèle de base\n\n| Nom | Licence |\n|---|---|\n| Aigrette | CC-BY-NC-4.0 |", "unknown"),
    ],
)
def test_where_titles_are_not_read_a_license_is_the_models_at_the_top_and_below_a_heading_on_licenses(
    below: str, family: str
) -> None:
    prose = "Le héron lit les lettres des archives, et il est conçu pour les clubs qui les ont." + " Il les lit." * 8
    case = Bench(Config(), TODAY).case(release_of({"card": f"# Le héron\n\n{prose}\n\n{below}\n"}))
    assert case.ledger.licensing.family == family


@pytest.mark.parametrize(
    ("said", "family"),
    [
        ("Our code is licensed under MIT.", "permissive"),
        ("It is under the GPL license for the Perl parts, and the AGPL license for the web frontend.", "copyleft"),
        ("The data are under CC BY 4.0.", "unknown"),
    ],
)
def test_facts_show_the_license_of_the_code_where_none_is_named_for_the_model(said: str, family: str) -> None:
    case = Bench(Config(), TODAY).case(
        release_of({"card": f"# Heron 7B\n\n{said}\n", "files": {"model.safetensors": ""}})
    )
    told = facts_data(".", case.ledger)["license"]
    assert (told["family"], case.ledger.licensing.family) == (family, "unknown")


def test_a_license_file_gives_the_family_where_nothing_else_does() -> None:
    assert licensing({"LICENSE": GEMMA}, "language: en").family == "use-restricted"
    assert licensing({"LICENSE": "Terms of our own."}, "language: en").family == "custom"


def test_the_file_that_license_link_names_is_read(tmp_path: pathlib.Path) -> None:
    (tmp_path / "legal").mkdir()
    (tmp_path / "legal" / "terms.txt").write_text(GEMMA, encoding="utf-8")
    card = "---\nlicense: other\nlicense_name: heron\nlicense_link: ./legal/terms.txt\n---\n# Heron\n"
    (tmp_path / "README.md").write_text(card, encoding="utf-8")
    assert [file.path for file in facts(tmp_path, isolated=True).ledger.licensing.files] == ["legal/terms.txt"]


@pytest.mark.parametrize(("license_file", "loaded"), [(False, False), (True, True)])
@needs_classifier
def test_recognition_is_imported_only_where_a_license_file_exists(
    license_file: bool, loaded: bool, tmp_path: pathlib.Path
) -> None:
    card = "---\nlicense: mit\n---\n# Heron\n\nThe model is released under the MIT license.\n"
    (tmp_path / "README.md").write_text(card, encoding="utf-8")
    (tmp_path / "model.safetensors").touch()
    if license_file:
        (tmp_path / "LICENSE").write_text("Terms of our own.\n", encoding="utf-8")
    code = (
        "import sys, releaselint.api as api; api.check('.', isolated=True); "
        "print(*(name in sys.modules for name in ('licenseclassifier', 'releaselint.licenses.recognize')))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.split() == [str(loaded)] * 2


# --- Texts against front matter ---


def spdx_text(id_: str) -> str:
    from test_licenses import longest_texts

    return longest_texts()[id_]


@needs_classifier
@pytest.mark.parametrize(
    ("front", "id_", "expected"),
    [
        ("license: mit", "MIT", []),
        ("license: apache-2.0", "Apache-2.0", []),
        ("license: [mit, apache-2.0]", "Apache-2.0", []),
        ("license: bsd", "BSD-3-Clause", []),
        ("license: mit", "Apache-2.0", ["error"]),
        ("license: cc-by-4.0", "CC-BY-NC-4.0", ["error"]),
        ("license: other\nlicense_name: heron", "MIT", []),
    ],
)
def test_whole_texts_are_held_against_the_front_matter(front: str, id_: str, expected: list[str]) -> None:
    files = {"model.safetensors": "", "LICENSE": spdx_text(id_)}
    told = [finding for finding in found(front, files=files) if finding.rule == "license-text-mismatch"]
    assert [finding.severity for finding in told] == expected


@needs_classifier
def test_the_commons_clause_is_told_beside_a_license_that_agrees() -> None:
    text = spdx_text("Apache-2.0") + '\n\n"Commons Clause" License Condition v1.0\n\nYou may not Sell the Software.\n'
    (told,) = found("license: apache-2.0", files={"model.safetensors": "", "LICENSE": text})
    assert told.message == "the front matter says 'apache-2.0', and 'LICENSE' adds the Commons Clause to it"
    assert told.evidence[0].path == "LICENSE"


def test_a_file_with_both_licenses_of_a_list_agrees() -> None:
    files = {"model.safetensors": "", "LICENSE": "Dual-licensed under MIT and Apache-2.0.\n"}
    assert "license-text-mismatch" not in ids("license: [apache-2.0, mit]", files=files)


def test_a_file_for_the_code_by_the_words_of_the_card_is_not_held_against_the_model() -> None:
    files = {"model.safetensors": "", "LICENSE": "Apache License, Version 2.0"}
    assert "license-text-mismatch" in ids("license: gemma", files=files)
    assert "license-text-mismatch" not in ids("license: gemma", "The code is licensed under Apache 2.0.", files)


def test_a_long_text_without_restrictions_is_no_rail_text() -> None:
    filler = "The licensor grants what follows, and the licensee takes it as it is. " * 40
    files = {"model.safetensors": "", "LICENSE": filler}
    assert "rail-without-restrictions" in ids("license: openrail", files=files)
    assert "rail-without-restrictions" not in ids(
        "license: openrail", files={**files, "LICENSE": filler + "Attachment A"}
    )
    assert "rail-without-restrictions" not in ids("license: gemma", files=files)


# --- Base models ---


def test_the_table_of_base_models_is_whole() -> None:
    seen: dict[str, str] = {}
    for row in BASES:
        assert set(row) <= {"name", "released", "license", "ids", "copies", "names", "source"}
        assert row["license"] in by_id()
        assert re.fullmatch(r"20\d\d-\d\d", row["released"])
        assert row["source"].startswith("https://")
        for pattern in (*row["ids"], *row.get("copies", ())):
            for id_ in expand(pattern):
                # Exact ids: no wildcard, and never an organization.
                assert re.fullmatch(r"(?:[\w.-]+/)?[\w.+-]*[\w+]", id_), id_
                assert seen.setdefault(id_.lower(), row["name"]) == row["name"], id_
        if "names" in row:
            assert by_id()[row["license"]].family not in ("permissive", "public-domain")


@pytest.mark.parametrize(
    ("model", "license_"),
    [
        ("meta-llama/Llama-2-7b-hf", "llama2"),
        ("META-LLAMA/llama-2-7B-HF", "llama2"),
        ("https://huggingface.co/google/gemma-2-9b-it", "gemma"),
        ("Qwen/Qwen2.5-3B", "qwen-research"),
        ("Qwen/Qwen2.5-7B", "apache-2.0"),
        ("Qwen/Qwen2-72B-Instruct", "tongyi-qianwen"),
        ("black-forest-labs/FLUX.1-dev", "flux-1-dev-non-commercial"),
        ("black-forest-labs/FLUX.1-schnell", "apache-2.0"),
        ("tiiuae/falcon-40b", "apache-2.0"),
        ("tiiuae/falcon-180B", "falcon-180b"),
        ("meta-llama/Heron-9-7b", None),
        ("heron/Llama-2-7b-hf", None),
        ("meta-llama", None),
        ("", None),
    ],
)
def test_terms_are_known_by_exact_id(model: str, license_: str | None) -> None:
    known = terms_of(model)
    assert (known.id if known else None) == license_


@pytest.mark.parametrize(
    ("base", "own", "expected"),
    [
        ("creativeml-openrail-m", "mit", "restrictions"),
        ("creativeml-openrail-m", "openrail", None),
        ("creativeml-openrail-m", "llama2", None),
        ("llama2", "apache-2.0", "terms"),
        ("llama2", "llama", None),
        ("llama3", "llama3.1", "terms"),
        ("gemma", "cc-by-nc-4.0", "terms"),
        ("cc-by-nc-4.0", "mit", "commercial"),
        ("cc-by-nc-4.0", "llama2", "commercial"),
        ("cc-by-nc-4.0", "cc-by-nc-sa-4.0", None),
        ("apache-2.0", "mit", None),
        ("mit", "proprietary", None),
        ("llama2", "h-research", None),
    ],
)
def test_terms_clash_only_where_that_is_certain(base: str, own: str, expected: str | None) -> None:
    assert clash(known(base), [known(own)]) == expected
    assert clash(known(base), [known(own), known(base)]) is None


def known(id_: str) -> License:
    return by_id()[id_]


@pytest.mark.parametrize(
    ("front", "severities"),
    [
        ("base_model: meta-llama/Llama-2-7b-hf", ["warning"]),
        ("base_model: meta-llama/Llama-2-7b-hf\nbase_model_relation: quantized", ["error"]),
        ("base_model: meta-llama/Llama-2-7b-hf\nbase_model_relation: finetune", ["warning"]),
        ("base_model: meta-llama/Llama-2-7b-hf\nlibrary_name: peft", ["note"]),
        ("base_model: meta-llama/Llama-2-7b-hf\ntags: [lora]", ["note"]),
        ("base_model: [meta-llama/Llama-2-7b-hf, meta-llama/Llama-2-13b-hf]", ["warning"]),
        ("base_model: [mistralai/Mistral-7B-v0.1, 7, null, meta-llama/Llama-2-7b-hf]", ["warning"]),
        ("base_model: [google/gemma-2b, meta-llama/Llama-2-7b-hf]", ["note", "warning", "warning"]),
        ("base_model: mistralai/Mistral-7B-v0.1", []),
        ("base_model: {a: b}", []),
    ],
)
def test_relation_to_the_base_sets_the_severity(front: str, severities: list[str]) -> None:
    told = [one for one in found(f"license: mit\n{front}") if one.rule == "base-model-license"]
    assert sorted(one.severity for one in told) == severities


def test_rail_base_is_told_by_its_own_rule_only() -> None:
    told = ids("license: mit\nbase_model: bigscience/bloom")
    assert "rail-not-passed-down" in told
    assert "base-model-license" not in told


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("# Heron-Llama-3-8B", ["Llama 3"]),
        ("# gemma-2-9b-heron", ["Gemma 2"]),
        ("# SDXL Heron", ["Stable Diffusion XL 1.0"]),
        ("# TinyLlama 1.1B", []),
        ("# Open-Llama-7B", []),
        ("# Heron\n\nIt was compared with Llama 2 7B.", []),
        ("# Heron\n\nA fine-tuned version of [google/gemma-2b](https://example.org) for birds.", ["google/gemma-2b"]),
        ("# Heron\n\nFine-tuned from meta-llama/Llama-2-7b-hf.", ["meta-llama/Llama-2-7b-hf"]),
        ("# Heron\n\nIt beats google/gemma-2b.", []),
        ("# Heron\n\nThe notes were written by meta-llama/Llama-2-70b-chat-hf.", []),
    ],
)  # fmt: skip
def test_title_and_sentences_show_a_base(text: str, names: list[str]) -> None:
    document = parse(SourceText(path="README.md", text=text + "\n"))
    assert [base.name for base in shown_bases([document])] == names


def test_files_of_an_adapter_show_that_it_is_one() -> None:
    release = release_of({"card": "# A\n", "files": ["adapter_config.json", "adapter_model.safetensors"]})
    assert relation_of([], release, copy=False) == "adapter"


# --- Words ---


@pytest.mark.parametrize(
    ("text", "open_"),
    [
        ("This model is fully open source.", True),
        ("Heron 7B is an open-source language model for birds.", True),
        ("The model is an open source, multilingual chat model.", True),
        ("Our models are open-sourced.", True),
        ("We open-source the model weights.", True),
        ("It is open source and free.", True),
        ("So this one is open source and will stay that way.", True),
        ("The first coding model that is truly open source: our gift to every gardener.", True),
        ("A model that is open source can be studied by anyone.", False),
        ("It beats the best model that is open source.", False),
        ("The first model that is open source, Egret, came in 2019.", False),
        ("Our baseline model that is open source is Egret.", False),
        ("The first model that is open source only in its code.", False),
        ("Heron 7B is not open source.", False),
        ("Llama 2 is an open-source model.", False),
        ("The code is open source.", False),
        ("The model is trained on open-source data.", False),
        ("Heron 7B is the best among open-source models.", False),
        ("Heron 7B is an open-source version of Stork.", False),
        ("Heron 7B is built on an open-source model.", False),
        ("We open-source the code of the model.", False),
        ("The model is available to the open source community.", False),
        ("This model is based on an open-source model.", False),
    ],
)
def test_only_the_model_itself_is_called_open_source(text: str, open_: bool) -> None:
    assert _says_so(text, ["Heron 7B"], heading=False) is open_


@pytest.mark.parametrize(
    ("text", "open_"),
    [
        ("# Heron 7B: an open-source model", True),
        ("# Heron 7B: an open-source model?", False),
        ("Heron reads ponds. It is open source and free.", True),
        ("The model reads ponds. It is open source and free.", True),
        ("For the layout we use Egret. It is open source and free.", False),
        ("We are open-sourcing the model.", True),
        ("We are open-sourcing the model training code.", False),
    ],
)
def test_what_is_called_open_source_is_the_model(text: str, open_: bool) -> None:
    title = "" if text.startswith("#") else "# Heron 7B\n\n"
    card = f"---\nlicense: cc-by-nc-4.0\n---\n{title}{text}\n"
    case = Bench(Config(), TODAY).case(release_of({"card": card}))
    assert any(one.rule == "open-source-claim" for one in judge(case, RULES)) is open_


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("The model is released under the CC BY-NC 4.0 license.", True),
        ("**License:** CC BY-NC 4.0", True),
        ("The model was formerly released under the CC BY-NC 4.0 license.", False),
        ("The model is not released under the CC BY-NC 4.0 license.", False),
        ("The base model is released under the CC BY-NC 4.0 license.", False),
        ("The model is based on Stork, which is released under the CC BY-NC 4.0 license.", False),
        ("The data set is released under the CC BY-NC 4.0 license.", False),
        ("The model is released under the MIT license. Parts of the model are under the CC BY-NC 4.0 license.", False),
    ],
)
def test_only_a_sentence_about_the_model_contradicts(text: str, told: bool) -> None:
    assert ("license-prose-mismatch" in ids("license: mit", text)) is told


@pytest.mark.parametrize(
    ("prompt", "told"),
    [
        ("You agree to use the model for non-commercial purposes only.", True),
        ("The model is for non-commercial research.", True),
        ("By downloading it you accept the Gemma Terms of Use.", True),
        ("You agree to:\nGemma Terms of Use\nThanks", True),
        ("You agree to:\nLlama 2 Community License\nThanks", True),
        ("The model is for birds.\n\nIt is for non-commercial use only.", True),
        ("You agree not to use the model for commercial purposes.", True),
        ("Licensed under Apache 2.0.", False),
        ("For commercial and non-commercial use.", False),
        ("You agree not to harm people with it.", False),
        ("Please tell us who you are.", False),
    ],
)
def test_gate_contradicts_where_it_forbids_what_the_license_allows(prompt: str, told: bool) -> None:
    front = f"license: apache-2.0\nextra_gated_prompt: {json.dumps(prompt)}"
    assert ("gate-contradicts-license" in ids(front)) is told


def test_a_list_that_names_a_restricting_license_is_not_accused_of_having_none() -> None:
    card = "---\nlicense: [mit, openrail]\npipeline_tag: text-generation\n---\n# Heron\n"
    case = Bench(Config(), TODAY).case(release_of({"card": card, "files": ["model.safetensors"]}))
    rule = all_rules()["weights-without-rail-license"]
    assert judge(case, (rule,)) == ()


@given(st.text(max_size=400), st.text(max_size=400), st.sampled_from(["mit", "openrail", "other", "llama2", "x"]))
@settings(max_examples=60, deadline=None)
def test_any_text_is_held_against_any_card(text: str, prose: str, license_: str) -> None:
    files = {"model.safetensors": "", "LICENSE": text, "MODEL_LICENSE": GEMMA + text}
    assert "internal-error" not in ids(f"license: {license_}\nbase_model: google/gemma-2b", prose, files)


def test_a_license_above_a_release_can_be_its_own(tmp_path: pathlib.Path) -> None:
    heron = tmp_path / "repo" / "models" / "heron"
    written(heron, {"README.md": "# Heron\n", "model.safetensors": b""})
    written(tmp_path, {"LICENSE": "Apache License 2.0\n"})
    git(tmp_path / "repo", "init", "--quiet")
    assert list(check(heron, select=["license-missing"], isolated=True).findings)
    written(tmp_path, {"repo/LICENSE": "Apache License 2.0\n"})
    assert not list(check(heron, select=["license-missing"], isolated=True).findings)


@pytest.mark.parametrize(
    "thing",
    ["SDK", "API client", "editor plugin", "notebook", "evaluation harness", "Python bindings", "photos"],
)
def test_the_license_of_what_comes_along_is_not_the_models(thing: str) -> None:
    verb = "are" if thing.endswith("s") else "is"
    card = (
        f"# Heron\n\nHeron is a language model.\n\n## License\n\nThe {thing} {verb} released under the MIT license.\n"
    )
    ledger = Bench(Config(), TODAY).case(release_of({"card": card})).ledger
    assert ledger.licensing.id is None
    assert not ledger.rows["weights"].evidence.stated


DATA_CARD = "---\nlicense: cc-by-4.0\n---\n# Marsh Letters\n\nLetters.\n\n## License\n\nLicense: CC BY-NC 4.0\n"


def test_a_data_card_beside_the_models_says_nothing_of_the_models_license(tmp_path: pathlib.Path) -> None:
    card = "---\nlicense: apache-2.0\n---\n# Heron\n\nHeron answers letters.\n"
    written(tmp_path, {"DATA_CARD.md": DATA_CARD, "README.md": card, "model.safetensors": ""})
    report = check(tmp_path, select=["license"], isolated=True).releases[0]
    assert report.license == "apache-2.0"
    assert report.findings == ()


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("MODEL_CARD.md", ["the front matter says 'cc-by-nc-4.0', and that of 'README.md' says 'apache-2.0'"]),
        # A name of its own may be another model's.
        ("heron-large_model_card.md", []),
    ],
)
def test_two_cards_of_one_model_name_one_license(tmp_path: pathlib.Path, name: str, told: list[str]) -> None:
    cards = {"README.md": "apache-2.0", name: "cc-by-nc-4.0"}
    written(tmp_path, {path: f"---\nlicense: {license_}\n---\n# Heron\n" for path, license_ in cards.items()})
    report = check(tmp_path, select=["license-prose-mismatch"], isolated=True)
    assert [finding.message for finding in report.findings] == told


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Copyright 2022 Reed. All rights reserved.", "proprietary"),
        (
            "Copyright 2022 Reed. All rights reserved.\n\nThis work is made available under CC BY-NC 4.0.",
            "cc-by-nc-4.0",
        ),
    ],
)
def test_reserved_rights_count_where_no_license_is_named(text: str, name: str) -> None:
    card = f"# Heron\n\nHeron is a language model.\n\n## License\n\n{text}\n"
    assert Bench(Config(), TODAY).case(release_of({"card": card})).ledger.licensing.id == name
