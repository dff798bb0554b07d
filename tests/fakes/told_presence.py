"""Servers that a test says are there."""

from dataclasses import dataclass


@dataclass
class ToldPresence:
    """This server, and the others that run."""

    name: str = "this"
    there: frozenset[str] = frozenset()

    def is_there(self, name: str) -> bool:
        return name == self.name or name in self.there
