"""The papers of a run: what its stages made, read again exactly as it was kept.

Every document is found by a digest that an event of the run holds, and events are chained. What does not have its
digest any more, or is not there, makes the whole run worthless: it is never read otherwise, collected again or guessed.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from checker.application.check_project import LoadedProject, TrustedAnchor, loaded_project
from checker.application.read_documents import GivenDocuments, NamedBytes
from checker.domain.digest import Digest
from checker.domain.manifest import Manifest
from checker.domain.run import Stage
from checker.domain.run_history import Run
from checker.domain.run_stage import Paper, PaperKind, StageMade, papers_of
from checker.errors import ContextSignatureError, InputRefusedError, NotFoundError, StoreError
from checker.formats.anchor_v1 import parse_anchor
from checker.formats.manifest_v1 import parse_manifest
from checker.formats.run_stage_v1 import parse_stage
from checker.ports.store import Store

Read = TypeVar("Read")


@dataclass(frozen=True, slots=True, kw_only=True)
class RunPapers:
    """What the stages of a run made so far.

    Every method raises ContextSignatureError where something is not as it was kept, or was never made.
    """

    run: Run
    store: Store

    def loaded(self) -> LoadedProject:
        """The project file and the lock that the run began with."""
        project, lock = self._bytes(self._one(PaperKind.PROJECT)), self._bytes(self._one(PaperKind.LOCK))
        return self._sound(lambda: loaded_project(project, lock), "project file or lock")

    def anchor(self) -> TrustedAnchor:
        """The anchor that was in force."""
        data = self._bytes(self._one(PaperKind.ANCHOR))
        anchor = self._sound(lambda: parse_anchor(data, source="anchor.json"), "anchor")
        return TrustedAnchor(anchor=anchor, document=data)

    def snapshot(self) -> Digest:
        """The digest of the snapshot to judge with, which is kept as it was."""
        digest = self._one(PaperKind.SNAPSHOT).digest
        try:
            return self.store.get_snapshot(digest=digest).digest
        except (NotFoundError, StoreError) as error:
            raise _invalid(f"the snapshot of {self.run.name} is not as it was kept: {error.message}") from error

    def manifest(self) -> tuple[Manifest, bytes]:
        """The manifest that is judged."""
        data = self._bytes(self._one(PaperKind.MANIFEST))
        return self._sound(lambda: parse_manifest(data, source="manifest")[0], "manifest"), data

    def given(self) -> GivenDocuments:
        """Everything that is judged: the manifest, the imported files, audits, evidence, a baseline and waivers."""
        baselines = tuple(self._all(PaperKind.BASELINE))
        return GivenDocuments(
            manifest=self._named(self._one(PaperKind.MANIFEST)),
            artifacts=self._named(self._one(PaperKind.ARTIFACTS)),
            audits=tuple(map(self._named, self._all(PaperKind.AUDIT))),
            evidence=tuple(map(self._named, self._all(PaperKind.EVIDENCE))),
            baseline=self._named(baselines[0]) if baselines else None,
            waivers=tuple(map(self._named, self._all(PaperKind.WAIVER))),
        )

    def judgement(self) -> bytes:
        """The report as it was judged, stored as a report or not."""
        return self._bytes(self._one(PaperKind.JUDGEMENT))

    def made(self) -> tuple[StageMade, ...]:
        """What each stage made that is done, in their order; the last one makes a report, which is none of these."""
        digests = ((stage, self.run.document_of(stage)) for stage in Stage if stage is not Stage.REPORT)
        return tuple(self._made(stage, digest) for stage, digest in digests if digest)

    def _made(self, stage: Stage, digest: Digest) -> StageMade:
        data = self.kept(digest, f"what {stage} made")
        made = self._sound(lambda: parse_stage(data, source=f"{stage} of {self.run.name}"), f"record of {stage}")
        if (made.namespace, made.run, made.stage) != (self.store.namespace, self.run.number, stage):
            raise _invalid(f"what is kept as {stage} of {self.run.name} was made by another stage or run")
        return made

    def _all(self, kind: PaperKind) -> Iterator[Paper]:
        return papers_of(self.made(), kind)

    def _one(self, kind: PaperKind) -> Paper:
        found = tuple(self._all(kind))
        if len(found) != 1:
            raise _invalid(f"{self.run.name} names {len(found)} documents of kind {kind}, expected one")
        return found[0]

    def _named(self, paper: Paper) -> NamedBytes:
        return NamedBytes(name=paper.name, data=self._bytes(paper), collected_here=paper.collected)

    def _bytes(self, paper: Paper) -> bytes:
        return self.kept(paper.digest, f"the {paper.kind} of {self.run.name}")

    def kept(self, digest: Digest, what: str) -> bytes:
        """A document that an event names."""
        try:
            return self.store.get_document(digest=digest).data
        except (NotFoundError, StoreError) as error:
            raise _invalid(f"{what} is not as it was kept: {error.message}") from error

    def _sound(self, read: Callable[[], Read], what: str) -> Read:
        try:
            return read()
        except InputRefusedError as error:
            raise _invalid(f"the {what} of {self.run.name} is not what it was kept as: {error.message}") from error


def _invalid(seen: str) -> ContextSignatureError:
    return ContextSignatureError(
        seen, hint="find out who changed the store; then ask for another run: nothing of this one counts"
    )
