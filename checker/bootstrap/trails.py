"""The facade of trails: what happened, whether it is as it was recorded, and how it is taken elsewhere."""

from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from checker.bootstrap.identities import Identities
from checker.bootstrap.services import ProjectServices
from checker.domain.identity import Method
from checker.domain.namespace import Namespace
from checker.domain.trust import KeyRole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from checker.application.carry_trail import Carrying, ForeignTrail
    from checker.application.read_timeline import Timeline, TimelineQuestion
    from checker.application.verify_trail import VerifiedTrail
    from checker.domain.digest import Digest
    from checker.domain.identity import Identity
    from checker.domain.project import Project
    from checker.domain.trail import Checkpoint
    from checker.ports.signer import Signer
    from checker.ports.store import Seal, Store, TrailFinding


@dataclass(frozen=True, slots=True, kw_only=True)
class TrailKey:
    """Who signs: a key of this user by its name, or that of an actor; exactly one of the two is named."""

    name: str = ""
    actor: str = ""


@dataclass(frozen=True, kw_only=True)
class Trails:
    """The trail of one project in one namespace; of the project file's, where none is named.

    Every method raises NotFoundError where there is no project file or no store, and StoreError where it is not safe.
    """

    facade: ProjectServices
    namespace: Namespace | None = None

    @cached_property
    def counts_in(self) -> Namespace:
        """The namespace that all of it counts in."""
        return self.namespace or self.facade.load().project.namespace

    def show(self, question: "TimelineQuestion") -> "tuple[Timeline, TrailFinding]":
        """What happened, as far as the trail holds, and how far that is."""
        from checker.adapters.secrets.known_forms import KnownForms  # noqa: PLC0415 - a command pays for what it uses
        from checker.application.read_timeline import read_timeline  # noqa: PLC0415 - as above

        with self.facade.store(self.counts_in, create=False) as store:
            finding = store.verify_trail()
            rows = store.read_trail(up_to=finding.head.seq)
            return read_timeline(rows, question, namespace=self.counts_in, secrets=KnownForms()), finding

    def show_foreign(self, question: "TimelineQuestion") -> "tuple[tuple[ForeignTrail, Timeline], ...]":
        """What happened elsewhere, of each trail that was imported.

        Raises:
            TrustError: no key that counts vouches for one of them any more.
        """
        from checker.adapters.secrets.known_forms import KnownForms  # noqa: PLC0415 - as above
        from checker.application.read_timeline import read_timeline  # noqa: PLC0415 - as above

        secrets = KnownForms()
        return tuple(
            (one, read_timeline(one.rows, question, namespace=self.counts_in, secrets=secrets))
            for one in self.foreign()
        )

    def foreign(self) -> "tuple[ForeignTrail, ...]":
        """Every trail that was imported, verified again; raises as `show_foreign`."""
        from checker.application.carry_trail import foreign_trails  # noqa: PLC0415 - as above

        with self._carrying() as by:
            return foreign_trails(by)

    def verify(self, checkpoint: Path | None = None) -> "VerifiedTrail":
        """Recompute the trail, and hold it against a checkpoint that was kept elsewhere.

        Raises:
            TrustError: no key that counts signed the checkpoint, or it is of another repository.
            InputRefusedError: the file holds none.
        """
        from checker.adapters.project_files import read_plain_file  # noqa: PLC0415 - as above
        from checker.application.verify_trail import verify_trail  # noqa: PLC0415 - as above
        from checker.domain.limits import HAND_WRITTEN  # noqa: PLC0415 - as above

        envelope = read_plain_file(checkpoint, most_bytes=HAND_WRITTEN.bytes) if checkpoint else b""
        with self._carrying() as by:
            return verify_trail(
                by.store, trail=by.trail, anchor=by.anchor, envelope=envelope, source=str(checkpoint), now=by.now
            )

    def checkpoint(self, key: TrailKey, target: Path) -> "Checkpoint":
        """Sign the head of the trail into a new file.

        Raises:
            ConflictError: there is a file already.
            TrustError: the anchor does not let the key vouch for a trail.
        """
        from checker.application.carry_trail import checkpoint_trail  # noqa: PLC0415 - as above
        from checker.bootstrap.output_files import write_new  # noqa: PLC0415 - as above

        signer = self._signer(key, target)
        with self._carrying() as by:
            checkpoint, envelope = checkpoint_trail(by, signer=signer)
        write_new(target, envelope)
        return checkpoint

    def export(self, key: TrailKey, target: Path, *, first: int) -> "Checkpoint":
        """Write a record of the trail into a new file; raises as `checkpoint`."""
        from checker.application.carry_trail import export_trail  # noqa: PLC0415 - as above
        from checker.bootstrap.output_files import write_new  # noqa: PLC0415 - as above

        signer = self._signer(key, target)
        with self._carrying() as by:
            checkpoint, data = export_trail(by, signer=signer, first=first)
        write_new(target, data)
        return checkpoint

    def import_(self, source: Path) -> "tuple[ForeignTrail, bool]":
        """Keep a record of another store, verified wholly; and whether anything of it is new.

        Raises:
            InputRefusedError: it is no record, or does not hold.
            TrustError: nobody who counts vouches for it, or it is of another namespace or repository, or older.
            ForkError: the trail went another way than what is known of it.
        """
        from checker.adapters.project_files import read_plain_file  # noqa: PLC0415 - as above
        from checker.application.carry_trail import import_trail  # noqa: PLC0415 - as above
        from checker.formats.trail_record_v1 import RECORD  # noqa: PLC0415 - as above

        data = read_plain_file(source, most_bytes=RECORD.bytes)
        with self._carrying(create=True) as by:
            return import_trail(data, source=str(source), by=by)

    def _signer(self, key: TrailKey, target: Path) -> "Signer":
        """The key, once it is sure that there is somewhere to write to."""
        from checker.bootstrap.bundling import Bundling  # noqa: PLC0415 - as above
        from checker.bootstrap.output_files import refuse_present  # noqa: PLC0415 - as above

        refuse_present(target)
        if key.name:
            return Bundling(facade=self.facade).keys.signer(key.name)
        return Identities(facade=self.facade, namespace=self.counts_in).gate_signer(key.actor)

    @contextmanager
    def _carrying(self, *, create: bool = False) -> "Iterator[Carrying]":
        from checker.application.carry_trail import Carrying  # noqa: PLC0415 - as above

        anchor = Identities(facade=self.facade, namespace=self.counts_in).anchor
        project = self.facade.load().project
        with self.facade.store(self.counts_in, create=create) as store:
            yield Carrying(store=store, project=project, anchor=anchor, now=self.facade.now())


def seal_by(
    facade: ProjectServices, actor: str, *, identity: "Identity", store: "Store", project: "Project", at: str
) -> "Callable[[Digest], Seal] | None":
    """What seals the trail with each event of an actor who is proven here; None for one who is merely asserted.

    `at` is the moment of those events (RFC 3339), which is what the checkpoint says too.
    """
    from checker.application.seal_trail import identity_of, sealing  # noqa: PLC0415 - as above

    trusted = facade.trusted_anchor(store.namespace) if identity.method is Method.SIGNATURE else None
    if trusted is None:
        return None
    signer = Identities(facade=facade, namespace=store.namespace).signer(actor, KeyRole.APPROVER)
    trail = identity_of(store, project=project, anchor=trusted.anchor)
    return sealing(trail, signer=signer, at=at)
