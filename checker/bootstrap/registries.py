"""The facade of registries: what is published of a release, read now."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from checker import __version__
from checker.bootstrap.services import ProjectServices
from checker.errors import ProviderError, UsageError

if TYPE_CHECKING:
    from checker.application.audit_registry import AskedRelease, AuditedRegistries, Unaddressed
    from checker.application.read_tap import NoTap, TapCheckout
    from checker.domain.json_value import Json
    from checker.domain.manifest import Manifest, Target
    from checker.ports.registry import Registry

SETTING = "CLEAN_RELEASE_REGISTRY_"
"""The beginning of the variables that say where a registry is, as in CLEAN_RELEASE_REGISTRY_TESTPYPI."""

TAP_FOLDER = "homebrew-tap"
"""Where a tap is looked for, beside the project's folder."""

_NO_TAPS: "dict[str, Json]" = {"taps": {"status": "not_requested", "evidence": []}}
KNOWN = ("pypi", "testpypi", "npm", "crates")


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistryQuestion:
    """What is asked, and where.

    `manifest`: a file, instead of the one the project file names. `version`: instead of the manifest's. `addresses`:
    each `NAME=URL`. `trusted_root`: the roots that provenance is held against; sigstore's public ones, if none.
    `tap`: a checkout of the Homebrew tap; the folder `homebrew-tap` beside the project's, if none.
    """

    manifest: str = ""
    version: str = ""
    addresses: tuple[str, ...] = ()
    trusted_root: Path | None = None
    tap: Path | None = None


@dataclass(frozen=True, kw_only=True)
class Registries:
    """Registries of one project's release."""

    facade: ProjectServices

    def audit(self, question: RegistryQuestion) -> "AuditedRegistries":
        """The audit of every target's registry; nothing is written.

        Raises:
            UsageError: nothing says which version or targets, or an address is none.
            ProviderError: this installation cannot ask a registry.
            CleanReleaseError: a document was refused.
        """
        _refuse_without_packages()
        from checker.adapters.registry.provenance import SigstoreProvenance  # noqa: PLC0415 - heavy, used here alone
        from checker.application.audit_registry import audit_registry  # noqa: PLC0415 - as above

        asked = self._asked(question)
        addresses = given_addresses(question.addresses, os.environ)
        with self._tap(question, asked) as tap, self._registries(asked.targets, addresses) as registries:
            return audit_registry(
                asked,
                registries=registries,
                tap=tap,
                verifier=SigstoreProvenance(question.trusted_root),
                version=__version__,
                at=self.facade.now(),
            )

    def sections(self, manifest: "Manifest", *, addresses: Sequence[str] = ()) -> "dict[str, Json]":
        """What the registries of a manifest's targets show of its version, as the sections of an audit.

        Raises:
            UsageError: an address is none.
            ProviderError: this installation cannot ask a registry.
        """
        _refuse_without_packages()
        from checker.adapters.registry.provenance import SigstoreProvenance  # noqa: PLC0415 - heavy, used here alone
        from checker.application.audit_registry import AskedRelease, audit_registry  # noqa: PLC0415 - as above
        from checker.application.read_tap import NoTap  # noqa: PLC0415 - as above
        from checker.domain.json_shape import object_of  # noqa: PLC0415 - as above

        source = manifest.source
        asked = AskedRelease(
            host=source.host, slug=source.repository, version=manifest.version, targets=manifest.targets
        )
        with self._registries(asked.targets, given_addresses(addresses, os.environ)) as registries:
            found = audit_registry(
                asked,
                registries=registries,
                tap=NoTap(why="a formula is no channel"),
                verifier=SigstoreProvenance(None),
                version=__version__,
                at=self.facade.now(),
            )
        return {**_NO_TAPS, **object_of(found.audit.document["sections"], "sections")}

    def _asked(self, question: RegistryQuestion) -> "AskedRelease":
        from checker.application.audit_registry import AskedRelease  # noqa: PLC0415 - as above

        project = self.facade.load().project
        manifest = self._manifest(question)
        version = question.version or (manifest.version if manifest else "")
        if not version:
            raise UsageError(
                "nothing says which version to look for", hint="give --manifest or --version, or name inputs.manifest"
            )
        targets = manifest.targets if manifest else project.release.targets
        return AskedRelease(
            host=project.host,
            slug=project.slug,
            version=version,
            targets=targets,
            publishers=project.attesting,
            formulas=project.release.formulas,
        )

    def _manifest(self, question: RegistryQuestion) -> "Manifest | None":
        from checker.application.check_project import inputs_of  # noqa: PLC0415 - as above
        from checker.domain.project import Inputs  # noqa: PLC0415 - as above
        from checker.formats.manifest_v1 import parse_manifest  # noqa: PLC0415 - as above

        given = self.facade.given(manifest=question.manifest)
        if not given.manifest and not question.version:
            project = self.facade.load().project
            # the audits it names need not be there yet: this one may be among them
            named = replace(project, inputs=Inputs(manifest=project.inputs.manifest))
            given = given.over(inputs_of(named, files=self.facade.files, without=given))
        return parse_manifest(given.manifest.data, source=given.manifest.name)[0] if given.manifest else None

    @contextmanager
    def _tap(self, question: RegistryQuestion, asked: "AskedRelease") -> "Iterator[TapCheckout | NoTap]":
        """The checkout of the tap, if a formula is asked for; nothing of it is run."""
        from checker.adapters.project_files import FolderFiles  # noqa: PLC0415 - as above
        from checker.adapters.workspace.checkout_git import checkout_git  # noqa: PLC0415 - as above
        from checker.application.read_tap import NoTap, TapCheckout  # noqa: PLC0415 - as above

        folder = question.tap or self.facade.folder.resolve().parent / TAP_FOLDER
        if question.tap and not asked.formulas:
            raise UsageError("--tap is given, and the project has no formula", hint="name it under release.formulas")
        if not asked.formulas or not (folder / ".git").exists():
            yield NoTap(why=f"there is no checkout of a tap in a folder {folder.name}")
            return
        with checkout_git(folder, environment=os.environ) as git:
            yield TapCheckout(git=git, files=FolderFiles(folder), writable=os.access(folder, os.W_OK))

    @contextmanager
    def _registries(
        self, targets: "Sequence[Target]", addresses: Mapping[str, str]
    ) -> "Iterator[Mapping[Target, Registry | Unaddressed]]":
        """What each target is asked of; one connection for each address."""
        with ExitStack() as open_ones:
            yield {target: self._registry(target, addresses, open_ones) for target in targets}

    def _registry(
        self, target: "Target", addresses: Mapping[str, str], open_ones: ExitStack
    ) -> "Registry | Unaddressed":
        from checker.adapters.registry.fetch import Fetcher  # noqa: PLC0415 - as above
        from checker.adapters.registry.npm import NpmRegistry  # noqa: PLC0415 - as above
        from checker.adapters.registry.place import base_address  # noqa: PLC0415 - as above
        from checker.adapters.registry.pypi import PythonIndex  # noqa: PLC0415 - as above
        from checker.adapters.registry.rust_index import RustIndex  # noqa: PLC0415 - as above
        from checker.application.audit_registry import Unaddressed  # noqa: PLC0415 - as above

        if target.registry not in KNOWN:
            return Unaddressed(why=f"targets of the kind {target.registry} are not read here", needs="nothing yet")
        said = addresses.get(target.registry, "") or of_client(target)
        if not said:
            return Unaddressed(
                why=f"nobody on this machine says where {target.registry} is",
                needs=f"--registry {target.registry}=URL, or {SETTING}{target.registry.upper()}",
            )
        base = base_address(said, source=f"the address of {target.registry}")
        fetcher = open_ones.enter_context(Fetcher(base, clock=self.facade.clock, version=__version__))
        if target.registry == "npm":
            return NpmRegistry(base, fetcher)
        return RustIndex(base, fetcher) if target.registry == "crates" else PythonIndex(base, fetcher)


def given_addresses(options: Sequence[str], environment: Mapping[str, str]) -> dict[str, str]:
    """Where registries are, by name: the options, and else the variables.

    Raises:
        UsageError: an option is not `NAME=URL`, or names a registry that cannot be asked.
    """
    found = {name: text for name in KNOWN if (text := environment.get(f"{SETTING}{name.upper()}", ""))}
    for option in options:
        name, equals, url = option.partition("=")
        if name not in KNOWN or not equals or not url:
            raise UsageError(
                f"--registry {option!a} is none, expected NAME=URL with one of {', '.join(KNOWN)}",
                hint="as in --registry testpypi=https://HOST/simple",
            )
        found[name] = url.removeprefix("sparse+")
    return found


def of_client(target: "Target") -> str:
    """Where this user's own client reads the registry; empty where it does not say."""
    from checker.adapters.registry.clients import cargo_address, npm_address  # noqa: PLC0415 - as above
    from checker.adapters.registry.pypi import ENDPOINT  # noqa: PLC0415 - as above

    if target.registry == "pypi":
        return ENDPOINT
    if target.registry == "npm":
        scope = target.project.partition("/")[0] if target.project.startswith("@") else ""
        return npm_address(os.environ, scope=scope)
    return cargo_address(os.environ, home=Path.home()) if target.registry == "crates" else ""


def _refuse_without_packages() -> None:
    try:
        import checker.adapters.registry.fetch  # noqa: PLC0415
        import checker.adapters.registry.provenance  # noqa: PLC0415
        import checker.adapters.registry.pypi  # noqa: F401, PLC0415
    except ModuleNotFoundError as error:
        raise ProviderError(
            f"this installation cannot ask a registry: {error.name} is missing",
            hint="pip install 'clean-release[registry]'",
        ) from None
