"""Workflow files are read as GitHub reads them; what GitHub would not run is refused with its line, never skipped."""

from pathlib import Path

import pytest

from checker.domain.workflow import Concurrency, Job, RunnerKind, SecretUse, Trigger, Workflow, Written
from checker.domain.workflow_permissions import ID_TOKEN, Access, PermissionSource
from checker.domain.workflow_uses import Pin
from checker.errors import InputRefusedError
from checker.formats.workflow import read_workflow
from checker.formats.workflow_expressions import secrets_in

DATA = Path(__file__).parents[2] / "data" / "workflows"
PATH = ".github/workflows/release.yml"


def read(text: str) -> Workflow:
    return read_workflow(text.encode(), path=PATH)


def job_of(fields: str, *, top: str = "") -> Job:
    """The one job of a workflow; `fields` are its lines."""
    lines = "\n".join(f"    {line}" for line in fields.splitlines())
    (job,) = read(f"on: push\n{top}jobs:\n  publish:\n{lines}\n").jobs
    return job


def refusal_of(text: str) -> InputRefusedError:
    with pytest.raises(InputRefusedError) as refusal:
        read(text)
    return refusal.value


def test_a_release_workflow_is_read_whole() -> None:
    found = read_workflow((DATA / "good" / "release.yml").read_bytes(), path=PATH)

    assert (found.name, found.file) == ("Release", "release.yml")
    assert found.triggers == (
        Trigger(event="push", line=3, filters=(("tags", ("v*",)),)),
        Trigger(event="workflow_dispatch", line=5),
    )
    assert found.concurrency == Concurrency(group=Written(text="release", line=7), cancels="false")
    assert found.secrets == SecretUse(names=("TOP",))
    build, test, publish = found.jobs
    assert [job.id for job in found.jobs] == ["build", "test", "publish"]
    assert (publish.needs, publish.line) == (("build", "test"), 30)
    assert publish.environment == Written(text="pypi", line=33)
    assert publish.permissions.access(ID_TOKEN) is Access.WRITE
    assert build.permissions.access("contents") is Access.READ
    assert (test.permissions.source, test.permissions.access("contents")) == (PermissionSource.WORKFLOW, Access.NONE)
    assert test.runner is not None
    assert (test.runner.kind, test.condition) == (RunnerKind.SELF_HOSTED, "secrets.FOO != ''")
    assert publish.secrets == SecretUse(names=("TOP", "X_Y"), all=True)


def test_an_alias_is_followed_and_placed_where_it_was_written() -> None:
    build, test, _ = read_workflow((DATA / "good" / "release.yml").read_bytes(), path=PATH).jobs

    assert test.steps == build.steps
    assert [step.uses.pin for step in test.steps if step.uses] == [Pin.COMMIT, Pin.MOVING]
    assert test.steps[0].line == 15


@pytest.mark.parametrize(
    ("on", "events"),
    [
        ("push", {"push"}),
        ("[push, workflow_dispatch]", {"push", "workflow_dispatch"}),
        ("{push: , release: {types: published}}", {"push", "release"}),
        ("{schedule: [{cron: '0 0 * * *'}]}", {"schedule"}),
    ],
)
def test_every_form_of_trigger_is_read(on: str, events: set[str]) -> None:
    assert read(f"on: {on}\njobs: {{a: {{uses: ./.github/workflows/b.yml}}}}\n").events == events


def test_words_are_those_of_yaml_1_2() -> None:
    job = job_of(
        "runs-on: ubuntu-latest\nsteps:\n  - run: on\n  - uses: a/b@v1\n    with: {flag: no, time: 22:30, n: 5}"
    )

    assert job.steps[0].run == "on"
    assert dict(job.steps[1].inputs) == {"flag": "no", "time": "22:30", "n": "5"}


@pytest.mark.parametrize(
    ("top", "own", "source", "access"),
    [
        ("permissions: {id-token: write}\n", "permissions: {contents: read}\n", PermissionSource.JOB, Access.NONE),
        ("permissions: {id-token: write}\n", "", PermissionSource.WORKFLOW, Access.WRITE),
        ("permissions: {}\n", "", PermissionSource.WORKFLOW, Access.NONE),
        ("permissions: write-all\n", "permissions: {}\n", PermissionSource.JOB, Access.NONE),
        ("permissions: write-all\n", "", PermissionSource.WORKFLOW, Access.WRITE),
        ("permissions: read-all\n", "", PermissionSource.WORKFLOW, Access.READ),
        ("", "", PermissionSource.REPOSITORY_DEFAULT, Access.NONE),
        ("", "permissions: '${{ inputs.may }}'\n", PermissionSource.JOB, Access.UNKNOWN),
        ("", "permissions: {id-token: '${{ inputs.may }}'}\n", PermissionSource.JOB, Access.UNKNOWN),
    ],
)
def test_a_job_replaces_what_the_workflow_allows(top: str, own: str, source: PermissionSource, access: Access) -> None:
    job = job_of(f"{own}uses: ./.github/workflows/b.yml", top=top)

    assert (job.permissions.source, job.permissions.access(ID_TOKEN)) == (source, access)


@pytest.mark.parametrize(
    ("runs_on", "kind", "labels"),
    [
        ("ubuntu-24.04", RunnerKind.HOSTED, ("ubuntu-24.04",)),
        ("[self-hosted, ubuntu-latest]", RunnerKind.SELF_HOSTED, ("self-hosted", "ubuntu-latest")),
        ("our-machine", RunnerKind.UNKNOWN, ("our-machine",)),
        ("ubuntu-${{ matrix.version }}", RunnerKind.UNKNOWN, ("ubuntu-${{ matrix.version }}",)),
        ("[]", RunnerKind.UNKNOWN, ()),
        ("{group: big, labels: [self-hosted]}", RunnerKind.SELF_HOSTED, ("group big", "self-hosted")),
        ("{group: big}", RunnerKind.UNKNOWN, ("group big",)),
        ("{labels: ubuntu-latest}", RunnerKind.UNKNOWN, ("ubuntu-latest",)),
    ],
)
def test_a_runner_is_hosted_only_if_its_label_says_so(runs_on: str, kind: RunnerKind, labels: tuple[str, ...]) -> None:
    job = job_of(f"runs-on: {runs_on}\nsteps: [{{run: make}}]")

    assert job.runner is not None
    assert (job.runner.kind, job.runner.labels, job.runner.line) == (kind, labels, 4)


def test_a_call_has_a_workflow_instead_of_a_runner_and_may_hand_on_every_secret() -> None:
    job = job_of("uses: a/b/.github/workflows/publish.yml@v1\nsecrets: inherit\nstrategy: {matrix: {a: [1]}}")

    assert job.calls is not None
    assert (job.calls.repository, job.calls.path) == ("a/b", ".github/workflows/publish.yml")
    assert (job.runner, job.steps, job.secrets.inherited, job.has_matrix) == (None, (), True, True)


@pytest.mark.parametrize(
    ("environment", "known"),
    [("pypi", True), ("{name: pypi}", True), ("'${{ matrix.to }}'", False), ("{name: '${{ inputs.to }}'}", False)],
)
def test_an_environment_is_known_only_if_it_is_written_out(environment: str, *, known: bool) -> None:
    job = job_of(f"environment: {environment}\nuses: ./.github/workflows/b.yml")

    assert job.environment is not None
    assert (job.environment.is_known, job.environment.line) == (known, 4)


@pytest.mark.parametrize(
    ("written", "group", "cancels"),
    [
        ("release", "release", "false"),
        ("{group: 'r-${{ github.ref }}', cancel-in-progress: true}", "r-${{ github.ref }}", "true"),
    ],
)
def test_concurrency_is_a_group_with_or_without_more(written: str, group: str, cancels: str) -> None:
    job = job_of(f"concurrency: {written}\nuses: ./.github/workflows/b.yml")

    assert job.concurrency == Concurrency(group=Written(text=group, line=4), cancels=cancels)


@pytest.mark.parametrize(
    ("text", "names", "whole"),
    [
        ("${{ secrets.TOKEN }}", ("TOKEN",), False),
        ("${{ Secrets.token }} and ${{secrets['other-one']}}", ("OTHER-ONE", "TOKEN"), False),
        ("${{ toJSON(secrets) }}", (), True),
        ("${{ secrets[matrix.name] }}", (), True),
        ("${{ secrets.* }}", (), True),
        ("${{ 'secrets.NOT' }}", (), False),
        ("${{ format('}}', secrets.A) }}", ("A",), False),
        ("${{ inputs.secrets.A }} secrets.B", (), False),
        ("# secrets are kept", (), False),
        ("${{ secrets.UNCLOSED", ("UNCLOSED",), False),
    ],
)
def test_secrets_are_found_in_expressions_only(text: str, names: tuple[str, ...], *, whole: bool) -> None:
    assert secrets_in({"a": [text]}) == SecretUse(names=names, all=whole)


def test_a_condition_is_an_expression_without_braces() -> None:
    assert secrets_in({"if": "secrets.A == 'x'"}).names == ("A",)
    assert secrets_in({"run": "secrets.A"}).names == ()


def test_steps_that_run_in_parallel_are_steps_and_waiting_is_none() -> None:
    job = job_of(
        "runs-on: ubuntu-latest\n"
        "steps:\n"
        "  - {id: server, run: serve, background: true}\n"
        "  - parallel:\n"
        "      - run: one\n"
        "      - uses: a/b@v1\n"
        "  - wait: server\n"
        "  - wait-all:\n"
        "  - cancel: server\n"
    )

    assert [(step.run, step.line) for step in job.steps] == [("serve", 6), ("one", 8), ("", 9)]


@pytest.mark.parametrize(
    ("strategy", "has_matrix"),
    [("{matrix: {a: [1]}}", True), ("'${{ fromJSON(inputs.all) }}'", True), ("{fail-fast: false}", False)],
)
def test_a_matrix_may_come_from_an_expression(strategy: str, *, has_matrix: bool) -> None:
    assert job_of(f"strategy: {strategy}\nuses: ./.github/workflows/b.yml").has_matrix is has_matrix


def test_a_step_knows_the_variables_of_its_job_and_workflow() -> None:
    job = job_of(
        "env: {A: job, B: job}\nruns-on: x\nsteps: [{run: make, env: {B: step}}]", top="env: {A: top, C: top}\n"
    )

    assert dict(job.steps[0].env) == {"A": "job", "B": "step", "C": "top"}


STEP = "steps: [{run: make}]"


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("- a\n", 1, "the document is no mapping"),
        ("jobs: {a: {uses: ./b}}\n", 1, "the field on is missing"),
        ("on: push\njobs:\n", 1, "the field jobs is missing or empty"),
        ("on: []\njobs: {a: {uses: ./b}}\n", 1, "on is [], expected at least one event"),
        ("on: [[push]]\njobs: {a: {uses: ./b}}\n", 1, 'on[0] is ["push"], expected a text'),
        ("on: push\njobs: {}\n", 2, "jobs is {}, expected at least one job"),
        ("on: push\njobs:\n  a: {}\n", 3, "jobs.a is {}, expected steps, or a workflow that is used"),
        ("on: push\njobs:\n  a: text\n", 3, 'jobs.a is "text", expected a mapping'),
        (f"on: push\njobs:\n  a: {{{STEP}}}\n", 3, "expected a runner (runs-on)"),
        (f"on: push\njobs:\n  a:\n    needs: z\n    runs-on: x\n    {STEP}\n", 4, "a needs one that is not there"),
        ("on: push\npermissions: all\njobs: {a: {uses: ./b}}\n", 2, "expected read-all, write-all or a mapping"),
        ("on: push\npermissions: {a: maybe}\njobs: {a: {uses: ./b}}\n", 2, "expected one of none, read, write"),
        ("on: push\npermissions:\njobs: {a: {uses: ./b}}\n", 2, "permissions is empty"),
        ("on: push\njobs:\n  a:\n    permissions:\n    uses: ./b\n", 3, "expected permissions that say something"),
        ("on: push\njobs:\n  a: {environment: {url: x}, uses: ./b}\n", 3, "expected a name"),
        ("on: push\nconcurrency: {}\njobs: {a: {uses: ./b}}\n", 2, "expected a group"),
        ("on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - name: n\n", 6, "expected either uses or run"),
        ("on: push\njobs:\n  a:\n    runs-on: x\n    steps: make\n", 5, 'jobs.a.steps is "make", expected a list'),
        ("on: push\njobs:\n  a:\n    runs-on: x\n    steps: ['" + "m" * 90 + "']\n", 5, "m…, expected a mapping"),
        ("on: push\non: push\n", 2, 'the key "on" is given twice'),
        ("on: push\njobs: *x\n", 2, "the alias *x names no complete value before it"),
        ("on: push\njobs: {<<: {a: b}}\n", 2, "merge keys"),
        ("on: !!js/function x\n", 1, "the tag"),
    ],
)
def test_what_github_would_not_run_is_refused_with_its_line(text: str, line: int, said: str) -> None:
    refused = refusal_of(text)

    assert said in refused.message
    assert refused.where is not None
    assert (refused.where.source, refused.where.line) == (PATH, line)


def test_aliases_cannot_grow_without_bound() -> None:
    lines = ["on: push", "a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 7)]

    assert "more than" in refusal_of("\n".join(lines)).message


def test_an_input_that_one_expression_gives_has_no_names() -> None:
    step = job_of("runs-on: x\nsteps: [{uses: a/b@v1, with: '${{ fromJSON(inputs.all) }}'}]").steps[0]

    assert step.inputs == ()
