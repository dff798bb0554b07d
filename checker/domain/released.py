"""What ran on the commit that is released: a fact of each check run and scan, which rules need not compare themselves.

Without a manifest nobody knows what is released, and then it is not known of any of them.
"""

from checker.domain.json_shape import field_of, object_of, objects_of
from checker.domain.json_value import Json
from checker.domain.observation import Observation, Status, collected, unread
from checker.domain.reading import read_observation

RAN_ON_COMMITS = ("analyses", "check_runs")
"""The sections of a repository whose entries each name a commit."""


def with_released(sections: dict[str, Json], *, commit: str) -> dict[str, Json]:
    """The sections of what ran on commits, with `released` in every entry that was read.

    Args:
        sections: all known ones.
        commit: the manifest's, SHA-1 in hex; empty without a manifest.

    Raises:
        InputRefusedError: one of them has another form than its schema says.
    """
    return {**sections, **{name: _judged(sections[name], name, commit) for name in RAN_ON_COMMITS}}


def _judged(section: Json, name: str, commit: str) -> Json:
    if read_observation(section, name=name).status is not Status.COLLECTED:
        return section
    fields = object_of(section, name)
    return {
        **fields,
        "value": [
            {**entry, "released": _released(entry, commit).to_json()} for entry in objects_of(fields["value"], name)
        ],
    }


def _released(entry: dict[str, Json], commit: str) -> Observation:
    if not commit:
        return unread(Status.NOT_REQUESTED, why="there is no manifest", needs="nothing: give --manifest")
    return collected(field_of(entry, "commit") == commit)
