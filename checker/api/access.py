"""Which role an operation needs: the one table. Neither a route without a line starts, nor a line without a route."""

from collections.abc import Iterable, Mapping

from checker.domain.principal import Role

READ = Role.READER

NEEDED: Mapping[str, Role | None] = {
    "live": None,
    "ready": None,
    "register_candidate": Role.OPERATOR,
    "list_candidates": READ,
    "show_candidate": READ,
}
"""The role of each operation by its id in the OpenAPI; None: it is answered to everybody."""


def refuse_incomplete(operations: Iterable[str]) -> None:
    """Make sure that table and routes name the same operations.

    Raises:
        RuntimeError: a route has no line, a line has no route, or two routes have one name.
    """
    seen = list(operations)
    strays = sorted({one for one in seen if one not in NEEDED or seen.count(one) > 1} | (set(NEEDED) - set(seen)))
    if strays:
        raise RuntimeError(f"the table of roles and the routes differ in: {', '.join(strays)}")
