"""A release gate that proves its verdict."""

TYPE_CHECKING = False  # a type checker takes it for true; importing `typing` would cost `--version` a third of its time

if TYPE_CHECKING:
    from checker.bootstrap import CleanRelease

__version__ = "0.1.0"
__all__ = ["CleanRelease", "__version__"]


def __getattr__(name: str) -> object:
    """Import the facade when it is first used, so that `--version` costs nothing."""
    if name == "CleanRelease":
        from checker.bootstrap import CleanRelease  # noqa: PLC0415 - lazy on purpose

        return CleanRelease
    raise AttributeError(f"module 'checker' has no attribute {name!r}")
