"""Advisories are believed to be all of them only where their asker sees all; who was let in by name is listed."""

from dataclasses import replace
from typing import Any

import pytest

from checker.domain.response import Response
from tests.captures import BARE, ROOT
from tests.fakes.scripted_provider import answered
from tests.unit.application.auditing import BASE, below, collect, provider, section

PUBLISHED: dict[str, Any] = {
    "ghsa_id": "GHSA-1",
    "severity": "high",
    "state": "published",
    "vulnerabilities": [{"is_patched": True}],
}
DRAFT: dict[str, Any] = {"ghsa_id": "GHSA-2", "severity": None, "state": "draft", "vulnerabilities": []}
NEW: dict[str, Any] = {
    "ghsa_id": "GHSA-3",
    "severity": "low",
    "state": "rejected",
    "vulnerabilities": [{"is_patched": False}],
}


def answer(*items: Any, scopes: str | None = None, status: int = 200) -> Response:  # noqa: ANN401 - JSON
    found = answered(f"{BASE}/security-advisories?per_page=100", [*items] if status == 200 else BARE, status=status)
    return found if scopes is None else replace(found, headers={"x-oauth-scopes": scopes})


def advisories(given: Response, **root: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    asked = provider({"security-advisories": given}, root={**ROOT, **root})
    found = collect(asked, "repository.advisories")
    assert below(asked) == ["security-advisories?per_page=100"]
    return section(found, "advisories")


@pytest.mark.parametrize("scopes", ["repo", "gist, repo", "repository_advisories:read"])
def test_an_administrators_classic_token_sees_all_of_them(scopes: str) -> None:
    assert advisories(answer(PUBLISHED, DRAFT, NEW, scopes=scopes))["value"] == [
        {"id": "GHSA-1", "severity": "high", "state": "published", "patched": True},
        {"id": "GHSA-2", "severity": "", "state": "draft", "patched": False},
        {"id": "GHSA-3", "severity": "low", "state": "unknown", "patched": False},
    ]
    assert advisories(answer(scopes=scopes))["value"] == []


@pytest.mark.parametrize(
    ("given", "root"),
    [
        (answer(PUBLISHED), {}),
        (answer(), {"private": False}),
        (answer(PUBLISHED, scopes="public_repo, gist"), {}),
        (answer(PUBLISHED, scopes="repo"), {"permissions": {"admin": False}}),
        (answer(DRAFT), {"permissions": {"admin": False}}),
        (answer(), {"private": True, "permissions": {"admin": False}}),
        (answer(PUBLISHED, scopes="repo"), {"permissions": {}}),
    ],
)
def test_whoever_may_be_shown_the_published_ones_alone_has_read_a_part(given: Response, root: dict[str, Any]) -> None:
    seen = advisories(given, **root)

    assert (seen["status"], "value" in seen) == ("incomplete", False)
    assert "administrator's classic token" in seen["detail"]["needs"]


@pytest.mark.parametrize(("given", "root"), [(answer(DRAFT), {}), (answer(PUBLISHED), {"private": True})])
def test_an_unpublished_one_or_a_private_repository_shows_the_permission(given: Response, root: dict[str, Any]) -> None:
    assert advisories(given, **root)["status"] == "collected"


def test_an_advisory_that_is_about_nothing_or_names_no_version_is_not_repaired() -> None:
    given: tuple[Any, ...] = ([], None, [{}], [{"is_patched": True}, {"is_patched": False}])
    for about in given:
        (one,) = advisories(answer({**PUBLISHED, "vulnerabilities": about}, scopes="repo"))["value"]
        assert one["patched"] is False


def test_what_was_not_answered_is_no_empty_list() -> None:
    assert advisories(answer(status=404, scopes="repo"))["status"] == "not_found"
    assert advisories(answer({"state": "draft"}, scopes="repo"))["status"] == "error"


def test_who_was_let_in_by_name_is_listed_apart_from_everybody() -> None:
    ann = {"id": 6, "login": "ann", "type": "User", "role_name": "write"}
    asked = provider({"collaborators": [ann]})
    found = collect(asked, "repository.direct_access")

    assert below(asked) == ["collaborators?affiliation=direct&per_page=100"]
    assert section(found, "direct_access")["value"] == [{"id": 6, "login": "ann", "role": "write"}]
    asked = provider(
        {
            "collaborators": answered(
                f"{BASE}/collaborators?affiliation=direct", {"message": "Must have push access"}, status=403
            )
        }
    )
    assert section(collect(asked, "repository.direct_access"), "direct_access")["status"] == "denied"
