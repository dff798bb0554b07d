"""Reads an attack on a project from its data and sets it up: project, anchor, documents, policy.

A case is data, so that another implementation could run it. `case.json` holds `attack`, `title` and `cases`. A case
begins with a copy of `data/passing` (a project of which every rule passes) and `data/anchor.yaml` beside it, and has

- `name`, and `expect` (see `tests/attacks/ending.py`);
- `base`: `demo` (the default), or `real`, which applies `data/real.json` first: ids, fresh times, signed audits;
- `edit`: what the attacker does to files before the lock is made; `then`: what he does after. Each names a `file`,
  relative to the project, and `set` or `drop` (by JSON pointer, in JSON or YAML; `-` adds to a list), or `text`,
  `hex`, `replace` ([old, new], which must be there), `append`, `copy`, `delete`, `link`, `folder`, `pipe`, `mode`,
  `sql` (run with every trigger dropped and put back), or `generate` (a name in `tests/attacks/large_inputs.py`);
- `policy`: a bundle `team` in the project: `rules` (body by code; METADATA and package line are added unless the body
  has its own), `files`, and `trusted` (the anchor allows it unsigned) or not;
- `sign`: which file is replaced by a signed envelope: `by`, `also_by`, and what the attacker does to the envelope;
- `lock`: false leaves the project without a lock; `judged`: true runs the usual check once, before `then`; a number
  says how it ends;
- `engine`: a misbehaviour in `tests/attacks/broken_engine.py`, or limits (`deadline`, `memory`) of the real one;
- `environment`: variables of the process;
- `run`: the command line instead of the usual check; `{project}` and `{anchor}` are filled in.

In any text, `{now}`, `{now-25h}`, `{now+1h}` become moments, and `{public key of NAME}` the key of a name.
"""

import base64
import contextlib
import json
import os
import re
import shutil
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import yaml

from checker.adapters.clock import SystemClock
from checker.application.open_audit import AUDIT_PAYLOAD
from checker.formats.dsse_v1 import SignedBytes, render_envelope
from tests.attacks.large_inputs import LARGE_INPUTS
from tests.fakes.memory_keys import MemorySigner

DATA = Path(__file__).parent / "data"
EVALUATED_AT = "2026-02-01T12:00:00Z"

_MOMENT = re.compile(r"\{now(?:([+-])(\d+)([hms]))?\}")
_KEY = re.compile(r"\{public key of ([a-z]+)\}")
_SECONDS = {"h": 3600, "m": 60, "s": 1}
_METADATA = """\
# METADATA
# title: A rule of the team
# description: It stands for whatever a case needs.
# custom:
#   catalogue: TEAM-1
#   severity: high
#   enforcement: block
#   collections: [release-gate]
#   reads: []
#   handles: []
#   controls: []
#   references: ["https://example.org/"]
#   message: "{subject} is wrong"
#   fix: {click: "Mend {subject}", command: ""}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectCase:
    """One case: its fields, and the folder it is set up in."""

    fields: Mapping[str, Any]
    place: Path

    @property
    def project(self) -> Path:
        """The tree that is judged."""
        return self.place / "project"

    @property
    def anchor(self) -> Path:
        """What is trusted, outside of the project."""
        return self.place / "anchor.yaml"

    @property
    def is_real(self) -> bool:
        """Whether its verdict would count."""
        return bool(self.fields.get("base") == "real")

    def usual(self) -> list[str]:
        """The command line of the main job."""
        usual = ["check", str(self.project), "--anchor", str(self.anchor), "--format", "json"]
        return usual + ([] if self.is_real else ["--evaluated-at", EVALUATED_AT])

    def arguments(self) -> list[str]:
        """The command line of the case."""
        words = [filled(word) for word in self.fields.get("run", self.usual())]
        return [word.replace("{project}", str(self.project)).replace("{anchor}", str(self.anchor)) for word in words]


def set_up(
    fields: Mapping[str, Any],
    place: Path,
    *,
    lock: Callable[[ProjectCase], None],
    judge: Callable[[ProjectCase], None],
) -> ProjectCase:
    """The case, ready to be run; `lock` and `judge` are called at the moments the project is locked and judged."""
    case = ProjectCase(fields=fields, place=place)
    shutil.copytree(DATA / "passing", case.project)
    shutil.copyfile(DATA / "anchor.yaml", case.anchor)
    real = json.loads((DATA / "real.json").read_text(encoding="utf-8")) if case.is_real else {}
    for edit in real.get("edit", ()):
        _edit(case, edit)
    if "policy" in fields:
        _write_policy(case, fields["policy"])
    for edit in fields.get("edit", ()):
        _edit(case, edit)
    for name, how in fields.get("sign", real.get("sign", {})).items():
        _sign(case.project / name, how)
    if fields.get("lock", True):
        lock(case)
    if fields.get("judged"):
        judge(case)
    for edit in fields.get("then", ()):
        _edit(case, edit)
    return case


def filled(text: str) -> str:
    """A text with moments and keys filled in."""

    def moment(found: re.Match[str]) -> str:
        sign, number, unit = found.groups()
        shift = timedelta(seconds=int(number) * _SECONDS[unit] if number else 0)
        now = SystemClock().now()
        at = now - shift if sign == "-" else now + shift
        return at.strftime("%Y-%m-%dT%H:%M:%SZ")

    text = _MOMENT.sub(moment, text)
    return _KEY.sub(lambda found: MemorySigner(found[1]).identity.public_key, text)


def _filled(value: object) -> object:
    if isinstance(value, str):
        return filled(value)
    if isinstance(value, list):
        return [_filled(item) for item in value]
    return {key: _filled(item) for key, item in value.items()} if isinstance(value, dict) else value


def _edit(case: ProjectCase, edit: Mapping[str, Any]) -> None:
    path = case.project / edit["file"]
    if "set" in edit or "drop" in edit:
        _edit_document(path, edit)
        return
    if "folder" not in edit:
        path.parent.mkdir(parents=True, exist_ok=True)
    (what,) = [name for name in _EDITS if name in edit]
    _EDITS[what](path, edit[what])


def _edit_document(path: Path, edit: Mapping[str, Any]) -> None:
    """Change a document by pointers; a YAML file becomes JSON, which YAML is."""
    text = path.read_text(encoding="utf-8")
    document = yaml.safe_load(text) if path.suffix == ".yaml" else json.loads(text)
    for pointer, value in edit.get("set", {}).items():
        *steps, last = _steps(pointer)
        holder = _at(document, steps)
        if isinstance(holder, list):
            holder[len(holder) if last == "-" else int(last) : None if last == "-" else int(last) + 1] = [
                _filled(value)
            ]
        else:
            holder[last] = _filled(value)
    for pointer in edit.get("drop", ()):
        *steps, last = _steps(pointer)
        holder = _at(document, steps)
        del holder[int(last) if isinstance(holder, list) else last]
    path.write_text(json.dumps(document, ensure_ascii=False, indent=1), encoding="utf-8")


def _steps(pointer: str) -> list[str]:
    return [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]]


def _at(document: Any, steps: list[str]) -> Any:  # noqa: ANN401 - JSON of any form
    for step in steps:
        document = document[int(step)] if isinstance(document, list) else document.setdefault(step, {})
    return document


def _replace(path: Path, pair: list[str]) -> None:
    old, new = pair
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{old!r} is not in {path.name}"
    path.write_text(text.replace(old, filled(new), 1), encoding="utf-8")


def _delete(path: Path, _: object) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()


def _link(path: Path, target: str) -> None:
    path.unlink(missing_ok=True)
    path.symlink_to(target)


def _sql(path: Path, statements: list[str]) -> None:
    """Do to a store what its owner can do: drop what protects it, change it, and put that back."""
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            connection.execute(f'DROP TRIGGER "{name}"')
        for statement in statements:
            assert connection.execute(statement).rowcount != 0, statement
        for _, text in triggers:
            connection.execute(text)


def _pipe(path: Path, _: object) -> None:
    path.unlink(missing_ok=True)
    os.mkfifo(path)


def _folder(path: Path, _: object) -> None:
    if path.is_file():
        path.unlink()
    path.mkdir(parents=True)


_EDITS: Mapping[str, Callable[[Path, Any], object]] = {
    "text": lambda path, text: path.write_text(filled(text), encoding="utf-8"),
    "hex": lambda path, text: path.write_bytes(bytes.fromhex(text)),
    "append": lambda path, text: path.write_bytes(path.read_bytes() + filled(text).encode()),
    "replace": _replace,
    "copy": lambda path, source: shutil.copyfile(path.parent / source, path),
    "delete": _delete,
    "link": _link,
    "pipe": _pipe,
    "folder": _folder,
    "sql": _sql,
    "mode": lambda path, octal: path.chmod(int(octal, 8)),
    "generate": lambda path, name: path.write_bytes(LARGE_INPUTS[name]()),
}


def _write_policy(case: ProjectCase, policy: Mapping[str, Any]) -> None:
    """The bundle `team`, the project that uses it, and the anchor that allows it."""
    bundle = case.project / "team"
    manifest = {
        "revision": "1",
        "roots": ["rules", "lib"],
        "metadata": {"clean-release": {"name": "team", "revision": 1}},
    }
    files = {".manifest": json.dumps(manifest), **policy.get("files", {})}
    for code, body in policy.get("rules", {}).items():
        package = f"rules.{code}"
        text = body if body.startswith(("#", "package ")) else f"{_METADATA}package {package}\n\n{body}\n"
        files[f"rules/{code.replace('.', '/')}/{code.rpartition('.')[2]}.rego"] = text
    for name, text in files.items():
        (bundle / name).parent.mkdir(parents=True, exist_ok=True)
        (bundle / name).write_text(text, encoding="utf-8")
    chosen = {"/policy": {"bundles": ["team"]}}
    _edit_document(case.project / "clean-release.yaml", {"set": chosen})
    if policy.get("trusted", True):
        entry = {
            "bundle": "team",
            "method": "unsigned-path",
            "path": str(bundle),
            "contracts": ["release-policy", "conftest"],
        }
        _edit_document(case.anchor, {"set": {"/bundles/-": entry}})


def _sign(path: Path, how: Mapping[str, Any]) -> None:
    """Put the envelope in the place of the document, with what the attacker did to it."""
    payload = path.read_bytes()
    if "payload" in how:
        payload = base64.b64decode(how["payload"])
    signed = SignedBytes(payload=payload, payload_type=how.get("payload_type", AUDIT_PAYLOAD))
    signer = MemorySigner(how["by"])
    name = MemorySigner(how["claims"]).identity.fingerprint if "claims" in how else signer.identity.fingerprint
    signatures: dict[str, bytes] = {name: signer.sign(signed.to_sign())}
    for other in map(MemorySigner, how.get("also_by", ())):
        signatures[other.identity.fingerprint] = other.sign(signed.to_sign())
    signed = replace(signed, payload_type=how.get("said_type", signed.payload_type))
    if "replace" in how:
        old, new = how["replace"]
        assert old.encode() in payload
        payload = payload.replace(old.encode(), new.encode(), 1)
    signed = SignedBytes(payload=payload, payload_type=signed.payload_type, signatures=signatures)
    path.write_bytes(_tampered(render_envelope(signed), how.get("envelope", {})))


def _tampered(envelope: bytes, changes: Mapping[str, Any]) -> bytes:
    document = {**json.loads(envelope), **changes}
    return json.dumps(document).encode()
