"""The port `PolicyFormatter` over `embedded_opa`."""

import embedded_opa
from checker.errors import BundleRefusedError, EngineFailureError, Place
from embedded_opa import CompileError, EngineError


class EmbeddedFormatter:
    """OPA's formatter. In this process: it parses within limits and evaluates nothing."""

    def __init__(self) -> None:
        self._engine = embedded_opa.Engine()

    def format(self, source: str, *, name: str) -> str:
        """The module as `opa fmt` lays it out."""
        try:
            return self._engine.format(source, name=name)
        except CompileError as error:
            first = error.findings[0]
            raise BundleRefusedError(
                f"the policy cannot be formatted: {first.message.splitlines()[0]}",
                where=Place(source=first.file or name, line=first.row, column=first.column),
                hint="clean-release policy test shows every finding",
            ) from error
        except EngineError as error:
            raise EngineFailureError(
                f"the policy engine refused to work: {error}", hint="clean-release doctor checks the engine"
            ) from error
