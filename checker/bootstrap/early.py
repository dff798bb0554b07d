"""What a command begins before anything else, because it goes on by itself while Python imports the rest."""

from contextlib import suppress


def begin_engine() -> None:
    """Load the engine's library; it makes itself ready in threads of its own.

    A library that cannot be loaded is no error yet: whoever calls the engine is told.
    """
    from embedded_opa import EngineError  # noqa: PLC0415 - only where an engine will be called
    from embedded_opa.library import load  # noqa: PLC0415 - as above

    with suppress(EngineError):
        load()
