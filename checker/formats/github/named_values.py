"""Names of secrets and variables by the scope they live in; their values never get here."""

from checker.domain.json_shape import text_of
from checker.domain.json_value import Json
from checker.domain.observation import Observation, Status, collected
from checker.formats.github.answers import Answer, Answers, keyed, not_asked
from checker.formats.github.fields import required_text
from checker.formats.github.routes import ORGANIZATION_SECRETS

_SECRET_SCOPES = {
    "repository": ("actions/secrets",),
    "organization": ("actions/organization-secrets", ORGANIZATION_SECRETS.name),
    "dependabot": ("dependabot/secrets",),
}
_CODESPACES = "codespaces/secrets"
_VARIABLE_SCOPES = {
    "repository": ("actions/variables", "actions/variables/{variable}"),
    "organization": ("actions/organization-variables",),
}


def secret_names_section(answers: Answers) -> Observation | None:
    """The section `secret_names`; the organization's own list may name secrets this repository does not get."""
    return _scoped(answers, _SECRET_SCOPES)


def variable_names_section(answers: Answers) -> Observation | None:
    """The section `variable_names`; one variable asked for by name is a part of its scope."""
    return _scoped(answers, _VARIABLE_SCOPES)


def codespaces_secret_names_section(answers: Answers) -> Observation | None:
    """The section `codespaces_secret_names`: what development machines of this repository are given."""
    answer = answers.find(_CODESPACES)
    return None if answer is None else answers.observe(answer, named_values)


def named_values(answer: Answer) -> Json:
    """The names an answer lists, with the times they last changed."""
    return keyed([named_value(item) for item in answer.items], "name")


def named_value(item: dict[str, Json]) -> dict[str, Json]:
    """One name."""
    return {"name": required_text(item, "name"), "updated_at": text_of(item.get("updated_at", ""), "updated_at")}


def _scoped(answers: Answers, scopes: dict[str, tuple[str, ...]]) -> Observation | None:
    asked = [answer for names in scopes.values() for name in names for answer in answers.all(name)]
    if not asked:
        return None
    entries: list[Json] = [
        {"scope": scope, "names": _names(answers, names).to_json()} for scope, names in scopes.items()
    ]
    return collected(entries, evidence=tuple(answer.evidence for answer in asked))


def _names(answers: Answers, names: tuple[str, ...]) -> Observation:
    """The first of these endpoints that was asked decides; the first of them is what should have been."""
    for name in names:
        for answer in answers.all(name):
            return _of_answer(answers, answer)
    return not_asked(names[0])


def _of_answer(answers: Answers, answer: Answer) -> Observation:
    if answer.route.listed:
        return answers.observe(answer, named_values)
    seen = answers.observe(answer, lambda one: [named_value(one.body)])
    if seen.status is not Status.COLLECTED:
        return seen
    detail = not_asked(answer.route.name.partition("/{")[0]).detail
    return Observation(status=Status.INCOMPLETE, partial=seen.value, detail=detail, evidence=seen.evidence)
