"""Addresses that somebody on this machine chose: which of them may be asked at all.

Plain http is spoken with this machine only. An address with a name or a password in it is refused, for it would end up
in documents, and credentials have places of their own.
"""

from urllib.parse import SplitResult, urlsplit

_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


def is_local(url: str) -> bool:
    """Whether an address is on this machine."""
    return split_address(url).hostname in _LOOPBACK


def is_safe(url: str) -> bool:
    """Whether an address may be asked: https, or http on this machine, and no credential in it."""
    parts = split_address(url)
    spoken = parts.scheme == "https" or (parts.scheme == "http" and is_local(url))
    return bool(spoken and parts.hostname and not parts.username and not parts.password)


def split_address(url: str) -> SplitResult:
    """The parts of an address; those of an empty one where it is none, or where its port is none."""
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 - reading it is what refuses a port that is none
    except ValueError:
        return urlsplit("")
    return parts
