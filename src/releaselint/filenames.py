"""Knows files by their names alone: cards, weights, licenses, code, logs."""

from __future__ import annotations

import re
from typing import Final

from releaselint.regex import regex

_MODEL_CARD = regex(r"(?:.*[-_. ])?(?:model|system|release)[-_ ]?card\.(?:md|markdown|mdx)", re.IGNORECASE)
#: Names of cards that other files have as well.
_CARD = regex(r"(?:readme|.*_card|(?:.*[-_. ])?(?:release[-_ ]?)?checklist)\.(?:md|markdown|mdx)", re.IGNORECASE)
_UNNAMED = regex(r"(?:readme|(?:model|system)[-_ ]?card)\.(?:md|markdown|mdx)", re.IGNORECASE)
_MARKDOWN: Final = (".md", ".markdown", ".mdx")

_WEIGHTS = regex(
    r".*\.(?:safetensors|gguf|ggml|ckpt|onnx|onnx[._]data|h5|msgpack|tflite|npz|keras|nemo|litertlm|pt|pth|pdparams|pkl"
    r"|joblib|mlmodel|caffemodel|data-\d{5}-of-\d{5})"
    r"|.*model.*\.bin|ggml-.*\.bin|weights?.*\.bin|learned_embeds.*\.bin|saved_model\.pb",
    re.IGNORECASE,
)
# Files that look like weights and are the state of a training run, or of a tokenizer.
_NOT_WEIGHTS = regex(
    r"training_args\.bin|(?:optimizer|scheduler|scaler)(?:[-_.].*)?|rng_state.*|tokenizer.*|(?:vocab|labels?)[-_.].*"
    r"|.*[-_.](?:optimizer|optim)[-_.].*",
    re.IGNORECASE,
)
#: Folders of data, whose files have endings that weights have as well.
_DATA_FOLDER = regex(
    r"(?:\A|/)(?:data|data_?sets?|tests?|fixtures|eval(?:s|uation)?|benchmarks?|embeddings|features)/", re.IGNORECASE
)
_IN_DATA_FOLDER = (".pkl", ".npz", ".h5", ".joblib", ".msgpack", ".pt", ".pth")
#: Names of such files that are data wherever they lie.
_DATA_NAME = regex(
    r"(?:.*[-_.])?(?:data|data_?sets?|features?|embeddings?|prompts?|vectors?|stats|statistics|splits?|cache"
    r"|test|train|val|eval|samples?)\.(?:pkl|npz|h5|joblib|msgpack)",
    re.IGNORECASE,
)
_LICENSE = regex(
    r"(?:model[-_]?)?(?:licen[cs]e|copying)(?:[-_.].*)?|use[-_]policy(?:\..*)?|.*[-_.]licen[cs]e(?:\.(?:md|txt))?",
    re.IGNORECASE,
)
_TERMS = regex(r"(?:model[-_])?terms(?:[-_ ](?:of[-_ ]use|and[-_ ]conditions))?\.(?:md|txt)", re.IGNORECASE)
_OF_DATA = regex(
    r"(?:.*[-_ ])?data(?:[-_ ]?sets?)?(?:[-_ ]?(?:cards?|sheets?|sources?|statements?))?\.\w{1,8}|datasheet.*",
    re.IGNORECASE,
)
_POLICY = regex(
    r"(?:[\w .]{1,40}[-_ ])?(?:(?:acceptable|prohibited|responsible)[-_ ]?uses?(?:[-_ ]?polic(?:y|ies))?"
    r"|(?:use|usage)[-_ ]?(?:policy|policies|guidelines|rules))(?:\.(?:md|markdown|txt))?",
    re.IGNORECASE,
)
#: Pages that speak of the work on a project, and not of what it releases.
_OF_THE_PROJECT = regex(
    r"(?:change[-_]?log|changes|news|release[-_]?notes|contribut(?:ing|ors)|code[-_]of[-_]conduct|authors|maintainers|governance"
    r"|install(?:ing|ation)?|setup|build(?:ing)?|development|hacking|todo|roadmap|citation|claude|agents|gemini)\..*",
    re.IGNORECASE,
)
_TRAINING_CODE = regex(
    r"(?:.*[-_])?(?:train|training|pretrain|pretraining|run_clm|run_mlm)(?:[-_].*)?\.(?:py|sh|ipynb)", re.IGNORECASE
)
_TUNING_CODE = regex(
    r"(?:.*[-_])?(?:finetune|fine[-_]tune|fine[-_]?tuning|sft|dpo)(?:[-_].*)?\.(?:py|sh|ipynb)", re.IGNORECASE
)
_CODE: Final = (".py", ".ipynb", ".cpp", ".rs", ".js", ".ts", ".go", ".java")
_LOGS = regex(
    r"events\.out\.tfevents.*|(?:train|training|trainer)[-_]?(?:log|state|history|metrics)s?(?:[-_].*)?\.(?:json|jsonl|csv|txt|log)"
    r"|.*\.wandb|trainer_state\.json",
    re.IGNORECASE,
)
_LOG_FOLDER = regex(
    r"(?:train(?:ing)?[-_]?)?logs?/(?!.{0,40}(?:access|request|error|server))[^/]{1,80}\.(?:csv|jsonl|tsv)",
    re.IGNORECASE,
)

#: File names that hold the architecture and the hyper-parameters.
_CONFIGURATION = regex(
    r"(?!\.|.*/\.)(?:.*/)?(?:"
    r"(?:(?:(?:adapter|model|train|training)_)?config|params|settings|h(?:yper)?_?params|hyper_?parameters|model_index)\.(?:json|ya?ml|toml)"
    r"|conf(?:ig)?s?/(?:model/)?[^/]{0,40}(?:\d[mb]|base|small|large|train|model|default|finetune|sft)[^/]{0,20}\.(?:json|ya?ml|toml|gin)"
    r"|(?:configs|conf)/(?![^/]{0,30}(?:api|app|server|serving|deploy|docker|log|prod|client|ui|nginx|meta))[^/]{1,60}\.(?:json|ya?ml|toml|gin))",
    re.IGNORECASE,
)
_LEADS_TO_DATA = regex(
    r"(?:data|data_?sets?|corpus)/.{1,200}|(?:.*/)?(?:\w{1,30}_)?(?:data|data_?sets?|corpus|download|fetch|prepare|prior)(?:_\w{1,30})?\.(?:py|sh|txt|ipynb)",
    re.IGNORECASE,
)
#: Folders whose model card and checklist are about what lies beside the folder, and their names there: another name is
#: another model's.
DOCS: Final = ("docs", "doc")
_DOCS_CARD = regex(r"(?:(?:model|system)[-_ ]?card|(?:release[-_ ]?)?checklist)\.(?:md|markdown|mdx)", re.IGNORECASE)
#: Folders for what others made, for what tests run on, and for what is over.
_NOT_OWN: Final = frozenset(
    {"third_party", "third-party", "thirdparty", "3rdparty", "vendor", "vendored", "external", "node_modules"}
    | {"fixtures", "testdata", "test_data", "archive", "archived", "old"}
)
#: The release's declaration, for a release whose card has no front matter.
DECLARATION: Final = ("release.yaml", "release.yml")


def base(path: str) -> str:
    """Return the last part of a POSIX path."""
    return path.rpartition("/")[2]


def is_set_aside(path: str) -> bool:
    """Tell whether the file lies in a folder for what is not, or no more, the release's own: others' work, the past."""
    return "/" in path and not _NOT_OWN.isdisjoint(path.lower().split("/")[:-1])


def is_card(name: str) -> bool:
    """Tell whether a file of this name (no folder) is a card or a release checklist."""
    return is_model_card(name) or (is_markdown(name) and _CARD.fullmatch(name) is not None)


def is_model_card(name: str) -> bool:
    """Tell whether a file of this name (no folder) is the card of a model or system, whatever it holds."""
    return is_markdown(name) and _MODEL_CARD.fullmatch(name) is not None


def leads_to_data(path: str) -> bool:
    """Tell whether the file may hold data that a model learned from, or code that fetches or makes them."""
    return _LEADS_TO_DATA.fullmatch(path) is not None


def is_card_of(path: str) -> bool:
    """Tell whether `path` below a release's root is one of its cards: a file there, or in its folder of documents."""
    folder, _, name = path.rpartition("/")
    return is_card(name) if not folder else folder in DOCS and _DOCS_CARD.fullmatch(name) is not None


def is_readme(name: str) -> bool:
    """Tell whether this is the name that the Hub shows, and that most software has as well."""
    return name.lower() in [f"readme{ending}" for ending in _MARKDOWN]


def is_unnamed_card(name: str) -> bool:
    """Tell whether a card's name says nothing of whose it is: it is then the release's own."""
    return _UNNAMED.fullmatch(name) is not None


def is_checklist(name: str) -> bool:
    """Tell whether a card of this name is a release checklist."""
    return "checklist" in name.lower()


def is_markdown(name: str) -> bool:
    """Tell whether a file of this name is Markdown, which is neither weights nor code nor a log."""
    return name.lower().endswith(_MARKDOWN)


def is_text(name: str) -> bool:
    """Tell whether a file of this name can be a card when a user says so."""
    return name.lower().endswith((*_MARKDOWN, ".txt"))


def is_weights(path: str) -> bool:
    """Tell whether the file holds trained parameters, or a shard of them."""
    name = base(path)
    if is_markdown(name):  # as most are that are asked about
        return False
    if _WEIGHTS.fullmatch(name) is None or _NOT_WEIGHTS.fullmatch(name) is not None:
        return False
    in_folder = name.lower().endswith(_IN_DATA_FOLDER) and _DATA_FOLDER.search(path) is not None
    return not in_folder and _DATA_NAME.fullmatch(name) is None


def is_own_weights(path: str) -> bool:
    """Tell whether the file holds trained parameters that are the release's, as far as its folder tells."""
    return is_weights(path) and not is_set_aside(path)


def is_license(path: str) -> bool:
    """Tell whether the file holds license terms."""
    return "/" not in path and not is_card(path) and _LICENSE.fullmatch(path) is not None


def is_terms(path: str) -> bool:
    """Tell whether the file holds terms of use, which may say more than a license, or other things."""
    return "/" not in path and _TERMS.fullmatch(path) is not None


def is_rules(path: str) -> bool:
    """Tell whether the file rules how the release may be used: terms, or a policy."""
    return is_terms(path) or ("/" not in path and _POLICY.fullmatch(path) is not None)


def is_page(path: str) -> bool:
    """Tell whether the file may say more of a release than its card does: terms, a policy, another Markdown file."""
    name = base(path)
    if not is_markdown(name):  # as most are that are asked about
        return is_rules(path)
    other = is_card_of(path) or is_license(path) or is_set_aside(path) or _OF_THE_PROJECT.fullmatch(name)
    return is_rules(path) or not other


def is_of_data(path: str) -> bool:
    """Tell whether the file is about data, by its name: a data card beside a model card, or a page on the data."""
    return _OF_DATA.fullmatch(base(path)) is not None


def is_side(path: str) -> bool:
    """Tell whether the file is read beside a card, and is none itself: a license, terms or a policy."""
    return is_license(path) or is_rules(path)


def is_training_code(path: str) -> bool:
    """Tell whether the file is code that trains a model."""
    return _TRAINING_CODE.fullmatch(base(path)) is not None


def is_tuning_code(path: str) -> bool:
    """Tell whether the file is code that tunes a model."""
    return _TUNING_CODE.fullmatch(base(path)) is not None


def is_configuration(path: str) -> bool:
    """Tell whether the file holds the shape of a model or the settings of its training."""
    return _CONFIGURATION.fullmatch(path) is not None


def is_code(path: str) -> bool:
    """Tell whether the file is source code."""
    return path.lower().endswith(_CODE)


def is_log(path: str) -> bool:
    """Tell whether the file is a log of a training run."""
    return _LOGS.fullmatch(base(path)) is not None or _LOG_FOLDER.fullmatch(path) is not None
