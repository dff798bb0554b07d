"""The jobs of a workflow file."""

from collections.abc import Iterator
from dataclasses import dataclass

from checker.domain.workflow import Concurrency, Job, Runner, RunnerKind, SecretUse, Step, Written
from checker.domain.workflow_permissions import Permissions, PermissionSource
from checker.domain.workflow_uses import EXPRESSION, Uses, uses_of
from checker.formats.workflow_expressions import secrets_in
from checker.formats.workflow_node import Node
from checker.formats.workflow_permissions import permissions_of

_HOSTED = ("ubuntu-", "windows-", "macos-")
_SELF_HOSTED = "self-hosted"
_WAITING = frozenset({"wait", "wait-all", "cancel"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What the workflow says for all of its jobs."""

    permissions: Permissions
    secrets: SecretUse
    env: tuple[tuple[str, str], ...]


def jobs_of(node: Node, around: Around) -> tuple[Job, ...]:
    """Every job, in the order of the file.

    Raises:
        InputRefusedError: there is none, one is no job, or needs one that is not there.
    """
    jobs = tuple(_job(name, item, around) for name, item in node.entries())
    if not jobs:
        node.refuse("at least one job")
    known = {job.id for job in jobs}
    for name, item in node.entries():
        needs = item.find("needs")
        for needed in needs.texts() if needs else ():
            if needs and needed not in known:
                needs.refuse(f"jobs of this file: {name} needs one that is not there")
    return jobs


def concurrency_of(node: Node | None) -> Concurrency | None:
    """A `concurrency`: the name of a group, or a mapping with one."""
    if node is None:
        return None
    if not isinstance(node.value, dict):
        return Concurrency(group=node.written(), cancels="false")
    group, cancels = node.find("group"), node.find("cancel-in-progress")
    if group is None:
        node.refuse("a group")
    return Concurrency(group=group.written(), cancels=cancels.text() if cancels else "false")


def _job(name: str, node: Node, around: Around) -> Job:
    own, calls, steps = node.find("permissions"), node.find("uses"), node.find("steps")
    if calls is None and steps is None:
        node.refuse("steps, or a workflow that is used")
    condition, needs, strategy = node.find("if"), node.find("needs"), node.find("strategy")
    fails = node.find("continue-on-error")
    env = (*around.env, *pairs_of(node.find("env")))
    return Job(
        id=name,
        line=node.line,
        needs=needs.texts() if needs else (),
        condition=condition.text() if condition else "",
        permissions=permissions_of(own, source=PermissionSource.JOB) if own else _none_own(node, around),
        environment=_environment(node.find("environment")),
        runner=None if calls else _runner(node),
        calls=_uses(calls),
        steps=tuple(_steps(steps, env)) if steps else (),
        secrets=around.secrets | secrets_in(node.value) | _handed_on(node.find("secrets")),
        concurrency=concurrency_of(node.find("concurrency")),
        has_matrix=strategy is not None and (isinstance(strategy.value, str) or strategy.find("matrix") is not None),
        may_fail=fails is not None and fails.text() != "false",
    )


def _none_own(node: Node, around: Around) -> Permissions:
    """The workflow's; an empty `permissions:` of a job is neither a scope nor none, so it is refused."""
    if isinstance(node.value, dict) and "permissions" in node.value:
        node.refuse("permissions that say something; write {} for none")
    return around.permissions


def _environment(node: Node | None) -> Written | None:
    if node is None:
        return None
    if not isinstance(node.value, dict):
        return node.written()
    name = node.find("name")
    if name is None:
        node.refuse("a name")
    return name.written()


def _runner(node: Node) -> Runner:
    runs_on = node.find("runs-on")
    if runs_on is None:
        node.refuse("a runner (runs-on)")
    if not isinstance(runs_on.value, dict):
        labels = runs_on.texts()
        return Runner(kind=_kind(labels), labels=labels, line=runs_on.line)
    group, named = runs_on.find("group"), runs_on.find("labels")
    labels = named.texts() if named else ()
    kind = RunnerKind.SELF_HOSTED if _SELF_HOSTED in labels else RunnerKind.UNKNOWN
    return Runner(kind=kind, labels=(*((f"group {group.text()}",) if group else ()), *labels), line=runs_on.line)


def _kind(labels: tuple[str, ...]) -> RunnerKind:
    lower = [label.lower() for label in labels]
    if _SELF_HOSTED in lower:
        return RunnerKind.SELF_HOSTED
    hosted = all(label.startswith(_HOSTED) and EXPRESSION not in label for label in lower)
    return RunnerKind.HOSTED if lower and hosted else RunnerKind.UNKNOWN


def _uses(node: Node | None) -> Uses | None:
    return uses_of(node.text(), line=node.line) if node else None


def _steps(node: Node, outer: tuple[tuple[str, str], ...]) -> Iterator[Step]:
    """The steps of a list, those that run in parallel one after the other; a step that only waits runs nothing."""
    for item in node.items():
        if parallel := item.find("parallel"):
            yield from (_step(one, outer) for one in parallel.items())
        elif not any(key in _WAITING for key, _ in item.entries()):
            yield _step(item, outer)


def _step(node: Node, outer: tuple[tuple[str, str], ...]) -> Step:
    uses, run = node.find("uses"), node.find("run")
    if (uses is None) == (run is None):
        node.refuse("either uses or run")
    name, condition, inputs, env = (node.find(key) for key in ("name", "if", "with", "env"))
    return Step(
        line=node.line,
        name=name.text() if name else "",
        uses=_uses(uses),
        run=run.text() if run else "",
        condition=condition.text() if condition else "",
        inputs=pairs_of(inputs),
        env=tuple({**dict(outer), **dict(pairs_of(env))}.items()),
    )


def pairs_of(node: Node | None) -> tuple[tuple[str, str], ...]:
    """A mapping of texts, or one expression that gives such a mapping: then no name is known."""
    if node is None or isinstance(node.value, str):
        return ()
    return node.pairs()


def _handed_on(node: Node | None) -> SecretUse:
    return SecretUse(inherited=node is not None and node.value == "inherit")
