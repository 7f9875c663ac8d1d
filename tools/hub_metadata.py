"""Writes src/releaselint/data/hub.json: the Hub's pipeline tags, from its npm package.

Run ``python tools/hub_metadata.py`` with node and npm on the path. A tag that `GENERATIVE` does not know
stops the script, so that a person decides.
"""

from __future__ import annotations

import json
import pathlib
import subprocess
import sys
import tempfile
from typing import Any, Final

PACKAGE: Final = "@huggingface/tasks"
TARGET: Final = pathlib.Path(__file__).parents[1] / "src" / "releaselint" / "data" / "hub.json"

#: Older versions whose tags cards still use, though the newest version dropped them.
OLDER: Final = ("0.10.2", "0.13.0")

#: A tag that was dropped before the oldest version that can still be fetched.
LONG_RETIRED: Final = ("conversational",)

#: Whether a system under this tag generates: language models and generators of images, audio, video, 3D and
#: code do, and what sums up texts and tables. Where the output is bound to the input's content, as in translation,
#: speech recognition, captions and extracted answers, it does not, nor where the output is a label or a number.
GENERATIVE: Final = {
    # Language models, also those that see, hear, or sum up.
    "any-to-any": True,
    "audio-text-to-text": True,
    "conversational": True,
    "image-text-to-text": True,
    "summarization": True,
    "table-to-text": True,
    "text-generation": True,
    "text2text-generation": True,
    "video-text-to-text": True,
    # Generators of images, video, audio and 3D.
    "image-text-to-image": True,
    "image-text-to-video": True,
    "image-to-3d": True,
    "image-to-image": True,
    "image-to-video": True,
    "text-to-3d": True,
    "text-to-audio": True,
    "text-to-image": True,
    "text-to-speech": True,
    "text-to-video": True,
    "unconditional-image-generation": True,
    "video-to-video": True,
    # Bound to the input's content: it is retold, answered from, separated or cleaned.
    "audio-to-audio": False,
    "automatic-speech-recognition": False,
    "document-question-answering": False,
    "image-to-text": False,
    "question-answering": False,
    "table-question-answering": False,
    "tabular-to-text": False,
    "translation": False,
    "visual-question-answering": False,
    # Labels, numbers, vectors, places and rankings.
    "audio-classification": False,
    "depth-estimation": False,
    "feature-extraction": False,
    "fill-mask": False,
    "graph-ml": False,
    "image-classification": False,
    "image-feature-extraction": False,
    "image-segmentation": False,
    "keypoint-detection": False,
    "mask-generation": False,
    "multiple-choice": False,
    "object-detection": False,
    "sentence-similarity": False,
    "tabular-classification": False,
    "tabular-regression": False,
    "text-classification": False,
    "text-ranking": False,
    "text-retrieval": False,
    "time-series-forecasting": False,
    "token-classification": False,
    "video-classification": False,
    "visual-document-retrieval": False,
    "voice-activity-detection": False,
    "zero-shot-classification": False,
    "zero-shot-image-classification": False,
    "zero-shot-object-detection": False,
    # Actions, and what says nothing of its output.
    "other": False,
    "reinforcement-learning": False,
    "robotics": False,
}

_READ: Final = """
const tasks = require(process.argv[1]);
console.log(JSON.stringify({
  tags: Object.keys(tasks.PIPELINE_DATA),
}));
"""


def main() -> int:
    """Write the file; return 1, with a sentence on stderr, where a tag has yet to be judged."""
    with tempfile.TemporaryDirectory() as folder:
        newest = read_package(pathlib.Path(folder), "latest")
        older = [read_package(pathlib.Path(folder), version) for version in OLDER]
    tags = sorted(newest["tags"])
    retired = sorted({tag for package in older for tag in package["tags"]}.union(LONG_RETIRED).difference(tags))
    unjudged = [tag for tag in (*tags, *retired) if tag not in GENERATIVE]
    if unjudged:
        print(f"say in GENERATIVE whether these tags generate: {', '.join(unjudged)}", file=sys.stderr)
        return 1
    data = {
        "source": f"{PACKAGE} {newest['version']} (MIT)",
        "dated": published(newest["version"]),
        "pipeline_tags": tags,
        "retired_pipeline_tags": retired,
        "generative": [tag for tag in sorted((*tags, *retired)) if GENERATIVE[tag]],
    }
    lines = ",\n".join(f"  {json.dumps(key)}: {json.dumps(value)}" for key, value in data.items())
    TARGET.write_text(f"{{\n{lines}\n}}\n", encoding="utf-8")
    return 0


def read_package(folder: pathlib.Path, version: str) -> dict[str, Any]:
    """Fetch one version of the package into `folder`; return its version and tags."""
    packed = json.loads(run("npm", "pack", f"{PACKAGE}@{version}", "--json", "--silent", cwd=folder))[0]
    home = folder / packed["version"]
    home.mkdir()
    run("tar", "-xzf", str(folder / packed["filename"]), "-C", str(home))
    manifest = json.loads((home / "package" / "package.json").read_text(encoding="utf-8"))
    read: dict[str, Any] = json.loads(run("node", "-e", _READ, str(home / "package" / manifest["main"])))
    return {"version": packed["version"], **read}


def published(version: str) -> str:
    """Return the day on which `version` was published, as YYYY-MM-DD: the same on every run."""
    times = json.loads(run("npm", "view", PACKAGE, "time", "--json"))
    return str(times[version])[:10]


def run(*command: str, cwd: pathlib.Path | None = None) -> str:
    """Return what `command` prints; raises CalledProcessError where it fails."""
    return subprocess.run(command, cwd=cwd, check=True, capture_output=True, text=True).stdout


if __name__ == "__main__":
    raise SystemExit(main())
