"""Declared targets in a registry's listing: a listing that leaves one out was not completely read.

A rule about every target could not decide the one that is left out, and a rule about every listed project would not
notice it. So what is left out makes the whole section unread, and a rules' input that says otherwise is none.
"""

from collections.abc import Iterable, Sequence

from checker.domain.json_shape import objects_of
from checker.domain.json_value import Json
from checker.domain.observation import Status

LISTINGS = ("published", "publication", "attested_releases")
"""The sections of `registry` that list the projects an audit looked at."""


def first_unlisted(targets: Iterable[dict[str, Json]], *, listing: Sequence[dict[str, Json]]) -> str:
    """The first target, as `registry project`, that a listing leaves out; empty when it has them all."""
    listed = {(item.get("registry"), item.get("project")) for item in listing}
    left_out = (one for one in targets if (one.get("registry"), one.get("project")) not in listed)
    return next((f"{one.get('registry')} {one.get('project')}" for one in left_out), "")


def unlisted_in(document: dict[str, Json]) -> tuple[str, str]:
    """The section of a rules' input that lacks a target of the manifest, and the target; both empty when none does."""
    manifest = _known(document.get("manifest"))
    targets = objects_of(manifest.get("targets"), "targets") if isinstance(manifest, dict) else []
    registry = document.get("registry")
    sections = registry if isinstance(registry, dict) else {}
    for name in LISTINGS:
        listing = _known(sections.get(name))
        left_out = first_unlisted(targets, listing=objects_of(listing, name)) if listing is not None else ""
        if left_out:
            return f"registry.{name}", left_out
    return "", ""


def _known(observation: Json) -> Json:
    """The value of an observation; None where it was not completely read."""
    if not isinstance(observation, dict) or observation.get("status") != Status.COLLECTED:
        return None
    return observation.get("value")
