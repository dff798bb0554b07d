"""Writes the table of fields into each format's page, from its JSON Schema and `tools/field_meanings/`.

`--check` only compares. What a field may hold is the schema's word; what it means is written by hand, once per field:
a field without a meaning and a meaning without a field are both refused. A meaning whose name begins with `*` holds for
every field that ends so.
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

from tools.generated_files import settle
from tools.schema_fields import fields
from tools.tree_digest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tools.schema_fields import Field

REFERENCE = ROOT / "docs" / "reference"
SCHEMAS = ROOT / "policies" / "schemas"
MEANINGS = Path(__file__).resolve().parent / "field_meanings"
PAGES = {
    "anchor": "anchor.md",
    "approval": "approval.md",
    "artifacts": "artifacts.md",
    "audit": "audit.md",
    "build_run": "build-run.md",
    "canary": "canary.md",
    "capture": "capture.md",
    "gate_latency": "gate-latency.md",
    "lock": "lock.md",
    "manifest": "manifest.md",
    "paths": "publish-paths.md",
    "permit": "permit.md",
    "project": "project-file.md",
    "lifecycle_event": "lifecycle-event.md",
    "release_entry": "release-record.md",
    "report": "report.md",
    "revocation": "revocation.md",
    "run_stage": "run-stage.md",
    "server": "server.md",
    "snapshot": "snapshot.md",
    "waiver": "waiver.md",
    "trail_checkpoint": "trail-checkpoint.md",
    "trail_record": "trail-record.md",
}
_TABLE = re.compile(
    r"(?<=<!-- fields: made by tools/schema_reference\.py -->\n).*?(?=<!-- end of fields -->)", re.DOTALL
)


def table(name: str) -> str:
    """Return the table of a format's fields."""
    schema = json.loads((SCHEMAS / f"{name}_v1.json").read_text(encoding="utf-8"))
    meanings = tomllib.loads((MEANINGS / f"{name}.toml").read_text(encoding="utf-8"))
    rows = list(rows_of(list(fields(schema)), meanings, name=name))
    return "\n".join(["", "| Field | Required | Holds | Means |", "|---|---|---|---|", *rows, "", ""])


def rows_of(found: list[Field], meanings: Mapping[str, str], *, name: str) -> Iterator[str]:
    """Yield a row for each field; every meaning must be used."""
    unused = set(meanings)
    for field in found:
        key = _key(field.path, meanings)
        if not key:
            raise SystemExit(f"tools/field_meanings/{name}.toml: says nothing about {field.path}")
        unused.discard(key)
        required = "yes" if field.required else "no"
        yield f"| `{field.path}` | {required} | {_cell(field.values)} | {_cell(meanings[key])} |"
    if unused:
        raise SystemExit(f"tools/field_meanings/{name}.toml: there is no field {min(unused)}")


def _key(path: str, meanings: Mapping[str, str]) -> str:
    """The name of the meaning that fits best: the path itself, else the longest ending."""
    if path in meanings:
        return path
    endings = [key for key in meanings if key.startswith("*") and path.endswith(key[1:])]
    return max(endings, key=len, default="")


def wanted(name: str, text: str) -> str:
    """Return a page with the table in its place."""
    if not _TABLE.search(text):
        raise SystemExit(f"docs/reference/{PAGES[name]}: has no place for the table of fields")
    made = table(name)
    return _TABLE.sub(lambda _: made, text, count=1)


def main() -> int:
    """Write the tables; with `--check` say which pages differ, and return 1 then."""
    pages = ((name, REFERENCE / page) for name, page in PAGES.items())
    return settle((path, wanted(name, path.read_text(encoding="utf-8")).encode()) for name, path in pages)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    sys.exit(main())
