"""Which models a card's code loads or fetches, by whatever library or command; knows nothing of whose they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, Literal

from releaselint.document.model import Document
from releaselint.filenames import is_weights
from releaselint.records import record
from releaselint.regex import regex
from releaselint.text import Span

How = Literal["class", "adapter", "part", "name", "command", "option"]


@record
class Load:
    """One model that code loads: its id, where, and how sure it is that weights are fetched by that name."""

    id: str
    span: Span
    how: How
    """`class` and `command` fetch weights, `adapter` and `part` some of them; `name` and `option` can mean a folder."""
    call: str = ""
    """What is called and the beginning of its arguments: a class, a task."""
    token: bool = False
    """Whether a token of the reader's goes with it: the weights are behind a gate, or private."""


# A call, with its arguments up to the next parenthesis.
_CALL = regex(
    r"(?<![\w.])(?P<how>(?:[A-Za-z_]\w{0,60}\.){0,6}(?:from_pretrained|from_quantized|from_hparams|from_preset|from_single_file|from_path"
    r"|from_pretrained_keras|from_pretrained_fastai|pull_from_hub|load_lora_weights|load_adapter|load_textual_inversion"
    r"|load_attn_procs|load_ip_adapter|hf_hub_download|snapshot_download|load_from_hub|model_download|cached_download"
    r"|create_model|create_model_and_transforms|create_model_from_pretrained|SentenceTransformer|CrossEncoder|SparseEncoder"
    r"|WhisperModel|GPT4All|LLM|TTS|pipeline|load_model|get_model|KerasLayer|SequenceTagger\.load|TextClassifier\.load"
    r"|Classifier\.load|spacy\.load|hub\.load|hub\.Module|stanza\.Pipeline|[A-Z]\w{1,60}\.pretrained|PretrainedPipeline))"
    r"\s{0,4}\(\s{0,40}(?P<args>[^()]{0,400})"
)
# What the environment may lack is optional, and "<image>" is a word of the model's.
_TOKEN = regex(
    r"\b(?:use_auth_token|token|hf_token|auth_token)\s{0,4}=(?!\s{0,4}(?:(?:None|False|(?:os\.)?getenv|os\.environ\.get)\b|[\"']<))"
)
_ARGUMENT = regex(
    r"(?:\b(?P<key>\w{1,40})\s{0,3}=\s{0,3})?(?:[rf]?(?P<quote>[\"'])(?P<text>[^\"'\n]{1,200})(?P=quote)|(?P<name>[A-Za-z_]\w{0,60}))"
    r"(?=\s{0,10}(?:,|\Z|\#|\n))"
)
_KEYS: Final = frozenset({
    "model", "model_id", "model_name", "model_name_or_path", "pretrained_model_name_or_path", "repo_id", "repo",
    "source", "model_path", "path", "name", "handle", "model_ref", "hf_model_id", "pretrained",
})  # fmt: skip
_ADAPTER: Final = frozenset({"load_lora_weights", "load_adapter", "load_textual_inversion", "load_attn_procs"})
_BY_NAME: Final = frozenset(
    {"get_model", "load_model", "LLM", "TTS", "create_model", "create_model_and_transforms", "from_path"}
)
_NAMED: Final = frozenset({"pretrained", "PretrainedPipeline"})
"""Of these, cards of pipelines load many: a name counts where it is the release's own."""
_NOT_MODEL = regex(
    r"tokeni[sz]er|process[eo]r|config|extractor|scheduler|vocab|featurizer|dataset|langchain", re.IGNORECASE
)
#: Classes that most cards load beside the model.
_PART = regex(r"vae|encoder(?!decoder)\w{0,30}\.from_pre|controlnet|safetychecker", re.IGNORECASE)
_ASSIGNED = regex(
    r"\b(?P<name>[A-Za-z_]\w{0,60})\s{0,3}(?::\s{0,3}str\s{0,3})?=\s{0,3}\(?f?[\"'](?P<id>[\w.:/{}-]{2,160})[\"']"
)
_FILLED = regex(r"\{(\w{1,60})\}")
_UNFENCED: Final = (".from_pretrained(", "pipeline(", ".from_hparams(", "load_model(", "hub.load(", "Transformer(")
#: Commands that fetch a model, each with what code that has one holds in any case.
_FETCHES: Final[tuple[tuple[list[str], re.Pattern[str]], ...]] = tuple(
    (words.split(), regex(pattern))
    for words, pattern in (
        (
            "download",
            r"\b(?:huggingface-cli|hf) download (?:\S{1,60} ){0,4}?"
            r"(?P<id>[\w.-]{1,96}/[\w.-]{1,96})(?P<rest>[^\n]{0,200})",
        ),
        (
            "vllm ollama docker lms download lmdeploy",
            r"\b(?:vllm serve|ollama (?:run|pull)|docker model (?:run|pull)|lms get|litgpt download|tune download"
            r"|spacy download|lmdeploy (?:serve api_server|chat)|transformers-cli download)"
            r"[ \t]+[\"']?(?P<id>[\w.:/-]{2,160})",
        ),
        ("-hf", r"\b(?:llama|main)\S{0,20}[^\n]{0,120}? (?:-hfr?|--hf-repo)[ \t=]+[\"']?(?P<id>[\w.:/-]{2,160})"),
        ("mlx_", r"\b(?:mlx_lm|mlx_vlm)\S{0,40}[^\n]{0,80}? --model[ \t=]+[\"']?(?P<id>[\w.:/-]{2,160})"),
        (
            "vllm.entrypoints sglang",
            r"\b(?:vllm\.entrypoints|sglang)\S{0,60}[^\n]{0,120}? --model(?:-path)?"
            r"[ \t=]+[\"']?(?P<id>[\w.:/-]{2,160})",
        ),
        (
            "clone",
            r"\bclone (?:--?[\w=-]+ ){0,3}[\"']?https?://(?:\S{0,60}@)?(?:huggingface\.co|hf\.co)/"
            r"(?!datasets/|spaces/)(?P<id>[\w.-]{1,96}/[\w.-]{1,96})",
        ),
        (
            "wget curl aria2c axel",
            r"\b(?:wget|curl|aria2c|axel)\b[^\n]{0,200}?https?://(?:huggingface\.co|hf\.co)/(?!datasets/|spaces/)"
            r"(?P<id>[\w.-]{1,96}/[\w.-]{1,96})/(?:resolve|blob|raw)/(?P<rest>\S{1,300})",
        ),
        (
            "load-from-hf load_from_hub",
            r"\b(?:load-from-hf|load_from_hub)\b[^\n]{0,40}?(?:--repo-id|--repo|-r)"
            r"[ \t=]+[\"']?(?P<id>[\w.-]{1,96}/[\w.-]{1,96})",
        ),
    )
)
_LINE: Final = 600
"""Characters of a command that are read before its option."""
_OPTION = regex(
    r"--(?P<flag>model|model[-_](?:id|path|name|name[-_]or[-_]path)|download[-_]model|ckpt|load)[ \t=]+[\"']?"
    r"(?P<id>[\w.-]{1,96}/[\w.-]{1,96})(?=[\"'\s\\])"
)
_TRAINS = regex(
    r"\b(?:train|finetune|fine_tune|sft|dpo|run_\w{2,20}\.py|accelerate|deepspeed|torchrun|quantize|convert)"
)
_EVALUATES = regex(r"\beval")
#: Options that name a model on a hub, and no folder.
_IDS: Final = ("model_id", "model-id", "download_model", "download-model")
_PREFIX = regex(r"(?:hf[-_]hub:|hf://|(?:https?://)?(?:huggingface\.co|hf\.co)/)")
_ID = regex(r"(?=[\w.:/-]{0,160}[A-Za-z])\w[\w.-]{1,95}(?:/[\w.-]{1,96})?(?::[\w.-]{1,60})?\Z")
_HANDLE = regex(r"https?://(?:tfhub\.dev|www\.kaggle\.com/models|kaggle\.com/models)/(?P<id>[\w./-]{3,160})")
_PLACEHOLDER = regex(
    r"your|\bpath\b|path[/_-]to|username|user[-_]?name|/path|<|example|placeholder|\A(?:local|my)[-_]", re.IGNORECASE
)
_FILE = regex(
    r"\.(?:py|json|txt|pt|pth|bin|h5|keras|zip|onnx|csv|wav|yaml|yml|npz|pkl|tflite|gguf|ckpt|safetensors|md)\Z"
)
_AUXILIARY: Final = "controlnet_aux"
_TASK = regex(r"[a-z0-9]+(?:[-_][a-z0-9]+)+\Z")


def loads(document: Document) -> Iterator[Load]:
    """Yield what the code of `document` loads: its blocks in order, then calls that stand in its prose.

    Names of variables are looked up in all its code.
    """
    text, prose = document.text, document.mask
    names: dict[str, str] = {_AUXILIARY: ""} if _AUXILIARY in text else {}
    for block in document.code:
        _assign(text, block.span, names)
        if "(" in text[block.span.start : block.span.end]:
            yield from _calls(text, block.span, names)
        yield from _commands(text, block.span)
    if any(call in prose for call in _UNFENCED):
        whole = Span(document.body, len(prose))
        _assign(prose, whole, names)
        yield from _calls(prose, whole, names)


def _assign(text: str, span: Span, names: dict[str, str]) -> None:
    """Note the texts that the code within `span` gives names to."""
    for match in _ASSIGNED.finditer(text, *span):
        value = match["id"]
        if "{" in value:
            value = _FILLED.sub(lambda name: names.get(name[1], name[0]), value)
        names.setdefault(match["name"], value)


def _calls(text: str, span: Span, names: dict[str, str]) -> Iterator[Load]:
    for match in _CALL.finditer(text, *span):
        how = match["how"]
        last = how.rpartition(".")[2]
        args = match["args"]
        if _NOT_MODEL.search(how) or "dataset" in args or _downloads_other(last, args):
            continue
        if "etector." in how and _AUXILIARY in names:
            continue  # it prepares the picture that the model is given
        model = clean(_model_of(last, how, args, names))
        if not model:
            continue
        kind: How = "class"
        if last in _NAMED:
            kind = "option"
        elif last in _ADAPTER or how.startswith("Peft"):
            kind = "adapter"
        elif _PART.search(how):
            kind = "part"
        elif last in _BY_NAME and not (last == "LLM" and "vllm" in text) and "hf" not in args.partition(":")[0]:
            kind = "name"
        yield Load(
            id=model,
            span=Span(match.start(), match.end("args")),
            how=kind,
            call=f"{how}({args[:60]}",
            token=any(_TOKEN.search(line.partition("#")[0]) for line in args.splitlines()),
        )


def _downloads_other(last: str, args: str) -> bool:
    """Tell whether a download fetches a file that is no weights, or a timm model starts untrained."""
    if last == "create_model":
        return "pretrained=True" not in args.replace(" ", "") and "hub:" not in args
    if last != "hf_hub_download":
        return False
    files = [m["text"] for m in _ARGUMENT.finditer(args) if m["key"] == "filename" and m["text"]]
    return any(
        "." in name and not is_weights(name) and not name.endswith((".pkl", ".zip", ".bin", ".joblib"))
        for name in files
    )


def _model_of(last: str, how: str, args: str, names: dict[str, str]) -> str:
    """Return the argument that names the model: by keyword, else by place."""
    placed: list[str] = []
    for match in _ARGUMENT.finditer(args):
        value = match["text"] or names.get(match["name"] or "", "")
        if match["key"] in _KEYS and value:
            return value
        if not match["key"]:
            placed.append(value)
    if last == "pipeline" or how.endswith("hub.load"):
        # The task, or the repository, comes first; TensorFlow Hub has one argument.
        if len(placed) > 1 and placed[1] and not placed[1].startswith("http"):
            return placed[1]
        first = placed[0] if placed else ""
        return "" if "/" not in first or _TASK.match(first) or "pytorch" in first else first
    return next((value for value in placed if value), "")


def _commands(text: str, span: Span) -> Iterator[Load]:
    code = text[span.start : span.end]
    for words, pattern in _FETCHES:
        for match in pattern.finditer(text, *span) if any(word in code for word in words) else ():
            rest = match.groupdict().get("rest") or ""
            if re.search(r"repo-type[ =]dataset|\.(?:json|txt|csv|jsonl|png|jpg|wav|whl)\b", rest):
                continue
            model = clean(match["id"])
            if model:
                yield Load(id=model, span=Span(match.start(), match.end("id")), how="command")
    for match in _OPTION.finditer(text, *span) if "--" in code else ():
        first = max(span.start, match.start() - _LINE)
        line = text[max(first, text.rfind("\n\n", first, match.start())) : match.start()]
        model = clean(match["id"])
        tested = match["flag"] not in _IDS and _EVALUATES.search(line) is not None
        if model and not tested and not _TRAINS.search(line):
            how: How = "command" if match["flag"].startswith("download") else "option"
            yield Load(id=model, span=Span(match.start(), match.end("id")), how=how)


def clean(value: str) -> str:
    """Return the model id that `value` is; empty for a placeholder, a local path or a file."""
    handle = _HANDLE.match(value)
    if handle:
        return handle["id"]
    value = _PREFIX.sub("", value.strip())
    if value.startswith("/") and value.count("/") == 2:  # "/org/name", which people write
        value = value[1:]
    if value.count("/") == 2 and value.startswith("tts_models"):
        value = value.rpartition("/")[2]
    if not _ID.match(value) or _PLACEHOLDER.search(value) or _FILE.search(value):
        return ""
    return value
