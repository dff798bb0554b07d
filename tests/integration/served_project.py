"""A project behind the REST interface, called without a socket."""

import asyncio
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

import pytest
from starlette.testclient import TestClient

from checker.api.app import create_app
from checker.bootstrap.serving import Serving
from checker.domain.principal import Role
from tests.fakes.told_callers import ToldCallers
from tests.integration.compliance_project import NAME, ComplianceProject

API = "/api/clean-release"
BOT = {"Authorization": "Bearer release-bot"}
REGISTRATION = {"candidate_id": NAME, "version": "1.2.0", "source_snapshot": "v1.2.0-rc1"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ServedProject:
    """The project, its server, and somebody with every role."""

    project: ComplianceProject
    callers: ToldCallers
    serving: Serving
    client: TestClient

    def sent(
        self, path: str, *, method: str = "GET", query: str = "", headers: Mapping[str, str] = BOT, body: bytes = b""
    ) -> tuple[int, dict[str, str], bytes]:
        """Status, headers and body of the answer at an address as it is given, which no client spells better."""
        told: list[MutableMapping[str, Any]] = []
        scope = {
            "type": "http",
            "method": method,
            "path": unquote(path),
            "raw_path": path.encode(),
            "query_string": query.encode(),
            "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
            "client": ("127.0.0.1", 1),
            "http_version": "1.1",
            "scheme": "http",
            "server": ("127.0.0.1", 80),
        }

        async def receive() -> MutableMapping[str, Any]:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: MutableMapping[str, Any]) -> None:
            told.append(message)

        asyncio.run(self.client.app(scope, receive, send))  # type: ignore[arg-type, unused-ignore] # an ASGI app
        given = {name.decode(): value.decode() for name, value in told[0]["headers"]}
        return told[0]["status"], given, b"".join(one.get("body", b"") for one in told[1:])


@pytest.fixture
def served(compliance: ComplianceProject) -> ServedProject:
    """A server over the project; `client` calls as somebody who may do everything."""
    callers = ToldCallers()
    serving = Serving.over([compliance.tree], callers=callers)
    client = TestClient(create_app(serving), headers=callers.knows("release-bot", *Role), raise_server_exceptions=False)
    return ServedProject(project=compliance, callers=callers, serving=serving, client=client)
