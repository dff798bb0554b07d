"""Principals: who calls a server, what they may do there, and how that was proven.

A principal is what the proof of a call came to. It is made by the server alone, never from a body: who acts, and in
which projects, is nothing that a caller states.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from checker.domain.identity import Identity, Method
from checker.domain.namespace import Namespace


class Role(StrEnum):
    """What a principal may do; reading is everybody's, and no role contains another one."""

    READER = "reader"
    OPERATOR = "operator"
    APPROVER = "approver"
    PUBLISHER = "publisher"


@dataclass(frozen=True, slots=True, kw_only=True)
class Principal:
    """Somebody who proved who they are: the label they act under, and where and what for it counts.

    Args:
        label: the actor of the events they cause; two tokens of one label are one principal.
        namespace: the only one whose stores they reach.
        projects: the names of the projects they reach, sorted and distinct; of any other they learn nothing.
        method: how it was proven, by `TOKEN` or by `OIDC`; there is no asserted principal.
        issuer: who vouches: this server for its own tokens, else the issuer of the token of a job.
        subject: what the issuer calls them: the id of a token, or the `sub` of a job.
        until: from when the proof of a job counts no more; None where the proof is looked at again each time.
    """

    label: str
    namespace: Namespace
    projects: tuple[str, ...]
    roles: frozenset[Role]
    method: Method
    issuer: str
    subject: str
    until: datetime | None = field(default=None, compare=False)

    @property
    def identity(self) -> Identity:
        """How it was proven, as an event records it."""
        return Identity(method=self.method, issuer=self.issuer, subject=self.subject)

    def may(self, role: Role) -> bool:
        """Whether an operation that needs this role is theirs to ask for; every principal may read."""
        return role is Role.READER or role in self.roles

    def reaches(self, project: str) -> bool:
        """Whether a project is one of theirs."""
        return project in self.projects
