"""What is set within single rules of a ruleset."""

from checker.domain.setting_words import MERGE_METHODS, UNKNOWN
from tools.schemas.blocks import Schema, closed, flag, listed, observation, one_of, text, whole, words


def ruleset_details() -> Schema:
    """What is set within single rules of a ruleset; `paths` are those that pushes may not touch."""
    return observation(closed({"checks_on_creation": flag(), "queue_checks_each": flag(), "paths": words()}))


def merge_queue() -> Schema:
    """How a merge queue works; without one the method is `none` and every number 0."""
    numbers = ("checked_at_once", "merged_at_once", "waited_for", "wait_minutes", "check_minutes")
    method = one_of("none", *MERGE_METHODS, UNKNOWN)
    return observation(closed({"method": method, **{name: whole() for name in numbers}}))


def commit_patterns() -> Schema:
    """The patterns that messages and addresses of commits must have."""
    about = one_of("message", "author", "committer")
    return observation(listed(closed({"about": about, "operator": text(), "negate": flag(), "pattern": text()})))
