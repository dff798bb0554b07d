"""`clean-release audit github` against the simulator: settings are told as they are."""

import json
from pathlib import Path
from typing import Any

from checker.application.import_audit import import_audits
from checker.bootstrap.scanning import workflow_scanner
from tests.github_simulator.server import GitHubSimulator, Made
from tests.integration.collecting import Collecting
from tests.integration.conftest import EXAMPLES, CommandLine


def test_everything_that_can_be_read_is_collected(collect: Collecting) -> None:
    document = collect()
    statuses = {name: section["status"] for name, section in document["sections"].items()}
    assert set(statuses.values()) == {"collected"}
    assert len(statuses) == 38
    assert document["collector"]["mode"] == "api"
    assert document["credential"]["kind"] == "classic token"
    history = collect.document("history")["sections"]
    assert {section["status"] for section in history.values()} == {"collected"}
    assert len(history) == 2


def test_a_live_audit_says_what_an_import_of_the_same_answers_says(
    collect: Collecting, github: GitHubSimulator, empty: Path
) -> None:
    collect()
    lines, files = [], {}
    for number, seen in enumerate(github.seen):
        answer = github.queried(json.loads(seen.body)["variables"]) if seen.body else github.answers[seen.path]
        name = f"{number}.json"
        headed = f"HTTP/2.0 {answer.status} OK\r\nDate: Thu, 26 Feb 2026 12:00:00 GMT\r\n\r\n"
        files[name] = headed.encode() + (b"" if answer.body is None else json.dumps(answer.body).encode())
        line = {"file": name, "url": seen.target.removeprefix("/"), "status": answer.status}
        lines.append({**line, "method": seen.method})
    files |= {"capture.json": json.dumps(lines).encode()}
    imported = import_audits(files, version="0", scanner=workflow_scanner())
    assert imported.warnings == ()
    by_kind: dict[Any, Any] = {audit.document["kind"]: audit.document for audit in imported.audits}
    for kind in ("repository", "history", "workspace"):
        live = collect.document(kind)
        assert live["sections"] == by_kind[kind]["sections"]
        assert {one["id"]: one["sha256"] for one in live["evidence"]} == {
            one["id"]: one["sha256"] for one in by_kind[kind]["evidence"]
        }
    assert empty.is_dir()


def test_the_example_s_capture_served_live_gives_the_example_s_audit(
    collect: Collecting, github: GitHubSimulator, command: CommandLine
) -> None:
    capture = EXAMPLES / "complete" / "capture"
    for line in json.loads((capture / "capture.json").read_bytes()):
        path = line["url"].removeprefix("https://api.github.com/").partition("?")[0]
        github.put(path, Made(status=line["status"], body=json.loads((capture / line["file"]).read_bytes())))
    wanted = json.loads((EXAMPLES / "complete" / "audits" / "example-org-widget.repository.json").read_bytes())

    ended = command("audit", "github", "example-org/widget", "--output", collect.folder, "--pace", "0")

    assert ended.code == 0, ended.err
    live = collect.document(slug="example-org/widget")
    for name in ("repository", "secret_names", "classic_protection"):
        mine, theirs = dict(live["sections"][name]), dict(wanted["sections"][name])
        assert without_evidence(mine) == without_evidence(theirs)
    assert live["subject"]["id"]["value"] == wanted["subject"]["id"]["value"]


def without_evidence(value: Any) -> Any:  # noqa: ANN401 - JSON of any form
    if isinstance(value, dict):
        return {name: without_evidence(item) for name, item in value.items() if name != "evidence"}
    return [without_evidence(item) for item in value] if isinstance(value, list) else value
