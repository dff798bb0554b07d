"""Derive signed: whether somebody whom the anchor names signed the release tag or the commit.

A checkout proves which key made a signature; whose key that is and whether it may sign a release, a checkout cannot
say: whoever can push can also push a list of keys. So the anchor says it.
"""

from collections.abc import Sequence

from checker.domain.json_shape import field_of, objects_of, text_of
from checker.domain.json_value import Json
from checker.domain.observation import Observation, Status, collected, unread
from checker.domain.reading import read_observation, worst_of
from checker.domain.trust import ReleaseSigner

_NAMED = "release_signers in the anchor"


def derive_signed(signatures: Json, *, signers: Sequence[ReleaseSigner]) -> Observation:
    """Whether one of the signatures is valid and by one of the signers; what could not be verified stays open.

    Raises:
        InputRefusedError: the section has another form than its schema says.
    """
    seen = read_observation(signatures, name="workspace.signatures")
    if seen.status is not Status.COLLECTED:
        return unread(seen.status, why="the signatures could not be read", needs=seen.detail.needs)
    if not signers:
        return unread(Status.NOT_REQUESTED, why="no anchor says who may sign a release", needs=_NAMED)
    known = {one.fingerprint: one.name for one in signers}
    open_ones: list[tuple[str, Observation]] = []
    for entry in objects_of(seen.value, "signatures"):
        valid = read_observation(field_of(entry, "valid"), name="valid")
        key = text_of(field_of(entry, "key"), "key")
        if valid.status is not Status.COLLECTED:
            open_ones.append((text_of(field_of(entry, "of"), "of"), valid))
        elif valid.value is True and key in known:
            return collected({"trusted": True, "by": known[key]})
    return worst_of(open_ones) if open_ones else collected({"trusted": False, "by": ""})
