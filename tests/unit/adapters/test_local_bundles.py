"""Bundles of this machine: paths and the one the package carries, no addresses."""

import os
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from checker.adapters.bundles.local_bundles import LocalBundles
from checker.adapters.bundles.release_policy import (
    ARCHIVE,
    PIN,
    REVISION,
    build_release_policy,
    render_pin,
    shipped_pins,
)
from checker.application.read_bundle import read_bundle
from checker.application.resolve_bundle import resolve_bundle
from checker.domain.trust import BundleTrust, TrustMethod
from checker.errors import BundleRefusedError, InputRefusedError, NotFoundError
from tests.architecture.source_tree import ROOT
from tests.bundle_builders import LIBRARY, RULE, anchor_of, basis_of, fetched, team_archive

PACKAGES = sorted({sysconfig.get_path("purelib"), sysconfig.get_path("platlib")})


@pytest.fixture
def policies(tmp_path: Path) -> Path:
    for path, data in {
        "rules/team/reviewed/reviewed.rego": RULE,
        "rules/team/reviewed/reviewed_test.rego": b"package rules.team.reviewed_test\n\ntest_passes if true\n",
        "rules/team/README.md": b"not policy",
        "lib/team/answer.rego": LIBRARY,
        "checks/style/style.rego": b"package checks.style\n",
        "schemas/input_v1.json": b"{}",
    }.items():
        (tmp_path / "policies" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "policies" / path).write_bytes(data)
    return tmp_path / "policies"


@pytest.fixture
def carried(tmp_path: Path, policies: Path) -> Path:
    place = tmp_path / "carried"
    place.mkdir()
    archive = build_release_policy(policies)
    (place / ARCHIVE).write_bytes(archive)
    (place / PIN).write_bytes(render_pin(read_bundle(fetched(archive))))
    return place


def test_the_shipped_bundle_holds_rules_and_library_without_tests(policies: Path) -> None:
    bundle = read_bundle(fetched(build_release_policy(policies)))

    assert (bundle.name, bundle.revision, bundle.roots) == ("release-policy", REVISION, ("lib/team", "rules/team"))
    assert [file.path for file in bundle.files] == [
        ".manifest",
        "lib/team/answer.rego",
        "rules/team/reviewed/reviewed.rego",
    ]


def test_the_shipped_bundle_does_not_depend_on_where_and_when_it_is_built(policies: Path) -> None:
    first = build_release_policy(policies)
    for path in policies.rglob("*"):
        os.utime(path, (1, 1))

    assert build_release_policy(policies.rename(policies.with_name("elsewhere"))) == first


def test_building_the_shipped_bundle_needs_no_package_but_the_one_the_build_installs() -> None:
    program = "import sys, checker.adapters.bundles.release_policy; print(*sorted(sys.modules), sep='\\n')"
    # Isolated from site hooks, which load packages of the development environment.
    bare = [sys.executable, "-S", "-c", f"import sys; sys.path += {[str(ROOT), *PACKAGES]!r}; {program}"]
    loaded = subprocess.run(bare, capture_output=True, text=True, check=True).stdout.split()

    foreign = {name.partition(".")[0] for name in loaded} - set(sys.stdlib_module_names) - {"__main__"}
    assert foreign == {"checker", "rfc8785"}


def test_the_shipped_bundle_is_trusted_by_the_digest_recorded_beside_it(tmp_path: Path, carried: Path) -> None:
    bundle = LocalBundles(base=tmp_path, carried=carried).fetch("builtin:release-policy")
    anchor = anchor_of(BundleTrust(bundle="release-policy", method=TrustMethod.PINNED))

    resolved = resolve_bundle(bundle, basis=basis_of(anchor, pins=shipped_pins(carried)))

    assert resolved.trust.method is TrustMethod.PINNED
    assert bundle.location == ""


def test_a_builtin_bundle_that_does_not_exist_or_is_not_carried_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="no builtin bundle 'other'"):
        LocalBundles(base=tmp_path).fetch("builtin:other")
    with pytest.raises(NotFoundError, match="carries no bundle"):
        LocalBundles(base=tmp_path, carried=tmp_path).fetch("builtin:release-policy")
    with pytest.raises(NotFoundError, match="carries no pinned digest"):
        shipped_pins(tmp_path)


@pytest.mark.parametrize("data", [b"[]", b"{}", b'{"tree_digest": "x"}', b'{"tree_digest": 1}'])
def test_a_damaged_pin_is_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / PIN).write_bytes(data)

    with pytest.raises(InputRefusedError):
        shipped_pins(tmp_path)


@pytest.mark.parametrize(
    "source",
    [
        "https://example.invalid/b.tar.gz",
        "http://example.invalid/b",
        "file:///srv/b.tar.gz",
        "git+ssh://example.invalid/b",
        "oci://example.invalid/b",
        "//host/share/b.tar.gz",
        "\\\\host\\share\\b.tar.gz",
        "C:\\b.tar.gz",
        "c:b.tar.gz",
        "BUILTIN:release-policy",
        "",
    ],
)
def test_what_is_not_a_path_of_this_machine_is_refused(tmp_path: Path, source: str) -> None:
    with pytest.raises(BundleRefusedError, match="not a path of this machine"):
        LocalBundles(base=tmp_path).fetch(source)


@pytest.mark.parametrize("source", ["b\0.tar.gz", "a\nb", "\u202eb", "\x1b[2J"])
def test_a_name_that_cannot_be_seen_never_reaches_a_report(tmp_path: Path, source: str) -> None:
    if "\0" not in source:
        (tmp_path / source).mkdir()

    with pytest.raises(BundleRefusedError, match="cannot be seen") as refusal:
        LocalBundles(base=tmp_path).fetch(source)

    assert str(refusal.value).isprintable()


def test_the_folder_one_stands_in_has_a_name_too(tmp_path: Path) -> None:
    (tmp_path / "a\nb").mkdir()

    with pytest.raises(BundleRefusedError, match="cannot be seen"):
        LocalBundles(base=tmp_path / "a\nb").fetch(".")


def test_relative_paths_start_at_the_base_and_absolute_ones_stay(tmp_path: Path) -> None:
    (tmp_path / "b.tgz").write_bytes(team_archive())

    relative = LocalBundles(base=tmp_path / "project").fetch("../b.tgz")
    absolute = LocalBundles(base=tmp_path / "project").fetch(str(tmp_path / "b.tgz"))

    assert relative.location == absolute.location == str(tmp_path / "b.tgz")
    assert (relative.name, relative.archive, relative.envelope) == ("b", team_archive(), b"")


def test_other_files_and_links_are_refused(tmp_path: Path) -> None:
    (tmp_path / "b.zip").write_bytes(b"")
    (tmp_path / "real.tar.gz").write_bytes(team_archive())
    (tmp_path / "link.tar.gz").symlink_to(tmp_path / "real.tar.gz")
    os.mkfifo(tmp_path / "pipe.tar.gz")
    (tmp_path / "linked.tar.gz").write_bytes(team_archive())
    (tmp_path / "linked.tar.gz.dsse.json").symlink_to(tmp_path / "real.tar.gz")
    bundles = LocalBundles(base=tmp_path)

    for name, why in (
        ("b.zip", "neither a folder nor"),
        ("link.tar.gz", "cannot be read"),
        ("pipe.tar.gz", "not a plain file"),
        ("linked.tar.gz", "cannot be read"),
    ):
        with pytest.raises(BundleRefusedError, match=why):
            bundles.fetch(name)
