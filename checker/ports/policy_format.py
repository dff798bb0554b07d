"""The port through which policies are laid out in the one format."""

from typing import Protocol


class PolicyFormatter(Protocol):
    """Lays a module out; what it means stays as it is."""

    def format(self, source: str, *, name: str) -> str:
        """The module in the one format.

        Raises:
            BundleRefusedError: it does not parse, or its format would change what it means.
        """
        ...
