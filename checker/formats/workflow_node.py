"""A value of a workflow file that knows its line, so that every refusal can name it."""

from dataclasses import dataclass
from typing import NoReturn

from checker.domain.json_value import Json
from checker.domain.workflow import Written
from checker.errors import InputRefusedError, Place
from checker.formats.canonical import canonical_bytes
from checker.formats.strict_yaml import PlacedYAML
from checker.formats.text_safety import escape_for_terminal

_SHOWN = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One value: `what` is its way from the root, for messages; `source` names the file."""

    value: Json
    what: str
    line: int
    source: str
    document: PlacedYAML

    def entries(self) -> tuple[tuple[str, "Node"], ...]:
        """The entries of a mapping.

        Raises:
            InputRefusedError: it is something else; likewise below.
        """
        if not isinstance(self.value, dict):
            self.refuse("a mapping")
        return tuple((key, self._below(key, value)) for key, value in self.value.items())

    def find(self, key: str) -> "Node | None":
        """The entry of a mapping, or None where it is not there or empty."""
        if not isinstance(self.value, dict):
            self.refuse("a mapping")
        value = self.value.get(key)
        return None if value is None else self._below(key, value)

    def items(self) -> tuple["Node", ...]:
        """The items of a list."""
        if not isinstance(self.value, list):
            self.refuse("a list")
        return tuple(self._below(at, item) for at, item in enumerate(self.value))

    def text(self) -> str:
        """A scalar as the text it stands for."""
        if isinstance(self.value, str):
            return self.value
        if isinstance(self.value, (dict, list)):
            self.refuse("a text")
        return "" if self.value is None else canonical_bytes(self.value).decode()

    def texts(self) -> tuple[str, ...]:
        """One text, or a list of them."""
        return tuple(item.text() for item in self.items()) if isinstance(self.value, list) else (self.text(),)

    def written(self) -> Written:
        """A text with its line."""
        return Written(text=self.text(), line=self.line)

    def pairs(self) -> tuple[tuple[str, str], ...]:
        """A mapping of texts."""
        return tuple((key, item.text()) for key, item in self.entries())

    def refuse(self, expected: str) -> NoReturn:
        """Say what was seen here and what was expected.

        Raises:
            InputRefusedError: always.
        """
        shown = escape_for_terminal(canonical_bytes(self.value).decode())
        seen = shown if len(shown) <= _SHOWN else shown[:_SHOWN] + "…"
        raise InputRefusedError(
            f"{escape_for_terminal(self.what)} is {seen}, expected {expected}",
            hint="GitHub does not run such a workflow; correct it there",
            where=Place(source=self.source, line=self.line),
        )

    def _below(self, key: str | int, value: Json) -> "Node":
        what = f"{self.what}.{key}" if isinstance(key, str) and self.what else f"{self.what}[{key}]"
        line = self.document.lines[id(self.value)][key]
        return Node(
            value=value,
            what=str(key) if not self.what else what,
            line=line,
            source=self.source,
            document=self.document,
        )
