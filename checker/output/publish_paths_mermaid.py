"""Who can cause a publish, as a picture: a Mermaid flowchart of the paths.

Names come from the repository and may be hostile. Ids are numbers of ours, and of a label only letters, digits and a
few marks stay as they are; everything else is written as a numbered entity, which Mermaid shows and never obeys.
Source: Mermaid's documentation of flowcharts, "Entity codes to escape characters".
"""

from collections.abc import Iterator

from checker.domain.path_graph import NodeKind, Passage
from checker.domain.publish_path import PublishPaths
from checker.formats.text_safety import escape_for_terminal

_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 .,/_-")
_LONGEST = 160
_SHAPES = {
    NodeKind.ACTOR: ('(["', '"])'),
    NodeKind.ENVIRONMENT: ('{{"', '"}}'),
    NodeKind.REGISTRY: ('[["', '"]]'),
}
_BOX = ('["', '"]')
_ARROWS = {
    Passage.OPEN: "==>",
    Passage.UNKNOWN: "-.->",
    Passage.GUARDED: "-->",
    Passage.CLOSED: "--x",
}


def render_mermaid(found: PublishPaths) -> str:
    """The flowchart: thick arrows are open, dotted ones unknown, plain ones guarded, those with a cross closed."""
    return "\n".join(_lines(found)) + "\n"


def _lines(found: PublishPaths) -> Iterator[str]:
    edges = list(dict.fromkeys(edge for path in found.paths for edge in path.edges))
    names = list(dict.fromkeys(name for edge in edges for name in (edge.source, edge.target)))
    number = {name: f"n{at}" for at, name in enumerate(names)}
    yield "flowchart LR"
    for name in names:
        node = found.graph.nodes[name]
        begin, end = _SHAPES.get(node.kind, _BOX)
        yield f"  {number[name]}{begin}{label(node.name)}{end}"
    for edge in edges:
        guard = f" ({edge.passage} by {edge.others})" if edge.passage is Passage.GUARDED else f" ({edge.passage})"
        yield f'  {number[edge.source]} {_ARROWS[edge.passage]}|"{label(edge.says + guard)}"| {number[edge.target]}'


def label(text: str) -> str:
    """Foreign text that shows as itself inside of a quoted label and means nothing there; long ones are cut."""
    shown = escape_for_terminal(text)
    cut = shown if len(shown) <= _LONGEST else shown[:_LONGEST] + "..."
    return "".join(one if one in _PLAIN else f"#{ord(one)};" for one in cut)
