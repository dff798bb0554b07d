"""What a GraphQL answer means: it is HTTP 200 even when a field was refused, so every field is read with the errors.

Source: GitHub's GraphQL documentation; `errors[].type` is FORBIDDEN, NOT_FOUND, RATE_LIMITED and others,
`errors[].path` names the field.
"""

from checker.domain.json_shape import list_of, object_of, objects_of
from checker.domain.json_value import Json
from checker.domain.observation import Detail, Observation, Status, collected, unread
from checker.formats.github.free_text import without_addresses
from checker.formats.github.status import OK, names_limit

_STATUSES = {"FORBIDDEN": Status.DENIED, "INSUFFICIENT_SCOPES": Status.DENIED, "NOT_FOUND": Status.NOT_FOUND}
_RATE_LIMITED = "RATE_LIMITED"
NEEDS_ADMIN = "Administration: read (GraphQL answers branchProtectionRules only to administrators)"


def graphql_field(body: dict[str, Json], *path: str) -> Observation:
    """The value at a path below `data`, or why it was not given: refused by an error, or null.

    Any error that names the field, something above or below it, or nothing, keeps the field from being collected.
    """
    for error in objects_of(body.get("errors") or [], "errors"):
        if _touches(list_of(error.get("path") or [], "path"), path):
            return _refused(error)
    value: Json = body.get("data")
    for step in path:
        value = object_of(value, step).get(step) if value is not None else None
    if value is None:
        return unread(Status.ERROR, why=f"the answer has null for {'.'.join(path)}")
    return collected(value)


def says_limited(body: Json) -> bool:
    """Whether an answer refuses because of too many requests, which GraphQL says with status 200."""
    errors = body.get("errors") if isinstance(body, dict) else None
    return isinstance(errors, list) and any(isinstance(error, dict) and _is_limit(error) for error in errors)


def _is_limit(error: dict[str, Json]) -> bool:
    message = error.get("message")
    return error.get("type") == _RATE_LIMITED or (isinstance(message, str) and names_limit(message))


def classic_rules_status(body: dict[str, Json]) -> Observation:
    """Whether a GraphQL answer can speak about classic protection at all.

    `branchProtectionRules` is empty for everybody but administrators, so an empty list means something only where
    `viewerCanAdminister` is true.
    """
    rules = graphql_field(body, "repository", "branchProtectionRules")
    if rules.status is not Status.COLLECTED:
        return rules
    count = object_of(rules.value, "branchProtectionRules").get("totalCount")
    admin = graphql_field(body, "repository", "viewerCanAdminister")
    if count == 0 and admin.value is not True:
        return unread(Status.DENIED, why="the list is empty for everybody but administrators", needs=NEEDS_ADMIN)
    return unread(
        Status.INCOMPLETE,
        why="classic rules are read through REST, branch by branch",
        needs="Administration: read (GET /repos/{owner}/{repo}/branches/{branch}/protection)",
    )


def _touches(error_path: list[Json], path: tuple[str, ...]) -> bool:
    steps = [step for step in error_path if isinstance(step, str)]
    return all(one == other for one, other in zip(steps, path, strict=False))


def _refused(error: dict[str, Json]) -> Observation:
    status = _STATUSES.get(str(error.get("type")), Status.ERROR)
    message = error.get("message")
    detail = Detail(
        http=OK,
        message=without_addresses(message) if isinstance(message, str) else "",
        why="the rate limit was reached" if _is_limit(error) else "GraphQL answered the field with an error",
        retryable=_is_limit(error),
    )
    return Observation(status=status, detail=detail)
