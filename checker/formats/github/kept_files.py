"""The sections `repository_files` and `code_ownership`, of what the query shows of the default branch.

That a file is not there is known only of a folder that was listed whole. Which files hold machine code no answer says:
the names of files do not, and their bytes are not asked for.
"""

from collections.abc import Iterable, Sequence

from checker.domain.json_shape import field_of, flag_of, object_of, objects_of, whole_of
from checker.domain.json_value import Json
from checker.domain.observation import Observation, Status, collected, unread
from checker.domain.workflow import FOLDER
from checker.errors import InputRefusedError
from checker.formats.github.code_owners import OwnerError, is_owned
from checker.formats.github.fields import required_text
from checker.formats.github.git_objects import FILES, TREE, TreeEntry, told_bytes, tree_entry, tree_name
from checker.formats.github.kept_files_query import KEPT_FILES, OWNERSHIP
from checker.formats.github.query_answer import SHOWN_LENGTH

_Pages = Iterable[dict[str, Json]]
_PROVIDER = b".github"
_LICENCES = frozenset(
    name + ending
    for name in ("licence", "license", "copying", "unlicense")
    for ending in ("", ".md", ".txt", ".rst", ".adoc", ".html")
)
"""Names that are a licence also where the provider does not recognise which one."""
_LICENCE_FOLDERS = frozenset({"licences", "licenses"})
_BOTS = frozenset(
    {
        "renovate.json",
        "renovate.json5",
        ".renovaterc",
        ".renovaterc.json",
        ".renovaterc.json5",
        ".pyup.yml",
        ".scala-steward.conf",
    }
)
_PROVIDER_BOTS = frozenset({"dependabot.yml", "dependabot.yaml", "renovate.json", "renovate.json5"})
_OWNERS = {
    "ownersFirst": ".github/CODEOWNERS",
    "ownersSecond": "CODEOWNERS",
    "ownersThird": "docs/CODEOWNERS",
}
"""Where the provider looks for the file, in its order; the first one counts."""
_ANY_FILE = f"{FOLDER}/added.yml"
"""Stands for a file that somebody adds: an empty folder is not owned because nothing is in it."""


def kept_files(pages: _Pages) -> Observation:
    """The section `repository_files`.

    Raises:
        InputRefusedError: a field has another form than the schema says, or a folder was not listed whole.
    """
    (fields,) = pages
    root = _listed(object_of(fields[KEPT_FILES.field], "the folder"), "the folder of the project")
    provider = _provider_folder(root, fields.get("providerFolder"))
    names = _file_names(root)
    has_bot = not _BOTS.isdisjoint(names) or not _PROVIDER_BOTS.isdisjoint(_file_names(provider))
    parts: dict[str, Json] = {
        "security_policy": _policy(fields).to_json(),
        "licence": collected(value=fields.get("licence") is not None or _has_licence(root)).to_json(),
        "dependency_updates": collected(value=has_bot).to_json(),
        "binaries": _binaries().to_json(),
    }
    return collected(parts)


def code_ownership(pages: _Pages) -> Observation:
    """The section `code_ownership`; raises as `kept_files` does, and where it is open who owns a file."""
    (fields,) = pages
    commit = object_of(fields[OWNERSHIP.field], "the commit")
    if commit.get("__typename") != "Commit":
        raise InputRefusedError(f"HEAD is a {str(commit.get('__typename'))[:SHOWN_LENGTH]}, expected a commit")
    paths = _workflow_paths(field_of(commit, "ownedFolder"))
    for name, path in _OWNERS.items():
        entry = field_of(commit, name)
        if entry is not None:
            text = _text(object_of(entry, path), path)
            errors = _errors(fields)
            owned = all(is_owned(one, text=text, errors=errors) for one in (*paths, _ANY_FILE))
            return collected({"present": True, "file": path, "workflows_owned": owned})
    if field_of(fields, "ownersFile") is not None:
        raise InputRefusedError("the answer has errors of CODEOWNERS, but no such file, expected both or neither")
    return collected({"present": False, "file": "", "workflows_owned": False})


def _policy(fields: dict[str, Json]) -> Observation:
    """Whether the provider shows a policy, the organization's own included."""
    said = fields.get("hasSecurityPolicy")
    if said is None:
        return unread(Status.ERROR, why="the answer has null for isSecurityPolicyEnabled")
    return collected(flag_of(said, "isSecurityPolicyEnabled"))


def _binaries() -> Observation:
    return unread(
        Status.UNSUPPORTED,
        why="no answer of the provider says which files hold machine code; only their bytes do",
        needs="nothing: look through a checkout for executables, libraries and archives",
    )


def _listed(folder: dict[str, Json], shown: str) -> list[TreeEntry]:
    """The entries of a folder, all of them."""
    entries = [tree_entry(item) for item in objects_of(field_of(folder, "treeEntries"), "entries")]
    oid = required_text(folder, "entryOid")
    if tree_name(entries, like=oid) != oid:
        raise InputRefusedError(f"the files listed are not all that {shown} has, expected all")
    return entries


def _provider_folder(root: Sequence[TreeEntry], told: Json) -> list[TreeEntry]:
    """The entries of `.github`: none where the project's folder has no such folder."""
    own = [entry for entry in root if entry.name == _PROVIDER and entry.mode == TREE]
    if not own:
        return []
    folder = object_of(told, ".github")
    if folder.get("entryOid") != own[0].oid:
        raise InputRefusedError("the folder .github that was answered is not the project's, expected it")
    return _listed(folder, ".github")


def _file_names(entries: Iterable[TreeEntry]) -> set[str]:
    return {_shown(entry) for entry in entries if entry.mode in FILES}


def _has_licence(root: Iterable[TreeEntry]) -> bool:
    kinds = {(_shown(entry).lower(), entry.mode == TREE) for entry in root if entry.mode in (*FILES, TREE)}
    return any(name in (_LICENCE_FOLDERS if is_folder else _LICENCES) for name, is_folder in kinds)


def _shown(entry: TreeEntry) -> str:
    return entry.name.decode(errors="backslashreplace")


def _workflow_paths(folder: Json) -> list[str]:
    """The files of the workflow folder; none where there is no such folder."""
    if folder is None:
        return []
    told = object_of(folder, FOLDER)
    if whole_of(field_of(told, "entryMode"), "mode") != TREE:
        raise InputRefusedError(f"{FOLDER} is no folder, expected one")
    listed = object_of(field_of(told, "folderObject"), FOLDER)
    entries = _listed({**listed, "entryOid": field_of(told, "entryOid")}, FOLDER)
    return [f"{FOLDER}/{_shown(entry)}" for entry in entries]


def _text(entry: dict[str, Json], path: str) -> str:
    if whole_of(field_of(entry, "entryMode"), "mode") not in FILES:
        raise InputRefusedError(f"{path} is no file, expected one")
    data = told_bytes(field_of(entry, "entryObject"), text="ownersText", oid=required_text(entry, "entryOid"))
    if isinstance(data, str):
        raise InputRefusedError(f"{path} is not known: {data}")
    return data.decode()


def _errors(fields: dict[str, Json]) -> list[OwnerError]:
    owners = object_of(field_of(fields, "ownersFile"), "codeowners")
    return [
        OwnerError(line=whole_of(field_of(item, "line"), "line"), kind=required_text(item, "kind"))
        for item in objects_of(field_of(owners, "errors"), "errors")
    ]
