"""Provenance of one published file: who built and uploaded it, as far as signatures prove it (PEP 740)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from checker.domain.json_shape import field_of, flag_of, text_of
from checker.domain.json_value import Json
from checker.domain.publisher import Publisher

GITHUB_KIND = "GitHub"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attested:
    """One attestation: `predicate` is its type; `why` says why it does not hold, and is empty when it does.

    `kind`, `repository` (`owner/name`), `workflow` and `environment` are the publisher the attestation was held
    against; nothing of it is proven unless the attestation holds. The environment is the registry's word alone.
    """

    predicate: str
    kind: str = ""
    repository: str = ""
    workflow: str = ""
    environment: str = ""
    why: str = ""

    @property
    def holds(self) -> bool:
        """Whether signature, log entry, identity and subject were all proven."""
        return not self.why

    def is_by(self, publishers: Sequence[Publisher]) -> bool:
        """Whether it holds, and its identity is that of one of these publishers."""
        return self.holds and self.kind == GITHUB_KIND and any(self._is_by(one) for one in publishers)

    def is_of_repository(self, publishers: Sequence[Publisher]) -> bool:
        """Whether it holds, and its identity is a workflow of the repository of one of these publishers."""
        slugs = {one.slug.lower() for one in publishers}
        return self.holds and self.kind == GITHUB_KIND and self.repository.lower() in slugs

    def _is_by(self, publisher: Publisher) -> bool:
        """Owner and repository do not distinguish case at the provider; the file's name does."""
        return (self.repository.lower(), self.workflow) == (publisher.slug.lower(), publisher.workflow)

    def to_json(self) -> dict[str, Json]:
        """The document form."""
        return {
            "predicate": self.predicate,
            "holds": self.holds,
            "why": self.why,
            "kind": self.kind,
            "repository": self.repository,
            "workflow": self.workflow,
            "environment": self.environment,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class FileProvenance:
    """Every attestation of a provenance document, in its order."""

    attested: tuple[Attested, ...]


def attested_of(document: Mapping[str, Json]) -> Attested:
    """An attestation as a document holds it.

    Raises:
        InputRefusedError: it has another form.
    """
    words = {name: text_of(field_of(document, name), name) for name in _WORDS}
    does_hold = flag_of(field_of(document, "holds"), "holds")
    return Attested(**{**words, "why": "" if does_hold else words["why"] or "it does not hold"})


_WORDS = ("predicate", "kind", "repository", "workflow", "environment", "why")
