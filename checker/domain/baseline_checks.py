"""Baseline checks: whether what an accepted baseline required before a merge is required still.

Both sides are what all sources together come to on a release ref, so that a check which moved from classic protection
into a ruleset is kept. A check that only one app could report, and that any app may report now, is not.
"""

from dataclasses import dataclass

from checker.domain.json_shape import flag_of, object_of, objects_of, text_of, whole_of
from checker.domain.json_value import Json
from checker.domain.observation import Observation, Status, collected, unread

_CHECKS = "required_checks"
_Check = tuple[str, int]
"""A name, and the app that alone may report it; 0 for any."""


def derive_baseline_checks(before: Json, now: Json) -> Observation:
    """Each check the baseline requires, by release ref, and whether it still is.

    Args:
        before: the effective protection that the baseline's settings come to.
        now: that of the settings that are judged.

    Raises:
        InputRefusedError: one of them has another form than its schema says.
    """
    held, current = object_of(before, "the baseline"), object_of(now, "the settings")
    if held["status"] != Status.COLLECTED:
        return _unknown(held, "the baseline does not say what was enforced")
    rows, found = _rows(current), list[Json]()
    for ref, row in _rows(held).items():
        told = object_of(row[_CHECKS], _CHECKS)
        if told["status"] != Status.COLLECTED:
            return _unknown(told, f"the baseline does not say which checks {ref} requires")
        is_kept = _Kept(ref=ref, told=rows.get(ref, {}).get(_CHECKS), section=current)
        found += [is_kept.row(check) for check in _checks(told)]
    return collected(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    """What a ref requires now: the observation of its checks, None where it is no release ref now; and the section."""

    ref: str
    told: Json
    section: dict[str, Json]

    def row(self, check: _Check) -> Json:
        name, app = check
        named = f"{name} by app {app}" if app else name
        return {"id": f"{self.ref} {named}", "ref": self.ref, "name": name, "required": self._required(check).to_json()}

    def _required(self, check: _Check) -> Observation:
        if self.section["status"] != Status.COLLECTED:
            return _unknown(self.section, "what is enforced now was not read")
        if self.told is None:
            return unread(Status.NOT_FOUND, why=f"{self.ref} is no release ref any more", needs="a new baseline")
        told = object_of(self.told, _CHECKS)
        if told["status"] != Status.COLLECTED:
            return _unknown(told, f"which checks {self.ref} requires now was not read")
        name, app = check
        return collected(any(one == name and app in (0, by) for one, by in _checks(told)))


def _unknown(seen: dict[str, Json], why: str) -> Observation:
    """As unreadable as what it would follow from, for the same want of a permission."""
    needs = object_of(seen.get("detail", {}), "detail").get("needs", "")
    return unread(Status(text_of(seen["status"], "status")), why=why, needs=text_of(needs, "needs"))


def _rows(protection: dict[str, Json]) -> dict[str, dict[str, Json]]:
    rows = objects_of(protection.get("value", []), "effective_protection")
    return {text_of(row["ref"], "ref"): row for row in rows}


def _checks(told: dict[str, Json]) -> list[_Check]:
    return [(text_of(one["name"], "name"), _app(one)) for one in objects_of(told["value"], _CHECKS)]


def _app(check: dict[str, Json]) -> int:
    app = object_of(check["app"], "app")
    return whole_of(app["id"], "id") if flag_of(app["bound"], "bound") else 0
