"""What was released: releases with their files, tags, and whether either can be changed afterwards."""

from tools.schemas.blocks import REF, SHA1, Schema, closed, flag, listed, observation, text, whole, words


def release_sections(*, derived: bool) -> dict[str, Schema]:
    """Sections of an audit of kind `repository`; `derived` adds how they stand to the manifest."""
    tag = {"name": text(), "commit": text(pattern=SHA1)}
    return {
        "releases": observation(listed(_release(derived=derived), key="id")),
        "immutable_releases": observation(closed({"enabled": flag()})),
        "tags": observation(listed(closed(tag), key="name")),
        "release_tags": observation(listed(_release_tag(derived=derived), key="ref")),
        "code_ownership": observation(closed({"present": flag(), "file": text(), "workflows_owned": flag()})),
    }


def _release(*, derived: bool) -> Schema:
    asset = {"name": text(), "size": whole(), "digest": observation(text())}
    if derived:
        asset["as_declared"] = observation(flag())
    release = {
        "id": whole(),
        "tag": text(),
        "draft": flag(),
        "prerelease": flag(),
        "immutable": observation(flag()),
        "assets": observation(listed(closed(asset), key="name")),
        "has_notes": observation(flag()),
    }
    if derived:
        release["of_manifest"] = observation(flag())
        release["missing"] = observation(words())
    return closed(release, optional=() if derived else ("has_notes",))


def _release_tag(*, derived: bool) -> Schema:
    """A tag that releases are cut from; who signed it and which branches hold its commit are read by themselves."""
    tag = {
        "ref": text(pattern=REF),
        "commit": text(pattern=SHA1),
        "annotated": flag(),
        "signature": observation(closed({"verified": flag(), "reason": text()})),
        "reachable_from": observation(words()),
    }
    if derived:
        tag["on_release_branch"] = observation(flag())
    return closed(tag)
