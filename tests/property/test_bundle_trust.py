"""Whatever byte is changed, a bundle is refused; whatever names it holds, it is read in one way or not at all."""

import gzip
import io
import tarfile
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.application.resolve_bundle import resolve_bundle
from checker.application.sign_bundle import sign_bundle
from checker.domain.snapshot import BundleFile
from checker.errors import CleanReleaseError
from checker.formats.bundle_archive import read_archive, write_archive
from checker.formats.bundle_limits import BUNDLE_LIMITS
from checker.formats.bundle_names import TakenNames, checked_path
from checker.formats.bundle_tree import tree_digest
from checker.ports.bundles import FetchedBundle
from tests.bundle_builders import (
    ISSUED,
    basis_of,
    dsse_anchor,
    fetched,
    member,
    policy_key,
    tar_of,
    team_archive,
    team_members,
)
from tests.fakes.memory_keys import MemorySigner

pytestmark = pytest.mark.property

ANCHOR = dsse_anchor(policy_key("alice"), policy_key("bob"), threshold=2)


def signed() -> FetchedBundle:
    bundle = fetched(team_archive())
    for name in ("alice", "bob"):
        bundle = replace(bundle, envelope=sign_bundle(bundle, signer=MemorySigner(name), issued=ISSUED))
    return bundle


GENUINE = signed()
ARCHIVE = GENUINE.archive or b""


def is_trusted(bundle: FetchedBundle) -> bool:
    try:
        return resolve_bundle(bundle, basis=basis_of(ANCHOR)).trust.is_anchored
    except CleanReleaseError:
        return False


def flipped(data: bytes, at: int, bits: int) -> bytes:
    changed = bytearray(data)
    changed[at] ^= bits
    return bytes(changed)


def test_the_genuine_bundle_is_trusted() -> None:
    assert is_trusted(GENUINE)


@given(st.integers(0, len(ARCHIVE) - 1), st.integers(1, 255))
def test_no_byte_of_a_signed_archive_can_be_changed(at: int, bits: int) -> None:
    assert not is_trusted(replace(GENUINE, archive=flipped(ARCHIVE, at, bits)))


@given(st.integers(0, len(GENUINE.envelope) - 1), st.integers(1, 255))
def test_no_byte_of_an_envelope_can_be_changed(at: int, bits: int) -> None:
    assert not is_trusted(replace(GENUINE, envelope=flipped(GENUINE.envelope, at, bits)))


@given(st.integers(0, len(ARCHIVE) - 1))
def test_no_part_of_a_signed_archive_can_be_left_out(length: int) -> None:
    assert not is_trusted(replace(GENUINE, archive=ARCHIVE[:length]))


TAR = tar_of(team_members())


@given(st.integers(0, len(TAR) - 1), st.integers(1, 255))
def test_without_checksum_and_signature_the_tree_digest_alone_tells_every_change(at: int, bits: int) -> None:
    genuine = read_archive(gzip.compress(TAR), source="b")
    try:
        files = read_archive(gzip.compress(flipped(TAR, at, bits)), source="b")
    except CleanReleaseError:
        return
    assert (tree_digest(files) == tree_digest(genuine)) is (files == genuine)


names = st.text(st.sampled_from("aAbB./\\: \u00e9e\u0301\u202e\ufb01f\x00\n"), max_size=8)


@given(st.lists(names, min_size=1, max_size=4))
def test_every_reader_sees_the_files_that_are_read_here(paths: list[str]) -> None:
    """Python's own tar reader, which OPA's and everybody's resemble, finds the same names and content."""
    members = [member(path, path.encode()) for path in paths if "\0" not in path]
    try:
        ours = read_archive(gzip.compress(tar_of(members)), source="b")
    except CleanReleaseError:
        return
    with tarfile.open(fileobj=io.BytesIO(tar_of(members)), encoding="utf-8") as tar:
        theirs = {entry.name: entry.size for entry in tar.getmembers()}
    assert {file.path: len(file.data) for file in ours} == theirs
    assert len({path.casefold() for path in theirs}) == len(theirs)


@given(st.dictionaries(names, st.binary(max_size=2000), min_size=1, max_size=5))
def test_what_has_accepted_names_is_written_and_read_back(contents: dict[str, bytes]) -> None:
    taken = TakenNames(source="b")
    try:
        for path in contents:
            taken.take_file(checked_path(path.encode(), source="b", limits=BUNDLE_LIMITS))
    except CleanReleaseError:
        return
    files = tuple(BundleFile(path=path, data=data) for path, data in sorted(contents.items()))

    assert read_archive(write_archive(files), source="b") == files
