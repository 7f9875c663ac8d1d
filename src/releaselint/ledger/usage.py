"""What a card's code and links show: whose model they load, and from where."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from typing import Final

from releaselint import filenames
from releaselint.claims import Claim
from releaselint.document.model import Document
from releaselint.ledger.api_calls import api_calls, is_client
from releaselint.ledger.claiming import claim_in_line
from releaselint.ledger.loaders import Load, loads
from releaselint.ledger.own import is_of_another_grade, is_own, model_of_page
from releaselint.ledger.weighing import OWN_PAGE
from releaselint.reading.read import label_of
from releaselint.records import record
from releaselint.regex import regex
from releaselint.text import Span
from releaselint.words import expression

#: Endings of files of weights. Of those that many other files have as well, the size tells.
_FILES: Final = "safetensors|gguf|ckpt|pth|pt|onnx|h5|tflite|nemo|npz"
_ENDINGS: Final = [f".{ending}" for ending in f"{_FILES}|bin".split("|")]
_WEIGHT_LINK = regex(
    rf"https?://\S{{1,1500}}\.(?:{_FILES}|msgpack)(?:\.part\d+of\d+)?(?:\?\S{{0,200}})?\Z",
    re.IGNORECASE,
)
_WEIGHT_URL = regex(
    r"(?:https?://(?!huggingface\.co/|hf\.co/)|\$\{?(?P<name>\w{1,30})\}?/)[^\s\"'<>()\[\]]{1,300}?"
    rf"\.(?:{_FILES}|msgpack)(?![\w./])",
    re.IGNORECASE,
)
_NAMED_ADDRESS = regex(r"\b(\w{1,30})=[\"']?https?://")
_ONLY_FETCHES = regex(r"\b(?:download|wget|curl|aria2c|axel|pull|lms get)\b")  # and run nothing
_ANOTHER: Final = expression("another-page")
_LEADS_TO_ANOTHER: Final = expression("leads-to-another-page")
_SHOWN: Final = 3
_BEFORE: Final = 400
"""Characters that stand between what leads to a page and its address, at the most."""
_ID = regex(
    r"(?:https?://(?:www\.)?(?:huggingface\.co|hf\.co)/"
    r"|\b(?:hf_)?(?:model|repo|checkpoint)(?:_?(?:name|id))?[ \t]?=[ \t]?[\"']|"
    r"\bload(?!_?(?:data|metric|eval|prompt|tokeni[sz]er|image|json|audio|file))\w{0,20}\([\"'])"
    r"(?P<id>(?!datasets/|spaces/|runs/|models/|out/|outputs/|data/|results/)\w[\w.-]{0,95}/[\w.-]{1,96})(?=[\s\"'})>,]|\Z)"
)
#: A row of a table of files: "| heron.gguf | 4.2 GB |".
_SIZED = regex(
    f"(?:{'|'.join(map(re.escape, _ENDINGS))})"
    r"[`*_]{0,3}\s{0,3}\|[^\n\w]{0,8}(?:\w{1,12}[^\n\w]{1,8}){0,3}?\d[\d.,]{0,6}\s?[KMG]i?B?\b"
)
#: An item or a row's first cell that says whose id comes: "- **Weights:** `org/heron`".
_LABELED = regex(
    r"^[ \t>*+|-]{0,6}[*_]{0,3}(?:(?:model|pre-?trained|trained|released|final)\s)?(?:weights?|checkpoints?)"
    r"[*_ ]{0,4}[:|][*_:]{0,3}\s{0,4}`?(?P<id>(?!(?:models?|outputs?|out|data|results|runs|src|weights|checkpoints?"
    r"|artifacts?|exports?)/)[\w-][\w.-]{1,95}/[\w.-]{2,96})(?<![.])(?=[`\s|,;)])",
    re.IGNORECASE | re.MULTILINE,
)
_LABELS: Final = ("eight", "heckpoint")
#: What stands before the address of the release's own page, where the page has another name.
_REPOSITORY = regex(
    r"[ \t>*+|-]{0,6}[*_]{0,3}(?:(?:model|hugging ?face|hf|hub)\s)?(?:repository|repo|hub)[*_]{0,3}\s?[:|]"
    r"[^\n]{0,100}\Z",
    re.IGNORECASE,
)
#: The class of a package of the release's own, which knows where its weights are.
_OWN_CLASS = regex(r"(?<![\w.])(?P<name>[A-Z]\w{2,40})\.from_pretrained\(\s{0,20}(?:\w{1,20}\s?=\s?[^()\n]{0,60})?\)")
_CAMEL = regex(r"(?<=[a-z\d])(?=[A-Z])")
_IMPORT = regex(
    r"^[ \t>.]{0,12}(?:from[ \t]+(?P<name>[A-Za-z_]\w{1,60})(?:\.\w{1,60}){0,6}[ \t]+import\b"
    r"|import[ \t]+(?P<other>[A-Za-z_]\w{1,60})[ \t]*(?:,|#|as\b|$))",
    re.MULTILINE,
)
#: What cards are named after, and import for other reasons.
_LIBRARIES: Final = frozenset(
    {"torch", "tensorflow", "keras", "transformers", "diffusers", "jax", "flax", "spacy", "datasets"}
)
_GENERATES = regex(
    r"ForCausal|CausalLM|LMHeadModel|Diffusion|DiffusionPipeline|AutoPipelineForText2Image|VisionText|ImageTextToText|[\"'](?:text-generation|"
    r"text2text-generation|text-to-image|image-text-to-text|conversational|text-to-speech|text-to-audio)[\"']|mlx_lm|\bLLM\("
)
_DECIDES = regex(
    r"Classification|MaskedLM|QuestionAnswering|ForCTC|Detection|Segmentation|SentenceTransformer|CrossEncoder|Whisper|Marian"
    r"|SequenceTagger|TextClassifier|spacy\.load|Regression|Encoder(?!Decoder)|VisionEncoderDecoder|Speech|Translat|[\"'](?:fill-mask|ner|sentiment-analysis|[\w-]{2,20}-classification"
    r"|question-answering|feature-extraction|automatic-speech-recognition|translation\w{0,12}|object-detection)[\"']"
)
#: Near what loads it, what makes another model of it: a bare name is then that of a well-known base.
_TRAINS = regex(r"\b(?:SFT|Seq2Seq|DPO)?Trainer\(|\bget_peft_model\(|\bnum_labels\s{0,3}=")
_NEARBY: Final = 1500
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
        sure = held == "public" and not is_of_another_grade(load.id, names)
        claims.append(claim_in_line(document, load.span, "weights", held, "code", load.id, certain=sure))
    ids = {document.path: list(_own_ids(document, names, others)) for document in documents}
    if not own and not any(ids.values()):
        adapters = [entry for entry in found if entry[0].how == "adapter"]
        rest = [
            (load, document)
            for load, document in adapters or found
            if load.id.lower() not in others
            and load.how != "part"
            and ("/" in load.id or not _TRAINS.search(document.text, load.span.start, load.span.start + _NEARBY))
            and (load.how != "option" or is_own(load.id, names, sizes_only=True))
        ]
        for load, document in rest[:1]:
            held = "gated" if load.token else "public"
            claims.append(claim_in_line(document, load.span, "weights", held, "code", load.id, certain=False))
    running = (entry for entry in (*own, *found) if not _ONLY_FETCHES.search(entry[1].text, *entry[0].span))
    for load, document in itertools.islice(running, 1):
        claims.append(claim_in_line(document, load.span, "code", "public", "code", load.id))
    claims += _purpose(found, names)
    for document in documents:
        claims += _own_package(document, names) if not found else ()
        claims += _weight_links(document, names, others)
        files = list(_weight_downloads(document, names))
        claims += files or ids[document.path]
        claims += api_calls(document, names)
    return Usage(claims=tuple(claims), own=tuple(dict.fromkeys(load.id for load, _ in own)))


def _purpose(found: Sequence[tuple[Load, Document]], names: Sequence[str]) -> Iterator[Claim]:
    """Yield what the class or the task of a call says: whether the model generates."""
    for load, document in sorted(found, key=lambda entry: not is_own(entry[0].id, names)):
        sure = "yes" if _GENERATES.search(load.call) else "no" if _DECIDES.search(load.call) else ""
        value = sure or ("yes" if _REWRITES.search(load.call) and not _fills_gaps(load) else "")
        if value and load.how not in ("adapter", "part"):
            called = load.call.partition("(")[0][:60]
            yield claim_in_line(document, load.span, "generative", value, "code", called, certain=bool(sure))
            return


def _fills_gaps(load: Load) -> bool:
    """Tell whether the head for any language model is put on an encoder, which fills gaps."""
    return "WithLMHead" in load.call and any(name in load.id.lower() for name in ("bert", "electra"))


def _is_of_another(document: Document, at: int, lines: dict[int, bool]) -> bool:
    """Tell whether the line around a link, which begins at `at`, says that it leads to another model.

    `lines` remembers it of each line, which may hold a thousand links.
    """
    number = document.lines.index(at)
    if number not in lines:
        lines[number] = _ANOTHER.search(document.lines.line(number)) is not None
    start = max(document.lines.span(number, number + 1).start, at - _BEFORE)
    return lines[number] or _LEADS_TO_ANOTHER.search(document.text[start:at]) is not None


def _weight_links(document: Document, names: Sequence[str], others: set[str]) -> Iterator[Claim]:
    """Yield the first links to files of weights, and to the release's own page on the Hub."""
    count = 0
    lines: dict[int, bool] = {}
    for link in document.links:
        page = model_of_page(link.target)
        if (
            page
            and page.lower() not in others
            and (is_own(page, names, sizes_only=True) or _is_called_repository(document, link.span.start))
        ):
            if _is_of_another(document, link.span.start, lines):
                continue
            detail, mark, certain = "the release's own page on the Hub", OWN_PAGE, False
        elif _WEIGHT_LINK.match(link.target) and not any(base and base in link.target.lower() for base in others):
            file = filenames.base(link.target.partition("?")[0])
            detail, mark = label_of(document, link)[:60] or link.target[:200], ""
            certain = is_own(file.rpartition(".")[0], names)
        else:
            continue
        yield claim_in_line(document, link.span, "weights", "public", "link", detail, mark, certain=certain)
        count += 1
        if count == _SHOWN:
            return


def _is_called_repository(document: Document, at: int) -> bool:
    """Tell whether the line of a link, which begins at `at`, calls what it leads to the repository."""
    start = document.text.rfind("\n", max(0, at - _BEFORE), at) + 1
    return start > 0 and _REPOSITORY.match(document.text, start, at) is not None


def _weight_downloads(document: Document, names: Sequence[str]) -> Iterator[Claim]:
    """Yield the first file of weights that a table lists with its size, and the first that code fetches from elsewhere.

    The address of where it is may have been given a name: `B=https://example.org/heron`, then `$B/heron.pt`.
    """
    text = document.text
    sized = _SIZED.search(text, document.body) if any(ending in text for ending in _ENDINGS) else None
    if sized is not None:
        yield claim_in_line(document, Span(*sized.span()), "weights", "public", "prose", sized.group(), certain=False)
    fetched = (
        match
        for block in document.code
        if text.find("http", *block.span) >= 0
        for named in [{None, *_NAMED_ADDRESS.findall(text, *block.span)}]
        for match in _WEIGHT_URL.finditer(text, *block.span)
        if match["name"] in named
    )
    for match in itertools.islice(fetched, _SHOWN):
        own = is_own(filenames.base(match.group()).rpartition(".")[0], names)
        span = Span(match.start(), match.end())
        yield claim_in_line(document, span, "weights", "public", "code", match.group()[:200], certain=own)


def _own_ids(document: Document, names: Sequence[str], others: set[str]) -> Iterator[Claim]:
    """Yield the first place where a label names the id of the weights, or code the release's own, or its class.

    A library that nobody knows fetches the model by it; and how to cite the model tells where it is. A client of an
    API names what the API calls it.
    """
    text, mask = document.text, document.mask
    labeled = _LABELED.search(mask, document.body) if any(label in mask for label in _LABELS) else None
    if labeled is not None and labeled["id"].lower() not in others and not filenames.is_weights(labeled["id"]):
        span = Span(*labeled.span("id"))
        yield claim_in_line(document, span, "weights", "public", "prose", labeled["id"], certain=False)
    for block in document.code:
        code = text[block.span.start : block.span.end]
        for match in _OWN_CLASS.finditer(text, *block.span) if ".from_pretrained(" in code else ():
            if is_own(_CAMEL.sub("-", match["name"]), names, sizes_only=True):
                span = Span(*match.span())
                yield claim_in_line(document, span, "weights", "public", "code", match["name"], certain=False)
                return
        if "/" not in code or is_client(code):
            continue
        for match in _ID.finditer(text, *block.span):
            if is_own(match["id"], names, sizes_only=True):
                yield claim_in_line(
                    document, Span(*match.span()), "weights", "public", "code", match.group(), certain=False
                )
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
                yield claim_in_line(document, Span(*match.span()), "code", "public", "code", name)
                return
            asked.add(name)
