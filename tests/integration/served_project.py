"""A project behind the REST interface, called without a socket."""

from dataclasses import dataclass

import pytest
from starlette.testclient import TestClient

from checker.api.app import create_app
from checker.bootstrap.serving import Serving
from checker.domain.principal import Role
from tests.fakes.told_callers import ToldCallers
from tests.integration.compliance_project import NAME, ComplianceProject

API = "/api/clean-release"
REGISTRATION = {"candidate_id": NAME, "version": "1.2.0", "source_snapshot": "v1.2.0-rc1"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ServedProject:
    """The project, its server, and somebody with every role."""

    project: ComplianceProject
    callers: ToldCallers
    serving: Serving
    client: TestClient


@pytest.fixture
def served(compliance: ComplianceProject) -> ServedProject:
    """A server over the project; `client` calls as somebody who may do everything."""
    callers = ToldCallers()
    serving = Serving.over([compliance.tree], callers=callers)
    client = TestClient(create_app(serving), headers=callers.knows("release-bot", *Role), raise_server_exceptions=False)
    return ServedProject(project=compliance, callers=callers, serving=serving, client=client)
