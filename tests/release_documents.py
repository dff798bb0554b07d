"""Rules' inputs to begin a proof from: the shared good one, with what a case needs changed."""

import copy
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from tests.settings_builders import seen

GOOD = Path(__file__).parent / "data" / "inputs" / "good.json"

Document = dict[str, Any]
Change = Callable[[Document], None]


def a_document(*changes: Change) -> Document:
    """The good document, changed."""
    document: Document = copy.deepcopy(json.loads(GOOD.read_bytes()))
    for change in changes:
        change(document)
    return document


def built_elsewhere(document: Document) -> None:
    """Its source is on a host that nobody named."""
    document["manifest"]["value"]["source"]["host"] = "git.example"


def with_changelog(document: Document) -> None:
    """Its changelog tells of another version."""
    log: Document = {
        "id": "CHANGELOG.md (changelog)",
        "file": "CHANGELOG.md",
        "line": 3,
        "written": seen("1.3.0"),
        "states": "1.3.0",
        "target": "v1.4.0",
        "as_target": seen(False),  # noqa: FBT003 - the value of an observation
        "as_manifest": seen(False),  # noqa: FBT003 - as above
    }
    document["workspace"]["versions"] = seen([log])


BASES: Mapping[str, tuple[Change, ...]] = {
    "good": (),
    "elsewhere": (built_elsewhere,),
    "changelog": (with_changelog,),
}
"""The documents that proofs begin from, by name."""
