"""What a card's code and links show: whose model they load, from where, and which API they call."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from typing import Final

from releaselint import filenames
from releaselint.claims import Claim, Origin
from releaselint.document.model import Document
from releaselint.ledger.claiming import claim_at
from releaselint.ledger.loaders import Load, loads
from releaselint.ledger.own import is_called, is_own, model_of_page
from releaselint.ledger.weighing import CATALOG, OWN_PAGE
from releaselint.reading.read import label_of
from releaselint.records import record
from releaselint.regex import regex
from releaselint.text import Span

#: Endings of files of weights. Of those that many other files have as well, the size tells.
_FILES: Final = "safetensors|gguf|ckpt|pth|pt|onnx|h5|tflite|nemo|npz"
_ENDINGS: Final = [f".{ending}" for ending in f"{_FILES}|pbmm|bin".split("|")]
_WEIGHT_LINK = regex(
    rf"https?://\S{{1,1500}}\.(?:{_FILES}|msgpack)(?:\.part\d+of\d+)?(?:\?\S{{0,200}})?\Z",
    re.IGNORECASE,
)
_WEIGHT_URL = regex(
    r"https?://(?!huggingface\.co/|hf\.co/)[^\s\"'<>()\[\]]{1,300}?"
    rf"\.(?:{_FILES}|msgpack)(?![\w./])",
    re.IGNORECASE,
)
_ONLY_FETCHES = regex(r"\b(?:download|wget|curl|aria2c|axel|pull|lms get)\b")  # and run nothing
_ANOTHER = regex(
    r"\b(?:original|base) (?:model|weights)|\bmodel creator\b|\bfinetuned from\b|\)\W{0,4}(?:model )?fine-?tuned on\b"
    r"|\b(?:fine-?tuned|distilled|pruned|smaller|larger) version of\b",
    re.IGNORECASE,
)
_ID = regex(
    r"(?:https?://(?:www\.)?(?:huggingface\.co|hf\.co)/"
    r"|\b(?:hf_)?(?:model|repo|checkpoint)(?:_?(?:name|id))?[ \t]?=[ \t]?[\"'])"
    r"(?P<id>(?!datasets/|spaces/|runs/|models/|out/|outputs/|data/|results/)\w[\w.-]{0,95}/[\w.-]{1,96})(?=[\s\"'})>,]|\Z)"
)
_KEYED = regex(
    r"Authorization|api[_-]?key|\bx-(?:\w{1,12}-)?(?:key\b|token:)|\bBearer\b|[?&](?:key|token)=|-H [\"']key:",
    re.IGNORECASE,
)
#: What every match of `_KEYED` holds: looked for first, as it is found many times as fast.
_KEY_HINTS: Final = ("key", "authorization", "bearer", "token=", "token:")
#: A client library's call for an answer; it takes key and address from its surroundings.
_CLIENT = regex(
    r"\bclient\.(?:chat|messages|responses|completions|images|audio|embeddings|models\.generate)\w{0,20}[.(]"
    r"|\bGenerativeModel\("
)
_LOCAL = regex(
    r"localhost|127\.0\.0\.1|0\.0\.0\.0|<[\w -]{1,40}>|\byour|[-_/.]your|EMPTY"
    r"|\{\w{0,20}(?:endpoint|host|url)|\.internal\b",
    re.IGNORECASE,
)
#: A command that sends something: what only fetches a file or an installer has a key in its block as well.
_SENT = regex(r"\bcurl\b[^|;]{0,400}?\s-(?:[dF]\b|-data|-json|-form|X ?POST)|(?:^|\n)[ \t]*POST\s+https?://")
_SERVED = regex(r"localhost|127\.0\.0\.1|0\.0\.0\.0|[\"']EMPTY[\"']|vllm|sglang|llama_cpp|ollama", re.IGNORECASE)
_RESOLD = regex(
    r"InferenceClient|huggingface|together|replicate|openrouter|fireworks|deepinfra|groq|litellm", re.IGNORECASE
)
_SIZED = regex(
    f"(?:{'|'.join(map(re.escape, _ENDINGS))})"
    r"[`*_]{0,3}\s{0,3}[:|(–—-][^\n\w]{0,8}"
    r"(?:\w{1,12}[^\n\w]{1,8}){0,3}?\d[\d.,]{0,6}\s?[KMG]i?B?\b"
)
_IMPORT = regex(
    r"^[ \t>.]{0,12}(?:from[ \t]+(?P<name>[A-Za-z_]\w{1,60})(?:\.\w{1,60}){0,6}[ \t]+import\b"
    r"|import[ \t]+(?P<other>[A-Za-z_]\w{1,60})[ \t]*(?:,|#|as\b|$))",
    re.MULTILINE,
)
#: What cards are named after, and import for other reasons.
_LIBRARIES: Final = frozenset(
    {"torch", "tensorflow", "keras", "transformers", "diffusers", "jax", "flax", "spacy", "datasets"}
)
_PICTURES: Final = (".png", ".jpg", ".jpeg", ".webp", ".wav", ".mp3", ".gif", ".pdf")
_ENDPOINT = regex(r"https?://[^\s\"'<>\\)]{3,300}")
_MODEL_VALUE = regex(
    r"\b(?:(?:model|engine|deployment)(?:_?(?:id|name))?[\"']?\s{0,3}[:=]\s{0,3}|GenerativeModel\()[\"'](?P<id>[\w.:/@-]{2,120})[\"']"
)
#: Services that serve other people's models: what they offer is not the owner's.
_RESELLERS: Final = (
    "huggingface.co", "openrouter.ai", "together.xyz", "together.ai", "replicate.com", "fireworks.ai", "deepinfra.com",
    "groq.com", "serper.dev", "wandb.ai", "github.com", "tavily.com",
)  # fmt: skip
_SECOND_LEVEL: Final = frozenset({"co", "com", "org", "net", "ac", "edu", "gov", "example"})
_GENERATES = regex(
    r"ForCausal|CausalLM|LMHeadModel|Diffusion|DiffusionPipeline|AutoPipelineForText2Image|VisionText|ImageTextToText|[\"'](?:text-generation|"
    r"text2text-generation|text-to-image|image-text-to-text|conversational|text-to-speech|text-to-audio)[\"']|mlx_lm|\bLLM\("
)
_DECIDES = regex(
    r"Classification|MaskedLM|QuestionAnswering|ForCTC|Detection|Segmentation|SentenceTransformer|CrossEncoder|Whisper|Marian"
    r"|SequenceTagger|TextClassifier|spacy\.load|Regression|Encoder(?!Decoder)|VisionEncoderDecoder|Speech|Translat|[\"'](?:fill-mask|ner|sentiment-analysis|[\w-]{2,20}-classification"
    r"|question-answering|feature-extraction|automatic-speech-recognition|translation\w{0,12}|object-detection)[\"']"
)
#: Reads text and writes text, which translation does as well: prose can know better.
_REWRITES = regex(
    r"ConditionalGeneration|Seq2SeqLM|WithLMHead|T5(?:Model|For)|EncoderDecoder|[\"'](?:summarization|table-to-text)[\"']"
)


@record
class Usage:
    """What code and links show, and the ids of the release itself that code loads."""

    claims: tuple[Claim, ...]
    own: tuple[str, ...]


def _own(
    found: Sequence[tuple[Load, Document]], names: Sequence[str], bases: Sequence[str]
) -> list[tuple[Load, Document]]:
    others = {base.lower() for base in bases}
    return [
        (load, document)
        for load, document in found
        if load.how != "name" and load.how != "option" and load.id.lower() not in others and is_own(load.id, names)
    ]


def usage_of(documents: Sequence[Document], names: Sequence[str], bases: Sequence[str]) -> Usage:
    """Return what code and links show of weights and code, and of an API that is called with a key.

    `names` are the names that the release goes by. An id that `bases` lists is another's.
    """
    claims: list[Claim] = []
    others = {base.lower() for base in bases}
    found = [(load, document) for document in documents for load in loads(document)]
    own = _own(found, names, bases)
    held = "gated" if all(load.token for load, _ in own) else "public"
    for load, document in own[:5]:
        claims.append(_claim(document, load.span, "weights", held, "code", load.id, certain=held == "public"))
    if not own:
        adapters = [entry for entry in found if entry[0].how == "adapter"]
        rest = [
            (load, document)
            for load, document in adapters or found
            if load.id.lower() not in others
            and load.how != "part"
            and (load.how != "option" or is_own(load.id, names, sizes_only=True))
        ]
        for load, document in rest[:1]:
            held = "gated" if load.token else "public"
            claims.append(_claim(document, load.span, "weights", held, "code", load.id, certain=False))
    running = (entry for entry in (*own, *found) if not _ONLY_FETCHES.search(entry[1].text, *entry[0].span))
    for load, document in itertools.islice(running, 1):
        claims.append(_claim(document, load.span, "code", "public", "code", load.id))
    claims += _purpose(found, names)
    for document in documents:
        claims += _own_package(document, names) if not found else ()
        claims += _weight_links(document, names, others)
        files = list(_weight_downloads(document, names))
        claims += files or _own_ids(document, names)
        claims += _api_calls(document, names)
    return Usage(claims=tuple(claims), own=tuple(dict.fromkeys(load.id for load, _ in own)))


def _purpose(found: Sequence[tuple[Load, Document]], names: Sequence[str]) -> Iterator[Claim]:
    """Yield what the class or the task of a call says: whether the model generates."""
    for load, document in sorted(found, key=lambda entry: not is_own(entry[0].id, names)):
        sure = "yes" if _GENERATES.search(load.call) else "no" if _DECIDES.search(load.call) else ""
        value = sure or ("yes" if _REWRITES.search(load.call) and not _fills_gaps(load) else "")
        if value and load.how not in ("adapter", "part"):
            called = load.call.partition("(")[0][:60]
            yield _claim(document, load.span, "generative", value, "code", called, certain=bool(sure))
            return


def _fills_gaps(load: Load) -> bool:
    """Tell whether the head for any language model is put on an encoder, which fills gaps."""
    return "WithLMHead" in load.call and any(name in load.id.lower() for name in ("bert", "electra"))


def _weight_links(document: Document, names: Sequence[str], others: set[str]) -> Iterator[Claim]:
    """Links to files of weights, and to the release's own page on the Hub."""
    count = 0
    for link in document.links:
        page = model_of_page(link.target)
        if page and page.lower() not in others and is_own(page, names, sizes_only=True):
            if _ANOTHER.search(document.lines.line(document.lines.index(link.span.start))):
                continue
            detail, certain = OWN_PAGE, False
        elif _WEIGHT_LINK.match(link.target) and not any(base and base in link.target.lower() for base in others):
            file = filenames.base(link.target.partition("?")[0])
            detail, certain = label_of(document, link)[:60] or link.target[:200], is_own(file.rpartition(".")[0], names)
        else:
            continue
        count += 1
        if count <= 3:
            yield _claim(document, link.span, "weights", "public", "link", detail, certain=certain)


def _weight_downloads(document: Document, names: Sequence[str]) -> Iterator[Claim]:
    """Yield the first file of weights that the text tells the size of, and that code fetches from elsewhere."""
    text = document.text
    sized = _SIZED.search(text, document.body) if any(ending in text for ending in _ENDINGS) else None
    if sized is not None:
        yield _claim(document, Span(*sized.span()), "weights", "public", "prose", sized.group(), certain=False)
    for block in document.code:
        match = _WEIGHT_URL.search(text, *block.span) if text.find("http", *block.span) >= 0 else None
        if match is not None:
            file = filenames.base(match.group()).rpartition(".")[0]
            span = Span(match.start(), match.end())
            yield _claim(document, span, "weights", "public", "code", match.group()[:200], certain=is_own(file, names))
            return


def _own_ids(document: Document, names: Sequence[str]) -> Iterator[Claim]:
    """Yield the first place where code names the release's own id as a model, or its page on the Hub.

    A library that nobody knows fetches the model by it; and how to cite the model tells where it is. A client of an
    API names what the API calls it.
    """
    for block in document.code:
        code = document.text[block.span.start : block.span.end]
        if "/" not in code or "base_url" in code or _is_keyed(code) or _CLIENT.search(code):
            continue
        for match in _ID.finditer(document.text, *block.span):
            if is_own(match["id"], names, sizes_only=True):
                yield _claim(document, Span(*match.span()), "weights", "public", "code", match.group(), certain=False)
                return


def _own_package(document: Document, names: Sequence[str]) -> Iterator[Claim]:
    """Yield the first import of a package that is called as the release is, and as no library."""
    asked: set[str] = set()
    for block in document.code:
        if block.language not in ("", "python", "py", "ipython"):
            continue
        for match in _IMPORT.finditer(document.text, *block.span):
            name = match["name"] or match["other"]
            if name not in asked and name not in _LIBRARIES and is_own(name, names, sizes_only=True):
                yield _claim(document, Span(*match.span()), "code", "public", "code", name)
                return
            asked.add(name)


def _api_calls(document: Document, names: Sequence[str]) -> Iterator[Claim]:
    """Code that calls an address with a key; sure where it names this very model, weak where it names none."""
    for block in document.code:
        text = document.text[block.span.start : block.span.end][:20_000]
        keyed = _is_keyed(text)
        if not keyed and (_CLIENT.search(text) is None or "base_url" in text):
            continue
        own = next((match for match in _MODEL_VALUE.finditer(text) if is_own(match["id"], names)), None)
        urls = [match for match in _ENDPOINT.finditer(text) if not match.group().lower().endswith(_PICTURES)]
        if any(_LOCAL.search(match.group()) for match in urls) or _SERVED.search(text) or not (keyed or own):
            continue
        for match in urls:
            url = match.group()
            host = url.split("/")[2].lower()
            owned = is_called(_site(host), names)
            called = "api" in url.lower() or (keyed and _SENT.search(text) is not None)
            if host.endswith(_RESELLERS) or not (owned or called) or "arxiv" in host:
                continue
            span = Span(block.span.start + match.start(), block.span.start + match.end())
            if own or owned or is_own(url.partition("?")[0].rstrip("/"), names):
                sure = own is not None or is_own(_site(host), names) or not owned
                yield _claim(document, span, "query-interface", "api", "code", url[:200], certain=sure)
                return
            if _MODEL_VALUE.search(text) is None:
                yield _claim(document, span, "query-interface", "api", "code", CATALOG, certain=False)
                return
        if own and not urls and not _RESOLD.search(text):
            # A client library that knows its own address.
            span = Span(block.span.start + own.start(), block.span.start + own.end())
            yield _claim(document, span, "query-interface", "api", "code", own["id"], certain=False)
            return


def _site(host: str) -> str:
    """Return the part of `host` that names whose it is: the one before the top domain."""
    parts = host.split(":")[0].split(".")[:-1]
    while len(parts) > 1 and parts[-1] in _SECOND_LEVEL:
        parts.pop()
    return parts[-1] if parts else ""


def _is_keyed(code: str) -> bool:
    return any(map(code.lower().__contains__, _KEY_HINTS)) and _KEYED.search(code) is not None


def _claim(
    document: Document, span: Span, subject: str, value: str, origin: Origin, detail: str, *, certain: bool = True
) -> Claim:
    line = document.lines.line(document.lines.index(span.start))
    return claim_at(document, span, subject, value, origin, detail=detail, certain=certain, excerpt=line)
