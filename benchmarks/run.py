"""Measures `releaselint check` beside its peers: whole processes on one core, interleaved rounds, medians.

See README.md in this folder for what each figure means, and for the targets.
"""

from __future__ import annotations

import argparse
import os
import pathlib
import platform
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import cards

SCHEMA: Final = pathlib.Path(__file__).resolve().parents[1] / "schemas" / "card.schema.json"
FRONT_MATTER: Final = re.compile(rb"\A\s*---\r?\n(.*?)\r?\n---[ \t]*(?:\r?\n|\Z)", re.DOTALL)
SIZES: Final = (10_000, 100_000, 1_000_000)
BARE: Final = "bare Python"
SHAPES: Final = {"body": cards.make_card, "front matter": cards.make_card_with_results}
LOAD: Final = """
import pathlib, sys
from huggingface_hub import ModelCard
for path in sorted(pathlib.Path(sys.argv[1]).glob("*/README.md")):
    try:
        ModelCard.load(path)
    except Exception:
        pass
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """The same cards twice: each in a folder of its own, and the front matter alone in a flat folder."""

    cards: pathlib.Path
    matter: pathlib.Path
    count: int
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """A program to measure; `version` is None where it is not installed."""

    name: str
    version: str | None
    command: Callable[[Corpus], Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """What one process took: seconds of wall time, and its peak resident memory in MB."""

    seconds: float
    peak: float


def main() -> int:
    """Print the tables that the options ask for."""
    options = parse_options()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})  # children inherit it: one core each
    with tempfile.TemporaryDirectory() as folder:
        scratch = pathlib.Path(folder)
        one = make_corpus(scratch / "one", [cards.make_card(4_000, 0)])
        linter = Tool(
            name="releaselint",
            version=installed(options.python, "releaselint"),
            # Named one by one, as a folder's README without front matter may be about software, and is passed over.
            command=lambda corpus: [
                *(program(options.python, "releaselint"), "check", "--isolated"),
                *(str(path) for path in sorted(corpus.cards.glob("*/README.md"))),
            ],
        )
        if linter.version is None:
            print(f"releaselint is not installed for {options.python}: give another --python", file=sys.stderr)
            return 2
        if options.scaling:
            scaling(linter, one, scratch, options.rounds)
        elif options.many:
            many(linter, scratch, options.many)
        else:
            corpus = make_corpus(scratch / "all", read_cards(options.cards))
            compare([linter, *peers(options.peers)], corpus, one, options.rounds)
    return 0


def parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cards", type=pathlib.Path, metavar="DIR", help="use *.md below DIR (default: 500 made up)")
    parser.add_argument("--rounds", type=int, default=5, metavar="N", help="rounds after the warm-up (default: 5)")
    parser.add_argument("--python", default=sys.executable, help="the interpreter that has releaselint (default: this)")
    parser.add_argument("--peers", default=sys.executable, help="the interpreter that has the peers (default: this)")
    parser.add_argument("--scaling", action="store_true", help="measure cards of 10 KB, 100 KB, and 1 MB instead")
    parser.add_argument("--many", type=int, metavar="N", help="measure one run over N made-up cards instead")
    return parser.parse_args()


def peers(python: str) -> list[Tool]:
    """Return what releaselint is compared with; none of them checks what releaselint checks."""
    return [
        Tool(
            name="rumdl",
            version=installed(python, "rumdl"),
            command=lambda corpus: [program(python, "rumdl"), "check", "--no-cache", "--no-config", str(corpus.cards)],
        ),
        Tool(
            name="ModelCard.load",
            version=installed(python, "huggingface_hub"),
            command=lambda corpus: [python, "-c", LOAD, str(corpus.cards)],
        ),
        Tool(
            name="check-jsonschema",
            version=installed(python, "check-jsonschema"),
            command=lambda corpus: [
                *(program(python, "check-jsonschema"), "--schemafile", str(SCHEMA)),
                *(str(path) for path in sorted(corpus.matter.iterdir())),
            ],
        ),
        Tool(
            name="yamllint",
            version=installed(python, "yamllint"),
            command=lambda corpus: [
                *(program(python, "yamllint"), "-d", "relaxed", "-f", "parsable", str(corpus.matter))
            ],
        ),
        Tool(name=BARE, version=platform.python_version(), command=lambda _: [python, "-c", "pass"]),
    ]


def program(python: str, name: str) -> str:
    """Return the command `name` that is installed beside `python`: as people start it."""
    return str(pathlib.Path(python).parent / name)


def installed(python: str, distribution: str) -> str | None:
    """Return the version of `distribution` that `python` can import, if any."""
    code = f"from importlib.metadata import version; print(version({distribution!r}))"
    done = subprocess.run([python, "-c", code], capture_output=True, text=True, check=False)
    return done.stdout.strip() or None


def read_cards(folder: pathlib.Path | None) -> Iterable[str | bytes]:
    if folder is None:
        return (cards.make_card(1_000 + 37 * number % 9_000, number) for number in range(500))
    paths = sorted(path for path in folder.rglob("*.md") if path.is_file())
    if not paths:
        raise SystemExit(f"there is no .md file below '{folder}'")
    return (path.read_bytes() for path in paths)


def make_corpus(folder: pathlib.Path, texts: Iterable[str | bytes]) -> Corpus:
    corpus_cards, matter = folder / "cards", folder / "matter"
    matter.mkdir(parents=True)
    count = size = 0
    for count, text in enumerate(texts, 1):
        data = text.encode() if isinstance(text, str) else text
        size += len(data)
        cards.write_card(corpus_cards, count, data)
        if found := FRONT_MATTER.match(data):
            (matter / f"{count:05}.yaml").write_bytes(found[1] + b"\n")
    return Corpus(cards=corpus_cards, matter=matter, count=count, size=size)


def measure(tool: Tool, corpus: Corpus) -> Usage:
    """Run `tool` once; raises SystemExit where it crashes. Findings are no crash."""
    # The peak of a child counts from the fork, so this process has to stay small: it keeps no card.
    with tempfile.TemporaryFile() as errors:
        start = time.perf_counter()
        process = subprocess.Popen(
            tool.command(corpus), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=errors, env=environment()
        )
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        errors.seek(0)
        said = errors.read().decode(errors="replace")
    if process.returncode not in (0, 1) or "Traceback" in said:
        raise SystemExit(f"{tool.name} ended with exit code {process.returncode}: {said[-2000:]}")
    unit = 1_000_000 if sys.platform == "darwin" else 1_000  # bytes there, KB elsewhere
    return Usage(seconds=seconds, peak=usage.ru_maxrss / unit)


def environment() -> Mapping[str, str]:
    return os.environ | {"HF_HUB_OFFLINE": "1", "NO_COLOR": "1"}


def medians(runs: Mapping[str, tuple[Tool, Corpus]], rounds: int) -> dict[str, Usage]:
    """Return median seconds and highest peak by name; the runs take turns, and a first turn is not counted."""
    seen: dict[str, list[Usage]] = {name: [] for name in runs}
    for number in range(rounds + 1):
        for name, (tool, corpus) in runs.items():
            usage = measure(tool, corpus)
            if number:
                seen[name].append(usage)
    return {
        name: Usage(
            seconds=statistics.median(usage.seconds for usage in usages), peak=max(usage.peak for usage in usages)
        )
        for name, usages in seen.items()
    }


def compare(tools: Sequence[Tool], corpus: Corpus, one: Corpus, rounds: int) -> None:
    """Print speed, start-up, and memory of each tool over the same cards."""
    there = [tool for tool in tools if tool.version is not None]
    batch = medians({tool.name: (tool, corpus) for tool in there}, rounds)
    cold = medians({tool.name: (tool, one) for tool in there}, 4 * rounds)
    own, start = batch["releaselint"], cold["releaselint"]
    print(f"{corpus.count:,} cards, {corpus.size / 1000:,.0f} KB; rounds: {rounds}, medians; one core.\n")
    print("| tool | version | cards/s | ratio | cold start, ms | ratio | peak, MB |")
    print("|---|---|--:|--:|--:|--:|--:|")
    for tool in tools:
        if tool.version is None:
            print(f"| {tool.name} | not installed | | | | | |")
            continue
        took, began = batch[tool.name], cold[tool.name]
        speed, ratio = f"{corpus.count / took.seconds:,.0f}", f"{own.seconds / took.seconds:.2f}"
        if tool.name == BARE:
            speed = ratio = "–"
        print(
            f"| {tool.name} | {tool.version} | {speed} | {ratio} "
            f"| {1000 * began.seconds:.0f} | {began.seconds / start.seconds:.2f} | {took.peak:.0f} |"
        )
    print()
    if "ModelCard.load" in batch:
        ratio_of_speed = batch["ModelCard.load"].seconds / own.seconds
        tell(f"{ratio_of_speed:.2f} times as fast as ModelCard.load (target: at least 2)", ratio_of_speed >= 2)
    if "yamllint" in cold:
        ratio_of_start = start.seconds / cold["yamllint"].seconds
        tell(f"cold start {ratio_of_start:.2f} times yamllint's (target: at most 1.5)", ratio_of_start <= 1.5)


def scaling(linter: Tool, one: Corpus, scratch: pathlib.Path, rounds: int) -> None:
    """Print what a KB costs in cards of each size, of which there are as many as make 4 MB together."""
    corpora = {
        (shape, size): make_corpus(
            scratch / f"{make.__name__}-{size}", (make(size, number) for number in range(4_000_000 // size))
        )
        for shape, make in SHAPES.items()
        for size in SIZES
    }
    runs = {f"{shape} {size}": (linter, corpus) for (shape, size), corpus in corpora.items()}
    took = medians({"start": (linter, one)} | runs, rounds)
    start = took["start"].seconds
    print(f"Rounds: {rounds}, medians; one core; less {1000 * start:.0f} ms for a cold start.\n")
    print("| mostly | card, KB | cards | ms per KB | ratio | peak, MB |")
    print("|---|--:|--:|--:|--:|--:|")
    cost = {key: 1e6 * (took[f"{key[0]} {key[1]}"].seconds - start) / corpora[key].size for key in corpora}
    for (shape, size), corpus in corpora.items():
        print(
            f"| {shape} | {size // 1000:,} | {corpus.count} | {cost[shape, size]:.3f} "
            f"| {cost[shape, size] / cost[shape, SIZES[0]]:.2f} | {took[f'{shape} {size}'].peak:.0f} |"
        )
    print()
    for shape in SHAPES:
        ratio = cost[shape, SIZES[-1]] / cost[shape, SIZES[0]]
        tell(f"{shape}: a KB in 1 MB costs {ratio:.2f} times one in 10 KB (target: at most 1.2)", ratio <= 1.2)


def many(linter: Tool, scratch: pathlib.Path, count: int) -> None:
    """Print time and peak memory of one run over `count` cards of 4 KB."""
    corpus = make_corpus(scratch / "many", (cards.make_card(4_000, number) for number in range(count)))
    took = measure(linter, corpus)
    print(f"{count:,} cards in {took.seconds:.1f} s: {count / took.seconds:,.0f} cards/s on one core.\n")
    tell(f"peak memory {took.peak:.0f} MB (target for 10,000 cards: at most 150)", took.peak <= 150)


def tell(sentence: str, met: bool) -> None:
    print(f"- {sentence}: {'met' if met else 'missed'}")


if __name__ == "__main__":
    raise SystemExit(main())
