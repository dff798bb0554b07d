"""`paths/v1`: who can cause a publish, as a JSON Schema."""

from tools.schemas.blocks import Schema, closed, flag, listed, one_of, text, whole, words
from tools.schemas.documents import DIGEST, document

_LONG = 20_000
_MOST = 200_000
PASSAGES = ("open", "unknown", "guarded", "closed")
ACTORS = (
    "anyone",
    "writer",
    "maintainer",
    "admin",
    "reviewer",
    "bypass-actor",
    "deploy-key",
    "token-holder",
    "schedule",
)
KINDS = ("actor", "ref", "trigger", "job", "environment", "publisher", "token", "registry")
BEGINNINGS = ("create-branch", "push-branch", "merge", "create-tag", "move-tag", "start", "hold-token")
WAYS = (*BEGINNINGS, "run", "deploy", "approve", "authenticate", "upload")


def paths_v1() -> Schema:
    """The graph of everyone who can cause a publish, and the cheapest path of each kind."""
    node = closed(
        {
            "id": text(shortest=1, longest=_LONG),
            "kind": one_of(*KINDS),
            "name": text(longest=_LONG),
            "actor": one_of("", *ACTORS),
            "registry": text(),
            "project": text(),
        }
    )
    path = closed(
        {
            "actor": text(shortest=1, longest=_LONG),
            "kind": one_of(*ACTORS),
            "way": one_of(*BEGINNINGS),
            "credential": one_of("trusted-publisher", "token"),
            "registry": text(shortest=1, longest=_LONG),
            "passage": one_of(*PASSAGES),
            "others": whole(),
            "attack": flag(),
            "edges": listed(whole(), least=1),
        }
    )
    return document(
        "Publish paths",
        "paths/v1",
        {
            "repository": text(shortest=1, pattern="^[^/\\s]+/[^/\\s]+$"),
            "project": text(pattern=DIGEST),
            "audit": closed({"given": flag(), "digest": text(pattern=f"^$|{DIGEST}"), "why": text()}),
            "closure": one_of("open", "unknown", "guarded"),
            "writers": closed({"known": flag(), "names": words(most=_MOST)}),
            "nodes": listed(node, key="id", most=_MOST),
            "edges": listed(_edge(), most=_MOST),
            "paths": listed(path),
        },
    )


def _edge() -> Schema:
    """One step, with the places that say why it is open, guarded, unknown or closed."""
    because = closed({"document": text(shortest=1), "section": text(longest=_LONG), "line": whole()})
    return closed(
        {
            "source": text(shortest=1, longest=_LONG),
            "target": text(shortest=1, longest=_LONG),
            "way": one_of(*WAYS),
            "passage": one_of(*PASSAGES),
            "others": whole(),
            "says": text(shortest=1, longest=_LONG),
            "why": text(longest=_LONG),
            "because": listed(because, most=_MOST),
            "fix": text(longest=_LONG),
        }
    )
