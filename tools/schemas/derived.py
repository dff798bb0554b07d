"""The sections of the rules' input that the host derives before rules run; no audit carries them."""

from checker.domain.effective_protection import APPROVAL_STEPS
from checker.domain.protection_sources import FACTS
from tools.schemas.blocks import REF, Schema, closed, flag, listed, observation, one_of, text, whole
from tools.schemas.sections import check


def release_refs() -> Schema:
    """The refs that releases are cut from, declared by the project; patterns stay patterns."""
    ref = {
        "ref": text(pattern=REF),
        "name": text(),
        "kind": one_of("branch", "tag"),
        "default": flag(),
        "pattern": flag(),
    }
    return observation(listed(closed(ref), key="ref"))


def owner() -> Schema:
    """Whose the repository is."""
    return observation(closed({"kind": one_of("organization", "user")}))


def effective_protection() -> Schema:
    """What is enforced on each release ref when every source is taken together, strictest first."""
    row = {
        "ref": text(pattern=REF),
        "kind": one_of("branch", "tag"),
        "default": flag(),
        **{name: _fact(flag()) for name in (*FACTS, "admins_included")},
        "approvals_at_least": listed(
            closed({"count": whole(least=1, most=APPROVAL_STEPS), "met": _fact(flag())}),
            key="count",
            least=APPROVAL_STEPS,
            most=APPROVAL_STEPS,
        ),
        "required_checks": _fact(listed(check())),
        "named_checks": listed(closed({"name": text(), "required": _fact(flag())}), key="name"),
        "named_deployments": listed(closed({"environment": text(), "required": _fact(flag())}), key="environment"),
    }
    return observation(listed(closed(row), key="ref"))


def _fact(value: Schema) -> Schema:
    return observation(value, because=True)


def workflow_paths_restricted() -> Schema:
    """Whether pushes to workflow files are restricted, on whatever branch."""
    return observation(flag(), because=True)


def release_version() -> Schema:
    """How the manifest's version stands to the release tags there are."""
    return observation(closed({"tag": text(), "named_by_tag": flag(), "unique": flag(), "newest": flag()}))


def baseline_checks() -> Schema:
    """The status checks that an accepted baseline requires on each release branch, and whether they still are."""
    check = {"id": text(shortest=1), "ref": text(pattern=REF), "name": text(), "required": observation(flag())}
    return observation(listed(closed(check), key="id"))
