"""The one GraphQL query there is: what of a repository REST does not tell, or tells only in many answers.

Asking GraphQL takes a POST, which could carry a mutation; so the text is fixed, and `is_question` tells it from
anything else before it is sent. Each of its parts stands in a file of its own and is asked or left out by a variable.
`$ref` is what git takes for a commit, `$base` the whole name of a tag. `$endCursor`, named as `gh api graphql
--paginate` wants it, is a place in one part: only the first question has several parts, each further page is asked for
by itself.
"""

from collections.abc import Collection, Iterator

from checker.domain.json_value import Json
from checker.errors import InputRefusedError
from checker.formats.canonical import canonical_bytes
from checker.formats.github.classic_rules_query import CLASSIC_RULES
from checker.formats.github.kept_files_query import KEPT_FILES, OWNERSHIP
from checker.formats.github.lists_query import CHECKS, OWNERS, RELEASED, TAGS
from checker.formats.github.query_part import QueryPart
from checker.formats.github.reviews_query import REVIEWS, SINCE
from checker.formats.github.settings_query import SAVING
from checker.formats.github.workflow_files_query import WORKFLOW_FILES
from checker.formats.strict_json import read_json

PATH = "graphql"
PARTS = (
    CLASSIC_RULES,
    WORKFLOW_FILES,
    TAGS,
    RELEASED,
    OWNERS,
    CHECKS,
    REVIEWS,
    SINCE,
    KEPT_FILES,
    OWNERSHIP,
    *SAVING,
)
"""Every part, each under a name of its own."""
_TEXTS = frozenset({"owner", "name", "ref", "base"})
_NAMES = frozenset(part.name for part in PARTS)


def _query() -> str:
    variables = ["$owner: String!", "$name: String!", "$ref: String!", "$base: String!", "$endCursor: String"]
    variables += [f"${part.name}: Boolean!" for part in PARTS]
    lines = [
        f"query({', '.join(variables)}) {{",
        "  repository(owner: $owner, name: $name, followRenames: false) {",
        "    nameWithOwner",
        "    viewerCanAdminister",
        *(f"    {part.spread}" for part in PARTS),
        "  }",
        "}",
    ]
    shared = dict.fromkeys(part.shared for part in PARTS)
    return "\n".join(lines) + "\n" + "".join([*(part.fragment for part in PARTS), *shared])


QUERY = _query()


def query_of(part: QueryPart) -> str:
    """A query for one part alone, for whoever asks by hand what this program asks."""
    told = part.fragment + part.shared
    used = [name for name in ("$ref: String!", "$endCursor: String") if name.partition(":")[0] in told]
    variables = ", ".join(["$owner: String!", "$name: String!", *used])
    return "\n".join(
        [
            f"query({variables}) {{",
            "  repository(owner: $owner, name: $name, followRenames: false) {",
            "    nameWithOwner",
            "    viewerCanAdminister",
            f"    ...{part.name.capitalize()}",
            "  }",
            "}",
            told,
        ]
    )


def question(slug: str, *, parts: Collection[str], ref: str = "HEAD", base: str = "", cursor: str = "") -> bytes:
    """The body that asks for parts of a repository (`owner/name`), from a cursor on."""
    owner, _, name = slug.partition("/")
    asked: dict[str, Json] = {part.name: part.name in parts for part in PARTS}
    texts: dict[str, Json] = {"owner": owner, "name": name, "ref": ref, "base": base, "endCursor": cursor or None}
    return canonical_bytes({"query": QUERY, "variables": {**texts, **asked}})


def is_question(body: bytes) -> bool:
    """Whether a body is this query and nothing else."""
    try:
        document = read_json(body, source="a query")
    except InputRefusedError:
        return False
    if not isinstance(document, dict) or document.keys() != {"query", "variables"} or document["query"] != QUERY:
        return False
    variables = document["variables"]
    return (
        isinstance(variables, dict)
        and variables.keys() == {*_TEXTS, *_NAMES, "endCursor"}
        and all(isinstance(variables[name], str) for name in _TEXTS)
        and all(isinstance(variables[name], bool) for name in _NAMES)
        and isinstance(variables["endCursor"], str | None)
    )


def next_pages(body: Json, parts: Collection[str]) -> Iterator[tuple[str, str]]:
    """The parts of which an answer has not shown the last page, each with the cursor where the next one begins."""
    for part in PARTS:
        if part.name in parts and part.paged and (cursor := _next_cursor(body, part.paged)):
            yield part.name, cursor


def _next_cursor(body: Json, paged: tuple[str, ...]) -> str:
    """Where the next page of a part begins; empty when this is the last, or does not say."""
    page: Json = body
    for step in ("data", "repository", *paged, "pageInfo"):
        page = page.get(step) if isinstance(page, dict) else None
    if not isinstance(page, dict) or page.get("hasNextPage") is not True:
        return ""
    cursor = page.get("endCursor")
    return cursor if isinstance(cursor, str) else ""
