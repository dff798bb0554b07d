"""Manifests compared: every difference by name, and nothing where both say the same."""

from dataclasses import replace

from checker.application.compare_manifests import compare_manifests
from checker.domain.digest import digest_of
from checker.domain.manifest import Artifact, EvidenceReference, Manifest, Source, Target

WHEEL = Artifact(name="widget-1.whl", kind="wheel", sha256="0" * 64, size=2)
MANIFEST = Manifest(
    project="widget",
    version="1",
    source=Source(host="github.com", repository="octo/widget", commit="a" * 40, ref="refs/tags/v1"),
    artifacts=(WHEEL,),
    targets=(Target(registry="pypi", project="widget"),),
    evidence=(),
    digest=digest_of(b"1"),
)


def test_a_manifest_is_like_itself() -> None:
    assert compare_manifests(MANIFEST, MANIFEST) == ()


def test_every_difference_is_named_with_before_and_after() -> None:
    other = replace(
        MANIFEST,
        version="2",
        artifacts=(replace(WHEEL, sha256="1" * 64), replace(WHEEL, name="widget-2.whl")),
        targets=(),
        evidence=(EvidenceReference(kind="sbom", sha256="2" * 64, subject=""),),
    )

    assert [(one.what, one.before, one.after) for one in compare_manifests(MANIFEST, other)] == [
        ("version", "1", "2"),
        ("artifacts widget-1.whl", f"wheel, 2 bytes, sha256 {'0' * 64}", f"wheel, 2 bytes, sha256 {'1' * 64}"),
        ("targets pypi widget", "named", ""),
        ("artifacts widget-2.whl", "", f"wheel, 2 bytes, sha256 {'0' * 64}"),
        (f"evidence sbom {'2' * 64}", "", "named"),
    ]
