"""Cards in; the access level, and what the ledger claims of weights, interfaces, code, purpose and license, out."""

from __future__ import annotations

import pytest

from releaselint.api import Bench
from releaselint.config import Config
from releaselint.document import parse
from releaselint.ledger import Ledger, build_ledger, find_declarations, readings_of
from releaselint.source.model import Release, SourceText, Tree
from releaselint.testing import release_of


def ledger_of(card: str, name: str = "x") -> Ledger:
    release = Release(path=".", name=name, texts=(SourceText(path="README.md", text=card),), tree=Tree(kind="unknown"))
    documents = tuple(parse(text) for text in release.texts)
    return build_ledger(release, documents, readings_of(documents), next(iter(find_declarations(documents)), None))


def code(text: str, language: str = "python") -> str:
    return f"```{language}\n{text}\n```\n"


@pytest.mark.parametrize(
    ("card", "level"),
    [
        ("# Heron\n\nThe weights can be downloaded from our server.\n", "downloadable"),
        ("# Heron\n\nIt is made available under the Apache 2.0 license.\n", "downloadable"),
        ("---\nlicense: mit\n---\n# Heron\n\nA model of birds.\n", "unstated"),
        # Metadata of the Hub say for what the files are, and not that they can be had; a widget of it is no service.
        ("---\nlicense: mit\nlibrary_name: transformers\n---\n# Heron\n", "unstated"),
        ("---\nlicense: mit\nwidget:\n- text: hi\n---\n# Heron\n", "unstated"),
        (
            "---\nlibrary_name: transformers\n---\n# Heron\n\n[Demo](https://huggingface.co/spaces/org/heron)\n",
            "unstated",
        ),
        ("# Heron\n\n[Demo](https://huggingface.co/spaces/org/heron)\n", "hosted"),
        ("# Heron\n\nDevelopers access Heron through our API.\n", "api"),
        ("# Heron\n\nHeron is available through our API. It is released under the terms of our license.\n", "api"),
        ("# Heron\n\nPeople use Heron through a Discord bot.\n", "hosted"),
        ("# Heron\n\n[Telegram bot](https://t.me/heron_bot)\n", "hosted"),
        (
            "# Heron\n\n<a href='https://huggingface.co/spaces/org/heron'>"
            "<img src='https://img.shields.io/badge/HF Space-HF-yellow'></a>\n",
            "hosted",
        ),
        (
            "# Heron\n\n| Model | Checkpoint |\n|---|---|\n| small | https://files.example/heron.tar.gz |\n",
            "downloadable",
        ),
        ("# Heron\n\n- **Pricing** — not publicly available as a price of its own.\n", "unstated"),
        ("# Heron\n\nPeople use Heron on our website, and programs through our API.\n", "api"),
        ("# Heron\n\n- Access: closed\n", "fully-closed"),
        ("# Heron\n\n| Attribute | Value |\n|---|---|\n| Access | Not publicly available |\n", "fully-closed"),
        ("# Heron\n\nThe lab chose not to publish the source code or a demonstration.\n", "fully-closed"),
        ("# Heron\n\nThis is part of a staged release.\n", "staged"),
        (
            "# Heron\n\nThe weights of the small model can be downloaded. "
            "We will release the larger models in a few months.\n",
            "staged",
        ),
        ("# Heron\n\n| Attribute | Value |\n|---|---|\n| Access | API, web interface |\n", "api"),
        ("# Heron\n\nThe lab has decided against a public release.\n", "fully-closed"),
        ("# Heron\n\nNobody outside the team has been able to try Heron.\n", "fully-closed"),
        ("# Heron\n\nThe weights of Heron are not released.\n", "fully-closed"),
        ("# Heron\n\nHeron is a proprietary language model.\n", "unstated"),
        ("# Heron\n\nWe never wanted to keep the weights to ourselves.\n", "unstated"),
        ("# Heron\n\nWe keep the weights to ourselves.\n", "fully-closed"),
        ("# Heron\n\n**Organization:** A lab\n**Access:** Private\n", "fully-closed"),
        ("# Heron\n\n| Name | By | Access |\n|---|---|---|\n| Heron | A lab | Closed |\n", "fully-closed"),
        ("# Heron\n\n- Public API: no\n", "fully-closed"),
        ("# Heron\n\nThe model is no longer available to the public.\n", "unstated"),
        ("# Heron\n\nDo not release outputs of Heron to the public.\n", "unstated"),
        ("# Heron\n\nIt can be used on our own page by anyone who has an account.\n", "hosted"),
        ("# Heron\n\n- Availability: waitlist\n", "hosted"),
        ("# Heron\n\nPrograms call it over HTTPS; the weights are not released.\n", "api"),
        ("# Heron\n\nWe may restrict API access at any time.\n", "api"),
        ("# Heron\n\nThese figures cannot be had through the public API.\n", "api"),
        ("# Heron\n\nThe weights can be downloaded. So they cannot be had through the public API.\n", "downloadable"),
        ("# Heron\n\n- Price: 2 dollars per million tokens\n", "api"),
        ("# Heron\n\n| Size | Download |\n|---|---|\n| 1B | [here](https://a.b/c.zip) |\n", "downloadable"),
        ("# Heron\n\n| Name | Size |\n|---|---|\n| heron.gguf | 4.2 GB |\n", "downloadable"),
        ("# Heron\n\n## Release plan\n\nFirst the small one, then the large one.\n", "staged"),
        ("# Heron\n\nWe compare Heron with others through the API of another lab.\n", "unstated"),
        ("# Heron\n\nInference type|Python sample\n--|--\nReal time|[one.ipynb](https://example.org)\n", "api"),
        (
            "# Heron\n\nThe weights can be downloaded here.\n\nInference type|Python sample\n--|--\nReal time|[one](https://a.b)\n",
            "downloadable",
        ),
    ],
)
def test_the_level_is_that_of_the_most_open_access(card: str, level: str) -> None:
    assert ledger_of(card).evident == level


@pytest.mark.parametrize(
    "snippet",
    [
        'AutoModel.from_pretrained("org/heron-7b")',
        'pipe = DiffusionPipeline.from_pretrained(\n    "org/heron-7b",\n    torch_dtype=torch.float16,\n)',
        'pipeline("text-generation", model="org/heron-7b")',
        'model_id = "org/heron-7b"\nmodel = AutoModelForCausalLM.from_pretrained(model_id)',
        'encoder = EncoderClassifier.from_hparams(source="org/heron-7b", savedir="tmp")'.replace("Encoder", "Speaker"),
        'timm.create_model("hf_hub:org/heron-7b", pretrained=True)',
        'spacy.load("heron_7b")',
        'tagger = SequenceTagger.load("org/heron-7b")',
        'model = nemo_asr.models.EncDecCTCModel.from_pretrained(model_name="org/heron-7b")',
        'from_pretrained_keras("org/heron-7b")',
        'torch.hub.load("org/repo", "heron_7b", pretrained=True)',
        'learn = from_pretrained_fastai("org/heron-7b")',
        'checkpoint = load_from_hub(repo_id="org/heron-7b", filename="heron.zip")',
        'SentenceTransformer("org/heron-7b")',
        'snapshot_download(repo_id="org/heron-7b")',
        'size = "7b"\nname = f"org/heron-{size}"\nmodel = AutoModel.from_pretrained(name)',
        'AnceEncoder.from_pretrained("org/heron-7b")',
        'base = AutoModel.from_pretrained("other/base")\nmodel = PeftModel.from_pretrained(base, "org/heron-7b")',
    ],
)
def test_the_own_id_in_a_loader_is_sure(snippet: str) -> None:
    ledger = ledger_of(f"# Heron 7B\n\n{code(snippet)}")
    claims = [claim for claim in ledger.rows["weights"].evidence.claims if claim.certain]
    assert [(claim.value, claim.origin) for claim in claims] == [("public", "code")]
    assert ledger.rows["code"].evidence.value == "public"
    assert ledger.own_ids


@pytest.mark.parametrize(
    ("argument", "value"),
    [
        ("use_auth_token=True", "gated"),
        ('token=os.environ["HF_TOKEN"]', "gated"),
        ('revision="main", token="hf_..."', "gated"),
        ("token=None", "public"),
        ("max_new_token=9", "public"),
    ],
)
def test_a_token_that_goes_with_the_own_id_shows_a_gate(argument: str, value: str) -> None:
    call = f'AutoModel.from_pretrained("org/heron-7b", {argument})'
    ledger = ledger_of(f"# Heron 7B\n\n{code(call)}")
    assert (ledger.rows["weights"].evidence.value, ledger.evident) == (value, "downloadable")


def test_links_to_relatives_are_no_weights_of_this_model_where_others_are() -> None:
    table = "| Model | Weights |\n|---|---|\n" + "".join(
        f"| {name} | [checkpoint](https://huggingface.co/org/{name}) |\n" for name in ("heron-7b", "reed-13b")
    )
    shown = [claim.excerpt for claim in ledger_of(f"# Heron 7B\n\n{table}").rows["weights"].evidence.claims]
    assert shown
    assert all("heron-7b" in excerpt for excerpt in shown)
    # Where no other is left, the release goes by another name.
    assert ledger_of(f"# The letters of the north\n\n{table}").rows["weights"].evidence.value == "public"


@pytest.mark.parametrize(
    "line",
    [
        "The nine people of the team watched birds. " * 12 + "Get [it](https://example.org/heron-7b.safetensors).",
        "```python\nx = [" + "1, " * 200 + "]; AutoModel.from_pretrained('acme/heron-7b')\n```",
    ],
)
def test_of_a_long_line_the_evidence_is_the_part_that_shows_it(line: str) -> None:
    claim = ledger_of(f"# Heron 7B\n\n{line}\n").rows["weights"].evidence.claims[0]
    assert claim.excerpt.startswith("…")
    assert "heron-7b" in claim.excerpt
    assert len(claim.excerpt) <= 160


def test_a_call_outside_of_code_blocks_is_code() -> None:
    ledger = ledger_of("# Heron 7B\n\nfrom x import AutoModel\n\nAutoModel.from_pretrained('org/heron-7b')\n")
    assert ledger.own_ids == ("org/heron-7b",)
    assert ledger.rows["code"].evidence.value == "public"


@pytest.mark.parametrize(
    "command",
    [
        "ollama run heron",
        "vllm serve org/heron",
        "docker model pull org/heron",
        "huggingface-cli download org/heron --local-dir heron",
        "git clone https://huggingface.co/org/heron",
        "llama-cli -hf org/heron -p hello",
        "wget https://huggingface.co/org/heron/resolve/main/heron.gguf",
    ],
)
def test_a_command_that_fetches_the_own_weights_is_sure(command: str) -> None:
    claims = ledger_of(f"# Heron\n\n{code(command, 'sh')}").rows["weights"].evidence.claims
    assert [(claim.value, claim.certain) for claim in claims] == [("public", True)]


def test_a_bare_name_from_which_code_tunes_another_model_shows_no_weights() -> None:
    tunes = "model = AutoModelForTokenClassification.from_pretrained('egret', num_labels=4)\nTrainer(model).train()"
    assert ledger_of("# Claims\n\n" + code(tunes)).rows["weights"].evidence.value == "unstated"
    loads = "model = AutoModelForTokenClassification.from_pretrained('egret')"
    assert ledger_of("# Claims\n\n" + code(loads)).rows["weights"].evidence.value == "public"


@pytest.mark.parametrize(
    ("title", "snippet", "certain"),
    [
        ("Heron Large", "AutoModel.from_pretrained('marsh/heron-large')", [True]),
        ("Heron", "AutoModel.from_pretrained('marsh/heron-lite')", [False]),
        ("Heron", "AutoModel.from_pretrained('marsh/heron-7b')", [True]),
        ("Heron Large", "AutoModel.from_pretrained('marsh/heron-small')", [False]),
    ],
)
def test_another_grade_is_a_sibling(title: str, snippet: str, certain: list[bool]) -> None:
    claims = ledger_of(f"# {title}\n\n" + code(snippet)).rows["weights"].evidence.claims
    assert [claim.certain for claim in claims if claim.origin == "code"] == certain


@pytest.mark.parametrize(
    ("text", "weights"),
    [
        ("The weights of Heron 7B are not released.", "withheld"),
        ("We do not release the weights of Heron 70B.", "unstated"),
        ("The weights of Egret 7B can be downloaded from its page.", "unstated"),
        ("It is built on Egret 8B, whose weights can be downloaded from their server.", "unstated"),
        ("The weights can be downloaded from our server.", "public"),
    ],
)
def test_weights_of_another_model_are_another_s(text: str, weights: str) -> None:
    assert ledger_of(f"# Heron 7B\n\n{text}\n").rows["weights"].evidence.value == weights


def test_what_is_loaded_beside_the_own_id_shows_no_weights() -> None:
    snippet = 'other = AutoModel.from_pretrained("lab/reed-7b")\nranker.loadranker("org/PondRM")'
    ledger = ledger_of(f"# Pond Reward Model (PondRM)\n\n{code(snippet)}")
    assert [claim.detail for claim in ledger.rows["weights"].evidence.claims] == ['loadranker("org/PondRM']


@pytest.mark.parametrize(
    ("front", "snippet"),
    [
        ("", 'AutoTokenizer.from_pretrained("org/heron")'),
        ("", 'AutoModel.from_pretrained("other/egret")'),
        ("", 'AutoModel.from_pretrained("./heron")'),
        ("", 'AutoModel.from_pretrained("path/to/heron")'),
        ("", 'AutoModel.from_pretrained("your-username/heron")'),
        ("---\nbase_model: org/heron\n---\n", 'AutoModel.from_pretrained("org/heron")'),
        ("", 'load_dataset("org/heron")'),
        ("", 'pipeline("conversational")'),
        ("", 'ControlNetModel.from_pretrained("other/egret")'),
        ("", 'timm.create_model("heron")'),
        ("", 'hf_hub_download(repo_id="org/heron", filename="config.json")'),
        ("", "python train.py --model_name_or_path org/heron"),
    ],
)
def test_other_code_accuses_nobody(front: str, snippet: str) -> None:
    ledger = ledger_of(f"{front}# Heron\n\n{code(snippet)}")
    assert not [claim for claim in ledger.rows["weights"].evidence.claims if claim.certain]
    assert ledger.own_ids == ()


def test_a_model_tuned_from_another_is_not_that_other_one() -> None:
    ledger = ledger_of(f"# Heron Portuguese\n\n{code('AutoModel.from_pretrained(' + repr('org/heron') + ')')}")
    assert ledger.own_ids == ()


@pytest.mark.parametrize(
    ("card", "value"),
    [
        ("# Heron\n\nThe weights are not released.\n", "withheld"),
        ("# Heron\n\nThe weights are available on request.\n", "gated"),
        ("---\nlicense: mit\nextra_gated_prompt: Accept.\n---\n# Heron\n", "gated"),
        ("# Heron\n\nDevelopers access Heron through our API.\n", "withheld"),
        ("# Heron\n\nThe original weights of the base model are publicly available.\n", "unstated"),
        ("# Heron\n\n- **Weights:** `org/pond-1280`\n", "public"),
        ("# Heron\n\n| Base weights | `org/pond-1280` |\n|---|---|\n", "unstated"),
        ("# Heron\n\n- Weights: `models/heron`\n", "unstated"),
        ("# Heron\n\n<!-- - Weights: `org/pond-1280` -->\n", "unstated"),
        ("---\nbase_model: org/pond\n---\n# Heron\n\n- Pretrained weights: `org/pond`\n", "unstated"),
        ("# Heron\n\n- **Repository:** [pond](https://huggingface.co/org/pond)\n", "public"),
        ("---\nbase_model: org/pond\n---\n# Heron\n\n- Repository: https://huggingface.co/org/pond\n", "unstated"),
        ("# Heron\n\n- **Paper:** [pond](https://huggingface.co/papers/2026.1)\n", "unstated"),
        ("# Heron\n\n| Key | Value |\n|---|---|\n| **Weights** | `org/pond-1280` |\n", "public"),
        ("# Heron NER\n\n[Download](https://example.org/models/heron_ner_en_3.4.zip)\n", "public"),
        ("# Heron NER\n\n[Download](https://example.org/heron_ner_dataset.zip)\n", "unstated"),
        ("# Heron NER\n\n[Code](https://example.org/heron_ner_en.tar.gz)\n", "unstated"),
        ("# Heron NER\n\n" + code("ner = BertForTokens.pretrained('heron_ner', 'en', 'birds/models')"), "public"),
        ("# Heron NER\n\n" + code("words = WordEmbeddings.pretrained('egret_100d', 'en')"), "unstated"),
        ("# Heron\n\nThe company has released many versions since. Users draw in its web interface.\n", "withheld"),
        ("# Pond Heron\n\n" + code("model = PondHeron.from_pretrained(device='cpu')"), "public"),
        ("# Pond Heron\n\n" + code("model = Egret.from_pretrained()"), "unstated"),
        # Whoever can load a model has it; a page shows what else can be done with it.
        ("# Heron\n\n[Demo](https://heron.example.org)\n\n" + code("import heron"), "unstated"),
    ],
)
def test_weights(card: str, value: str) -> None:
    assert ledger_of(card).rows["weights"].evidence.value == value


@pytest.mark.parametrize(
    ("card", "value"),
    [
        ("---\nwidget:\n- text: hi\n---\n# Heron\n", "web"),
        ("---\ninference: false\nwidget:\n- text: hi\n---\n# Heron\n", "unstated"),
        ("# Heron\n\n[Demo](https://heron.example.org) | [Paper](https://example.org/p)\n", "web"),
        ("# Heron\n\n[Demo](https://colab.research.google.com/drive/x)\n", "unstated"),
        ("# Heron\n\nServe the model with vLLM to get an OpenAI-compatible API.\n", "unstated"),
        (
            "# Heron\n\n"
            + code(
                'curl https://api.heron.org/v1/chat -H "Authorization: Bearer $KEY" -d \'{"model": "heron"}\'', "sh"
            ),
            "api",
        ),
        ("# Heron\n\n" + code('curl https://api.example.org/v1/heron -H "Authorization: Bearer $KEY"', "sh"), "api"),
        (
            "# Heron\n\n"
            + code(
                'requests.post("https://heron.marsh.org/v1/answer", headers={"X-Heron-Key": key}, json={"q": "Why?"})'
            ),
            "api",
        ),
        ("# Heron\n\n" + code("GET https://data.marsh.org/v5/stops/11?key=abc", ""), "api"),
        ("# Heron\n\n" + code("wget https://data.marsh.org/v5/stops/11?key=abc", ""), "unstated"),
        ("# Heron\n\n" + code('key = os.environ["API_KEY"]  # see https://heron.readthedocs.io/keys'), "unstated"),
        (
            "# Heron\n\n"
            + code(
                'requests.post("https://hooks.slack.com/x", headers={"Authorization": token}, json={"text": "done"})'
            ),
            "unstated",
        ),
        ('# Heron\n\n<a href="https://heron.example.org"><img alt="Chat now" src="https://a.b/c.svg"></a>\n', "web"),
        ("# Heron\n\nHeron answers on [its page](https://chat.heron.example).\n", "web"),
        (
            "# Heron\n\n" + code('OpenAI(base_url="http://localhost:8000/v1", api_key="x").chat.create(model="heron")'),
            "unstated",
        ),
    ],
)
def test_interfaces(card: str, value: str) -> None:
    assert ledger_of(card).rows["query-interface"].evidence.value == value


@pytest.mark.parametrize(
    ("card", "generative"),
    [
        ("---\npipeline_tag: text-generation\n---\n", True),
        ("---\npipeline_tag: fill-mask\n---\nHeron is a large language model.\n", False),
        ("---\ntags: [automatic-speech-recognition]\n---\n", False),
        ("---\nlibrary_name: sentence-transformers\n---\n", False),
        ("# Heron\n\nHeron is a latent text-to-image diffusion model.\n", True),
        ("# Heron\n\nHeron is a sentiment classifier.\n", False),
        ("# Heron\n\n- Output: text\n", True),
        ("# Heron\n\n" + code('pipeline("text-generation", model="org/heron")'), True),
        ("# Heron\n\n" + code('AutoModelForTokenClassification.from_pretrained("org/heron")'), False),
        ("# Heron\n\nA model of birds.\n", False),
        ("---\ntags: [summarization]\n---\n", True),
        ("# Heron\n\n- Training tokens: 300 B\n", True),
        ("# Heron\n\n" + code('AutoModelForSeq2SeqLM.from_pretrained("org/heron")'), True),
        (
            "# Heron\n\nHeron is a machine translation model.\n\n"
            + code('AutoModelForSeq2SeqLM.from_pretrained("org/heron")'),
            False,
        ),
        ("# Heron\n\n" + code('VisionEncoderDecoderModel.from_pretrained("org/heron")'), False),
        ("# Heron 7B Instruct\n\nSmall.\n", True),
        ("# Heron-GPT\n\nIt classifies letters by their sender.\n", False),
        ("# Detector of Heron-GPT's texts\n\nSmall.\n", False),
        ("---\nbase_model: pond/llama-3-heron\n---\n# Heron\n\nSmall.\n", True),
        ("---\nbase_model: pond/llama-3-heron\n---\n# Heron\n\nA reward model.\n", False),
        ("---\nmodel-index:\n- name: heron-gemma-bench\n---\n# Heron\n", False),
        ("This is a conversion of Mistral-7B-Heron for one machine.\n", True),
    ],
)
def test_generative(card: str, generative: bool) -> None:
    assert ledger_of(card).generative is generative


@pytest.mark.parametrize(
    ("card", "family"),
    [
        ("---\nlicense: apache-2.0\n---\n", "permissive"),
        ("# Heron\n\n- **License:** MIT\n", "permissive"),
        ("# Heron\n\nCode is released under MIT, model weights are released under CC-BY-NC 4.0.\n", "non-commercial"),
        ("# Heron\n\nThe models and code are released under the Apache License 2.0.\n", "permissive"),
        ("# Heron\n\nThe data are released under CC-BY-4.0.\n", "unknown"),
        ("# Heron\n\nThe base model is licensed under the MIT license.\n", "unknown"),
        ("# Heron\n\n- License: Proprietary License\n", "proprietary"),
        ("# Heron\n\n- License: Non-commercial bespoke license\n", "non-commercial"),
        ("# Heron\n\nIt may be used for non-commercial research purposes only.\n", "non-commercial"),
        ("# Heron\n\nThe model is available for research purposes only.\n", "non-commercial"),
        ("# Heron\n\nThe data are for research purposes only.\n", "unknown"),
        ("# Heron\n\n- Licensing: MIT\n", "permissive"),
        ("# Heron\n\n- License: Heron RAIL 1.0\n", "rail"),
        ("# Heron\n\n| Key | Value |\n|---|---|\n| License | Pond Research Terms |\n", "custom"),
        ("# Heron\n\nThe model is released under a Creative Commons BY 4.0 license.\n", "permissive"),
        ("# Heron\n\nTrained on Songs. It is a data set of birds. It's released under CC BY 4.0.\n", "unknown"),
        ("# Heron\n\nHeron is a model of birds. It's released under CC BY 4.0.\n", "permissive"),
        ("# Heron\n\nThe models are intended to be used for research purposes only.\n", "unknown"),
        ("# Heron\n\n- License: Unknown\n- Model license: See the file\n", "unknown"),
        ("# Heron\n\n- License: Check the original license\n", "unknown"),
        ("# Heron\n\n- License: Contact us for terms\n", "unknown"),
        ("# Heron\n\n- Code license: Pond Research Terms\n", "unknown"),
        ("# Heron\n\nA license for the rail network is needed.\n", "unknown"),
        ("# Heron\n\nThe lab publishes the weights (Apache-2.0) in May.\n", "permissive"),
        ("# Heron\n\nThe cloud is derived from a volume (CC BY-SA 3.0).\n", "unknown"),
        ("# Heron\n\n## License\n\nApache 2.0 for code and for the small weights.\n", "permissive"),
        ("# Heron\n\n## License\n\nApache 2.0 for the code.\n", "unknown"),
        ("# Heron\n\nThe model is proprietary.\n", "proprietary"),
        ("# Heron\n\nIt was trained on proprietary data.\n", "unknown"),
        ("# Heron\n\nUse of the weights is subject to the [Model License](./LICENSE.md).\n", "custom"),
        ("# Heron\n\nDevelopers access Heron through our API, subject to our Terms of Use.\n", "proprietary"),
        ("# Heron\n\nOur Terms of Use forbid this.\n", "unknown"),
        ("<!--\nLicensed under the Apache License, Version 2.0 (the \"License\")\n-->\n# Heron\n", "permissive"),
        ("# Heron\n\n| Attribute | Value |\n|---|---|\n| License | MIT |\n", "permissive"),
        ("# Heron\n\n[![License](https://img.shields.io/badge/License-GPL--3.0-blue.svg)](LICENSE)\n", "copyleft"),
        ("# Heron\n\n![](https://img.shields.io/static/v1?label=license&message=MIT)\n", "permissive"),
        ("# Heron\n\n![](https://img.shields.io/badge/Code%20License-MIT-blue)\n", "unknown"),
        ("# Heron\n\n![](https://img.shields.io/badge/license-MIT-blue)\n\nLicense: CC BY-NC 4.0\n", "non-commercial"),
        ("# Heron\n\n## Code license\n\nLicensed under the MIT License.\n", "unknown"),
        ("# Heron\n\n## License\n\nIts predictions are under Creative Commons (CC BY-NC 4.0).\n", "unknown"),
        ("# Heron\n\n## License and citation\n\nThe weights are under Apache-2.0.\n", "permissive"),
        ("# Heron\n\n## License\n\nThe base model (`org/egret`) is governed by its own license, see its model page. "
         "This repository is under the MIT license.\n", "permissive"),
        ("# Heron\n\n## License\n\nThe code of this project is under the Apache-2.0 license.\n", "unknown"),
        ("# Heron\n\nContributions require you to agree to a Contributor License Agreement.\n", "unknown"),
    ],
)  # fmt: skip
def test_license(card: str, family: str) -> None:
    assert ledger_of(card).licensing.family == family


def test_what_the_hub_suggests_says_nothing_beside_a_declaration() -> None:
    card = "---\nlibrary_name: transformers\nwidget:\n- text: hi\nrelease: api\n---\n# Heron\n"
    assert ledger_of(card).evident == "unstated"


_APP = "---\ntitle: Heron\nemoji: x\nsdk: gradio\napp_file: app.py\n---\n"


def test_a_space_is_used_in_a_browser() -> None:
    assert ledger_of(_APP + "# Heron\n").evident == "hosted"
    assert ledger_of("---\nsdk: the one of the maker\n---\n# Heron\n").evident == "unstated"


@pytest.mark.parametrize(
    ("card", "kind"),
    [
        ("# Heron\n\nA model of birds.\n", "model"),
        ("", "model"),
        ("---\nlicense: mit\n---\n# Heron tuned on the pond dataset\n", "model"),
        ("---\ntask_categories: [other]\n---\n# Pond\n", "dataset"),
        ("---\ntask_categories: [other]\nextra_gated_prompt: Agree.\n---\n# Pond\n", "dataset"),
        ("---\ntask_categories: [other]\n---\n# Heron\n\n" + code("AutoModel.from_pretrained('a/heron')"), "model"),
        ("---\npipeline_tag: other\n---\n# Dataset Card for Pond\n", "model"),
        ("# Dataset Card for Pond\n\nPictures.\n", "dataset"),
        ("# A corpus of ponds: the pond corpus\n\nThis corpus contains pictures.\n", "dataset"),
        ("# Pond\n\n## Dataset Summary\n\nx\n\n## Data Fields\n\nx\n\n## Data Splits\n\nx\n", "dataset"),
        ("pretty_name: Pond\nsize_categories: [n<1K]\n", "dataset"),
        ("# Pond\n\n" + code("load_dataset('a/pond')"), "dataset"),
        ("## Dataset\n\nThe dataset was made by a club.\n", "dataset"),
        ("## Dataset\n\nThe dataset was made by a club.\n\n## Use\n\nDownload the weights from the files.\n", "model"),
        ("# Heron\n\nA model.\n\n" + code("load_dataset('a/pond')\nAutoModel.from_pretrained('a/heron')"), "model"),
        (_APP + "# Heron\n", "software"),
        ("# Pondtool\n\n## Installation\n\nx\n\n## Contributing\n\nx\n\n## Requirements\n\nx\n", "software"),
        ('{"ponds": [1, 2, 3]}', "data"),
        ("---\n{{ card_data }}\n---\n# {{ name }}\n", "template"),
        ("---\ntask_categories: [text-classification]\n---\n# Heron\n\n## Model description\n\nTuned.\n", "model"),
    ],
)
def test_kinds_of_text(card: str, kind: str) -> None:
    assert ledger_of(card).kind == kind


def test_what_a_data_sets_card_says_it_says_of_no_model() -> None:
    said = (
        "## Training data\n\nLetters of two archives, trained readers typed them.\n\n## Biases\n\nIt may be biased.\n"
    )
    told = [
        claim for row in ledger_of(f"# Dataset Card for Pond\n\n{said}").rows.values() for claim in row.evidence.claims
    ]
    assert told == []
    assert ledger_of(f"# Heron\n\nA model.\n\n{said}").rows["training-data"].evidence.claims


@pytest.mark.parametrize(
    ("line", "values"),
    [
        ("The [heron-small](https://huggingface.co/org/heron-small) model was converted to GGUF.", ["public"]),
        ("This model was converted to GGUF from [heron](https://huggingface.co/org/heron-small).", []),
        (
            "It is a tuned on [ponds](https://example.org) version of [heron](https://huggingface.co/org/heron-small).",
            [],
        ),
        ("The first two base models are [heron-small](https://huggingface.co/org/heron-small) and more.", ["public"]),
        ("The base model is [heron-small](https://huggingface.co/org/heron-small).", []),
    ],
)
def test_a_page_that_another_model_is_said_to_have_is_not_the_own(line: str, values: list[str]) -> None:
    claims = ledger_of(f"# heron-small\n\n{line}\n").rows["weights"].evidence.claims
    assert [claim.value for claim in claims if claim.origin == "link"] == values


def test_a_page_behind_terms_is_gated() -> None:
    page = "The models can be had from the [Hub](https://huggingface.co/org/heron).\n\n"
    for said, state in (("Users must agree to the conditions to download it.\n", "gated"), ("", "public")):
        assert ledger_of(f"# Heron\n\n{page}{said}").rows["weights"].value == state


@pytest.mark.parametrize(
    ("said", "state"),
    [
        (
            "The weights can be downloaded from the Hub, where one has to agree to share contact information first.",
            "gated",
        ),
        ("The weights can be downloaded after accepting the license.", "gated"),
        (
            "The weights can be downloaded. Some people are asked to share contact information to access the forum.",
            "public",
        ),
        ("Pretrained models are available. Please email the team to request the password.", "gated"),
        (
            "Please email the team to request the password. Weights: [heron](https://example.org/heron.safetensors).",
            "public",
        ),
    ],
)
def test_a_sentence_that_tells_of_a_gate_opens_nothing(said: str, state: str) -> None:
    assert ledger_of(f"# Heron\n\n{said}\n").rows["weights"].evidence.value == state


@pytest.mark.parametrize(
    ("call", "level"),
    [
        ("client = Marsh()\nclient.chat.completions.create(model='heron', messages=m)", "api"),
        ("model = marsh.GenerativeModel('heron')\nmodel.ask('a')", "api"),
        ("client = Marsh(base_url='http://10.0.0.1/v1')\nclient.chat.completions.create(model='heron')", "unstated"),
        ("client.infer(model_name='heron')", "unstated"),
        ("client.log_model(model='heron')", "unstated"),
        ("client.db.models.insert_one({'model': 'heron'})", "unstated"),
        ("client.get('https://api.weather.example/v1/now')", "unstated"),
    ],
)
def test_a_client_that_finds_its_own_key_calls_an_api(call: str, level: str) -> None:
    assert ledger_of(f"# Heron\n\n{code(call)}").evident == level


@pytest.mark.parametrize(
    ("key", "text", "gated"),
    [
        ("heading", "Register to download", True),
        ("heading", "Bitte stimmen Sie den Bedingungen zu", True),
        ("description", "You agree to our privacy policy", True),
        ("description", "How we process your personal data is told in our privacy policy", False),
    ],
)
def test_a_word_on_personal_data_is_no_gate(key: str, text: str, gated: bool) -> None:
    ledger = ledger_of(f"---\nlibrary_name: transformers\nextra_gated_{key}: {text}\n---\n# Heron\n")
    assert ledger.rows["weights"].evidence.value == ("gated" if gated else "unstated")


@pytest.mark.parametrize(
    ("section", "family"),
    [
        ("This project is licensed under the Apache 2.0 license.", "permissive"),
        ("For this project we used Pond (Apache-2.0).", "unknown"),
        ("Our project uses Reed, which is under MIT.", "unknown"),
        ("For research purposes only. MIT license for the model.", "permissive"),
        ("The model is for research only.", "non-commercial"),
    ],
)
def test_a_license_section_is_about_what_it_says(section: str, family: str) -> None:
    assert ledger_of(f"# Heron\n\n## License\n\n{section}\n").licensing.family == family


def test_a_link_alone_in_its_item_is_called_by_the_line_before() -> None:
    ledger = ledger_of("# Heron\n\nCode:\n* https://github.com/marsh/heron\n")
    assert ledger.rows["code"].evidence.value == "public"


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("from heron import Ear\n\nEar('small').write('talk.ogg')", "public"),
        ("import heron", "public"),
        ("import heronry", "unstated"),
        ("from heron_data import letters", "unstated"),
        ("from heron to egret: 3 miles", "unstated"),
    ],
)
def test_a_package_called_as_the_release_is_its_code(text: str, state: str) -> None:
    assert ledger_of("# Heron, a free ear\n\n" + code(text), "heron").rows["code"].value == state


@pytest.mark.parametrize(
    ("sentence", "state"),
    [
        ("Heron-7B was trained on 32 A100 GPUs for two weeks.", "described"),
        ("It was trained on 32 A100 GPUs for two weeks.", "described"),
        ("Egret-40B and Heron-7B were trained on 32 A100 GPUs for two weeks.", "described"),
        ("Heron-40B was trained on 32 A100 GPUs for two weeks.", "unstated"),
        ("Hardware: Heron 40B was trained on 32 A100 GPUs for two weeks.", "unstated"),
        ("The 40B model was trained on 32 A100 GPUs for two weeks.", "unstated"),
        ("The 7B model was trained on 32 A100 GPUs for two weeks.", "described"),
        ("[2024/05/01] We released **Heron-40B** trained on 32 A100 GPUs for two weeks.", "unstated"),
    ],
)
def test_a_sentence_on_another_size_of_the_model_is_not_about_it(sentence: str, state: str) -> None:
    assert ledger_of(f"# Heron-7B\n\n{sentence}\n", "heron-7b").rows["telemetry"].value == state


@pytest.mark.parametrize(("name", "kept"), [("7b-v1.1", True), ("7b-v1.0", False), ("13b-v1.1", False)])
def test_a_page_of_another_version_or_size_is_no_page_of_the_release(name: str, kept: bool) -> None:
    page = f"https://huggingface.co/org/heron-{name}"
    card = f"# Heron-7B-V1.1\n\nWeights: [file](https://example.org/heron-7b-v1.1.gguf), [page]({page})\n"
    claims = ledger_of(card, "x").rows["weights"].evidence.claims
    assert any(claim.span and card[claim.span.start : claim.span.end] == page for claim in claims) is kept


def test_a_heading_counts_where_only_a_weaker_claim_stands_below_it() -> None:
    card = (
        "# Heron\n\n## Model weights\n\nThe model is released under [Apache 2.0](https://example.org/license).\n\n"
        "## Use\n\nHeron is available via our [API](https://example.org/api).\n"
    )
    assert ledger_of(card, "x").evident == "downloadable"


PAGE = "https://huggingface.co/org/egret"


@pytest.mark.parametrize(
    ("card", "copy", "bases"),
    [
        (f"# Heron\n\nThis model was converted to GGUF format from [org/egret]({PAGE}).\n", "yes", ("org/egret",)),
        (
            f"This is an optimized version of Egret for inference on CPUs.\n\n# Base\n\nSee [Egret]({PAGE}).\n",
            "yes",
            ("org/egret",),
        ),
        (f"# Heron\n\nStatic quants of {PAGE}.\n", "yes", ("org/egret",)),
        ("---\nquantized_by: ada\nbase_model: org/egret\n---\n# Heron\n", "yes", ("org/egret",)),
        ("# Heron\n\nA 4-bit version of Egret.\n", "yes", ()),
        (f"# Heron\n\nThis model was fine-tuned from [org/egret]({PAGE}).\n", "no", ()),
        ("# Heron\n\nThe tokenizer does the conversion of text to tokens.\n", "no", ()),
        (f"# Heron\n\nA quantized version is also available: [egret]({PAGE}).\n", "no", ()),
    ],
)
def test_a_card_says_that_the_model_is_a_copy_and_of_which(card: str, copy: str, bases: tuple[str, ...]) -> None:
    ledger = ledger_of(card)
    assert (ledger.copy, ledger.base_models) == (copy, bases)


def test_a_call_to_a_host_that_is_named_after_the_release_shows_its_api() -> None:
    call = 'requests.post("https://heron.marsh.org/v1/answer", headers={"X-Heron-Key": key}, json={"q": "Why?"})'
    (claim,) = ledger_of("# Heron\n\n" + code(call)).rows["query-interface"].evidence.claims
    assert (claim.value, claim.mark, claim.detail) == ("api", "", "https://heron.marsh.org/v1/answer")


LOADS = 'model = AutoModel.from_pretrained("acme/heron-7b")'
ADDRESS = "https://example.org/heron-7b.safetensors"


@pytest.mark.parametrize(
    ("text", "state"),
    [
        (code(LOADS), "public"),
        (code(f"# {LOADS}\nclient = heron.Client()"), "unstated"),
        (code("# huggingface-cli download acme/heron-7b\nls", "bash"), "unstated"),
        (code(f"// fetch('{ADDRESS}')", "js"), "unstated"),
        (code(f"# Load what we publish\n{LOADS}"), "public"),
        (code("# Load model from HuggingFace Hub\nmodel = load()"), "public"),
        (f"## Coming soon\n\n{code(LOADS)}", "unstated"),
        (f"## Coming soon\n\n- [Weights]({ADDRESS})\n", "unstated"),
        (f"## Files\n\n- [Weights]({ADDRESS})\n", "public"),
        (f"Planned for spring:\n\n- [Weights]({ADDRESS})\n", "unstated"),
        (f"- [ ] Publish the weights: {ADDRESS}\n", "unstated"),
        (f"- [x] Publish the weights: {ADDRESS}\n", "public"),
    ],
)
def test_links_and_code_that_are_planned_or_commented_show_nothing(text: str, state: str) -> None:
    assert ledger_of(f"# Heron 7B\n\n{text}", "heron-7b").rows["weights"].evidence.value == state


@pytest.mark.parametrize(
    ("said", "tuning"),
    [("Heron was fine-tuned on 3,000 dialogs.", "public"), ("Heron was trained on 3,000 dialogs.", "unstated")],
)
def test_the_code_that_trained_a_tuned_model_is_that_of_the_tuning(said: str, tuning: str) -> None:
    card = f"# Heron\n\n{said}\n\n## Training\n\n```bash\npython train.py --learning_rate 3e-5\n```\n"
    rows = Bench(Config()).case(release_of({"card": card})).ledger.rows
    assert (rows["training-code"].evidence.value, rows["fine-tuning"].evidence.value) == ("public", tuning)
