"""Rules' inputs to begin a proof from: the shared good one, with what a case needs changed."""

import copy
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from checker.application.collect_workflows import CheckedOut, collect_workflows
from checker.ports.workspace import CommittedFiles, WorkflowFile
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
        "as_target": seen(value=False),
        "as_manifest": seen(value=False),
    }
    document["workspace"]["versions"] = seen([log])


def dispatched(document: Document) -> None:
    """Its publisher can be reached from any ref, as far as the workflow goes."""
    document["registry"]["publishers"]["value"][0]["from_any_ref"] = seen(value=True)


def open_environment(document: Document) -> None:
    """Any ref may deploy to the environment of its publisher."""
    environment = next(one for one in document["repository"]["environments"]["value"] if one["name"] == "pypi")
    environment["deploy_refs"]["value"]["mode"] = "any"


def unbilled(document: Document) -> None:
    """It has no bill of materials."""
    document["evidence"]["sboms"]["value"] = []


def undeclared_run(document: Document) -> None:
    """Its build run is not named by the manifest."""
    document["evidence"]["build_runs"]["value"][0]["declared"] = False


def with_waiver(document: Document) -> None:
    """A waiver is in force that ends the next day."""
    waiver = {
        "fingerprint": "f" * 64,
        "rule": "branch.approvals",
        "subject": "main",
        "reason": "a migration",
        "owner": "the release team",
        "expires_at": "2026-02-02T12:00:00Z",
    }
    document["waivers"]["value"] = [waiver]


def with_stale_audit(document: Document) -> None:
    """One of its audits is more than a day old."""
    document["evidence"]["audits"]["value"][0]["age_seconds"] = seen(100_000)


def with_workflow(document: Document) -> None:
    """It has a workflow file that publishes, and that is not the default branch's."""
    text = """on: {push: {tags: ["v*"]}}
permissions: {}
jobs:
  publish:
    runs-on: ubuntu-latest
    environment: pypi
    permissions: {id-token: write}
    steps: [{uses: pypa/gh-action-pypi-publish@76f52bc884231f62b9a034ebfe128415bbaabdfc}]
"""
    file = WorkflowFile(path=".github/workflows/release.yml", data=text.encode())
    asked = CheckedOut(host="github.com", slug="acme/acme", committed=CommittedFiles(), files=(file,))
    found: Any = collect_workflows(asked, scanner=None, now="2026-02-01T11:30:00Z", version="1").audit.document
    section = found["sections"]["workflows"]
    section["value"]["files"][0]["as_default"] = seen(value=False)
    document["workspace"]["workflows"] = section


BASES: Mapping[str, tuple[Change, ...]] = {
    "good": (),
    "elsewhere": (built_elsewhere,),
    "changelog": (with_changelog,),
    "dispatched": (dispatched,),
    "open": (dispatched, open_environment),
    "stale": (with_stale_audit,),
    "unbilled": (unbilled,),
    "undeclared": (undeclared_run,),
    "waiver": (with_waiver,),
    "workflow": (with_workflow,),
}
"""The documents that proofs begin from, by name."""
