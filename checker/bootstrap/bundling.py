"""The bundling facade: build, sign, verify and inspect bundles; keys."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from checker.bootstrap.services import ProjectServices
from checker.domain.bundle_address import remote_address
from checker.domain.namespace import Namespace
from checker.domain.rule import Contract
from checker.errors import UsageError

if TYPE_CHECKING:
    from checker.application.build_bundle import BuiltBundle
    from checker.application.fetch_locked import ObtainedBundle
    from checker.application.inspect_bundle import Inspection
    from checker.domain.snapshot import ResolvedBundle
    from checker.ports.bundles import FetchedBundle
    from checker.ports.signer import KeyIdentity, KeyStore


@dataclass(frozen=True, kw_only=True)
class Bundling:
    """Bundles and the keys that sign them."""

    facade: ProjectServices

    def build(self, source: str, target: Path, *, name: str, revision: int) -> "BuiltBundle":
        """Build a folder into the archive `target`, which is replaced whole.

        Args:
            source: the folder.
            target: where the archive goes.
            name: empty takes the one in the folder's manifest.
            revision: 0 takes the one in the folder's manifest.

        Raises:
            UsageError: the target is not named like an archive, or lies in the folder.
            BundleRefusedError: unsafe, without rules, outside its roots, or a rule breaks the contract or has no test.
        """
        from checker.adapters.project_files import lies_below, replace_file  # noqa: PLC0415
        from checker.application.build_bundle import build_bundle  # noqa: PLC0415
        from checker.application.hold_to_contract import hold_to_contract, offers_rules  # noqa: PLC0415
        from checker.bootstrap.policy_sources import PolicySources  # noqa: PLC0415

        if not target.name.endswith((".tar.gz", ".tgz")):
            raise UsageError(f"{target.name!a} is not named like an archive", hint="end the name in .tar.gz")
        fetched = self.facade.bundles.fetch(source)
        if fetched.archive is None and lies_below(target, Path(fetched.location)):
            raise UsageError(
                f"{target} lies in the folder it is built from, so the next build would hold this one",
                hint="write the archive beside the folder",
            )
        built = build_bundle(fetched, name=name, revision=revision or None)
        if offers_rules(fetched.files, source=source):
            opened = PolicySources(facade=self.facade).reader(self.facade.directory).open(source)
            hold_to_contract(opened, files=fetched.files, checks=self.facade.rule_checks())
        replace_file(target, built.archive)
        return built

    def sign(self, source: str, *, key: str) -> Path:
        """Put this user's signature into the envelope beside an archive, or inside a folder; returns its path.

        Raises:
            NotFoundError: there is no such bundle, or no such key.
            TrustError: the envelope that is there is about other bytes.
            UsageError: the bundle is not on this machine, does not name itself, or the key has signed already.
        """
        from checker.adapters.bundles.local_bundles import ENVELOPE_SUFFIX  # noqa: PLC0415
        from checker.adapters.project_files import replace_file  # noqa: PLC0415
        from checker.application.sign_bundle import sign_bundle  # noqa: PLC0415
        from checker.formats.bundle_names import ENVELOPE  # noqa: PLC0415

        fetched = self.facade.bundles.fetch(source)
        if not fetched.location:
            raise UsageError(
                "only an archive or a folder on this machine is signed",
                hint="build one with `clean-release bundle build`",
            )
        envelope = sign_bundle(fetched, signer=self.keys.signer(key), issued=self.facade.now())
        inside = fetched.archive is None
        path = Path(fetched.location, ENVELOPE) if inside else Path(fetched.location + ENVELOPE_SUFFIX)
        replace_file(path, envelope)
        return path

    def verify(self, source: str, *, contract: Contract = Contract.RELEASE_POLICY) -> "ResolvedBundle":
        """The bundle, which the anchor vouches for now.

        Raises:
            TrustError: it does not.
        """
        from checker.adapters.bundles.release_policy import shipped_pins  # noqa: PLC0415
        from checker.application.decide_trust import TrustBasis  # noqa: PLC0415
        from checker.application.verify_bundle import verify_bundle  # noqa: PLC0415

        anchor = self.facade.anchor_in_force(Namespace.REAL)
        basis = TrustBasis(anchor=anchor, now=self.facade.now(), pins=shipped_pins())
        return verify_bundle(self._found(source), basis=basis, contract=contract)

    def inspect(self, source: str) -> "Inspection":
        """What a bundle holds and claims, none of it believed."""
        from checker.application.inspect_bundle import inspect_bundle  # noqa: PLC0415

        return inspect_bundle(self._found(source))

    def _found(self, source: str) -> "FetchedBundle":
        """A bundle of this machine, or one of another that the project's lock names and that was fetched before."""
        loaded = self.facade.load_if_there() if remote_address(source) else None
        lock = loaded.lock if loaded else None
        return self.facade.bundles.fetch(source, locked=lock.entry(source) if lock else None)

    def fetch(self) -> "tuple[ObtainedBundle, ...]":
        """Fetch what the project's lock names of other machines, verify it, and keep it here.

        Raises:
            NotFoundError: there is no lock, or nothing at a source.
            TrustError: what comes is not what was locked, or the anchor does not vouch for it.
            ProviderError: there was no answer that can be used.
        """
        return self.facade.fetch_locked()

    @property
    def keys(self) -> "KeyStore":
        """This user's private keys."""
        from checker.adapters.anchor.anchor_file import configuration_folder  # noqa: PLC0415
        from checker.adapters.signing.key_folder import KeyFolder  # noqa: PLC0415

        return KeyFolder(configuration_folder(os.environ) / "keys")

    def generate_key(self, name: str) -> "KeyIdentity":
        """Make a key of this user's own; it is never replaced.

        Raises:
            ConflictError: there is one of this name already.
        """
        return self.keys.generate(name)
