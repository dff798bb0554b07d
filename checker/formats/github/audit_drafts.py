"""Answers about one repository as audit documents: every section they hold, and the frame around them.

A capture that somebody imports and a live collection come through here alike, so the same answers give the same
sections.
"""

from collections.abc import Callable
from dataclasses import dataclass

from checker.domain.audit import AuditKind
from checker.domain.json_value import JsonLike
from checker.domain.moment import parse_moment
from checker.domain.observation import Observation, Status
from checker.domain.section import HISTORY
from checker.formats.audit_document import AuditDraft, Collector, Credential, Evidence, SubjectDraft
from checker.formats.canonical import canonical_digest
from checker.formats.github.access import (
    access_section,
    deploy_keys_section,
    direct_access_section,
    webhooks_section,
)
from checker.formats.github.advisories import advisories_section
from checker.formats.github.alerts import alerts_section, analyses_section
from checker.formats.github.answers import Answer, Answers
from checker.formats.github.captured_subjects import Subject, id_of
from checker.formats.github.ci_access import ci_access_section
from checker.formats.github.environments import environments_section
from checker.formats.github.governance import (
    agent_secret_names_section,
    code_security_section,
    organization_settings_section,
    properties_section,
)
from checker.formats.github.named_values import (
    codespaces_secret_names_section,
    secret_names_section,
    variable_names_section,
)
from checker.formats.github.organization import installations_section, members_section, organization_section
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
from checker.formats.github.reviewer_accounts import reviewer_accounts_section
from checker.formats.github.rule_suites import rule_suites_section
from checker.formats.github.workflow_settings import (
    check_runs_section,
    ci_artifacts_section,
    ci_oidc_section,
    ci_permissions_section,
    ci_retention_section,
    ci_workflows_section,
    release_runs_section,
    runners_section,
)

POST = "POST"
_SECTIONS: dict[str, Callable[[Answers], Observation | None]] = {
    "repository": repository_section,
    "branches": branches_section,
    "classic_protection": classic_protection_section,
    "ref_rules": ref_rules_section,
    "environments": environments_section,
    "ci_permissions": ci_permissions_section,
    "ci_oidc": ci_oidc_section,
    "ci_retention": ci_retention_section,
    "codespaces_secret_names": codespaces_secret_names_section,
    "ci_workflows": ci_workflows_section,
    "ci_artifacts": ci_artifacts_section,
    "secret_names": secret_names_section,
    "variable_names": variable_names_section,
    "deploy_keys": deploy_keys_section,
    "webhooks": webhooks_section,
    "access": access_section,
    "direct_access": direct_access_section,
    "advisories": advisories_section,
    "releases": releases_section,
    "immutable_releases": immutable_releases_section,
    "tags": tags_section,
    "codeowners": codeowners_section,
    "security_features": security_features_section,
    "runners": runners_section,
    "check_runs": check_runs_section,
    "organization": organization_section,
    "members": members_section,
    "installations": installations_section,
    "alerts": alerts_section,
    "analyses": analyses_section,
    "ci_access": ci_access_section,
    "agent_secret_names": agent_secret_names_section,
    "properties": properties_section,
    "code_security": code_security_section,
    "reviewer_accounts": reviewer_accounts_section,
    "organization_settings": organization_settings_section,
    "release_runs": release_runs_section,
    "rule_suites": rule_suites_section,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Who asked: what made the document, with which kind of credential, in which version of the interface."""

    collector: Collector
    credential: str = "unknown"
    api_version: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerReading:
    """How one answer was understood: the files that hold it, what was asked, where its facts went, its status.

    `needs` is the permission that would settle it, where one would.
    """

    files: tuple[str, ...]
    url: str
    section: str
    status: Status
    needs: str = ""


def sections_of(answers: Answers) -> dict[str, Observation]:
    """Every section these answers say something about."""
    return {name: seen for name, build in _SECTIONS.items() if (seen := build(answers)) is not None}


def readings_of(answers: Answers) -> list[AnswerReading]:
    """How each answer was understood."""
    return [
        AnswerReading(
            files=answer.files,
            url=answer.address.shown,
            section=answer.route.section,
            status=answers.status(answer),
            needs=answers.meaning(answer).detail.needs,
        )
        for answer in answers.every()
    ]


def drafts_of(
    subject: Subject, answers: Answers, sections: dict[str, Observation], files: list[Evidence], origin: Origin
) -> list[AuditDraft]:
    """One audit of the settings and one of the history, each if there is anything in it.

    Args:
        subject: the repository, as it was asked for.
        answers: everything that was answered about it.
        sections: what the answers, and what stands beside them, come to.
        files: the evidence of what stands beside them.
        origin: who asked.
    """
    history = {name: seen for name, seen in sections.items() if name in HISTORY}
    settings = {name: seen for name, seen in sections.items() if name not in HISTORY}
    drafts = []
    for kind, own, others in ((AuditKind.REPOSITORY, settings, files), (AuditKind.HISTORY, history, [])):
        evidence = [_evidence(one) for one in answers.every() if one.route.section in own]
        # A file that stands beside proves nothing, so its age does not matter; nor does an answer without a time.
        dates = [item.at for item in evidence] + [item.at for item in others if item.method == POST and item.at]
        draft = AuditDraft(
            kind=kind,
            host=subject.host,
            collected_at=min(dates, key=parse_moment) if dates and all(dates) else "",
            collector=origin.collector,
            subject=_subject_draft(subject, answers),
            sections={name: seen.to_json() for name, seen in own.items()},
            evidence=[*evidence, *others],
            credential=_credential(answers, origin),
            api_version=origin.api_version,
        )
        drafts += [draft] if own else []
    return drafts


def names_of(subject: Subject, answers: Answers) -> tuple[str, ...]:
    """The names the repository goes by, in small letters: the one it has now, and the one that was asked for."""
    return tuple(dict.fromkeys(name.lower() for name in (full_name(answers), subject.slug) if name))


def _subject_draft(subject: Subject, answers: Answers) -> SubjectDraft:
    now = full_name(answers)
    is_named = not subject.repository_id
    moved = any(answer.redirected for answer in answers.every()) or (
        is_named and now.lower() not in ("", subject.slug.lower())
    )
    return SubjectDraft(
        slug=now or subject.slug,
        requested_slug=subject.slug,
        renamed=moved,
        id=id_of(subject, answers),
        owner=subject_owner(answers),
    )


def _credential(answers: Answers, origin: Origin) -> Credential:
    return Credential(
        kind=origin.credential,
        permissions=tuple(sorted(map(str, answers.proven))),
        is_admin=credential_is_admin(answers),
    )


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
