"""The set-up facade: a first project file, and whether this installation can do its work."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from checker.bootstrap.services import ProjectServices
from checker.domain.namespace import Namespace
from checker.errors import CleanReleaseError, ConflictError, StoreError

if TYPE_CHECKING:
    from checker.ports.workspace import WorkspaceFacts

GITIGNORE = ".gitignore"
IGNORED = b".clean-release/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """What `init` wrote: paths in order, what it found, and the anchor it made, if any."""

    written: tuple[Path, ...]
    facts: "WorkspaceFacts"
    anchor: Path | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafted:
    """The manifest that was drafted: where, of what, and whether the project file names one already."""

    path: Path
    version: str
    ref: str
    files: int
    notes: tuple[str, ...]
    is_input: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnosis:
    """One thing `doctor` looked at: whether it is fine, what was seen, and what to do if not.

    `code` is that of the refusal it met, if any; a driver has a hint for each where the refusal itself has none.
    """

    what: str
    is_fine: bool
    seen: str
    hint: str = ""
    code: str = ""

    @classmethod
    def refused(cls, what: str, error: CleanReleaseError) -> "Diagnosis":
        """What was refused, as the refusal itself says it."""
        return cls(what=what, is_fine=False, seen=str(error), hint=error.hint, code=error.code)


@dataclass(frozen=True, kw_only=True)
class Setup:
    """Set-up of one folder."""

    facade: ProjectServices

    def init(self) -> Started:
        """Write a project file and its lock, keep the store out of git, and make a personal anchor if there is none.

        Raises:
            ConflictError: a project file or lock is there already; nothing was touched.
        """
        from checker.adapters.anchor.anchor_file import work_tree_of  # noqa: PLC0415
        from checker.adapters.project_files import replace_file  # noqa: PLC0415
        from checker.adapters.workspace.checkout import Checkout  # noqa: PLC0415
        from checker.application.check_project import loaded_project  # noqa: PLC0415
        from checker.application.draft_project import draft_project  # noqa: PLC0415
        from checker.formats.lock_v1 import FILE_NAME as LOCK_FILE  # noqa: PLC0415
        from checker.formats.lock_v1 import render_lock  # noqa: PLC0415
        from checker.formats.project_v1 import FILE_NAME as PROJECT_FILE  # noqa: PLC0415

        folder = self.facade.folder
        for name in (PROJECT_FILE, LOCK_FILE):
            if os.path.lexists(folder / name):
                raise ConflictError(
                    f"{folder / name} is there already", hint="remove it to start over; nothing was changed"
                )
        facts = Checkout(folder, tree=work_tree_of(folder)).facts()
        text = draft_project(facts).encode()
        anchor = self._personal_anchor()
        try:
            lock = self.facade.lock_loaded(loaded_project(text, None)).wanted
            ignored = self._ignored(folder)
        except CleanReleaseError:
            if anchor:
                anchor.unlink()
            raise
        try:
            replace_file(folder / LOCK_FILE, render_lock(lock) + b"\n")
            replace_file(folder / PROJECT_FILE, text)
        except BaseException:  # an interrupt too: a lock alone would keep the next `init` from beginning
            if not os.path.lexists(folder / PROJECT_FILE):
                (folder / LOCK_FILE).unlink(missing_ok=True)
            raise
        written = (folder / PROJECT_FILE, folder / LOCK_FILE, *ignored)
        return Started(written=written, facts=facts, anchor=anchor)

    def draft_manifest(self, name: Path) -> Drafted:
        """Write a manifest from what the checkout says; `name` is taken from the project's folder on.

        Raises:
            ConflictError: something is there already; it was not touched.
            NotFoundError: the checkout does not say all that a manifest must say.
        """
        from checker.adapters.anchor.anchor_file import work_tree_of  # noqa: PLC0415
        from checker.adapters.project_files import replace_file  # noqa: PLC0415
        from checker.adapters.workspace.checkout import Checkout  # noqa: PLC0415
        from checker.application.draft_manifest import draft_manifest  # noqa: PLC0415

        folder = self.facade.folder
        path = folder / name
        if os.path.lexists(path):
            raise ConflictError(f"{path} is there already", hint="remove it, or give another --output")
        loaded = self.facade.load_if_there()
        checkout = Checkout(folder, tree=work_tree_of(folder))
        facts, release = checkout.facts(), checkout.release()
        data = draft_manifest(facts, release, project=loaded.project if loaded else None)
        replace_file(path, data)
        return Drafted(
            path=path,
            version=release.version,
            ref=release.ref,
            files=len(release.artifacts),
            notes=release.notes,
            is_input=loaded is not None and bool(loaded.project.inputs.manifest),
        )

    def _personal_anchor(self) -> Path | None:
        """Make this user's anchor when there is none; returns its path then."""
        from checker.adapters.anchor.anchor_file import FILE, configuration_folder  # noqa: PLC0415
        from checker.adapters.project_files import make_folder, replace_file  # noqa: PLC0415
        from checker.application.draft_anchor import PERSONAL_ANCHOR  # noqa: PLC0415

        if self.facade.anchor or self.facade.trusted_anchor(Namespace.REAL) is not None:
            return None
        folder = configuration_folder(os.environ)
        make_folder(folder, mode=0o700)
        replace_file(folder / FILE, PERSONAL_ANCHOR.encode())
        return folder / FILE

    def _ignored(self, folder: Path) -> tuple[Path, ...]:
        """Keep the store out of git; returns the paths that were written."""
        from checker.adapters.project_files import FolderFiles, replace_file  # noqa: PLC0415
        from checker.domain.limits import HAND_WRITTEN  # noqa: PLC0415

        present = FolderFiles(folder).read_if_there(GITIGNORE, most_bytes=HAND_WRITTEN.bytes) or b""
        if IGNORED in present.splitlines():
            return ()
        lead = b"" if not present or present.endswith(b"\n") else b"\n"
        replace_file(folder / GITIGNORE, present + lead + IGNORED + b"\n")
        return (folder / GITIGNORE,)

    def doctor(self) -> Iterator[Diagnosis]:
        """Look at everything a check depends on, one thing after the other."""
        yield self._engine()
        yield self._carried()
        try:
            loaded = self.facade.load_if_there()
        except CleanReleaseError as error:  # and it alone says where the anchor counts, and what is locked
            yield Diagnosis.refused("project", error)
            return
        yield self._anchor(loaded.project.namespace if loaded else Namespace.REAL)
        if loaded is None:
            yield Diagnosis(what="project", is_fine=True, seen="there is no project file here")
            return
        yield Diagnosis(what="project", is_fine=True, seen=f"{loaded.project.name} ({loaded.project.namespace})")
        store = self._store(loaded.project.namespace)
        if store.code != StoreError.code:  # else the lock, too, could only say the same
            yield self._lock()
        yield store

    def _engine(self) -> Diagnosis:
        from checker.ports.engine import CompileRequest  # noqa: PLC0415

        try:
            engine = self.facade.engine()
            policy = engine.compile(CompileRequest(modules={"doctor.rego": "package doctor\n\nworks := true\n"}))
            answer = engine.evaluate(policy, entrypoints=["data.doctor"], document=b"{}")["data.doctor"]
        except CleanReleaseError as error:
            return Diagnosis.refused("engine", error)
        works = getattr(answer, "value", None) == {"works": True}
        hint = "" if works else "install clean-release again; the engine does not answer as it should"
        return Diagnosis(what="engine", is_fine=works, seen=f"OPA {engine.version}, embedded", hint=hint)

    def _carried(self) -> Diagnosis:
        from checker.adapters.bundles.release_policy import RELEASE_POLICY, shipped_pins  # noqa: PLC0415
        from checker.application.read_bundle import read_bundle  # noqa: PLC0415

        try:
            pin = shipped_pins()[RELEASE_POLICY]
            bundle = read_bundle(self.facade.bundles.fetch(f"builtin:{RELEASE_POLICY}"))
        except CleanReleaseError as error:
            return Diagnosis.refused("shipped bundle", error)
        fine = bundle.tree_digest == pin
        hint = "" if fine else "install clean-release again; this installation was changed"
        return Diagnosis(what="shipped bundle", is_fine=fine, seen=str(bundle.tree_digest), hint=hint)

    def _anchor(self, namespace: Namespace) -> Diagnosis:
        try:
            trusted = self.facade.trusted_anchor(namespace)
        except CleanReleaseError as error:
            return Diagnosis.refused("anchor", error)
        if trusted is None:
            hint = "run `clean-release init`, or write one outside of the checkout"
            return Diagnosis(what="anchor", is_fine=False, seen="there is none, so nothing gates", hint=hint)
        return Diagnosis(what="anchor", is_fine=True, seen=str(trusted.anchor.digest))

    def _lock(self) -> Diagnosis:
        try:
            current = self.facade.lock().is_current
        except CleanReleaseError as error:
            return Diagnosis.refused("lock", error)
        hint = "" if current else "run `clean-release lock`"
        return Diagnosis(what="lock", is_fine=current, seen="current" if current else "not current", hint=hint)

    def _store(self, namespace: Namespace) -> Diagnosis:
        try:
            with self.facade.store(namespace) as store:
                found, made = store.verify_trail(), ", made in this very run" if store.is_ephemeral else ""
        except CleanReleaseError as error:
            return Diagnosis.refused("store", error)
        seen = f"{found.head.seq} entries{made}" if found.holds else f"entry {found.first_bad}: {found.problem}"
        return Diagnosis(what="store", is_fine=found.holds, seen=seen, hint="" if found.holds else "do not trust it")
