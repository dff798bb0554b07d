"""Paths with code of one's own: onto a ref, from there into an environment, and so to what the registry accepts.

Whoever puts a commit on a ref writes the workflow that runs there too. So neither the triggers nor the jobs that the
workflow has today hold them up, only what lies outside of the commit: rules for refs, the environment, and which file
and environment the registry was told. Without an environment any ref will do.
"""

from dataclasses import replace

from checker.domain.path_actor import Actor, Skips
from checker.domain.path_credential import Credentials
from checker.domain.path_environment import Environment
from checker.domain.path_graph import ActorKind, Edge, GraphBuilder, Node, NodeKind, Passage, Way
from checker.domain.path_ref import Entry, GuardedRef, Merging, entries_onto
from checker.domain.path_scene import Doubt, PathScene
from checker.domain.release_refs import ReleaseRef

_DOES = {
    Way.CREATE_BRANCH: "creates {ref} with a commit of their own",
    Way.PUSH_BRANCH: "pushes a commit of their own to {ref}",
    Way.MERGE: "has a commit of their own merged into {ref}",
    Way.CREATE_TAG: "creates {ref} at a commit of their own",
    Way.MOVE_TAG: "moves {ref} to a commit of their own",
}


class OwnCode:
    """Adds what can be done with code of one's own."""

    def __init__(self, scene: PathScene, builder: GraphBuilder, credentials: Credentials) -> None:
        self.scene = scene
        self.builder = builder
        self.credentials = credentials
        self._onto = set[str]()
        self._entries = dict[tuple[str, str, Skips, bool, bool], tuple[Entry, ...]]()
        self._merging = Merging(mergers=scene.writers, bots_approve=scene.bots_approve)

    def add(self) -> None:
        """Every actor, every ref that leads on, every environment that something is behind."""
        for actor in (self.scene.outsider, *self.scene.writers):
            for ref in self.scene.anywhere if self.credentials.without_environment and not actor.reviews else ():
                here = self.onto(actor, ref)
                self._authenticate(here, "", self.credentials.without_environment)
            for name, behind in self.credentials.by_environment.items():
                if actor.reviews in {"", name}:
                    self._through(actor, self.scene.environments.named(name), behind)

    def onto(self, actor: Actor, ref: ReleaseRef) -> str:
        """The id of a ref with an actor's own commit on it, with every edge that leads there."""
        known = f"ref:{actor.id}:{ref.ref}"
        if known in self._onto:
            return known
        self._onto.add(known)
        guarded = self.scene.guarded(ref)
        start = self.builder.node(actor_node(actor))
        goal = self.builder.node(
            Node(
                id=known,
                kind=NodeKind.REF,
                name=f"{guarded.called}, with the commit of {actor.name}",
            )
        )
        self.builder.edges(_edge(start, goal, entry, actor, guarded.called) for entry in self._ways(guarded, actor))
        return goal

    def _ways(self, guarded: GuardedRef, actor: Actor) -> tuple[Entry, ...]:
        """Every way onto a ref, worked out once for all who need not follow the same; doubt names whose it is."""
        whose = actor.name if actor.skips.perhaps else ""
        alike = (guarded.ref.ref, whose, actor.skips, actor.is_user, actor.kind is ActorKind.ANYONE)
        if alike not in self._entries:
            self._entries[alike] = tuple(entries_onto(guarded, actor, self._merging))
        return self._entries[alike]

    def _through(self, actor: Actor, environment: Environment, behind: tuple[str, ...]) -> None:
        asked = self.builder.node(
            Node(id=f"asked:{actor.id}:{environment.name}", kind=NodeKind.JOB, name=f"a job for {environment.name}")
        )
        entered = self.builder.node(
            Node(
                id=f"environment:{actor.id}:{environment.name}",
                kind=NodeKind.ENVIRONMENT,
                name=f"the environment {environment.name}",
            )
        )
        running = self.scene.own_workflows
        for admission in environment.admissions(self.scene.branches):
            says = f"runs a workflow of their own for {environment.name} there"
            edge = Edge(
                source=self.onto(actor, admission.ref),
                target=asked,
                way=Way.DEPLOY,
                passage=admission.passage,
                says=says,
                why=admission.why,
                because=admission.because,
                fix=admission.fix,
            )
            self.builder.edges([edge if running.passage is Passage.OPEN else _held(edge, running)])
        approval = environment.approval(actor)
        self.builder.edges(
            [
                Edge(
                    source=asked,
                    target=entered,
                    way=Way.APPROVE,
                    passage=approval.passage,
                    others=approval.others,
                    says=f"enters the environment {environment.name}",
                    why=approval.why,
                    because=approval.because,
                    fix=approval.fix,
                )
            ]
        )
        self._authenticate(entered, environment.name, behind)

    def _authenticate(self, here: str, environment: str, behind: tuple[str, ...]) -> None:
        """From a job of one's own to everything that is given to it."""
        running = self.scene.own_workflows
        for edge in self.credentials.given(here, behind):
            is_held = not environment and running.passage is not Passage.OPEN
            self.builder.edges([_held(edge, running) if is_held else edge])


def actor_node(actor: Actor) -> Node:
    """An actor as a node."""
    return Node(id=f"actor:{actor.id}", kind=NodeKind.ACTOR, name=actor.name, actor=actor.kind)


def first_passage(actor: Actor, passage: Passage) -> tuple[Passage, str]:
    """The passage of an actor's first edge, and why: open is only what somebody who exists can do."""
    is_doubtful = passage is Passage.OPEN and not actor.is_certain
    return (Passage.UNKNOWN, actor.why) if is_doubtful else (passage, "")


def _edge(source: str, target: str, entry: Entry, actor: Actor, called: str) -> Edge:
    passage, doubt = first_passage(actor, entry.passage)
    fix = "; or ".join(one for one in (entry.fix, actor.fix if passage is not Passage.GUARDED else "") if one)
    return Edge(
        source=source,
        target=target,
        way=entry.way,
        passage=passage,
        others=entry.others,
        says=_DOES[entry.way].format(ref=called),
        why=doubt or entry.why,
        because=tuple(dict.fromkeys((*actor.because, *entry.because))),
        fix=fix,
    )


def _held(edge: Edge, doubt: Doubt) -> Edge:
    """An edge that leads on only where workflows run."""
    return replace(edge, passage=doubt.passage, others=0, why=doubt.why, because=doubt.because, fix=doubt.fix)
