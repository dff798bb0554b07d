"""The facade of identities: the keys that actors sign with on this machine, and who they thereby prove to be."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from checker.bootstrap.services import ProjectServices
from checker.domain.identity import ASSERTED, Identity
from checker.domain.namespace import Namespace
from checker.domain.trust import KeyRole
from checker.errors import NotFoundError, TrustError

if TYPE_CHECKING:
    from checker.domain.trust import Anchor
    from checker.ports.signer import KeyIdentity, Signer

FOLDER = "actors"
"""The folder, beside the anchor, with one folder of keys for each namespace."""


@dataclass(frozen=True, kw_only=True)
class Identities:
    """The actors of this user in one namespace; a key of one namespace is not looked for in another."""

    facade: ProjectServices
    namespace: Namespace

    def generate(self, actor: str, role: KeyRole) -> "KeyIdentity":
        """Make the key that `--actor` of this name signs with from now on in this role.

        Raises:
            ConflictError: there is one already.
            UsageError: the label cannot be the name of a key.
        """
        from checker.adapters.signing.key_folder import KeyFolder  # noqa: PLC0415 - loads a cryptography library

        return KeyFolder(self._folder).generate(key_name(actor, role))

    def signer(self, actor: str, role: KeyRole) -> "Signer":
        """The key of an actor in a role.

        Raises:
            NotFoundError: they have none here.
            TrustError: others could have read it.
        """
        from checker.adapters.signing.key_folder import KeyFolder  # noqa: PLC0415 - as above

        return KeyFolder(self._folder).signer(key_name(actor, role))

    def gate_signer(self, actor: str) -> "Signer":
        """The key an actor speaks for the gate with: the one for permits, or else the one they approve with.

        Raises:
            NotFoundError: they have neither here.
            TrustError: others could have read it.
        """
        try:
            return self.signer(actor, KeyRole.PERMIT)
        except NotFoundError:
            return self.signer(actor, KeyRole.APPROVER)

    @property
    def anchor(self) -> "Anchor | None":
        """The anchor in force, if there is one."""
        return self.facade.anchor_in_force(self.namespace)

    def prove(self, actor: str) -> Identity:
        """Who acts, proven by their key of an approver.

        Raises:
            TrustError: it cannot be proven here, and why.
        """
        from checker.application.prove_identity import prove_identity  # noqa: PLC0415 - as above

        return prove_identity(
            actor,
            namespace=self.namespace,
            anchor=self.anchor,
            signer=self.signer(actor, KeyRole.APPROVER) if self.has_key(actor) else None,
            at=self.facade.now(),
        )

    def of(self, actor: str) -> Identity:
        """Who acts: proven where they have a key here that the anchor names, and else merely asserted."""
        try:
            return self.prove(actor) if self.has_key(actor) else ASSERTED
        except TrustError:
            return ASSERTED

    def proven(self, actor: str) -> Identity:
        """Who acts where that has to be proven: in `real`; a demonstration records what was asserted.

        Raises:
            TrustError: nobody vouches for them.
        """
        return self.prove(actor) if self.namespace is Namespace.REAL else self.of(actor)

    def has_key(self, actor: str) -> bool:
        """Whether a key is here that this actor approves with."""
        return os.path.lexists(self._folder / f"{key_name(actor, KeyRole.APPROVER)}.pem")

    @property
    def _folder(self) -> Path:
        from checker.adapters.anchor.anchor_file import configuration_folder  # noqa: PLC0415 - as above

        return configuration_folder(os.environ) / FOLDER / self.namespace


def key_name(actor: str, role: KeyRole) -> str:
    """What the key of an actor in a role is called, here and in the entry for an anchor."""
    return f"{actor}.{role}"
