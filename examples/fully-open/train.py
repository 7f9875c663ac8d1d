"""Train a character bigram model and log its loss: a stand-in for Bittern's training code.

The stand-in keeps the shape of a real run (read data, take steps, log the loss, save weights) at a size that needs no GPU
and nothing but Python:

    python train.py corpus.txt --steps 200 --log logs/toy.csv --save toy.json
"""

import argparse
import csv
import json
import math
import random
from pathlib import Path

Table = dict[str, dict[str, float]]


def pairs(text: str) -> list[tuple[str, str]]:
    """Return each character with the one that follows it."""
    return list(zip(text, text[1:], strict=False))


def probabilities(logits: dict[str, float]) -> dict[str, float]:
    """Return the softmax of one row of logits."""
    top = max(logits.values())
    weights = {char: math.exp(value - top) for char, value in logits.items()}
    total = sum(weights.values())
    return {char: weight / total for char, weight in weights.items()}


def step(table: Table, batch: list[tuple[str, str]], rate: float) -> float:
    """Take one gradient step on a batch; return the mean loss in nats before it."""
    loss = 0.0
    for before, after in batch:
        guess = probabilities(table[before])
        loss -= math.log(guess[after])
        for char, chance in guess.items():
            table[before][char] -= rate * (chance - (char == after))
    return loss / len(batch)


def train(text: str, steps: int, batch: int, rate: float, seed: int) -> tuple[Table, list[float]]:
    """Return the trained table and the loss of each step."""
    chars = sorted(set(text))
    table = {before: dict.fromkeys(chars, 0.0) for before in chars}
    data, draw = pairs(text), random.Random(seed)
    return table, [step(table, draw.choices(data, k=batch), rate) for _ in range(steps)]


def main() -> None:
    """Read the command line, train, and write the log and the weights."""
    parser = argparse.ArgumentParser(description="Train a character bigram model.")
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--steps", type=int, default=200)
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--rate", type=float, default=0.5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--log", type=Path, default=Path("toy.csv"))
    parser.add_argument("--save", type=Path, default=Path("toy.json"))
    args = parser.parse_args()

    text = args.corpus.read_text(encoding="utf-8")
    table, losses = train(text, args.steps, args.batch, args.rate, args.seed)
    with args.log.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([("step", "loss"), *enumerate(losses, start=1)])
    args.save.write_text(json.dumps(table), encoding="utf-8")


if __name__ == "__main__":
    main()
