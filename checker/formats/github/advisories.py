"""The advisories of the repository itself, and whether what was answered can be all of them.

Whoever may not see the unpublished ones is given the published ones alone, with status 200 and no word about the
others. So an answer is believed to be whole only where something else says that its asker sees everything.
Source: GitHub's REST documentation, "List repository security advisories".
"""

from checker.domain.json_shape import field_of, objects_of, text_of
from checker.domain.json_value import Json
from checker.domain.observation import Observation, Status, unread
from checker.errors import InputRefusedError
from checker.formats.github.answers import Answer, Answers, keyed
from checker.formats.github.fields import required_flag, required_text
from checker.formats.github.repository import ROOT, credential_is_admin

ADVISORIES = "security-advisories"
_STATES = frozenset({"triage", "draft", "published", "closed", "withdrawn"})
_UNPUBLISHED = frozenset({"triage", "draft", "closed"})
_ENOUGH = frozenset({"repo", "repository_advisories:read", "repository_advisories:write"})
_WHY = "whoever may not see unpublished ones is shown the others, and nothing says that this credential may"
_NEEDS = "an administrator's classic token with the scope repo; another token shows it by one that is unpublished"


def advisories_section(answers: Answers) -> Observation | None:
    """The section `advisories`."""
    answer = answers.find(ADVISORIES)
    if answer is None:
        return None
    seen = answers.observe(answer, lambda one: keyed(map(_advisory, one.items), "id"))
    if seen.status is not Status.COLLECTED or _sees_all(answers, answer):
        return seen
    detail = unread(Status.INCOMPLETE, why=_WHY, needs=_NEEDS).detail
    return Observation(status=Status.INCOMPLETE, partial=seen.value, detail=detail, evidence=seen.evidence)


def _sees_all(answers: Answers, answer: Answer) -> bool:
    """Whether an administrator asked, with a credential that the provider lets see unpublished ones.

    A classic token's scopes stand beside the answer. Nobody is answered about a private repository without the
    permission. An unpublished one in the answer shows that the permission is there.
    """
    if answer.address.question("state") or not _is_admin(answers):
        return False
    scopes = {scope.strip() for scope in answer.headers.get("x-oauth-scopes", "").split(",")}
    is_seen = any(item.get("state") in _UNPUBLISHED for item in answer.items)
    return bool(scopes & _ENOUGH) or is_seen or _is_private(answers)


def _is_admin(answers: Answers) -> bool:
    seen = credential_is_admin(answers)
    return seen.status is Status.COLLECTED and seen.value is True


def _is_private(answers: Answers) -> bool:
    root = answers.find(ROOT)
    return root is not None and root.is_given and root.body.get("private") is True


def _advisory(item: dict[str, Json]) -> dict[str, Json]:
    state = required_text(item, "state")
    return {
        "id": required_text(item, "ghsa_id"),
        "severity": text_of(item.get("severity") or "", "severity"),
        "state": state if state in _STATES else "unknown",
        "patched": _is_patched(item),
    }


def _is_patched(item: dict[str, Json]) -> bool:
    """Whether everything it is about has a version without the weakness; one that is about nothing has none."""
    about = objects_of(field_of(item, "vulnerabilities") or [], "vulnerabilities")
    try:
        return bool(about) and all(required_flag(one, "is_patched") for one in about)
    except InputRefusedError:
        return False  # it names none
