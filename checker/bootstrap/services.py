"""The services: the main job over one project folder, and every adapter it takes.

One answer is the answer everywhere: command line, REST and terminal call these same methods. Adapters are imported
where they are built, so that a command pays only for what it uses.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from checker import __version__
from checker.bootstrap.carried import carried_checks, carried_rules
from checker.domain.namespace import Namespace, Purpose
from checker.errors import UsageError

if TYPE_CHECKING:
    from checker.adapters.bundles.kept_bundles import KeptBundles
    from checker.adapters.engine_embedded.engine import EmbeddedEngine
    from checker.application.check_project import CheckedProject, LoadedProject, TrustedAnchor
    from checker.application.check_rules import RuleChecks
    from checker.application.fetch_locked import ObtainedBundle
    from checker.application.lock_project import LockResult
    from checker.application.prepare_snapshot import PolicyServices
    from checker.application.read_documents import GivenDocuments
    from checker.bootstrap.second_engine import SecondEngine
    from checker.bootstrap.sharing import SharedStore
    from checker.domain.trust import Anchor, TrustedRepository
    from checker.ports.anchors import AnchorSource
    from checker.ports.bundles import BundleSource
    from checker.ports.clock import Clock
    from checker.ports.engine import PolicyEngine
    from checker.ports.project_files import ProjectFiles
    from checker.ports.store import Store

TOOL = f"clean-release {__version__}"
INPUT_SCHEMA = "input_v1"


@dataclass(frozen=True, kw_only=True)
class ProjectServices:
    """The main job and its adapters over one project folder.

    `anchor` names an anchor file; empty means this user's own, outside of any checkout. `second` is an engine that
    judges too, or instead. `shared` is the store that acts of other threads are committed together with.
    """

    directory: Path = field(default_factory=Path)
    anchor: str = ""
    second: "SecondEngine | None" = None
    shared: "SharedStore | None" = None

    # -- the main job ---------------------------------------------------------------------------------------------

    def load(self) -> "LoadedProject":
        """The project file and the lock of the folder."""
        from checker.application.check_project import load_project  # noqa: PLC0415

        return self.shared.loaded() if self.shared else load_project(self.files)

    def check(
        self,
        *,
        evaluated_at: str = "",
        purpose: Purpose = Purpose.CHECK,
        given: "GivenDocuments | None" = None,
        bundles: Sequence[str] = (),
        namespace: Namespace | None = None,
        flags: Sequence[str] = (),
    ) -> "CheckedProject":
        """Judge the project, or, without a project file, the given documents; the report is durable when this returns.

        Args:
            evaluated_at: a fixed moment (RFC 3339, `Z`), in the namespace demo only; empty means now.
            purpose: what the verdict is asked for.
            given: documents to judge; each replaces those of its kind that the project file names.
            bundles: bundles to judge with instead of the project's; such a run never gates.
            namespace: where the verdict counts without a project file (None: in `real`); it may not contradict one.
            flags: weakening flags of the command line; they are inside the report and leave it undecided.

        Raises:
            CleanReleaseError: whatever was refused; there is no report then.
        """
        from checker.application.check_project import (  # noqa: PLC0415
            ProjectCheck,
            check_project,
            refuse_fixed_time,
        )
        from checker.application.read_documents import GivenDocuments  # noqa: PLC0415
        from checker.formats.published import document_schema  # noqa: PLC0415

        loaded, judged = self._judged(given or GivenDocuments(), bundles=tuple(bundles), namespace=namespace)
        counts_in = loaded.project.namespace
        if evaluated_at:
            refuse_fixed_time(counts_in)
        asked = ProjectCheck(
            evaluated_at=evaluated_at or self.now(),
            purpose=purpose,
            tool=TOOL,
            anchor=self.trusted_anchor(counts_in),
            given=judged,
            flags=(*flags, *(self.second.flags if self.second else ())),
        )
        with self.store(counts_in) as store:
            return check_project(loaded, asked, services=self.services(store), schema=document_schema(INPUT_SCHEMA))

    def _judged(
        self, given: "GivenDocuments", *, bundles: tuple[str, ...], namespace: Namespace | None
    ) -> "tuple[LoadedProject, GivenDocuments]":
        """The project, made up where there is no project file, and all documents to judge."""
        from checker.application.ad_hoc import ad_hoc_project, with_bundles  # noqa: PLC0415
        from checker.application.check_project import inputs_of, refuse_other_namespace  # noqa: PLC0415

        loaded = None if given.is_collected else self.load_if_there()
        if loaded is None:
            return ad_hoc_project(given, bundles=bundles, namespace=namespace or Namespace.REAL), given
        refuse_other_namespace(loaded.project, asked=namespace)
        given = given.over(inputs_of(loaded.project, files=self.files, without=given))
        return (with_bundles(loaded, bundles) if bundles else loaded), given

    def lock(self, *, upgrade: bool = False) -> "LockResult":
        """What the project's lock should be; `write_lock` writes it."""
        return self.lock_loaded(self.load(), upgrade=upgrade)

    def lock_loaded(self, loaded: "LoadedProject", *, upgrade: bool = False) -> "LockResult":
        """What the lock of a project should be whose file may not be written yet."""
        from checker.application.lock_project import lock_project  # noqa: PLC0415

        namespace = loaded.project.namespace
        anchor = self.anchor_in_force(namespace)
        with self.store(namespace) as store:
            services = replace(self.services(store), bundles=self.fetching(anchor))
            return lock_project(loaded, anchor=anchor, now=self.now(), upgrade=upgrade, services=services)

    def fetch_locked(self) -> "tuple[ObtainedBundle, ...]":
        """Fetch what the lock names of other machines, verify it, and keep it here."""
        from checker.application.fetch_locked import fetch_locked  # noqa: PLC0415

        loaded = self.load()
        anchor = self.anchor_in_force(loaded.project.namespace)
        with self.store(loaded.project.namespace) as store:
            return fetch_locked(
                loaded,
                anchor=anchor,
                now=self.now(),
                remote=self.fetching(anchor),
                keeper=self.kept,
                services=self.services(store),
            )

    def write_lock(self, result: "LockResult") -> Path:
        """Keep what was fetched, then replace the lock file whole; returns its path."""
        from checker.adapters.project_files import replace_file  # noqa: PLC0415
        from checker.formats.lock_v1 import FILE_NAME, render_lock  # noqa: PLC0415

        self.keep(result)
        path = self.directory / FILE_NAME
        replace_file(path, render_lock(result.wanted) + b"\n")
        return path

    def keep(self, result: "LockResult") -> None:
        """Keep the bundles of other machines that a lock names, so that a check asks nobody."""
        for fetched, locked in result.remote:
            if not self.kept.holds(locked):
                self.kept.keep(fetched, tree_digest=locked.tree_digest)

    def load_if_there(self) -> "LoadedProject | None":
        """The project of the folder, or None when the folder has no project file."""
        from checker.formats.project_v1 import FILE_NAME  # noqa: PLC0415

        return self.load() if os.path.lexists(self.folder / FILE_NAME) else None

    @staticmethod
    def given(
        *,
        manifest: str = "",
        artifacts: str = "",
        audits: Sequence[str] = (),
        evidence: Sequence[str] = (),
        baseline: str = "",
        waivers: Sequence[str] = (),
    ) -> "GivenDocuments":
        """Documents named on a command line, read from wherever they are.

        Raises:
            NotFoundError: a named file is not there.
            InputRefusedError: a file is no plain file, or too large.
        """
        from checker.adapters.project_files import read_plain_file  # noqa: PLC0415
        from checker.application.read_documents import GivenDocuments, NamedBytes  # noqa: PLC0415
        from checker.domain.limits import HAND_WRITTEN, MACHINE_WRITTEN, SIGNED_DOCUMENT, DocumentLimits  # noqa: PLC0415
        from checker.formats.evidence_limits import ENVELOPE  # noqa: PLC0415

        def read(name: str, limits: DocumentLimits = MACHINE_WRITTEN) -> NamedBytes:
            return NamedBytes(name=name, data=read_plain_file(Path(name), most_bytes=limits.bytes))

        return GivenDocuments(
            manifest=read(manifest) if manifest else None,
            artifacts=read(artifacts) if artifacts else None,
            audits=tuple(read(name, SIGNED_DOCUMENT) for name in audits),
            evidence=tuple(read(name, ENVELOPE) for name in evidence),
            baseline=read(baseline, SIGNED_DOCUMENT) if baseline else None,
            waivers=tuple(read(name, HAND_WRITTEN) for name in waivers),
        )

    # -- what is trusted ------------------------------------------------------------------------------------------

    def trusted_anchor(self, namespace: Namespace) -> "TrustedAnchor | None":
        """The anchor in force, or None when this user has none.

        Raises:
            TrustError: it lies inside the judged tree, or others may write to it.
            InputRefusedError: it is malformed.
        """
        from checker.application.check_project import TrustedAnchor  # noqa: PLC0415
        from checker.formats.anchor_v1 import anchor_document, parse_anchor  # noqa: PLC0415

        found = self.anchors.find(self.anchor, judged=str(self.directory), namespace=namespace)
        if found is None:
            return None
        anchor = parse_anchor(found.data, source=found.location)
        return TrustedAnchor(anchor=anchor, document=anchor_document(found.data, source=found.location))

    def anchor_in_force(self, namespace: Namespace) -> "Anchor | None":
        """The anchor alone, of which nothing is kept; raises as `trusted_anchor`."""
        trusted = self.trusted_anchor(namespace)
        return trusted.anchor if trusted else None

    def trusted_repositories(self) -> "tuple[TrustedRepository, ...]":
        """The repositories whose workflows may speak of a release: those of the anchor, or, without one, the project's.

        Raises:
            TrustError, InputRefusedError: see `trusted_anchor`.
        """
        from checker.domain.trust import TrustedRepository  # noqa: PLC0415

        loaded = self.load_if_there()
        namespace = loaded.project.namespace if loaded else Namespace.REAL
        if trusted := self.trusted_anchor(namespace):
            return tuple(one for one in trusted.anchor.repositories if one.namespace is namespace)
        own = loaded.project if loaded else None
        return (TrustedRepository(host=own.host, slug=own.slug, namespace=namespace),) if own else ()

    @cached_property
    def anchors(self) -> "AnchorSource":
        """The anchor a person named, or the one of this user."""
        from checker.adapters.anchor.anchor_file import AnchorFile  # noqa: PLC0415

        return AnchorFile(environment=os.environ)

    # -- adapters -------------------------------------------------------------------------------------------------

    @property
    def folder(self) -> Path:
        """The project folder.

        Raises:
            UsageError: there is no such folder.
        """
        if not self.directory.is_dir():
            there = os.path.lexists(self.directory)
            raise UsageError(
                f"{self.directory} is not a folder" if there else f"there is no folder {self.directory}",
                hint="name the folder that the project file lies in"
                if there
                else "check the name; a repository is named OWNER/REPO",
            )
        return self.directory

    @cached_property
    def files(self) -> "ProjectFiles":
        """The files of the project folder."""
        from checker.adapters.project_files import FolderFiles  # noqa: PLC0415

        return FolderFiles(self.folder)

    @cached_property
    def clock(self) -> "Clock":
        """The system's clock."""
        from checker.adapters.clock import SystemClock  # noqa: PLC0415

        return SystemClock()

    def now(self) -> str:
        """The present moment (RFC 3339, `Z`, whole seconds)."""
        from checker.domain.moment import format_moment  # noqa: PLC0415

        return format_moment(self.clock.now().replace(microsecond=0))

    @cached_property
    def bundles(self) -> "BundleSource":
        """Bundles of this machine, relative to the project folder, the shipped one, and what was fetched before."""
        from checker.adapters.bundles.local_bundles import LocalBundles  # noqa: PLC0415
        from checker.adapters.bundles.remote_bundles import OfflineBundles  # noqa: PLC0415

        return OfflineBundles(local=LocalBundles(base=self.directory), kept=lambda: self.kept)

    @cached_property
    def kept(self) -> "KeptBundles":
        """Where bundles of other machines are kept."""
        from checker.adapters.bundles.kept_bundles import KeptBundles  # noqa: PLC0415
        from checker.adapters.store.place import STATE  # noqa: PLC0415

        return KeptBundles(self.directory / STATE / "bundles", write=write_private)

    def fetching(self, anchor: "Anchor | None") -> "BundleSource":
        """Bundles of this machine, and those of others at the addresses that the anchor allows; for what fetches."""
        from checker.adapters.bundles.local_bundles import LocalBundles  # noqa: PLC0415
        from checker.adapters.bundles.remote_bundles import FetchingBundles  # noqa: PLC0415

        allowed = anchor.sources if anchor else ()
        return FetchingBundles(local=LocalBundles(base=self.directory), allowed=allowed, version=__version__)

    @contextmanager
    def store(self, namespace: Namespace, *, create: bool = True) -> "Iterator[Store]":
        """The store of the project in a namespace, closed afterwards."""
        from checker.bootstrap.sharing import opened_store  # noqa: PLC0415

        with opened_store(self, namespace, create=create) as store:
            yield store

    def engine(self, *, isolated: bool = False) -> "PolicyEngine":
        """OPA in this process, or, for bundles nobody vouches for, in a child process."""
        from checker.adapters.engine_embedded.engine import EmbeddedEngine  # noqa: PLC0415

        return EmbeddedEngine(isolated=True) if isolated else self._engine

    @cached_property
    def _engine(self) -> "EmbeddedEngine":
        """One for all that is done with this facade: what was compiled once is there."""
        from checker.adapters.engine_embedded.engine import EmbeddedEngine  # noqa: PLC0415

        return EmbeddedEngine()

    @property
    def has_faltered(self) -> bool:
        """Whether the engine in this process ever gave up on a rule."""
        return self._engine.has_faltered

    def services(self, store: "Store") -> "PolicyServices":
        """What policies are resolved and judged with."""
        from checker.adapters.attestations.bundle_verifier import BundleVerifier  # noqa: PLC0415
        from checker.adapters.bundles.release_policy import shipped_pins  # noqa: PLC0415
        from checker.adapters.threads import in_a_thread  # noqa: PLC0415
        from checker.application.prepare_snapshot import PolicyServices, unchanged  # noqa: PLC0415
        from checker.formats.published import schema_bytes  # noqa: PLC0415
        from embedded_opa import DEFAULT_BUILTINS  # noqa: PLC0415

        return PolicyServices(
            bundles=self.bundles,
            judging=self.second.over if self.second else unchanged,
            trusted_engine=self.engine(),
            untrusted_engine=lambda: self.engine(isolated=True),
            store=store,
            checks=self.rule_checks(),
            input_schema=schema_bytes(INPUT_SCHEMA),
            builtins=sorted(DEFAULT_BUILTINS),
            pins=shipped_pins(),
            shipped=carried_rules,
            aside=in_a_thread,
            statement_verifiers=(BundleVerifier(self.trusted_repositories),),
        )

    def rule_checks(self) -> "RuleChecks":
        """The rules about rules that this package carries."""
        from checker.application.check_rules import RuleChecks  # noqa: PLC0415
        from embedded_opa import DEFAULT_BUILTINS  # noqa: PLC0415

        return RuleChecks(load=carried_checks, builtins=sorted(DEFAULT_BUILTINS))


def write_private(path: Path, data: bytes) -> None:
    """Write a file whole or not at all, in a folder that is this user's alone if it is not there yet."""
    from checker.adapters.project_files import make_folder, replace_file  # noqa: PLC0415

    make_folder(path.parent, mode=0o700)
    replace_file(path, data)
