"""Whatever a client sends, the server answers as its OpenAPI says: schemathesis with every check (A21).

Every operation that is documented is asked, what is retired and the stream among them. Left out are the pages alone:
no schema says what they are, since they are made for people; `test_pages_in_a_browser.py` and the cases of A08, A13 and
A16 ask for each of them.
"""

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
STREAM_SECONDS = "0.5"
"""No worker is there, so a run that is asked for meanwhile goes on for ever: its stream ends so, as any ends after an
hour, and is read to its end."""

READ = ["2xx", "304", "404"]
"""What a well-formed read comes to: the names in its address are drawn, and most of them nobody has."""
CHANGED = ["2xx", "403", "404", "409"]
"""What a well-formed change comes to beside it: not theirs, and not its turn."""
WRONG = ["404", "405", "413", "415", "422"]
"""What a malformed request comes to. A name in an address that is none is one that nobody has."""
BEFORE_ITS_TIME, STALE, TOO_MANY, OF_ANOTHER = "409", "412", "429", "422"


def allowed(operation: str, method: str, headers: set[str]) -> tuple[list[str], list[str]]:
    """What well-formed and malformed requests of an operation may come to; all else fails.

    Beside the above: a run that goes on has no report yet (409); `If-Match` is any text, and none that is drawn is what
    the candidate is (412); streams and runs are counted for each caller (429); and a list of files is well-formed that
    is of another project or version than the candidate (422). What is gone is gone whatever is asked (410).
    """
    if operation in GONE:
        return ["410"], [*WRONG, "410"]
    may = READ if method == "get" else CHANGED
    early = [BEFORE_ITS_TIME] if operation in {"show_run_report", "list_run_violations"} else []
    counted = [TOO_MANY] if operation in {"follow_run", "start_compliance_run"} else []
    stale = [STALE] if "If-Match" in headers else []
    odd = [OF_ANOTHER] if operation == "import_artifacts" else []
    return [*may, *early, *counted, *stale, *odd], [*WRONG, *counted, *stale]


GONE = {"list_checks", "start_check", "show_check", "change_check"}

pytestmark = [pytest.mark.slow, pytest.mark.unmeasured]


def settings(schema: dict[str, Any]) -> str:
    """The configuration of schemathesis: for each operation by itself, so that none is let off for another."""
    lines = []
    for item in schema["paths"].values():
        for method, operation in item.items():
            headers = {one["name"] for one in operation.get("parameters", ()) if one["in"] == "header"}
            positive, negative = allowed(operation["operationId"], method, headers)
            lines += [
                "[[operations]]",
                f"include-operation-id = {json.dumps(operation['operationId'])}",
                f"checks.positive_data_acceptance.expected-statuses = {json.dumps(positive)}",
                f"checks.negative_data_rejection.expected-statuses = {json.dumps(negative)}",
            ]
    return "\n".join(lines) + "\n"


def with_events(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema with what one event of the stream is: OpenAPI 3.1 says only that all of them are a text."""
    answer = schema["paths"]["/api/clean-release/compliance-runs/{run_id}/events"]["get"]["responses"]["200"]
    answer["content"]["text/event-stream"]["schema"] = {
        "type": "object",
        "required": ["id", "event", "data"],
        "properties": {
            "id": {"type": "string", "pattern": "^[1-9][0-9]*$"},
            "event": {"const": "step"},
            "data": {"type": "string", "pattern": '^\\{.*"number":[1-9][0-9]*,.*"run_id":"run-[0-9]{3,}".*\\}$'},
        },
        "additionalProperties": False,
    }
    return schema


def checked(server: LiveServer, folder: Path) -> dict[str, Any]:
    """What schemathesis reports of a server: every operation that is documented, with every check."""
    schema = with_events(bare_app().openapi())
    (folder / "openapi.json").write_text(json.dumps(schema), encoding="utf-8")
    (folder / "schemathesis.toml").write_text(settings(schema), encoding="utf-8")
    report = folder / "report.json"
    command = [
        *(sys.executable, "-m", "schemathesis.cli", "run", "openapi.json", "--url", f"http://127.0.0.1:{server.port}"),
        *("--header", "Authorization: Bearer release-bot", "--checks", "all", "--request-timeout", "20"),
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

    with live_server(released.tree, LONGEST_STREAM=STREAM_SECONDS) as server:
        log = server.process.stderr
        assert log
        threading.Thread(target=log.read, daemon=True).start()  # a server whose log nobody reads stops
        found = checked(server, tmp_path)

    assert found["code"] == 0, found["told"]
    assert found["with_failures"] == 0
    assert found["generated"] >= AT_LEAST
