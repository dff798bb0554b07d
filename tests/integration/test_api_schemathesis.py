"""Whatever a client sends, the server answers as its OpenAPI says: schemathesis with every check (A21)."""

import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import pytest_socket

from checker.api.app import bare_app
from tests.integration.released_project import BOT
from tests.live_server import LiveServer, live_server

if TYPE_CHECKING:
    from tests.integration.released_project import ReleasedProject

EACH, AT_LEAST = (400, 10_000) if os.environ.get("HYPOTHESIS_PROFILE") == "nightly" else (15, 1_000)
# A well-formed request is refused for what it says where it was read before (412), and where files are of another
# project or version than the candidate (422). A run that goes on is told as long as somebody
# listens, so `follow_run` has tests of its own.
SETTINGS = """\
[checks.positive_data_acceptance]
expected-statuses = ["2xx", "304", "401", "403", "404", "409", "412", "429", "5xx"]

[checks.negative_data_rejection]
expected-statuses = ["400", "401", "403", "404", "405", "406", "409", "412", "413", "415", "422", "429", "5xx"]

[[operations]]
include-operation-id = "import_artifacts"
checks.positive_data_acceptance.expected-statuses = ["2xx", "403", "404", "409", "412", "422", "5xx"]
"""

pytestmark = [pytest.mark.slow, pytest.mark.unmeasured]


def checked(server: LiveServer, folder: Path) -> dict[str, Any]:
    """What schemathesis reports of a server."""
    (folder / "openapi.json").write_text(json.dumps(bare_app().openapi()), encoding="utf-8")
    (folder / "schemathesis.toml").write_text(SETTINGS, encoding="utf-8")
    report = folder / "report.json"
    command = [
        *(sys.executable, "-m", "schemathesis.cli", "run", "openapi.json", "--url", f"http://127.0.0.1:{server.port}"),
        *("--header", "Authorization: Bearer release-bot", "--checks", "all", "--exclude-deprecated"),
        *("--exclude-operation-id", "follow_run", "--request-timeout", "20"),
        *("--max-examples", str(EACH), "--seed", "8", "--report-json-path", str(report), "--continue-on-failure"),
    ]
    ended = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert report.is_file(), ended.stdout + ended.stderr
    read: dict[str, Any] = json.loads(report.read_bytes())
    return {"told": ended.stdout, "code": ended.returncode, **read["test_cases"]}


def test_no_case_of_schemathesis_fails(released: "ReleasedProject", tmp_path: Path) -> None:
    released.to_manifest()
    released.to_report()
    released.done("manifest", "build", *BOT)
    pytest_socket.enable_socket()

    with live_server(released.tree) as server:
        log = server.process.stderr
        assert log
        threading.Thread(target=log.read, daemon=True).start()  # a server whose log nobody reads stops
        found = checked(server, tmp_path)

    assert found["code"] == 0, found["told"]
    assert found["with_failures"] == 0
    assert found["generated"] >= AT_LEAST
