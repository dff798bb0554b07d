"""The section `environments`: the list joined with each environment's sub-pages."""

from collections.abc import Iterator
from dataclasses import replace

from checker.domain.json_shape import objects_of, text_of
from checker.domain.json_value import Json
from checker.domain.observation import Observation, Status, unread
from checker.domain.reading import read_observation
from checker.formats.github.answers import Answer, Answers, keyed, not_asked
from checker.formats.github.environment import EnvironmentParts, deployment_pattern, environment
from checker.formats.github.fields import required_flag, required_text
from checker.formats.github.named_values import named_values
from checker.formats.github.repository import single_ones, whole_unless_unlisted

LIST, ONE = "environments", "environments/{environment}"
PATTERNS = "environments/{environment}/deployment-branch-policies"
CUSTOM_RULES = "environments/{environment}/deployment_protection_rules"
SECRETS, VARIABLES = "environments/{environment}/secrets", "environments/{environment}/variables"
_SUB_PAGES = (PATTERNS, CUSTOM_RULES, SECRETS, VARIABLES)
_CUSTOM = "custom_deployment_protection_rules"
_GATES = ("reviewers", "admins_bypass", "wait_minutes", "deploy_refs")
"""What the list and an environment's own answer both state."""


def environments_section(answers: Answers) -> Observation | None:
    """The environments; one asked for by name, or of which only a sub-page was read, is a part of them."""
    listing = answers.find(LIST)
    if listing is not None:
        seen = answers.observe(listing, lambda one: keyed([_joined(item, answers) for item in one.items], "name"))
        return whole_unless_unlisted(seen, _answered(answers), "environment", same=str.casefold)
    single = single_ones(answers, ONE, lambda one: _by_itself(one.body, answers), list_name=LIST)
    return single or _sub_pages_only(answers)


def _joined(item: dict[str, Json], answers: Answers) -> dict[str, Json]:
    """One environment of the list; what its own answer contradicts is known from neither."""
    entry = _by_itself(item, answers)
    own = next((one for one in answers.all(ONE) if one.is_given and _is_named(one, str(entry["name"]))), None)
    if own is None:
        return entry
    said = _by_itself(own.body, answers)
    return {**entry, **{gate: _agreed(entry[gate], said[gate], own) for gate in _GATES}}


def _is_named(answer: Answer, name: str) -> bool:
    return answer.address.parameter("environment").casefold() == name.casefold()


def _agreed(listed: Json, own: Json, answer: Answer) -> Json:
    """What list and own answer both say, or the one that says it; an error where they disagree."""
    of_list, of_own = read_observation(listed, name=LIST), read_observation(own, name=ONE)
    if of_own.status is Status.DENIED or (of_list.status, of_list.value) == (of_own.status, of_own.value):
        return listed
    if of_list.status is Status.DENIED:
        return replace(of_own, evidence=(*of_own.evidence, answer.evidence)).to_json()
    why = "the list of environments says one thing and the environment's own answer another"
    return unread(Status.ERROR, why=why, needs="both read again, one right after the other").to_json()


def _by_itself(item: dict[str, Json], answers: Answers) -> dict[str, Json]:
    name = required_text(item, "name")
    parts = EnvironmentParts(
        patterns=answers.asked(PATTERNS, _patterns, environment=name),
        custom_rules=answers.asked(CUSTOM_RULES, _custom_rules, environment=name),
        secret_names=answers.asked(SECRETS, named_values, environment=name),
        variable_names=answers.asked(VARIABLES, named_values, environment=name),
        missing=Status.DENIED,
    )
    return environment(item, parts)


def _answered(answers: Answers) -> Iterator[str]:
    """The environments that single answers and sub-pages speak of; the provider takes their names in any case."""
    for name in (ONE, *_SUB_PAGES):
        yield from (one.address.parameter("environment") for one in answers.all(name) if one.is_given)


def _sub_pages_only(answers: Answers) -> Observation | None:
    """Environments of which nobody asked for more than a sub-page: their gates are not known."""
    pages = [answer for name in _SUB_PAGES for answer in answers.all(name)]
    if not pages:
        return None
    names = sorted({page.address.parameter("environment") for page in pages})
    partial: Json = [_unasked(name, answers) for name in names]
    detail = not_asked(LIST).detail
    evidence = tuple(page.evidence for page in pages)
    return Observation(status=Status.INCOMPLETE, partial=partial, detail=detail, evidence=evidence)


def _unasked(name: str, answers: Answers) -> Json:
    entry = _by_itself({"name": name}, answers)
    unasked = not_asked(ONE).to_json()
    return {**entry, **dict.fromkeys(("reviewers", "admins_bypass", "wait_minutes", "deploy_refs"), unasked)}


def _patterns(answer: Answer) -> Json:
    found = [deployment_pattern(item) for item in answer.items]
    return [*sorted(found, key=lambda one: (str(one["kind"]), str(one["pattern"])))]


def _custom_rules(answer: Answer) -> Json:
    rules = objects_of(answer.body.get(_CUSTOM, []), _CUSTOM)
    return [*sorted({_app(rule) for rule in rules if required_flag(rule, "enabled")})]


def _app(rule: dict[str, Json]) -> str:
    app = rule.get("app")
    return text_of(app["slug"], "slug") if isinstance(app, dict) and "slug" in app else "an app without a slug"
