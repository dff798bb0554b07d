"""What a repository publishes and how it is watched: releases, immutability, code owners, security features."""

from checker.domain.json_shape import field_of, objects_of, text_of, texts_of, whole_of
from checker.domain.json_value import Json
from checker.domain.observation import Observation, collected
from checker.errors import InputRefusedError
from checker.formats.github.answers import Answer, Answers, keyed
from checker.formats.github.fields import LATEST, observed, required_flag, required_text
from checker.formats.github.repository import ROOT, single_ones

RELEASES, LATEST_RELEASE, RELEASE = "releases", "releases/latest", "releases/tags/{tag}"
IMMUTABLE, CODEOWNERS = "immutable-releases", "codeowners/errors"
LISTED_ALERTS = "dependabot/alerts"
ALERTS, FIXES = "vulnerability-alerts", "automated-security-fixes"
REPORTING, SCANNING = "private-vulnerability-reporting", "code-scanning/default-setup"
_TOLD, _ON, _OFF = ("security_and_analysis", "dependabot_security_updates", "status"), "enabled", "disabled"
_STATES = {"configured": True, "not-configured": False}


def releases_section(answers: Answers) -> Observation | None:
    """The section `releases`; drafts are listed only to those who may push."""
    answer = answers.find(RELEASES)
    if answer is not None:
        return answers.observe(answer, lambda one: keyed(map(_release, one.items), "id"))
    by_tag = single_ones(answers, RELEASE, lambda one: _release(one.body), list_name=RELEASES)
    return by_tag or single_ones(answers, LATEST_RELEASE, lambda one: _release(one.body), list_name=RELEASES)


def immutable_releases_section(answers: Answers) -> Observation | None:
    """The section `immutable_releases`; the API answers 404 where they are off."""
    answer = answers.find(IMMUTABLE)
    if answer is None:
        return None
    return answers.observe(answer, lambda one: {"enabled": _enabled(one)}, absent={"enabled": False})


def codeowners_section(answers: Answers) -> Observation | None:
    """The section `codeowners`."""
    answer = answers.find(CODEOWNERS)
    return None if answer is None else answers.observe(answer, _codeowners)


def security_features_section(answers: Answers) -> Observation | None:
    """The section `security_features`."""
    asked = [answer for name in (ALERTS, FIXES, REPORTING, SCANNING) for answer in answers.all(name)]
    told, alerted = told_fixes(answers), told_alerts(answers)
    if not asked and told is None and alerted is None:
        return None
    parts: dict[str, Json] = {
        "vulnerability_alerts": (alerted or answers.asked(ALERTS, _is_on, absent=False)).to_json(),
        "automated_fixes": (told or answers.asked(FIXES, _enabled)).to_json(),
        "private_reporting": answers.asked(REPORTING, _enabled).to_json(),
        "code_scanning_setup": answers.asked(SCANNING, _scanning).to_json(),
    }
    seen = (
        *(answer.evidence for answer in asked),
        *(told.evidence if told else ()),
        *(alerted.evidence if alerted else ()),
    )
    return collected(parts, evidence=tuple(sorted(set(seen))))


def told_fixes(answers: Answers) -> Observation | None:
    """Whether updates are proposed as the repository itself says; None where it does not, or the endpoint was asked."""
    root = answers.find(ROOT)
    if root is None or not root.is_given or answers.find(FIXES) is not None:
        return None
    state: Json = root.pages[0] if root.pages else None
    for step in _TOLD:
        state = state.get(step) if isinstance(state, dict) else None
    return collected(state == _ON, evidence=(root.evidence,)) if state in (_ON, _OFF) else None


def told_alerts(answers: Answers) -> Observation | None:
    """That alerts are on, as a list of them that was given says; None where none was, or the endpoint was asked."""
    listed = answers.find(LISTED_ALERTS)
    if listed is None or not listed.is_given or answers.find(ALERTS) is not None:
        return None
    return collected(True, evidence=(listed.evidence,))  # noqa: FBT003 - the value of an observation


def _release(item: dict[str, Json]) -> dict[str, Json]:
    return {
        "id": whole_of(field_of(item, "id"), "id"),
        "tag": required_text(item, "tag_name"),
        "draft": required_flag(item, "draft"),
        "prerelease": required_flag(item, "prerelease"),
        "immutable": observed(item, "immutable").to_json(),
        "has_notes": observed(item, "has_notes").to_json(),
        "assets": observed(item, "assets", take=_assets).to_json(),
    }


def _assets(value: Json, key: str) -> Json:
    return keyed(map(_asset, objects_of(value, key)), "name")


def _asset(item: dict[str, Json]) -> dict[str, Json]:
    present: dict[str, Json] = {name: value for name, value in item.items() if value is not None}
    return {
        "name": required_text(item, "name"),
        "size": whole_of(field_of(item, "size"), "size"),
        "digest": observed(present, "digest", take=text_of, needs=f"{LATEST}; older assets have none").to_json(),
    }


def _codeowners(answer: Answer) -> Json:
    found = [_owner_error(item) for item in objects_of(field_of(answer.body, "errors"), "errors")]
    return {"errors": [*sorted(found, key=str)]}


def _owner_error(item: dict[str, Json]) -> dict[str, Json]:
    return {
        "line": whole_of(field_of(item, "line"), "line"),
        "kind": required_text(item, "kind"),
        "path": required_text(item, "path"),
    }


def _is_on(answer: Answer) -> Json:
    """On: the API answers 204 without a body."""
    if answer.pages and answer.pages[0] is not None:
        raise InputRefusedError("the answer has a body, expected none")
    return True


def _enabled(answer: Answer) -> Json:
    return required_flag(answer.body, "enabled")


def _scanning(answer: Answer) -> Json:
    state = required_text(answer.body, "state")
    if state not in _STATES:
        raise InputRefusedError(f"state is {state!r}, expected {', '.join(_STATES)}")
    languages = texts_of(answer.body.get("languages", []), "languages")
    return {"configured": _STATES[state], "languages": [*sorted(set(languages))]}
