"""Who may do something, as the API names them: users, teams and apps by their account ids."""

from checker.domain.json_shape import objects_of
from checker.domain.json_value import Json
from checker.errors import InputRefusedError

_KINDS = (("users", "User"), ("teams", "Team"), ("apps", "App"))


def principals_of(allowed: dict[str, Json]) -> list[Json]:
    """The principals of an object with `users`, `teams` and `apps`, sorted; a list that is left out is empty."""
    found = [principal(kind, item) for key, kind in _KINDS for item in objects_of(allowed.get(key, []), key)]
    return list(sorted_by_identity(found))


def principal(kind: str, item: dict[str, Json]) -> dict[str, Json]:
    """One principal by its numeric id; by its login or slug where an answer carries no id.

    Raises:
        InputRefusedError: the item has neither.
    """
    for key in ("id", "login", "slug"):
        value = item.get(key)
        if isinstance(value, int | str) and not isinstance(value, bool):
            return {"kind": kind, "id": str(value)}
    raise InputRefusedError(f"a {kind.lower()} has no id, expected id, login or slug")


def sorted_by_identity(found: list[dict[str, Json]]) -> list[dict[str, Json]]:
    """The same principals in an order that does not depend on the answer's."""
    return sorted(found, key=lambda item: (str(item["kind"]), str(item["id"])))
