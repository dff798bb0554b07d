"""Approval: who let a judged manifest go, on which report, for how long; and what undoes that.

An approval is about one report and one manifest. Whatever makes a candidate be judged anew makes its approvals things
of the past; nothing has to be deleted for that.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from checker.domain.digest import Digest
from checker.domain.release import Action
from checker.domain.run import RunOutcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Approved:
    """Somebody approved: `statement` is the digest of what they signed, `subject` their key, `account` at the provider.

    `channels` are those they meant, none for all. It is `complete` when no further person is needed. `excluded` are the
    accounts that may not approve; `single_person` says that policy let one of them do it.
    """

    report: Digest
    manifest: Digest
    statement: Digest
    subject: str
    account: str
    channels: tuple[str, ...]
    issued: str
    expires: str
    complete: bool
    single_person: bool
    excluded: tuple[str, ...]

    @property
    def action(self) -> Action:
        """What it is in the table of transitions."""
        return Action.APPROVE if self.complete else Action.APPROVE_IN_PART


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """Somebody decided that it is not released."""

    reason: str

    @property
    def action(self) -> Action:
        """What it is in the table of transitions."""
        return Action.REJECT


@dataclass(frozen=True, slots=True, kw_only=True)
class Revised:
    """Somebody sent it back, to be built anew."""

    reason: str

    @property
    def action(self) -> Action:
        """What it is in the table of transitions."""
        return Action.REVISE


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalVoided:
    """Judged again at publishing it did not pass: `outcome` is never a pass, `report` says why (empty without one)."""

    outcome: RunOutcome
    report: str
    reason: str

    @property
    def action(self) -> Action:
        """What it is in the table of transitions."""
        return Action.BLOCK if self.outcome is RunOutcome.BLOCKED else Action.FAIL


ApprovalHappening: TypeAlias = Approved | Rejected | Revised | ApprovalVoided


class _Acted(Protocol):
    """Whatever happened to a candidate."""

    @property
    def action(self) -> Action: ...


_UNDOING = frozenset({Action.IMPORT_ARTIFACTS, Action.BUILD_MANIFEST, Action.REQUEST_RUN, Action.REJECT, Action.REVISE})


def approvals_in_force(happened: Iterable[_Acted]) -> tuple[Approved, ...]:
    """The approvals that nothing undid since, oldest first; how long they hold is another question.

    What makes a candidate be judged anew undoes them, and so does a judgement at publishing that did not pass. How a
    run ended does not: one that is no longer current changes nothing, and another was asked for before it was approved.
    """
    found: list[Approved] = []
    for one in happened:
        if isinstance(one, Approved):
            found.append(one)
        elif isinstance(one, ApprovalVoided) or one.action in _UNDOING:
            found.clear()
    return tuple(found)


def approvals_needed(given: Iterable[Approved], *, persons: int) -> int:
    """How many persons still have to approve."""
    return max(0, persons - len({one.account for one in given}))
