"""The credential: found in the environment or asked of `gh`, shown to nobody.

Its kind is told by the provider's own prefixes, its name is a fingerprint. The text leaves this module only as the
header of a request.
"""

import hashlib
import re
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from checker.errors import ProviderError
from checker.formats.audit_document import GITHUB

_NAMES = ("GH_TOKEN", "GITHUB_TOKEN")
_SERVER_NAMES = ("GH_ENTERPRISE_TOKEN", "GITHUB_ENTERPRISE_TOKEN")
_KINDS = {
    "github_pat_": "fine-grained token",
    "ghp_": "classic token",
    "gho_": "token of an OAuth app",
    "ghu_": "token of an app, for a person",
    "ghs_": "token of an installation",
}
_PLAIN = re.compile(r"[\x21-\x7e]{1,1024}")
_KEPT_ENVIRONMENT = (
    "PATH",
    "HOME",
    "XDG_CONFIG_HOME",
    "XDG_RUNTIME_DIR",
    "DBUS_SESSION_BUS_ADDRESS",
    "GH_CONFIG_DIR",
)
_GH_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Credential:
    """One token; its `repr` does not show it."""

    text: str = field(repr=False)

    @property
    def kind(self) -> str:
        """What the provider's prefix says it is."""
        return next((kind for prefix, kind in _KINDS.items() if self.text.startswith(prefix)), "unknown")

    @property
    def fingerprint(self) -> str:
        """A name for it from which nobody gets it back."""
        return self.derived("name")[:32]

    def derived(self, purpose: str) -> str:
        """64 hex digits that only the holder of the token can make, another for each purpose."""
        return hashlib.blake2b(self.text.encode(), person=purpose.encode()[:16], digest_size=32).hexdigest()


def find_credential(
    environment: Mapping[str, str], *, host: str, asked: Callable[[str, Mapping[str, str]], str] | None = None
) -> Credential:
    """The token for a host: the environment's, else the one `gh` keeps.

    A token for github.com is never sent to a server of one's own: those have variables of their own, as with `gh`.

    Raises:
        ProviderError: there is none, or it holds characters that no token has.
    """
    names = _NAMES if host == GITHUB or host.endswith(".ghe.com") else _SERVER_NAMES
    for name in names:
        if text := environment.get(name, "").strip():
            return credential_of(text, source=name)
    if text := (asked or token_of_gh)(host, environment):
        return credential_of(text, source="gh auth token")
    raise ProviderError(
        f"there is no credential for {host}, expected a token in {names[0]}, or in gh",
        hint=f"run `gh auth login --hostname {host}`, or set {names[0]}",
    )


def local_credential(environment: Mapping[str, str]) -> Credential:
    """The token for an API that is not github.com's own, named by its full address.

    Raises:
        ProviderError: there is none.
    """
    return find_credential(environment, host=GITHUB, asked=lambda _host, _environment: "")


def token_of_gh(host: str, environment: Mapping[str, str]) -> str:
    """What `gh auth token` prints; nothing where it is not installed, not logged in, or does not answer."""
    kept = {name: environment[name] for name in _KEPT_ENVIRONMENT if name in environment}
    command = ["gh", "auth", "token", "--hostname", host]
    try:
        done = subprocess.run(  # noqa: S603 - a fixed command; the host was checked
            command, env=kept, capture_output=True, text=True, timeout=_GH_SECONDS, check=False
        )
    except (OSError, subprocess.SubprocessError, UnicodeDecodeError):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def credential_of(text: str, *, source: str) -> Credential:
    """The token, if it is one; `source` is where it came from.

    Raises:
        ProviderError: it holds characters that no token has.
    """
    if not _PLAIN.fullmatch(text):
        raise ProviderError(f"{source} holds characters that no token has, expected one word", hint="set it anew")
    return Credential(text)
