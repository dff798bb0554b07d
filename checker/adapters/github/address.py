"""Where the API is, and which addresses belong to it: a token is sent to no other place.

`github.com` is asked at `api.github.com`, a tenant of it at `api.TENANT.ghe.com`, a server of one's own at
`https://HOST/api/v3`. Plain http is spoken with this machine only, and only when somebody says so.
"""

import re
from dataclasses import dataclass

from checker.domain.web_address import is_local, is_safe, split_address
from checker.errors import UsageError
from checker.formats.audit_document import GITHUB

API_SETTING = "CLEAN_RELEASE_GITHUB_API"
_HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::[0-9]{1,5})?")
_SERVER_API = "/api/v3"
_TENANTS = ".ghe.com"


@dataclass(frozen=True, slots=True, kw_only=True)
class APIAddress:
    """Where one API is: whose it is, and what all its addresses begin with (without a slash at the end)."""

    host: str
    base: str

    @property
    def is_local(self) -> bool:
        """Whether it is on this machine."""
        return is_local(self.base)

    @property
    def graphql(self) -> str:
        """Where GraphQL is asked: beside the REST API of a server of one's own, below every other."""
        base = self.base.removesuffix("/v3") if self.base.endswith(_SERVER_API) else self.base
        return f"{base}/graphql"

    def url(self, path: str) -> str:
        """The address of a path."""
        return f"{self.base}/{path}"

    def path_of(self, url: str) -> str:
        """The path a full address names; empty when it is not this API's, and must not be followed."""
        start = f"{self.base}/"
        return url.removeprefix(start) if url.startswith(start) and "/../" not in url and "\\" not in url else ""


def api_address(host: str, *, api: str = "") -> APIAddress:
    """The API of a host; with `api`, the one at that address.

    Raises:
        UsageError: no host, or an address that is not https.
    """
    if api:
        return _address_given(api)
    name = host.lower()
    if not _HOST.fullmatch(name):
        raise UsageError(f"{host!a} is no host, expected one like github.com", hint="leave --host out for github.com")
    if name == GITHUB or name.endswith(_TENANTS):
        return APIAddress(host=name, base=f"https://api.{name}")
    return APIAddress(host=name, base=f"https://{name}{_SERVER_API}")


def _address_given(api: str) -> APIAddress:
    parts = split_address(api)
    host, port = parts.hostname or "", parts.port
    if not is_safe(api) or parts.query or parts.fragment:
        raise UsageError(
            f"{API_SETTING} is no address of an API, expected https://HOST/… (http only for this machine)",
            hint="unset it to ask github.com",
        )
    place = f"[{host}]" if ":" in host else host
    base = f"{parts.scheme}://{place}{f':{port}' if port else ''}{parts.path.rstrip('/')}"
    return APIAddress(host=GITHUB if host == f"api.{GITHUB}" else host, base=base)
