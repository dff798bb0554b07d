"""Whole proofs, kept between runs in this user's own cache, so that only what has changed is proven again."""

import os
from contextlib import suppress
from pathlib import Path

FOLDER = "clean-release/proofs"
_PRIVATE_FOLDER, _PRIVATE_FILE = 0o700, 0o600


class ProofCache:
    """On how many documents a proof was tried, by the digest of what made it; without a private folder, nothing."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    @classmethod
    def of_user(cls) -> "ProofCache":
        """The cache below `XDG_CACHE_HOME`; empty where there can be no private folder."""
        home = os.environ.get("HOME", "")
        base = Path(os.environ.get("XDG_CACHE_HOME", "") or (Path(home) / ".cache" if home else ""))
        folder = base / FOLDER
        try:
            folder.mkdir(mode=_PRIVATE_FOLDER, parents=True, exist_ok=True)
            state = folder.lstat()
        except OSError:
            return cls(None)
        is_private = state.st_uid == os.getuid() and state.st_mode & 0o077 == 0 and not folder.is_symlink()
        return cls(folder if base.is_absolute() and is_private else None)

    def find(self, key: str) -> int:
        """On how many documents what has this digest was proven; 0 where that is not known."""
        if self._folder is None:
            return 0
        try:
            said = self._path(self._folder, key).read_text(encoding="ascii")
        except (OSError, ValueError):
            return 0
        return int(said) if said.isdecimal() else 0

    def keep(self, key: str, *, documents: int) -> None:
        """Keep a whole proof; where it cannot be written, nothing is kept."""
        if self._folder is None:
            return
        path = self._path(self._folder, key)
        beside = path.with_name(f".{path.name}.{os.getpid()}")
        with suppress(OSError):
            handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, _PRIVATE_FILE)
            with os.fdopen(handle, "w", encoding="ascii") as file:
                file.write(str(documents))
            beside.replace(path)

    @staticmethod
    def _path(folder: Path, key: str) -> Path:
        return folder / key.removeprefix("sha256:")
