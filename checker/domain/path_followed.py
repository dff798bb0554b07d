"""Workflows that start when another one ends: whose end can be brought about, and by whom.

Today's events of the workflow that is followed hold nobody up. Whoever pushes a branch writes the version of it that
runs there, and a pull request from a fork brings its own version along; either ends like any other run, and what
follows runs on the default branch with its secrets. A filter for branches at `workflow_run` is compared with the name
of the branch the first run was on: it holds back branches of the repository, and no fork's, which can have any name.
Source: the provider's page "Events that trigger workflows".
"""

from collections.abc import Iterator, Sequence

from checker.domain.path_actor import Actor
from checker.domain.path_environment import ref_named
from checker.domain.path_event import CHAINED
from checker.domain.path_graph import ActorKind, Because, Edge, GraphBuilder, Node, NodeKind, Passage, Way
from checker.domain.path_own_code import OwnCode, actor_node, first_passage
from checker.domain.path_scene import Doubt, PathScene
from checker.domain.release_refs import HEADS, TAGS, ReleaseRef
from checker.domain.workflow import Trigger, Workflow

START_AS_WRITERS = frozenset({ActorKind.MAINTAINER, ActorKind.BYPASS_ACTOR, ActorKind.DEPLOY_KEY})
"""Who can start nothing that others cannot start as well; what they push may start more."""
_PUSHES_NOTHING = frozenset({ActorKind.ANYONE, ActorKind.SCHEDULE})
_PROPOSES_NOTHING = START_AS_WRITERS | {ActorKind.SCHEDULE}
_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./")
_MISSING = "the workflow it follows is not among the files"


class Followed:
    """Adds every way to make a workflow start by the end of another."""

    def __init__(self, scene: PathScene, builder: GraphBuilder, own: OwnCode) -> None:
        self.scene = scene
        self.builder = builder
        self.own = own

    def before(self, trigger: Trigger) -> list[Workflow]:
        """The workflows whose end is the event; they are named by their name, or else by their file."""
        if trigger.event != CHAINED:
            return []
        names = trigger.patterns("workflows") or ()
        return [one for one in self.scene.workflows if (one.name or one.path) in names]

    def trigger(self, actor: Actor, workflow: Workflow, event: str) -> str:
        """The id of a workflow that an actor made an event start."""
        node = Node(
            id=f"trigger:{actor.id}:{workflow.path}:{event}",
            kind=NodeKind.TRIGGER,
            name=f"{workflow.file}, started by {event}",
        )
        return self.builder.node(node)

    def chain(self, actor: Actor, workflow: Workflow, trigger: Trigger, goal: str) -> None:
        """The end of a workflow starts another, whoever started the first, however it ended, and whoever wrote it."""
        place = Because(document=workflow.path, section=f"on.{CHAINED}", line=trigger.line)
        fix = f"do not let {CHAINED} start {workflow.file}"
        before = self.before(trigger)
        for one in before:
            for event in sorted(one.events):
                edge = Edge(
                    source=self.trigger(actor, one, event),
                    target=goal,
                    way=Way.RUN,
                    passage=Passage.OPEN,
                    says=f"its end starts {workflow.file}",
                    why="with secrets and an identity token, even where the first run had none",
                    because=(place,),
                    fix=fix,
                )
                self.builder.edges([edge])
        for file in [one.file for one in before] or [""]:
            a_file, ends = f"a {file or 'workflow'} of their own", f", whose end starts {workflow.file}"
            if actor.kind not in _PUSHES_NOTHING:
                says = f"runs {a_file} there{ends}"
                self._from_own_refs(actor, trigger, goal, says, is_there=bool(file), place=place, fix=fix)
            if actor.kind not in _PROPOSES_NOTHING:
                says = f"proposes {a_file}{ends}"
                self._from_a_fork(actor, goal, says, is_there=bool(file), place=place, fix=fix)

    def pushed(self, actor: Actor, workflow: Workflow, trigger: Trigger, goal: str) -> None:
        """A push that starts a workflow as it is; it matters where nobody may be able to write another version."""
        if actor.kind in _PUSHES_NOTHING or self.scene.own_workflows.passage is not Passage.UNKNOWN:
            return
        because = (Because(document=workflow.path, section=f"on.{trigger.event}", line=trigger.line),)
        for lead, name in ((HEADS, "branches"), (TAGS, "tags")):
            patterns = trigger.patterns(name)
            other = trigger.patterns("tags" if name == "branches" else "branches")
            if patterns is None and other is not None:
                continue
            named = self._named(lead, patterns)
            is_certain = named is not None or not trigger.filters
            for ref in [ref_named(f"{lead}**/*")] if named is None else named:
                edge = Edge(
                    source=self.own.onto(actor, ref),
                    target=goal,
                    way=Way.RUN,
                    passage=Passage.OPEN if is_certain else Passage.UNKNOWN,
                    says="the push starts a workflow as it is",
                    why="" if is_certain else "which refs its filters let through is not proven here",
                    because=because,
                    fix="" if is_certain else "name branches and tags without patterns",
                )
                self.builder.edges([edge])

    def _from_own_refs(  # noqa: PLR0913 - the parts of an edge
        self, actor: Actor, trigger: Trigger, goal: str, says: str, *, is_there: bool, place: Because, fix: str
    ) -> None:
        """From every ref of the repository whose name the filter lets through, or may."""
        for ref, doubt in self._let_through(trigger):
            held = self._held(doubt, is_there=is_there)
            edge = Edge(
                source=self.own.onto(actor, ref),
                target=goal,
                way=Way.RUN,
                passage=held.passage,
                says=says,
                why=held.why,
                because=held.because or (place,),
                fix=held.fix or fix,
            )
            self.builder.edges([edge])

    def _from_a_fork(self, actor: Actor, goal: str, says: str, *, is_there: bool, place: Because, fix: str) -> None:
        """From a pull request of a fork, whose branch is called as the filter wants."""
        doubt = Doubt()
        if not self.scene.is_public:
            why = "whether workflows run for pull requests from forks of a repository that is not public is in no audit"
            doubt = Doubt(passage=Passage.UNKNOWN, why=why, because=(place,), fix=fix)
        held = self._held(doubt, is_there=is_there)
        passage, uncertain = first_passage(actor, held.passage)
        edge = Edge(
            source=self.builder.node(actor_node(actor)),
            target=goal,
            way=Way.START,
            passage=passage,
            says=says,
            why=uncertain or held.why,
            because=(*actor.because, *(held.because or (place,))),
            fix=held.fix or fix,
        )
        self.builder.edges([edge])

    def _held(self, doubt: Doubt, *, is_there: bool) -> Doubt:
        """Whether a version of one's own runs; which workflow is followed is not known where none is there."""
        running = self.scene.own_workflows
        if running.passage is not Passage.OPEN:
            return running
        return doubt if is_there else Doubt(passage=Passage.UNKNOWN, why=_MISSING)

    def _let_through(self, trigger: Trigger) -> Iterator[tuple[ReleaseRef, Doubt]]:
        """The refs a run may have been on; a tag of the name of a branch may be taken for it."""
        if not {"branches", "branches-ignore"} & {name for name, _ in trigger.filters}:
            yield from ((ref, Doubt()) for ref in self.scene.anywhere)
            return
        named = self._named(HEADS, trigger.patterns("branches"))
        if named is None:
            why = "which branches its filter lets through is not proven here"
            doubt = Doubt(passage=Passage.UNKNOWN, why=why)
            yield from ((ref, doubt) for ref in self.scene.anywhere)
            return
        why = "its filter for branches may let a tag of that name through"
        for ref in named:
            yield ref, Doubt()
            yield ref_named(TAGS + ref.name), Doubt(passage=Passage.UNKNOWN, why=why)

    def _named(self, lead: str, patterns: Sequence[str] | None) -> list[ReleaseRef] | None:
        """The refs that a filter names; None where it has patterns, or is not there."""
        if patterns is None or not all(_PLAIN.issuperset(one) for one in patterns):
            return None
        return [ref_named(lead + one, default=self.scene.default) for one in patterns]
