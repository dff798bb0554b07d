"""The facade of smoke tests: what was published is installed where nothing else is, and run."""

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from checker.bootstrap.releasing import Releasing
from checker.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checker.domain.installation import TrialInstall
    from checker.domain.manifest import Manifest
    from checker.domain.release_record import Smoked
    from checker.ports.progress import Progress


@dataclass(frozen=True, slots=True, kw_only=True)
class SmokeQuestion:
    """What is tried.

    `manifest`: a file, instead of the project file's. `addresses`: each `NAME=URL`. `only`: one registry's name.
    `dist`: a folder to install from instead. `command`: instead of the project file's. `seconds`: for each place.
    """

    manifest: str = ""
    addresses: tuple[str, ...] = ()
    only: str = ""
    dist: Path | None = None
    command: tuple[str, ...] = ()
    seconds: int = 600


@dataclass(frozen=True, kw_only=True)
class Smoking:
    """Smoke tests of one release."""

    releasing: Releasing

    def smoke(self, question: SmokeQuestion, *, progress: "Progress") -> "tuple[tuple[Smoked, str], ...]":
        """How each place went, with the end of what the program that failed wrote; all of it is recorded.

        Raises:
            UsageError: nothing says what to install or run, or where a registry is.
            InputRefusedError: the manifest is not this release's, or names what no package is called.
        """
        from checker.adapters.workspace.fresh_install import FreshInstall  # noqa: PLC0415 - used here alone
        from checker.application.smoke_release import refuse_foreign_manifest, smoke_release  # noqa: PLC0415 - lazy

        present = self.releasing.present()
        found: list[tuple[Smoked, str]] = []
        manifest = self._manifest(question)
        with self.releasing.writing(present) as (opened, by):
            refuse_foreign_manifest(manifest, release=opened.record.release, commit=present.commit)
        for registry, trial in list(self._trials(question, manifest)):
            progress.say(f"installing {trial.project} {trial.version} from {registry}")
            tried = FreshInstall()
            with self.releasing.writing(present) as (opened, by):
                _, smoked, result = smoke_release(
                    opened, trial, registry=registry, installer=tried, clock=self.releasing.facade.clock, by=by
                )
            found.append((smoked, result.said))
        return tuple(found)

    def _trials(self, question: SmokeQuestion, manifest: "Manifest") -> "Iterator[tuple[str, TrialInstall]]":
        from checker.adapters.registry.place import base_address  # noqa: PLC0415 - as above
        from checker.application.smoke_release import INSTALLED_FROM, places_of, trial_of  # noqa: PLC0415 - as above
        from checker.bootstrap.registries import given_addresses, of_client  # noqa: PLC0415 - as above
        from checker.domain.installation import DIST  # noqa: PLC0415 - as above

        command = question.command or self.releasing.facade.load().project.smoke
        addresses = given_addresses(question.addresses, os.environ)
        if question.dist is not None:
            if not question.dist.is_dir():
                raise UsageError(f"there is no folder {question.dist}", hint="name the folder of the built files")
            folder, index = str(question.dist.resolve()), addresses.get("pypi", "")
            index = base_address(index, source="the address of pypi") if index else ""
            project = next(
                (one.project for one in manifest.targets if one.registry in INSTALLED_FROM), manifest.project
            )
            trial = trial_of(manifest, project, command=command, index=index, folder=folder, seconds=question.seconds)
            yield DIST, trial
            return
        for target in places_of(manifest, only=question.only):
            said = addresses.get(target.registry, "") or of_client(target)
            if not said:
                raise UsageError(
                    f"nobody on this machine says where {target.registry} is",
                    hint=f"give --registry {target.registry}=URL, or leave it out with --only",
                )
            index = base_address(said, source=f"the address of {target.registry}")
            yield (
                target.registry,
                trial_of(manifest, target.project, command=command, index=index, seconds=question.seconds),
            )

    def _manifest(self, question: SmokeQuestion) -> "Manifest":
        from checker.application.check_project import inputs_of  # noqa: PLC0415 - as above
        from checker.domain.project import Inputs  # noqa: PLC0415 - as above
        from checker.formats.manifest_v1 import parse_manifest  # noqa: PLC0415 - as above

        facade = self.releasing.facade
        given = facade.given(manifest=question.manifest)
        if not given.manifest:
            project = facade.load().project
            alone = replace(project, inputs=Inputs(manifest=project.inputs.manifest))
            given = given.over(inputs_of(alone, files=facade.files, without=given))
        if not given.manifest:
            raise UsageError("nothing says which files are the release's", hint="give --manifest FILE")
        return parse_manifest(given.manifest.data, source=given.manifest.name)[0]
