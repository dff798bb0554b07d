"""A capture as audits: answers sorted by the repository they are about, each repository's put into sections.

What is not understood is never dropped in silence: an unknown endpoint, a request that changes settings and an answer
without a time are warnings that name file and address.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from checker.domain.audit import AuditKind
from checker.domain.json_value import Json, JsonLike
from checker.domain.moment import parse_moment
from checker.domain.observation import Observation, Status
from checker.domain.section import HISTORY
from checker.formats.audit_document import AuditDraft, Collector, Credential, Evidence, SubjectDraft
from checker.formats.canonical import canonical_digest
from checker.formats.capture_v1 import Response
from checker.formats.github.access import access_section, deploy_keys_section, webhooks_section
from checker.formats.github.answers import Answer, Answers
from checker.formats.github.captured_subjects import Subject, answers_of, id_of, routed, subjects_of, with_exports
from checker.formats.github.environments import environments_section
from checker.formats.github.named_values import secret_names_section, variable_names_section
from checker.formats.github.ref_rules import classic_protection_section, ref_rules_section
from checker.formats.github.releases import (
    codeowners_section,
    immutable_releases_section,
    releases_section,
    security_features_section,
)
from checker.formats.github.repository import (
    branches_section,
    credential_is_admin,
    full_name,
    repository_section,
    subject_owner,
    tags_section,
)
from checker.formats.github.supplements import Exported, Supplements, is_graphql
from checker.formats.github.workflow_settings import (
    ci_artifacts_section,
    ci_oidc_section,
    ci_permissions_section,
    ci_workflows_section,
    release_runs_section,
)

PROFILE = "gh-capture"
_SECTIONS: dict[str, Callable[[Answers], Observation | None]] = {
    "repository": repository_section,
    "branches": branches_section,
    "classic_protection": classic_protection_section,
    "ref_rules": ref_rules_section,
    "environments": environments_section,
    "ci_permissions": ci_permissions_section,
    "ci_oidc": ci_oidc_section,
    "ci_workflows": ci_workflows_section,
    "ci_artifacts": ci_artifacts_section,
    "secret_names": secret_names_section,
    "variable_names": variable_names_section,
    "deploy_keys": deploy_keys_section,
    "webhooks": webhooks_section,
    "access": access_section,
    "releases": releases_section,
    "immutable_releases": immutable_releases_section,
    "tags": tags_section,
    "codeowners": codeowners_section,
    "security_features": security_features_section,
    "release_runs": release_runs_section,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerReading:
    """How one answer was understood: the files that hold it, what was asked, where its facts went, its status."""

    files: tuple[str, ...]
    url: str
    section: str
    status: Status


@dataclass(frozen=True, slots=True, kw_only=True)
class CapturedAudits:
    """The documents a capture comes to, how each answer was understood, and what was not taken."""

    documents: tuple[dict[str, Json], ...]
    readings: tuple[AnswerReading, ...]
    warnings: tuple[str, ...]


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
    documents: list[dict[str, Json]] = []
    readings: list[AnswerReading] = []
    for subject in subjects:
        answers = answers_of(subject)
        sections = {name: seen for name, build in _SECTIONS.items() if (seen := build(answers)) is not None}
        readings += [_reading(answers, answer) for answer in answers.every()]
        warnings += [*_undated(answers), *beside.unused(sections)]
        sections, files = beside.added(sections)
        documents += [draft.to_json() for draft in _drafts(subject, answers, sections, files, version)]
    return CapturedAudits(documents=tuple(documents), readings=tuple(readings), warnings=tuple(warnings))


def _reading(answers: Answers, answer: Answer) -> AnswerReading:
    return AnswerReading(
        files=answer.files,
        url=answer.address.shown,
        section=answer.route.section,
        status=answers.status(answer),
    )


def _undated(answers: Answers) -> list[str]:
    return [
        f"{', '.join(answer.files)}: nothing says when {answer.address.shown} was read, so no section of it counts"
        for answer in answers.every()
        if not answer.at
    ]


def _drafts(
    subject: Subject, answers: Answers, sections: dict[str, Observation], files: list[Evidence], version: str
) -> list[AuditDraft]:
    history = {name: seen for name, seen in sections.items() if name in HISTORY}
    settings = {name: seen for name, seen in sections.items() if name not in HISTORY}
    drafts = []
    for kind, own, others in ((AuditKind.REPOSITORY, settings, files), (AuditKind.HISTORY, history, [])):
        evidence = [_evidence(one) for one in answers.every() if one.route.section in own]
        dates = [item.at for item in evidence]  # What stands beside proves nothing: its age does not matter.
        draft = AuditDraft(
            kind=kind,
            host=subject.host,
            collected_at=min(dates, key=parse_moment) if dates and all(dates) else "",
            collector=Collector(version=version, profile=PROFILE),
            subject=_subject_draft(subject, answers),
            sections={name: seen.to_json() for name, seen in own.items()},
            evidence=[*evidence, *others],
            credential=_credential(answers),
        )
        drafts += [draft] if own else []
    return drafts


def _subject_draft(subject: Subject, answers: Answers) -> SubjectDraft:
    now = full_name(answers)
    is_named = not subject.repository_id
    moved = any(answer.redirected for answer in answers.every()) or (is_named and now not in ("", subject.slug))
    return SubjectDraft(
        slug=now or subject.slug,
        requested_slug=subject.slug,
        renamed=moved,
        id=id_of(subject, answers),
        owner=subject_owner(answers),
    )


def _credential(answers: Answers) -> Credential:
    return Credential(permissions=tuple(sorted(map(str, answers.proven))), is_admin=credential_is_admin(answers))


def _evidence(answer: Answer) -> Evidence:
    return Evidence(
        id=answer.evidence,
        method="GET",
        url=answer.address.shown,
        http=answer.http,
        at=answer.at,
        sha256=_sha256(list(answer.pages)),
        pages=len(answer.pages),
        link_complete=not answer.shortfall,
    )


def _sha256(kept: JsonLike) -> str:
    return canonical_digest(kept).removeprefix("sha256:")
