"""Show an audit: every section with its facts and gaps, what could not be read first."""

from dataclasses import dataclass

from checker.domain.audit import Audit
from checker.domain.facts import Fact, Gap, facts_of
from checker.domain.json_value import Json
from checker.domain.observation import Status


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownSection:
    """One section: how completely it was read, what is missing, and what was found."""

    name: str
    status: Status
    gaps: tuple[Gap, ...]
    facts: tuple[Fact, ...]


def show_audit(audit: Audit) -> tuple[ShownSection, ...]:
    """All sections: those that could not be read, that nobody asked for, that lack a part, then the others, by name."""
    shown = [_shown(name, audit.sections[name]) for name in sorted(audit.sections)]
    return tuple(sorted(shown, key=_rank))


def _rank(section: ShownSection) -> tuple[bool, bool, bool]:
    is_whole = section.status is Status.COLLECTED
    return is_whole, section.status is Status.NOT_REQUESTED, not section.gaps


def _shown(name: str, section: Json) -> ShownSection:
    found = tuple(facts_of(section, ""))
    gaps = tuple(one for one in found if isinstance(one, Gap))
    status = next((gap.status for gap in gaps if not gap.path), Status.COLLECTED)
    facts = tuple(one for one in found if isinstance(one, Fact))
    return ShownSection(name=name, status=status, gaps=gaps, facts=facts)
