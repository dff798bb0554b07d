"""What stands beside a repository's answers: exported rulesets and GraphQL answers.

Neither proves a setting. They are used only where no answer of REST speaks, and then the section says why it is not
read.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from checker.domain.json_value import Json, JsonLike
from checker.domain.observation import Observation
from checker.domain.response import Response
from checker.formats.audit_document import Evidence
from checker.formats.canonical import canonical_digest
from checker.formats.github.allow_list import filtered
from checker.formats.github.exports import exports_section
from checker.formats.github.graphql_status import classic_rules_status

_RULES, _CLASSIC = "ref_rules", "classic_protection"


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """The rulesets of one file that does not say which request it answers."""

    file: str
    entries: tuple[dict[str, Json], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Supplements:
    """Everything that stands beside the answers."""

    exported: Sequence[Exported] = ()
    graphql: Sequence[Response] = ()

    def unused(self, sections: dict[str, Observation]) -> list[str]:
        """A warning for each that is not used, because answers already speak of the same."""
        found = []
        if _RULES in sections:
            why = "rulesets without a request are not read beside answers about rulesets"
            found += [f"{one.file}: {why}" for one in self.exported]
        if _CLASSIC in sections:
            found += [f"{one.file}: GraphQL is not read beside answers about protection" for one in self.graphql]
        return found

    def added(self, sections: dict[str, Observation]) -> tuple[dict[str, Observation], list[Evidence]]:
        """The sections with what these add, and the evidence of it."""
        files = [_file(item, number) for number, item in enumerate(self.exported, start=1)]
        posts = [_post(item, number) for number, item in enumerate(self.graphql, start=1)]
        more: dict[str, Observation] = {}
        if self.exported:
            entries = tuple(entry for item in self.exported for entry in item.entries)
            more[_RULES] = exports_section(entries, evidence=tuple(item.id for item in files))
        if self.graphql:
            seen = classic_rules_status(_body(self.graphql[0]))
            more[_CLASSIC] = replace(seen, evidence=(posts[0].id,))
        return {**more, **sections}, [*files, *posts]


def is_graphql(response: Response) -> bool:
    """Whether a response answers GraphQL, whatever its query was."""
    return response.method == "POST" and response.url.rstrip("/").endswith("graphql")


def _body(response: Response) -> dict[str, Json]:
    body = filtered(response.pages[0]) if response.pages else {}
    return body if isinstance(body, dict) else {}


def _file(item: Exported, number: int) -> Evidence:
    return Evidence(id=f"f{number}", method="FILE", url=item.file, http=0, at="", sha256=_sha256(item.entries))


def _post(item: Response, number: int) -> Evidence:
    return Evidence(
        id=f"g{number}", method="POST", url="/graphql", http=item.status, at=item.at, sha256=_sha256(_body(item))
    )


def _sha256(kept: JsonLike) -> str:
    return canonical_digest(kept).removeprefix("sha256:")
