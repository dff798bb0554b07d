"""The facade of attestations: what the provider keeps of the artifacts, read now, and who may have signed it."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from checker.bootstrap.services import ProjectServices
from checker.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from checker.application.collect_attestations import AttestedArtifact
    from checker.domain.manifest import Manifest
    from checker.ports.provider import Provider


@dataclass(frozen=True, slots=True, kw_only=True)
class AttestationQuestion:
    """What is asked: of which manifest (a file; the project's, if empty), held against which roots of trust."""

    manifest: str = ""
    trusted_root: Path | None = None


@dataclass(frozen=True, kw_only=True)
class Attesting:
    """Attestations of the artifacts of one release."""

    facade: ProjectServices

    def collect(self, question: AttestationQuestion, *, provider: "Provider") -> "tuple[AttestedArtifact, ...]":
        """What the provider attests of each artifact of the manifest; nothing is written.

        Raises:
            UsageError: there is no manifest.
            CleanReleaseError: it was refused, or this installation cannot verify.
        """
        from checker.adapters.attestations.bundle_verifier import BundleVerifier  # noqa: PLC0415 - lazy
        from checker.application.collect_attestations import collect_attestations  # noqa: PLC0415 - as above

        manifest = self._manifest(question)
        return collect_attestations(
            manifest.artifacts,
            slug=self.facade.load().project.slug,
            provider=provider,
            verifier=BundleVerifier(self.facade.trusted_repositories, question.trusted_root),
        )

    def write(self, found: "Sequence[AttestedArtifact]", folder: Path) -> tuple[Path, ...]:
        """Write each verified bundle whole into a folder, which is made if it is not there."""
        from checker.adapters.project_files import make_folder, replace_file  # noqa: PLC0415

        files = {file.name: file.data for one in found for file in one.files}
        make_folder(folder)
        for name, data in files.items():
            replace_file(folder / name, data)
        return tuple(folder / name for name in files)

    def _manifest(self, question: AttestationQuestion) -> "Manifest":
        from checker.application.check_project import inputs_of  # noqa: PLC0415 - as above
        from checker.formats.manifest_v1 import parse_manifest  # noqa: PLC0415 - as above

        given = self.facade.given(manifest=question.manifest)
        if not given.manifest:
            given = inputs_of(self.facade.load().project, files=self.facade.files, without=given)
        if not given.manifest:
            raise UsageError("there is no manifest whose artifacts could be asked about", hint="give --manifest")
        return parse_manifest(given.manifest.data, source=given.manifest.name)[0]
