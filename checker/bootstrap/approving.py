"""The facade of approvals: who lets a judged manifest go, who does not, and where it stands."""

from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from checker.bootstrap.candidates import Candidates
from checker.bootstrap.identities import Identities
from checker.domain.trust import KeyRole

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checker.application.approve_release import ApprovalAsked
    from checker.application.open_lifecycle import Acting, OpenedLifecycle
    from checker.domain.approval import Approved
    from checker.domain.candidate import Candidate


@dataclass(frozen=True, kw_only=True)
class Approving:
    """Decisions about candidates of one project in one namespace; who decides is proven where that counts.

    Every method raises what `Candidates` raises, and TrustError where nobody vouches for who acts.
    """

    candidates: Candidates

    @property
    def identities(self) -> Identities:
        """Who acts on this machine."""
        return self.candidates.identities

    def approve(self, asked: "ApprovalAsked", *, actor: str) -> "Candidate":
        """Approve a candidate on a report.

        Raises:
            OrderError: its turn has not come.
            TrustError: the report does not count, or this person may not approve it.
        """
        from checker.application.approve_release import approve_release  # noqa: PLC0415 - a command pays for what it uses

        with self.acting(actor) as (opened, by):
            signer = self.identities.signer(actor, KeyRole.APPROVER) if by.identity.is_proven else None
            return approve_release(opened, asked, anchor=self.identities.anchor, signer=signer, by=by).candidate(
                asked.candidate
            )

    def prepare(self, asked: "ApprovalAsked", *, actor: str) -> "Approved":
        """What approving would sign; nothing is changed. Raises as `approve`."""
        from checker.application.approve_release import prepare_approval  # noqa: PLC0415 - as above

        with self.acting(actor) as (opened, by):
            return prepare_approval(opened, asked, anchor=self.identities.anchor, by=by)

    def reject(self, name: str, *, reason: str, actor: str) -> "Candidate":
        """Reject a candidate.

        Raises:
            OrderError: it was not judged, or it is released.
        """
        from checker.application.decide_otherwise import reject_release  # noqa: PLC0415 - as above

        with self.candidates.writing(actor) as (opened, by):
            return reject_release(opened, name, reason=reason, by=by).candidate(name)

    def revise(self, name: str, *, reason: str, actor: str) -> "Candidate":
        """Send a candidate back; raises as `reject`."""
        from checker.application.decide_otherwise import revise_release  # noqa: PLC0415 - as above

        with self.candidates.writing(actor) as (opened, by):
            return revise_release(opened, name, reason=reason, by=by).candidate(name)

    @contextmanager
    def acting(self, actor: str) -> "Iterator[tuple[OpenedLifecycle, Acting]]":
        """The lifecycle and who acts, proven in `real`.

        Raises:
            TrustError: nobody vouches for them.
        """
        with self.candidates.writing(actor, prove=partial(self.identities.proven, actor)) as (opened, by):
            yield opened, by
