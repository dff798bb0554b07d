"""A workflow file as facts: what starts it, which jobs it has, what each may do, and what each runs.

Whatever an expression decides is not known from the file; it is said so, and never guessed. Lines are counted from 1.
"""

from dataclasses import dataclass
from enum import StrEnum

from checker.domain.workflow_permissions import REPOSITORY_DEFAULT, Permissions
from checker.domain.workflow_uses import EXPRESSION, Uses

CALL = "workflow_call"
FOLDER = ".github/workflows"
_ENDINGS = (".yml", ".yaml")


class RunnerKind(StrEnum):
    """Whose machine a job runs on; a label of one's own may be either, and so may an expression."""

    HOSTED = "hosted"
    SELF_HOSTED = "self-hosted"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A text of the file and its line."""

    text: str
    line: int

    @property
    def is_known(self) -> bool:
        """Whether it means what it says: an expression is decided at run time."""
        return EXPRESSION not in self.text


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """One event that starts a workflow, and its filters (`branches`, `tags`, `types`, …) by name."""

    event: str
    line: int
    filters: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def patterns(self, name: str) -> tuple[str, ...] | None:
        """The patterns of a filter; None when it is not there, which is not the same as an empty one."""
        return dict(self.filters).get(name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Concurrency:
    """The group only one run of which goes on at a time; `cancels` is `true`, `false` or an expression."""

    group: Written
    cancels: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Runner:
    """What a job runs on: its labels, or the name of a group."""

    kind: RunnerKind
    labels: tuple[str, ...]
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SecretUse:
    """The secrets that are referenced, by name; `all` says that the whole context is, so that any of them may be."""

    names: tuple[str, ...] = ()
    all: bool = False
    inherited: bool = False

    def __or__(self, other: "SecretUse") -> "SecretUse":
        """Both together."""
        return SecretUse(
            names=tuple(sorted({*self.names, *other.names})),
            all=self.all or other.all,
            inherited=self.inherited or other.inherited,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step: it uses something, or it runs `run`; `inputs` are its own, `env` also those of its job and workflow."""

    line: int
    name: str = ""
    uses: Uses | None = None
    run: str = ""
    condition: str = ""
    inputs: tuple[tuple[str, str], ...] = ()
    env: tuple[tuple[str, str], ...] = ()

    def variable(self, name: str) -> str:
        """What a variable of the environment is; empty when it is not set."""
        return dict(self.env).get(name, "")

    def input(self, name: str) -> str:
        """What an input is given; empty when it is left out. Names of inputs are compared without case."""
        return next((value for key, value in self.inputs if key.lower() == name), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One job: it has steps and a runner, or it calls another workflow.

    `may_fail` says that what needs it goes on when it failed (`continue-on-error`, or an expression there).
    """

    id: str
    line: int
    needs: tuple[str, ...]
    condition: str
    permissions: Permissions
    environment: Written | None
    runner: Runner | None
    calls: Uses | None
    steps: tuple[Step, ...]
    secrets: SecretUse
    concurrency: Concurrency | None
    has_matrix: bool
    may_fail: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Workflow:
    """One workflow file.

    `path` is its place in the repository, `secrets` those referenced outside of the jobs, `permissions` what a job has
    that says nothing of its own.
    """

    path: str
    name: str
    triggers: tuple[Trigger, ...]
    jobs: tuple[Job, ...]
    secrets: SecretUse
    concurrency: Concurrency | None
    permissions: Permissions = REPOSITORY_DEFAULT

    @property
    def file(self) -> str:
        """The name of the file."""
        return self.path.rpartition("/")[2]

    @property
    def events(self) -> frozenset[str]:
        """The events that start it."""
        return frozenset(trigger.event for trigger in self.triggers)


def is_workflow_file(name: str) -> bool:
    """Whether a file in the folder of workflows is read as one."""
    return name.endswith(_ENDINGS)
