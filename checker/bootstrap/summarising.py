"""The summarising facade: a signed summary of a verdict that passed."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from checker.bootstrap.services import ProjectServices
from checker.errors import ConflictError, Place

if TYPE_CHECKING:
    from checker.domain.digest import Digest
    from checker.domain.namespace import Namespace
    from checker.ports.signer import Signer


@dataclass(frozen=True, kw_only=True)
class Summarising:
    """One summary: the file it goes to, and the name of this user's key that signs it."""

    facade: ProjectServices
    target: Path
    key: str

    def prepare(self) -> "Signer":
        """The signer, before anything is judged.

        Raises:
            ConflictError: the file is there already; what an earlier run attested is never taken for this one's.
            NotFoundError: there is no such key.
            TrustError: others could have read the key.
            InputRefusedError: no such file can be written.
        """
        from checker.bootstrap.bundling import Bundling  # noqa: PLC0415 - only where something is attested
        from checker.bootstrap.output_files import refuse_unwritable  # noqa: PLC0415 - as above

        if self.target.exists() or self.target.is_symlink():
            raise ConflictError(
                "there is a file here already, and an attestation never replaces one",
                hint="choose a new name; nothing was judged",
                where=Place(source=str(self.target)),
            )
        refuse_unwritable(self.target)
        return Bundling(facade=self.facade).keys.signer(self.key)

    def attest(self, digest: "Digest", *, namespace: "Namespace", signer: "Signer") -> None:
        """Write the envelope for a stored report.

        Raises:
            TrustError: the report lets nothing through, or the key may not say so.
        """
        from checker.application.attest_verdict import attest_verdict  # noqa: PLC0415 - as above
        from checker.bootstrap.output_files import write_output  # noqa: PLC0415 - as above
        from checker.formats.report_v1 import read_report  # noqa: PLC0415 - as above

        anchor = self.facade.anchor_in_force(namespace)
        with self.facade.store(namespace, create=False) as store:
            report = read_report(store.get_report(name=digest).data)
            envelope = attest_verdict(report, anchor=anchor, signer=signer, store=store)
        write_output(self.target, envelope)
