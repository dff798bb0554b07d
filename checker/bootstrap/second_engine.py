"""A second engine: an OPA server that judges too, or instead, and what that makes of the run."""

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from checker.domain.web_address import is_safe, split_address
from checker.errors import ProviderError, UsageError

if TYPE_CHECKING:
    from checker.ports.engine import PolicyEngine

SERVER, BOTH = "server", "both"
TOKEN = "CLEAN_RELEASE_OPA_TOKEN"  # noqa: S105 - the name of a variable
"""The variable with the bearer token of the server, if it takes one."""

_SECONDS = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondEngine:
    """An OPA server at `host`; with `alone`, it judges instead of the engine of this program."""

    host: str
    port: int
    encrypted: bool
    alone: bool

    @property
    def flags(self) -> tuple[str, ...]:
        """What weakens the run: what a server says alone opens no gate."""
        return ("--engine server",) if self.alone else ()

    def over(self, own: "PolicyEngine") -> "PolicyEngine":
        """The engine that judges.

        Raises:
            ProviderError: this installation cannot speak with a server.
        """
        try:
            from checker.adapters.engine_server.client import OpaServer  # noqa: PLC0415 - an extra
            from checker.adapters.engine_server.engine import ServerEngine  # noqa: PLC0415 - as above
        except ModuleNotFoundError as error:
            raise ProviderError(
                f"this installation cannot ask an OPA server: {error.name} is missing",
                hint="pip install 'clean-release[opa-server]'",
            ) from None
        from checker.application.agree import AgreeingEngines  # noqa: PLC0415 - used here alone

        server = OpaServer(
            host=f"[{self.host}]" if ":" in self.host else self.host,
            port=self.port,
            ssl=self.encrypted,
            token=os.environ.get(TOKEN) or None,
            timeout=_SECONDS,
        )
        second = ServerEngine(server, compiler=own)
        return second if self.alone else AgreeingEngines(own, second)


def second_engine(kind: str, url: str) -> SecondEngine | None:
    """The engine that `--engine` and `--opa-url` ask for; None for the one of this program.

    Raises:
        UsageError: they do not fit together, or the address may not be asked.
    """
    if kind in ("", "embedded"):
        if url:
            raise UsageError("--opa-url is given without --engine server or --engine both", hint="say which of them")
        return None
    if kind not in (SERVER, BOTH):
        raise UsageError(f"--engine is {kind!a}, expected embedded, server or both")
    parts = split_address(url)
    encrypted = parts.scheme == "https"
    if not is_safe(url) or parts.path.strip("/") or parts.query or parts.fragment:
        raise UsageError(
            "--opa-url is no address of a server that may be asked, expected https://HOST:PORT without more "
            "(http only for this machine)",
            hint=f"a token goes into the variable {TOKEN}",
        )
    return SecondEngine(
        host=str(parts.hostname),
        port=parts.port or (443 if encrypted else 8181),
        encrypted=encrypted,
        alone=kind == SERVER,
    )
