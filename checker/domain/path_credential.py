"""What a registry accepts: trusted publishers and long-lived tokens, and behind which environment each lies."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property

from checker.domain.path_graph import ActorKind, Because, Edge, GraphBuilder, Node, NodeKind, Passage, Way
from checker.domain.path_scene import PathScene
from checker.domain.path_token import Token
from checker.domain.publisher import Publisher, PublishingRegistry
from checker.domain.publisher_in_workflows import file_name

_PROJECT_FILE = "project"


class Credentials:
    """The ends of all paths: publishers and tokens with the registries they open."""

    def __init__(self, scene: PathScene, builder: GraphBuilder) -> None:
        self.scene = scene
        self.builder = builder
        self.publishers: dict[str, Publisher] = {}
        self.tokens: dict[str, Token] = {}

    @cached_property
    def without_environment(self) -> tuple[str, ...]:
        """What a job needs no environment for."""
        publishers = (name for name, one in self.publishers.items() if not one.environment)
        return (*publishers, *(name for name, one in self.tokens.items() if not one.environment))

    @cached_property
    def by_environment(self) -> dict[str, tuple[str, ...]]:
        """What lies behind each environment, by its name; a job in one has everything else too."""
        found: dict[str, tuple[str, ...]] = {}
        named = [*((one.environment, name) for name, one in self.publishers.items())]
        named += [(one.environment, name) for name, one in self.tokens.items()]
        for environment, name in named:
            if environment:
                known = self.scene.environments.named(environment).name
                found[known] = (*found.get(known, ()), name)
        return found

    def add(self) -> None:
        """All of them; those of another repository, and registries without one, with nothing known before them."""
        own = [*self.scene.own_publishers]
        for publisher in self.scene.publishers:
            node = self._publisher(publisher)
            if publisher in own:
                self.publishers[node] = publisher
            else:
                self._from_outside(node, f"{publisher.slug} is another repository, whose settings were not read")
        for registry in sorted(self.scene.undeclared):
            self._undeclared(registry)
        for token in self.scene.tokens:
            self._token(token)

    def given(self, here: str, names: tuple[str, ...]) -> Iterator[Edge]:
        """The edges from a job of one's own to these."""
        for name in names:
            if name in self.tokens:
                yield self.reads(here, name, self.tokens[name])
            else:
                yield _by_publisher(here, name, self.publishers[name])

    @staticmethod
    def reads(here: str, name: str, token: Token) -> Edge:
        """A job that is given a token."""
        return Edge(
            source=here,
            target=name,
            way=Way.AUTHENTICATE,
            passage=Passage.UNKNOWN if token.doubt else Passage.OPEN,
            says=f"reads {token.called}",
            why=token.doubt or "every workflow that gets there is given it",
            because=(token.because,),
            fix=token.fix,
        )

    def _publisher(self, one: Publisher) -> str:
        environment = f", environment {one.environment}" if one.environment else ", any environment"
        node = Node(
            id=f"publisher:{one.registry}:{one.project}:{one.slug}:{one.workflow}:{one.environment}",
            kind=NodeKind.PUBLISHER,
            name=f"the publisher {one.slug} {file_name(one)}{environment}",
        )
        name = self.builder.node(node)
        self._opens(name, one.registry, one.project)
        return name

    def _undeclared(self, registry: PublishingRegistry) -> None:
        node = Node(id=f"publisher:{registry}", kind=NodeKind.PUBLISHER, name=f"a publisher of {registry.label}")
        name = self.builder.node(node)
        self._opens(name, registry, "")
        self._from_outside(name, f"a job uploads to {registry.label}, and no publisher of it is declared")

    def _from_outside(self, name: str, why: str) -> None:
        """Nobody knows who gets there."""
        anyone = Node(id="actor:outside", kind=NodeKind.ACTOR, name="anyone with an account", actor=ActorKind.ANYONE)
        self.builder.edges(
            [
                Edge(
                    source=self.builder.node(anyone),
                    target=name,
                    way=Way.START,
                    passage=Passage.UNKNOWN,
                    says="may be let in by settings that are not known",
                    why=why,
                    because=(Because(document=_PROJECT_FILE, section="publishers"),),
                    fix="declare what is registered under publishers, and audit the repository it names",
                )
            ]
        )

    def _token(self, token: Token) -> None:
        node = Node(id=f"token:{token.scope}:{token.environment}:{token.name}", kind=NodeKind.TOKEN, name=token.called)
        name = self.builder.node(node)
        self.tokens[name] = token
        for publisher in self.scene.publishers:
            self._opens(name, publisher.registry, publisher.project)
        for registry in self.scene.undeclared if not self.scene.publishers else ():
            self._opens(name, registry, "")
        holder = Node(
            id=f"actor:holder:{token.name}",
            kind=NodeKind.ACTOR,
            name=f"whoever holds a copy of {token.name or 'such a token'}",
            actor=ActorKind.TOKEN_HOLDER,
        )
        held = self.reads(self.builder.node(holder), name, token)
        self.builder.edges(
            [
                replace(
                    held,
                    way=Way.HOLD_TOKEN,
                    says="holds a token that names no workflow",
                    why=token.doubt or "it publishes from anywhere, and nobody is asked",
                )
            ]
        )

    def _opens(self, name: str, registry: PublishingRegistry, project: str) -> None:
        node = Node(
            id=f"registry:{registry}:{project}",
            kind=NodeKind.REGISTRY,
            name=f"{registry.label} {project}".strip(),
            registry=str(registry),
            project=project,
        )
        self.builder.edges(
            [
                Edge(
                    source=name,
                    target=self.builder.node(node),
                    way=Way.UPLOAD,
                    passage=Passage.OPEN,
                    says=f"publishes {node.name}",
                )
            ]
        )


def _by_publisher(here: str, name: str, one: Publisher) -> Edge:
    """A job of one's own in the file that is registered."""
    if one.environment:
        why = f"the registry compares file and environment, {file_name(one)} and {one.environment}, and no ref"
        fix = ""
    else:
        why = f"the registry takes {file_name(one)} from every ref and without any environment"
        fix = f"register the publisher of {one.registry.label} with an environment"
    return Edge(
        source=here,
        target=name,
        way=Way.AUTHENTICATE,
        passage=Passage.OPEN,
        says=f"asks for a token of {one.registry.label} as {file_name(one)}",
        why=why,
        because=(Because(document=_PROJECT_FILE, section="publishers"),),
        fix=fix,
    )
