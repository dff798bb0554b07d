"""The sections of the rules' input that the host derives before rules run; no audit carries them."""

from checker.domain.effective_protection import APPROVAL_STEPS
from tools.schemas.blocks import Schema, closed, flag, listed, observation, one_of, text, whole
from tools.schemas.sections import REF, check


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

    def fact(value: Schema) -> Schema:
        return observation(value, because=True)

    names = (
        "protected",
        "force_push_blocked",
        "deletion_blocked",
        "creation_restricted",
        "update_restricted",
        "pull_request_required",
        "stale_reviews_dismissed",
        "code_owner_review",
        "last_push_approval",
        "reviews_bind_everyone",
        "conversation_resolution",
        "signatures_required",
        "linear_history",
        "admins_included",
        "checks_required",
        "checks_strict",
    )
    facts = {name: fact(flag()) for name in names}
    return observation(
        listed(
            closed(
                {
                    "ref": text(pattern=REF),
                    "kind": one_of("branch", "tag"),
                    "default": flag(),
                    **facts,
                    "approvals_at_least": listed(
                        closed({"count": whole(least=1, most=APPROVAL_STEPS), "met": fact(flag())}),
                        key="count",
                        least=APPROVAL_STEPS,
                        most=APPROVAL_STEPS,
                    ),
                    "required_checks": fact(listed(check())),
                    "named_checks": listed(closed({"name": text(), "required": fact(flag())}), key="name"),
                }
            ),
            key="ref",
        )
    )
