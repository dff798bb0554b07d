"""A live collection as audits: every response is about the one repository that was asked for, whatever it is called."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from checker.domain.json_value import Json
from checker.domain.observation import Observation, Status, is_observation
from checker.domain.response import Response
from checker.formats.github.answers import Answers
from checker.formats.github.audit_drafts import AnswerReading, Origin, drafts_of, names_of, readings_of, sections_of
from checker.formats.github.captured_subjects import Subject, answers_of, routed
from checker.formats.github.classic_allowances import lacks_allowances, with_allowances
from checker.formats.github.classic_rules_query import CLASSIC_RULES
from checker.formats.github.lists_query import RELEASED
from checker.formats.github.queried_sections import queried_sections
from checker.formats.github.query_answer import QueryAnswer
from checker.formats.github.release_tags import ReleaseNames, release_tags_section
from checker.formats.github.status import OK, UNAUTHORISED
from checker.formats.github.told_answers import told_readings, with_told

_CLASSIC = "classic_protection"
_NOT_ACCEPTED = "Bad credentials"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedQuery:
    """The parts that the query was asked for, and its answer; `names` say what releases are cut from, if wanted."""

    parts: Collection[str]
    answer: Response
    names: ReleaseNames | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectedAudit:
    """The documents of one repository, how each answer was understood, and what went wrong on the way, in words.

    A setting that may not be read, or is not there, is no failure: that is an answer. `queries` are the answers of
    GraphQL, for those who look at other parts of them.
    """

    documents: tuple[dict[str, Json], ...]
    readings: tuple[AnswerReading, ...]
    failures: tuple[str, ...]
    queries: tuple[QueryAnswer, ...] = ()


def collected_answers(responses: Sequence[Response], *, host: str, slug: str, query: Response | None = None) -> Answers:
    """The answers so far, to plan by, with what the query told in place of some."""
    return _answered(_subject(responses, host=host, slug=slug), query)[0]


def collected_queries(
    responses: Sequence[Response], *, host: str, slug: str, query: Response | None
) -> Sequence[QueryAnswer]:
    """What the query answered, to plan by."""
    return _answered(_subject(responses, host=host, slug=slug), query)[1]


def read_collected(
    responses: Sequence[Response],
    *,
    host: str,
    slug: str,
    origin: Origin,
    query: AskedQuery | None = None,
) -> CollectedAudit:
    """The audits of one repository.

    Args:
        responses: everything that was answered, under the name it has now or had then.
        host: whose answers they are.
        slug: `owner/name` as it was asked for.
        origin: who asked.
        query: what the query was asked and answered, if it was.
    """
    subject = _subject(responses, host=host, slug=slug)
    answers, posts = _answered(subject, query.answer if query else None)
    parts, names = (query.parts, query.names) if query else ((), None)
    sections = sections_of(answers)
    readings, failures = readings_of(answers), _failed_answers(answers)
    readings += told_readings(answers, posts)
    completing = posts if CLASSIC_RULES.name in parts and lacks_allowances(sections.get(_CLASSIC)) else []
    used = posts if answers.told else completing
    for answer in completing:
        sections[_CLASSIC], seen = with_allowances(sections[_CLASSIC], answer)
        readings.append(answer.reading(_CLASSIC, seen))
        failures += _failed_query(seen)
    for answer in posts:
        told = queried_sections(answer, parts)
        told |= {RELEASED.section: release_tags_section(answer, answers, names)} if names else {}
        sections |= told
        readings += [answer.reading(name, seen) for name, seen in told.items()]
        failures += [why for seen in told.values() for why in _failed_query(seen)]
        used = [answer] if told else used
    drafts = drafts_of(subject, answers, sections, [one.to_evidence() for one in used], origin)
    return CollectedAudit(
        documents=tuple(draft.to_json() for draft in drafts),
        readings=tuple(readings),
        failures=(*failures, *_failed_sections(sections)),
        queries=tuple(posts),
    )


def _answered(subject: Subject, query: Response | None) -> tuple[Answers, list[QueryAnswer]]:
    """The answers about the repository, and the query's own."""
    asked = answers_of(subject)
    names = names_of(subject, asked)
    posts = [QueryAnswer(response=one, evidence="g1", slugs=names) for one in (query,) if one]
    return with_told(subject, asked, posts), posts


def _failed_query(seen: Observation) -> list[str]:
    is_failure = seen.status in (Status.ERROR, Status.INCOMPLETE) and seen.detail.http != OK
    return [f"/graphql: {seen.detail.why}"] if is_failure else []


def _failed_answers(answers: Answers) -> list[str]:
    found = []
    for answer in answers.every():
        status = answers.status(answer)
        if status in (Status.ERROR, Status.INCOMPLETE):
            found.append(f"{answer.address.shown}: {answer.shortfall or answers.meaning(answer).detail.why}")
    ended = [answer for answer in answers.every() if answer.http == UNAUTHORISED and answer.message == _NOT_ACCEPTED]
    return (
        [*found, f"the credential ended on the way: {len(ended)} answers were 401 {_NOT_ACCEPTED}"] if ended else found
    )


def _failed_sections(sections: dict[str, Observation]) -> list[str]:
    """Sections, or parts of them, whose answers came but are not what the API documents."""
    return [f"{name}: {why}" for name, seen in sections.items() for why in _errors_in(seen.to_json())]


def _errors_in(value: Json) -> list[str]:
    """Why observations of answers that came are errors all the same, each reason once."""
    if isinstance(value, list):
        return [*dict.fromkeys(why for item in value for why in _errors_in(item))]
    if not isinstance(value, dict):
        return []
    detail = value.get("detail")
    if is_observation(value) and value["status"] == Status.ERROR and isinstance(detail, dict):
        return [str(detail.get("why", ""))] if detail.get("http") == OK else []
    return [*dict.fromkeys(why for item in value.values() for why in _errors_in(item))]


def _subject(responses: Sequence[Response], *, host: str, slug: str) -> Subject:
    found = [item for response in responses if (item := routed(response, []))]
    return Subject(host=host, slug=slug, found=found)
