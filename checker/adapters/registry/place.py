"""Where a registry is: an address that somebody on this machine chose, never the tree that is judged.

No registry that the public installs from asks for a password, so an address that holds one is refused.
"""

from checker.domain.web_address import is_safe, split_address
from checker.errors import UsageError


def base_address(url: str, *, source: str) -> str:
    """The address without a slash at the end; `source` says who gave it.

    Raises:
        UsageError: it may not be asked, or is none.
    """
    parts = split_address(url)
    if not is_safe(url) or parts.query or parts.fragment:
        raise UsageError(
            f"{source} is no address of a registry, expected https://HOST/… without a password in it "
            "(http only for this machine)",
            hint="give the address that the registry's own client reads from",
        )
    return url.rstrip("/")
