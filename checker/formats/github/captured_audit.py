"""A capture as audits: answers sorted by the repository they are about, each repository's put into sections.

What is not understood is never dropped in silence: an unknown endpoint, a request that changes settings and an answer
without a time are warnings that name file and address.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from checker.domain.json_value import Json
from checker.domain.observation import Observation
from checker.domain.response import Response
from checker.formats.audit_document import Collector
from checker.formats.github.answers import Answers
from checker.formats.github.audit_drafts import AnswerReading, Origin, drafts_of, names_of, readings_of, sections_of
from checker.formats.github.captured_subjects import answers_of, routed, subjects_of, with_exports
from checker.formats.github.lists_query import RELEASED
from checker.formats.github.organization import roles_not_told
from checker.formats.github.query_answer import QueryAnswer
from checker.formats.github.release_tags import ReleaseNames, release_tags_section
from checker.formats.github.supplements import Exported, Supplements, is_graphql
from checker.formats.github.told_answers import told_readings, with_told

PROFILE = "gh-capture"


@dataclass(frozen=True, slots=True, kw_only=True)
class CapturedAudits:
    """The documents a capture comes to, how each answer was understood, and what was not taken.

    `queries` are answers of GraphQL about the one repository there is, for those who look at other parts of them.
    """

    documents: tuple[dict[str, Json], ...]
    readings: tuple[AnswerReading, ...]
    warnings: tuple[str, ...]
    queries: tuple[QueryAnswer, ...] = ()


def read_answers(
    responses: Sequence[Response], *, exported: Sequence[Exported] = (), version: str, repository: str = ""
) -> CapturedAudits:
    """The audits of everything these responses are about, one per repository and kind.

    Args:
        responses: what was captured.
        exported: rulesets without a request; they go to the only repository there is.
        version: the version of this tool, for the record.
        repository: `owner/name` to use for rulesets when no response names a repository.

    Raises:
        InputRefusedError: an address that is none, two files for one request, or exports nobody says the repository of.
    """
    warnings: list[str] = []
    asked = [response for response in responses if not is_graphql(response)]
    subjects = subjects_of([item for response in asked if (item := routed(response, warnings))])
    if exported:
        subjects = with_exports(subjects, repository)
    graphql = [response for response in responses if is_graphql(response)]
    if len(subjects) != 1:
        warnings += [f"{one.file}: GraphQL is read only beside answers about one repository" for one in graphql]
        graphql = []
    beside = Supplements(exported=exported, graphql=graphql)
    origin = Origin(collector=Collector(version=version, profile=PROFILE))
    documents: list[dict[str, Json]] = []
    readings: list[AnswerReading] = []
    queries: list[QueryAnswer] = []
    for subject in subjects:
        answers = answers_of(subject)
        names = names_of(subject, answers)
        posts = beside.answers(names)
        answers = with_told(subject, answers, posts)
        sections = sections_of(answers)
        for post, seen in _released(posts, answers):
            sections[RELEASED.section] = seen
            readings.append(post.reading(RELEASED.section, seen))
        readings += [*readings_of(answers), *told_readings(answers, posts)]
        warnings += [*_undated(answers), *roles_not_told(answers), *beside.unused(sections)]
        queries += posts
        added = beside.added(sections, slugs=names)
        readings += added.readings
        drafts = drafts_of(subject, answers, added.sections, added.evidence, origin)
        documents += [draft.to_json() for draft in drafts]
    return CapturedAudits(
        documents=tuple(documents), readings=tuple(readings), warnings=tuple(warnings), queries=tuple(queries)
    )


def _released(posts: Sequence[QueryAnswer], answers: Answers) -> list[tuple[QueryAnswer, Observation]]:
    """The section of the first answer that tells the newest tags; what releases are cut from no capture says."""
    telling = [post for post in posts if post.holds(RELEASED.field)]
    return [(post, release_tags_section(post, answers, ReleaseNames())) for post in telling[:1]]


def _undated(answers: Answers) -> list[str]:
    return [
        f"{', '.join(answer.files)}: nothing says when {answer.address.shown} was read, so no section of it counts"
        for answer in answers.every()
        if not answer.at
    ]
