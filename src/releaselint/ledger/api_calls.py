"""What a card's code shows of an API that it calls with a key."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from releaselint.claims import Claim
from releaselint.document.model import Document
from releaselint.ledger.claiming import claim_in_line
from releaselint.ledger.own import is_called, is_own
from releaselint.ledger.weighing import CATALOG
from releaselint.regex import regex
from releaselint.text import Span

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
    r"|\{\w{0,20}(?:endpoint|host|url)|\.(?:internal|intern|intranet|lan|local|corp)\b",
    re.IGNORECASE,
)
#: A command that sends something: what only fetches a file or an installer has a key in its block as well.
_SENT = regex(r"\bcurl\b[^|;]{0,400}?\s-(?:[dF]\b|-data|-json|-form|X ?POST)|(?:^|\n)[ \t]*POST\s+https?://")
#: What stands right before the address of a call.
_CALLS = regex(r"(?:(?:^|\n)[ \t]{0,20}GET[ \t]{1,9}|\b(?:requests|httpx|axios)\.post\(\s{0,20}f?[\"'])\Z")
_SERVED = regex(r"localhost|127\.0\.0\.1|0\.0\.0\.0|[\"']EMPTY[\"']|vllm|sglang|llama_cpp|ollama", re.IGNORECASE)
_RESOLD = regex(
    r"InferenceClient|huggingface|together|replicate|openrouter|fireworks|deepinfra|groq|litellm", re.IGNORECASE
)
_PICTURES: Final = (".png", ".jpg", ".jpeg", ".webp", ".wav", ".mp3", ".gif", ".pdf")
_ENDPOINT = regex(r"https?://[^\s\"'<>\\)]{3,300}")
_MODEL_VALUE = regex(
    r"\b(?:(?:model|engine|deployment)(?:_?(?:id|name))?[\"']?\s{0,3}[:=]\s{0,3}|GenerativeModel\()[\"'](?P<id>[\w.:/@-]{2,120})[\"']"
)
#: Services that serve other people's models: what they offer is not the owner's.
_RESELLERS: Final = (
    "huggingface.co", "openrouter.ai", "together.xyz", "together.ai", "replicate.com", "fireworks.ai", "deepinfra.com",
    "groq.com", "serper.dev", "slack.com", "telegram.org", "huggingface.cloud", "amazonaws.com", "wandb.ai",
    "github.com", "tavily.com",
)  # fmt: skip
_SECOND_LEVEL: Final = frozenset({"co", "com", "org", "net", "ac", "edu", "gov", "example"})


def api_calls(document: Document, names: Sequence[str]) -> Iterator[Claim]:
    """Yield what code that calls an address with a key shows: sure where it names this very model, weak where none."""
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
            calls = _CALLS.search(text[max(0, match.start() - 60) : match.start()]) is not None
            called = "api" in url.lower() or (keyed and (calls or _SENT.search(text) is not None))
            labels = host.split(":")[0].split(".")[:-1]
            owned = is_called(_site(host), names) or (calls and any(is_called(label, names) for label in labels))
            if host.endswith(_RESELLERS) or not (owned or called) or "arxiv" in host:
                continue
            span = Span(block.span.start + match.start(), block.span.start + match.end())
            if own or owned or is_own(url.partition("?")[0].rstrip("/"), names):
                sure = own is not None or is_own(_site(host), names) or not owned
                yield claim_in_line(document, span, "query-interface", "api", "code", url[:200], certain=sure)
                return
            if _MODEL_VALUE.search(text) is None:
                yield claim_in_line(document, span, "query-interface", "api", "code", mark=CATALOG, certain=False)
                return
        if own and not urls and not _RESOLD.search(text):
            # A client library that knows its own address.
            span = Span(block.span.start + own.start(), block.span.start + own.end())
            yield claim_in_line(document, span, "query-interface", "api", "code", own["id"], certain=False)
            return


def is_client(code: str) -> bool:
    """Tell whether `code` is an API's client, or is given a key: what it names is what the API calls a model."""
    return "base_url" in code or _is_keyed(code) or _CLIENT.search(code) is not None


def _site(host: str) -> str:
    """Return the part of `host` that names whose it is: the one before the top domain."""
    parts = host.split(":")[0].split(".")[:-1]
    while len(parts) > 1 and parts[-1] in _SECOND_LEVEL:
        parts.pop()
    return parts[-1] if parts else ""


def _is_keyed(code: str) -> bool:
    return any(map(code.lower().__contains__, _KEY_HINTS)) and _KEYED.search(code) is not None
