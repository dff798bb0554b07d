"""What only the owner of a store's file can do to it."""

import sqlite3
from collections.abc import Iterable


def run_unlocked(owner: sqlite3.Connection, statements: Iterable[str]) -> None:
    """Drop every trigger, change rows, put every trigger back."""
    triggers = owner.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _ in triggers:
        owner.execute(f'DROP TRIGGER "{name}"')
    for statement in statements:
        owner.execute(statement)
    for _, sql in triggers:
        owner.execute(sql)
