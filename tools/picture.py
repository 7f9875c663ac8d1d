"""Draws what a terminal shows of the faulty example, docs/img/check-faulty.svg; with --check only tells of drift."""

from __future__ import annotations

import html
import os
import re
import sys
from pathlib import Path

import releaselint
from releaselint.report import Options, renderer
from releaselint.report.columns import columns

ROOT = Path(__file__).parents[1]
PICTURE = ROOT / "docs" / "img" / "check-faulty.svg"
COMMAND = "releaselint check examples/faulty --severity error"
WIDTH = 92  # columns
CHAR, LINE, SIZE, EDGE = 8.4, 20, 14, 24  # pixels: a column, a line, the font, the margin

#: The parameters of a color (SGR) as the terminal gets them, and as SVG draws them; all stand out from the background.
STYLES = {
    "1": 'font-weight="600"',
    "2": 'fill="#6a737d"',
    "31": 'fill="#c4281c"',
    "32": 'fill="#1a7f37"',
    "33": 'fill="#8a5a00"',
    "34": 'fill="#4a63c9"',
    "36": 'fill="#0b7285"',
}
_RUN = re.compile(r"(?:\x1b\[([\d;]+)m)?([^\x1b]+)(?:\x1b\[0m)?")


def main() -> None:
    os.chdir(ROOT)
    drawn = picture(COMMAND, output())
    if "--check" not in sys.argv[1:]:
        PICTURE.write_text(drawn, encoding="utf-8", newline="\n")
    elif PICTURE.read_text(encoding="utf-8") != drawn:
        sys.exit(f"{PICTURE.relative_to(ROOT)} is out of date: run 'python tools/picture.py'")


def output() -> list[str]:
    """Return the lines that a terminal of `WIDTH` columns gets."""
    report = releaselint.check("examples/faulty", isolated=True, plugins=False)
    options = Options(severity="error", color=True, wrap=True, width=WIDTH)
    return "".join(renderer("full")(report, options)).splitlines()


def picture(command: str, lines: list[str]) -> str:
    """Return the picture of a window with `command` and what it printed."""
    width, height = round(WIDTH * CHAR + 2 * EDGE), (len(lines) + 2) * LINE + 2 * EDGE
    rows = [f"\x1b[2m$\x1b[0m \x1b[1m{command}\x1b[0m", "", *lines]
    texts = "\n".join(text for number, row in enumerate(rows) for text in _texts(row, EDGE + LINE * (number + 0.8)))
    return f"""\
<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" role="img"
  font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="{SIZE}"
  fill="#24292f">
<title>{html.escape(command)}</title>
<rect x="0.5" y="0.5" width="{width - 1}" height="{height - 1}" rx="10" fill="#fbfbf9" stroke="#d5d8dc"/>
{texts}
</svg>
"""


def _texts(row: str, y: float) -> list[str]:
    """Return the runs of one line, each as wide as its columns, whatever the font."""
    found = []
    column = 0
    for codes, text in _RUN.findall(row):
        wide = columns(text)
        bare = text.strip()
        if bare:
            x = EDGE + (column + wide - columns(text.lstrip())) * CHAR
            style = "".join(f" {STYLES[code]}" for code in codes.split(";") if code)
            length = f'textLength="{columns(bare) * CHAR:.1f}" lengthAdjust="spacingAndGlyphs"'
            found.append(
                f'<text x="{x:.1f}" y="{y:.1f}" {length}{style} xml:space="preserve">{html.escape(bare)}</text>'
            )
        column += wide
    return found


if __name__ == "__main__":
    main()
