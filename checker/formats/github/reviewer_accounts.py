"""The section `reviewer_accounts`: who stands behind the required reviewers of environments.

It joins three lists: the environments name reviewers by id, the collaborators and the teams of the repository say who
of them may write, and the organization says how many people are in a team. Each answer that lacks leaves its own part
open. Who is not among the collaborators may not write: they include owners and members of every team with access.
"""

from collections.abc import Iterable

from checker.domain.json_shape import field_of, flag_of, object_of, objects_of, whole_of
from checker.domain.json_value import Json
from checker.domain.observation import Observation, Status, collected, unread
from checker.domain.reading import read_observation
from checker.errors import InputRefusedError
from checker.formats.github.access import COLLABORATORS, TEAMS
from checker.formats.github.answers import Answer, Answers, keyed, not_asked
from checker.formats.github.environments import LIST, environments_section
from checker.formats.github.fields import required_text
from checker.formats.github.routes import TEAM_MEMBERS

_USER, _TEAM = "User", "Team"
_KINDS = {_USER: "person", _TEAM: "team", "App": "app"}
_WRITES = {"admin": True, "maintain": True, "write": True, "push": True, "triage": False, "read": False, "pull": False}


def reviewer_accounts_section(answers: Answers) -> Observation | None:
    """The section; nothing is said where environments or collaborators were not asked for."""
    environments = environments_section(answers)
    if environments is None or answers.find(LIST) is None or not answers.all(COLLABORATORS):
        return None
    evidence = tuple(sorted({one.evidence for name in (LIST, COLLABORATORS, TEAMS) for one in answers.all(name)}))
    found: dict[tuple[str, str], None] = {}
    for seen in _reviewers(environments):
        if seen.status is not Status.COLLECTED:
            why = f"the reviewers of an environment are {seen.status}"
            return unread(seen.status, why=why, needs=seen.detail.needs, evidence=evidence)
        for one in objects_of(object_of(seen.value, "reviewers")["principals"], "principals"):
            found[required_text(one, "kind"), required_text(one, "id")] = None
    slugs = reviewing_teams(answers)
    entries = (_account(kind, number, answers, slugs) for kind, number in found)
    return collected(keyed(entries, "principal"), evidence=evidence)


def reviewing_teams(answers: Answers) -> dict[str, str]:
    """The slug of each team that reviews for an environment, by its id."""
    listing = answers.find(LIST)
    if listing is None or not listing.is_given:
        return {}
    try:
        return dict(_teams(listing))
    except InputRefusedError:
        return {}


def _reviewers(environments: Observation) -> list[Observation]:
    """The reviewers of each environment; the list itself where it was not read."""
    if environments.status is not Status.COLLECTED:
        return [environments]
    entries = objects_of(environments.value, "environments")
    return [read_observation(entry["reviewers"], name="the reviewers") for entry in entries]


def _teams(listing: Answer) -> Iterable[tuple[str, str]]:
    for item in listing.items:
        for rule in objects_of(item.get("protection_rules", []), "protection_rules"):
            for reviewer in objects_of(rule.get("reviewers", []), "reviewers"):
                if reviewer.get("type") == _TEAM:
                    team = object_of(field_of(reviewer, "reviewer"), "reviewer")
                    yield str(whole_of(field_of(team, "id"), "id")), required_text(team, "slug")


def _account(kind: str, number: str, answers: Answers, slugs: dict[str, str]) -> dict[str, Json]:
    return {
        "principal": f"{kind} {number}",
        "kind": _KINDS.get(kind, "unknown"),
        "can_write": _can_write(kind, number, answers).to_json(),
        "people": _people(kind, number, answers, slugs).to_json(),
    }


def _people(kind: str, number: str, answers: Answers, slugs: dict[str, str]) -> Observation:
    if kind != _TEAM:
        return collected(1 if kind == _USER else 0)
    if number not in slugs:
        return not_asked(TEAM_MEMBERS.name)
    return answers.asked(TEAM_MEMBERS.name, lambda one: len(one.items), team=slugs[number])


def _can_write(kind: str, number: str, answers: Answers) -> Observation:
    if kind == _USER:
        whole = [one for one in answers.all(COLLABORATORS) if one.address.question("affiliation") in ("", "all")]
        seen = answers.observe(whole[0], lambda one: _writing(one.items, number)) if whole else not_asked(COLLABORATORS)
        return collected(seen.value == [True], evidence=seen.evidence) if seen.status is Status.COLLECTED else seen
    if kind != _TEAM:
        return unread(Status.UNSUPPORTED, why="no answer says whether an app may write", needs="a person or a team")
    seen = answers.asked(TEAMS, lambda one: _writing(one.items, number))
    if seen.status is not Status.COLLECTED:
        return seen
    if seen.value == []:
        why = "the team is not among those that have access to the repository by themselves"
        return unread(Status.NOT_FOUND, why=why, needs="access for the team itself", evidence=seen.evidence)
    return collected(seen.value == [True], evidence=seen.evidence)


def _writing(items: Iterable[dict[str, Json]], number: str) -> Json:
    """Whether the account of this id may write: one answer, or none where the list lacks it."""
    return [_may_write(item) for item in items if str(whole_of(field_of(item, "id"), "id")) == number]


def _may_write(item: dict[str, Json]) -> bool:
    """By what it is permitted; by the name of the role where an older answer carries only that."""
    if isinstance(permitted := item.get("permissions"), dict) and "push" in permitted:
        return flag_of(permitted["push"], "push")
    role = required_text(item, "role_name" if "role_name" in item else "permission")
    if role not in _WRITES:
        raise InputRefusedError(f"the role {role[:80]!a} is not one that is known, expected what it permits")
    return _WRITES[role]
