"""Release tags: whether the commit a tag names is one that a release branch contains."""

from checker.domain.json_shape import field_of, object_of, objects_of, texts_of
from checker.domain.json_value import Json
from checker.domain.observation import Observation, Status, collected
from checker.domain.reading import read_observation
from checker.domain.release_refs import HEADS
from checker.domain.source_ref import derive_from_release_ref

_SECTION = "release_tags"


def with_reach(release_tags: Json, *, release_refs: Json) -> Json:
    """The section `release_tags` with `on_release_branch` for every tag.

    One branch that releases are cut from is enough. What could not be read of branches or release refs leaves it open.

    Raises:
        InputRefusedError: the section has another form than its schema says.
    """
    if read_observation(release_tags, name=_SECTION).status is not Status.COLLECTED:
        return release_tags
    fields = object_of(release_tags, _SECTION)
    tags: list[Json] = [
        {**tag, "on_release_branch": _reached(tag, release_refs).to_json()}
        for tag in objects_of(fields["value"], _SECTION)
    ]
    return {**fields, "value": tags}


def _reached(tag: dict[str, Json], release_refs: Json) -> Observation:
    seen = read_observation(field_of(tag, "reachable_from"), name="the branches a tag is on")
    if seen.status is not Status.COLLECTED:
        return Observation(status=seen.status, detail=seen.detail, evidence=seen.evidence)
    branches = texts_of(seen.value, "reachable_from")
    found = [derive_from_release_ref(HEADS + branch, release_refs=release_refs) for branch in branches]
    unknown = [one for one in found if one.status is not Status.COLLECTED]
    return unknown[0] if unknown else collected(any(one.value is True for one in found), evidence=seen.evidence)
