"""Reads an attack on a trail from its data and carries it out: stores in folders, and what is done to them.

A case begins with the folders `here` (a candidate with a manifest: six entries), `there` (an empty store of the same
project), `gadget` (a candidate of another repository) and `demo` (a candidate in the namespace demo). An anchor knows
`release-owner` in both namespaces. A step is one of

- `run`: a command `in` a folder, which must succeed; `{place}` is where the folders lie;
- `go_on`: one more event in a folder, which another word (`with`) makes another one;
- `cancel_run`: a run is asked for and cancelled in a folder, `because` of a text; `as_it_is` keeps what is not masked;
- `copy`: a folder with its store, `to` another name;
- `cut`: whoever owns the file takes away everything `after` an entry of a folder's store; `only` its `rows`, or its
  entries (`trail`);
- `change_bytes`, `drop_row`: in a file at the place, of the row with this index (from 0);
- `write`: a file at the place with a `text`, repeated so many `times`.

`expect`: what the last command `says`, what is `never` in its output, in a store or in a file at the place, what is
`never_said` by it, and files at the place whose bytes the store keeps as records from elsewhere.
"""

import base64
import json
import shutil
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from checker.adapters.secrets.known_forms import KnownForms
from checker.adapters.store import store_path
from checker.application.open_lifecycle import Acting, add_event, open_lifecycle
from checker.bootstrap import CleanRelease
from checker.domain.document_kind import DocumentKind
from checker.domain.masking import Span
from checker.domain.namespace import Namespace
from checker.domain.run import RunCancelled, RunRequested
from tests.attacks.command import Ending, run_command
from tests.candidate_builders import NAME, TARGETS, acting, built
from tests.release_builders import a_project
from tests.trail_builders import gone_on
from tests.unlocked_store import run_unlocked

_ROWS = ("documents", "reports", "snapshots", "revisions")
_GADGET = TARGETS.replace(b"octo/widget", b"octo/gadget")
_BEGINNING = "schema: clean-release/anchor/v1\nbundles: [{bundle: release-policy, method: pinned}]\nrepositories: []\n"


class _NoForms:
    """A version of the product that knew no secret."""

    def find(self, text: str) -> Sequence[Span]:
        del text
        return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TrailCase:
    """One case: its fields, and the place where its folders lie."""

    fields: Mapping[str, Any]
    place: Path

    def run(self) -> Ending:
        """The ending of the last command, after every step was done."""
        for step in self.fields["steps"]:
            (what,) = [name for name in _STEPS if name in step]
            _STEPS[what](self, step)
        return self.command(self.fields["run"], self.fields["in"])

    def command(self, words: Sequence[str], folder: str) -> Ending:
        """A command in one of the folders."""
        filled = [word.replace("{place}", str(self.place)) for word in words]
        return run_command([*filled, "--project", str(self.place / folder)])

    def documents(self, folder: str) -> list[bytes]:
        """What a store keeps of records from elsewhere."""
        with CleanRelease(directory=self.place / folder).store(Namespace.REAL) as store:
            return [one.data for one in store.list_documents(kind=DocumentKind.FOREIGN_TRAIL)]


def an_anchor(configured: Path) -> None:
    """The keys and the anchor of a user who acts in both namespaces; the variables of the process lead there."""
    texts = []
    for namespace in Namespace:
        made = run_command(
            ["keys", "generate", "--actor", "release-owner", "--account-id", "17", "--namespace", namespace]
        )
        assert made.code == 0, made.err
        texts.append(made.out.replace("release-owner.approver", f"release-owner.{namespace}"))
    keys = "".join(text.partition("identities:\n")[0].partition("keys:\n")[2] for text in texts)
    persons = "".join(text.partition("identities:\n")[2] for text in texts)
    (configured / "anchor.yaml").write_text(f"{_BEGINNING}keys:\n{keys}identities:\n{persons}", encoding="utf-8")


def lay_out(place: Path) -> None:
    """The folders that every case begins with."""
    for name, project, namespace in (
        ("here", TARGETS, Namespace.REAL),
        ("there", TARGETS, Namespace.REAL),
        ("gadget", _GADGET, Namespace.REAL),
        ("demo", TARGETS, Namespace.DEMO),
    ):
        folder = place / name
        folder.mkdir()
        (folder / "clean-release.yaml").write_bytes(project)
        with CleanRelease(directory=folder).store(namespace) as store:
            if name != "there":
                built(acting(store=store, project=a_project(project)))


def _by(case: TrailCase, folder: str, todo: Callable[[Acting], object]) -> None:
    with CleanRelease(directory=case.place / folder).store(Namespace.REAL) as store:
        todo(acting(store=store, secrets=KnownForms()))


def _run(case: TrailCase, step: Mapping[str, Any]) -> None:
    ended = case.command(step["run"], step["in"])
    assert ended.code == 0, ended.err


def _go_on(case: TrailCase, step: Mapping[str, Any]) -> None:
    _by(case, step["go_on"], lambda by: gone_on(by, step["with"]))


def _cancel_run(case: TrailCase, step: Mapping[str, Any]) -> None:
    def cancel(by: Acting) -> None:
        kept = replace(by, secrets=_NoForms()) if step.get("as_it_is") else by
        opened = open_lifecycle(by.store, project=by.project)
        manifest = opened.manifests[-1][1].document
        opened = add_event(opened, RunRequested(run=1, manifest=manifest), candidate=NAME, by=kept)
        add_event(opened, RunCancelled(run=1, reason=step["because"]), candidate=NAME, by=kept)

    _by(case, step["cancel_run"], cancel)


def _copy(case: TrailCase, step: Mapping[str, Any]) -> None:
    shutil.copytree(case.place / step["copy"], case.place / step["to"])


def _cut(case: TrailCase, step: Mapping[str, Any]) -> None:
    tables = {"rows": _ROWS, "trail": ("trail",)}.get(step.get("only", ""), (*_ROWS, "trail"))
    path = store_path(case.place / step["cut"], Namespace.REAL)
    with closing(sqlite3.connect(path, isolation_level=None)) as owner:
        run_unlocked(owner, [f"DELETE FROM {table} WHERE seq > {int(step['after'])}" for table in tables])  # noqa: S608 - names of this file


def _change_bytes(case: TrailCase, step: Mapping[str, Any]) -> None:
    def change(rows: list[Any]) -> None:
        carried = rows[step["row"]]["bytes"][0]
        old, new = (word.encode() for word in step["replace"])
        data = base64.b64decode(carried["base64"])
        assert old in data
        carried["base64"] = base64.b64encode(data.replace(old, new)).decode()

    _edit(case.place / step["change_bytes"], change)


def _drop_row(case: TrailCase, step: Mapping[str, Any]) -> None:
    _edit(case.place / step["drop_row"], lambda rows: rows.pop(step["row"]))


def _edit(path: Path, change: Callable[[list[Any]], object]) -> None:
    document = json.loads(path.read_bytes())
    change(document["rows"])
    path.write_text(json.dumps(document), encoding="utf-8")


def _write(case: TrailCase, step: Mapping[str, Any]) -> None:
    (case.place / step["write"]).write_text(step["text"] * step.get("times", 1), encoding="utf-8")


_STEPS: Mapping[str, Callable[[TrailCase, Mapping[str, Any]], None]] = {
    "run": _run,
    "go_on": _go_on,
    "cancel_run": _cancel_run,
    "copy": _copy,
    "cut": _cut,
    "change_bytes": _change_bytes,
    "drop_row": _drop_row,
    "write": _write,
}
