"""Propose settings: what a baseline wants, how the repository differs, and the requests that would settle it.

Nothing is ever sent. Where the baseline does not hold enough to write a setting back, the page of the provider is named
instead; what it holds but is not known now is neither, and said to be unknown.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from checker.application.compare_audits import Difference, compare_facts
from checker.application.find_drift import EFFECTIVE, NOT_SETTINGS, Drift
from checker.domain.audit import Audit
from checker.domain.facts import gap_of, labelled
from checker.domain.json_shape import object_of
from checker.domain.json_value import Json
from checker.formats.github.setting_requests import (
    SettingRequest,
    classic_requests,
    environment_requests,
    permission_requests,
    ruleset_requests,
)

PLACES = {
    "classic_protection": "Settings > Branches",
    "ref_rules": "Settings > Rules > Rulesets",
    "environments": "Settings > Environments",
    "ci_permissions": "Settings > Actions > General",
    "ci_oidc": "Settings > Actions > OIDC",
    "secret_names": "Settings > Secrets and variables",
    "variable_names": "Settings > Secrets and variables",
    "deploy_keys": "Settings > Deploy keys",
    "webhooks": "Settings > Webhooks",
    "access": "Settings > Collaborators and teams",
    "security_features": "Settings > Advanced Security",
    "runners": "Settings > Actions > Runners",
    "organization": "the settings of the organization",
}
"""Where a section is set by hand; the others under Settings > General."""

_GENERAL = "Settings > General"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedStep:
    """One thing to set: what differs, the requests that would settle it, if any, and the page where it is set."""

    what: str
    differences: tuple[Difference, ...]
    requests: tuple[SettingRequest, ...]
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """All of it, with what it was made from."""

    baseline: Audit
    now: Audit
    drift: Drift
    steps: tuple[ProposedStep, ...]


def propose_settings(baseline: Audit, now: Audit, *, drift: Drift) -> Proposal:
    """The steps that lead from what is to the baseline, one for each thing that differs."""
    sections = sorted(drift.target.keys() - {EFFECTIVE})
    steps = [step for name in sections for step in _steps(name, drift.target[name], drift.now[name])]
    return Proposal(baseline=baseline, now=now, drift=drift, steps=tuple(steps))


def _steps(name: str, target: Json, now: Json) -> Iterator[ProposedStep]:
    if _is_unread(target) or _is_unread(now):
        return
    wanted, found = _elements(target), _elements(now)
    for label in sorted(wanted.keys() | found.keys()):
        what = f"{name}[{label}]" if label else name
        differences = _differences(what, wanted, found, label)
        if differences:
            requests = _requests(name, wanted.get(label), found.get(label))
            place = PLACES.get(name, _GENERAL)
            yield ProposedStep(what=what, differences=differences, requests=requests, place=place)


def _elements(section: Json) -> dict[str, Json]:
    """The elements of a section that is a list, by name; the section itself, without a name, if it is none."""
    value = object_of(section, "the section")["value"]
    return labelled(value) if isinstance(value, list) else {"": value}


def _is_unread(section: Json) -> bool:
    return gap_of(object_of(section, "the section"), "") is not None


def _differences(
    what: str, wanted: Mapping[str, Json], found: Mapping[str, Json], label: str
) -> tuple[Difference, ...]:
    if label not in wanted or label not in found:
        return (Difference(path=what, before=wanted.get(label), after=found.get(label)),)
    return compare_facts({what: wanted[label]}, {what: found[label]}, NOT_SETTINGS).differences


def _requests(name: str, wanted: Json, now: Json) -> tuple[SettingRequest, ...]:
    """The requests for one element; none for one that the baseline does not have, because nobody asked for its end."""
    if not isinstance(wanted, dict):
        return ()
    current = now if isinstance(now, dict) else {}
    made: dict[str, Callable[[], tuple[SettingRequest, ...]]] = {
        "classic_protection": lambda: classic_requests(wanted),
        "ref_rules": lambda: ruleset_requests(wanted, is_there=bool(current)),
        "environments": lambda: environment_requests(wanted, now=current),
        "ci_permissions": lambda: permission_requests(wanted, now=current),
    }
    return made[name]() if name in made else ()
