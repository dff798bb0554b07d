"""The facade of candidates: what is meant to be released, and the manifests that say so exactly."""

import os
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from checker.bootstrap.identities import Identities
from checker.bootstrap.services import ProjectServices
from checker.domain.limits import MACHINE_WRITTEN
from checker.domain.namespace import Namespace
from checker.errors import InputRefusedError, NotFoundError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from checker.application.compare_manifests import ManifestChange
    from checker.application.open_lifecycle import Acting, OpenedLifecycle
    from checker.application.register_candidate import CandidateAsked
    from checker.domain.candidate import Candidate, LifecycleEvent, ManifestBuilt
    from checker.domain.identity import Identity
    from checker.domain.manifest import Manifest
    from checker.domain.project import Project
    from checker.ports.store import Store


def everything(opened: "OpenedLifecycle") -> None:
    """Let everything be done."""
    del opened


@dataclass(frozen=True, kw_only=True)
class Candidates:
    """The candidates of one project in one namespace; of the project file's, where none is named.

    Every method raises NotFoundError where there is no project file, and StoreError where the store is not safe.
    """

    facade: ProjectServices
    namespace: Namespace | None = None
    admit: "Callable[[OpenedLifecycle], None]" = everything
    """Called with what happened so far, which an act adds to or nobody does; it raises where that is not to be."""
    request: str = ""
    """The digest of the request that asks for what is done, where it has a key to be done once by."""

    @cached_property
    def counts_in(self) -> Namespace:
        """The namespace that all of it counts in."""
        return self.namespace or self._project().namespace

    @property
    def identities(self) -> Identities:
        """Who acts on this machine."""
        return Identities(facade=self.facade, namespace=self.counts_in)

    def register(self, asked: "CandidateAsked", *, actor: str) -> "Candidate":
        """Register a candidate at the commit its ref leads to now.

        Raises:
            UsageError, InputRefusedError: a name, a version or a ref is none.
            ConflictError: it is registered already.
        """
        from checker.adapters.anchor.anchor_file import work_tree_of  # noqa: PLC0415 - a command pays for what it uses
        from checker.adapters.workspace.checkout_git import checkout_git  # noqa: PLC0415 - as above
        from checker.application.register_candidate import register_candidate  # noqa: PLC0415 - as above

        with (
            checkout_git(work_tree_of(self.facade.folder), environment=os.environ) as git,
            self.writing(actor, create=True) as (opened, by),
        ):
            return register_candidate(opened, asked, git=git, by=by).candidate(asked.name)

    def import_artifacts(self, name: str, path: Path, *, actor: str) -> "Candidate":
        """Name the files that were built for a candidate.

        Raises:
            InputRefusedError: the list cannot be read, or is of another project or version.
            OrderError: its turn has not come.
        """
        from checker.adapters.project_files import read_plain_file  # noqa: PLC0415 - as above

        data = read_plain_file(path, most_bytes=MACHINE_WRITTEN.bytes)
        return self.import_list(name, data, source=str(path), actor=actor)

    def import_list(self, name: str, data: bytes, *, source: str, actor: str) -> "Candidate":
        """The same of a list that is no file; `source` is what its place is called. Raises as `import_artifacts`."""
        from checker.application.import_artifacts import import_artifacts  # noqa: PLC0415 - as above

        with self.writing(actor) as (opened, by):
            return import_artifacts(opened, name, data, source=source, by=by).candidate(name)

    def build_manifest(self, name: str, *, actor: str) -> "tuple[LifecycleEvent, ManifestBuilt]":
        """Build the next manifest of a candidate.

        Raises:
            OrderError: no files were imported.
        """
        from checker.application.build_manifest import build_manifest  # noqa: PLC0415 - as above

        with self.writing(actor) as (opened, by):
            return build_manifest(opened, name, by=by).manifests[-1]

    def build_from_files(self, pattern: str, *, actor: str) -> "tuple[LifecycleEvent, ManifestBuilt]":
        """Build a manifest of files at hand, for no candidate: version, commit and ref are the checkout's.

        Raises:
            NotFoundError: no file matches, or the checkout does not say all that a manifest must say.
        """
        from checker.adapters.anchor.anchor_file import work_tree_of  # noqa: PLC0415 - as above
        from checker.adapters.workspace.checkout import Checkout  # noqa: PLC0415 - as above
        from checker.application.build_manifest import keep_manifest  # noqa: PLC0415 - as above
        from checker.application.draft_manifest import draft_manifest  # noqa: PLC0415 - as above

        checkout = Checkout(self.facade.folder, tree=work_tree_of(self.facade.folder))
        facts, release = checkout.facts(), checkout.release(pattern)
        if release.left_out:
            raise InputRefusedError(release.left_out[0], hint="match only the files that are released")
        with self.writing(actor, create=True) as (opened, by):
            data = draft_manifest(facts, release, project=by.project)
            return keep_manifest(opened, data, candidate="", by=by).manifests[-1]

    def all(self) -> "tuple[Candidate, ...]":
        """Every candidate, in the order they were registered."""
        return self._opened().candidates()

    def one(self, name: str) -> "Candidate":
        """The candidate of this name.

        Raises:
            NotFoundError: there is none.
        """
        return self._opened().candidate(name)

    def manifests(self) -> "tuple[tuple[LifecycleEvent, ManifestBuilt], ...]":
        """Every manifest that was built here, oldest first."""
        return self._opened().manifests

    def first_of(self, built: "ManifestBuilt") -> str:
        """The name of the first manifest of the same content, empty where this one is the first."""
        first = next(one for _, one in self.manifests() if one.document == built.document)
        return first.name if first.number < built.number else ""

    def manifest(self, name: str) -> "tuple[Manifest, bytes]":
        """A manifest by name or digest, and its exact bytes.

        Raises:
            NotFoundError: there is none.
        """
        from checker.application.open_lifecycle import open_lifecycle  # noqa: PLC0415 - as above
        from checker.formats.manifest_v1 import parse_manifest  # noqa: PLC0415 - as above

        project = self._project()
        with self.facade.store(self.counts_in, create=False) as store:
            _, built = open_lifecycle(store, project=project).manifest(name)
            data = store.get_document(digest=built.document).data
        return parse_manifest(data, source=built.name)[0], data

    def compare(self, first: str, second: str) -> "tuple[ManifestChange, ...]":
        """What differs between two manifests; raises as `manifest`."""
        from checker.application.compare_manifests import compare_manifests  # noqa: PLC0415 - as above

        return compare_manifests(self.manifest(first)[0], self.manifest(second)[0])

    def _opened(self) -> "OpenedLifecycle":
        with self.reading() as (opened, _):
            return opened

    @contextmanager
    def reading(self) -> "Iterator[tuple[OpenedLifecycle, Store | None]]":
        """The lifecycle as it may be shown, and its store; no store is made where there is none.

        What was kept was masked by what was known when it was written, and is masked by what is known today.
        """
        from checker.adapters.secrets.known_forms import KnownForms  # noqa: PLC0415 - as above
        from checker.application.mask_happening import mask_event  # noqa: PLC0415 - as above
        from checker.application.open_lifecycle import OpenedLifecycle, open_lifecycle  # noqa: PLC0415 - as above

        project = self._project()
        if not self._has_store():
            yield OpenedLifecycle(), None
            return
        with self.facade.store(self.counts_in, create=False) as store:
            opened, secrets = open_lifecycle(store, project=project), KnownForms()
            yield replace(opened, events=tuple(mask_event(event, secrets) for event in opened.events)), store

    @contextmanager
    def writing(
        self, actor: str, *, create: bool = False, prove: "Callable[[], Identity] | None" = None
    ) -> "Iterator[tuple[OpenedLifecycle, Acting]]":
        """The lifecycle, to be added to by somebody: as they were proven, or as their key, if any, proves them now."""
        from checker.adapters.secrets.known_forms import KnownForms  # noqa: PLC0415 - as above
        from checker.application.open_lifecycle import (  # noqa: PLC0415 - as above
            NO_CANDIDATE,
            REGISTER,
            Acting,
            OpenedLifecycle,
        )
        from checker.bootstrap.sharing import lifecycle_in  # noqa: PLC0415 - as above
        from checker.bootstrap.trails import seal_by  # noqa: PLC0415 - as above

        project = self._project()
        if not (create or self._has_store()):
            self.admit(OpenedLifecycle())
            raise NotFoundError(NO_CANDIDATE, hint=REGISTER)
        with self.facade.store(self.counts_in, create=create) as store:
            opened, at = lifecycle_in(self.facade, store, project=project), self.facade.now()
            self.admit(opened)
            identity = prove() if prove else self.identities.of(actor)
            by = Acting(
                request=self.request,
                store=store,
                project=project,
                at=at,
                actor=actor,
                identity=identity,
                secrets=KnownForms(),
                seal=seal_by(self.facade, actor, identity=identity, store=store, project=project, at=at),
            )
            yield opened, by

    @staticmethod
    def as_shown(candidate: "Candidate") -> "Candidate":
        """A candidate as `one` gives it: masked by what is known today."""
        from checker.adapters.secrets.known_forms import KnownForms  # noqa: PLC0415 - as above
        from checker.application.mask_happening import mask_event  # noqa: PLC0415 - as above

        secrets = KnownForms()
        return replace(candidate, events=tuple(mask_event(event, secrets) for event in candidate.events))

    def _has_store(self) -> bool:
        from checker.adapters.store.place import store_path  # noqa: PLC0415 - as above

        return os.path.lexists(store_path(self.facade.folder, self.counts_in))

    def _project(self) -> "Project":
        return self.facade.load().project
