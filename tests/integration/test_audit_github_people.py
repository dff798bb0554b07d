"""What is read of people, apps and scanners: what is not shown is no empty list."""

import pytest

from tests.github_simulator import made
from tests.github_simulator.secret import SECRET
from tests.github_simulator.server import GitHubSimulator, Made
from tests.integration.collecting import BASE, SLUG, Collecting, observed


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
    github.put(path, [{**analysis, "error": f"out of memory {SECRET}"}])
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
