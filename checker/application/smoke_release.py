"""Smoke a release: install what was published as a user would, run a command of it, and record how that went."""

from collections.abc import Sequence
from dataclasses import replace
from math import ceil

from checker.application.open_record import OpenedRecord, Writing, add_entry
from checker.domain.installation import TrialInstall, TriedInstall
from checker.domain.manifest import Artifact, Manifest, Target
from checker.domain.masking import masked
from checker.domain.package_name import is_package_name
from checker.domain.release_record import Smoked
from checker.errors import InputRefusedError, UsageError
from checker.formats.versions import is_same_version, is_well_formed
from checker.ports.clock import Clock
from checker.ports.installer import Installer

_SAID = 2_000
INSTALLED_FROM = ("pypi", "testpypi")
_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-")
_IN_FILES = _PLAIN | {"+", "!"}


def refuse_foreign_manifest(manifest: Manifest, *, release: str, commit: str) -> None:
    """Refuse a manifest that is not this release's.

    Raises:
        InputRefusedError: it is of another version or commit.
    """
    if not is_same_version(manifest.version, release):
        raise InputRefusedError(
            f"the manifest is of version {manifest.version}, the release is {release}",
            hint="give the manifest of this release, or name the release with --target",
        )
    if manifest.source.commit != commit:
        raise InputRefusedError(
            f"the manifest is of commit {manifest.source.commit}, and {commit} is checked out",
            hint="check out what was released",
        )


def places_of(manifest: Manifest, *, only: str = "") -> tuple[Target, ...]:
    """The registries of the manifest that Python packages are installed from.

    Raises:
        UsageError: there is none, or not the one that was named.
    """
    found = tuple(
        target for target in manifest.targets if target.registry in INSTALLED_FROM and only in ("", target.registry)
    )
    if not found:
        named = f" {only!a}" if only else ""
        raise UsageError(
            f"the manifest has no target{named} that can be installed from, expected {' or '.join(INSTALLED_FROM)}",
            hint="name one under targets, or install the files of a folder with --dist",
        )
    return found


def trial_of(
    manifest: Manifest, project: str, *, command: Sequence[str], index: str = "", folder: str = "", seconds: int
) -> TrialInstall:
    """What is installed and run; no name in it can be taken for an option, a path or a second requirement.

    Raises:
        UsageError: nothing says what is to be run, or the first word is a path.
        InputRefusedError: a name or version is none, or there are no files to install.
    """
    if not command:
        raise UsageError(
            "nothing says what is to be run", hint="declare smoke in the project file, or give -- COMMAND ARGUMENTS"
        )
    if not _PLAIN.issuperset(command[0]) or command[0].startswith((".", "-")):
        raise UsageError(f"the command {command[0]!a} is no plain name of a program that the files bring")
    version = manifest.version
    is_version = _IN_FILES.issuperset(version) and is_well_formed(version, registry="pypi")
    if not is_package_name(project, registry="pypi") or not is_version:
        raise InputRefusedError(f"{project!a} at {manifest.version!a} is no name and version of a Python package")
    files = tuple(file for file in manifest.artifacts if file.kind in ("wheel", "sdist"))
    if not files or not all(_is_plain(file) for file in files):
        raise InputRefusedError("the manifest names no wheel or source archive with a plain name")
    return TrialInstall(
        project=project,
        version=manifest.version,
        files=files,
        command=tuple(command),
        index=index,
        folder=folder,
        seconds=seconds,
    )


def smoke_release(
    opened: OpenedRecord, trial: TrialInstall, *, registry: str, installer: Installer, clock: Clock, by: Writing
) -> tuple[OpenedRecord, Smoked, TriedInstall]:
    """The record with how the trial went; `registry` is what it was installed from.

    Of what a failed program wrote the end is told, without what has the form of a secret.
    """
    begun = clock.now()
    tried = installer.try_install(trial)
    find = by.secrets.find
    tried = replace(tried, said=masked(tried.said, find)[-_SAID:], failed_at=masked(tried.failed_at, find))
    smoked = Smoked(
        registry=registry,
        project=trial.project,
        version=trial.version,
        outcome=tried.outcome,
        seconds=max(ceil((clock.now() - begun).total_seconds()), 0),
        command=trial.command,
        failed_at=tried.failed_at,
    )
    return add_entry(opened, smoked, by=by), smoked, tried


def _is_plain(file: Artifact) -> bool:
    return _IN_FILES.issuperset(file.name) and not file.name.startswith((".", "-"))
