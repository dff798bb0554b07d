"""Everything that can go wrong with a whole call; one entrypoint's failure is a `Failed`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


_SHOWN = 3


class EngineError(Exception):
    """The engine refused or could not do what was asked.

    ``code`` is stable, ``message`` says what was seen, ``hint`` what to do next.
    """

    def __init__(self, code: str, message: str, *, hint: str = "") -> None:
        super().__init__(f"{message} [{code}]" + (f" ({hint})" if hint else ""))
        self.code = code
        self.message = message
        self.hint = hint


class LibraryError(EngineError):
    """The shared library is missing, foreign, or was loaded before a fork."""


class InputError(EngineError):
    """The input document is not strict JSON or exceeds a limit; no rule was evaluated."""


class IsolationError(EngineError):
    """The child process could not be started or did not answer a call that needs one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One reason why policies were refused, and the place to change; row 0 is no place."""

    code: str
    message: str
    file: str = ""
    row: int = 0
    column: int = 0

    def __str__(self) -> str:
        """Write ``file:row:column: message [code]``."""
        place = f"{self.file}:{self.row}:{self.column}: " if self.file else ""
        return f"{place}{self.message} [{self.code}]"


class CompileError(EngineError):
    """The policies, their data or the input schema were refused; nothing was compiled."""

    def __init__(self, code: str, findings: Sequence[Finding]) -> None:
        shown = "; ".join(str(finding) for finding in findings[:_SHOWN])
        more = f"; and {len(findings) - _SHOWN} more" if len(findings) > _SHOWN else ""
        super().__init__(code, shown + more)
        self.findings = tuple(findings)
