"""Answers of REST that the query tells an administrator as well, in REST's own words.

So the same code reads them, whoever told. They are believed only if an administrator saw them, if every page and every
item came, and if each word has one meaning in REST; whatever is not believed is left out here, and REST is asked.
They prove no permission: GraphQL asks for others.
"""

from collections.abc import Callable, Sequence
from urllib.parse import quote

from checker.domain.json_shape import field_of, flag_of, object_of, objects_of, whole_of
from checker.domain.json_value import Json
from checker.domain.observation import Observation, collected
from checker.errors import InputRefusedError
from checker.formats.github.answers import Answer, Answers
from checker.formats.github.audit_drafts import AnswerReading
from checker.formats.github.captured_subjects import Subject, answers_of
from checker.formats.github.fields import required_text
from checker.formats.github.query_answer import QueryAnswer
from checker.formats.github.query_part import QueryPart
from checker.formats.github.routes import ROUTES, address_of_request
from checker.formats.github.settings_query import APPLIED, BRANCHES, DEPENDENCIES, RULESETS
from checker.formats.github.status import OK

_Items = list[dict[str, Json]]
_Said = list[tuple[str, str, Json]]
"""The endpoint, the path that asks it, and what it would have answered."""
_ROUTES = {route.name: route for _, route in ROUTES}
_KINDS = {"App": "Integration", "User": "User"}
_SEVERITIES = {"LOW": "low", "MODERATE": "medium", "HIGH": "high", "CRITICAL": "critical"}


def told_answers(answer: QueryAnswer) -> tuple[Answer, ...]:
    """What an answer of the query says in place of REST; nothing of a part that is not whole."""
    if answer.refusal(""):
        return ()
    said = [one for read in (_applied, *(_reading(*sayer) for sayer in _SAYERS)) for one in _said(answer, read)]
    return tuple(_in_words_of_rest(answer, *one) for one in said)


def with_told(subject: Subject, answers: Answers, posts: Sequence[QueryAnswer]) -> Answers:
    """The answers about a repository, with what the query says in place of others."""
    told = [one for post in posts for one in told_answers(post)]
    return answers_of(subject, told=told) if told else answers


def told_readings(answers: Answers, posts: Sequence[QueryAnswer]) -> list[AnswerReading]:
    """How that was understood: a line for each section it went into."""
    seen = collected(None)
    return [
        post.reading(section, seen)
        for post in posts
        for section in sorted({one.route.section for one in answers.told if one.evidence == post.evidence})
    ]


def _said(answer: QueryAnswer, read: Callable[[QueryAnswer], _Said]) -> _Said:
    try:
        return read(answer)
    except InputRefusedError:
        return []


def _reading(part: QueryPart, say: Callable[[_Items], _Said]) -> Callable[[QueryAnswer], _Said]:
    def read(answer: QueryAnswer) -> _Said:
        pages = answer.pages_of(part)
        return [] if isinstance(pages, Observation) or not pages else say(_items(pages, part))

    return read


def _items(pages: Sequence[dict[str, Json]], part: QueryPart) -> _Items:
    """The items of every page.

    Raises:
        InputRefusedError: it was no administrator who saw them, or they are not all.
    """
    found: _Items = []
    total, goes_on = 0, False
    for fields in pages:
        is_off = part is DEPENDENCIES and fields.get("alertsEnabled") is not True
        if is_off or fields.get("viewerCanAdminister") is not True:
            raise InputRefusedError(f"{part.shown}: it is not known whether these are all")
        listed = object_of(fields[part.field], part.field)
        found += _nodes(listed)
        total = whole_of(field_of(listed, "totalCount"), "totalCount")
        goes_on = flag_of(field_of(object_of(field_of(listed, "pageInfo"), "pageInfo"), "hasNextPage"), "hasNextPage")
    if goes_on or len(found) != total:
        raise InputRefusedError(f"{len(found)} of {total} were read")
    return found


def _nodes(listed: dict[str, Json]) -> _Items:
    return objects_of(field_of(listed, "nodes"), "nodes")


def _whole(holder: dict[str, Json], name: str) -> _Items:
    """The items of a list within an item.

    Raises:
        InputRefusedError: they are not all, or may not be seen.
    """
    listed = object_of(field_of(holder, name), name)
    found = _nodes(listed)
    if len(found) != whole_of(field_of(listed, "totalCount"), "totalCount"):
        raise InputRefusedError(f"{name} was not read to its end")
    return found


def _branches(items: _Items) -> _Said:
    listed: list[Json] = [{"name": required_text(one, "name"), "protected": _is_protected(one)} for one in items]
    return [("branches", "branches", listed)]


def _is_protected(item: dict[str, Json]) -> bool:
    """Whether a classic rule or a ruleset is for it."""
    applied = object_of(field_of(item, "appliedRules"), "appliedRules")
    return field_of(item, "classicRule") is not None or whole_of(field_of(applied, "totalCount"), "totalCount") > 0


def _alerts(items: _Items) -> _Said:
    return [("dependabot/alerts", "dependabot/alerts?state=open", [_alert(one) for one in items])]


def _alert(item: dict[str, Json]) -> Json:
    advisory = object_of(field_of(item, "security_advisory"), "security_advisory")
    severity = required_text(advisory, "severity")
    if severity not in _SEVERITIES:
        raise InputRefusedError(f"an alert is {severity[:80]!a}, expected {', '.join(_SEVERITIES)}")
    return {**item, "state": "open", "security_advisory": {**advisory, "severity": _SEVERITIES[severity]}}


def _applied(answer: QueryAnswer) -> _Said:
    """What applies to the default branch; a ruleset that may not be seen leaves all of it to REST."""
    pages = answer.pages_of(APPLIED)
    if isinstance(pages, Observation) or len(pages) != 1 or pages[0].get("viewerCanAdminister") is not True:
        return []
    branch = object_of(pages[0][APPLIED.field], APPLIED.field)
    rules: list[Json] = [_applied_rule(one) for one in _whole(branch, "ruleList")]
    return [("rules/branches/{branch}", f"rules/branches/{quote(required_text(branch, 'name'), safe='')}", rules)]


def _applied_rule(item: dict[str, Json]) -> dict[str, Json]:
    ruleset = object_of(field_of(item, "ruleset"), "ruleset")
    source = object_of(field_of(ruleset, "source"), "source")
    return {
        **_rule(item),
        "ruleset_id": whole_of(field_of(ruleset, "id"), "id"),
        "ruleset_source_type": required_text(source, "__typename"),
    }


def _rulesets(items: _Items) -> _Said:
    return [("rulesets/{ruleset}", f"rulesets/{whole_of(field_of(one, 'id'), 'id')}", _ruleset(one)) for one in items]


def _ruleset(item: dict[str, Json]) -> Json:
    return {
        "id": item["id"],
        "name": field_of(item, "name"),
        "source_type": "Repository",
        "target": required_text(item, "target").lower(),
        "enforcement": required_text(item, "enforcement").lower(),
        "conditions": field_of(item, "conditions"),
        "rules": [_rule(one) for one in _whole(item, "ruleList")],
        "bypass_actors": [_actor(one) for one in _whole(item, "bypassList")],
    }


def _rule(item: dict[str, Json]) -> dict[str, Json]:
    return {"type": required_text(item, "type").lower(), "parameters": field_of(item, "parameters")}


def _actor(item: dict[str, Json]) -> Json:
    """One who may bypass; exactly one of the ways to name one is used.

    Raises:
        InputRefusedError: none is, or several are, or the account is of another kind.
    """
    named: list[tuple[str, Json]] = []
    named += [("DeployKey", None)] if field_of(item, "deployKey") is True else []
    named += [("OrganizationAdmin", None)] if field_of(item, "organizationAdmin") is True else []
    if (role := field_of(item, "repositoryRoleDatabaseId")) is not None:
        named.append(("RepositoryRole", role))
    if (account := field_of(item, "allowedActor")) is not None:
        told = object_of(account, "allowedActor")
        named.append((_KINDS.get(required_text(told, "__typename"), ""), field_of(told, "databaseId")))
    if len(named) != 1 or not named[0][0]:
        raise InputRefusedError("it is not known who may bypass a ruleset")
    ((kind, number),) = named
    mode = required_text(item, "bypass_mode").lower()
    return {"actor_type": kind, "actor_id": number, "bypass_mode": mode}


def _in_words_of_rest(answer: QueryAnswer, name: str, path: str, body: Json) -> Answer:
    return Answer(
        address=address_of_request(f"repos/{answer.slugs[0]}/{path}"),
        route=_ROUTES[name],
        files=(answer.response.file,),
        http=OK,
        headers={},
        pages=(body,),
        at=answer.response.at,
        evidence=answer.evidence,
    )


_SAYERS: tuple[tuple[QueryPart, Callable[[_Items], _Said]], ...] = (
    (BRANCHES, _branches),
    (RULESETS, _rulesets),
    (DEPENDENCIES, _alerts),
)
