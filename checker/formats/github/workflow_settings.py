"""Actions: what workflows may do, which there are, what they left behind, and how releases ran."""

from checker.domain.json_shape import field_of, objects_of, text_of, texts_of, whole_of
from checker.domain.json_value import Json
from checker.domain.moment import normalise_moment
from checker.domain.observation import Observation, collected, unread
from checker.domain.observation import Status as ReadStatus
from checker.errors import InputRefusedError
from checker.formats.github.answers import Answer, Answers, keyed
from checker.formats.github.fields import observed, required_flag, required_text
from checker.formats.github.repository import cut_down

PERMISSIONS, TOKEN = "actions/permissions", "actions/permissions/workflow"
RETENTION = "actions/permissions/artifact-and-log-retention"
SUBJECT, WORKFLOWS = "actions/oidc/customization/sub", "actions/workflows"
RUNNERS, CHECK_RUNS = "actions/runners", "commits/{ref}/check-runs"
ARTIFACTS, RUNS, ALL_RUNS = "actions/artifacts", "actions/workflows/{workflow}/runs", "actions/runs"
_ALLOWED = ("all", "local_only", "selected")
_DEFAULTS = ("read", "write")


def ci_permissions_section(answers: Answers) -> Observation | None:
    """The section `ci_permissions`."""
    asked = [*answers.all(PERMISSIONS), *answers.all(TOKEN)]
    if not asked:
        return None
    parts: dict[str, Json] = {
        "actions": answers.asked(PERMISSIONS, _actions).to_json(),
        "token": answers.asked(TOKEN, token_of_workflows).to_json(),
    }
    return collected(parts, evidence=tuple(answer.evidence for answer in asked))


def ci_oidc_section(answers: Answers) -> Observation | None:
    """The section `ci_oidc`."""
    answer = answers.find(SUBJECT)
    return None if answer is None else answers.observe(answer, _subject)


def ci_retention_section(answers: Answers) -> Observation | None:
    """The section `ci_retention`."""
    answer = answers.find(RETENTION)
    return None if answer is None else answers.observe(answer, _retention)


def ci_workflows_section(answers: Answers) -> Observation | None:
    """The section `ci_workflows`."""
    answer = answers.find(WORKFLOWS)
    return None if answer is None else answers.observe(answer, lambda one: keyed(map(_workflow, one.items), "path"))


def ci_artifacts_section(answers: Answers) -> Observation | None:
    """The section `ci_artifacts`."""
    answer = answers.find(ARTIFACTS)
    return None if answer is None else answers.observe(answer, lambda one: keyed(map(_artifact, one.items), "id"))


def runners_section(answers: Answers) -> Observation | None:
    """The section `runners`: the repository's own; whether one is online now is no setting."""
    answer = answers.find(RUNNERS)
    return None if answer is None else answers.observe(answer, lambda one: keyed(map(_runner, one.items), "id"))


def check_runs_section(answers: Answers) -> Observation | None:
    """The section `check_runs`: those of the one commit that was asked about."""
    found = answers.all(CHECK_RUNS)
    if len(found) > 1:
        why = "check runs of several commits were captured, expected those of one"
        return unread(ReadStatus.ERROR, why=why, evidence=tuple(answer.evidence for answer in found))
    for answer in found:
        return answers.observe(answer, lambda one: keyed(map(_check_run, one.items), "id"))
    return None


def release_runs_section(answers: Answers) -> Observation | None:
    """The section `release_runs`: those of the one workflow that was asked for; runs of every workflow are a part."""
    found = answers.all(RUNS)
    if len(found) > 1:
        why = "runs of several workflows were captured, expected those of the release workflow only"
        return unread(ReadStatus.ERROR, why=why, evidence=tuple(answer.evidence for answer in found))
    for answer in found:
        seen = answers.observe(answer, _runs)
        narrowed = {name for name, _ in answer.address.query} & {"branch", "event", "status", "created"}
        return cut_down(seen, f"only some runs were asked for ({', '.join(sorted(narrowed))})") if narrowed else seen
    for answer in answers.all(ALL_RUNS):
        return cut_down(
            answers.observe(answer, _runs), "runs of every workflow, expected those of the release workflow"
        )
    return None


def actions_switch(body: dict[str, Json]) -> dict[str, Json]:
    """Which actions may run."""
    return {
        "allowed_actions": _word(body, "allowed_actions", _ALLOWED),
        "sha_pinning_required": observed(body, "sha_pinning_required").to_json(),
    }


def _actions(answer: Answer) -> Json:
    return {"enabled": required_flag(answer.body, "enabled"), **actions_switch(answer.body)}


def token_of_workflows(answer: Answer) -> Json:
    """What the token of a workflow may do."""
    return {
        "default": _word(answer.body, "default_workflow_permissions", _DEFAULTS),
        "can_approve_reviews": required_flag(answer.body, "can_approve_pull_request_reviews"),
    }


def _word(body: dict[str, Json], key: str, known: tuple[str, ...]) -> str:
    word = required_text(body, key)
    if word not in known:
        raise InputRefusedError(f"{key} is {word!r}, expected {', '.join(known)}")
    return word


def _retention(answer: Answer) -> Json:
    return {"days": whole_of(field_of(answer.body, "days"), "days")}


def _subject(answer: Answer) -> Json:
    keys = texts_of(answer.body.get("include_claim_keys", []), "include_claim_keys")
    return {"use_default": required_flag(answer.body, "use_default"), "claim_keys": [*dict.fromkeys(keys)]}


def _workflow(item: dict[str, Json]) -> dict[str, Json]:
    return {name: required_text(item, name) for name in ("path", "name", "state")}


def _artifact(item: dict[str, Json]) -> dict[str, Json]:
    return {
        "id": whole_of(field_of(item, "id"), "id"),
        "name": required_text(item, "name"),
        "expired": required_flag(item, "expired"),
        "size": whole_of(field_of(item, "size_in_bytes"), "size_in_bytes"),
    }


def _runner(item: dict[str, Json]) -> dict[str, Json]:
    labels = objects_of(field_of(item, "labels"), "labels")
    return {
        "id": whole_of(field_of(item, "id"), "id"),
        "name": required_text(item, "name"),
        "os": required_text(item, "os"),
        "labels": [*sorted({required_text(label, "name") for label in labels})],
    }


def _check_run(item: dict[str, Json]) -> dict[str, Json]:
    app = item.get("app")
    return {
        "id": whole_of(field_of(item, "id"), "id"),
        "name": required_text(item, "name"),
        "app_id": whole_of(field_of(app, "id"), "app.id") if isinstance(app, dict) else 0,
        "commit": required_text(item, "head_sha"),
        "status": required_text(item, "status"),
        "conclusion": _text_or_nothing(item, "conclusion"),
    }


def _runs(answer: Answer) -> Json:
    return keyed(map(_run, answer.items), "id")


def _run(item: dict[str, Json]) -> dict[str, Json]:
    return {
        "id": whole_of(field_of(item, "id"), "id"),
        "name": _text_or_nothing(item, "name"),
        "status": _text_or_nothing(item, "status"),
        "conclusion": _text_or_nothing(item, "conclusion"),
        "branch": _text_or_nothing(item, "head_branch"),
        "commit": observed(item, "head_sha", take=text_of).to_json(),
        "event": observed(item, "event", take=text_of).to_json(),
        "created_at": normalise_moment(required_text(item, "created_at")),
        "updated_at": normalise_moment(required_text(item, "updated_at")),
    }


def _text_or_nothing(item: dict[str, Json], key: str) -> str:
    """A text that is null while there is nothing to say: a run without conclusion is still running."""
    value = field_of(item, key)
    return "" if value is None else text_of(value, key)
