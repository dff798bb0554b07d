"""What scanners found: the alerts that are open, and the analyses that looked for them.

Each kind of alert is an observation of its own, because each takes a permission of its own and can be switched off by
itself. A scanner that is off answers 403 or 404: that is no empty list.
"""

from collections.abc import Callable

from checker.domain.json_shape import field_of, object_of, text_of, whole_of
from checker.domain.json_value import Json
from checker.domain.moment import normalise_moment
from checker.domain.observation import Observation, Status, collected, unread
from checker.formats.github.answers import Answer, Answers, keyed, not_asked
from checker.formats.github.fields import required_flag, required_text
from checker.formats.github.repository import cut_down
from checker.formats.github.routes import PAGING

_CODE, _DEPENDABOT, _SECRET = "code-scanning/alerts", "dependabot/alerts", "secret-scanning/alerts"
_ANALYSES = "code-scanning/analyses"
_OPEN = "open"
_WHOLE = frozenset({("state", _OPEN), ("hide_secret", "true"), ("hide_secret", "false")})
"""Questions that leave out no open alert."""


def alerts_section(answers: Answers) -> Observation | None:
    """The section `alerts`: the open ones of each kind, whatever others were listed beside them."""
    asked = [answer for name in (_CODE, _DEPENDABOT, _SECRET) for answer in answers.all(name)]
    if not asked:
        return None
    parts: dict[str, Json] = {
        "code_scanning": _open(answers, _CODE, _of_code).to_json(),
        "dependabot": _open(answers, _DEPENDABOT, _of_dependency).to_json(),
        "secret_scanning": _open(answers, _SECRET, _of_secret).to_json(),
    }
    return collected(parts, evidence=tuple(answer.evidence for answer in asked))


def analyses_section(answers: Answers) -> Observation | None:
    """The section `analyses`: those of the one ref that was asked about."""
    found = answers.all(_ANALYSES)
    if len(found) > 1:
        why = "analyses of several refs were captured, expected those of one"
        return unread(Status.ERROR, why=why, evidence=tuple(answer.evidence for answer in found))
    for answer in found:
        return answers.observe(answer, lambda one: keyed(map(_analysis, one.items), "id"))
    return None


def _open(answers: Answers, name: str, take: Callable[[dict[str, Json]], dict[str, Json]]) -> Observation:
    def items(answer: Answer) -> Json:
        return keyed([take(item) for item in answer.items if required_text(item, "state") == _OPEN], "id")

    found = answers.all(name)
    if not found:
        return not_asked(name)
    if len(found) > 1:
        return unread(Status.ERROR, why=f"{name} was captured with several questions, expected one")
    seen = answers.observe(found[0], items)
    narrowed = sorted({key for key, value in found[0].address.query if (key, value) not in _WHOLE} - PAGING)
    return cut_down(seen, f"only some alerts were asked for ({', '.join(narrowed)})") if narrowed else seen


def _of_code(item: dict[str, Json]) -> dict[str, Json]:
    rule = object_of(field_of(item, "rule"), "rule")
    severity = rule.get("security_severity_level") or rule.get("severity") or ""
    return _alert(item, required_text(rule, "id"), text_of(severity, "severity"))


def _of_dependency(item: dict[str, Json]) -> dict[str, Json]:
    advisory = object_of(field_of(item, "security_advisory"), "security_advisory")
    return _alert(item, required_text(advisory, "ghsa_id"), required_text(advisory, "severity"))


def _of_secret(item: dict[str, Json]) -> dict[str, Json]:
    return _alert(item, required_text(item, "secret_type"), "")


def _alert(item: dict[str, Json], name: str, severity: str) -> dict[str, Json]:
    return {
        "id": whole_of(field_of(item, "number"), "number"),
        "name": name,
        "severity": severity,
        "created_at": normalise_moment(required_text(item, "created_at")),
    }


def _analysis(item: dict[str, Json]) -> dict[str, Json]:
    tool = object_of(field_of(item, "tool"), "tool")
    return {
        "id": whole_of(field_of(item, "id"), "id"),
        "tool": required_text(tool, "name"),
        "category": text_of(item.get("category") or "", "category"),
        "ref": required_text(item, "ref"),
        "commit": required_text(item, "commit_sha"),
        "failed": required_flag(item, "has_error"),
        "created_at": normalise_moment(required_text(item, "created_at")),
    }
