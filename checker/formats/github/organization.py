"""The repository's organization: what it demands of its members, who they are, and which apps it let in.

Only owners are told what it demands; to everybody else the same answer comes without these fields, which says nothing
about them. A token without a scope for organizations is shown the public members as if they were all.
"""

from dataclasses import replace

from checker.domain.json_shape import field_of, object_of, text_of, whole_of
from checker.domain.json_value import Json
from checker.domain.observation import Detail, Observation, Status, collected, unread
from checker.domain.setting_words import MEMBER_ROLES, known_word
from checker.formats.github.answers import Answer, Answers, keyed, not_asked
from checker.formats.github.fields import observed, required_text
from checker.formats.github.repository import cut_down
from checker.formats.github.routes import INSTALLATIONS, MEMBERS, ORGANIZATION

_FLAGS = {
    "two_factor_required": "two_factor_requirement_enabled",
    "members_create_public": "members_can_create_public_repositories",
    "members_fork_private": "members_can_fork_private_repositories",
    "members_change_visibility": "members_can_change_repo_visibility",
    "members_delete_repositories": "members_can_delete_repositories",
    "signoff_required": "web_commit_signoff_required",
}
_ROLES = {"owners": "admin", "others": "member"}
_SCOPES, _ENOUGH = "x-oauth-scopes", frozenset({"read:org", "write:org", "admin:org"})


def organization_section(answers: Answers) -> Observation | None:
    """The section `organization`; a repository of a person has none."""
    answer = answers.find(ORGANIZATION.name)
    return None if answer is None else answers.observe(answer, _organization)


def members_section(answers: Answers) -> Observation | None:
    """The section `members`: owners and others apart, as they are asked for apart."""
    asked = answers.all(MEMBERS.name)
    if not asked:
        return None
    parts: dict[str, Json] = {name: _people(answers, role).to_json() for name, role in _ROLES.items()}
    return collected(parts, evidence=tuple(answer.evidence for answer in asked))


def installations_section(answers: Answers) -> Observation | None:
    """The section `installations`: the apps that the organization let in, and what each may do."""
    answer = answers.find(INSTALLATIONS.name)
    return None if answer is None else answers.observe(answer, lambda one: keyed(map(_installation, one.items), "id"))


def _people(answers: Answers, role: str) -> Observation:
    asked = [answer for answer in answers.all(MEMBERS.name) if answer.address.question("role") == role]
    if not asked:
        return _without_role(answers, role)
    whole = [answer for answer in asked if not answer.address.question("filter")]
    seen = answers.observe([*whole, *asked][0], lambda one: keyed(map(_person, one.items), "id"))
    if not whole:
        return cut_down(seen, "only some members were asked for (filter)")
    if seen.status is not Status.COLLECTED or _may_see_all(asked[0]):
        return seen
    detail = Detail(why="the token has no scope for organizations, so only public members are shown", needs="read:org")
    return replace(seen, status=Status.INCOMPLETE, value=None, partial=seen.value, detail=detail)


def _without_role(answers: Answers, role: str) -> Observation:
    """Nobody's role is told by a list of all members, so it says of no one whether they own the organization."""
    every = [answer for answer in answers.all(MEMBERS.name) if answer.address.question("role") in ("", "all")]
    if not every:
        return not_asked(MEMBERS.name)
    needs = f"{MEMBERS.permission} (GET …/{MEMBERS.name}?role={role})"
    why = "members were listed without their roles"
    return unread(Status.NOT_REQUESTED, why=why, needs=needs, evidence=(every[0].evidence,))


def roles_not_told(answers: Answers) -> list[str]:
    """A warning for each list of members that nothing can be taken from."""
    return [
        f"{', '.join(answer.files)}: {answer.address.shown} does not tell who owns the organization; "
        "capture it with ?role=admin and again with ?role=member"
        for answer in answers.all(MEMBERS.name)
        if answer.address.question("role") not in _ROLES.values()
    ]


def _may_see_all(answer: Answer) -> bool:
    """Whether nothing speaks against it: only classic tokens have scopes, and their answers name them."""
    scopes = answer.headers.get(_SCOPES)
    return scopes is None or not _ENOUGH.isdisjoint(scope.strip() for scope in scopes.split(","))


def _person(item: dict[str, Json]) -> dict[str, Json]:
    return {"id": whole_of(field_of(item, "id"), "id"), "login": required_text(item, "login")}


def _installation(item: dict[str, Json]) -> dict[str, Json]:
    granted = object_of(field_of(item, "permissions"), "permissions")
    return {
        "id": whole_of(field_of(item, "id"), "id"),
        "app_id": whole_of(field_of(item, "app_id"), "app_id"),
        "app": required_text(item, "app_slug"),
        "all_repositories": required_text(item, "repository_selection") == "all",
        "suspended": field_of(item, "suspended_at") is not None,
        "permissions": [f"{name}: {text_of(level, name)}" for name, level in sorted(granted.items())],
    }


def _role(value: Json, key: str) -> Json:
    return known_word(text_of(value, key), MEMBER_ROLES)


def _organization(answer: Answer) -> Json:
    # NOTE: null stands for "not told" as much as a missing field does.
    body: dict[str, Json] = {name: value for name, value in answer.body.items() if value is not None}
    needs = str(ORGANIZATION.permission)
    role = observed(body, "default_repository_permission", take=_role, missing=Status.DENIED, needs=needs)
    flags = {name: observed(body, key, missing=Status.DENIED, needs=needs).to_json() for name, key in _FLAGS.items()}
    return {
        "id": whole_of(field_of(body, "id"), "id"),
        "login": required_text(body, "login"),
        "default_role": role.to_json(),
        **flags,
    }
