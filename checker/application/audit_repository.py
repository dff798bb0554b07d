"""Audit a repository: ask its provider for what is wanted, and put the answers into documents.

The repository itself comes first: it says whom all other answers are about, and under which name it lives now. Where
it cannot be read, nothing else is asked. Every other refusal is a fact of its own and ends up in the documents.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from checker.application.audit_files import AuditFile, audit_files
from checker.application.provided_workflows import ProvidedWorkflows, provided_workflows
from checker.domain.audit import AuditKind
from checker.domain.json_shape import object_of
from checker.domain.json_value import Json
from checker.domain.observation import Status, unread
from checker.domain.response import Response
from checker.domain.rule import Rule
from checker.domain.slug import is_slug, refuse_no_slug
from checker.errors import InputRefusedError, ProviderError
from checker.formats.audit_document import Collector
from checker.formats.audit_v1 import audit_of
from checker.formats.github.answers import Answer, Answers
from checker.formats.github.audit_drafts import AnswerReading, Origin
from checker.formats.github.collected_audit import (
    AskedQuery,
    CollectedAudit,
    collected_answers,
    collected_queries,
    read_collected,
)
from checker.formats.github.fields import required_text
from checker.formats.github.release_tags import tag_requests
from checker.formats.github.repository import ROOT, subject_owner
from checker.formats.github.request_plan import (
    first_requests,
    following_requests,
    owner_following,
    owner_requests,
    query_parts,
    tag_names,
    wants_scan,
)
from checker.formats.github.status import UNAUTHORISED
from checker.formats.github.wanted import Wanted
from checker.ports.progress import Progress
from checker.ports.provider import Provider
from checker.ports.workflow_scanner import WorkflowScanner

MODE = "api"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedRepository:
    """One repository to audit: `owner/name`, what is wanted of it, and what to call that in the document.

    `ref` is what git takes for the commit whose files are read; empty for the head of the default branch.
    """

    slug: str
    wanted: Wanted
    profile: str
    ref: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectedRepository:
    """The audits of one repository, how each answer was understood, and how many requests it took.

    `failures` are the readings that went wrong on the way (no network, a rate limit, an answer that is none), each in
    words; a permission that is missing is no failure but an answer.
    """

    audits: tuple[AuditFile, ...]
    readings: tuple[AnswerReading, ...]
    failures: tuple[str, ...]


def audit_repository(
    asked: AskedRepository,
    *,
    provider: Provider,
    progress: Progress,
    version: str,
    scanner: WorkflowScanner | None = None,
) -> CollectedRepository:
    """The audits of one repository, as its provider answers now.

    Args:
        asked: the repository, and what is wanted of it.
        provider: who answers.
        progress: whom to tell what happens.
        version: the version of this tool, for the record.
        scanner: what looks for mistakes in workflow files; None where it is not installed.

    Raises:
        UsageError: the name is none.
        ProviderError: the repository itself could not be read.
        InputRefusedError: the answers come to a document that its own reader refuses.
    """
    refuse_no_slug(asked.slug)
    progress.say(f"{asked.slug}: reading from {provider.host}")
    root = provider.get_all([f"repos/{asked.slug}"])
    slug, branch = _present(_answers(root, asked, provider), asked, provider)
    first = _asked(provider, slug, first_requests(asked.wanted, default_branch=branch))
    known = [*root, *first, *_of_owner([*root, *first], asked, provider)]
    parts = query_parts(asked.wanted, _answers(known, asked, provider))
    ref = asked.ref or f"refs/heads/{branch}"
    base = f"refs/tags/{asked.wanted.base_tag}" if asked.wanted.base_tag else ""
    query = provider.query(slug, parts=parts, ref=ref, base=base) if parts else None
    following = following_requests(asked.wanted, _answers(known, asked, provider, query=query))
    names = tag_names(asked.wanted, default_branch=branch)
    tags = tag_requests(collected_queries(known, host=provider.host, slug=asked.slug, query=query), names)
    responses = [*known, *_asked(provider, slug, (*following, *tags))]
    origin = Origin(
        collector=Collector(version=version, profile=asked.profile, mode=MODE),
        credential=provider.credential,
        api_version=provider.api_version,
    )
    told = AskedQuery(parts=parts, answer=query, names=names) if query else None
    found = read_collected(responses, host=provider.host, slug=asked.slug, origin=origin, query=told)
    progress.say(f"{asked.slug}: {len(responses) + bool(parts)} answers")
    return _repository(found, _workflows(found, asked, ref=ref, scanner=scanner))


def _workflows(
    found: CollectedAudit, asked: AskedRepository, *, ref: str, scanner: WorkflowScanner | None
) -> list[ProvidedWorkflows]:
    """The audit of the workflow files, where they are wanted; the repository's own audit there always is."""
    frame = next(one for one in found.documents if one["kind"] == AuditKind.REPOSITORY)
    looking = scanner if wants_scan(asked.wanted) else None
    answers = found.queries if asked.wanted.has("workflows") else ()
    return [provided_workflows(frame, answer, ref=ref, scanner=looking) for answer in answers]


def _repository(found: CollectedAudit, beside: Sequence[ProvidedWorkflows]) -> CollectedRepository:
    fitting = [_fitting(document) for document in (*found.documents, *(one.document for one in beside))]
    failures = [failure for one in beside for failure in one.failures]
    failures += [failure for _, failures in fitting for failure in failures]
    return CollectedRepository(
        audits=audit_files([document for document, _ in fitting]),
        readings=(*found.readings, *(one.reading for one in beside)),
        failures=(*found.failures, *failures),
    )


def readings_of_rules(rules: Iterable[Rule]) -> frozenset[str]:
    """The paths of every observation that these rules read."""
    return frozenset(path for rule in rules for path in (*rule.reads, *rule.handles, *rule.applies_reads))


def _fitting(document: dict[str, Json]) -> tuple[dict[str, Json], list[str]]:
    """The document with each section that fits no schema unread, and why: one odd answer must not cost all others."""
    sections = dict(object_of(document["sections"], "sections"))
    failures: list[str] = []
    while True:
        try:
            audit_of({**document, "sections": sections}, source="it")
        except InputRefusedError as error:
            name = _section_named(error.where.pointer if error.where else "", sections)
            if not name:
                break
            why = f"the answers fit no schema: {error.message}"
            sections[name] = unread(Status.ERROR, why=why).to_json()
            failures.append(f"{name}: {why}")
        else:
            break
    return {**document, "sections": sections}, failures


def _section_named(pointer: str, sections: dict[str, Json]) -> str:
    step = pointer.removeprefix("/sections/").partition("/")[0]
    return step if pointer.startswith("/sections/") and step in sections else ""


def _asked(provider: Provider, slug: str, paths: Sequence[str]) -> tuple[Response, ...]:
    return provider.get_all([f"repos/{slug}/{path}" for path in paths])


def _of_owner(known: Sequence[Response], asked: AskedRepository, provider: Provider) -> tuple[Response, ...]:
    """What the repository's organization says of itself; a person is no organization."""
    owner = subject_owner(_answers(known, asked, provider)).value
    if not isinstance(owner, dict) or owner["kind"] != "Organization" or not is_slug(f"{owner['login']}/x"):
        return ()
    login = str(owner["login"])
    paths = owner_requests(asked.wanted, login)
    first = provider.get_all(paths) if paths else ()
    following = owner_following(asked.wanted, login, _answers([*known, *first], asked, provider))
    return (*first, *(provider.get_all(following) if following else ()))


def _answers(
    responses: Sequence[Response], asked: AskedRepository, provider: Provider, *, query: Response | None = None
) -> Answers:
    return collected_answers(responses, host=provider.host, slug=asked.slug, query=query)


def _present(answers: Answers, asked: AskedRepository, provider: Provider) -> tuple[str, str]:
    """The name the repository has now, and its default branch.

    Raises:
        ProviderError: it could not be read.
    """
    answer = answers.find(ROOT)
    if answer is None or not answer.is_given:
        raise _unread(answer, answers, asked.slug, provider.host)
    try:
        slug, branch = required_text(answer.body, "full_name"), required_text(answer.body, "default_branch")
    except InputRefusedError as error:
        raise _no_repository(asked.slug, provider.host, error.message) from None
    if not is_slug(slug):
        raise _no_repository(asked.slug, provider.host, f"full_name is {slug!a}")
    return slug, branch


def _no_repository(slug: str, host: str, why: str) -> ProviderError:
    return ProviderError(
        f"what {host} answers for {slug} is no repository: {why}", hint="check the host; nothing was collected"
    )


def _unread(answer: Answer | None, answers: Answers, slug: str, host: str) -> ProviderError:
    if answer is None:
        return ProviderError(f"{host} gave no answer for {slug}, expected one")
    meaning = answers.meaning(answer)
    if answer.http == UNAUTHORISED:
        return ProviderError(
            f"{host} does not accept the credential (401 {answer.message or 'Unauthorized'}), expected a valid token",
            hint="it may have expired or been revoked: run `gh auth login`, or set GH_TOKEN anew",
        )
    if meaning.status is Status.NOT_FOUND:
        return ProviderError(
            f"there is no repository {slug} on {host}, or the credential may not see it",
            hint="check the spelling, and that the token was given access to it",
        )
    said = f" ({answer.message})" if answer.message else ""
    return ProviderError(
        f"{slug} could not be read from {host}: {meaning.detail.why}{said}",
        hint=_hint(answer, meaning.detail.needs),
    )


def _hint(answer: Answer, needs: str) -> str:
    """What to do next: see to a permission, or, where nobody answered at all, to the way there."""
    if needs:
        return f"it takes {needs}"
    way = "" if answer.http else "check the network, the proxy and the host; "
    return f"{way}nothing was collected; try again later"
