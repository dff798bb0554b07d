"""Where a registry is: an address that somebody on this machine chose, never the tree that is judged.

Plain http is spoken with this machine only. An address with a name or a password in it is refused, for it would end up
in documents, and no registry that the public installs from asks for one.
"""

from urllib.parse import SplitResult, urlsplit

from checker.errors import UsageError

_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


def is_local(url: str) -> bool:
    """Whether an address is on this machine."""
    return _split(url).hostname in _LOOPBACK


def is_safe(url: str) -> bool:
    """Whether an address may be asked: https, or http on this machine, and no credential in it."""
    parts = _split(url)
    spoken = parts.scheme == "https" or (parts.scheme == "http" and is_local(url))
    return bool(spoken and parts.hostname and not parts.username and not parts.password)


def base_address(url: str, *, source: str) -> str:
    """The address without a slash at the end; `source` says who gave it.

    Raises:
        UsageError: it may not be asked, or is none.
    """
    parts = _split(url)
    if not is_safe(url) or parts.query or parts.fragment:
        raise UsageError(
            f"{source} is no address of a registry, expected https://HOST/… without a password in it "
            "(http only for this machine)",
            hint="give the address that the registry's own client reads from",
        )
    return url.rstrip("/")


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 - reading it is what refuses a port that is none
    except ValueError:
        return urlsplit("")
    return parts
