"""Bundles, archives, keys and anchors for tests: small, deterministic, and wrong in exactly the way a test asks for."""

import gzip
import hashlib
import io
import tarfile
from collections.abc import Iterable, Mapping
from dataclasses import replace

from checker.application.decide_trust import TrustBasis
from checker.domain.digest import Digest
from checker.domain.snapshot import BundleFile
from checker.domain.trust import Anchor, BundleTrust, KeyRole, TrustedKey, TrustMethod
from checker.formats.bundle_archive import write_archive
from checker.formats.bundle_manifest import BundleManifest, render_bundle_manifest
from checker.ports.bundles import FetchedBundle
from tests.fakes.memory_keys import MemorySigner

NOW = "2026-03-01T12:00:00Z"
ISSUED = "2026-02-01T12:00:00Z"
RULE = b'package rules.team.reviewed\n\nsubjects contains "main"\n\nholds["main"] := true\n'
LIBRARY = b"package lib.team\n\nanswer := 42\n"
ROOTS = ("lib/team", "rules/team")


def files_of(contents: Mapping[str, bytes]) -> tuple[BundleFile, ...]:
    """Files by path."""
    return tuple(BundleFile(path=path, data=data) for path, data in contents.items())


def manifest_bytes(*, name: str = "team-policy", revision: int = 7, roots: tuple[str, ...] = ROOTS) -> bytes:
    """The manifest of the team's bundle."""
    return render_bundle_manifest(BundleManifest(name=name, revision=revision, roots=roots))


def team_contents(revision: int = 7) -> dict[str, bytes]:
    """What the team's bundle holds, by path."""
    return {
        ".manifest": manifest_bytes(revision=revision),
        "lib/team/answer.rego": LIBRARY,
        "rules/team/reviewed/reviewed.rego": RULE,
    }


def team_archive(revision: int = 7, more: Mapping[str, bytes] | None = None) -> bytes:
    """The team's bundle as an archive, with more files if wanted."""
    return write_archive(files_of({**team_contents(revision), **(more or {})}))


def fetched(archive: bytes, *, source: str = "team.tar.gz", envelope: bytes = b"", location: str = "") -> FetchedBundle:
    """An archive as a source delivers it."""
    return FetchedBundle(source=source, name="unnamed", location=location, archive=archive, envelope=envelope)


def fetched_folder(contents: Mapping[str, bytes], *, source: str = "team") -> FetchedBundle:
    """A folder as a source delivers it."""
    return FetchedBundle(source=source, name="unnamed", location=f"/srv/{source}", files=files_of(contents))


def member(name: str, data: bytes = b"", **fields: object) -> tuple[tarfile.TarInfo, bytes]:
    """A tar member with whatever header fields a test wants."""
    entry = tarfile.TarInfo(name)
    entry.size = len(data)
    for field, value in fields.items():
        setattr(entry, field, value)
    return entry, data


def tar_of(members: Iterable[tuple[tarfile.TarInfo, bytes]], *, form: int = tarfile.PAX_FORMAT) -> bytes:
    """A tar archive, not compressed."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=form, encoding="utf-8", errors="surrogateescape") as tar:
        for entry, data in members:
            tar.addfile(entry, io.BytesIO(data))
    return buffer.getvalue()


def archive_of(members: Iterable[tuple[tarfile.TarInfo, bytes]], *, form: int = tarfile.PAX_FORMAT) -> bytes:
    """A `.tar.gz`."""
    return gzip.compress(tar_of(members, form=form), mtime=0)


def team_members() -> list[tuple[tarfile.TarInfo, bytes]]:
    """The members of the team's bundle, to add bad ones to."""
    return [member(path, data) for path, data in team_contents().items()]


def digest_for(text: str) -> Digest:
    """Some digest, the same for the same text."""
    return Digest("sha256:" + hashlib.sha256(text.encode()).hexdigest())


def policy_key(name: str, *, packages: tuple[str, ...] = ("rules", "lib")) -> TrustedKey:
    """The public key of a person of this name, for policy; `dataclasses.replace` changes the rest."""
    return TrustedKey(
        name=name, role=KeyRole.POLICY, public_key=MemorySigner(name).identity.public_key, packages=packages
    )


def dsse_anchor(*keys: TrustedKey, threshold: int = 1, minimum_revision: int = 0) -> Anchor:
    """An anchor that demands signatures of these keys on the team's bundle."""
    trust = BundleTrust(
        bundle="team-policy",
        method=TrustMethod.DSSE,
        keys=tuple(key.name for key in keys),
        threshold=threshold,
        minimum_revision=minimum_revision,
    )
    return Anchor(bundles=(trust,), repositories=(), keys=keys)


def anchor_of(trust: BundleTrust) -> Anchor:
    """An anchor with one entry and no keys."""
    return Anchor(bundles=(trust,), repositories=())


def basis_of(anchor: Anchor | None, *, now: str = NOW, pins: Mapping[str, Digest] | None = None) -> TrustBasis:
    """What trust stands on."""
    return TrustBasis(anchor=anchor, now=now, pins=pins or {})


def revoked(key: TrustedKey) -> TrustedKey:
    """The key, revoked."""
    return replace(key, revoked=True)
