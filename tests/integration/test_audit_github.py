"""`clean-release audit github` against the simulator: settings are told as they are, and what is not known is told too.

Each row of the table "where absence lies" is here once: what the provider answers, and what the document may say.
"""

import json
import logging
import sys
from pathlib import Path
from typing import Any

import pytest

from checker.application.import_audit import import_audits
from checker.formats.audit_v1 import parse_audit
from tests.github_simulator import made
from tests.github_simulator.server import TOKEN, GitHubSimulator, Made
from tests.integration.conftest import EXAMPLES, CommandLine, Ended

SLUG = "octo/widget"
BASE = f"repos/{SLUG}"


class Collecting:
    """Collects one repository through the command line, and reads what was written."""

    def __init__(self, command: CommandLine, github: GitHubSimulator, folder: Path) -> None:
        self.command, self.github, self.folder = command, github, folder
        github.load(made.repository(SLUG))

    def __call__(self, *arguments: str, profile: str = "full", expect: int = 0) -> dict[str, Any]:
        ended = self.run(*arguments, profile=profile)
        assert ended.code == expect, ended.err
        return self.document()

    def run(self, *arguments: str, profile: str = "full") -> Ended:
        options = ("--output", self.folder, "--profile", profile, "--pace", "0", "--workflow", "release.yml")
        return self.command("audit", "github", SLUG, *options, *arguments)

    def document(self, kind: str = "repository", slug: str = SLUG) -> dict[str, Any]:
        data = (self.folder / f"{slug.replace('/', '-')}.{kind}.json").read_bytes()
        return parse_audit(data, source="it").document


@pytest.fixture
def collect(command: CommandLine, github: GitHubSimulator, empty: Path, monkeypatch: pytest.MonkeyPatch) -> Collecting:
    monkeypatch.chdir(empty)
    return Collecting(command, github, empty / "audits")


def observed(document: dict[str, Any], place: str) -> dict[str, Any]:
    """The observation at a place of `sections`; numbers are items of lists, and observations are entered."""
    value: Any = document["sections"]
    for step in place.split("."):
        if isinstance(value, dict) and "evidence" in value:
            value = value["value"]
        value = value[int(step)] if step.isdigit() else value[step]
    return dict(value)


def test_everything_that_can_be_read_is_collected(collect: Collecting) -> None:
    document = collect()
    statuses = {name: section["status"] for name, section in document["sections"].items()}
    assert set(statuses.values()) == {"collected"}
    assert len(statuses) == 26
    assert document["collector"]["mode"] == "api"
    assert document["credential"]["kind"] == "classic token"
    assert collect.document("history")["sections"]["release_runs"]["status"] == "collected"


def test_a_live_audit_says_what_an_import_of_the_same_answers_says(
    collect: Collecting, github: GitHubSimulator, empty: Path
) -> None:
    collect()
    lines, files = [], {}
    for number, seen in enumerate(github.seen):
        answer = github.answers[seen.path]
        name = f"{number}.json"
        headed = f"HTTP/2.0 {answer.status} OK\r\nDate: Thu, 26 Feb 2026 12:00:00 GMT\r\n\r\n"
        files[name] = headed.encode() + (b"" if answer.body is None else json.dumps(answer.body).encode())
        lines.append({"file": name, "url": seen.target.removeprefix("/"), "status": answer.status})
    imported = import_audits({"capture.json": json.dumps(lines).encode(), **files}, version="0")
    by_kind: dict[Any, Any] = {audit.document["kind"]: audit.document for audit in imported.audits}
    for kind in ("repository", "history"):
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


# -- where absence lies -------------------------------------------------------------------------------------------

PROTECTION, PROTECTED = "branches/main/protection", "classic_protection.0.protection"
KEYS, IMMUTABLE, ALERTS = "keys", "immutable-releases", "vulnerability-alerts"
NO_ALERTS = Made(status=404, body={"message": "Vulnerability alerts are disabled."})
UNPROTECTED = [{"name": "main", "protected": False}]
EVERYTHING_OF_ADMINS = (
    PROTECTION,
    "actions/permissions",
    "actions/permissions/workflow",
    KEYS,
    "teams",
    "actions/runners",
    IMMUTABLE,
    ALERTS,
    "automated-security-fixes",
    "code-scanning/default-setup",
)
ROWS: dict[str, tuple[dict[str, Any], str, str, Any]] = {
    # what was seen: (answers below the repository, place, status, value if collected, else what it needs)
    "404 that says not protected": ({PROTECTION: made.NOT_PROTECTED}, PROTECTED, "collected", None),
    "404 that says alerts are off": ({ALERTS: NO_ALERTS}, "security_features.vulnerability_alerts", "collected", False),
    "404, and the branch says protected": (
        {PROTECTION: made.MISSING},
        PROTECTED,
        "denied",
        "Administration: read",
    ),
    "bare 404, administration proven": (
        {PROTECTION: made.MISSING, "branches": UNPROTECTED},
        PROTECTED,
        "collected",
        None,
    ),
    "bare 404 on immutable releases, proven": ({IMMUTABLE: made.MISSING}, "immutable_releases", "collected", None),
    "bare 404 on alerts, proven": (
        {ALERTS: made.MISSING},
        "security_features.vulnerability_alerts",
        "collected",
        False,
    ),
    "bare 404 on keys, proven elsewhere": ({KEYS: made.MISSING}, "deploy_keys", "not_found", "Administration: read"),
    "bare 404 on hooks, administration proven": ({"hooks": made.MISSING}, "webhooks", "not_found", "Webhooks: read"),
    "bare 404, nothing proven": (
        {**dict.fromkeys(EVERYTHING_OF_ADMINS, made.MISSING), "branches": UNPROTECTED},
        PROTECTED,
        "not_found",
        "Administration: read",
    ),
    "403 upgrade": (
        {PROTECTION: made.UPGRADE},
        PROTECTED,
        "unsupported",
        "a plan that has this feature, or a public repository",
    ),
    "403 token": ({KEYS: made.DENIED}, "deploy_keys", "denied", "Administration: read"),
    "403 integration": ({KEYS: made.FORBIDDEN_APP}, "deploy_keys", "denied", "Administration: read"),
    "403 push access": (
        {"collaborators": made.NO_PUSH},
        "access.collaborators",
        "denied",
        "Metadata: read, with push access",
    ),
    "401 of one endpoint": (
        {KEYS: Made(status=401, body={"message": "Requires authentication"})},
        "deploy_keys",
        "denied",
        "Administration: read",
    ),
    "403 naming the permission": (
        {
            KEYS: Made(
                status=403, body={"message": "x"}, headers={"X-Accepted-GitHub-Permissions": "administration=read"}
            )
        },
        "deploy_keys",
        "denied",
        "administration=read",
    ),
}


@pytest.mark.parametrize("row", ROWS)
def test_absence_is_only_what_the_provider_says_or_a_permission_proves(
    collect: Collecting, github: GitHubSimulator, row: str
) -> None:
    answers, place, status, rest = ROWS[row]
    github.load({f"{BASE}/{path}": answer for path, answer in answers.items()})

    seen = observed(collect(), place)

    assert seen["status"] == status
    if status == "collected":
        assert rest is None or seen["value"] == rest
        if rest is None:
            assert seen["value"]["enabled"] is False
    else:
        assert seen["detail"]["needs"] == rest
        assert "value" not in seen


FAULTS: dict[str, tuple[dict[str, Any], str, str]] = {
    "server error": ({KEYS: made.SERVER_ERROR}, "deploy_keys", "the provider failed"),
    "HTML": ({KEYS: made.HTML}, "deploy_keys", "HTML was answered instead of JSON"),
    "a body that was cut off": ({KEYS: made.CUT}, "deploy_keys", "the answer was cut off"),
    "304 without anything kept": ({KEYS: Made(status=304, raw=b"")}, "deploy_keys", "not modified, but no earlier"),
    "a redirect to elsewhere": (
        {KEYS: Made(status=301, raw=b"", headers={"Location": "https://evil.example/"})},
        "deploy_keys",
        "the redirect was not followed",
    ),
    "rate limit": ({KEYS: made.exhausted(4_000_000_000)}, "deploy_keys", "the rate limit was reached"),
    "an object where a list belongs": ({KEYS: {"message": "?"}}, "deploy_keys", "the answer is an object"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_what_goes_wrong_is_an_error_of_its_section_and_the_rest_is_kept(
    collect: Collecting, github: GitHubSimulator, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    monkeypatch.setattr("checker.adapters.clock.time.sleep", lambda _seconds: None)
    answers, place, why = FAULTS[fault]
    github.load({f"{BASE}/{path}": answer for path, answer in answers.items()})

    document = collect("--no-cache", expect=3)

    seen = observed(document, place)
    assert (seen["status"], "value" in seen) == ("error", False)
    assert why in seen["detail"]["why"]
    assert document["sections"]["repository"]["status"] == "collected"


@pytest.mark.parametrize(
    "key",
    [
        "security_and_analysis",
        "bypass_actors",
        "can_admins_bypass",
        "two_factor_requirement_enabled",
        "default_repository_permission",
    ],
)
def test_a_key_that_is_left_out_is_denied_and_no_empty_list(
    collect: Collecting, github: GitHubSimulator, key: str
) -> None:
    for path, answer in github.answers.items():
        if isinstance(answer.body, dict):
            body = {name: value for name, value in answer.body.items() if name != key}
            for item in body.get("environments", []):
                item.pop(key, None)
            github.put(path, body)
    document = collect()
    place = {
        "security_and_analysis": "repository.secret_scanning",
        "bypass_actors": "ref_rules.0.bypass",
        "can_admins_bypass": "environments.0.admins_bypass",
        "two_factor_requirement_enabled": "organization.two_factor_required",
        "default_repository_permission": "organization.default_role",
    }[key]
    assert observed(document, place)["status"] == "denied"


def test_null_is_as_little_told_as_a_missing_key(collect: Collecting, github: GitHubSimulator) -> None:
    github.put("orgs/octo", {**made.organization("octo"), "two_factor_requirement_enabled": None})
    seen = observed(collect(), "organization.two_factor_required")
    assert (seen["status"], seen["detail"]["needs"]) == (
        "denied",
        "Organization administration: read, by an owner",
    )


def test_people_apps_and_what_scanners_found_are_read(collect: Collecting) -> None:
    document = collect()
    alerts = {name: seen["value"][0] for name, seen in document["sections"]["alerts"]["value"].items()}
    assert {name: (alert["name"], alert["severity"]) for name, alert in alerts.items()} == {
        "code_scanning": ("py/sql", "critical"),
        "dependabot": ("GHSA-aaaa-bbbb-cccc", "high"),
        "secret_scanning": ("pypi_api_token", ""),
    }
    (analysis,) = document["sections"]["analyses"]["value"]
    assert (analysis["tool"], analysis["ref"], analysis["failed"]) == ("CodeQL", "refs/heads/main", False)
    (app,) = document["sections"]["installations"]["value"]
    assert app["permissions"] == ["contents: write", "metadata: read"]
    assert (app["all_repositories"], app["suspended"]) == (False, False)
    assert observed(document, "members.owners")["value"] == [{"id": 5, "login": "r"}]


def test_an_analysis_that_ended_with_an_error_failed(collect: Collecting, github: GitHubSimulator) -> None:
    path = f"{BASE}/code-scanning/analyses"
    analysis = made.repository()[path][0]
    github.put(path, [{**analysis, "error": f"out of memory {made.SECRET}"}])
    assert collect()["sections"]["analyses"]["value"][0]["failed"] is True


@pytest.mark.parametrize(
    ("scopes", "status"), [("repo", "incomplete"), ("", "incomplete"), ("repo, read:org", "collected")]
)
def test_members_shown_to_a_token_without_a_scope_for_organizations_are_not_all(
    collect: Collecting, github: GitHubSimulator, scopes: str, status: str
) -> None:
    people = Made(body=[{"id": 5, "login": "r"}], headers={"X-OAuth-Scopes": scopes})
    github.put("orgs/octo/members", people)
    seen = observed(collect(), "members.owners")
    assert seen["status"] == status
    assert ("value" in seen, seen.get("detail", {}).get("needs", "")) == (
        status == "collected",
        "" if status == "collected" else "read:org",
    )


@pytest.mark.parametrize(
    ("path", "part", "needs"),
    [
        ("code-scanning/alerts", "code_scanning", "Code scanning alerts: read"),
        ("dependabot/alerts", "dependabot", "Dependabot alerts: read"),
        ("secret-scanning/alerts", "secret_scanning", "Secret scanning alerts: read"),
    ],
)
@pytest.mark.parametrize(("answer", "status"), [(made.DENIED, "denied"), (made.MISSING, "not_found")])
def test_alerts_that_are_not_shown_are_no_empty_list(  # noqa: PLR0913, PLR0917 - two tables
    collect: Collecting, github: GitHubSimulator, path: str, part: str, needs: str, answer: Made, status: str
) -> None:
    github.put(f"{BASE}/{path}", answer)
    seen = observed(collect(), f"alerts.{part}")
    assert (seen["status"], seen["detail"]["needs"]) == (status, needs)
    assert "value" not in seen


@pytest.mark.parametrize(
    ("path", "part", "status", "message"),
    [
        ("dependabot/alerts", "dependabot", 403, "Dependabot alerts are disabled for this repository."),
        ("secret-scanning/alerts", "secret_scanning", 404, "Secret scanning is disabled on this repository."),
        (
            "code-scanning/alerts",
            "code_scanning",
            403,
            "Advanced Security must be enabled for this repository to use code scanning.",
        ),
        (
            "code-scanning/alerts",
            "code_scanning",
            403,
            "Code scanning is not enabled for this repository. Please enable code scanning in the repository settings.",
        ),
        (
            "code-scanning/alerts",
            "code_scanning",
            403,
            "GitHub Code Security or GitHub Advanced Security is not enabled",
        ),
    ],
)
def test_a_scanner_that_is_off_found_nothing_because_it_did_not_look(
    collect: Collecting, github: GitHubSimulator, path: str, part: str, status: int, message: str
) -> None:
    github.put(f"{BASE}/{path}", Made(status=status, body={"message": message}))
    seen = observed(collect(), f"alerts.{part}")
    assert (seen["status"], seen["detail"]["needs"]) == ("unsupported", "the feature switched on")


def test_a_list_that_was_not_read_to_its_end_is_incomplete(collect: Collecting, github: GitHubSimulator) -> None:
    github.put(f"{BASE}/actions/secrets", {"total_count": 5, "secrets": [{"name": "A"}, {"name": "B"}]})
    document = collect(expect=3)
    names = next(item for item in document["sections"]["secret_names"]["value"] if item["scope"] == "repository")
    assert (names["names"]["status"], len(names["names"]["partial"])) == ("incomplete", 2)


def test_a_renamed_repository_is_collected_and_says_so(collect: Collecting, github: GitHubSimulator) -> None:
    github.load(made.repository("octo/gadget"))
    root = github.answers["repos/octo/gadget"]
    github.put("repositories/7", root)
    target = f"{github.url}/repositories/7"
    github.put(BASE, Made(status=301, body={"message": "Moved Permanently"}, headers={"Location": target}))

    ended = collect.run()

    assert ended.code == 0, ended.err
    subject = collect.document(slug="octo/gadget")["subject"]
    assert (subject["slug"], subject["requested_slug"], subject["renamed"]) == ("octo/gadget", SLUG, True)
    assert all("authorization" in seen.headers for seen in github.seen)


# -- what it costs, and what it leaves behind ---------------------------------------------------------------------


@pytest.mark.parametrize(("profile", "most"), [("rules", 26), ("full", 44)])
def test_a_collection_takes_few_requests_and_its_repetition_none_that_counts(
    collect: Collecting, github: GitHubSimulator, profile: str, most: int
) -> None:
    collect(profile=profile)
    of_repository = [seen for seen in github.seen if not seen.path.startswith("orgs/")]  # those of a run are asked once
    assert len(of_repository) <= most
    assert len({seen.target for seen in github.seen}) == len(github.seen), "something was asked twice"
    bodiless = sum(seen.status == 204 for seen in github.seen)
    github.forget()

    collect(profile=profile)

    assert github.limited == bodiless  # what is answered without a body (204) has nothing that could be confirmed
    assert profile == "full" or bodiless == 0


def test_no_planted_secret_and_no_token_is_left_anywhere(
    collect: Collecting, github: GitHubSimulator, empty: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    judged = collect.command("check", SLUG, "--json", "--workflow", "release.yml")
    github.put(f"{BASE}/{KEYS}", made.HTML)
    ended = collect.run()
    wrong = collect.run("--format", "json")
    github.token = "another"  # noqa: S105 - no secret
    refused = collect.run()
    written = b"".join(path.read_bytes() for path in [*empty.rglob("*"), *Path.home().rglob("*")] if path.is_file())
    said = "".join(one.out + one.err for one in (judged, ended, wrong, refused)) + caplog.text
    assert b"clean-release/audit/v1" in written
    assert (empty / ".clean-release/store.db").read_bytes() in written  # the report is there, and what it was made of
    assert "GET " in caplog.text  # something was logged at all
    for marker in (made.SECRET, TOKEN):
        assert marker not in said
        assert marker.encode() not in written


def test_json_says_what_was_written_and_how_each_answer_was_understood(collect: Collecting) -> None:
    document = json.loads(collect.run("--json", profile="rules").out)
    assert document["schema"] == "clean-release/collection/v1"
    assert [Path(name).name for name in document["written"]] == [
        "octo-widget.history.json",
        "octo-widget.repository.json",
    ]
    assert {reading["status"] for reading in document["readings"]} == {"collected"}
    assert document["failures"] == []


def test_what_could_not_be_read_is_told_first_and_progress_goes_to_standard_error(
    collect: Collecting, github: GitHubSimulator
) -> None:
    github.put(f"{BASE}/{KEYS}", made.DENIED)
    ended = collect.run()
    status, section, rest = ended.out.splitlines()[0].split(maxsplit=2)
    assert (status, section) == ("denied", "deploy_keys")
    assert rest == f"/{BASE}/keys?per_page=100  needs Administration: read"
    assert ended.err.startswith(f"{SLUG}: reading from 127.0.0.1\n")


def test_without_a_name_the_project_s_own_repository_is_read(
    command: CommandLine, github: GitHubSimulator, complete: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(complete)
    github.load(made.repository("example-org/widget"))
    assert command("audit", "github", "--output", "new").code == 0
    assert (complete / "new" / "example-org-widget.repository.json").is_file()
    targets = [seen.target for seen in github.seen]
    assert "/repos/example-org/widget/branches/main/protection" in targets


# -- bad input ----------------------------------------------------------------------------------------------------


def test_bad_input_is_one_sentence(
    collect: Collecting, github: GitHubSimulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ended(*arguments: str) -> tuple[int, str]:
        done = collect.command("audit", "github", *arguments, "--output", collect.folder)
        assert done.out == ""
        *progress, sentence, hint = done.err.splitlines()
        assert all(line.startswith((SLUG, "octo/none", "127.0.0.1: ")) for line in progress)
        assert hint.startswith("  hint: ")
        return done.code, sentence

    assert ended("octo/none")[0] == 3
    assert "there is no repository octo/none" in ended("octo/none")[1]
    assert ended("not a name") == (2, "error[usage]: 'not a name' is no repository, expected OWNER/REPO")
    assert ended()[0] == 2
    assert ended(SLUG, "--profile", "some")[0] == 2
    github.put(BASE, made.HTML)
    assert "HTML was answered instead of JSON" in ended(SLUG)[1]
    monkeypatch.setenv("GH_TOKEN", "expired")
    github.answers.pop(BASE)
    assert "does not accept the credential (401 Bad credentials)" in ended(SLUG)[1]
    monkeypatch.setenv("GH_TOKEN", "two words")
    assert ended(SLUG) == (
        3,
        "error[provider-unreadable]: GH_TOKEN holds characters that no token has, expected one word",
    )
    monkeypatch.delenv("GH_TOKEN")
    assert "there is no credential for github.com" in ended(SLUG)[1]
    monkeypatch.setenv("CLEAN_RELEASE_GITHUB_API", "http://github.example/api")
    assert ended(SLUG)[0] == 2
    monkeypatch.setenv("GITHUB_TOKEN", TOKEN)
    monkeypatch.setenv("CLEAN_RELEASE_GITHUB_API", "http://127.0.0.1:9")
    monkeypatch.setattr("checker.adapters.clock.time.sleep", lambda _seconds: None)
    code, sentence = ended(SLUG)
    assert code == 3
    assert sentence.endswith("could not be read from 127.0.0.1: no connection could be made")
    assert not collect.folder.exists()


# -- check OWNER/REPO ---------------------------------------------------------------------------------------------


def test_a_repository_is_judged_at_once_and_never_gates(collect: Collecting, empty: Path) -> None:
    ended = collect.command("check", SLUG, "--json", "--workflow", "release.yml")
    report = json.loads(ended.out)["report"]
    assert ended.code in (1, 3)
    assert report["gating"]["gating"] is False
    assert "no lock names this snapshot" in report["gating"]["because"]
    assert {audit["authenticity"] for audit in report["audits"]} == {"collected_here"}
    assert not any("anyone could have written" in why for why in report["gating"]["because"])
    passed = [rule["code"] for rule in report["rules"] if rule["outcome"] == "passed"]
    assert len(passed) >= 10
    assert sorted(path.name for path in empty.iterdir()) == [".clean-release"]


def test_a_report_about_a_collected_repository_can_be_verified_and_replayed(collect: Collecting) -> None:
    collect.command("check", SLUG)
    assert collect.command("report", "verify", "latest").code == 0
    assert collect.command("report", "replay", "latest").code == 0


def test_what_could_not_be_read_passes_nothing(collect: Collecting, github: GitHubSimulator) -> None:
    for path in list(github.answers):
        if path != BASE:
            github.put(path, made.DENIED)
    ended = collect.command("check", SLUG, "--json")
    report = json.loads(ended.out)["report"]
    assert ended.code == 3
    assert report["verdict"] == "undecided"
    assert {rule["outcome"] for rule in report["rules"]} <= {"not_evaluated", "not_applicable"}


def test_a_lost_answer_is_told_and_leaves_the_verdict_open(collect: Collecting, github: GitHubSimulator) -> None:
    github.put(f"{BASE}/rulesets", made.HTML)
    ended = collect.command("check", SLUG)
    assert "warning: /repos/octo/widget/rulesets" in ended.err
    assert ended.code in (1, 3)


def test_the_folder_s_own_project_does_not_judge_another_repository(
    collect: Collecting, complete: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(complete)
    report = json.loads(collect.command("check", SLUG, "--json").out)["report"]
    assert report["project"] == "widget"
    assert report["source"]["slug"] == SLUG
    assert report["namespace"] == "real"


def test_other_documents_are_refused_beside_a_repository(collect: Collecting) -> None:
    for option in ("--audit", "--manifest", "--artifacts", "--bundle", "--evaluated-at"):
        assert collect.command.refused("check", SLUG, option, "x").code == 2


def test_a_folder_of_that_name_is_a_project(collect: Collecting, empty: Path, github: GitHubSimulator) -> None:
    (empty / "octo" / "widget").mkdir(parents=True)
    assert collect.command("check", SLUG).code == 2
    assert github.seen == []


def test_an_installation_that_cannot_speak_http_says_how_to_mend_it(
    collect: Collecting, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name.startswith(("checker.adapters.github", "httpx2"))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "httpx2", None)
    ended = collect.run()
    assert ended.code == 3
    assert "this installation cannot ask a provider: httpx2 is missing" in ended.err
    assert "pip install 'clean-release[github]'" in ended.err
