"""Replies kept between runs, so that asking again for what has not changed costs nothing of the rate limit.

An ETag of this API covers the credential, so replies are kept for one credential only, under its fingerprint. What is
kept went through the allow-list before. A kept reply is believed only when the provider confirms it (304), and when it
carries a code that only the holder of the token can make: a cache that somebody else wrote is no cache.
"""

import hashlib
import hmac
import os
import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from checker.adapters.github.credential import Credential
from checker.adapters.github.reply import Reply
from checker.domain.json_value import Json
from checker.errors import InputRefusedError
from checker.formats.canonical import canonical_bytes, canonical_digest
from checker.formats.github.allow_list import KEPT
from checker.formats.github.status import OK
from checker.formats.strict_json import read_json

FOLDER = "clean-release/github"
KEPT_DAYS = 7
_DAY = 86_400
_PRIVATE_FOLDER, _PRIVATE_FILE = 0o700, 0o600


class ReplyCache:
    """Replies of one credential in a private folder; whatever is wrong with one of them, it is not there."""

    def __init__(self, folder: Path, credential: Credential, *, version: str) -> None:
        self._folder = folder
        self._key = bytes.fromhex(credential.derived("cached replies"))
        self._form = f"{version} {canonical_digest(sorted(KEPT))}"

    def find(self, url: str) -> Reply | None:
        """The reply to a URL that was kept, with its `etag`; None where there is none that can be believed."""
        try:
            data = self._path(url).read_bytes()
        except OSError:
            return None
        code, _, content = data.partition(b"\n")
        if not hmac.compare_digest(code, self._code(content)):
            return None
        try:
            document = read_json(content, source="a kept reply")
        except InputRefusedError:
            return None
        return self._reply(document, url)

    def keep(self, url: str, reply: Reply) -> None:
        """Keep a reply that can be confirmed later; where it cannot be written, nothing is kept."""
        if reply.status != OK or not reply.headers.get("etag"):
            return
        headers: dict[str, Json] = dict(reply.headers)
        content = canonical_bytes({"form": self._form, "url": url, "headers": headers, "body": reply.body})
        path = self._path(url)
        beside = path.with_name(f".{path.name}.{os.getpid()}")
        with suppress(OSError):
            handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, _PRIVATE_FILE)
            with os.fdopen(handle, "wb") as file:
                file.write(self._code(content) + b"\n" + content)
            beside.replace(path)

    def _reply(self, document: Json, url: str) -> Reply | None:
        if not isinstance(document, dict) or (document.get("form"), document.get("url")) != (self._form, url):
            return None
        headers = document["headers"]
        if not isinstance(headers, dict):
            return None
        kept = {name: str(value) for name, value in headers.items()}
        return Reply(status=OK, headers=kept, body=document["body"], has_body=True)

    def _path(self, url: str) -> Path:
        return self._folder / hashlib.sha256(url.encode()).hexdigest()

    def _code(self, content: bytes) -> bytes:
        return hmac.new(self._key, content, hashlib.sha256).hexdigest().encode()


def open_cache(
    environment: Mapping[str, str], credential: Credential, *, version: str, now: float
) -> ReplyCache | None:
    """The cache of a credential below this user's cache folder; None where there can be no private one.

    Args:
        environment: where `XDG_CACHE_HOME` and `HOME` are.
        credential: whose replies they are.
        version: of this tool: another one may keep other fields.
        now: seconds since the epoch; folders of credentials not used for `KEPT_DAYS` are removed.
    """
    home = environment.get("HOME", "")
    base = Path(environment.get("XDG_CACHE_HOME", "") or (Path(home) / ".cache" if home else ""))
    if not base.is_absolute():
        return None
    folder = base / FOLDER / credential.fingerprint
    try:
        folder.mkdir(mode=_PRIVATE_FOLDER, parents=True, exist_ok=True)
        state = folder.lstat()
        os.utime(folder, (now, now))
        _forget_unused(folder.parent, now)
    except OSError:
        return None
    is_private = state.st_uid == os.getuid() and state.st_mode & 0o077 == 0 and not folder.is_symlink()
    return ReplyCache(folder, credential, version=version) if is_private else None


def _forget_unused(parent: Path, now: float) -> None:
    for folder in parent.iterdir():
        if not folder.is_symlink() and now - folder.stat().st_mtime > KEPT_DAYS * _DAY:
            shutil.rmtree(folder, ignore_errors=True)
