"""What the organization lays on the repository and on itself: properties, security configurations, settings of Actions.

Whoever administers the organization is told; to everybody else these are refused one by one, so each is an
observation of its own.
"""

from collections.abc import Callable

from checker.domain.json_shape import field_of, object_of, text_of, texts_of, whole_of
from checker.domain.json_value import Json
from checker.domain.observation import Observation, collected
from checker.domain.setting_words import ENABLED_REPOSITORIES
from checker.formats.github.access import hook_entry
from checker.formats.github.answers import Answer, Answers, keyed
from checker.formats.github.ci_access import chosen_actions
from checker.formats.github.fields import required_flag, required_text, required_word
from checker.formats.github.named_values import named_values
from checker.formats.github.repository import ROOT
from checker.formats.github.ruleset import LEVELS
from checker.formats.github.workflow_settings import actions_switch, token_of_workflows

PROPERTIES, CONFIGURATION = "properties/values", "code-security-configuration"
_NAMES = "property_names"
_AGENT_SCOPES = {"repository": "agents/secrets", "organization": "agents/organization-secrets"}
_ORG = "orgs/{org}/"
_ACTIONS, _CHOSEN = f"{_ORG}actions/permissions", f"{_ORG}actions/permissions/selected-actions"


def properties_section(answers: Answers) -> Observation | None:
    """The section `properties`: the names alone, for values may be anything; the repository itself may tell them."""
    answer = answers.find(PROPERTIES)
    return told_properties(answers) if answer is None else answers.observe(answer, _properties)


def told_properties(answers: Answers) -> Observation | None:
    """The names as the repository's own answer tells them; None where it does not."""
    root = answers.find(ROOT)
    page = root.pages[0] if root is not None and root.is_given and root.pages else None
    if root is None or not isinstance(page, dict) or _NAMES not in page:
        return None
    return answers.observe(root, lambda one: [*texts_of(one.body[_NAMES], _NAMES)])


def code_security_section(answers: Answers) -> Observation | None:
    """The section `code_security`; the API answers 204 where no configuration is attached."""
    answer = answers.find(CONFIGURATION)
    return None if answer is None else answers.observe(answer, _configuration)


def agent_secret_names_section(answers: Answers) -> Observation | None:
    """The section `agent_secret_names`: what coding agents are given."""
    asked = [answer for name in _AGENT_SCOPES.values() for answer in answers.all(name)]
    if not asked:
        return None
    scopes: list[Json] = [
        {"scope": scope, "names": answers.asked(name, named_values).to_json()} for scope, name in _AGENT_SCOPES.items()
    ]
    return collected(scopes, evidence=tuple(answer.evidence for answer in asked))


def organization_settings_section(answers: Answers) -> Observation | None:
    """The section `organization_settings`."""
    names = (_CHOSEN, *(name for name, _ in _PARTS.values()))
    asked = [answer for name in names for answer in answers.all(name)]
    if not asked:
        return None
    parts: dict[str, Json] = {
        "selected_actions": chosen_actions(answers, general=_ACTIONS, chosen=_CHOSEN).to_json(),
        **{part: answers.asked(name, take).to_json() for part, (name, take) in _PARTS.items()},
    }
    return collected(parts, evidence=tuple(answer.evidence for answer in asked))


def _properties(answer: Answer) -> Json:
    return [*sorted({required_text(item, "property_name") for item in answer.items})]


def _configuration(answer: Answer) -> Json:
    if not answer.pages or answer.pages[0] is None:
        return {"attached": False, "status": "", "name": "", "enforcement": ""}
    configuration = object_of(field_of(answer.body, "configuration"), "configuration")
    return {
        "attached": True,
        "status": required_text(answer.body, "status"),
        "name": required_text(configuration, "name"),
        "enforcement": text_of(configuration.get("enforcement", ""), "enforcement"),
    }


def _actions(answer: Answer) -> Json:
    body = answer.body
    return {
        "repositories": required_word(body, "enabled_repositories", ENABLED_REPOSITORIES),
        **actions_switch(body),
    }


def _group(item: dict[str, Json]) -> dict[str, Json]:
    return {
        "id": whole_of(field_of(item, "id"), "id"),
        "name": required_text(item, "name"),
        "visibility": required_text(item, "visibility"),
        "public_repositories": required_flag(item, "allows_public_repositories"),
        "only_chosen_workflows": required_flag(item, "restricted_to_workflows"),
    }


def _secret(item: dict[str, Json]) -> dict[str, Json]:
    return {"name": required_text(item, "name"), "visibility": required_text(item, "visibility")}


def _ruleset(item: dict[str, Json]) -> dict[str, Json]:
    return {
        "id": str(whole_of(field_of(item, "id"), "id")),
        "name": required_text(item, "name"),
        "target": required_text(item, "target"),
        "enforcement": required_text(item, "enforcement"),
        "level": LEVELS.get(required_text(item, "source_type"), "organization"),
    }


def _claims(answer: Answer) -> Json:
    keys = texts_of(answer.body.get("include_claim_keys", []), "include_claim_keys")
    return [*dict.fromkeys(keys)]


_PARTS: dict[str, tuple[str, Callable[[Answer], Json]]] = {
    "actions": (_ACTIONS, _actions),
    "token": (f"{_ORG}actions/permissions/workflow", token_of_workflows),
    "claim_keys": (f"{_ORG}actions/oidc/customization/sub", _claims),
    "runner_groups": (f"{_ORG}actions/runner-groups", lambda one: keyed(map(_group, one.items), "id")),
    "secrets": (f"{_ORG}actions/secrets", lambda one: keyed(map(_secret, one.items), "name")),
    "rulesets": (f"{_ORG}rulesets", lambda one: keyed(map(_ruleset, one.items), "id")),
    "webhooks": (f"{_ORG}hooks", lambda one: keyed(map(hook_entry, one.items), "id")),
    "immutable_releases": (
        f"{_ORG}settings/immutable-releases",
        lambda one: required_text(one.body, "enforced_repositories"),
    ),
}
"""What each part takes, and how it is read."""
