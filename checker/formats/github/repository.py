"""The repository itself, its branches and tags, and whom an audit is about."""

from collections.abc import Callable, Iterable, Iterator

from checker.domain.json_shape import field_of, flag_of, object_of, objects_of, text_of, whole_of
from checker.domain.json_value import Json
from checker.domain.observation import Observation, Status, unread
from checker.domain.response import Response
from checker.formats.github.answers import Answer, Answers, Take, keyed, not_asked
from checker.formats.github.fields import observed, optional_object, required_flag, required_text
from checker.formats.github.status import OK

ROOT = ""
BRANCHES, BRANCH, TAGS = "branches", "branches/{branch}", "tags"
PROTECTION = "branches/{branch}/protection"
_SECURITY = "security_and_analysis"
_NEEDS_SECURITY = "Administration: read, or the role of a security manager"
_VISIBILITIES = ("public", "private", "internal")


def repository_section(answers: Answers) -> Observation | None:
    """The section `repository`."""
    answer = answers.find(ROOT)
    return None if answer is None else answers.observe(answer, _repository)


def branches_section(answers: Answers) -> Observation | None:
    """The section `branches`; branches asked for one by one, or only protected ones, are a part of it."""
    listing = answers.find(BRANCHES)
    if listing is not None:
        seen = answers.observe(listing, lambda answer: keyed(map(_branch, answer.items), "name"))
        only_some = listing.address.question("protected") != ""
        seen = cut_down(seen, "only some branches were asked for") if only_some else seen
        return whole_unless_unlisted(seen, _branches_answered(answers), "branch")
    return single_ones(answers, BRANCH, lambda answer: _branch(answer.body), list_name=BRANCHES)


def tags_section(answers: Answers) -> Observation | None:
    """The section `tags`."""
    listing = answers.find(TAGS)
    return None if listing is None else answers.observe(listing, lambda one: keyed(map(_tag, one.items), "name"))


def protected_branches(answers: Answers) -> frozenset[str]:
    """The branches of which some answer says that they are protected."""
    section = branches_section(answers)
    listed = None if section is None else section.value or section.partial
    entries = objects_of(listed or [], "branches")
    return frozenset(text_of(entry["name"], "name") for entry in entries if entry["protected"] is True)


def cut_down(seen: Observation, why: str) -> Observation:
    """The observation as a part, when what was asked for is not the whole."""
    if seen.status is not Status.COLLECTED:
        return seen
    detail = unread(Status.INCOMPLETE, why=why, needs="the whole list").detail
    return Observation(status=Status.INCOMPLETE, partial=seen.value, detail=detail, evidence=seen.evidence)


def whole_unless_unlisted(
    seen: Observation, answered: Iterable[str], kind: str, *, same: Callable[[str], str] = str
) -> Observation:
    """A list as a part, when it lacks one that another answer speaks of; `same` is the form that two names share."""
    listed = {same(str(entry["name"])) for entry in objects_of(seen.value or [], kind)}
    unlisted = sorted(name for name in answered if same(name) not in listed)
    return cut_down(seen, f"{kind} {unlisted[0]} was captured, but is not in the list") if unlisted else seen


def _branches_answered(answers: Answers) -> Iterator[str]:
    """The branches that single answers speak of; one that was renamed answers under a name it no longer has."""
    for answer in (*answers.all(BRANCH), *answers.all(PROTECTION)):
        if answer.is_given and not answer.redirected:
            yield answer.address.parameter("branch")


def single_ones(answers: Answers, name: str, take: Take, *, list_name: str) -> Observation | None:
    """What single answers show of a list that was not asked for: a part of it, or why even that could not be read."""
    singles = [answers.observe(answer, take) for answer in answers.all(name)]
    if not singles:
        return None
    readable = [seen for seen in singles if seen.status is Status.COLLECTED]
    if not readable:
        return singles[0]
    evidence = tuple(item for seen in singles for item in seen.evidence)
    return Observation(
        status=Status.INCOMPLETE,
        partial=[seen.value for seen in readable],
        detail=not_asked(list_name).detail,
        evidence=evidence,
    )


def subject_id(answers: Answers) -> Observation:
    """The repository's numeric id."""
    return answers.asked(ROOT, lambda answer: whole_of(field_of(answer.body, "id"), "id"))


def subject_owner(answers: Answers) -> Observation:
    """The owner's id, login and kind."""
    return answers.asked(ROOT, _owner)


def full_name(answers: Answers) -> str:
    """The name the repository has now; empty when the repository itself was not read."""
    seen = answers.asked(ROOT, lambda answer: required_text(answer.body, "full_name"))
    return seen.value if isinstance(seen.value, str) else ""


def full_names(listing: Response) -> list[str]:
    """The names of the repositories an organization's list holds; none where it was not read to its end."""
    if listing.status != OK or not listing.complete:
        return []
    items = [item for page in listing.pages if isinstance(page, list) for item in page]
    named = [item.get("full_name") for item in items if isinstance(item, dict)]
    return [name for name in named if isinstance(name, str)]


def credential_is_admin(answers: Answers) -> Observation:
    """Whether the credential administers the repository."""
    return answers.asked(ROOT, _is_admin)


def _repository(answer: Answer) -> Json:
    body = answer.body
    return {
        "default_branch": required_text(body, "default_branch"),
        "visibility": _visibility(body),
        "archived": required_flag(body, "archived"),
        "secret_scanning": _security(body, "secret_scanning").to_json(),
        "push_protection": _security(body, "secret_scanning_push_protection").to_json(),
        "validity_checks": _security(body, "secret_scanning_validity_checks").to_json(),
        "forking_allowed": observed(body, "allow_forking", missing=Status.DENIED, needs=_NEEDS_SECURITY).to_json(),
    }


def _visibility(body: dict[str, Json]) -> str:
    """Older answers say only whether it is private, which an internal repository is as well."""
    if "visibility" in body:
        stated = text_of(body["visibility"], "visibility")
        return stated if stated in _VISIBILITIES else "unknown"
    return "unknown" if required_flag(body, "private") else "public"


def _security(body: dict[str, Json], key: str) -> Observation:
    features = optional_object(body, _SECURITY)
    if features is None:
        return unread(Status.DENIED, why=f"the answer leaves {_SECURITY} out", needs=_NEEDS_SECURITY)
    return observed(features, key, take=_is_enabled, needs=_NEEDS_SECURITY)


def _is_enabled(value: Json, key: str) -> bool:
    return text_of(field_of(object_of(value, key), "status"), f"{key}.status") == "enabled"


def _owner(answer: Answer) -> Json:
    owner = object_of(field_of(answer.body, "owner"), "owner")
    return {
        "id": whole_of(field_of(owner, "id"), "owner.id"),
        "login": required_text(owner, "login"),
        "kind": required_text(owner, "type"),
    }


def _is_admin(answer: Answer) -> Json:
    permissions = object_of(field_of(answer.body, "permissions"), "permissions")
    return flag_of(field_of(permissions, "admin"), "permissions.admin")


def _branch(item: dict[str, Json]) -> dict[str, Json]:
    return {"name": required_text(item, "name"), "protected": required_flag(item, "protected")}


def _tag(item: dict[str, Json]) -> dict[str, Json]:
    commit = object_of(field_of(item, "commit"), "commit")
    return {"name": required_text(item, "name"), "commit": required_text(commit, "sha")}
