"""WAL is chosen only where it is known to be safe."""

from pathlib import Path

import pytest

from checker.adapters.sqlite_journal import (
    LOCAL_FILE_SYSTEMS,
    ROLLBACK,
    WAL,
    choose_journal,
    file_system_in,
    file_system_of,
)

MOUNTS = [
    "/dev/vda / ext4 rw,relatime 0 0",
    "proc /proc proc rw 0 0",
    "server:/home /home nfs4 rw 0 0",
    "/dev/vdb /home/octo/with\\040blank xfs rw 0 0",
    "tmpfs /mnt tmpfs rw 0 0",
    "server:/mnt /mnt cifs rw 0 0",
]


@pytest.mark.parametrize("version", [(3, 51, 3), (3, 51, 4), (3, 52, 0), (4, 0, 0)])
def test_wal_is_used_from_the_first_safe_version_on_a_local_file_system(version: tuple[int, ...]) -> None:
    assert choose_journal(version=version, file_system="ext4") == WAL


@pytest.mark.parametrize("version", [(3, 7, 0), (3, 40, 1), (3, 51, 2), (3, 51)])
def test_versions_that_can_corrupt_wal_keep_a_rollback_journal(version: tuple[int, ...]) -> None:
    assert choose_journal(version=version, file_system="ext4") == ROLLBACK


@pytest.mark.parametrize("file_system", ["nfs4", "cifs", "fuse.sshfs", "9p", "", "unheard-of"])
def test_what_is_not_known_to_be_local_keeps_a_rollback_journal(file_system: str) -> None:
    assert choose_journal(version=(3, 60, 0), file_system=file_system) == ROLLBACK


def test_acknowledged_commits_survive_a_power_cut_under_either_journal() -> None:
    """FULL is 2, EXTRA is 3; a rollback journal needs EXTRA, because its deletion is the commit."""
    assert (WAL.synchronous, ROLLBACK.synchronous) == (2, 3)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/srv/project", "ext4"),
        ("/home/octo/project", "nfs4"),
        ("/home/octo/with blank/project", "xfs"),
        ("/home/octo/with blankets", "nfs4"),
        ("/homework", "ext4"),
        ("/mnt/x", "cifs"),
    ],
)
def test_the_innermost_and_latest_mount_decides(path: str, expected: str) -> None:
    assert file_system_in(MOUNTS, Path(path)) == expected


def test_without_a_mount_nothing_is_known() -> None:
    assert file_system_in([], Path("/srv")) == ""


def test_where_there_is_no_mount_table_nothing_is_known(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("checker.adapters.sqlite_journal._MOUNTS", tmp_path / "missing")
    assert file_system_of(tmp_path) == ""
    monkeypatch.setattr("sys.platform", "darwin")
    assert file_system_of(tmp_path) == ""


def test_the_mounts_of_this_machine_are_read(tmp_path: Path) -> None:
    assert file_system_of(tmp_path) in LOCAL_FILE_SYSTEMS
