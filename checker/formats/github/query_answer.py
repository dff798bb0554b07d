"""An answer to the one GraphQL query, or a captured one: its pages, and whether they may be believed at all.

Each part of the query reads its own fields of the pages. A page that was asked for one part holds nothing of the
others.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from checker.domain.json_shape import object_of
from checker.domain.json_value import Json
from checker.domain.observation import Observation, Status, unread
from checker.domain.response import Response
from checker.errors import InputRefusedError
from checker.formats.audit_document import Evidence
from checker.formats.canonical import canonical_digest
from checker.formats.github.allow_list import filtered
from checker.formats.github.audit_drafts import POST, AnswerReading
from checker.formats.github.fields import required_text
from checker.formats.github.graphql_status import graphql_field
from checker.formats.github.query_part import QueryPart
from checker.formats.github.status import NO_CONTENT, OK, Answered, Circumstances, meaning_of

SHOWN = "/graphql"
SHOWN_LENGTH = 100
_GIVEN = frozenset({OK, NO_CONTENT})


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryAnswer:
    """An answer of GraphQL: its response, its evidence, and the names the repository goes by."""

    response: Response
    evidence: str
    slugs: tuple[str, ...]

    @property
    def bodies(self) -> list[Json]:
        """Its pages as the allow-list leaves them."""
        pages = self.response.pages
        return [*pages] if self.response.is_filtered else [filtered(page) for page in pages]

    @property
    def first(self) -> dict[str, Json]:
        """Its first page; empty where that is no object."""
        return next((body for body in self.bodies[:1] if isinstance(body, dict)), {})

    def holds(self, field: str) -> bool:
        """Whether it speaks of a field of the repository at all."""
        data = self.first.get("data")
        repository = data.get("repository") if isinstance(data, dict) else None
        return isinstance(repository, dict) and field in repository

    def refusal(self, needs: str) -> Observation | None:
        """Why nothing of it is believed; None where its pages can be looked at."""
        response, bodies = self.response, self.bodies
        message = bodies[0].get("message") if bodies and isinstance(bodies[0], dict) else ""
        answered = Answered(
            http=response.status,
            message=message if isinstance(message, str) else "",
            headers=response.headers,
            failure="" if bodies else response.failure or ("the answer is empty" if response.status in _GIVEN else ""),
        )
        meaning = meaning_of(answered, Circumstances(needs=needs))
        if meaning.status is not Status.COLLECTED:
            return Observation(status=meaning.status, detail=meaning.detail)
        return None if response.at else unread(Status.ERROR, why="nothing says when the answer was given")

    def pages_of(self, part: QueryPart) -> Sequence[dict[str, Json]] | Observation:
        """The repository of each page that speaks of a part, or why one of them does not.

        Raises:
            InputRefusedError: a page has another form than the schema says, or is about another repository.
        """
        found = []
        for body in self.bodies:
            page = object_of(body, "the answer")
            seen = graphql_field(page, "repository", part.field)
            fields = object_of(page.get("data") or {}, "data").get("repository")
            if isinstance(fields, dict):
                self._refuse_another(fields)
                if part.field not in fields:
                    continue
                if part.nothing and fields[part.field] is None and not page.get("errors"):
                    return unread(Status.NOT_FOUND, why=part.nothing)
                found.append(fields)
            if seen.status is not Status.COLLECTED:
                return seen
        return found

    def _refuse_another(self, fields: dict[str, Json]) -> None:
        name = required_text(fields, "nameWithOwner")
        if name.lower() not in self.slugs:
            raise InputRefusedError(f"the answer is about {name[:SHOWN_LENGTH]}, expected {self.slugs[0]}")

    def reading(self, section: str, seen: Observation) -> AnswerReading:
        """How a part of the answer was understood, for whoever asked."""
        return AnswerReading(
            files=(self.response.file,), url=SHOWN, section=section, status=seen.status, needs=seen.detail.needs
        )

    def to_evidence(self) -> Evidence:
        """What observations that rest on it name."""
        bodies = self.bodies
        return Evidence(
            id=self.evidence,
            method=POST,
            url=SHOWN,
            http=self.response.status,
            at=self.response.at,
            sha256=canonical_digest(bodies).removeprefix("sha256:"),
            pages=len(bodies),
            link_complete=self.response.complete,
        )
