"""Proofs: what was tried to make a rule break its laws, and what came of it."""

from dataclasses import dataclass
from enum import StrEnum

from checker.domain.json_place import Pointer
from checker.domain.json_value import Json
from checker.domain.outcome import Outcome


class Law(StrEnum):
    """What holds for every rule, whatever it judges."""

    HOLES_OPEN_NOTHING = "1"
    """If a document fails, no hole in it opens the rule."""
    FACTS_DECIDE = "2"
    """A document that is known is decided, unless there is nothing to judge."""
    READS_MATTER = "3"
    """Some document fails, and each thing read decides somewhere."""
    HOLES_FAIL_NOTHING = "4"
    """A hole never turns passed into failed; a warning."""


class Standing(StrEnum):
    """How a rule stands to a law."""

    HOLDS = "holds"
    BROKEN = "broken"
    NOT_PROVEN = "not proven"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One place of a document and what it becomes."""

    pointer: Pointer
    before: Json
    after: Json


@dataclass(frozen=True, slots=True, kw_only=True)
class CounterExample:
    """The smallest change found that breaks a law; `base` names the document that is changed."""

    base: str
    changes: tuple[Change, ...]
    hole: str
    before: Outcome
    after: Outcome
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LawProof:
    """What was found about one law; `missing` says what was not seen where it is not proven."""

    law: Law
    standing: Standing
    example: CounterExample | None = None
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleProof:
    """One rule's proof: each law, and on how many documents it was tried."""

    code: str
    documents: int
    laws: tuple[LawProof, ...]

    @classmethod
    def whole(cls, code: str, *, documents: int) -> "RuleProof":
        """The proof of a rule that was seen to hold every law."""
        laws = tuple(LawProof(law=law, standing=Standing.HOLDS) for law in Law)
        return cls(code=code, documents=documents, laws=laws)

    @property
    def holds_every_law(self) -> bool:
        """Whether every law was seen to hold, the one that only warns too."""
        return all(one.standing is Standing.HOLDS for one in self.laws)

    @property
    def is_broken(self) -> bool:
        """Whether a law that gates is broken."""
        return any(one.standing is Standing.BROKEN for one in self._gating)

    @property
    def is_proven(self) -> bool:
        """Whether every law that gates was seen to hold."""
        return all(one.standing is Standing.HOLDS for one in self._gating)

    @property
    def _gating(self) -> tuple[LawProof, ...]:
        return tuple(one for one in self.laws if one.law is not Law.HOLES_FAIL_NOTHING)
