"""Bundles on a web server: a GET for the archive, one for the envelope beside it, bounded in bytes, time and redirects.

A redirect is followed only to an address that the anchor allows, never from https to http, and a credential stays with
the host it was meant for. What is answered must look like an archive at once; nothing is kept here.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from urllib.parse import urljoin

import httpx2

from checker.adapters.bundles.credentials import authorization_for
from checker.adapters.bundles.fetch_limits import FETCH_LIMITS, FetchLimits
from checker.adapters.bundles.local_bundles import ENVELOPE_SUFFIX
from checker.adapters.timed_requests import OverrunError, TimedTransport, failure_of, within
from checker.domain.bundle_address import WebAddress, is_below
from checker.domain.limits import HAND_WRITTEN
from checker.domain.web_address import is_local, is_safe, split_address
from checker.errors import BundleRefusedError, CleanReleaseError, NotFoundError, Place, ProviderError, TrustError
from checker.ports.bundles import FetchedBundle

_OK = 200
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_ABSENT = frozenset({403, 404, 410})
"""What is answered where there is nothing; stores of objects say 403 to whoever may not list them."""
_DENIED = frozenset({401, 403, 407})
_GZIP = b"\x1f\x8b"
_ENCODINGS = frozenset({"", "identity", "gzip", "x-gzip"})
"""A server may call a `.tar.gz` a compressed tar; the bytes are taken as they come either way."""


class WebBundles:
    """Asks web servers, at addresses that begin with one of `allowed`."""

    def __init__(self, *, allowed: Sequence[str], version: str, limits: FetchLimits = FETCH_LIMITS) -> None:
        self._allowed = tuple(allowed)
        self._version = version
        self._limits = limits

    def fetch(self, address: WebAddress, *, source: str) -> FetchedBundle:
        """The archive at an address, and the envelope beside it if there is one.

        Raises:
            NotFoundError: there is nothing.
            BundleRefusedError: what is there is too large, or no archive.
            TrustError: it leads to an address that may not be asked.
            ProviderError: there was no whole answer in time.
        """
        with self._client(address.url) as client, within(self._limits.seconds), _said(source):
            archive = self._get(client, address.url, source, most=self._limits.bundle.compressed)
            if archive is None:
                raise NotFoundError(
                    "there is nothing at this address",
                    hint="check the name; where a log-in is needed, put a credential for the host into ~/.netrc",
                    where=Place(source=source),
                )
            _refuse_unless_gzip(archive, source)
            envelope = self._get(client, address.url + ENVELOPE_SUFFIX, source, most=HAND_WRITTEN.bytes)
        return FetchedBundle(source=source, name=address.name, archive=archive, envelope=envelope or b"")

    def _client(self, url: str) -> httpx2.Client:
        by_environment = url.startswith("https:") or not is_local(url)
        return httpx2.Client(
            headers={"Accept-Encoding": "identity", "User-Agent": f"clean-release/{self._version}"},
            transport=TimedTransport(trust_env=by_environment),
            timeout=self._limits.silence,
            trust_env=False,  # the transport asks the environment; a client of its own would send any netrc anywhere
            follow_redirects=False,
        )

    def _get(self, client: httpx2.Client, url: str, source: str, *, most: int) -> bytes | None:
        """The bytes at an address, redirects followed; None where there is nothing."""
        asked, at = url, url
        for _ in range(self._limits.redirects + 1):
            credential = authorization_for(url) if _origin(at) == _origin(asked) else ""
            headers = {"Authorization": credential} if credential else {}
            with client.stream("GET", at, headers=headers) as response:
                status = response.status_code
                if status in _REDIRECTS:
                    at = self._led(at, response.headers.get("location", ""), source)
                    continue
                if status == _OK:
                    return _body(response, source, most=most)
            if status in _ABSENT and not (credential and status in _DENIED):
                return None
            raise _no_use(status, source)
        raise ProviderError(
            f"the answer leads on more than {self._limits.redirects} times",
            hint="name the address that it ends at",
            where=Place(source=source),
        )

    def _led(self, at: str, location: str, source: str) -> str:
        target = urljoin(at, location)
        plain = target.partition("?")[0].partition("#")[0]
        if at.startswith("https:") and not target.startswith("https:"):
            raise _refused_redirect(plain, "that would not be encrypted", source)
        if not location or not is_safe(target) or not is_below(target, self._allowed):
            raise _refused_redirect(plain, "the anchor does not allow that address", source)
        return target


def _refused_redirect(target: str, why: str, source: str) -> TrustError:
    parts = split_address(target)
    return TrustError(
        f"the answer leads to {parts.scheme or 'an address'}://{parts.hostname or ''}, and {why}",
        hint="name the address that it ends at, or add that host under sources in the anchor if you trust it",
        where=Place(source=source),
    )


def _body(response: httpx2.Response, source: str, *, most: int) -> bytes:
    if response.headers.get("content-encoding", "").strip().lower() not in _ENCODINGS:
        raise ProviderError(
            "the answer came in an encoding nobody asked for",
            hint="let the server give the file as it is",
            where=Place(source=source),
        )
    data = bytearray()
    for chunk in response.iter_raw():
        data += chunk
        if len(data) > most:
            raise BundleRefusedError(
                f"the answer has more than {most} bytes, at most that many are read",
                hint="a policy bundle is small; look at what is there",
                where=Place(source=source),
            )
    return bytes(data)


def _refuse_unless_gzip(data: bytes, source: str) -> None:
    if data.startswith(_GZIP):
        return
    seen = "nothing" if not data else "an HTML page" if data.lstrip()[:1] == b"<" else "something else"
    raise BundleRefusedError(
        f"{seen} was answered, expected a .tar.gz",
        hint="open the address in a browser: it may ask for a log-in, or be the page about the file",
        where=Place(source=source),
    )


def _no_use(status: int, source: str) -> CleanReleaseError:
    where = Place(source=source)
    if status in _DENIED:
        return ProviderError(
            f"the server does not let us read it ({status})",
            hint="put a credential for its host into ~/.netrc, or renew the one that is there",
            where=where,
        )
    return ProviderError(f"the answer was {status}, expected 200", hint="try again later", where=where)


def _origin(url: str) -> tuple[str, str | None, int | None]:
    parts = split_address(url)
    return parts.scheme, parts.hostname, parts.port


@contextmanager
def _said(source: str) -> Iterator[None]:
    """Failures of the network, in words of our own."""
    try:
        yield
    except (httpx2.HTTPError, httpx2.InvalidURL, OverrunError, OSError, ValueError) as error:
        raise ProviderError(
            f"the bundle could not be fetched: {failure_of(error)}",
            hint="nothing was written; try again, or look at the address and the network",
            where=Place(source=source),
        ) from None
