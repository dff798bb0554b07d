"""The page about watching releases is true: its token logs in, its addresses are pages, and revoking ends it."""

import re
from http.client import HTTPConnection, HTTPResponse
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

import pytest

from tests.docs.test_how_tos import HOW_TO
from tests.github_simulator.fixtures import github  # noqa: F401 - a fixture
from tests.html_page import read_page
from tests.integration.compliance_project import BY, ComplianceProject, compliance  # noqa: F401 - a fixture
from tests.integration.conftest import command  # noqa: F401 - a fixture
from tests.served_process import served
from tools.shown_commands import blocks

if TYPE_CHECKING:
    from collections.abc import Mapping

FORM = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "text/html"}


def ask(port: int, method: str, path: str, headers: "Mapping[str, str]", body: str = "") -> tuple[HTTPResponse, str]:
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request(method, path, body=body, headers=dict(headers))
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer, text


@pytest.mark.engine
def test_releases_are_watched_in_a_browser(compliance: ComplianceProject) -> None:  # noqa: F811 - pytest passes it
    page = (HOW_TO / "watch-releases-in-a-browser.md").read_text(encoding="utf-8")
    lines = [line for one in blocks(page) for line in one.body.splitlines()]
    create, show = (line.split()[2:] for line in lines if line.startswith("$ clean-release "))
    serve, revoke = (line.split()[1:] for line in lines if line.startswith("clean-release "))
    addresses = re.findall(r"^\| `(/[^`]*)`", page, re.MULTILINE)
    assert (serve[0], len(addresses)) == ("serve", 5)
    compliance.to_manifest()
    report = compliance.json("compliance", "run", *BY)["report"]

    token = compliance(*create).out.strip()
    with served(compliance.tree) as server:
        begun, _ = ask(server.port, "POST", "/login", FORM, urlencode({"token": token}))
        assert (begun.status, begun.headers["Location"]) == (303, "/")
        cookie = {"Accept": "text/html", "Cookie": begun.headers["Set-Cookie"].partition(";")[0]}
        for address in addresses:
            shown, text = ask(server.port, "GET", quote(address.replace("sha256:…", report), safe="/?=:"), cookie)
            assert (shown.status, "widget" in read_page(text).shown) == (200, True), address
        number = compliance(*show).out.split()[0]
        assert compliance(*revoke[:-1], number).code == 0
        gone, _ = ask(server.port, "GET", "/", cookie)
        assert (gone.status, gone.headers["Location"]) == (303, "/login")
