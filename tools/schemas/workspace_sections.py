"""The sections of an audit of kind `workspace`: what a checkout holds, and what is to be released from it.

`derived=True` adds what the host computes before rules run: whether a version is that of the target and the manifest.
"""

from tools.schemas.blocks import SHA1, Schema, closed, flag, listed, observation, one_of, text, whole
from tools.schemas.record_sections import record_sections
from tools.schemas.workflow_section import SHA256, workflow_section

MOST_CHANGES = 100


def workspace_sections(*, derived: bool) -> dict[str, Schema]:
    """Sections of an audit of kind `workspace`."""
    sections = {**workflow_section(derived=derived), **_git_sections(), **_file_sections(derived=derived)}
    sections |= record_sections()
    return {**sections, "signed": observation(closed({"trusted": flag(), "by": text()}))} if derived else sections


def _git_sections() -> dict[str, Schema]:
    """What git says: the work tree, its upstream, the tags of this release and of the one before."""
    change = {"path": text(shortest=1), "state": one_of("staged", "changed", "removed", "untracked")}
    work_tree = {"branch": text(), "changes": whole(), "first_changes": listed(closed(change), most=MOST_CHANGES)}
    upstream = {"branch": text(), "ref": text(), "ahead": whole(), "behind": whole()}
    tag = {
        "ref": text(shortest=1),
        "exists": flag(),
        "annotated": flag(),
        "at_head": flag(),
        "signature": one_of("none", "openpgp", "ssh", "x509"),
    }
    reviewed = {"path": text(shortest=1), "sha256": text(pattern=SHA256)}
    default = {
        "branch": text(shortest=1),
        "commit": text(pattern=SHA1),
        "files": listed(closed(reviewed), key="path"),
    }
    signature = {
        "of": one_of("tag", "commit"),
        "form": one_of("none", "openpgp", "ssh", "x509"),
        "valid": observation(flag()),
        "key": text(longest=200),
    }
    return {
        "signatures": observation(listed(closed(signature), key="of")),
        "work_tree": observation(closed(work_tree)),
        "upstream": observation(closed(upstream)),
        "release_tag": observation(closed(tag)),
        "default_workflows": observation(closed(default)),
        "base_tag": observation(closed({"ref": text(shortest=1), "exists": flag(), "is_ancestor": flag()})),
    }


def _file_sections(*, derived: bool) -> dict[str, Schema]:
    """What files say, and what was stated beside them."""
    version = {
        "id": text(shortest=1),
        "file": text(shortest=1),
        "line": whole(),
        "written": observation(text(longest=200)),
    }
    if derived:
        version["states"] = text(longest=200)
        version["target"] = text(longest=255)
        version["as_target"] = observation(flag())
        version["as_manifest"] = observation(flag())
    lock = {
        "file": text(shortest=1),
        "of": text(),
        "present": flag(),
        "current": observation(flag()),
        "differences": listed(text(), most=MOST_CHANGES),
    }
    stated = {"stated": flag(), "value": text(longest=255)}
    context = {"target": closed(stated), "base_tag": closed(stated), "mode": closed(stated)}
    return {
        "versions": observation(listed(closed(version), key="id")),
        "lock_files": observation(listed(closed(lock), key="file")),
        "release_context": observation(closed(context)),
    }
