"""Derived sections: what the host adds to the repository's settings before rules see them.

What was read incompletely may prove a derived fact, so derivation sees `partial`; rules never do.
"""

from checker.domain.derived_matches import with_matches, with_release_refs_only
from checker.domain.effective_protection import derive_effective_protection
from checker.domain.json_value import Json
from checker.domain.observation import Status, unread
from checker.domain.owner import derive_owner
from checker.domain.project import ReleaseFacts
from checker.domain.push_rulesets import derive_workflow_paths_restricted
from checker.domain.release_refs import derive_release_refs
from checker.domain.release_tag_reach import with_reach

_NO_BASELINE = "no baseline was given"
_NEEDS_BASELINE = "nothing: name a baseline under inputs in the project file, or give --baseline"


def derive_repository(sections: dict[str, Json], *, release: ReleaseFacts, owner: Json = None) -> dict[str, Json]:
    """All repository sections with `owner`, `release_refs`, `effective_protection` and every match of refs added.

    Args:
        sections: all known ones.
        release: what the project declares.
        owner: the observation of the owner that the same audit holds; None where there is no audit.

    Raises:
        InputRefusedError: a section has another form than its schema says.
    """
    refs = derive_release_refs(release, repository=sections["repository"])
    protection = derive_effective_protection(
        release_refs=refs,
        repository=sections["repository"],
        classic_protection=sections["classic_protection"],
        ref_rules=sections["ref_rules"],
        named_checks=release.checks,
        environments=release.environments,
    )
    return {
        **sections,
        "owner": derive_owner(owner, repository=sections["repository"]).to_json(),
        "baseline_checks": unread(Status.NOT_REQUESTED, why=_NO_BASELINE, needs=_NEEDS_BASELINE).to_json(),
        "release_refs": refs.to_json(),
        "effective_protection": protection.to_json(),
        "ref_rules": with_matches(sections["ref_rules"], release_refs=refs, repository=sections["repository"]),
        "workflow_paths_restricted": derive_workflow_paths_restricted(sections["ref_rules"]).to_json(),
        "release_tags": with_reach(sections["release_tags"], release_refs=refs.to_json()),
        "environments": with_release_refs_only(sections["environments"], release_refs=refs),
    }
