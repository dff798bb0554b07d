"""What single rules of a ruleset say beyond being there: how its merge queue works, and which patterns it demands.

Source: the provider's REST reference for repository rules, `merge_queue`, `commit_message_pattern`,
`commit_author_email_pattern` and `committer_email_pattern`.
"""

from collections.abc import Mapping

from checker.domain.json_shape import field_of, text_of, whole_of
from checker.domain.json_value import Json
from checker.domain.observation import Observation, Status, collected, unread
from checker.domain.setting_words import MERGE_METHODS, known_word
from checker.formats.github.fields import required_flag, required_text

QUEUE = "merge_queue"
PATTERNS = {
    "commit_message_pattern": "message",
    "commit_author_email_pattern": "author",
    "committer_email_pattern": "committer",
}
"""The rules that demand a pattern, by what it is about."""
_METHOD = "merge_method"
_NUMBERS = {
    "checked_at_once": "max_entries_to_build",
    "merged_at_once": "max_entries_to_merge",
    "waited_for": "min_entries_to_merge",
    "wait_minutes": "min_entries_to_merge_wait_minutes",
    "check_minutes": "check_response_timeout_minutes",
}
_NO_QUEUE: dict[str, Json] = {"method": "none", **dict.fromkeys(_NUMBERS, 0)}
_Rules = Mapping[str, dict[str, Json]]


def merge_queue(rules: _Rules) -> Observation:
    """How the merge queue works; where there is none, its method is `none` and every number 0.

    An answer that leaves one of them out says nothing of the queue.
    """
    if QUEUE not in rules:
        return collected(_NO_QUEUE)
    told = rules[QUEUE]
    if left_out := sorted({_METHOD, *_NUMBERS.values()} - told.keys()):
        return unread(Status.UNSUPPORTED, why=f"the answer leaves {', '.join(left_out)} of the merge queue out")
    numbers: dict[str, Json] = {name: whole_of(field_of(told, key), key) for name, key in _NUMBERS.items()}
    return collected({"method": known_word(required_text(told, _METHOD).lower(), MERGE_METHODS), **numbers})


def commit_patterns(rules: _Rules) -> Observation:
    """The patterns that messages and addresses of commits must have, or must not where `negate` says so.

    A rule that is there without its parameters says nothing of them all.
    """
    found = {about: rules[kind] for kind, about in PATTERNS.items() if kind in rules}
    if left_out := sorted(about for about, told in found.items() if not {"operator", "pattern"} <= told.keys()):
        return unread(Status.UNSUPPORTED, why=f"the answer leaves out which pattern it is ({', '.join(left_out)})")
    return collected([_pattern(about, told) for about, told in found.items()])


def _pattern(about: str, told: dict[str, Json]) -> dict[str, Json]:
    return {
        "about": about,
        "operator": text_of(field_of(told, "operator"), "operator"),
        "negate": told.get("negate") is not None and required_flag(told, "negate"),
        "pattern": text_of(field_of(told, "pattern"), "pattern"),
    }
