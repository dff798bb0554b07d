"""Builds a bundle: deterministic bytes that OPA loads and that read back as the same bundle."""

from dataclasses import dataclass, field, replace

from checker.application.read_bundle import read_bundle
from checker.domain.snapshot import Bundle, BundleFile
from checker.errors import BundleRefusedError, Place, UsageError
from checker.formats.bundle_archive import write_archive
from checker.formats.bundle_manifest import BundleManifest, parse_bundle_manifest, render_bundle_manifest
from checker.formats.bundle_names import MANIFEST
from checker.formats.bundle_packages import bundle_data, derived_roots, is_module, package_of
from checker.formats.bundle_tree import SIGNATURE_FILES
from checker.ports.bundles import FetchedBundle


@dataclass(frozen=True, slots=True, kw_only=True)
class BuiltBundle:
    """A built bundle: the bytes of its archive, and the bundle those bytes hold."""

    archive: bytes = field(repr=False)
    bundle: Bundle


def build_bundle(
    fetched: FetchedBundle, *, name: str = "", revision: int | None = None, roots: tuple[str, ...] = ()
) -> BuiltBundle:
    """The archive of a folder's rules, library and data.

    Tests and signatures are left out: a gate never compiles the first, and the second would be of something else. What
    is not given is taken from the folder's `.manifest`; roots that nobody names are those of the packages and data.

    Raises:
        UsageError: the bundle has no name or no revision, or an archive was given to build from.
        BundleRefusedError: the folder is unsafe, without rules, or with a package outside its roots.
    """
    source = fetched.source
    if fetched.archive is not None:
        raise UsageError("a bundle is built from a folder, not from an archive", where=Place(source=source))
    packed = [file for file in fetched.files if _is_packed(file)]
    written = next((file.data for file in fetched.files if file.path == MANIFEST), None)
    declared = BundleManifest(roots=()) if written is None else parse_bundle_manifest(written, source=source)
    manifest = BundleManifest(
        name=name or declared.name,
        revision=declared.revision if revision is None else revision,
        roots=tuple(sorted(roots)) or declared.roots or _derived(packed, source),
    )
    if not manifest.name or manifest.revision < 1:
        raise UsageError(
            f"the bundle has the name {manifest.name or '(none)'} and the revision {manifest.revision}, "
            "expected a name and a revision from 1 on",
            hint="give --name and --revision, or write both into .manifest under metadata.clean-release",
            where=Place(source=source),
        )
    packed.append(BundleFile(path=MANIFEST, data=render_bundle_manifest(manifest)))
    archive = write_archive(packed)
    bundle = read_bundle(replace(fetched, archive=archive, files=()))
    return BuiltBundle(archive=archive, bundle=bundle)


def _is_packed(file: BundleFile) -> bool:
    return file.path not in {MANIFEST, *SIGNATURE_FILES} and not file.path.endswith("_test.rego")


def _derived(files: list[BundleFile], source: str) -> tuple[str, ...]:
    packages = [package_of(file, source=source) for file in files if is_module(file)]
    if not packages:
        raise BundleRefusedError(
            "the folder holds no rules", hint="a bundle holds at least one .rego file", where=Place(source=source)
        )
    return derived_roots(packages, bundle_data(files, source=source))
