"""What a tag leads to, through tags of tags, as the query shows it."""

from dataclasses import dataclass

from checker.domain.json_shape import object_of
from checker.domain.json_value import Json
from checker.errors import InputRefusedError
from checker.formats.github.fields import required_text

_COMMIT, _TAG = "Commit", "Tag"


@dataclass(frozen=True, slots=True, kw_only=True)
class TagTarget:
    """The commit, empty where a tag marks something else; and git's name of the tag, empty where it is no object."""

    commit: str
    own: str


def target_of_tag(item: dict[str, Json]) -> TagTarget:
    """What a tag leads to.

    Raises:
        InputRefusedError: it leads further than was asked for.
    """
    kind, told, own = _TAG, item, ""
    while kind == _TAG:
        if "taggedObject" not in told:
            raise InputRefusedError(f"the tag {item['name']!a} leads to a tag of a tag of a tag, expected a commit")
        told = object_of(told["taggedObject"], "target")
        kind = required_text(told, "__typename")
        own = own or (required_text(told, "gitOid") if kind == _TAG else "")
    return TagTarget(commit=required_text(told, "gitOid") if kind == _COMMIT else "", own=own)
