"""The graph of everyone who can cause a publish: every actor, every way, every guard, every credential."""

from checker.domain.path_credential import Credentials
from checker.domain.path_graph import Because, Edge, GraphBuilder, Node, NodeKind, Passage, PathGraph, Way
from checker.domain.path_own_code import OwnCode, actor_node
from checker.domain.path_scene import PathScene
from checker.domain.path_started import Started
from checker.domain.proof_steps import TOO_MANY_STEPS, StepsSpentError
from checker.errors import InputRefusedError


def publish_graph(scene: PathScene) -> PathGraph:
    """The graph of a scene.

    Raises:
        InputRefusedError: there is nothing to publish with; a section has another form than its schema says; or the
            patterns of refs take too many steps to compare.
    """
    builder = GraphBuilder()
    credentials = Credentials(scene, builder)
    try:
        credentials.add()
        own = OwnCode(scene, builder, credentials)
        own.add()
        Started(scene, builder, credentials, own).add()
    except StepsSpentError:
        raise InputRefusedError(TOO_MANY_STEPS, hint="name refs by fewer and simpler patterns") from None
    _unread_files(scene, builder)
    graph = builder.graph()
    if not any(node.kind is NodeKind.REGISTRY for node in graph.nodes.values()):
        raise InputRefusedError(
            "no publisher is declared, and no job was recognised that uploads to PyPI or TestPyPI",
            hint="declare what is registered under publishers in the project file",
        )
    return graph


def _unread_files(scene: PathScene, builder: GraphBuilder) -> None:
    """A workflow that could not be read may do anything with anything."""
    if not scene.unread:
        return
    anyone = actor_node(scene.outsider)
    ends = [node for node in builder.graph().nodes.values() if node.kind in {NodeKind.PUBLISHER, NodeKind.TOKEN}]
    for path, problem in scene.unread:
        goal = builder.node(Node(id=f"trigger:unread:{path}", kind=NodeKind.TRIGGER, name=path))
        because = (Because(document=path),)
        start = Edge(
            source=builder.node(anyone),
            target=goal,
            way=Way.START,
            passage=Passage.UNKNOWN,
            says=f"starts {path}, perhaps",
            why=problem,
            because=because,
            fix="correct the file, or run the command in a checkout",
        )
        uses = (
            Edge(
                source=goal,
                target=end.id,
                way=Way.AUTHENTICATE,
                passage=Passage.UNKNOWN,
                says=f"uses {end.name}, perhaps",
                why="what it does is not known",
                because=because,
            )
            for end in ends
        )
        builder.edges([start, *uses])
