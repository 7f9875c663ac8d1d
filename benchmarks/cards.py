"""Makes model cards from neutral, made-up text: the same seed gives the same card."""

from __future__ import annotations

import pathlib
import random
from typing import Final

# None of them is a boolean in YAML 1.1, as "on" is.
_TEXT = (
    "about after air amber and answer are at autumn barley before between boat bridge bright by calm canal card "
    "chart clear cloud coast copper count daily data dry each east entry evening field few figure for forest from "
    "garden grain harbor has held hill in input is island kept label lake later leaf level line list long low map "
    "mark meadow mean measure mild model month morning narrow north note number of often open or orchard output "
    "over page part path plain plant point port quiet rain range record reed report result river road row sample "
    "sand season set shore short slow small soil some south spring stone stream summer table text than that the "
    "then this tide to token tower train tree two under unit used valley value was water west wheat when wide wind "
    "winter with word year"
)
WORDS: Final = _TEXT.split()

PARTS: Final = ("prose", "list", "table", "code", "prose")


def make_card(size: int, seed: int) -> str:
    """Return a card of at least `size` bytes: short front matter, then prose, lists, tables, and code."""
    rng = random.Random(seed)
    text = [
        f"---\nlanguage: en\nlicense: mit\nlibrary_name: transformers\npipeline_tag: text-classification\n"
        f"tags:\n- {rng.choice(WORDS)}\n- {rng.choice(WORDS)}\nrelease: downloadable\n---\n\n# Heron {seed}\n\n"
        f"## Intended use\n\n{_sentences(rng, 3)}\n\n## Limitations\n\n{_sentences(rng, 3)}\n"
    ]
    length = len(text[0])
    while length < size:
        kind = rng.choice(PARTS)
        part = f"\n## {_words(rng, 3).capitalize()}\n\n{_part(rng, kind)}\n"
        text.append(part)
        length += len(part)
    return "".join(text)


def make_card_with_results(size: int, seed: int) -> str:
    """Return a card of at least `size` bytes, nearly all of it a model-index in its front matter."""
    rng = random.Random(seed)
    text = [f"---\nlicense: mit\nrelease: downloadable\nmodel-index:\n- name: heron-{seed}\n  results:\n"]
    length = len(text[0])
    while length < size:
        part = (
            f"  - task: {{type: text-classification, name: {_words(rng, 2)}}}\n"
            f"    dataset: {{type: {_words(rng, 1)}, name: {_words(rng, 15)}, split: test}}\n"
            "    metrics:\n"
            f"    - {{type: accuracy, value: {rng.random():.4f}, name: {_words(rng, 10)}}}\n"
            f"    - {{type: f1, value: {rng.random():.4f}, name: {_words(rng, 10)}}}\n"
        )
        text.append(part)
        length += len(part)
    text.append(f"---\n\n# Heron {seed}\n\n{_sentences(rng, 3)}\n")
    return "".join(text)


def write_card(folder: pathlib.Path, number: int, card: str | bytes) -> None:
    """Write `card` as the only file of a release: `folder`/00042/README.md."""
    home = folder / f"{number:05}"
    home.mkdir(parents=True)
    (home / "README.md").write_bytes(card.encode() if isinstance(card, str) else card)


def _part(rng: random.Random, kind: str) -> str:
    if kind == "list":
        return "\n".join(f"- {_words(rng, 8).capitalize()}." for _ in range(6))
    if kind == "table":
        rows = [f"| {_words(rng, 3)} | {rng.random():.3f} | {rng.randrange(10_000)} |" for _ in range(8)]
        return "\n".join(["| test | measure | count |", "|---|---|---|", *rows])
    if kind == "code":
        lines = [f'{rng.choice(WORDS)}_{number} = "{_words(rng, 6)}"' for number in range(6)]
        return "\n".join(["```python", *lines, "```"])
    return _sentences(rng, 6)


def _sentences(rng: random.Random, count: int) -> str:
    return "\n".join(f"{_words(rng, rng.randrange(8, 20)).capitalize()}." for _ in range(count))


def _words(rng: random.Random, count: int) -> str:
    return " ".join(rng.choice(WORDS) for _ in range(count))
