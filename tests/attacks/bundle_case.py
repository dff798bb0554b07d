"""Reads a bundle attack from its data and sets it up: the bundle, the anchor, the moment.

A case is data, so that another implementation could run it. `case.json` holds `attack`, `title` and `cases`; a case has

- `name`, and `expect`: `{"refused": <error code>, "says": <part of the message>}` or `{"trusted": <method>}`;
- `bundle`: `form` (`archive`, `folder` or a generator), `revision`, `add` (entries: `name`, `text`, `type`, `target`),
  `remove` (names), `gzip` (`forged_size`, `append_hex`, `split`), `signed` (by whom, when), `after_signing` (what is
  done to the envelope or the content), `opa` (how `.signatures.json` is made);
- `anchor`: the entry of the bundle and its keys (`keys_of`), without which there is none; `anchor_place` when it is not
  outside, `anchor_named` when it is given with `--anchor`;
- `locked`: true to hold the case to the lock of the genuine bundle; `now`, RFC 3339.

`{outside}` in a text or target is a folder that nothing may touch.
"""

import gzip
import json
import os
import socket
import struct
import tarfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from checker.application.read_bundle import read_bundle
from checker.application.sign_bundle import sign_bundle
from checker.formats.dsse_v1 import SignedBytes, parse_envelope, render_envelope
from tests.bundle_builders import ISSUED, fetched, member, tar_of, team_archive, team_contents
from tests.fakes.memory_keys import MemorySigner
from tests.opa_tokens import PUBLIC_PEM, listed, signatures, token

_TAR_TYPES = {
    "file": tarfile.REGTYPE,
    "folder": tarfile.DIRTYPE,
    "symlink": tarfile.SYMTYPE,
    "hardlink": tarfile.LNKTYPE,
    "character-device": tarfile.CHRTYPE,
    "block-device": tarfile.BLKTYPE,
    "fifo": tarfile.FIFOTYPE,
    "sparse": tarfile.GNUTYPE_SPARSE,
}
_MIB = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One case: its fields, and the folder it is set up in."""

    fields: Mapping[str, Any]
    place: Path

    @property
    def outside(self) -> Path:
        """What nothing may touch."""
        return self.place / "outside"

    @property
    def project(self) -> Path:
        """The tree that is judged."""
        return self.place / "project"

    def filled(self, text: str) -> str:
        """A text with `{outside}` filled in."""
        return text.replace("{outside}", str(self.outside))


def cases_in(folder: Path) -> list[Mapping[str, Any]]:
    """The cases of one attack."""
    document = json.loads((folder / "case.json").read_text(encoding="utf-8"))
    assert document["attack"] == folder.name.partition("__")[0]
    cases: list[Mapping[str, Any]] = document["cases"]
    return cases


def write_bundle(case: Case) -> str:
    """Put the case's bundle and its envelope into the project and return its source."""
    described = case.fields["bundle"]
    if described["form"] == "folder":
        _write_folder(case, described)
        return "team"
    generate = GENERATORS.get(described["form"])
    archive = generate() if generate else _archive(case, described)
    (case.project / "team.tar.gz").write_bytes(archive)
    if "signed" in described:
        (case.project / "team.tar.gz.dsse.json").write_bytes(_envelope(described, archive))
    return "team.tar.gz"


def anchor_document(case: Case) -> bytes:
    """The anchor of the case as its file."""
    entry = dict(case.fields["anchor"])
    keys = [_key(key) for key in entry.pop("keys_of", [])]
    if entry.get("tree_digest") == "genuine":
        entry["tree_digest"] = read_bundle(fetched(team_archive())).tree_digest
    repository = {"host": "github.com", "slug": "acme/widget", "namespace": "demo"}
    return json.dumps(
        {
            "schema": "clean-release/anchor/v1",
            "keys": keys,
            "bundles": [{"bundle": "team-policy", **entry}],
            "repositories": [repository],
        }
    ).encode()


def _key(described: Mapping[str, Any]) -> dict[str, Any]:
    """A key of the anchor: a policy key for everything, unless the case says otherwise."""
    fields = dict(described)
    owner = fields.pop("public_key_of", fields["name"])
    pem = PUBLIC_PEM if owner == "opa" else MemorySigner(owner).identity.public_key
    return {"role": "policy", "packages": ["*"], "public_key": pem, **fields}


def _contents(case: Case, described: Mapping[str, Any]) -> dict[str, bytes]:
    """The plain files of the bundle, the team's and those added."""
    contents = team_contents(described.get("revision", 7)) if described.get("contents", "team") == "team" else {}
    if "opa" in described:
        contents[".signatures.json"] = _opa_signatures(contents, described["opa"])
    for entry in described.get("add", ()):
        if entry.get("type", "file") == "file":
            contents[entry["name"]] = case.filled(entry.get("text", "")).encode()
    for name in described.get("remove", ()):
        del contents[name]
    return contents


def _archive(case: Case, described: Mapping[str, Any]) -> bytes:
    added = [entry for entry in described.get("add", ()) if "name" in entry]
    plain = _contents(case, {**described, "add": ()})
    members = [member(path, data) for path, data in plain.items()]
    for entry in added:
        data = case.filled(entry.get("text", "")).encode()
        kind = _TAR_TYPES[entry.get("type", "file")]
        members.append(member(entry["name"], data, type=kind, linkname=case.filled(entry.get("target", ""))))
    tar = tar_of(members)
    how = described.get("gzip", {})
    if "split" in how:
        return gzip.compress(tar[: how["split"]], mtime=0) + gzip.compress(tar[how["split"] :], mtime=0)
    archive = gzip.compress(tar, mtime=0) + bytes.fromhex(how.get("append_hex", ""))
    return archive[:-4] + struct.pack("<I", how["forged_size"]) if "forged_size" in how else archive


def _write_folder(case: Case, described: Mapping[str, Any]) -> None:
    folder = case.project / "team"
    for path, data in _contents(case, described).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    for entry in described.get("add", ()):
        _make_special(case, folder / entry["name"], entry)


def _make_special(case: Case, path: Path, entry: Mapping[str, Any]) -> None:
    kind = entry.get("type", "file")
    if kind == "symlink":
        path.symlink_to(case.filled(entry["target"]))
    elif kind == "fifo":
        os.mkfifo(path)
    elif kind == "socket":
        before = Path.cwd()
        os.chdir(path.parent)
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(path.name)
        os.chdir(before)


def _envelope(described: Mapping[str, Any], archive: bytes) -> bytes:
    """The envelope: signatures of what was genuine when it was signed, then what the attacker did to it."""
    after = described.get("after_signing", {})
    genuine = team_archive(described.get("signed_revision", described.get("revision", 7)))
    bundle = fetched(genuine if "content_changed" in after or "signed_revision" in described else archive)
    envelope = b""
    for signature in described["signed"]:
        bundle = fetched(bundle.archive or b"", envelope=envelope)
        issued = signature.get("issued", ISSUED)
        envelope = sign_bundle(bundle, signer=MemorySigner(signature["by"]), issued=issued)
    return _tampered(envelope, after)


def _tampered(envelope: bytes, after: Mapping[str, Any]) -> bytes:
    signed = parse_envelope(envelope, source="case")
    payload = json.loads(signed.payload)
    if "reserialised" in after:
        return _with_payload(signed, json.dumps(payload, indent=after["reserialised"]).encode())
    if "predicate" in after:
        payload["predicate"].update(after["predicate"])
        return _with_payload(signed, json.dumps(payload, sort_keys=True, separators=(",", ":")).encode())
    if "renamed_key" in after:
        (signature,) = signed.signatures.values()
        stolen: dict[str, bytes] = {MemorySigner(after["renamed_key"]).identity.fingerprint: signature}
        return render_envelope(SignedBytes(payload=signed.payload, signatures=stolen))
    if "repeated_signature" in after:
        document = json.loads(envelope)
        document["signatures"] *= 2
        return json.dumps(document).encode()
    return envelope


def _with_payload(signed: SignedBytes, payload: bytes) -> bytes:
    assert payload != signed.payload
    return render_envelope(SignedBytes(payload=payload, signatures=signed.signatures))


def _opa_signatures(contents: Mapping[str, bytes], how: Mapping[str, Any]) -> bytes:
    files = listed(contents)
    for file in files:
        file["algorithm"] = how.get("algorithm", file["algorithm"])
    files = [file for file in files if file["name"] not in how.get("leave_out", ())]
    files += [{**files[0], "name": name} for name in how.get("list_too", ())]
    made = token({"files": files, **how.get("claims", {})}, header=how.get("header", {}))
    if how.get("unsigned"):
        _, payload, _ = made.split(".")
        made = f"{how['unsigned']}.{payload}."
    return signatures(made, **how.get("file", {}))


def _ten_gigabytes() -> bytes:
    """10 KB of every 10 MB that come out: an archive followed by zeros without end."""
    machine = zlib.compressobj(9, zlib.DEFLATED, 31)
    start = machine.compress(tar_of([member("rules/a.rego", b"package rules.a")])) + machine.flush(zlib.Z_FULL_FLUSH)
    return start + _repeated(bytes(16 * _MIB), times=640)


def _one_huge_file() -> bytes:
    """A header that announces 8 GiB - 1, the most that plain octal can say."""
    entry = tarfile.TarInfo("rules/a.rego")
    entry.size = 8 * 1024 * _MIB - 1
    machine = zlib.compressobj(9, zlib.DEFLATED, 31)
    return machine.compress(entry.tobuf()) + machine.flush(zlib.Z_FULL_FLUSH) + _repeated(bytes(16 * _MIB), times=512)


def _million_members() -> bytes:
    """A million empty files."""
    machine = zlib.compressobj(9, zlib.DEFLATED, 31)
    start = machine.compress(b"") + machine.flush(zlib.Z_FULL_FLUSH)
    thousand = b"".join(tarfile.TarInfo(f"rules/{number:03}.rego").tobuf() for number in range(1000))
    return start + _repeated(thousand, times=1000)


def _repeated(piece: bytes, *, times: int) -> bytes:
    """Compressed bytes that unpack to a piece many times over, made without writing it out that often."""
    machine = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = machine.compress(piece) + machine.flush(zlib.Z_FULL_FLUSH)
    return packed * times


GENERATORS: Mapping[str, Callable[[], bytes]] = {
    "ten-gigabytes-of-zeros": _ten_gigabytes,
    "one-huge-file": _one_huge_file,
    "million-empty-members": _million_members,
}
