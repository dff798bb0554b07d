"""The words a provider has for settings that are one of a few; a word that is not among them is `unknown`.

Closed lists, so that a rule which compares with a word nobody uses does not compile.
"""

UNKNOWN = "unknown"
MEMBER_ROLES = ("none", "read", "write", "admin", UNKNOWN)
"""The role every member of an organization has in each of its repositories."""
FORK_APPROVALS = (
    "first_time_contributors_new_to_github",
    "first_time_contributors",
    "all_external_contributors",
    UNKNOWN,
)
"""Whose pull requests from forks wait for an approval before workflows run, the fewest people first."""
OUTSIDE_ACCESS = ("none", "user", "organization", "enterprise", UNKNOWN)
"""Whose repositories may use the workflows and actions of this one."""
ENABLED_REPOSITORIES = ("all", "none", "selected", UNKNOWN)
"""Which repositories of an organization may run workflows."""


MERGE_METHODS = ("merge", "squash", "rebase")
"""How a merge queue brings changes in."""


def known_word(word: str, words: tuple[str, ...]) -> str:
    """The word itself, or `unknown` where it is not one of these."""
    return word if word in words else UNKNOWN
