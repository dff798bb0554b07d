"""What an envelope says it holds: the kind and the version of what was signed.

So no signature under one kind of statement, or under one version of it, can be taken for one under another.
"""


def payload_type(name: str) -> str:
    """The type of a document of ours: `permit` gives `application/vnd.clean-release.permit.v1+json`."""
    return f"application/vnd.clean-release.{name}.v1+json"
