"""The port for servers that run: which of those that ever began something still does."""

from typing import Protocol


class ServerPresence(Protocol):
    """This server among all of a user; whether one is there needs no clock and no word of its own."""

    @property
    def name(self) -> str:
        """What this server is called, as no other ever was."""
        ...

    def is_there(self, name: str) -> bool:
        """Whether the server of this name still runs; false only where it never will again."""
        ...
