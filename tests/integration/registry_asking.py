"""A project that asks the registries of a loopback server what is published of it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import pytest_socket

from checker.formats.audit_v1 import parse_audit
from tests.registry_server import RegistryServer

if TYPE_CHECKING:  # the fixtures below are taken up there
    from tests.integration.conftest import CommandLine, Ended

VERSION = "0.0.19"
OWN = {
    "registry": "pypi",
    "project": "pypi-attestations",
    "owner": "trailofbits",
    "repository": "pypi-attestations",
    "workflow": "release.yml",
}


@pytest.fixture
def registry() -> Iterator[RegistryServer]:
    pytest_socket.enable_socket()
    pytest_socket.socket_allow_hosts(["127.0.0.1"], allow_unix_socket=True)
    server = RegistryServer()
    yield server
    server.stop()
    pytest_socket.disable_socket(allow_unix_socket=True)
    assert {method for method, _, _ in server.seen} <= {"GET"}
    assert not [headers for _, _, headers in server.seen if "authorization" in headers]


class Asking:
    """Runs the command in a project of its own, and reads what was written."""

    def __init__(self, command: "CommandLine", folder: Path, server: RegistryServer) -> None:
        self.command, self.folder, self.server = command, folder, server
        self.publishers: list[dict[str, Any]] = [OWN]
        self.targets = [{"registry": "pypi", "project": "pypi-attestations"}]
        self.formulas: list[str] = []
        self.version = VERSION

    def __call__(self, *arguments: object, expect: int = 0) -> dict[str, Any]:
        ended = self.run(*arguments)
        assert ended.code == expect, ended.out + ended.err
        return dict(parse_audit((self.folder / "audits" / "o-w.registry.json").read_bytes(), source="it").sections)

    def run(self, *arguments: object) -> "Ended":
        project = {
            "schema": "clean-release/project/v1",
            "project": "w",
            "repository": "github.com/o/w",
            "namespace": "demo",
            "release": {"targets": self.targets, "formulas": self.formulas},
            "publishers": self.publishers,
            "policy": {"bundles": ["builtin:release-policy"]},
        }
        (self.folder / "clean-release.yaml").write_text(json.dumps(project), encoding="utf-8")
        where = ("--project", self.folder, "--output", self.folder / "audits", "--version", self.version)
        return self.command("audit", "registry", *where, *arguments)

    def pypi(self, *arguments: object, expect: int = 0) -> dict[str, Any]:
        """The one publication, asked of the index of the server."""
        sections = self("--registry", f"pypi={self.server.url}/simple", *arguments, expect=expect)
        (published,) = sections["published"]["value"]
        (publication,) = sections["publication"]["value"]
        return {**publication, "versions": published["versions"]}


@pytest.fixture
def ask(command: "CommandLine", empty: Path, registry: RegistryServer) -> Asking:
    return Asking(command, empty, registry)
