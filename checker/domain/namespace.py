"""Namespaces: `real` and `demo` never mix; the namespace is inside every digest that carries a verdict."""

from enum import StrEnum


class Namespace(StrEnum):
    """Where a verdict counts. Nothing of one namespace is seen or accepted by the other."""

    REAL = "real"
    DEMO = "demo"


class Purpose(StrEnum):
    """What a verdict is asked for."""

    CHECK = "check"
    RELEASE = "release"
    PUBLISH = "publish"
