"""Credentials for where bundles lie: those that this user's netrc file names for exactly this host.

They are never part of an address, a setting of the project, or an argument. The file's `default` entry fits every host,
so it is not used.
"""

import netrc
import os
from base64 import b64encode
from collections.abc import Mapping
from pathlib import Path

from checker.domain.web_address import split_address
from checker.errors import InputRefusedError, Place

_OTHERS = 0o077


def authorization_for(url: str, *, environment: Mapping[str, str] = os.environ) -> str:
    """The value of the header `Authorization` for an address, empty without a credential for its host.

    Raises:
        InputRefusedError: the file is malformed, or others may read the password in it.
    """
    path = Path(environment.get("NETRC") or Path(environment.get("HOME", os.devnull), ".netrc"))
    if not path.is_file():
        return ""
    where = Place(source=str(path))
    try:
        found = netrc.netrc(str(path)).hosts.get(split_address(url).hostname or "")
    except (OSError, UnicodeDecodeError, netrc.NetrcParseError):
        raise InputRefusedError("the file of credentials cannot be read", hint="see netrc(5)", where=where) from None
    if found is None:
        return ""
    if path.stat().st_mode & _OTHERS:
        raise InputRefusedError("others may read the file of credentials", hint=f"chmod 600 {path}", where=where)
    login, _, password = found
    return "Basic " + b64encode(f"{login}:{password or ''}".encode()).decode("ascii")
