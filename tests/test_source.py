"""Paths become releases: which folder is one, which files belong to it, and what is never read."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from releaselint import filenames
from releaselint.errors import NothingFoundError, UsageError
from releaselint.records import replace
from releaselint.source import Release, SourceText, find_releases, release_of_text
from releaselint.source import tree as tree_module
from releaselint.source.decode import MAX_CARD
from releaselint.source.globs import matcher

CARD = "---\nlicense: mit\n---\n# T\n"
POINTER = "version https://git-lfs.github.com/spec/v1\noid sha256:" + "0" * 64 + "\nsize 4973052416\n"
XET = '# xet version 0\nfilesize = 123456789\nhash = "' + "0" * 64 + '"\n'


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of our own to be in, below no checkout and no release."""
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.chdir(home)
    return home


def write(files: Mapping[str, str | bytes]) -> None:
    for name, content in files.items():
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())


def found(*paths: str, exclude: Sequence[str] = (), force_exclude: bool = False) -> list[Release]:
    return [reader() for reader in find_releases(paths, excluded=matcher(exclude), force_exclude=force_exclude)]


def shape(releases: list[Release]) -> dict[str, tuple[list[str], list[str]]]:
    """Return the cards and the files of each release, by its path."""
    return {
        release.path: ([text.path for text in release.texts], [entry.path for entry in release.tree.entries])
        for release in releases
    }


def reasons(release: Release) -> dict[str, str]:
    return {trouble.path: trouble.reason for trouble in release.troubles}


def git(*arguments: str) -> None:
    environment = os.environ | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    subprocess.run(["git", "-c", "core.excludesFile=", *arguments], check=True, capture_output=True, env=environment)


def test_a_folder_is_a_release_with_its_cards_in_order_declaration_and_sides(here: Path) -> None:
    write({
        "README.md": CARD,
        "release-checklist.md": "- [ ] a\n",
        "MODEL_CARD.md": "# M\n",
        "release.yaml": "access: api\n",
        "config.json": "{}",
        "LICENSE": "terms",
        "notes.txt": "n",
        "sub/model.safetensors": "x",
    })  # fmt: skip
    (release,) = found(".")
    assert [text.path for text in release.texts] == ["README.md", "MODEL_CARD.md", "release-checklist.md"]
    assert release.declaration is not None
    assert release.declaration.text == "access: api\n"
    assert release.sides == {"LICENSE": "terms", "config.json": "{}"}
    assert (release.path, release.name, release.troubles) == (".", "home", ())
    assert (release.tree.kind, release.tree.complete) == ("local", True)
    assert [(entry.path, entry.size) for entry in release.tree.entries][-2:] == [
        ("release.yaml", 12),
        ("sub/model.safetensors", 1),
    ]
    assert (release.shown("a.md"), found("sub/..")[0].path) == ("a.md", ".")


def test_releases_within_releases_keep_their_files_apart(here: Path) -> None:
    write(
        {
            "README.md": CARD,
            "a.bin": "",
            "small/README.md": CARD,
            "small/model.pt": "x",
            "docs/x.md": "",
            "src/y.py": "",
        }
    )
    assert shape(found(".")) == {
        ".": (["README.md"], ["README.md", "a.bin", "docs/x.md", "src/y.py"]),
        "small": (["README.md"], ["README.md", "model.pt"]),
    }
    assert [release.tree.apart for release in found(".")] == [("small",), ()]
    assert found("small")[0].shown("README.md") == "small/README.md"


def test_a_named_file_brings_its_release(here: Path) -> None:
    write({"README.md": CARD, "docs/notes.md": "n", "docs/more.txt": "m", "docs/x.py": "", "LICENSE": "terms"})
    assert shape(found("docs/notes.md")) == {
        ".": (["README.md", "docs/notes.md"], ["LICENSE", "README.md", "docs/more.txt", "docs/notes.md", "docs/x.py"])
    }
    assert [text.path for text in found("docs/x.py", "LICENSE", "README.md", "docs/more.txt")[0].texts] == [
        "README.md",
        "docs/more.txt",
    ]


@pytest.mark.parametrize("path", [".", "docs/model-card.md", "README.md"])
def test_a_card_in_the_folder_of_documents_is_the_release_s_around_it(here: Path, path: str) -> None:
    write(
        {
            "README.md": "# Software\n",
            "LICENSE": "MIT\n",
            "docs/model-card.md": "# T\n\n[more](data.md)\n",
            "docs/data.md": "",
        }
    )
    write({"docs/dataset_card.md": "# D\n"})
    (release,) = found(path)
    assert (release.path, [text.path for text in release.texts]) == (".", ["README.md", "docs/model-card.md"])
    assert sorted(release.sides) == ["LICENSE", "docs/data.md"]


@pytest.mark.parametrize(
    ("beside", "paths"),
    [
        ({"README.md": "# Software\n"}, ["."]),
        ({"README.md": CARD}, ["."]),
        ({"README.md": "---\nlicense: mit\n---\nOur\nrelease: soon\n"}, ["."]),
        ({"README.md": "---\nrelease: api\n---\n"}, [".", "docs"]),
        ({"README.md": CARD, "release.yaml": "access: api\n"}, [".", "docs"]),
    ],
)
def test_a_card_in_the_folder_of_documents_declares_for_what_is_around_it(
    here: Path, beside: dict[str, str], paths: list[str]
) -> None:
    write(beside | {"weights/model.pt": "", "docs/model_card.md": "---\nrelease:\n  access: hosted\n---\n# T\n"})
    assert [release.path for release in found(".")] == paths
    assert [release.path for release in found("docs/model_card.md")] == paths[-1:]


@pytest.mark.parametrize(
    "file", ["docs/release.yaml", "docs/model.safetensors", "docs/README.md", "docs/heron_model_card.md"]
)
def test_a_folder_of_documents_with_a_release_of_its_own_is_one(here: Path, file: str) -> None:
    write({"README.md": CARD, "docs/guide.md": "# T\n", file: "access: api\n" if file.endswith("yaml") else CARD})
    write({"docs/model-card.md": "# T\n"})
    assert [release.path for release in found(".")] == [".", "docs"]
    assert [text.path for text in found(".")[0].texts] == ["README.md"]
    write({"alone/docs/model-card.md": "# T\n"})
    assert [release.path for release in found("alone/docs")] == ["alone/docs"]


def test_a_pipe_in_the_folder_of_documents_does_not_stop_it(here: Path) -> None:
    write({"README.md": CARD, "docs/guide.md": ""})
    os.mkfifo("docs/model_card.md")
    (release,) = found(".")
    assert [trouble.path for trouble in release.troubles] == ["docs/model_card.md"]


def test_folders_of_documents_in_each_other_and_links_end(here: Path) -> None:
    deep = "/".join(["docs"] * 100)
    write({"README.md": CARD, f"{deep}/model-card.md": "# T\n", "loop/x.py": ""})
    for name in ("docs", "doc"):
        Path("loop", name).symlink_to(".")
    assert next(release.path for release in found(".")) == "."
    with pytest.raises(NothingFoundError):
        found("loop")


def test_a_software_readme_is_no_card_unless_it_is_named(here: Path) -> None:
    write({"README.md": "# Tool\n\nUsage\n-----\n\n| a |\n|---|\n", "tool/main.py": ""})
    with pytest.raises(NothingFoundError, match=r"no card found in .*; the README there has none"):
        find_releases(["."])
    assert shape(found("README.md")) == {".": (["README.md"], ["README.md", "tool/main.py"])}


@pytest.mark.parametrize(
    "readme",
    [
        CARD,
        "\ufeff" + CARD,
        "\ufeff\ufeff" + CARD,
        "\u200b" + CARD,
        "\n \n" + CARD,
        "----\nlicense: mit\n----\n",
        "# T\n\n---\nlicense: mit\n---\n",
        "<!-- c -->\n---\r\nlicense: mit\r\n---\r\n",
        CARD.encode("utf-16"),
        "---\n",
    ],
)
def test_a_readme_with_something_like_front_matter_is_a_card(here: Path, readme: str | bytes) -> None:
    write({"README.md": readme})
    assert len(found(".")) == 1


@pytest.mark.parametrize(
    "files", [["model.gguf"], ["weights/model.gguf"], ["MODEL_CARD.md"], ["release.yaml"], ["my-model-card.md"]]
)
def test_a_readme_beside_weights_a_declaration_or_another_card_is_a_card(here: Path, files: list[str]) -> None:
    write({"README.md": "# T\n"} | dict.fromkeys(files, "access: api\n"))
    assert "README.md" in [text.path for text in found(".")[0].texts]


@pytest.mark.parametrize(
    ("text", "ours"),
    [
        ("access: api\n", True),
        ("access: opne\n", True),
        ('{"access": "api"}\n', True),
        ("downloadable\n", True),
        ("# of the lab\nowner: lab\n", True),
        ("name: wren\nversion: 2\nbuild: 7\nrelease: downloadable\n", True),
        ("release:\n  access: opne\n  name: wren\n", True),
        ("components: {weights: public}\nlicence: mit\n", True),
        ("", False),
        ("name: Release\non:\n  push:\n    tags: [v1]\njobs:\n  access: {runs-on: linux}\n", False),
        ("release:\n  # a level\n\n  access: api\nlicense: other\nlicense_name: wren\nlanguage: en\n", True),
        ("release:\n  access: public\nname: wren\nimage: wren\nports: [1]\n", False),
        ("releases:\n  - name: wren\n", False),
        ("- access: api\n- access: hosted\n", False),
        ("release: wren-1.0\n", False),
        ("version: 3.0\n", False),
        ("stages: [build]\nimage: wren\nbuild:\n  script: make\n", False),
        ("a: 1\n---\nb: 2\n", False),
        ("{{ if .Values.wren }}\nowner: {{ .Values.owner }}\n{{ end }}\n", False),
    ],
)
@pytest.mark.parametrize("name", ["release.yaml", "release.yml"])
def test_a_declaration_makes_a_release_and_another_tool_s_file_of_its_name_does_not(
    here: Path, name: str, text: str, ours: bool
) -> None:
    write({"README.md": CARD, f"deploy/{name}": text})
    releases = found(".")
    assert [release.path for release in releases] == [".", "deploy"][: 1 + ours]
    assert all((release.declaration is not None) is ours for release in releases[1:])
    write({name: text})
    assert (found(".")[0].declaration is not None) is ours


@pytest.mark.parametrize("file", ["docs/RELEASE_CHECKLIST.md", "deploy-checklist.md", "src/birthday_card.md"])
def test_a_checklist_or_a_card_of_another_kind_alone_makes_no_release(here: Path, file: str) -> None:
    write({"README.md": "# Software\n", file: "# Before we tag\n\n- [ ] raise the version\n"})
    with pytest.raises(NothingFoundError):
        find_releases(["."])
    assert find_releases([file], force_exclude=True) == []
    (release,) = found(file)
    assert Path(file).name in [text.path for text in release.texts]
    Path("README.md").write_text(CARD)
    assert [release.path for release in found(".")] == ["."]


def test_a_checklist_belongs_to_the_release_above_it(here: Path) -> None:
    write({"README.md": CARD, "docs/release-checklist.md": "- [ ] a\n", "ops/deploy-checklist.md": "- [ ] b\n"})
    assert [text.path for text in found(".")[0].texts] == ["README.md", "docs/release-checklist.md"]
    (release,) = found("ops/deploy-checklist.md")
    assert (release.path, [text.path for text in release.texts]) == (
        ".",
        ["README.md", "docs/release-checklist.md", "ops/deploy-checklist.md"],
    )


@pytest.mark.parametrize("file", ["workflows/release.yml", "RELEASE_CHECKLIST.md", "ISSUE_TEMPLATE/model_card.md"])
def test_what_a_forge_reads_is_no_release(here: Path, file: str) -> None:
    write({"README.md": CARD, f".github/{file}": "access: api\n", ".github/README.md": CARD})
    assert [release.path for release in found(".")] == ["."]
    assert [release.path for release in found(f".github/{file}", force_exclude=True)] == ["."]
    Path("README.md").unlink()
    assert find_releases([f".github/{file}"], force_exclude=True) == []


def test_a_text_alone_is_read_when_it_is_named(here: Path) -> None:
    write({"cards/a.md": "a", "cards/b.txt": "b", "cards/c.py": ""})
    releases = found("cards/a.md", "cards/b.txt")
    assert [(r.path, [text.path for text in r.texts], len(r.tree.entries)) for r in releases] == [
        ("cards", ["a.md"], 3),
        ("cards", ["b.txt"], 3),
    ]
    assert releases[0].tree is releases[1].tree
    with pytest.raises(NothingFoundError):
        find_releases(["cards/c.py"])


def test_one_card_of_many_in_a_folder_is_a_release_of_its_own(here: Path) -> None:
    write({"cards/heron.md": CARD, "cards/notes.md": "n", "cards/x_model_card.md": CARD})
    assert [[text.path for text in r.texts] for r in found("cards/heron.md", "cards/notes.md")] == [
        ["notes.md", "x_model_card.md"],
        ["heron.md"],
    ]
    write({"cards/README.md": CARD})
    assert [[text.path for text in r.texts] for r in found("cards/heron.md")] == [
        ["README.md", "heron.md", "x_model_card.md"]
    ]


def test_a_page_that_a_hook_hands_over_brings_its_release(here: Path) -> None:
    write({"README.md": CARD, "docs/limits.md": "# L\n", "CHANGELOG.md": "# C\n", "other/notes.md": "n"})
    for name in ("docs/limits.md", "CHANGELOG.md"):
        (release,) = found(name, force_exclude=True)
        assert [text.path for text in release.texts] == ["README.md"]
    Path("README.md").unlink()
    assert found("docs/limits.md", "other/notes.md", force_exclude=True) == []


def test_what_does_not_exist_is_an_error_of_usage(here: Path) -> None:
    with pytest.raises(UsageError, match=r"there is no file or folder 'gone/x.md'"):
        find_releases(["gone/x.md"])
    with pytest.raises(NothingFoundError):
        find_releases(["."])


@pytest.mark.parametrize(
    ("exclude", "left"),
    [
        ([], [".", "a", "a/b", "c"]),
        (["a"], [".", "c"]),
        (["a/"], [".", "c"]),
        (["./a/b"], [".", "a", "c"]),
        (["a/*"], [".", "c"]),
        (["*/README.md"], ["."]),
        (["b", "c"], [".", "a"]),
        (["*.md"], []),
        (["[ac]"], ["."]),
        (["a?", "**/z"], [".", "a", "a/b", "c"]),
    ],
)
def test_globs_exclude_whole_paths_parts_and_folders(here: Path, exclude: list[str], left: list[str]) -> None:
    write({"README.md": CARD, "a/README.md": CARD, "a/b/README.md": CARD, "c/README.md": CARD})
    assert [release.path for release in found(".", exclude=exclude)] == left


def test_where_there_is_no_release_at_all_excluding_excuses_nothing(here: Path) -> None:
    write({"old/x.md": "# X\n", "README.md": "# Tool\n"})
    with pytest.raises(NothingFoundError):
        find_releases(["."], excluded=matcher(["*"]))


def test_a_release_that_is_spelled_in_two_ways_is_one(here: Path) -> None:
    write({"a/README.md": CARD, "a/USES.txt": "x", "b/notes.md": "# B\n"})
    os.symlink("a", "link")
    both = found("./a/", str(here / "a"), "link/USES.txt", "b/notes.md", "./b/notes.md", str(here / "b" / "notes.md"))
    assert [(release.path, [text.path for text in release.texts]) for release in both] == [
        ("a", ["README.md", "USES.txt"]),
        ("b", ["notes.md"]),
    ]


def test_what_is_named_is_excluded_only_by_force(here: Path) -> None:
    write({"old/README.md": CARD, "old/x.bin": "", "old/raw/y.bin": ""})
    for named in ("old", "old/README.md", str(here / "old")):
        assert shape(found(named, exclude=["old", "raw"])) == {"old": (["README.md"], ["README.md", "x.bin"])}
        assert find_releases([named], excluded=matcher(["old"]), force_exclude=True) == []


def test_excluded_files_are_not_in_the_tree(here: Path) -> None:
    write({"README.md": CARD, "model.gguf": "x", "private/model.pt": "x", "LICENSE": "t"})
    assert shape(found(".", exclude=["*.gguf", "private", "LICENSE"])) == {".": (["README.md"], ["README.md"])}


def test_no_path_is_absolute(here: Path) -> None:
    write({"README.md": CARD, "a/README.md": CARD, "b/c.md": "c"})
    assert [release.path for release in found(str(here))] == [".", "a"]
    assert [release.path for release in found(str(here / "b" / "c.md"))] == ["."]
    outside = here.parent / "other"
    outside.mkdir()
    (outside / "README.md").write_text(CARD)
    (release,) = found(str(outside))
    assert (release.path, release.name) == ("../other", "other")


def test_folders_of_tools_are_no_part_of_it(here: Path) -> None:
    write(
        {
            "README.md": CARD,
            ".git-not/x": "",
            "node_modules/m/README.md": CARD,
            "__pycache__/m.pt": "",
            ".venv/model.pt": "",
            "env/lib/python3.12/site-packages/distutils-precedence.pth": "",
        }
    )
    assert shape(found(".")) == {".": (["README.md"], ["README.md", ".git-not/x"])}


def test_a_folder_named_like_a_card_is_walked(here: Path) -> None:
    write({"README.md/MODEL_CARD.md": "# M\n", "README.md/x.bin": ""})
    assert shape(found(".")) == {"README.md": (["MODEL_CARD.md"], ["MODEL_CARD.md", "x.bin"])}
    assert shape(found("README.md")) == shape(found("."))


def test_only_regular_files_inside_the_release_are_read(here: Path) -> None:
    (here.parent / "secret.md").write_text("secret")
    write({"r/README.md": CARD, "r/real/x.md": "x", "r/sub/y.md": "y"})
    os.mkfifo("r/MODEL_CARD.md")
    os.symlink("../../secret.md", "r/SYSTEM_CARD.md")
    os.symlink("loop_card.md", "r/loop_card.md")
    os.symlink("gone.md", "r/gone_card.md")
    os.symlink("real/x.md", "r/inner_card.md")
    os.symlink("..", "r/up")
    (release,) = found("r")
    assert {text.path: text.text for text in release.texts} == {"README.md": CARD, "inner_card.md": "x"}
    assert reasons(release) == {
        "MODEL_CARD.md": "is not a regular file",
        "SYSTEM_CARD.md": "is a symbolic link out of the release",
        "gone_card.md": "cannot be opened: no such file or directory",
        "loop_card.md": "cannot be opened: too many levels of symbolic links",
    }
    assert all("up" not in entry.path for entry in release.tree.entries)


def test_a_link_in_the_way_leads_nowhere(here: Path) -> None:
    (here.parent / "elsewhere").mkdir()
    (here.parent / "elsewhere" / "x.md").write_text("secret")
    write({"README.md": CARD})
    os.symlink("../elsewhere", "linked")
    (release,) = found("linked/x.md")
    assert reasons(release) == {"linked/x.md": "is a symbolic link out of the release"}


@pytest.mark.parametrize(
    ("link", "card"),
    [("README.md", "MODEL_CARD.md"), ("README.md", "docs/MODEL_CARD.md"), ("SYSTEM_CARD.md", "README.md")],
)
def test_a_link_to_a_card_of_the_release_is_no_second_card(here: Path, link: str, card: str) -> None:
    write({card: "---\nrelease: api\n---\n# T\n", "model.pt": ""})
    os.symlink(card, link)
    for path in (".", link):
        assert [[text.path for text in release.texts] for release in found(path)] == [[card]]


def test_a_snapshot_of_the_hub_s_cache_is_read_through_its_links(here: Path) -> None:
    write({"blobs/1": CARD, "blobs/2": "xx", "refs/main": "abc"})
    os.makedirs("snapshots/abc")
    os.symlink("../../blobs/1", "snapshots/abc/README.md")
    os.symlink("../../blobs/2", "snapshots/abc/model.safetensors")
    os.symlink("../../refs/main", "snapshots/abc/MODEL_CARD.md")
    (release,) = found("snapshots/abc")
    assert [text.path for text in release.texts] == ["README.md"]
    assert reasons(release) == {"MODEL_CARD.md": "is a symbolic link out of the release"}
    assert ("model.safetensors", 2) in [(entry.path, entry.size) for entry in release.tree.entries]


@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root reads everything")
def test_what_may_not_be_read_is_told(here: Path) -> None:
    write({"README.md": CARD, "MODEL_CARD.md": "m"})
    os.chmod("MODEL_CARD.md", 0)
    assert reasons(found(".")[0]) == {"MODEL_CARD.md": "cannot be opened: permission denied"}


def test_a_large_card_is_not_read(here: Path) -> None:
    write({"README.md": CARD})
    with open("MODEL_CARD.md", "wb") as stream:
        stream.truncate(50_000_000)
    (release,) = found(".")
    (trouble,) = release.troubles
    assert (trouble.rule, trouble.reason) == (
        "file-too-large",
        "has 50,000,000 bytes; at most 2 MiB of a card are read",
    )
    assert release_of_text(b"x" * (MAX_CARD + 1), "a.md").troubles[0].rule == "file-too-large"
    assert release_of_text(b"x" * MAX_CARD, "a.md").troubles == ()


def test_what_is_no_text_is_told_and_the_rest_is_read(here: Path) -> None:
    write({"README.md": CARD, "MODEL_CARD.md": b"a\0", "SYSTEM_CARD.md": POINTER, "release.yaml": b"\xff"})
    (release,) = found(".")
    assert [text.path for text in release.texts] == ["README.md"]
    assert release.declaration is None
    assert reasons(release) == {
        "MODEL_CARD.md": "holds a NUL byte (line 1): it is not text",
        "SYSTEM_CARD.md": "is a Git LFS pointer: the text itself is not here",
        "release.yaml": "is not valid UTF-8 (byte 1, line 1)",
    }


def test_names_are_taken_as_they_are(here: Path) -> None:
    names = ["a\nb.gguf", "\x1b[31m.pt", "ü.bin", "- .txt"]
    write({"README.md": CARD} | dict.fromkeys(names, ""))
    (release,) = found(".")
    assert sorted(entry.path for entry in release.tree.entries) == sorted(["README.md", *names])


def test_pointers_tell_the_true_size(here: Path) -> None:
    write({
        "README.md": CARD,
        "lfs.gguf": POINTER,
        "xet.gguf": XET,
        "text.gguf": "version https://git-lfs.github.com/spec/v1\nno size\n",
        "long.gguf": POINTER + " " * 200,
        "empty.gguf": "",
    })  # fmt: skip
    assert {entry.path: entry.size for entry in found(".")[0].tree.entries} == {
        "README.md": len(CARD),
        "lfs.gguf": 4973052416,
        "xet.gguf": 123456789,
        "text.gguf": 51,
        "long.gguf": len(POINTER) + 200,
        "empty.gguf": 0,
    }


def test_in_a_checkout_only_what_git_tracks_is_released(here: Path) -> None:
    write({
        "m/README.md": CARD,
        "m/kept.py": "",
        "m/gone.pt": "x",
        "m/lfs.pt": POINTER,
        "m/inner/README.md": CARD,
        "m/inner/x.py": "",
        "README.md": "# Repository\n",
        ".gitignore": "*.gguf\nscratch/\n",
    })  # fmt: skip
    git("init", "-q")
    git("add", ".")
    write({"m/ignored.gguf": "x", "m/untracked.pt": "x", "scratch/README.md": CARD, "scratch/a.gguf": "x"})
    os.unlink("m/gone.pt")
    os.symlink(".", "m/self")
    git("add", "m/self")
    releases = {release.path: release for release in found(".")}
    assert [(entry.path, entry.size) for entry in releases["m"].tree.entries] == [
        ("README.md", len(CARD)),
        ("gone.pt", None),
        ("kept.py", 0),
        ("lfs.pt", 4973052416),
    ]
    assert [entry.path for entry in releases["m/inner"].tree.entries] == ["README.md", "x.py"]
    # A folder that git ignores as a whole was made on this machine, and is looked at as it is.
    assert [entry.path for entry in releases["scratch"].tree.entries] == ["README.md", "a.gguf"]
    assert found("m/kept.py")[0].tree == releases["m"].tree
    # The weights that lie beside a card all the same are known.
    assert {path: release.tree.untracked for path, release in releases.items()} == {
        "m": ("ignored.gguf", "untracked.pt"),
        "m/inner": (),
        "scratch": (),
    }
    (excluding,) = [read() for read in find_releases(["m/kept.py"], excluded=matcher(["*.gguf"]))]
    assert excluding.tree.untracked == ("untracked.pt",)


def test_in_a_checkout_without_tracked_files_what_is_not_ignored_counts(here: Path) -> None:
    write({"README.md": CARD, "model.pt": "x", "big.gguf": "x", ".gitignore": "*.gguf\n"})
    git("init", "-q")
    assert [entry.path for entry in found(".")[0].tree.entries] == [".gitignore", "README.md", "model.pt"]


def test_a_checkout_that_git_cannot_read_tells_nothing(here: Path) -> None:
    write({"README.md": CARD, "model.pt": "x", ".git": "gitdir: nowhere\n"})
    assert found(".")[0].tree.kind == "unknown"
    assert found(".")[0].tree.entries == ()


def test_the_variables_of_a_git_hook_do_not_mislead(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write({"r/README.md": CARD, "r/model.pt": "x"})
    git("init", "-q", "r")
    git("-C", "r", "add", ".")
    monkeypatch.setenv("GIT_DIR", "/nonexistent")
    monkeypatch.setenv("GIT_INDEX_FILE", "/nonexistent/index")
    assert [entry.path for entry in found("r")[0].tree.entries] == ["README.md", "model.pt"]


def test_the_search_upward_ends_at_the_checkout(here: Path) -> None:
    write({"README.md": CARD, "repo/docs/notes.md": "n", "repo/.git/HEAD": ""})
    (release,) = found("repo/docs/notes.md")
    assert release.path == "repo/docs"
    assert [text.path for text in release.texts] == ["notes.md"]


def test_many_releases_of_a_checkout_have_the_trees_that_each_has_alone(here: Path) -> None:
    for name in ("a", "a b", "a-", "a0", "b", "c", "ü", "new", "ignored", "z/deep"):
        write({f"{name}/README.md": CARD, f"{name}/x/y.pt": "x", f"{name}/no.gguf": ""})
    write({"README.md": CARD, ".gitignore": "*.gguf\nignored/\n"})
    git("init", "-q")
    git("add", *(name for name in os.listdir() if name not in ("new", "ignored")))
    together = found(".")
    assert len(together) == 11
    for release in together:
        if release.path != ".":
            assert release.tree == found(release.path)[0].tree
    assert [entry.path for entry in together[0].tree.entries] == [".gitignore", "README.md"]


def test_a_tree_is_bounded(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write({"README.md": CARD} | {f"d{n}/{m}": "" for n in range(4) for m in range(4)})
    monkeypatch.setattr(tree_module, "MAX_ENTRIES", 10)
    tree = found(".")[0].tree
    assert (len(tree.entries), tree.complete) == (10, False)
    git("init", "-q")
    git("add", ".")
    tree = found(".")[0].tree
    assert (len(tree.entries), tree.complete) == (10, False)


def test_a_deep_tree_is_cut_and_says_so(here: Path) -> None:
    write({"README.md": CARD, "/".join(["d"] * 40) + "/x": ""})
    tree = found(".")[0].tree
    assert ([entry.path for entry in tree.entries], tree.complete) == (["README.md"], False)


@pytest.mark.parametrize(
    ("filename", "path", "name"),
    [
        ("README.md", ".", "README.md"),
        ("a/b/MODEL_CARD.md", "a/b", "MODEL_CARD.md"),
        ("/home/someone/card.md", ".", "card.md"),
        ("", ".", "README.md"),
    ],
)
def test_a_text_from_a_stream_has_no_tree(filename: str, path: str, name: str) -> None:
    release = release_of_text(CARD.encode(), filename)
    assert (release.path, release.texts[0].path, release.tree.kind) == (path, name, "unknown")


HERON = {
    "heron/README.md": f"{CARD}See [the uses](uses.md).\n",
    "heron/release.yaml": "access: downloadable\n",
    "heron/LICENSE": "MIT License\n",
    "heron/uses.md": "# Uses\n",
    "heron/docs/MODEL_CARD.md": "# Heron\n",
    "heron/model.safetensors": "x",
}


@pytest.mark.parametrize("name", [name for name in HERON if name != "heron/model.safetensors"])
def test_a_text_from_a_stream_stands_in_for_the_file_of_its_name(here: Path, name: str) -> None:
    write(HERON)
    (before,) = found(name)
    assert release_of_text(HERON[name].encode(), name) == before
    changed = HERON[name] + ("owner: us\n" if name.endswith(".yaml") else "[More](uses.md)\n")
    release = release_of_text(changed.encode(), name)
    write({name: changed})
    assert [release] == [replace(after, tree=before.tree) for after in found(name)]  # where files have their sizes
    assert release != before


def test_a_declaration_from_a_stream_needs_no_file_in_the_folder_of_a_release(here: Path) -> None:
    write({"heron/README.md": CARD, "heron/model.safetensors": "x"})
    release = release_of_text(b"access: api\n", "heron/release.yaml")
    assert (release.declaration, release.tree.kind) == (SourceText(path="release.yaml", text="access: api\n"), "local")


@pytest.mark.parametrize("name", ["new/README.md", "heron/NEW.md", "software/README.md", "new/release.yaml"])
def test_a_text_from_a_stream_that_no_release_on_disk_has_is_one_alone(here: Path, name: str) -> None:
    write({"heron/README.md": CARD, "heron/model.safetensors": "x", "software/README.md": "# Tool\n"})
    release = release_of_text(b"access: api\n", name)
    folder, _, file = name.partition("/")
    text = SourceText(path=file, text="access: api\n")
    declared = file == "release.yaml"
    assert release == Release(
        path=folder, name="", texts=() if declared else (text,), declaration=text if declared else None
    )


def test_another_tool_s_file_from_a_stream_is_no_declaration(here: Path) -> None:
    write({"heron/README.md": CARD})
    assert release_of_text(b"apiVersion: v2\n", "heron/release.yaml").declaration is None
    with pytest.raises(NothingFoundError, match=r"^the text of 'new/release.yaml' declares no release$"):
        release_of_text(b"apiVersion: v2\n", "new/release.yaml")


WEIGHTS = (
    *(
        "model.safetensors",
        "model-00001-of-00002.safetensors",
        "sub/dir/model.SAFETENSORS",
        "llama.Q4_K_M.gguf",
        "a.pt",
    ),
    *(
        "pytorch_model.bin",
        "pytorch_model-00001-of-00003.bin",
        "adapter_model.bin",
        "diffusion_pytorch_model.bin",
        "a.pth",
    ),
    *(
        "openvino_model.bin",
        "ggml-base.bin",
        "weights.bin",
        "learned_embeds.bin",
        "a.ckpt",
        "model.onnx",
        "model.onnx_data",
    ),
    *(
        "tf_model.h5",
        "flax_model.msgpack",
        "a.tflite",
        "a.npz",
        "a.keras",
        "model.pkl",
        "export.pkl",
        "a.nemo",
        "a.litertlm",
    ),
    *("consolidated.00.pth", "saved_model.pb", "variables.data-00000-of-00001", "sklearn_model.joblib"),
    "mp_rank_00_model_states.pt",
)
NO_WEIGHTS = (
    *(
        "training_args.bin",
        "data/embeddings.npz",
        "eval/prompts.pkl",
        "features.h5",
        "image_embeddings.npz",
        "optimizer.pt",
        "optimizer.bin",
        "scheduler.pt",
        "scaler.pt",
        "rng_state.pth",
        "rng_state_0.pth",
    ),
    *(
        "zero_pp_rank_0_mp_rank_00_optim_states.pt",
        "tokenizer.model",
        "tokenizer.pkl",
        "tokenizer_model.bin",
        "vocab.pkl",
    ),
    *("spiece.model", "config.json", "README.md", "model.py", "data.bin", "model.safetensors.txt"),
    *("model.safetensors.index.json", "pytorch_model.bin.index.json"),
)


@pytest.mark.parametrize("path", WEIGHTS)
def test_weights(path: str) -> None:
    assert filenames.is_weights(path)


@pytest.mark.parametrize("path", NO_WEIGHTS)
def test_no_weights(path: str) -> None:
    assert not filenames.is_weights(path)


@pytest.mark.parametrize(
    ("kind", "yes", "no"),
    [
        (
            "is_card",
            "README.md readme.markdown MODEL_CARD.md system-card.mdx my_card.md release-checklist.md",
            "card.md README.txt a.md",
        ),
        ("is_checklist", "checklist.md Release_Checklist.md", "README.md"),
        ("is_text", "a.md b.txt", "a.py b"),
        (
            "is_license",
            "LICENSE LICENSE.md COPYING licence.txt MODEL_LICENSE USE_POLICY.md LICENSE-CODE",
            "a/LICENSE licensing.md",
        ),
        ("is_training_code", "train.py run_clm.py src/pretrain_gpt.sh", "trainer_state.json constrain.py"),
        ("is_tuning_code", "finetune.py sft_run.py", "tune.py"),
        ("is_code", "a.py b/c.ipynb", "a.md"),
        (
            "is_configuration",
            "config.json a/hparams.yaml configs/35m.yaml config/model/small.toml conf/train.yaml",
            "tokenizer_config.json spec.yaml .github/config.yml configs/notes.txt config/docker.yaml conf/logging.yaml",
        ),
        (
            "is_log",
            "trainer_state.json events.out.tfevents.123 training_log.csv logs/run7.csv training_logs/epochs.jsonl",
            "log.md logs/access.csv data/logs/run.csv training_logs_2024/config.json train_state_1/tokenizer.json",
        ),
    ],
)
def test_kinds_of_names(kind: str, yes: str, no: str) -> None:
    test = getattr(filenames, kind)
    assert all(map(test, yes.split())), [name for name in yes.split() if not test(name)]
    assert not any(map(test, no.split())), [name for name in no.split() if test(name)]
