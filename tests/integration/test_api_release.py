"""A two-person release over REST, each answer held to what the command line prints of the same thing."""

from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient

from checker.api.app import create_app
from checker.bootstrap.serving import Serving
from checker.domain.principal import Role
from tests.fakes.told_callers import ToldCallers
from tests.integration.released_project import BOT, BYPASS, NAME, OF, SLUG
from tests.integration.served_project import API, REGISTRATION

if TYPE_CHECKING:
    from httpx2 import Response

    from tests.integration.released_project import ReleasedProject

CANDIDATE = f"{API}/candidates/{NAME}"
PUBLICATION = {"report_id": "rpt-001", "channel": "prod"}


class TwoPersons:
    """A bot that builds and an owner who lets go, each with a token, and a reader with the command line beside them."""

    def __init__(self, project: "ReleasedProject") -> None:
        self.project = project
        callers = ToldCallers()
        self._bot = callers.knows("release-bot", Role.OPERATOR)
        self._owner = callers.knows("release-owner", Role.APPROVER, Role.PUBLISHER)
        self.client = TestClient(create_app(Serving.over([project.tree], callers=callers)))

    def builds(self, path: str, document: object = None, code: int = 200) -> "Response":
        return self._posted(path, document, self._bot, code)

    def lets(self, path: str, document: object = None, code: int = 200) -> "Response":
        return self._posted(path, document, self._owner, code)

    def reads(self, path: str, code: int = 200) -> "Response":
        answer = self.client.get(path, headers=self._bot)
        assert answer.status_code == code, answer.text
        return answer

    def to_report(self) -> None:
        """A candidate that was judged."""
        self.builds(f"{API}/candidates", REGISTRATION, code=201)
        artifacts = (self.project.tree / "artifacts.json").read_bytes()
        kind = {"Content-Type": "application/json"}
        imported = self.client.post(f"{CANDIDATE}/artifacts/import", content=artifacts, headers=self._bot | kind)
        assert imported.status_code == 200, imported.text
        self.builds(f"{CANDIDATE}/manifest", code=201)
        self.builds(f"{CANDIDATE}/compliance-runs", {"manifest_id": "man-001"}, code=202)
        self.project.done("worker", "--once", "--actor", "release-bot")

    def _posted(self, path: str, document: object, who: dict[str, str], code: int) -> "Response":
        answer = self.client.post(path, json=document, headers=who)
        assert answer.status_code == code, answer.text
        return answer


@pytest.fixture
def two(released: "ReleasedProject") -> TwoPersons:
    return TwoPersons(released)


def test_a_run_is_queued_with_its_task_and_left_to_a_worker(two: TwoPersons) -> None:
    two.builds(f"{API}/candidates", REGISTRATION, code=201)
    two.project.done("candidate", "import-artifacts", *BOT, "--input", "artifacts.json")
    two.builds(f"{CANDIDATE}/manifest", code=201)

    asked = two.builds(f"{CANDIDATE}/compliance-runs", code=202)

    assert (asked.json()["run_id"], asked.json()["task_id"]) == ("run-001", 1)
    assert asked.json()["status"] == "pending"
    shown = two.reads(asked.headers["Location"])
    assert shown.text == asked.text == two.project.done("compliance", "status", "--run-id", "run-001", "--json")


def test_every_answer_is_what_the_command_line_prints(two: TwoPersons) -> None:
    two.to_report()
    two.lets(f"{CANDIDATE}/approve", {"report_id": "rpt-001"})
    published = two.lets(f"{CANDIDATE}/publish", PUBLICATION)

    run = ("--run-id", "run-001", "--json")
    printed = {
        f"{API}/candidates": ("candidate", "list", "--json"),
        CANDIDATE: ("candidate", "show", *OF, "--json"),
        f"{CANDIDATE}/release": ("release", "status", *OF, "--json"),
        f"{API}/manifests": ("manifest", "list", "--json"),
        f"{API}/manifests/man-001": ("manifest", "show", "man-001", "--json"),
        f"{API}/compliance-runs/run-001": ("compliance", "status", *run),
        f"{API}/compliance-runs/run-001/stages": ("compliance", "stages", *run),
        f"{API}/compliance-runs/run-001/violations": ("compliance", "violations", *run),
        f"{API}/compliance-runs/run-001/report": ("compliance", "report", *run),
        f"{API}/reports/rpt-001": ("compliance", "report", *run),
        f"{API}/waivers": ("waiver", "list", "--json"),
        f"{API}/trail?limit=200": ("trail", "show", "--limit", "0", "--json"),
    }
    for path, words in printed.items():
        assert two.reads(path).text.rstrip("\n") == two.project.done(*words).rstrip("\n"), path
    assert published.text == two.reads(f"{CANDIDATE}/release").text


def test_a_permit_is_fetched_as_it_was_signed_and_lets_a_job_upload(two: TwoPersons) -> None:
    two.to_report()
    two.lets(f"{CANDIDATE}/approve", {"report_id": "rpt-001", "channels": ["prod"]})
    published = two.lets(f"{CANDIDATE}/publish", PUBLICATION)

    permit = two.reads(published.headers["Location"])
    (two.project.tree / "fetched.json").write_bytes(permit.content)

    assert two.project.verify("fetched.json").code == 0
    assert published.json()["permits"][0]["permit"] in published.headers["Location"].replace("%3A", ":")


def test_reports_and_snapshots_are_listed_and_read_by_their_digests(two: TwoPersons) -> None:
    two.to_report()

    (report,) = two.reads(f"{API}/reports").json()["reports"]
    (snapshot,) = two.reads(f"{API}/snapshots").json()["snapshots"]

    assert two.reads(f"{API}/reports/{report['digest']}").content == two.reads(f"{API}/reports/rpt-001").content
    shown = two.reads(f"{API}/snapshots/{snapshot}")
    assert shown.text == two.project.done("snapshot", "show", snapshot, "--json")
    two.reads(f"{API}/permits/{report['digest']}", code=404)


def test_whoever_built_it_may_not_approve_it_and_an_unapproved_one_is_not_published(two: TwoPersons) -> None:
    two.to_report()

    assert two.builds(f"{CANDIDATE}/approve", {"report_id": "rpt-001"}, code=403).json()["code"] == "forbidden"
    early = two.lets(f"{CANDIDATE}/publish", PUBLICATION, code=409)
    assert early.json()["code"] == "out-of-order"
    two.lets(f"{CANDIDATE}/approve", {"report_id": "rpt-001"})
    again = two.lets(f"{CANDIDATE}/approve", {"report_id": "rpt-001"}, code=403)
    assert again.json()["type"] == "/problems/not-trusted"


def test_a_rejected_candidate_stands_so(two: TwoPersons) -> None:
    two.to_report()

    rejected = two.lets(f"{CANDIDATE}/reject", {"reason": "the notes are missing"})

    assert rejected.json()["state"] == "REJECTED"


def test_what_does_not_pass_any_more_when_it_is_published_has_its_approval_voided(two: TwoPersons) -> None:
    two.to_report()
    two.lets(f"{CANDIDATE}/approve", {"report_id": "rpt-001"})
    github = two.project.github
    path = f"repos/{SLUG}/rulesets/101"
    github.put(path, {**github.answers[path].body, "bypass_actors": BYPASS})

    void = two.lets(f"{CANDIDATE}/publish", PUBLICATION, code=409)

    assert void.json()["code"] == "approval-void"
    assert "changed since" in void.json()["detail"]
    standing = two.reads(f"{CANDIDATE}/release").json()
    assert (standing["approvals"], standing["permits"]) == ([], [])
    assert two.lets(f"{CANDIDATE}/publish", PUBLICATION, code=409).json()["code"] == "out-of-order"
