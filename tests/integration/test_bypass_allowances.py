"""Who may merge past the reviews of classic protection, where REST leaves it out: one query tells, or nothing does.

Each case ends at the rule that needs it, `branch.reviews_bind_everyone`: decided, or not evaluated.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from checker.application.import_audit import import_audits
from checker.formats.audit_v1 import parse_audit
from checker.formats.github.repository_query import QUERY
from tests.github_simulator import made
from tests.github_simulator.made import classic_rule
from tests.github_simulator.queried import ClassicRules, Queried
from tests.github_simulator.secret import SECRET
from tests.github_simulator.server import GitHubSimulator, Made
from tests.integration.conftest import CommandLine

SLUG = "octo/widget"
PROTECTION = f"repos/{SLUG}/branches/main/protection"
RULE = "branch.reviews_bind_everyone"
SOMEBODY = ("User", 5)


class Auditing:
    """Audits a repository that classic protection alone protects, and judges what was written."""

    def __init__(self, command: CommandLine, github: GitHubSimulator, folder: Path) -> None:
        self.command, self.github, self.folder = command, github, folder
        github.load(made.repository(SLUG, rulesets=0))
        github.put(PROTECTION, made.protection_without_allowances())

    def rules(self, *nodes: dict[str, Any], **how: Any) -> None:  # noqa: ANN401 - of any type
        self.github.graphql[SLUG] = Queried(rules=ClassicRules(nodes=[*nodes], **how))

    def __call__(self, *arguments: object, expect: int = 0) -> dict[str, Any]:
        options = ("--output", self.folder, "--pace", "0", "--no-cache", *arguments)
        ended = self.command("audit", "github", SLUG, *options)
        assert ended.code == expect, ended.err
        return self.document()

    @property
    def path(self) -> Path:
        return self.folder / "octo-widget.repository.json"

    def document(self) -> dict[str, Any]:
        return parse_audit(self.path.read_bytes(), source="it").document

    def judged(self) -> str:
        """The outcome of the rule."""
        ended = self.command("check", "--audit", self.path, "--namespace", "demo", "--json")
        (found,) = [one for one in json.loads(ended.out)["report"]["rules"] if one["code"] == RULE]
        return str(found["outcome"])

    @property
    def queries(self) -> int:
        return sum(seen.method == "POST" for seen in self.github.seen)


@pytest.fixture
def audit(
    command: CommandLine, github: GitHubSimulator, empty: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Any]:
    monkeypatch.chdir(empty)
    return Auditing(command, github, empty / "audits")


def allowances(document: dict[str, Any]) -> dict[str, Any]:
    (entry,) = document["sections"]["classic_protection"]["value"]
    return dict(entry["protection"]["value"]["pull_request"]["bypass_allowances"])


def test_a_list_that_the_query_shows_empty_lets_the_rule_pass(audit: Auditing) -> None:
    audit.rules(classic_rule("main"))
    document = audit()
    assert allowances(document) == {"status": "collected", "value": [], "evidence": ["g1"]}
    assert audit.judged() == "passed"


def test_whoever_the_query_names_fails_the_rule(audit: Auditing) -> None:
    audit.rules(classic_rule("main", SOMEBODY, ("Team", 6), ("App", 7)))
    assert allowances(audit())["value"] == [
        {"kind": "App", "id": "7"},
        {"kind": "Team", "id": "6"},
        {"kind": "User", "id": "5"},
    ]
    assert audit.judged() == "failed"


def test_the_evidence_names_the_post_and_the_derived_fact_rests_on_it(audit: Auditing) -> None:
    audit.rules(classic_rule("main"))
    document = audit()
    (post,) = [one for one in document["evidence"] if one["id"] == "g1"]
    assert (post["method"], post["url"], post["http"], post["link_complete"]) == ("POST", "/graphql", 200, True)
    (entry,) = document["sections"]["classic_protection"]["value"]
    assert "g1" in entry["protection"]["evidence"]


@pytest.mark.parametrize(
    ("patterns", "status"),
    [
        (("main", "m*", "*"), "collected"),
        (("m*", "release/*"), "collected"),
        (("m*", "*"), "unsupported"),
        (("main", "main"), "unsupported"),
        (("[^x]*", "m*"), "unsupported"),
        (("release/*",), "error"),
        ((), "error"),
    ],
)
def test_only_the_one_rule_that_can_be_the_branch_s_is_believed(
    audit: Auditing, patterns: tuple[str, ...], status: str
) -> None:
    others = [classic_rule(pattern, SOMEBODY) for pattern in patterns[1:]]
    audit.rules(*[classic_rule(pattern) for pattern in patterns[:1]], *others)
    seen = allowances(audit(expect=3 if status == "error" else 0))
    assert (seen["status"], seen.get("value")) == (status, [] if status == "collected" else None)


def nothing(repository: Any) -> Made:  # noqa: ANN401 - JSON
    return Made(body={"data": {"repository": repository}})


def refused(kind: str, *path: Any) -> Made:  # noqa: ANN401 - JSON
    whole = {"nameWithOwner": SLUG, "viewerCanAdminister": True, "branchProtectionRules": RULES}
    return Made(
        body={
            "data": {"repository": whole},
            "errors": [{"type": kind, "path": [*path], "message": "no"}],
        }
    )


RULES = {"totalCount": 1, "pageInfo": {"hasNextPage": False, "endCursor": "1"}, "nodes": [classic_rule("main")]}
NOBODY = {"totalCount": 1, "nodes": [{"allowedActor": None}]}
BOT = {"totalCount": 1, "nodes": [{"allowedActor": {"__typename": "Bot", "databaseId": 1}}]}
MANY = {"totalCount": 2, "nodes": [{"allowedActor": {"__typename": "User", "databaseId": 1}}]}


def shown(**changed: Any) -> Made:  # noqa: ANN401 - JSON
    whole = {"nameWithOwner": SLUG, "viewerCanAdminister": True, "branchProtectionRules": RULES}
    return nothing({**whole, **changed})


def shown_rule(**changed: Any) -> Made:  # noqa: ANN401 - JSON
    return shown(branchProtectionRules={**RULES, "nodes": [{**classic_rule("main"), **changed}]})


ANSWERS: dict[str, tuple[Made, str, int]] = {
    # what was answered: (answer, status, exit code)
    "nothing is refused": (shown(), "collected", 0),
    "no administrator": (shown(viewerCanAdminister=False), "denied", 0),
    "no administrator, and no rule": (
        shown(viewerCanAdminister=False, branchProtectionRules={**RULES, "totalCount": 0, "nodes": []}),
        "denied",
        0,
    ),
    "nobody says whether": (shown(viewerCanAdminister=None), "denied", 0),
    "a null repository": (nothing(None), "error", 3),
    "null rules": (shown(branchProtectionRules=None), "error", 3),
    "a null node": (shown(branchProtectionRules={**RULES, "nodes": [None]}), "error", 3),
    "null allowances": (shown_rule(bypassPullRequestAllowances=None), "error", 3),
    "a null actor": (shown_rule(bypassPullRequestAllowances=NOBODY), "error", 3),
    "an actor of another kind": (shown_rule(bypassPullRequestAllowances=BOT), "error", 3),
    "allowances that go on": (shown_rule(bypassPullRequestAllowances=MANY), "incomplete", 0),
    "rules that are not all": (shown(branchProtectionRules={**RULES, "totalCount": 2}), "incomplete", 3),
    "another number of approvals": (shown_rule(requiredApprovingReviewCount=1), "error", 3),
    "another repository": (shown(nameWithOwner="octo/other"), "error", 3),
    "forbidden": (refused("FORBIDDEN", "repository", "branchProtectionRules"), "denied", 0),
    "a scope that is missing": (refused("INSUFFICIENT_SCOPES"), "denied", 0),
    "an error deep inside": (
        refused("FORBIDDEN", "repository", "branchProtectionRules", "nodes", 0, "bypassPullRequestAllowances"),
        "denied",
        0,
    ),
    "an error of another kind": (refused("SERVICE_UNAVAILABLE", "repository"), "error", 3),
    "not found": (refused("NOT_FOUND", "repository"), "not_found", 0),
    "403": (made.DENIED, "denied", 0),
    "401": (Made(status=401, body={"message": "Requires authentication"}), "denied", 0),
    "404": (made.MISSING, "not_found", 0),
    "no body": (Made(status=204), "error", 3),
    "a list": (Made(body=[]), "error", 3),
    "HTML": (made.HTML, "error", 3),
    "a server error": (made.SERVER_ERROR, "error", 3),
    "a redirect": (Made(status=301, raw=b"", headers={"Location": "/graphql"}), "error", 3),
    "the limit, with status 200": (made.query_exhausted(4_000_000_000), "error", 3),
    "the limit, with status 403": (made.exhausted(4_000_000_000), "error", 3),
}


@pytest.mark.parametrize("case", ANSWERS)
def test_what_the_query_does_not_show_decides_nothing(
    audit: Auditing, github: GitHubSimulator, monkeypatch: pytest.MonkeyPatch, case: str
) -> None:
    monkeypatch.setattr("checker.adapters.clock.time.sleep", lambda _seconds: None)
    answer, status, code = ANSWERS[case]
    github.go_wrong("graphql", *[answer] * 8)

    seen = allowances(audit(expect=code))

    assert (seen["status"], "value" in seen) == (status, status == "collected")
    assert seen["evidence"] == ["g1"]


def test_a_credential_that_is_no_administrator_s_is_told_what_it_needs(audit: Auditing) -> None:
    audit.rules(classic_rule("main"), admin=False)
    seen = allowances(audit())
    assert (seen["status"], seen["detail"]["needs"].startswith("Administration: read")) == ("denied", True)
    assert audit.judged() == "not_evaluated"


def test_nothing_secret_of_an_answer_or_its_errors_is_kept(audit: Auditing, github: GitHubSimulator) -> None:
    audit.rules(classic_rule("main", SOMEBODY))
    audit()
    assert SECRET.encode() not in audit.path.read_bytes()
    error = {"type": "FORBIDDEN", "path": ["repository"], "message": f"ask {SECRET}@example.org"}
    github.go_wrong("graphql", Made(body={"data": {"repository": None}, "errors": [error]}))
    assert allowances(audit())["status"] == "denied"
    assert SECRET.encode() not in audit.path.read_bytes()


def test_every_page_of_the_rules_is_read(audit: Auditing) -> None:
    audit.rules(*[classic_rule(f"r{number}") for number in range(4)], classic_rule("main", SOMEBODY), size=2)
    assert allowances(audit())["value"] == [{"kind": "User", "id": "5"}]
    assert audit.queries == 3


def test_a_page_that_is_lost_leaves_it_unread(audit: Auditing, github: GitHubSimulator) -> None:
    audit.rules(classic_rule("main"), classic_rule("other"), size=1)
    asked = {"owner": "octo", "name": "widget", "endCursor": None, "rules": True}
    github.go_wrong("graphql", audit.github.queried(asked), made.HTML)
    seen = allowances(audit(expect=3))
    assert (seen["status"], "page 2 could not be read" in seen["detail"]["why"]) == ("incomplete", True)


def test_what_rest_says_is_not_asked_again(audit: Auditing, github: GitHubSimulator) -> None:
    github.load(made.repository(SLUG))
    assert allowances(audit())["status"] == "collected"
    assert audit.queries == 0


def test_a_branch_without_reviews_leaves_nothing_to_ask(audit: Auditing, github: GitHubSimulator) -> None:
    github.put(PROTECTION, {**made.protection_without_allowances(), "required_pull_request_reviews": None})
    assert allowances(audit())["value"] == []
    github.put(PROTECTION, made.DENIED)
    audit()
    assert audit.queries == 0


@pytest.mark.parametrize(
    ("excluded", "profile", "queries"), [((), "rules", 1), ((RULE,), "rules", 0), ((RULE,), "full", 1)]
)
def test_the_query_is_sent_only_when_a_selected_rule_reads_it(
    audit: Auditing, empty: Path, excluded: tuple[str, ...], profile: str, queries: int
) -> None:
    audit.rules(classic_rule("main"))
    (empty / "clean-release.yaml").write_text(
        f"schema: clean-release/project/v1\nproject: widget\nrepository: github.com/{SLUG}\nnamespace: demo\n"
        "release:\n  branches: [main]\npolicy:\n  bundles: ['builtin:release-policy']\n"
        f"  collections: [release-gate]\n  exclude: [{', '.join(excluded)}]\n"
    )
    audit("--profile", profile)
    assert audit.queries == queries


# -- the same, captured with gh -----------------------------------------------------------------------------------


def captured(audit: Auditing, github: GitHubSimulator, *, place: str = "query.json") -> dict[str, bytes]:
    """What was answered to the collection before, as `gh api -i` writes it."""
    lines: list[dict[str, Any]] = []
    files: dict[str, bytes] = {}
    for number, seen in enumerate(github.seen):
        is_query = seen.method == "POST"
        answer = (
            github.answer(seen.method, seen.target, seen.headers, seen.body) if is_query else github.answers[seen.path]
        )
        name = place if is_query else f"{number}.json"
        head = f"HTTP/2.0 {answer.status} OK\r\nDate: Thu, 26 Feb 2026 12:00:00 GMT\r\n\r\n".encode()
        files[name] = (
            files.get(name, b"") + head + (b"" if answer.body is None else json.dumps(answer.body).encode() + b"\n")
        )
        line = {"file": name, "url": seen.target.removeprefix("/"), "status": answer.status, "method": seen.method}
        if line not in lines and not name.startswith("graphql/"):
            lines.append(line)
    assert audit.path.is_file()
    return {"capture.json": json.dumps(lines).encode(), **files}


@pytest.mark.parametrize("place", ["query.json", "graphql/classic-rules.txt"])
def test_a_captured_answer_says_what_a_live_one_says(audit: Auditing, github: GitHubSimulator, place: str) -> None:
    audit.rules(classic_rule("r*"), classic_rule("main", SOMEBODY), size=1)
    live = audit()
    imported = import_audits(captured(audit, github, place=place), version="0")
    (document,) = [one.document for one in imported.audits if one.document["kind"] == "repository"]
    theirs: Any = document
    assert theirs["sections"]["classic_protection"] == live["sections"]["classic_protection"]
    digests = [{one["id"]: (one["sha256"], one["pages"]) for one in found["evidence"]} for found in (theirs, live)]
    assert digests[0]["g1"] == digests[1]["g1"]
    assert imported.warnings == ()
    assert [one.section for one in imported.readings if one.url == "/graphql"] == ["classic_protection"]


def test_the_query_changes_nothing() -> None:
    assert QUERY.startswith("query(")
    assert "mutation" not in QUERY
