"""Which pushes went past the rules: what really happened before a release, beside what the settings say."""

from checker.domain.json_shape import field_of, whole_of
from checker.domain.json_value import Json
from checker.domain.moment import normalise_moment
from checker.domain.observation import Observation
from checker.formats.github.answers import Answers, keyed
from checker.formats.github.fields import required_text
from checker.formats.github.repository import cut_down

SUITES = "rulesets/rule-suites"
_BYPASS = "bypass"


def rule_suites_section(answers: Answers) -> Observation | None:
    """The section `rule_suites`: the pushes of the last month that went past a rule; other results do not count."""
    for answer in answers.all(SUITES):
        seen = answers.observe(answer, lambda one: keyed(map(_suite, one.items), "id"))
        is_whole = answer.address.question("rule_suite_result") == _BYPASS
        is_month = answer.address.question("time_period") == "month"
        return seen if is_whole and is_month else cut_down(seen, "not the bypasses of a whole month were asked for")
    return None


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
