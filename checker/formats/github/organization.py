"""The section `organization`: what the repository's organization demands of its members and lets them do.

Only owners are told; to everybody else the same answer comes without these fields, which says nothing about them.
"""

from checker.domain.json_shape import field_of, text_of, whole_of
from checker.domain.json_value import Json
from checker.domain.observation import Observation, Status
from checker.formats.github.answers import Answer, Answers
from checker.formats.github.fields import observed, required_text
from checker.formats.github.routes import ORGANIZATION

_FLAGS = {
    "two_factor_required": "two_factor_requirement_enabled",
    "members_create_public": "members_can_create_public_repositories",
    "members_fork_private": "members_can_fork_private_repositories",
    "signoff_required": "web_commit_signoff_required",
}


def organization_section(answers: Answers) -> Observation | None:
    """The section `organization`; a repository of a person has none."""
    answer = answers.find(ORGANIZATION.name)
    return None if answer is None else answers.observe(answer, _organization)


def _organization(answer: Answer) -> Json:
    # NOTE: null stands for "not told" as much as a missing field does.
    body: dict[str, Json] = {name: value for name, value in answer.body.items() if value is not None}
    needs = str(ORGANIZATION.permission)
    role = observed(body, "default_repository_permission", take=text_of, missing=Status.DENIED, needs=needs)
    flags = {name: observed(body, key, missing=Status.DENIED, needs=needs).to_json() for name, key in _FLAGS.items()}
    return {
        "id": whole_of(field_of(body, "id"), "id"),
        "login": required_text(body, "login"),
        "default_role": role.to_json(),
        **flags,
    }
