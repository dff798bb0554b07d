"""The files of the default branch as GraphQL shows them, made after its schema, with the names that git gives them."""

from collections.abc import Mapping
from typing import Any

from tests.github_simulator.made_workflows import FOLDER, Entry, six_workflows, tree_name
from tests.github_simulator.secret import SECRET

OWNERS = f"# {SECRET}\n* @octo/core {SECRET}@example.org\n"
_ROOT = {b"README.md": Entry(), b"LICENSE": Entry()}
_PROVIDER = {b"dependabot.yml": Entry(), b"CODEOWNERS": Entry(text=OWNERS)}


def _listed(entries: Mapping[bytes, Entry], oid: str) -> dict[str, Any]:
    shown = [{**entry.answer(name), "entryObject": {"workflowText": SECRET}} for name, entry in entries.items()]
    return {"entryOid": oid, "treeEntries": shown}


def kept_files(
    root: Mapping[bytes, Entry] | None = None,
    provider: Mapping[bytes, Entry] | None = None,
    **changed: Any,  # noqa: ANN401 - JSON
) -> dict[str, Any]:
    """The fields of the part `files`; without entries of `.github` there is no such folder."""
    below = _PROVIDER if provider is None else provider
    whole = {
        **(_ROOT if root is None else root),
        **({b".github": Entry(mode=FOLDER, given=tree_name(below))} if below else {}),
    }
    return {
        "hasSecurityPolicy": True,
        "licence": {"spdxId": "MIT", "body": SECRET},
        "rootFolder": _listed(whole, tree_name(whole)),
        "providerFolder": _listed(below, tree_name(below)) if below else None,
        **changed,
    }


def ownership(
    text: str | None = OWNERS,
    *,
    place: str = "ownersFirst",
    errors: tuple[dict[str, Any], ...] = (),
    **changed: Any,  # noqa: ANN401 - JSON
) -> dict[str, Any]:
    """The fields of the part `ownership`; no text is no file."""
    entries = six_workflows()
    oid = tree_name(entries)
    file = None
    if text is not None:
        told = Entry(text=text).answer(b"CODEOWNERS")
        blob = {name.replace("workflowText", "ownersText"): value for name, value in told["entryObject"].items()}
        file = {**told, "entryObject": blob}
    owned = {
        "__typename": "Commit",
        **dict.fromkeys(("ownersFirst", "ownersSecond", "ownersThird")),
        place: file,
        "ownedFolder": {"entryMode": FOLDER, "entryOid": oid, "folderObject": _listed(entries, oid)},
        **changed,
    }
    return {"ownersFile": None if text is None else {"errors": list(errors)}, "ownedCommit": owned}
