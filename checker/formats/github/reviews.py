"""What really happened before a release: how the last commit was reviewed, and which pushes went past the rules."""

from checker.domain.json_shape import field_of, object_of, text_of, whole_of
from checker.domain.json_value import Json
from checker.domain.moment import normalise_moment
from checker.domain.observation import Observation, Status, unread
from checker.formats.github.answers import Answer, Answers, keyed
from checker.formats.github.fields import required_text
from checker.formats.github.repository import cut_down

PULLS, REVIEWS, SUITES = "commits/{ref}/pulls", "pulls/{number}/reviews", "rulesets/rule-suites"
_BYPASS = "bypass"


def reviews_section(answers: Answers) -> Observation | None:
    """The section `reviews`: the merged pull requests of the one commit that was asked about, each with its reviews."""
    found = answers.all(PULLS)
    if len(found) > 1:
        why = "pull requests of several commits were captured, expected those of one"
        return unread(Status.ERROR, why=why, evidence=tuple(answer.evidence for answer in found))
    for answer in found:
        return answers.observe(answer, lambda one: keyed([_pull(item, answers) for item in merged_of(one)], "number"))
    return None


def rule_suites_section(answers: Answers) -> Observation | None:
    """The section `rule_suites`: the pushes of the last month that went past a rule; other results do not count."""
    for answer in answers.all(SUITES):
        seen = answers.observe(answer, lambda one: keyed(map(_suite, one.items), "id"))
        is_whole = answer.address.question("rule_suite_result") == _BYPASS
        is_month = answer.address.question("time_period") == "month"
        return seen if is_whole and is_month else cut_down(seen, "not the bypasses of a whole month were asked for")
    return None


def merged_of(answer: Answer) -> list[dict[str, Json]]:
    """The pull requests that were merged: only these brought a commit."""
    return [item for item in answer.items if item.get("merged_at") is not None]


def _pull(item: dict[str, Json], answers: Answers) -> dict[str, Json]:
    number = whole_of(field_of(item, "number"), "number")
    reviews = answers.asked(REVIEWS, lambda one: keyed(map(_review, one.items), "id"), number=str(number))
    return {
        "number": number,
        "author_id": _id_of(item),
        "commit": text_of(field_of(item, "merge_commit_sha"), "merge_commit_sha"),
        "merged_at": normalise_moment(required_text(item, "merged_at")),
        "reviews": reviews.to_json(),
    }


def _review(item: dict[str, Json]) -> dict[str, Json]:
    return {
        "id": whole_of(field_of(item, "id"), "id"),
        "reviewer_id": _id_of(item),
        "state": required_text(item, "state"),
        "commit": text_of(item.get("commit_id") or "", "commit_id"),
    }


def _id_of(item: dict[str, Json]) -> int:
    """Whose it is; 0 where the account was deleted."""
    user = field_of(item, "user")
    return 0 if user is None else whole_of(field_of(object_of(user, "user"), "id"), "user.id")


def _suite(item: dict[str, Json]) -> dict[str, Json]:
    actor = item.get("actor_id")
    return {
        "id": whole_of(field_of(item, "id"), "id"),
        "actor_id": 0 if actor is None else whole_of(actor, "actor_id"),
        "ref": required_text(item, "ref"),
        "commit": required_text(item, "after_sha"),
        "pushed_at": normalise_moment(required_text(item, "pushed_at")),
        "result": required_text(item, "result"),
    }
