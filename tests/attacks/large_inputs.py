"""Inputs too large to be kept as files, by the name that a `case.json` gives them."""

from collections.abc import Callable, Mapping

_MIB = 1024 * 1024


def nested(depth: int) -> bytes:
    """A JSON document of lists inside each other."""
    return b"[" * depth + b"]" * depth


def nested_objects(depth: int) -> bytes:
    """A JSON document of objects inside each other."""
    return b'{"a":' * depth + b"1" + b"}" * depth


def alias_bomb(levels: int) -> bytes:
    """YAML whose aliases stand for ten times as much on each level."""
    lines = ['a0: &a0 ["x", "x", "x", "x", "x", "x", "x", "x", "x", "x"]']
    lines += [f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 10)}]" for level in range(1, levels)]
    return ("\n".join(lines) + "\n").encode()


def huge_manifest(size: int) -> bytes:
    """A manifest that is whole JSON and of a given number of bytes."""
    start = b'{"schema": "clean-release/manifest/v1", "padding": "'
    return start + b"x" * (size - len(start) - 2) + b'"}'


LARGE_INPUTS: Mapping[str, Callable[[], bytes]] = {
    "nested-65": lambda: nested(65),
    "nested-1000": lambda: nested(1000),
    "nested-100000": lambda: nested(100_000),
    "nested-objects-65": lambda: nested_objects(65),
    "nested-objects-100000": lambda: nested_objects(100_000),
    "unclosed-100000": lambda: b"[" * 100_000,
    "flow-yaml-100000": lambda: b"project: " + b"[" * 100_000,
    "block-yaml-3000": lambda: b"".join(b" " * level + b"a:\n" for level in range(3000)),
    "alias-bomb-6": lambda: alias_bomb(6),
    "alias-bomb-9": lambda: alias_bomb(9),
    "manifest-100-megabytes": lambda: huge_manifest(100 * _MIB),
    "manifest-over-the-limit": lambda: huge_manifest(16 * _MIB + 1),
    "many-nodes": lambda: b"[" + b"0," * 2_000_000 + b"0]",
    "long-number": lambda: b'{"schema": ' + b"9" * 100_000 + b"}",
    "yaml-2-megabytes": lambda: b"# " + b"x" * (2 * _MIB) + b"\n",
}
