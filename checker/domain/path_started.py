"""Paths with the workflows as they are: what an event starts, which job it leads to, and what that job may do.

Whoever starts one has not written it, but nobody need look on either. An `if` is not evaluated: it may hold a job
back, so it makes an open path unknown and never a closed one.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from checker.domain.path_actor import Actor
from checker.domain.path_credential import Credentials
from checker.domain.path_environment import Admission, Environment
from checker.domain.path_event import CHAINED, PROPOSED, PUSH, TARGET, Running, may_start, refs_of
from checker.domain.path_followed import START_AS_WRITERS, Followed
from checker.domain.path_graph import ActorKind, Because, Edge, GraphBuilder, Node, NodeKind, Passage, Way
from checker.domain.path_own_code import OwnCode, actor_node, first_passage
from checker.domain.path_scene import Doubt, PathScene
from checker.domain.path_token import Token, may_use
from checker.domain.publish_route import Route
from checker.domain.publisher import Publisher
from checker.domain.publisher_in_workflows import file_name
from checker.domain.ref_pattern import matches
from checker.domain.release_refs import HEADS, TAGS
from checker.domain.workflow import Trigger, Workflow
from checker.domain.workflow_permissions import ID_TOKEN, Access


@dataclass(frozen=True, slots=True, kw_only=True)
class _Use:
    """A credential that a route may reach, by its node, and what stands between."""

    name: str
    doubt: Doubt
    from_fork: Doubt
    by_target: Doubt


class Started:
    """Adds what can be done with the workflows as they are."""

    def __init__(self, scene: PathScene, builder: GraphBuilder, credentials: Credentials, own: OwnCode) -> None:
        self.scene = scene
        self.builder = builder
        self.credentials = credentials
        self.uses = [(route, uses) for route in scene.routes if (uses := tuple(self._uses(route)))]
        self.followed = Followed(scene, builder, own)
        self._admissions = dict[tuple[str, Running], Doubt]()
        self.started = self._started()
        self.is_chained = any(CHAINED in one.events for one in self.started)

    def add(self) -> None:
        """Every actor, every workflow that leads on, every event that starts it."""
        for actor in self.scene.starters:
            for workflow in self.started:
                for trigger in workflow.triggers:
                    self._begin(actor, workflow, trigger)
            for number, (route, uses) in enumerate(self.uses):
                if self._goes_further(actor, route):
                    for event in sorted(route.entry.events):
                        self._run(actor, route, event, number, uses)

    def _goes_further(self, actor: Actor, route: Route) -> bool:
        """Whether an actor can get further on a route than others: reviewers only into their own environment."""
        written = route.job.environment
        if actor.reviews:
            return written is not None and written.text.lower() == actor.reviews.lower()
        return actor.kind not in START_AS_WRITERS or self.is_chained

    def _started(self) -> tuple[Workflow, ...]:
        """The workflows that lead to a credential, and those whose end starts one of these."""
        found = {route.entry.path: route.entry for route, _ in self.uses}
        waiting = [*found.values()]
        for workflow in waiting:
            for trigger in workflow.triggers:
                for one in self.followed.before(trigger):
                    if one.path not in found:
                        found[one.path] = one
                        waiting.append(one)
        return tuple(found[path] for path in sorted(found))

    def _begin(self, actor: Actor, workflow: Workflow, trigger: Trigger) -> None:
        goal = self.followed.trigger(actor, workflow, trigger.event)
        because = (Because(document=workflow.path, section=f"on.{trigger.event}", line=trigger.line),)
        if trigger.event == CHAINED:
            self.followed.chain(actor, workflow, trigger, goal)
        elif trigger.event == PUSH:
            self.followed.pushed(actor, workflow, trigger, goal)
        starts = actor.kind not in START_AS_WRITERS and may_start(actor, trigger.event)
        if starts is False:
            return
        passage, doubt = first_passage(actor, Passage.OPEN if starts else Passage.UNKNOWN)
        edge = Edge(
            source=self.builder.node(actor_node(actor)),
            target=goal,
            way=Way.START,
            passage=passage,
            says=f"makes {trigger.event} start {workflow.file}",
            why=doubt or ("" if starts else f"who can make {trigger.event} happen is not known here"),
            because=(*actor.because, *because),
            fix=f"do not let {trigger.event} start {workflow.file}",
        )
        self.builder.edges([edge])

    def _run(self, actor: Actor, route: Route, event: str, number: int, uses: Sequence[_Use]) -> None:
        """From a workflow that was started into its job, into that job's environment, to what it uses."""
        if event == PUSH or (event in PROPOSED and actor.kind is not ActorKind.ANYONE):
            return
        start = self.followed.trigger(actor, route.entry, event)
        id_ = f"{actor.id}:{event}:{number}"
        name = f"the job {route.job.id} of {route.called.file}"
        job = self.builder.node(Node(id=f"job:{id_}", kind=NodeKind.JOB, name=name))
        here = self._environment(actor, route, event, job, id_)
        line = (Because(document=route.called.path, section=f"jobs.{route.job.id}", line=route.job.line),)
        held = self._held(route)
        edge = Edge(
            source=start,
            target=job,
            way=Way.RUN,
            passage=held.passage,
            says=f"runs the job {route.job.id} as it is",
            why=held.why,
            because=held.because or line,
            fix=held.fix,
        )
        self.builder.edges([edge])
        for use in uses:
            doubt = use.from_fork if event in PROPOSED else use.by_target if event == TARGET else use.doubt
            edge = Edge(
                source=here,
                target=use.name,
                way=Way.AUTHENTICATE,
                passage=doubt.passage,
                says="uploads with what the job is given",
                why=doubt.why,
                because=doubt.because or line,
                fix=doubt.fix,
            )
            self.builder.edges([edge])

    def _held(self, route: Route) -> Doubt:
        """Whether a job runs once its workflow was started."""
        if self.scene.actions.passage is not Passage.OPEN:
            return self.scene.actions
        for link in route.chain:
            if link.job.condition:
                return Doubt(
                    passage=Passage.UNKNOWN,
                    why="an `if` decides whether it runs",
                    because=(
                        Because(document=link.workflow.path, section=f"jobs.{link.job.id}.if", line=link.job.line),
                    ),
                    fix="let the environment decide who may publish, and not an `if`",
                )
        return Doubt()

    def _environment(self, actor: Actor, route: Route, event: str, job: str, id_: str) -> str:
        """The node a job runs at: itself without an environment, else the environment it got into."""
        written = route.job.environment
        if written is None or not written.text:
            return job
        place = Because(document=route.called.path, section=f"jobs.{route.job.id}.environment", line=written.line)
        asked = self.builder.node(Node(id=f"asked:{id_}", kind=NodeKind.JOB, name=f"a job for {written.text}"))
        entered = Node(id=f"environment:{id_}", kind=NodeKind.ENVIRONMENT, name=f"the environment {written.text}")
        goal = self.builder.node(entered)
        if not written.is_known:
            why, fix = "an expression decides the environment", "write the name of the environment out"
            admitted = Doubt(passage=Passage.UNKNOWN, why=why, because=(place,), fix=fix)
            approved, others = admitted, 0
        else:
            environment = self.scene.environments.named(written.text)
            asked_for = (environment.name, refs_of(event))
            if asked_for not in self._admissions:
                self._admissions[asked_for] = self._admitted(environment, refs_of(event))
            admitted = self._admissions[asked_for]
            found = environment.approval(actor)
            others = found.others
            approved = Doubt(passage=found.passage, why=found.why, because=found.because, fix=found.fix)
        says = f"deploys from {refs_of(event)}"
        self.builder.edges(
            [
                _doubtful(job, asked, Way.DEPLOY, says, admitted),
                replace(
                    _doubtful(asked, goal, Way.APPROVE, f"enters the environment {written.text}", approved),
                    others=others,
                ),
            ]
        )
        return goal

    def _admitted(self, environment: Environment, running: Running) -> Doubt:
        """Whether an environment takes a job from where an event runs."""
        found = environment.admissions(self.scene.branches)
        fitting = [one for one in found if self._is_from(one, running)]
        if fitting:
            best = next((one for one in fitting if one.passage is Passage.OPEN), fitting[0])
            return Doubt(passage=best.passage, why=best.why, because=best.because, fix=best.fix)
        because = environment.because("deploy_refs")
        if running is Running.DEFAULT and not self.scene.default and found:
            why = "which branch is the default one could not be read"
            return Doubt(passage=Passage.UNKNOWN, why=why, because=because, fix="read the repository (Metadata: read)")
        return Doubt(passage=Passage.CLOSED, why=f"{environment.name} does not admit {running}", because=because)

    def _is_from(self, one: Admission, running: Running) -> bool:
        if running is Running.ANY:
            return True
        if running is Running.TAG:
            return one.ref.ref.startswith(TAGS)
        return bool(self.scene.default) and matches(one.ref.ref, HEADS + self.scene.default, steps=self.scene.steps)

    def _uses(self, route: Route) -> Iterator[_Use]:
        for name, publisher in self.credentials.publishers.items():
            yield from _publisher_use(route, name, publisher, is_public=self.scene.is_public)
        yield from _token_uses(route, self.credentials.tokens, is_public=self.scene.is_public)


def _publisher_use(route: Route, name: str, publisher: Publisher, *, is_public: bool) -> Iterator[_Use]:
    """A job that may ask the registry for a token as the file that is registered."""
    if route.is_remote or route.called.file != file_name(publisher):
        return
    upload = route.upload
    if upload and (upload.has_password or publisher.registry not in upload.registries):
        return
    doubt = _identity(route, publisher)
    target = Doubt(passage=Passage.CLOSED, why=f"the registry refuses a run that {TARGET} started")
    fork = _fork(Doubt(passage=Passage.CLOSED, why="a pull request from a fork gets no identity token"), is_public)
    yield _Use(name=name, doubt=doubt, from_fork=_worse(doubt, fork), by_target=target)


def _identity(route: Route, publisher: Publisher) -> Doubt:
    """Whether the registry accepts the token of a job as it is."""
    written, wanted = route.job.environment, publisher.environment.lower()
    access = route.permissions.access(ID_TOKEN)
    is_known = written is None or written.is_known
    seen = written.text.lower() if written else ""
    place = (Because(document=route.called.path, section=f"jobs.{route.job.id}", line=route.job.line),)
    if wanted and is_known and seen != wanted:
        why = f"the registry wants the environment {publisher.environment}"
        return Doubt(passage=Passage.CLOSED, why=why, because=place)
    if access in {Access.NONE, Access.READ}:
        return Doubt(passage=Passage.CLOSED, why="the job may not ask for an identity token", because=place)
    if access is Access.UNKNOWN or (wanted and not is_known):
        why = "an expression decides what the job may do or where it runs"
        return Doubt(passage=Passage.UNKNOWN, why=why, because=place, fix="write it out")
    upload = route.upload
    is_named = publisher.job == route.job.id or (upload is not None and len(upload.registries) == 1)
    if not is_named:
        why = f"it is not known whether the job uploads to {publisher.registry.label}"
        fix = "name the publishing job under publishers; give no other job id-token: write"
        return Doubt(passage=Passage.UNKNOWN, why=why, because=place, fix=fix)
    return Doubt(fix="let only release refs and reviewed runs into an environment, and register that")


def _token_uses(route: Route, tokens: Mapping[str, Token], *, is_public: bool) -> Iterator[_Use]:
    """A job that is given a token, and may upload with it."""
    if route.upload and not route.upload.has_password:
        return
    for name, token in tokens.items():
        if not may_use(token, route.job):
            continue
        passage = Passage.OPEN if route.upload and not token.doubt else Passage.UNKNOWN
        why = token.doubt or ("" if route.upload else "it is not known whether the job uploads with it")
        doubt = Doubt(passage=passage, why=why, fix=token.fix)
        fork = _fork(Doubt(passage=Passage.CLOSED, why="a pull request from a fork gets no secrets"), is_public)
        yield _Use(name=name, doubt=doubt, from_fork=fork, by_target=doubt)


def _fork(public: Doubt, is_public: bool) -> Doubt:  # noqa: FBT001 - an answer, not a switch
    """What a fork's pull request gets; a private repository can be set to give it more."""
    if is_public:
        return public
    why = "a repository that is not public can give secrets and tokens to pull requests from forks"
    return Doubt(
        passage=Passage.UNKNOWN, why=why, fix="look under Settings > Actions > General, or read the repository"
    )


def _worse(one: Doubt, other: Doubt) -> Doubt:
    """The doubt that holds up more."""
    return one if one.passage is Passage.CLOSED else other


def _doubtful(source: str, target: str, way: Way, says: str, doubt: Doubt) -> Edge:
    return Edge(
        source=source,
        target=target,
        way=way,
        passage=doubt.passage,
        says=says,
        why=doubt.why,
        because=doubt.because,
        fix=doubt.fix,
    )
