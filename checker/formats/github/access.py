"""Who and what can reach the repository: collaborators, teams, deploy keys, webhooks."""

from checker.domain.json_shape import field_of, flag_of, object_of, text_of, texts_of, whole_of
from checker.domain.json_value import Json
from checker.domain.observation import Observation, Status, collected
from checker.formats.github.answers import Answer, Answers, keyed, not_asked
from checker.formats.github.fields import observed, required_flag, required_text
from checker.formats.github.repository import cut_down, single_ones

COLLABORATORS, COLLABORATOR = "collaborators", "collaborators/{login}/permission"
TEAMS, KEYS, HOOKS, HOOK = "teams", "keys", "hooks", "hooks/{hook}"
_DIRECT = "direct"
_ROLES = {"admin": "admin", "maintain": "maintain", "push": "write", "triage": "triage", "pull": "read"}


def access_section(answers: Answers) -> Observation | None:
    """The section `access`."""
    asked = [answer for name in (COLLABORATORS, COLLABORATOR, TEAMS) for answer in answers.all(name)]
    if not asked:
        return None
    parts: dict[str, Json] = {
        "collaborators": _collaborators(answers).to_json(),
        "teams": answers.asked(TEAMS, lambda one: keyed(map(_team, one.items), "slug")).to_json(),
    }
    return collected(parts, evidence=tuple(answer.evidence for answer in asked))


def direct_access_section(answers: Answers) -> Observation | None:
    """The section `direct_access`: whom somebody let in by name.

    The provider names the strongest role a person has, whichever way they came by it.
    """
    listings = [one for one in answers.all(COLLABORATORS) if one.address.question("affiliation") == _DIRECT]
    for answer in listings[:1]:
        return answers.observe(answer, lambda one: keyed(map(_let_in, one.items), "id"))
    return None


def deploy_keys_section(answers: Answers) -> Observation | None:
    """The section `deploy_keys`."""
    answer = answers.find(KEYS)
    return None if answer is None else answers.observe(answer, lambda one: keyed(map(_key, one.items), "id"))


def webhooks_section(answers: Answers) -> Observation | None:
    """The section `webhooks`."""
    answer = answers.find(HOOKS)
    if answer is not None:
        return answers.observe(answer, lambda one: keyed(map(hook_entry, one.items), "id"))
    return single_ones(answers, HOOK, lambda one: hook_entry(one.body), list_name=HOOKS)


def _collaborators(answers: Answers) -> Observation:
    """All collaborators; a list of some affiliations, or one person's permission, is a part."""
    listings = answers.all(COLLABORATORS)
    whole = [one for one in listings if one.address.question("affiliation") in ("", "all")]
    for answer in [*whole, *listings][:1]:
        seen = answers.observe(answer, lambda one: keyed(map(_collaborator, one.items), "id"))
        return seen if whole else cut_down(seen, "only some affiliations were asked for")
    single = single_ones(answers, COLLABORATOR, _one_collaborator, list_name=COLLABORATORS)
    return single or not_asked(COLLABORATORS)


def _collaborator(item: dict[str, Json]) -> dict[str, Json]:
    return {
        "id": whole_of(field_of(item, "id"), "id"),
        "login": required_text(item, "login"),
        "kind": required_text(item, "type"),
        "role": _role(item),
    }


def _let_in(item: dict[str, Json]) -> dict[str, Json]:
    return {name: value for name, value in _collaborator(item).items() if name != "kind"}


def _one_collaborator(answer: Answer) -> Json:
    user = object_of(field_of(answer.body, "user"), "user")
    role = answer.body.get("role_name", answer.body.get("permission"))
    return {
        "id": whole_of(field_of(user, "id"), "id"),
        "login": required_text(user, "login"),
        "kind": required_text(user, "type"),
        "role": text_of(role, "permission"),
    }


def _role(item: dict[str, Json]) -> str:
    """The role by its name; older answers carry only what it permits, the strongest of which names it."""
    if "role_name" in item:
        return required_text(item, "role_name")
    permitted = object_of(field_of(item, "permissions"), "permissions")
    given = [role for key, role in _ROLES.items() if flag_of(permitted.get(key, False), key)]
    return given[0] if given else "none"


def _team(item: dict[str, Json]) -> dict[str, Json]:
    return {"slug": required_text(item, "slug"), "role": required_text(item, "permission")}


def _key(item: dict[str, Json]) -> dict[str, Json]:
    return {
        "id": whole_of(field_of(item, "id"), "id"),
        "title": text_of(item.get("title") or "", "title"),
        "fingerprint": required_text(item, "fingerprint"),
        "read_only": required_flag(item, "read_only"),
    }


def hook_entry(item: dict[str, Json]) -> dict[str, Json]:
    """One webhook, without what its address and configuration could give away."""
    config = object_of(field_of(item, "config"), "config")
    return {
        "id": whole_of(field_of(item, "id"), "id"),
        "active": required_flag(item, "active"),
        "events": [*sorted(set(texts_of(field_of(item, "events"), "events")))],
        "address": text_of(config.get("address", ""), "address"),
        "tls_verified": observed(config, "tls_verified", missing=Status.DENIED, needs="Webhooks: read").to_json(),
        "has_secret": observed(config, "has_secret").to_json(),
    }
