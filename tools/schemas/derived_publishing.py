"""The sections about publishing that the host derives before rules run: publishers, targets, and what channels show."""

from tools.schemas.blocks import Schema, closed, flag, listed, observation, one_of, text


def publishing_sections() -> dict[str, Schema]:
    """Declared publishers, whether each target has one, and what each channel shows of the version."""
    publisher = {
        "id": text(shortest=1),
        "registry": text(shortest=1),
        "project": text(shortest=1),
        "workflow": text(shortest=1),
        "environment": text(),
        "any_environment": flag(),
        "same_repository": observation(flag()),
        "file_released": observation(flag()),
        "file_on_default": observation(flag()),
        "publishes_there": observation(flag()),
        "token_only_there": observation(flag()),
        "from_any_ref": observation(flag()),
    }
    target = {
        "id": text(shortest=1),
        "registry": text(shortest=1),
        "project": text(shortest=1),
        "has_publisher": observation(flag()),
    }
    channel = {
        "id": text(shortest=1),
        "kind": one_of("registry", "release", "formula"),
        "shows": observation(one_of("nothing", "this", "other")),
    }
    return {
        "publishers": observation(listed(closed(publisher), key="id")),
        "publishing": observation(listed(closed(target), key="id")),
        "channels": observation(listed(closed(channel), key="id")),
    }
