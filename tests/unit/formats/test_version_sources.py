"""Versions that files state: read by the file's own grammar, never run, and never guessed."""

from pathlib import Path

import pytest

from checker.domain.project import VersionKind
from checker.errors import InputRefusedError
from checker.formats.version_sources import StatedVersion, read_version


def stated(kind: str, text: str) -> tuple[str, int]:
    found: StatedVersion = read_version(text.encode(), kind=VersionKind(kind), source="it")
    return found.written, found.line


@pytest.mark.parametrize(
    ("kind", "text", "written", "line"),
    [
        ("pyproject", '[project]\nname = "w"\nversion = "1.2.3"\n', "1.2.3", 3),
        ("pyproject", '[tool.x]\nversion = "0"\n[project]\nversion="1.2.3"\n', "1.2.3", 4),
        ("pyproject", 'project = {version = "1.2.3"}\n', "1.2.3", 0),
        ("pyproject", '[tool.poetry]\nversion = "1.2.3"\n', "1.2.3", 2),
        ("pyproject", '\ufeff[project]\nversion = "1.2.3"\n', "1.2.3", 2),
        ("cargo", '[package]\nname = "w"\nversion = "1.2.3"\n', "1.2.3", 3),
        ("cargo", '[package]\nversion.workspace = true\n[workspace.package]\nversion = "1.2.3"\n', "1.2.3", 4),
        ("package-json", '{\n "name": "w",\n "version": "1.2.3"\n}', "1.2.3", 3),
        ("setup-cfg", "[metadata]\nname = w\nversion = 1.2.3\n", "1.2.3", 3),
        ("python", '"""Doc."""\n__version__ = "1.2.3"\n', "1.2.3", 2),
        ("python", '__version__: str = "1.2.3"\n', "1.2.3", 1),
        ("python", '__version__ = VERSION = "1.2.3"\nother.__version__ = "4"\n', "1.2.3", 1),
        ("changelog", "# Changelog\n\n## [Unreleased]\n\n## [1.2.3] - 2026-02-01\n## [1.2.2]\n", "1.2.3", 5),
        ("changelog", "## v1.2.3-rc.1 (2026-02-01)\n", "1.2.3-rc.1", 1),
        ("changelog", "# 1.2.3rc1\n", "1.2.3rc1", 1),
        ("formula", 'class W < Formula\n  version "1.2.3"\n', "1.2.3", 2),
        ("formula", '  url "https://example.org/w/archive/v1.2.3.tar.gz"\n', "1.2.3", 1),
        ("formula", '  url "https://example.org/w-1.2.3.tgz"\n  url "https://example.org/x-9.9.tgz"\n', "1.2.3", 1),
        ("formula", '  url "https://example.org/w-1.2.2.zip"\n  version "1.2.3"\n', "1.2.3", 2),
    ],
)
def test_a_version_is_read_with_its_line(kind: str, text: str, written: str, line: int) -> None:
    assert stated(kind, text) == (written, line)


@pytest.mark.parametrize(
    ("kind", "text", "why"),
    [
        ("pyproject", "[project\n", "is no TOML"),
        ("pyproject", "a = " + "[" * 5000, "is no TOML"),
        ("pyproject", '[project]\nname = "w"\n', r"states no version in \[tool.poetry\]"),
        ("pyproject", '[project]\ndynamic = ["version"]\n', "made when the package is built"),
        ("pyproject", "[project]\nversion = 1\n", r"states no version in \[project\]"),
        ("pyproject", 'project = "w"\n', "states no version"),
        ("cargo", "[package]\nversion.workspace = true\n", r"in \[workspace.package\]"),
        ("package-json", "{", "JSON"),
        ("package-json", '["version"]', "states no version"),
        ("package-json", '{"version": 1}', "states no version"),
        ("package-json", '{"version": "1", "version": "2"}', "version"),
        ("setup-cfg", "version = 1\n", "is no configuration"),
        ("setup-cfg", "[metadata]\nversion = attr: w.__version__\n", "takes its version from elsewhere"),
        ("setup-cfg", "[options]\n", "states a version of 0 characters"),
        ("python", "def f(:\n", "is no Python"),
        ("python", "\0", "is no Python"),
        ("python", "x = " + "-" * 200_000 + "1\n", "is no Python"),
        ("python", "x = 1\n", "sets __version__ 0 times"),
        ("python", '__version__ = "1"\n__version__ = "2"\n', "sets __version__ 2 times"),
        ("python", '__version__ = "1"\n__version__ += ".1"\n', "sets __version__ 2 times"),
        ("python", "__version__ += '1'\n", "computes __version__"),
        ("python", "__version__: str\n", "computes __version__"),
        ("python", "__version__ = version('w')\n", "computes __version__"),
        ("python", "__version__ = 1\n", "computes __version__"),
        ("changelog", "# Changelog\n## Unreleased\n", "no heading"),
        ("formula", 'class W < Formula\n  head "x"\n', "neither `version` nor an address"),
        ("formula", '  url "https://example.org/latest.tar.gz"\n', "neither `version` nor an address"),
        ("python", f'__version__ = "{"1" * 300}"\n', "states a version of 300 characters"),
    ],
)
def test_what_states_no_version_is_refused_with_the_reason(kind: str, text: str, why: str) -> None:
    with pytest.raises(InputRefusedError, match=why):
        stated(kind, text)


def test_what_is_no_text_is_refused() -> None:
    with pytest.raises(InputRefusedError, match="is not UTF-8"):
        read_version(b"\xff\xfe", kind=VersionKind.CHANGELOG, source="it")


def test_python_is_parsed_and_not_run(tmp_path: Path) -> None:
    marker = tmp_path / "ran"
    text = f'import pathlib\npathlib.Path({str(marker)!r}).touch()\nx = "\\d"\n__version__ = "1.2.3"\n'

    assert stated("python", text) == ("1.2.3", 4)
    assert not marker.exists()
