"""Formulas of a Homebrew tap: which archives they install, read line by line and never run.

A formula is a program. Only its plain form is believed: `url` and the `sha256` after it, in blocks that a formula
knows. A line at that level which is not known here might choose another archive, so it refuses the file. Blocks are
told by their indentation, as `brew style` demands it (docs.brew.sh, Formula Cookbook).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from checker.domain.project import VersionKind
from checker.errors import InputRefusedError, Place
from checker.formats.version_sources import read_version

_LINE = re.compile(r"(?P<indent> *)(?P<rest>[^\s].*)?")
_URL = re.compile(r'url "(?P<url>[^"\\]{1,2000})"')
_SHA256 = re.compile(r'sha256 "(?P<sha256>[0-9a-f]{64})"')
_VERSION = re.compile(r'version "[^"\\]+"')
_VERSION_PART = "#{version}"
_STRING = re.compile(r'"[^"\\#]*"')
_MORE_THAN_WORDS = re.compile(r"[;(){`\\%&]|\b(?:if|unless|and|or|do)\b|\"|'")
_READ_BLOCKS = re.compile(
    r"class [A-Z][A-Za-z0-9]* < Formula|stable do|on_(?:macos|linux|arm|intel) do"
    r"|on_(?:macos|arch|system) :[a-z_]+(?:, [a-z_]+: :[a-z_]+)* do"
    r"|if Hardware::CPU\.[a-z0-9_]+\?(?: && !?Hardware::CPU\.[a-z0-9_]+\?)*"
)
_SKIPPED_BLOCKS = re.compile(
    r"(?:resource \"[^\"]+\"|patch|patch :\w+|livecheck|test|service|head|pour_bottle\?.*) do"
    r"|def (?:install|post_install|caveats)"
)
_BETWEEN = re.compile(r"else|elsif Hardware::CPU\.[a-z0-9_]+\?(?: && !?Hardware::CPU\.[a-z0-9_]+\?)*")
_OTHER_LINES = re.compile(
    r"(?:desc|homepage|license|mirror|revision|version_scheme|head|depends_on|uses_from_macos"
    r"|conflicts_with|keg_only|deprecate!|disable!|link_overwrite|option|skip_clean|compatibility_version)\b.*"
    r"|no_autobump!.*|require(?:_relative)? \"[^\"]+\"|:?[a-z_]+: .*"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FormulaArchive:
    """An archive that a formula installs: the last part of its address, and its SHA-256 (hex)."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Formula:
    """What a formula states: its version, and every archive it may install, at least one."""

    version: str
    archives: tuple[FormulaArchive, ...]


def read_formula(data: bytes, *, source: str) -> Formula:
    """What a formula states.

    Raises:
        InputRefusedError: it is none, states no version, or chooses its archives in a way that is not read.
    """
    version = read_version(data, kind=VersionKind.FORMULA, source=source).written
    reader = _Reader(source=source, version=version)
    for number, line in enumerate(data.decode("utf-8-sig").splitlines(), start=1):
        reader.take(line, number)
    return Formula(version=version, archives=tuple(reader.end()))


@dataclass(slots=True, kw_only=True)
class _Reader:
    """Goes through the lines. `blocks` are the indentations of the open blocks that are read."""

    source: str
    version: str
    blocks: list[int] = field(default_factory=list)
    skipped: int | None = None
    line: int = 0
    versions: int = 0
    url: str = ""
    found: list[FormulaArchive] = field(default_factory=list)

    def take(self, line: str, number: int) -> None:
        """One line."""
        self.line = number
        parts = _LINE.fullmatch(line)
        if parts is None:
            raise self._refused("is indented by something else than spaces")
        indent, rest = len(parts["indent"]), (parts["rest"] or "").rstrip()
        if self.skipped is not None:
            if rest == "end" and indent == self.skipped:
                self.skipped = None
        elif rest and not rest.startswith("#"):
            self._read(indent, rest)

    def _read(self, indent: int, rest: str) -> None:
        if rest == "end" or _BETWEEN.fullmatch(rest):
            self._close(indent, stays=rest != "end")
        elif _READ_BLOCKS.fullmatch(rest):
            self._without_a_digest()
            self.blocks.append(indent)
        elif _SKIPPED_BLOCKS.fullmatch(rest):
            self._without_a_digest()
            self.skipped = indent
        elif not self.blocks and not rest.startswith("require"):
            raise self._refused("stands outside of the class of the formula")
        else:
            self._state(rest)

    def _state(self, rest: str) -> None:
        """A line that states something of the formula."""
        if _VERSION.fullmatch(rest) and not self.versions:
            self.versions = 1
        elif found := _URL.fullmatch(rest):
            self._without_a_digest()
            self.url = found["url"].replace(_VERSION_PART, self.version)
        elif found := _SHA256.fullmatch(rest):
            self._archive(found["sha256"])
        elif not _OTHER_LINES.fullmatch(rest) or _MORE_THAN_WORDS.search(_STRING.sub("", rest)):
            raise self._refused("is not one that is read")

    def _close(self, indent: int, *, stays: bool) -> None:
        self._without_a_digest()
        if not self.blocks or self.blocks[-1] != indent:
            raise self._refused("ends a block that does not begin at its indentation")
        if not stays:
            self.blocks.pop()

    def _archive(self, sha256: str) -> None:
        name = self.url.rpartition("/")[2]
        if not name or "#{" in self.url:
            raise self._refused("is the digest of an archive whose address is not plain")
        self.found.append(FormulaArchive(name=name, sha256=sha256))
        self.url = ""

    def _without_a_digest(self) -> None:
        if self.url:
            raise self._refused("comes where the digest of the archive before it is expected")

    def end(self) -> Iterator[FormulaArchive]:
        """The archives, each once."""
        self._without_a_digest()
        if self.blocks or self.skipped is not None:
            raise self._refused("is the last, and a block is still open")
        if not self.found:
            raise self._refused("is the last, and no archive with a digest came before it")
        yield from dict.fromkeys(self.found)

    def _refused(self, why: str) -> InputRefusedError:
        return InputRefusedError(
            f"the line {why}",
            hint="write the formula in the plain form: url, then sha256, in blocks such as on_macos do",
            where=Place(source=self.source, line=self.line),
        )
