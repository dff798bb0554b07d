"""An archive is read within limits and in one way, and written the same way every time."""

import gzip
import io
import struct
import tarfile
import zlib

import pytest

from checker.errors import BundleRefusedError
from checker.formats.bundle_archive import read_archive, write_archive
from checker.formats.bundle_limits import BundleLimits
from tests.bundle_builders import archive_of, files_of, member, tar_of, team_contents, team_members

BLOCK = 512


def refusal_of(archive: bytes, limits: BundleLimits | None = None) -> str:
    with pytest.raises(BundleRefusedError) as refusal:
        read_archive(archive, source="b.tar.gz", limits=limits or BundleLimits())
    return refusal.value.message


def read(archive: bytes) -> dict[str, bytes]:
    return {file.path: file.data for file in read_archive(archive, source="b.tar.gz")}


def test_what_was_written_is_read_back() -> None:
    files = {**team_contents(), "docs/" + "long/" * 10 + "x" * 150: b"1", "lib/é.rego": b"2", "empty": b""}

    assert read(write_archive(files_of(files))) == files


def test_writing_the_same_files_gives_the_same_bytes_in_any_order() -> None:
    files = files_of(team_contents())

    assert write_archive(files) == write_archive(reversed(files))


def test_an_archive_carries_no_times_owners_or_names_of_the_builder() -> None:
    archive = write_archive(files_of(team_contents()))

    assert archive[3] == 0
    assert archive[4:8] == b"\0\0\0\0"
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        entries = tar.getmembers()
    assert [entry.name for entry in entries] == sorted(team_contents())
    assert {(entry.mtime, entry.mode, entry.uid, entry.gid, entry.uname, entry.gname) for entry in entries} == {
        (0, 0o600, 0, 0, "", "")
    }


@pytest.mark.parametrize("form", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_archives_of_every_common_tar_are_read(form: int) -> None:
    deep = "rules/" + "group/" * 10 + "x" * 60 + "/rule.rego"
    members = [member("rules", type=tarfile.DIRTYPE), member("rules/", type=tarfile.DIRTYPE), member(deep, b"1")]

    assert read(archive_of(members, form=form)) == {deep: b"1"}


def test_harmless_pax_records_are_passed_over() -> None:
    headers = {"mtime": "1.5", "comment": "made by git archive"}
    entry, data = member("a.rego", b"1", pax_headers=headers)

    assert read(archive_of([(entry, data)])) == {"a.rego": b"1"}


def test_an_archive_written_by_opa_loses_the_slash_before_every_name() -> None:
    members = [member("/data.json", b"{}"), member("/rules/a.rego", b"1"), member("/.manifest", b"{}")]

    assert set(read(archive_of(members))) == {".manifest", "data.json", "rules/a.rego"}


@pytest.mark.parametrize(
    "names",
    [["/abs.rego"], ["/data.json", "rules/a.rego"], ["a.rego", "/abs.rego"], ["/data.json", "//host/a.rego"]],
)
def test_any_other_leading_slash_is_an_absolute_path(names: list[str]) -> None:
    assert "is absolute" in refusal_of(archive_of([member(name) for name in names]))


@pytest.mark.parametrize(
    ("kind", "what"),
    [
        (tarfile.SYMTYPE, "a symbolic link"),
        (tarfile.LNKTYPE, "a hard link"),
        (tarfile.CHRTYPE, "a character device"),
        (tarfile.BLKTYPE, "a block device"),
        (tarfile.FIFOTYPE, "a FIFO"),
        (tarfile.CONTTYPE, "a contiguous file"),
        (tarfile.GNUTYPE_SPARSE, "a sparse file"),
        (b"V", "an entry of the unknown type 'V'"),
    ],
)
def test_only_plain_files_and_folders_are_read(kind: bytes, what: str) -> None:
    message = refusal_of(archive_of([*team_members(), member("x", type=kind, linkname="/etc/passwd")]))

    assert f"holds {what}, 'x'" in message


def test_a_link_with_a_long_target_is_refused() -> None:
    entry = member("x", type=tarfile.SYMTYPE, linkname="t" * 200)

    assert "a link with a long name" in refusal_of(archive_of([entry], form=tarfile.GNU_FORMAT))


@pytest.mark.parametrize("key", ["size", "linkpath", "GNU.sparse.name", "SCHILY.xattr.user.x", "hdrcharset"])
def test_a_pax_record_that_changes_what_a_file_is_is_refused(key: str) -> None:
    entry, data = member("a.rego", b"1", pax_headers={key: "1"})

    assert f"the extended tar header '{key}'" in refusal_of(archive_of([(entry, data)]))


def test_a_global_name_is_refused() -> None:
    content = b"15 path=a.rego\n"
    header = member("pax_global_header", content, type=tarfile.XGLTYPE)

    assert "names one file twice" in refusal_of(archive_of([header, member("a.rego")], form=tarfile.USTAR_FORMAT))


def test_two_long_names_for_one_file_are_refused() -> None:
    long_name = member("././@LongLink", b"other.rego\0", type=tarfile.GNUTYPE_LONGNAME)

    assert "names one file twice" in refusal_of(
        archive_of([long_name, long_name, member("a.rego")], form=tarfile.USTAR_FORMAT)
    )


def test_a_long_name_without_a_file_is_refused() -> None:
    long_name = member("././@LongLink", b"other.rego\0", type=tarfile.GNUTYPE_LONGNAME)

    message = refusal_of(archive_of([member("a.rego"), long_name], form=tarfile.USTAR_FORMAT))

    assert "does not end as a tar archive ends" in message


@pytest.mark.parametrize("content", [b"8 path=a\n", b"99 path=a.rego\n", b"x path=a\n", b"7 path\n", b"9" * 30])
def test_a_damaged_pax_record_is_refused(content: bytes) -> None:
    header = member("pax", content, type=tarfile.XHDTYPE)

    message = refusal_of(archive_of([header, member("a.rego")], form=tarfile.USTAR_FORMAT))

    assert "damaged extended tar header" in message


def test_a_huge_extended_header_is_refused() -> None:
    header = member("pax", b"x" * 5000, type=tarfile.XHDTYPE)

    assert "of 5000 bytes, at most 4096" in refusal_of(archive_of([header], form=tarfile.USTAR_FORMAT))


def test_a_name_that_is_not_utf_8_is_refused() -> None:
    assert "is not UTF-8" in refusal_of(archive_of([member("a\udcff.rego")], form=tarfile.USTAR_FORMAT))


def test_one_name_twice_is_refused() -> None:
    assert "is there twice" in refusal_of(archive_of([member("a.rego", b"1"), member("a.rego", b"2")]))


def test_a_folder_with_content_is_refused() -> None:
    assert "a folder with content" in refusal_of(archive_of([member("a", b"1", type=tarfile.DIRTYPE)]))


def test_a_damaged_header_is_refused() -> None:
    tar = bytearray(tar_of(team_members()))
    tar[0] ^= 1

    assert "damaged tar header" in refusal_of(gzip.compress(bytes(tar)))


@pytest.mark.parametrize("field", [b"\x80" + b"\0" * 10 + b"\x01", b"-1\0         ", b"            ", b"0x10\0       "])
def test_a_size_that_is_not_octal_is_refused(field: bytes) -> None:
    tar = bytearray(tar_of([member("a.rego", b"1")]))
    tar[124:136] = field
    tar[148:156] = b" " * 8
    tar[148:156] = b"%06o\0 " % sum(tar[:BLOCK])

    assert "a number that is not octal" in refusal_of(gzip.compress(bytes(tar)))


def test_content_between_files_is_refused() -> None:
    tar = bytearray(tar_of([member("a.rego", b"1")]))
    tar[BLOCK + 100] = 1

    assert "something between its files" in refusal_of(gzip.compress(bytes(tar)))


@pytest.mark.parametrize("cut", [BLOCK, BLOCK + 1, 2 * BLOCK])
def test_an_archive_that_ends_early_is_refused(cut: int) -> None:
    tar = tar_of([member("a.rego", b"1" * BLOCK)])[: cut + 1]

    assert "ends in the middle of a file" in refusal_of(gzip.compress(tar))


def test_a_single_block_of_zeros_does_not_end_an_archive() -> None:
    tar = tar_of([member("a.rego")])
    two = tar[:BLOCK] + bytes(BLOCK) + tar

    assert "does not end as a tar archive ends" in refusal_of(gzip.compress(two))


def test_content_behind_the_end_of_the_archive_is_refused() -> None:
    tar = tar_of([member("a.rego")]) + bytes(70_000) + b"x"

    assert "behind the end of the archive" in refusal_of(gzip.compress(tar))


@pytest.mark.parametrize("behind", [b"x", b"\0", gzip.compress(b"", mtime=0), b"\0" * 100_000])
def test_anything_behind_the_gzip_member_is_refused(behind: bytes) -> None:
    assert "exactly one gzip member" in refusal_of(archive_of(team_members()) + behind)


def test_anything_behind_a_member_that_ends_with_a_piece_of_the_input_is_refused() -> None:
    """The input is taken in pieces of 64 KiB; the name in the gzip header makes the member exactly one piece long."""
    plain = gzip.compress(tar_of(team_members()), mtime=0)
    named = plain[:3] + b"\x08" + plain[4:10] + b"n" * (64 * 1024 - len(plain) - 1) + b"\0" + plain[10:]
    assert len(read(named)) == len(team_contents())

    assert "exactly one gzip member" in refusal_of(named + b"x")


def test_an_archive_split_into_two_gzip_members_is_refused() -> None:
    tar = tar_of(team_members())

    message = refusal_of(gzip.compress(tar[:BLOCK]) + gzip.compress(tar[BLOCK:]))

    assert "ends in the middle of a file" in message


def test_a_forged_length_or_checksum_is_refused() -> None:
    archive = archive_of(team_members())

    assert "is damaged" in refusal_of(archive[:-4] + struct.pack("<I", 10))
    assert "is damaged" in refusal_of(archive[:-8] + struct.pack("<I", 10) + archive[-4:])


def test_a_gzip_file_that_ends_before_its_checksum_is_refused() -> None:
    assert "ends before its checksum" in refusal_of(archive_of(team_members())[:-1])


def test_damaged_compressed_bytes_are_refused() -> None:
    archive = bytearray(archive_of(team_members()))
    archive[12:40] = b"\xff" * 28

    assert "is damaged" in refusal_of(bytes(archive))


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", tar_of(team_members()), zlib.compress(b"x")])
def test_what_is_not_gzip_is_refused(data: bytes) -> None:
    assert "is not a gzip file" in refusal_of(data)


def test_an_archive_without_files_is_refused() -> None:
    assert "holds no file" in refusal_of(archive_of([]))
    assert "holds no file" in refusal_of(archive_of([member("a", type=tarfile.DIRTYPE)]))


def test_each_limit_lets_the_largest_through_and_no_more() -> None:
    archive = archive_of([member("a.rego", b"1" * 100), member("b.rego", b"1" * 100)])
    unpacked = len(gzip.decompress(archive))
    exact = BundleLimits(compressed=len(archive), unpacked=unpacked, files=2, file=100, depth=1, path=6)
    assert len(read_archive(archive, source="b.tar.gz", limits=exact)) == 2

    assert f"has {len(archive)} bytes" in refusal_of(archive, BundleLimits(compressed=len(archive) - 1))
    assert f"more than {unpacked - 1} bytes" in refusal_of(archive, BundleLimits(unpacked=unpacked - 1))
    assert "more than 1 entries" in refusal_of(archive, BundleLimits(files=1))
    assert "a file of 100 bytes, at most 99" in refusal_of(archive, BundleLimits(file=99))
    assert "has 6 bytes, a path has at most 5" in refusal_of(archive, BundleLimits(path=5))
