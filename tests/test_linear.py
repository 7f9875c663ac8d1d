"""No pattern takes longer than in proportion to the text: what twice the text costs is told by n, 2n and 4n."""

from __future__ import annotations

import importlib
import itertools
import pathlib
import pkgutil
import re
import time
import timeit
from collections.abc import Callable, Iterable, Iterator

import pytest

import releaselint
from releaselint.api import Bench
from releaselint.config import Config
from releaselint.findings.rule import Rule, all_rules
from releaselint.fixing import mend
from releaselint.reading.cues import Cues, cues_of
from releaselint.reading.literals import Literal
from releaselint.reading.patterns import compile_entry
from releaselint.reading.phrase import Phrase, Phrases, compile_phrase
from releaselint.reading.spelled import spelled_of
from releaselint.records import replace
from releaselint.regex import Regex
from releaselint.source import Tree
from releaselint.subjects import all_subjects

#: Characters of the first look: as many as a sentence has at the most. What is done in a trice needs no second one.
FIRST = 1_200
QUICK = 0.02
#: Characters of the second look: more than any pattern looks ahead, so that what is bounded shows as linear.
N = 8_000
#: Four times the text may cost so many times as much: 4 is linear, 16 is quadratic, and clocks are not exact.
MOST = 9
#: Seconds that may as well be somebody else's.
CLOCK = 0.05

SHAPES = [
    "a", " ", "a ", "\n", "\r\n", "-", "_", "#", "`", "*", "0", "0.", "1,", "(", ")", "[", "]", "[a](", "![", "](",
    "<", "<a ", "<!--", "-->", "|", "| a ", "/", "a/", "a/a ", ".", "a.", ". A", ":", "a: ", "\"", "='", "http://",
    "https://a.b/", "a@b", "\u200b", "é", "。", "A ", "License ", "the model ", "model weights ", "{{", "---\n", "> ",
    "- [ ] ", "a-a ", "a_a ", "fine-tuned version of ", "terms of use ",
]  # fmt: skip


def seconds(search: Callable[[str], object], text: str) -> float:
    """Return the shortest of some runs, without the garbage collector, which walks over everything that is kept."""
    return min(timeit.repeat(lambda: search(text), repeat=2, number=1))


def slow(search: Callable[[str], object], shapes: Iterable[str]) -> list[str]:
    """Return the shapes whose repetition costs more than in proportion to its length."""
    found = []
    for shape, tail in itertools.product(shapes, ("", "x")):  # what ends a text fits at once, without a tail
        start = time.perf_counter()
        search(repeated(shape, FIRST) + tail)
        if time.perf_counter() - start > QUICK:
            short, middle, long = (seconds(search, repeated(shape, size) + tail) for size in (N, 2 * N, 4 * N))
            if long > MOST * short and long > CLOCK:
                found.append(
                    f"{shape!r}: {short:.3f} s for {N} characters, {middle:.3f} s and {long:.3f} s for 2 and 4 times"
                )
    return found


def repeated(shape: str, size: int) -> str:
    return (shape * (size // len(shape) + 1))[:size]


def every(pattern: re.Pattern[str], how: str = "finditer") -> Callable[[str], object]:
    """Return what uses `pattern` as code does: by `match` or `fullmatch` from one place on, else from everywhere."""
    if how in ("match", "fullmatch"):
        return pattern.match if how == "match" else pattern.fullmatch
    return lambda text: sum(1 for _ in pattern.finditer(text))


def searched(phrase: Phrase) -> Callable[[str], object]:
    """Return what looks for all the matches of `phrase`, as for the words of a mood."""
    phrases = Phrases([phrase.source])
    return lambda text: phrases.every(spelled_of(text))


def shapes_of(phrase: Phrase) -> Iterator[str]:
    """Yield what is near to a match of the phrase, and none: its words again and again, in whole and in part."""
    words = re.findall(r"[^\W_]+", phrase.source.lower()) or ["a"]
    yield from (
        "a ",
        "a-",
        "_",
        f"{words[0]} ",
        f"{words[0]}-",
        f"{words[0]} a ",
        f"{' '.join(words[:12])} ",
        f"{words[-1]} ",
    )
    if len(words) > 1:
        yield f"{words[0]} {words[1]} "
        yield f"{words[0]} a {words[1]} a "


def phrases_of(subject: str) -> Iterator[Phrase]:
    missing = all_subjects()[subject].missing
    for sources in missing.near.values() if missing else ():
        yield from map(compile_phrase, sources)
    for entries in all_subjects()[subject].evidence.values():
        for entry in entries:
            for pattern in compile_entry(subject, entry):
                if pattern.way == "says":
                    yield from map(compile_phrase, pattern.sources)
                for name in ("phrases", "under", "not_under", "among", "unless", "named", "label", "before"):
                    held = getattr(pattern, name)
                    yield from held.phrases if isinstance(held, Phrases) else ()


@pytest.mark.parametrize("subject", all_subjects())
def test_phrases_of_a_subject_take_linear_time(subject: str) -> None:
    different = {phrase.source: phrase for phrase in phrases_of(subject)}
    problems = {source: slow(searched(phrase), shapes_of(phrase)) for source, phrase in different.items()}
    assert {source: found for source, found in problems.items() if found} == {}


@pytest.mark.parametrize("subject", all_subjects())
def test_literals_of_a_subject_take_linear_time(subject: str) -> None:
    problems = {}
    for entries in all_subjects()[subject].evidence.values():
        for pattern in itertools.chain(*(compile_entry(subject, entry) for entry in entries)):
            for literal in map(Literal, pattern.sources) if pattern.way in ("link", "code") else ():
                parts = [part for part in literal.source.split("*") if part] or ["a"]
                shapes = itertools.chain("a", parts, ["".join(parts), "/".join(parts)])
                problems[literal.source] = slow(literal.search, shapes)
    assert {source: found for source, found in problems.items() if found} == {}


def test_words_that_tell_moods_take_linear_time() -> None:
    problems = {
        phrase.source: slow(searched(phrase), shapes_of(phrase))
        for name in Cues.__annotations__
        for phrase in getattr(cues_of("en"), name).phrases
    }
    assert {source: found for source, found in problems.items() if found} == {}


def patterns() -> Iterator[tuple[str, str, re.Pattern[str]]]:
    """Yield every pattern for texts that a module of the package holds, where, and by which method it is used."""
    for module in pkgutil.walk_packages(releaselint.__path__, "releaselint."):
        if module.name.endswith("__main__"):
            continue
        held = vars(importlib.import_module(module.name))
        source = pathlib.Path(held["__file__"]).read_text(encoding="utf-8")
        for name, value in held.items():
            for pattern in regexes(value):
                used = set(re.findall(rf"\b{name}\.(\w+)\(", source)) or {"finditer"}
                for how in sorted({one if one in ("match", "fullmatch") else "finditer" for one in used}):
                    yield f"{module.name}.{name}", how, pattern


def regexes(value: object) -> Iterator[re.Pattern[str]]:
    """Yield what `value` is, or the tuples in it hold."""
    if isinstance(value, Regex) and isinstance(value.source()[0], str):
        yield re.compile(*value.source())
    elif isinstance(value, tuple):
        for one in value:
            yield from regexes(one)


PATTERNS = {f"{name}-{how}-{number}": (pattern, how) for number, (name, how, pattern) in enumerate(patterns())}


@pytest.mark.parametrize("name", PATTERNS)
def test_patterns_of_the_code_take_linear_time(name: str) -> None:
    pattern, how = PATTERNS[name]
    # Words of the pattern itself come nearest to a match.
    words = re.findall(r"[a-z]{3,}", pattern.pattern.lower())[:6]
    shapes = itertools.chain(SHAPES, (f"{word} " for word in words), [" ".join(words) or "a"])
    assert slow(every(pattern, how), shapes) == []


BENCH = Bench(Config())


@pytest.mark.parametrize(
    "piece",
    [
        '<a href="https://huggingface.co/heron/reed">weights</a> of Heron.\n\n', '<img src="https://a.example/b.png">\n',
        "[a](https://a.example/m.gguf) of it.\n\n", "# Heron\n\nIt is a model.\n\n", "- API: [a](https://a.example)\n",
        "```python\nAutoModel.from_pretrained('heron/reed')\n```\n\n", "| a | [b](https://a.example) |\n|---|---|\n\n",
        "We release weights, and logs (coming soon) (a). ", "---\nrelease: api\n---\n\nNobody waits for long. ",
        "> The license is MIT.\n\n", "We filter prompts, but not the weights of another model. ", "![a][b]\n\n[b]: https://a.example\n\n",
        "```\na\n```\nM.from_pretrained()\n\n",
        "Heron. <!-- releaselint: ignore[placeholder-text] x -->\n\n",
        "<!-- releaselint: ignore[content] x -->\n# Heron\n\n", "It. <!-- releaselint: ignore[sections] x -->\n\n",
    ],
)  # fmt: skip
def test_a_whole_card_takes_linear_time(piece: str) -> None:
    def judge(text: str) -> object:
        release = BENCH.text_release(text.encode(), "README.md")
        return BENCH.report(replace(release, tree=Tree(kind="local")))

    short, long = (seconds(judge, repeated(piece, size)) for size in (10 * N, 80 * N))
    assert long < 2 * MOST * short, f"{short:.3f} s, and {long:.3f} s for eight times the text"


def test_silencing_takes_linear_time() -> None:
    def silence(headings: str) -> object:
        card = f"---\nlicense: mit\nrelease: api\n---\n\n{headings}"
        release = BENCH.text_release(card.encode(), "README.md")
        return mend(release, BENCH, fixes=False, ignore_reason="a pilot", write=False)

    short, long = (seconds(silence, repeated("## Intended use\n\n", size)) for size in (N, 8 * N))
    assert long < 2 * MOST * short, f"{short:.3f} s, and {long:.3f} s for eight times the text"


TEXT_RULES = [rule for rule in all_rules().values() if rule.means == "text"]


@pytest.mark.parametrize("rule", TEXT_RULES, ids=lambda rule: rule.id)
def test_texts_that_a_rule_finds_take_linear_time(rule: Rule) -> None:
    for source in rule.test["find"]:
        find = re.compile(r"[^\n\r]{0,80}?".join(re.escape(part) for part in source.split("*")), re.IGNORECASE)
        parts = [part for part in source.split("*") if part] or ["a"]
        assert slow(every(find), itertools.chain("a", parts, ["".join(parts)])) == [], source
