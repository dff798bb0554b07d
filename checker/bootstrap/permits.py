"""The facade of permits: publish through a channel, let a job upload, confirm what is there, revoke."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from checker.bootstrap.approving import Approving
from checker.bootstrap.job import JobFlags, binding_of
from checker.bootstrap.services import TOOL, ProjectServices
from checker.domain.namespace import Namespace
from checker.domain.trust import KeyRole
from checker.errors import NotFoundError

if TYPE_CHECKING:
    from checker.application.break_glass import GlassAsked
    from checker.application.open_lifecycle import Acting
    from checker.application.publish_release import JudgeAgain, PublishAsked, Published, ReadyToPublish
    from checker.application.run_papers import RunPapers
    from checker.application.verify_permit import VerifiedPermit
    from checker.domain.candidate import Candidate
    from checker.domain.json_value import Json
    from checker.domain.manifest import Manifest
    from checker.domain.permit_terms import PermitTerms
    from checker.ports.progress import Progress


@dataclass(frozen=True, kw_only=True)
class Permits:
    """Permits of one project in one namespace; raises as `Approving`."""

    approving: Approving

    def publish(self, asked: "PublishAsked", *, actor: str, progress: "Progress") -> "Published":
        """Judge once more and issue a permit, or void the approval.

        Raises:
            OrderError: its turn has not come.
            TrustError: the approvals do not hold, or there is no key that may sign permits.
            CleanReleaseError: it could not be judged again.
        """
        from checker.application.publish_release import PublishMeans, publish_release  # noqa: PLC0415 - lazy
        from checker.application.run_papers import RunPapers  # noqa: PLC0415 - as above

        with self.approving.acting(actor) as (opened, by):
            papers = RunPapers(run=opened.report(asked.report), store=by.store)
            means = PublishMeans(
                anchor=self.approving.identities.anchor,
                signer=self.approving.identities.gate_signer(actor),
                judge=self._judge(papers, by, progress),
                tool=TOOL,
                channels=papers.loaded().project.channels,
            )
            return publish_release(opened, asked, means=means, by=by)

    def issued(self, digest: str) -> bytes:
        """A permit that was issued here, as it was signed.

        Raises:
            NotFoundError: none of this digest was.
        """
        from checker.domain.digest import Digest  # noqa: PLC0415 - as above
        from checker.domain.document_kind import DocumentKind  # noqa: PLC0415 - as above

        candidates = self.approving.candidates
        with candidates.facade.store(candidates.counts_in, create=False) as store:
            document = store.get_document(digest=Digest(digest))
        if document.kind is not DocumentKind.PERMIT:
            raise NotFoundError(f"{digest} is no permit", hint="clean-release release status names them")
        return document.data

    def prepare(self, asked: "PublishAsked", *, actor: str) -> "ReadyToPublish":
        """What a permit would let out, without judging once more; nothing is changed. Raises as `publish`."""
        from checker.application.publish_release import prepare_publish  # noqa: PLC0415 - as above

        with self.approving.acting(actor) as (opened, by):
            signer = self.approving.identities.gate_signer(actor)
            return prepare_publish(opened, asked, anchor=self.approving.identities.anchor, signer=signer, by=by)

    def break_glass(self, asked: "GlassAsked", *, actor: str) -> bytes:
        """A permit whatever the verdict is, with the first of two signatures; raises as `Approving.approve`."""
        from checker.application.break_glass import break_glass  # noqa: PLC0415 - as above

        with self.approving.acting(actor) as (opened, by):
            signer = self.approving.identities.signer(actor, KeyRole.APPROVER)
            return break_glass(opened, asked, anchor=self.approving.identities.anchor, signer=signer, tool=TOOL, by=by)[
                1
            ]

    def countersign(self, data: bytes, *, source: str, actor: str) -> bytes:
        """The second signature under a break-glass; no store is needed.

        Raises:
            TrustError: it is none that this person may sign.
        """
        from checker.application.break_glass import sign_second  # noqa: PLC0415 - as above

        signer = self.approving.identities.signer(actor, KeyRole.APPROVER)
        now = self.approving.candidates.facade.now()
        return sign_second(
            data, anchor=self.approving.identities.anchor, actor=actor, signer=signer, now=now, source=source
        )

    def verify(
        self, path: Path, flags: JobFlags, *, folder: Path, into: Path, revocations: tuple[Path, ...] = ()
    ) -> "VerifiedPermit":
        """Copy what a permit lets this job upload into a new folder.

        Raises:
            TrustError: it lets something else be uploaded, or something else lies there.
            ConflictError: the new folder is there already.
        """
        from checker.adapters.permitted_files import copy_permitted  # noqa: PLC0415 - as above
        from checker.application.verify_permit import verify_permit  # noqa: PLC0415 - as above

        namespace = self.approving.candidates.counts_in
        verified = verify_permit(
            read_statement_file(path),
            expected=binding_of(flags, os.environ, namespace=namespace),
            anchor=self.approving.identities.anchor,
            revoked=self._revoked(revocations),
            now=self.approving.candidates.facade.now(),
            source=str(path),
        )
        copy_permitted(folder, into, verified.terms.files)
        return verified

    def confirm(
        self, name: str, *, channel: str, allowed: Mapping[str, str], addresses: tuple[str, ...], actor: str
    ) -> "Candidate":
        """Record what registries show of a candidate.

        Raises:
            OrderError: no permit was issued.
            ProviderError: a registry could not be read.
        """
        from checker.application.confirm_release import confirm_release  # noqa: PLC0415 - as above
        from checker.bootstrap.registries import Registries  # noqa: PLC0415 - as above

        registries = Registries(facade=self.approving.candidates.facade)

        def read(manifest: "Manifest") -> "dict[str, Json]":
            return registries.sections(manifest, addresses=addresses)

        with self.approving.candidates.writing(actor) as (opened, by):
            return confirm_release(opened, name, channel=channel, allowed=allowed, read=read, by=by).candidate(name)

    def revoke(self, name: str, *, reason: str, actor: str) -> "tuple[Candidate, bytes]":
        """Revoke a candidate; what was signed goes to whoever holds its files.

        Raises:
            OrderError: nothing of it was approved or published.
        """
        from checker.application.revoke_release import revoke_release  # noqa: PLC0415 - as above

        with self.approving.acting(actor) as (opened, by):
            signer = self.approving.identities.signer(actor, KeyRole.APPROVER) if by.identity.is_proven else None
            revoked, data = revoke_release(opened, name, reason=reason, signer=signer, by=by)
            return revoked.candidate(name), data

    def _revoked(self, paths: tuple[Path, ...]) -> dict[str, str]:
        """Every file that is revoked by the store, if there is one, or by a statement that was handed over."""
        from checker.application.known_revocations import revoked_by  # noqa: PLC0415 - as above

        candidates, anchor = self.approving.candidates, self.approving.identities.anchor
        namespace, now = candidates.counts_in, candidates.facade.now()
        found = known_revocations(candidates.facade, namespace)
        for path in paths:
            found |= revoked_by(
                read_statement_file(path), anchor=anchor, namespace=namespace, now=now, source=str(path)
            )
        return found

    def _judge(self, papers: "RunPapers", by: "Acting", progress: "Progress") -> "JudgeAgain":
        """Judges the manifest of the run with these papers, as its provider shows its source now."""
        from checker.application.judge_again import judge_again  # noqa: PLC0415 - as above
        from checker.bootstrap.run_services import run_services  # noqa: PLC0415 - as above

        services = run_services(self.approving.candidates.facade, by.store, progress=progress)
        return lambda: judge_again(papers, services=services)


def known_revocations(facade: ProjectServices, namespace: Namespace) -> dict[str, str]:
    """Why a file is not to be used any more, by its SHA-256, as the store of a project knows; nothing without one."""
    from checker.adapters.store.place import store_path  # noqa: PLC0415 - as above
    from checker.application.known_revocations import revoked_files  # noqa: PLC0415 - as above

    if not os.path.lexists(store_path(facade.folder, namespace)):
        return {}
    with facade.store(namespace, create=False) as store:
        return revoked_files(store)


def read_permit(path: Path) -> "PermitTerms":
    """What a permit says, verified or not.

    Raises:
        InputRefusedError: it is no permit.
    """
    from checker.formats.permit_v1 import NAME, terms_of  # noqa: PLC0415 - as above
    from checker.formats.signed_statement import payload_of  # noqa: PLC0415 - as above

    return terms_of(payload_of(read_statement_file(path), name=NAME, source=str(path)), source=str(path))


def read_statement_file(path: Path) -> bytes:
    """The bytes of a file that somebody signed.

    Raises:
        NotFoundError, InputRefusedError: it is not there, no plain file, or too large.
    """
    from checker.adapters.project_files import read_plain_file  # noqa: PLC0415 - as above
    from checker.domain.limits import SIGNED_DOCUMENT  # noqa: PLC0415 - as above

    return read_plain_file(path, most_bytes=SIGNED_DOCUMENT.bytes)
