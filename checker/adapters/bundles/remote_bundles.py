"""Which adapter fetches a bundle: a path of this machine is read, an address is asked, or found where it is kept."""

from collections.abc import Callable, Sequence

from checker.adapters.bundles.fetch_limits import FETCH_LIMITS, FetchLimits
from checker.domain.bundle_address import GIT, GitAddress, WebAddress, is_below, remote_address
from checker.domain.lock import LockedBundle
from checker.errors import NotFoundError, Place, TrustError
from checker.ports.bundles import BundleSource, FetchedBundle


class OfflineBundles:
    """Bundles of this machine, and those of others that were fetched to it before."""

    def __init__(self, *, local: BundleSource, kept: Callable[[], BundleSource]) -> None:
        self._local = local
        self._kept = kept

    def fetch(self, source: str, *, locked: LockedBundle | None = None) -> FetchedBundle:
        """The bundle, without asking anybody; see the two sources for what they refuse."""
        found = self._kept() if remote_address(source) else self._local
        return found.fetch(source, locked=locked)


class FetchingBundles:
    """Bundles of this machine, and those of others, asked for now; only at addresses of the anchor."""

    def __init__(
        self, *, local: BundleSource, allowed: Sequence[str], version: str, limits: FetchLimits = FETCH_LIMITS
    ) -> None:
        self._local = local
        self._allowed = tuple(allowed)
        self._version = version
        self._limits = limits

    def fetch(self, source: str, *, locked: LockedBundle | None = None) -> FetchedBundle:
        """The bundle as it is at its source now.

        Raises:
            NotFoundError, BundleRefusedError, TrustError, ProviderError: see `BundleSource`.
        """
        address = remote_address(source)
        match address:
            case None:
                return self._local.fetch(source)
            case GitAddress():
                self._refuse_unless_allowed(GIT + address.url, source)
                return self._git(address, source, locked)
            case WebAddress():
                self._refuse_unless_allowed(address.url, source)
                return self._web(address, source)

    def _refuse_unless_allowed(self, url: str, source: str) -> None:
        if not is_below(url, self._allowed):
            raise TrustError(
                f"the anchor does not let bundles be fetched from {url}",
                hint=f"it allows {' and '.join(self._allowed) or 'none'}; add this one under sources in the anchor",
                where=Place(source=source),
            )

    def _git(self, address: GitAddress, source: str, locked: LockedBundle | None) -> FetchedBundle:
        from checker.adapters.bundles.git_bundles import GitBundles  # noqa: PLC0415 - a command pays only for its own

        return GitBundles(limits=self._limits).fetch(address, source=source, locked=locked)

    def _web(self, address: WebAddress, source: str) -> FetchedBundle:
        try:
            from checker.adapters.bundles.web_bundles import WebBundles  # noqa: PLC0415 - an extra
        except ModuleNotFoundError as error:
            raise NotFoundError(
                f"a bundle on a web server needs the package {error.name}, which is not installed",
                hint="install the extra: pip install 'clean-release[sources]'",
            ) from error
        return WebBundles(allowed=self._allowed, version=self._version, limits=self._limits).fetch(
            address, source=source
        )
