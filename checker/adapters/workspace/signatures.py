"""Signatures of tags and commits, verified without git: what a repository's configuration names is never started.

git would start whatever `gpg.program` or `gpg.ssh.program` says. So the object is read as bytes, taken apart as git
does it (gpg-interface.c, commit.c), and the signature is given to ssh-keygen from a place outside of the checkout.
ssh-keygen says whether the key that the signature itself names made it, and that key's fingerprint; whether the key may
sign a release is for the anchor. A signature of OpenPGP names no key that it brings along, so the anchor's are tried.
"""

import os
import re
import subprocess
import tempfile
from pathlib import Path

from checker.adapters.workspace.git_view import GitSilentError, GitView
from checker.adapters.workspace.openpgp import OpenPGPKeys, verify_openpgp
from checker.domain.json_value import Json
from checker.domain.observation import Observation, Status, collected, unread

_FORMS = {
    b"-----BEGIN PGP SIGNATURE-----": "openpgp",
    b"-----BEGIN PGP MESSAGE-----": "openpgp",
    b"-----BEGIN SSH SIGNATURE-----": "ssh",
    b"-----BEGIN SIGNED MESSAGE-----": "x509",
}
_GOOD = re.compile(rb'Good "git" signature with [A-Za-z0-9-]+ key (SHA256:[A-Za-z0-9+/]{43})\s*')
_SECONDS = 30.0
_REFUSED = 255
_COMMIT = re.compile(r"[0-9a-f]{40}")
_UNSUPPORTED = "signatures of this form are not verified"
_READABLE = "a signature of SSH or OpenPGP: git config gpg.format ssh"

Signed = tuple[bytes, bytes]
"""What is signed, and the signature; the latter is empty where there is none."""


def signatures(view: GitView, tag: str, *, head: str, keys: OpenPGPKeys | None = None) -> Observation:
    """The signature of the commit, and that of the tag where one is named and is an object of its own.

    Args:
        view: the checkout.
        tag: its short name, which may be empty.
        head: the commit that is checked out.
        keys: by which signatures of OpenPGP are verified; none, if left out.

    Raises:
        GitSilentError: git gave no answer.
    """
    commit = _of_commit(view.ask("cat-file", "commit", head) or b"")
    found = [_entry(view, "commit", commit, is_own=True, keys=keys)]
    made = _object(view, f"refs/tags/{tag}") if tag else ""
    if made and (view.ask("cat-file", "-t", made) or b"").strip() == b"tag":
        text = view.ask("cat-file", "tag", made) or b""
        found.append(_entry(view, "tag", _of_tag(text), is_own=_is_own(text, tag, head), keys=keys))
    return collected(found)


def _object(view: GitView, ref: str) -> str:
    said = view.ask("rev-parse", "--verify", "--quiet", ref, may_say_no=True) or b""
    found = said.decode("ascii", "replace").strip()
    return found if _COMMIT.fullmatch(found) else ""


def _is_own(text: bytes, tag: str, head: str) -> bool:
    """Whether the object was made for this name and this commit: a signed tag can be put under another name."""
    head_lines = text.partition(b"\n\n")[0].split(b"\n")
    return {f"tag {tag}".encode(), f"object {head}".encode(), b"type commit"} <= set(head_lines)


def _of_tag(text: bytes) -> Signed:
    """A tag's signature begins at the last line that looks like the beginning of one."""
    place = max((at for mark in _FORMS for at in _lines_with(text, mark)), default=-1)
    return (text[:place], text[place:]) if place >= 0 else (text, b"")


def _lines_with(text: bytes, mark: bytes) -> list[int]:
    return [match.start() for match in re.finditer(b"^" + re.escape(mark), text, re.MULTILINE)]


def _of_commit(text: bytes) -> Signed:
    """A commit's signature is a header with continued lines; what is signed is the commit without any such header."""
    head, gap, message = text.partition(b"\n\n")
    kept, signature, header = [], [], b""
    for line in head.split(b"\n"):
        header = header if line.startswith(b" ") else line.partition(b" ")[0]
        if header == b"gpgsig":
            signature.append(line.removeprefix(b"gpgsig") if line.startswith(b"gpgsig") else line)
        elif not header.startswith(b"gpgsig"):
            kept.append(line)
    return b"\n".join(kept) + gap + message, b"".join(line[1:] + b"\n" for line in signature)


def _entry(view: GitView, of: str, signed: Signed, *, is_own: bool, keys: OpenPGPKeys | None) -> Json:
    payload, signature = signed
    form = next((form for mark, form in _FORMS.items() if signature.startswith(mark)), "none")
    if form == "ssh":
        valid, key = _verified(view, payload, signature)
    elif form == "openpgp":
        valid, key = verify_openpgp(payload, signature, keys=keys)
    else:
        valid, key = _other(form), ""
    if valid.value is True and not is_own:
        valid = collected(value=False)
    return {"of": of, "form": form, "valid": valid.to_json(), "key": key}


def _other(form: str) -> Observation:
    if form == "none":
        return collected(value=False)
    return unread(Status.UNSUPPORTED, why=_UNSUPPORTED, needs=_READABLE)


def _verified(view: GitView, payload: bytes, signature: bytes) -> tuple[Observation, str]:
    """Whether the key that the signature names made it, and that key's fingerprint."""
    try:
        program = view.program("ssh-keygen")
        with tempfile.TemporaryDirectory(prefix="clean-release-signature-") as folder:
            code, said = _asked(program, Path(folder), payload, signature)
    except GitSilentError as error:
        return unread(Status.UNSUPPORTED, why=str(error), needs="ssh-keygen of OpenSSH 8.2 or newer"), ""
    good = _GOOD.fullmatch(said)
    if code == 0 and good:
        return collected(value=True), good[1].decode()
    if code == _REFUSED:
        return collected(value=False), ""
    return unread(Status.ERROR, why=f"ssh-keygen ended with {code}", needs="ssh-keygen of OpenSSH 8.2 or newer"), ""


def _asked(program: str, folder: Path, payload: bytes, signature: bytes) -> tuple[int, bytes]:
    """How ssh-keygen ends, and what it prints; it gets no configuration, no agent and no key.

    Raises:
        GitSilentError: it does not start, or does not end in time.
    """
    (folder / "signature").write_bytes(signature)
    (folder / "payload").write_bytes(payload)
    command = [program, "-Y", "check-novalidate", "-n", "git", "-s", str(folder / "signature")]
    environment = {"PATH": os.defpath, "HOME": str(folder), "LC_ALL": "C"}
    try:
        with (folder / "payload").open("rb") as given:
            done = subprocess.run(  # noqa: S603 - the program is from outside of the tree, no argument is of the tree
                command, env=environment, cwd=folder, stdin=given, capture_output=True, timeout=_SECONDS, check=False
            )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise GitSilentError(f"ssh-keygen gave no answer: {type(error).__name__}") from None
    return done.returncode, done.stdout
