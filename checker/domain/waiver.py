"""Waivers: violations that two persons accept for a time, one by one, by the lasting name that each of them has.

A waiver never silences a rule: the rule is evaluated, the violation is reported, and it says that it is waived. There
is no selector, so two narrow waivers never add up to a wide one.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from checker.domain.digest import Digest
from checker.domain.moment import parse_moment
from checker.domain.namespace import Namespace
from checker.domain.outcome import Decision, Outcome, Ruling, outcome_of
from checker.domain.rule import Rule

PERSONS = 2
"""How many must sign: whoever asks for it, and somebody else."""

LONGEST_DAYS = 90
"""How long a waiver may be meant to live; what is accepted for longer is a change of the policy."""

_OF_WAIVERS = "waivers"


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """One violation that is accepted, why, by whom, and until when (not that moment itself; RFC 3339, `Z`)."""

    namespace: Namespace
    host: str
    repository: str
    repository_id: int
    rule: str
    subject: str
    fingerprint: str
    reason: str
    owner: str
    issued_at: str
    expires_at: str

    def fault_at(self, moment: str) -> str:
        """Why it does not live at a moment (RFC 3339, `Z`); empty where it does."""
        if parse_moment(moment) < parse_moment(self.issued_at):
            return f"it begins at {self.issued_at}"
        if parse_moment(moment) >= parse_moment(self.expires_at):
            return f"it ended at {self.expires_at}"
        return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsideredWaiver:
    """A waiver that a check was given: who signed it, why it does not count if it does not, and whether it was used.

    `digest` names the signed envelope, `signers` persons as the anchor calls them.
    """

    waiver: Waiver
    digest: Digest
    signers: tuple[str, ...] = ()
    why: str = ""
    matched: bool = False

    @property
    def honoured(self) -> bool:
        """Whether it counts."""
        return not self.why


def without_doubles(considered: Sequence[ConsideredWaiver]) -> tuple[ConsideredWaiver, ...]:
    """The same, where of several that count for one violation only the one counts that ends last."""
    last: dict[str, ConsideredWaiver] = {}
    for one in sorted(considered, key=lambda one: (parse_moment(one.waiver.expires_at), one.digest)):
        if one.honoured:
            last[one.waiver.fingerprint] = one
    return tuple(
        replace(one, why="another waiver of the same violation ends later")
        if one.honoured and last[one.waiver.fingerprint] is not one
        else one
        for one in considered
    )


def apply_waivers(
    rulings: Iterable[Ruling], considered: Sequence[ConsideredWaiver]
) -> tuple[tuple[Ruling, ...], tuple[ConsideredWaiver, ...]]:
    """The rulings with what is waived in them, and the waivers with whether each was used.

    A rule is waived only if each of its violations is, and nothing of it is undecided. A rule that reads waivers cannot
    be waived itself. A waiver that names another subject than the violation has accepts nothing: who signed read that.
    """
    rulings = tuple(rulings)
    unwaivable = {ruling.rule.code for ruling in rulings if reads_waivers(ruling.rule)}
    subjects = {(item.rule, item.fingerprint): item.subject for one in rulings for item in one.violations}
    named = tuple(
        replace(one, why=_fault_of_violation(one.waiver, subjects, unwaivable=unwaivable)) if one.honoured else one
        for one in considered
    )
    counting = {(one.waiver.rule, one.waiver.fingerprint) for one in named if one.honoured}
    waived = tuple(_waived(ruling, counting) for ruling in rulings)
    used = {(ruling.rule.code, fingerprint) for ruling in waived for fingerprint in ruling.waived}
    return waived, tuple(
        replace(one, matched=one.honoured and (one.waiver.rule, one.waiver.fingerprint) in used) for one in named
    )


def _fault_of_violation(waiver: Waiver, subjects: Mapping[tuple[str, str], str], *, unwaivable: set[str]) -> str:
    if waiver.rule in unwaivable:
        return f"{waiver.rule} judges waivers, and no waiver counts against it"
    subject = subjects.get((waiver.rule, waiver.fingerprint), waiver.subject)
    return "" if subject == waiver.subject else f"it is signed for {waiver.subject}, the violation is of {subject}"


def _waived(ruling: Ruling, counting: set[tuple[str, str]]) -> Ruling:
    found = {item.fingerprint for item in ruling.violations}
    waived = tuple(sorted(one for one in found if (ruling.rule.code, one) in counting))
    if not waived:
        return ruling
    if ruling.outcome is not Outcome.FAILED or set(waived) != found:
        return replace(ruling, waived=waived)
    outcome = outcome_of({one.decision for one in ruling.subjects}, may_be_empty=False, waived=True)
    undecided = [one.subject for one in ruling.subjects if one.decision is Decision.UNDECIDED]
    reason = f"did not decide {', '.join(undecided)}" if undecided else ruling.reason
    return replace(ruling, outcome=outcome, waived=waived, reason=reason)


def reads_waivers(rule: Rule) -> bool:
    """Whether a rule judges waivers."""
    read = (*rule.reads, *rule.applies_reads, *rule.handles)
    return any(path.partition(".")[0].removesuffix("[]") == _OF_WAIVERS for path in read)
