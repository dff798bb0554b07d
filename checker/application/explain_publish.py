"""Explain a publish that was refused: which field of which publisher does not match, and what to change to what."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from checker.domain.claim_comparison import Difference, WantedPublisher, closest, wanted_publisher
from checker.domain.publish_log import DeclaredTemplate, LoggedClaims, LoggedProblem, Problem, PublishLog
from checker.domain.publisher import Publisher, PublishingRegistry
from checker.errors import InputRefusedError, Place

_WORDS = {
    Problem.INVALID_PENDING_PUBLISHER: (
        "a pending publisher matches, but its project exists already, and a pending one can only create a project",
        "delete the pending publisher in the account's publishing settings, and add it in the project's own",
    ),
    Problem.INVALID_REUSE_TOKEN: (
        "this identity token was exchanged before, and each is good for one exchange",
        "run the job again; let one step of it exchange the token",
    ),
    Problem.INVALID_TOKEN: (
        "the registry does not accept the token itself: made for another registry, expired or malformed",
        "run the job again; if it happens again, give the step the address of the registry it should publish to",
    ),
    Problem.INVALID_PAYLOAD: (
        "the registry does not know who issued the token: an enterprise or a server of one's own has its own issuer",
        "turn the enterprise's own issuer off (include_enterprise_slug), or publish from a repository outside of it",
    ),
    Problem.NOT_ENABLED: (
        "the registry has turned trusted publishing off for the moment",
        "wait until the registry's status page says it is on again, then run the job again",
    ),
    Problem.EMPTY_TOKEN: (
        "the step published with an empty password: the secret it names does not exist for this run",
        "leave the password out and give the job `permissions: {id-token: write}`; no secret is needed then",
    ),
    Problem.NO_IDENTITY_TOKEN: (
        "the job may not ask for an identity token",
        "write `permissions: {id-token: write}` at the job, and at the job that calls it; forks never get a token",
    ),
    Problem.NEW_PROJECT: (
        "the files name a project that this publisher does not belong to and that does not exist",
        "make the name in the package's metadata and the name the publisher was registered for the same",
    ),
}
_SAID = {
    "job_workflow_ref claim does not match": (
        "the job runs in a workflow of another repository, which cannot publish for this one",
        "write the publishing job into a workflow of the repository that is registered",
    ),
    "pull_request_target": (
        "the run was started by pull_request_target, from which nothing may be published",
        "start the release by a tag, a release or workflow_dispatch",
    ),
    "Missing claim": (
        "the token lacks a claim that the registry demands",
        "publish from a workflow run on github.com; tokens of other issuers do not have it",
    ),
    "required claim 'sub'": (
        "the subject of the token is customised, and this registry still compares it",
        "set the repository's OIDC subject back to its default",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """One thing that went wrong: what was seen where, why, and what mends it.

    `is_known` is false where the log does not say enough; then `cause` says what is missing.
    """

    problem: Problem
    line: int
    seen: str
    cause: str
    fixes: tuple[str, ...]
    is_known: bool = True
    differences: tuple[Difference, ...] = ()
    notes: tuple[str, ...] = ()


def explain_publish(log: PublishLog, publishers: Sequence[Publisher], *, source: str) -> tuple[Explanation, ...]:
    """Every problem of a log, or, where it names none, every token whose claims it prints.

    Args:
        log: as it was read.
        publishers: those the project declares; without any, a mapping kept beside the claims serves instead.
        source: what the log is called.

    Raises:
        InputRefusedError: it holds neither a problem nor claims.
    """
    if not (log.problems or log.claims):
        raise InputRefusedError(
            "nothing in the log says why a publish was refused",
            hint="give the log of the publishing job: gh run view RUN --log-failed",
            where=Place(source=source),
        )
    compared = tuple(_compared(claims, publishers, log.template) for claims in log.claims)
    found = [item for problem in log.problems for item in _explained(problem, compared)]
    return tuple(found) or compared


def _explained(problem: LoggedProblem, compared: Sequence[Explanation]) -> Iterator[Explanation]:
    said = problem.parts.get("said", "")
    words = _WORDS.get(problem.problem) or next((words for mark, words in _SAID.items() if mark in said), None)
    if problem.problem is Problem.ATTESTATION_MISMATCH:
        words = _attestation(problem)
    if problem.problem is Problem.REF_NOT_ALLOWED:
        words = _ref(problem)
    if words:
        yield _known(problem, *words)
    elif problem.problem is Problem.INVALID_PUBLISHER and compared:
        yield from compared
    else:
        yield _unknown(problem)


def _known(problem: LoggedProblem, cause: str, fix: str) -> Explanation:
    return Explanation(problem=problem.problem, line=problem.line, seen=problem.text, cause=cause, fixes=(fix,))


def _unknown(problem: LoggedProblem) -> Explanation:
    return Explanation(
        problem=problem.problem,
        line=problem.line,
        seen=problem.text,
        cause="the log does not say why: neither claims nor an empty password are in it",
        fixes=("give the log of the whole publishing job, with the claims the publisher printed",),
        is_known=False,
    )


def _attestation(problem: LoggedProblem) -> tuple[str, str]:
    signed = problem.parts.get("signed", "the workflow that was started")
    registered = problem.parts.get("registered", "the workflow that was called")
    return (
        f"the files were signed as {signed}, which was started, while the publisher is {registered}, which it calls",
        f"write `attestations: false` at the publishing step, or move that job into {signed} and register it",
    )


def _ref(problem: LoggedProblem) -> tuple[str, str]:
    parts = problem.parts
    kind, ref, environment = parts["kind"].lower(), parts["ref"], parts["environment"]
    return (
        f"the environment {environment} does not admit the {kind} {ref}",
        f"add a deployment {kind} rule for {ref} to the environment {environment}, or release from a ref it admits",
    )


def _compared(claims: LoggedClaims, publishers: Sequence[Publisher], template: DeclaredTemplate | None) -> Explanation:
    wanted = wanted_publisher(claims)
    candidates = publishers or ((_from_template(template),) if template else ())
    found = closest(wanted, candidates)
    if not (wanted.owner and wanted.repository and wanted.workflow):
        cause, is_known = "the claims that were printed do not say which publisher would match", False
    elif found is None:
        cause, is_known = "no publisher is declared, so only what would match can be said", True
    elif found[1]:
        names = ", ".join(one.field for one in found[1])
        cause, is_known = f"the declared publisher differs from the token in {names}", True
    else:
        cause, is_known = "the declared publisher matches the token, so the registry has not got it as declared", True
    return Explanation(
        problem=Problem.INVALID_PUBLISHER,
        line=claims.line,
        seen=f"a token of {wanted.owner}/{wanted.repository}, {claims.values.get('job_workflow_ref') or 'no workflow'}",
        cause=cause,
        fixes=_fixes(wanted, found[0] if found and publishers else None) if is_known else (),
        is_known=is_known,
        differences=found[1] if found and is_known else (),
        notes=_notes(claims, wanted),
    )


def _from_template(template: DeclaredTemplate) -> Publisher:
    return Publisher(
        registry=PublishingRegistry.PYPI,
        project="",
        owner=template.owner,
        repository=template.repository,
        workflow=template.workflow,
        environment=template.environment,
    )


def _fixes(wanted: WantedPublisher, publisher: Publisher | None) -> tuple[str, ...]:
    environment = wanted.environment or "(leave empty)"
    if wanted.environment is None:
        environment = "the job's environment, or empty"
    where = publisher.registry.label if publisher else "each registry it publishes to, PyPI and TestPyPI apart"
    values = f"owner {wanted.owner}, repository {wanted.repository}, workflow {wanted.workflow}"
    return (f"register at {where}: {values}, environment {environment}",)


def _notes(claims: LoggedClaims, wanted: WantedPublisher) -> tuple[str, ...]:
    notes = []
    if wanted.environment is None:
        notes.append("the environment is not printed and was not compared")
    if wanted.owner_id is not None:
        notes.append(f"the owner's account is {wanted.owner_id}; the registry compares it too, without showing it")
    if (claims.values.get("ref") or "").startswith("refs/heads/"):
        notes.append(
            f"the run was on {claims.values['ref']}; the registry does not look at the ref, so any branch may publish "
            "unless the environment admits only release refs"
        )
    return tuple(notes)
