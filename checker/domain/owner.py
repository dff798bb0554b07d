"""Whose a repository is: what an organization lays down can only be asked where there is one.

That the owner is a person is a fact like any other: rules about organizations do not apply then. Where it was not
told, or in a word nobody knows, they are not evaluated.
"""

from checker.domain.json_shape import field_of, object_of, text_of
from checker.domain.json_value import Json
from checker.domain.observation import Observation, Status, collected, unread
from checker.domain.reading import read_observation

NEEDS_OWNER = "Metadata: read (GET /repos/{owner}/{repo})"
_KINDS = {"Organization": "organization", "User": "user"}


def derive_owner(stated: Json, *, repository: Json) -> Observation:
    """The kind of owner, as `{kind}`; it comes with the answer that tells of the repository, and goes with it.

    Args:
        stated: the observation `owner` of an audit's subject.
        repository: the section `repository` of the same audit.

    Raises:
        InputRefusedError: either has another form than its schema says.
    """
    for told in (read_observation(repository, name="repository"), read_observation(stated, name="owner")):
        if told.status is not Status.COLLECTED:
            return Observation(status=told.status, detail=told.detail, evidence=told.evidence)
    owner = object_of(object_of(stated, "owner")["value"], "owner")
    word = text_of(field_of(owner, "kind"), "owner.kind")
    if word not in _KINDS:
        why = f"the owner is of the kind {word!r}, expected one of {', '.join(_KINDS)}"
        return unread(Status.ERROR, why=why, needs=NEEDS_OWNER)
    return collected({"kind": _KINDS[word]})
