"""Where a release goes: registries, and the names that a project gives them."""

from tools.schemas.blocks import Schema, closed, one_of, text

CHANNEL = "^[A-Za-z0-9][A-Za-z0-9._:-]*$"
REGISTRIES = ("pypi", "testpypi", "crates", "npm", "github", "other")


def target() -> Schema:
    """A registry and the project's name there."""
    return closed({"registry": one_of(*REGISTRIES), "project": text(shortest=1)})


def channel() -> Schema:
    """A name for a target of the project."""
    return closed(
        {
            "name": text(shortest=1, longest=128, pattern=CHANNEL),
            "registry": one_of(*REGISTRIES),
            "project": text(shortest=1),
            "environment": text(shortest=1, longest=255),
        },
        optional=("environment",),
    )
