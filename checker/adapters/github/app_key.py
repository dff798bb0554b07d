"""A GitHub App's key: found in the environment, used to sign, shown to nobody.

The key never leaves this module: only the signature of a statement that is good for nine minutes does. What a library
says about a key that is none is never repeated, for it could quote it.
"""

import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from checker.errors import ProviderError

APP, KEY, INSTALLATION = (
    "CLEAN_RELEASE_GITHUB_APP",
    "CLEAN_RELEASE_GITHUB_APP_KEY",
    "CLEAN_RELEASE_GITHUB_APP_INSTALLATION",
)
_BEGIN = "-----BEGIN "
_LARGEST = 16_384
_OTHERS = 0o077
_EARLIER, _VALID = 60, 540
"""Seconds: clocks differ, and the provider takes no statement that is valid for more than ten minutes."""
_LONGEST_ID = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class App:
    """One app: its id (or client id), its key as PEM, and which installation (0: the only one there is)."""

    name: str
    pem: bytes = field(repr=False)
    installation: int = 0

    def signed(self, now: datetime) -> str:
        """A statement that this is the app (a JWT, RS256), valid around this moment.

        Raises:
            ProviderError: the key is no RSA key that can be used without a password.
        """
        from joserfc import jwt  # noqa: PLC0415 - 136 ms, only for apps
        from joserfc.errors import JoseError  # noqa: PLC0415 - as above
        from joserfc.jwk import RSAKey  # noqa: PLC0415 - as above

        issued = int(now.timestamp()) - _EARLIER
        claims = {"iss": self.name, "iat": issued, "exp": issued + _EARLIER + _VALID}
        try:
            return jwt.encode({"alg": "RS256"}, claims, RSAKey.import_key(self.pem))
        except (JoseError, ValueError, TypeError):
            raise ProviderError(
                f"{KEY} is no RSA private key in PEM form without a password, expected the app's own",
                hint="generate one in the settings of the app, and point to the file",
            ) from None


def app_of(environment: Mapping[str, str]) -> App | None:
    """The app the environment names; None when it names none.

    Raises:
        ProviderError: it names one by half, or a key that others may read.
    """
    name, key = environment.get(APP, "").strip(), environment.get(KEY, "")
    if not name and not key:
        return None
    if not name or not key:
        given, missing = (APP, KEY) if name else (KEY, APP)
        raise ProviderError(f"{given} is set and {missing} is not, expected both or neither", hint=f"set {missing}")
    if not (name.isascii() and name.replace(".", "").isalnum() and len(name) <= _LONGEST_ID):
        raise ProviderError(f"{APP} is no id of an app, expected its number or its client id", hint="set it anew")
    return App(name=name, pem=_pem(key), installation=_installation(environment.get(INSTALLATION, "")))


def _installation(text: str) -> int:
    if text and not (text.isascii() and text.isdigit() and len(text) <= _LONGEST_ID):
        raise ProviderError(f"{INSTALLATION} is no id of an installation, expected a number", hint="set it anew")
    return int(text or 0)


def _pem(key: str) -> bytes:
    """The key itself, or that of the file it names; neither is repeated in a refusal."""
    if key.lstrip().startswith(_BEGIN):
        return key.strip().encode()
    try:
        path = Path(key)
        state = path.stat()
        if not stat.S_ISREG(state.st_mode) or state.st_size > _LARGEST:
            raise ProviderError(f"{KEY} names no file of a key, expected one in PEM form", hint="set it anew")
        if state.st_mode & _OTHERS:
            raise ProviderError(f"{KEY} names a file that others may read, expected mode 0600", hint="chmod 600 it")
        return path.read_bytes()
    except (OSError, ValueError):
        raise ProviderError(f"{KEY} names a file that cannot be read, expected one in PEM form") from None
