"""The facade of waivers: violations that two persons accept for a time."""

from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from checker.bootstrap.candidates import Candidates
from checker.bootstrap.output_files import refuse_present, write_new
from checker.domain.limits import HAND_WRITTEN
from checker.domain.trust import KeyRole

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checker.application.grant_waiver import WaiverAsked
    from checker.application.open_lifecycle import Acting, OpenedLifecycle
    from checker.domain.waiver import ConsideredWaiver
    from checker.domain.waiver_history import KnownWaiver
    from checker.ports.signer import Signer


@dataclass(frozen=True, kw_only=True)
class Waiving:
    """The waivers of one project in one namespace. Who asks and who approves always sign, in a demonstration too.

    Every method raises what `Candidates` raises, and TrustError where nobody vouches for who acts.
    """

    candidates: Candidates

    def request(
        self, asked: "WaiverAsked", *, report: str, actor: str, output: Path | None = None
    ) -> "tuple[KnownWaiver, ConsideredWaiver]":
        """Ask for a waiver of one violation of a report (its name or digest; the latest, if empty).

        Raises:
            NotFoundError: there is no such report, or it has no such violation.
            ConflictError: there is such a waiver already, or something is at `output`.
        """
        from checker.application.find_report import find_report  # noqa: PLC0415 - a command pays for what it uses
        from checker.application.grant_waiver import request_waiver  # noqa: PLC0415 - as above
        from checker.formats.report_v1 import read_report  # noqa: PLC0415 - as above

        refuse_present(output)
        with self._acting(actor) as (opened, by, signer):
            named = opened.report(report).report if report.startswith("rpt-") else None
            stored = read_report(find_report(named.digest if named else report, store=by.store).data)
            grown = request_waiver(opened, asked, report=stored, signer=signer, by=by)
            return self._told(grown, grown.waivers()[-1].name, by=by, output=output)

    def approve(self, name: str, *, actor: str, output: Path | None = None) -> "tuple[KnownWaiver, ConsideredWaiver]":
        """Sign a waiver of this store that somebody else asked for.

        Raises:
            OrderError: it was ended, or is approved already.
            TrustError: it would not count with this signature.
        """
        from checker.application.grant_waiver import approve_waiver  # noqa: PLC0415 - as above

        refuse_present(output)
        with self._acting(actor) as (opened, by, signer):
            grown = approve_waiver(opened, name, anchor=self.candidates.identities.anchor, signer=signer, by=by)
            return self._told(grown, name, by=by, output=output)

    def approve_file(self, path: Path, *, actor: str, output: Path) -> "ConsideredWaiver":
        """Sign a waiver that came from elsewhere as a file; nothing is kept here.

        Raises:
            ConflictError: something is at `output`.
            TrustError: it would not count with this signature.
        """
        from checker.adapters.project_files import read_plain_file  # noqa: PLC0415 - as above
        from checker.application.grant_waiver import approved_file  # noqa: PLC0415 - as above

        refuse_present(output)
        data = read_plain_file(path, most_bytes=HAND_WRITTEN.bytes)
        identities = self.candidates.identities
        identities.prove(actor)
        signer = identities.signer(actor, KeyRole.APPROVER)
        at = self.candidates.facade.now()
        envelope = approved_file(data, source=str(path), anchor=self.candidates.identities.anchor, signer=signer, at=at)
        write_new(output, envelope)
        return self._considered(envelope, str(output))

    def end(self, name: str, *, reason: str, actor: str) -> "tuple[KnownWaiver, ConsideredWaiver]":
        """End a waiver before its time.

        Raises:
            OrderError: it was ended already.
        """
        from checker.application.grant_waiver import end_waiver  # noqa: PLC0415 - as above

        with self._acting(actor) as (opened, by, _):
            return self._told(end_waiver(opened, name, reason=reason, by=by), name, by=by, output=None)

    def all(self) -> "tuple[tuple[KnownWaiver, ConsideredWaiver], ...]":
        """Every waiver of this store with whether it counts now, in the order they were asked for."""
        from checker.application.grant_waiver import envelopes_of  # noqa: PLC0415 - as above

        with self.candidates.reading() as (opened, store):
            found = envelopes_of(opened, store=store) if store else ()
        return tuple((known, self._considered(data, known.name)) for known, data in found)

    @contextmanager
    def _acting(self, actor: str) -> "Iterator[tuple[OpenedLifecycle, Acting, Signer]]":
        identities = self.candidates.identities
        identity = identities.prove(actor)
        signer = identities.signer(actor, KeyRole.APPROVER)
        with self.candidates.writing(actor, prove=lambda: identity) as (opened, by):
            yield opened, by, signer

    def _told(
        self, opened: "OpenedLifecycle", name: str, *, by: "Acting", output: Path | None
    ) -> "tuple[KnownWaiver, ConsideredWaiver]":
        known = opened.waiver(name)
        data = by.store.get_document(digest=known.document).data
        if output:
            write_new(output, data)
        return known, self._considered(data, known.name)

    def _considered(self, data: bytes, source: str) -> "ConsideredWaiver":
        from checker.application.open_waiver import WaiverReader  # noqa: PLC0415 - as above

        return WaiverReader(anchor=self.candidates.identities.anchor, at=self.candidates.facade.now()).open(
            data, source=source
        )
