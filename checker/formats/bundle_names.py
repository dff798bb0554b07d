"""Which names a file of a bundle may have: the same rules for archives and directories.

A name must mean one file on every system and to every reader: OPA takes any name that ends in `.manifest` for the
manifest, loads `patch.json` unsigned, and skips signature files wherever they lie (`v1/bundle/bundle.go`). Names that
only some file systems tell apart would make two trees out of one digest.
"""

import re
import unicodedata

from checker.errors import BundleRefusedError, Place
from checker.formats.bundle_limits import BundleLimits

MANIFEST = ".manifest"
OPA_SIGNATURES = ".signatures.json"
ENVELOPE = ".clean-release.dsse.json"
DOTFILES = frozenset({MANIFEST, OPA_SIGNATURES, ENVELOPE})

_BUILD_HINT = "make the archive with `clean-release bundle build`"
_DRIVE = re.compile(r"\A[A-Za-z]:")
_NEVER = {
    "patch.json": "a delta bundle cannot be signed",
    "policy.wasm": "compiled policy cannot be read by a person",
    "plan.json": "compiled policy cannot be read by a person",
    "plan.pb": "compiled policy cannot be read by a person",
    "data.yaml": "data is read from data.json only",
    "data.yml": "data is read from data.json only",
}
_SUFFIXES = {
    ".wasm": "compiled policy cannot be read by a person",
    ".manifest": "OPA would read it as the manifest",
    ".manifest.pb": "OPA would read it as the manifest",
    "signatures.json": "some versions of OPA skip it when they verify",
}
_UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


def refuse_name(name: str, why: str, *, source: str, hint: str = _BUILD_HINT) -> BundleRefusedError:
    """The refusal of one name, which is shown with everything unusual escaped."""
    return BundleRefusedError(f"{name!a} {why}", hint=hint, where=Place(source=source))


def checked_path(raw: bytes, *, source: str, limits: BundleLimits) -> str:
    """The path of a bundle's file: relative, `/` between its parts, NFC, and harmless on every system.

    Raises:
        BundleRefusedError: naming the path, escaped, and what is wrong with it.
    """
    shown = raw[: limits.path].decode(errors="backslashreplace")
    if len(raw) > limits.path:
        raise refuse_name(shown, f"... has {len(raw)} bytes, a path has at most {limits.path}", source=source)
    try:
        path = raw.decode()
    except UnicodeDecodeError:
        raise refuse_name(shown, "is not UTF-8, expected a path in UTF-8", source=source) from None
    if (why := _shape_fault(path, limits=limits) or _kind_fault(path)) is not None:
        raise refuse_name(path, why, source=source)
    return path


def _shape_fault(path: str, *, limits: BundleLimits) -> str | None:
    """What makes the path unsafe, or nothing."""
    parts = path.split("/")
    faults = (
        (not path, "is an empty path"),
        (any(unicodedata.category(sign) in _UNSEEN for sign in path), "holds characters that cannot be seen"),
        (path.startswith("/"), "is absolute, expected a path inside the bundle"),
        ("\\" in path, "holds a backslash, expected `/` between its parts"),
        (_DRIVE.match(path) is not None, "begins with a drive, expected a path inside the bundle"),
        (":" in path, "holds a colon, which names a drive or a stream on some systems"),
        (".." in parts, "leaves the bundle"),
        ("." in parts or "" in parts, "has an empty part or a `.`, expected a path in its shortest form"),
        (any(part.endswith((" ", ".")) for part in parts), "has a part that ends in a space or a dot"),
        (len(parts) > limits.depth, f"has {len(parts)} parts, at most {limits.depth} are read"),
        (unicodedata.normalize("NFC", path) != path, "is not in Unicode normal form C"),
    )
    return next((why for is_so, why in faults if is_so), None)


def _kind_fault(path: str) -> str | None:
    """Why a bundle never holds a file of this name, or nothing."""
    if path in DOTFILES:
        return None
    folded = path.casefold().rpartition("/")[2]
    if folded in _NEVER:
        return f"is not accepted: {_NEVER[folded]}"
    for suffix, why in _SUFFIXES.items():
        if folded.endswith(suffix):
            return f"is not accepted: {why}"
    if any(part.startswith(".") for part in path.split("/")):
        return f"is hidden; only {', '.join(sorted(DOTFILES))} may be, at the root"
    return None


class TakenNames:
    """The names a bundle has so far: none twice, none that only some systems tell apart, no file that is a folder.

    `files` and `folders` map the folded spelling to the one that was seen.
    """

    def __init__(self, *, source: str) -> None:
        self._source = source
        self._files: dict[str, str] = {}
        self._folders: dict[str, str] = {}

    def take_file(self, path: str) -> None:
        """Add a file.

        Raises:
            BundleRefusedError: the name, or one equal to it on some file system, is taken.
        """
        folded = _folded(path)
        if folded in self._files:
            raise self._twice(path, self._files[folded])
        if folded in self._folders:
            raise self._twice(path, self._folders[folded])
        self._files[folded] = path
        folder = path.rpartition("/")[0]
        if folder:
            self.take_folder(folder)

    def take_folder(self, path: str) -> None:
        """Add a folder and those above it; naming one folder again is no offence."""
        parts = path.split("/")
        for end in range(1, len(parts) + 1):
            folder = "/".join(parts[:end])
            folded = _folded(folder)
            if folded in self._files:
                raise self._twice(folder, self._files[folded])
            if self._folders.setdefault(folded, folder) != folder:
                raise self._twice(folder, self._folders[folded])

    def _twice(self, path: str, other: str) -> BundleRefusedError:
        if path == other:
            return refuse_name(path, "is there twice", source=self._source)
        return refuse_name(path, f"is the same name as {other!a} on some file systems", source=self._source)


def _folded(path: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFKC", path).casefold())
