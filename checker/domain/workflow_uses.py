"""What a workflow runs that is written elsewhere: actions, images, reusable workflows, and how firmly each is named.

Only a commit or an image digest names bytes; a tag or a branch names whatever its owner puts there tomorrow. Source:
GitHub's workflow syntax, `jobs.<job_id>.steps[*].uses` and `jobs.<job_id>.uses`.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

_COMMIT = re.compile(r"[0-9a-fA-F]{40}|[0-9a-fA-F]{64}")
_IMAGE = "docker://"
EXPRESSION = "${{"


class UsesKind(StrEnum):
    """Where the thing that is used lives."""

    LOCAL = "local"
    REMOTE = "remote"
    IMAGE = "image"
    UNKNOWN = "unknown"


class Pin(StrEnum):
    """How it is named; only `COMMIT` and `DIGEST` name bytes, `SAME_COMMIT` is as firm as the checkout itself."""

    COMMIT = "commit"
    DIGEST = "digest"
    SAME_COMMIT = "same-commit"
    MOVING = "moving"
    NONE = "none"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Uses:
    """One `uses`: `repository` is `owner/name` of a remote one, `path` what it names inside (or the image's name)."""

    text: str
    line: int
    kind: UsesKind
    pin: Pin
    repository: str = ""
    path: str = ""
    ref: str = ""


def uses_of(text: str, *, line: int) -> Uses:
    """What the text of a `uses` names; an expression names nothing that could be known here."""
    if EXPRESSION in text:
        return Uses(text=text, line=line, kind=UsesKind.UNKNOWN, pin=Pin.UNKNOWN)
    if text.startswith(("./", "../")):
        return Uses(text=text, line=line, kind=UsesKind.LOCAL, pin=Pin.SAME_COMMIT, path=text.removeprefix("./"))
    if text.startswith(_IMAGE):
        return _image(text, line)
    target, _, ref = text.partition("@")
    owner, _, rest = target.partition("/")
    name, _, path = rest.partition("/")
    if not (owner and name):
        return Uses(text=text, line=line, kind=UsesKind.UNKNOWN, pin=Pin.UNKNOWN)
    return Uses(
        text=text, line=line, kind=UsesKind.REMOTE, pin=_pin(ref), repository=f"{owner}/{name}", path=path, ref=ref
    )


def _pin(ref: str) -> Pin:
    if not ref:
        return Pin.NONE
    return Pin.COMMIT if _COMMIT.fullmatch(ref) else Pin.MOVING


def _image(text: str, line: int) -> Uses:
    name = text.removeprefix(_IMAGE)
    image, has_digest, digest = name.partition("@")
    lead, has_tag, tag = image.rpartition(":")
    if has_digest:
        return Uses(text=text, line=line, kind=UsesKind.IMAGE, pin=Pin.DIGEST, path=image, ref=digest)
    if has_tag and "/" not in tag:
        return Uses(text=text, line=line, kind=UsesKind.IMAGE, pin=Pin.MOVING, path=lead, ref=tag)
    return Uses(text=text, line=line, kind=UsesKind.IMAGE, pin=Pin.NONE, path=image)
