"""The shared library: loaded on first use, once per process."""

from __future__ import annotations

import ctypes
import os
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from embedded_opa.errors import LibraryError

CONTRACT: Final = "1"
_LIBRARY_NAMES: Final = {"win32": "embedded_opa.dll", "darwin": "libembedded_opa.dylib"}

_BYTES: Final = (ctypes.c_char_p, ctypes.c_int64)
_SIZE: Final = ctypes.POINTER(ctypes.c_int64)
_SIGNATURES: Final[dict[str, tuple[object, ...]]] = {
    "version": (),
    "compile": (*_BYTES, *_BYTES, *_BYTES),
    "evaluate": (ctypes.c_uint64, *_BYTES, *_BYTES),
    "test": (*_BYTES, *_BYTES, *_BYTES),
    "format": _BYTES,
}

_lock = threading.Lock()
_loaded: Library | None = None


def library_path() -> Path:
    """Give the place where the build puts the shared library of this platform."""
    name = _LIBRARY_NAMES.get(sys.platform, "libembedded_opa.so")
    return Path(__file__).parent / "_lib" / name


def load() -> Library:
    """Load the library, or give the one this process has loaded.

    Raises:
        LibraryError: it is missing, of another version, or this process was forked from one
            that had loaded it (Go's threads do not survive a fork; calls would hang).
    """
    global _loaded  # noqa: PLW0603 - the dynamic loader's state is per process too
    with _lock:
        if _loaded is None:
            _loaded = _open(library_path())
        _loaded.refuse_fork()
        return _loaded


def _open(path: Path) -> Library:
    if not path.is_file():
        raise LibraryError(
            "library_missing",
            f"the shared library {path.name} is not in the package",
            hint="install a wheel, or build it with `python hatch_build.py` in engine/",
        )
    try:
        handle = ctypes.CDLL(str(path))
    except OSError as error:
        raise LibraryError("library_unusable", f"{path.name} does not load: {error}") from error
    library = Library(handle=handle, pid=os.getpid())
    library.declare()
    return library


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """The functions of the loaded library: bytes in, bytes out."""

    handle: ctypes.CDLL
    pid: int

    def declare(self) -> None:
        """Tell ctypes the signatures, so that a wrong call is an error and no crash."""
        for name, arguments in _SIGNATURES.items():
            function = self._function(name)
            function.argtypes = [*arguments, _SIZE]  # type: ignore[list-item]  # ctypes' own types
            function.restype = ctypes.c_void_p
        self._function("free").argtypes = [ctypes.c_void_p]
        self._function("free").restype = None
        self._function("cancel").argtypes = [ctypes.c_uint64]
        self._function("cancel").restype = None
        self._function("release").argtypes = [ctypes.c_uint64]
        self._function("release").restype = ctypes.c_int32

    def refuse_fork(self) -> None:
        """Refuse to work in a forked child of the process that loaded the library."""
        if os.getpid() != self.pid:
            raise LibraryError(
                "forked",
                f"the engine was loaded by process {self.pid}, this is its fork {os.getpid()}",
                hint="load the engine after the fork, or use multiprocessing's `spawn`",
            )

    def call(self, name: str, *arguments: bytes | int) -> bytes:
        """Call one function; byte arguments travel with their length.

        The interpreter lock is free during the call.
        """
        self.refuse_fork()
        flat: list[bytes | int] = []
        for argument in arguments:
            flat.append(argument)
            if isinstance(argument, bytes):
                flat.append(len(argument))
        size = ctypes.c_int64(0)
        answer = self._function(name)(*flat, ctypes.byref(size))
        try:
            return ctypes.string_at(answer, size.value)
        finally:
            self._function("free")(answer)

    def cancel(self, handle: int) -> None:
        """Stop the evaluations of one policy."""
        self.refuse_fork()
        self._function("cancel")(handle)

    def release(self, handle: int) -> None:
        """Forget one policy; in a forked child there is nothing to forget."""
        if os.getpid() == self.pid:
            self._function("release")(handle)

    def _function(self, name: str) -> ctypes._NamedFuncPointer:
        function: ctypes._NamedFuncPointer = getattr(self.handle, f"eopa_{name}")
        return function
