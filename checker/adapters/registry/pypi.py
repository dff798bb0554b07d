"""The port `Registry` over a Python package index: the simple repository API as JSON (PEP 691, 700, 740).

The HTML form of an index cannot be told from a login page or a proxy's, so only JSON counts. A project that is not
there is believed only of an address whose root answers as an index does.
"""

from datetime import datetime
from typing import Any

from pypi_simple import PYPI_SIMPLE_ENDPOINT, DistributionPackage, ProjectPage, UnsupportedRepoVersionError

from checker.adapters.registry.fetch import Fetched, Fetcher
from checker.adapters.registry.reading import absent, bad, hashed, proven_by_root
from checker.domain.digest import is_digest
from checker.domain.listing import FetchedBytes, ListedFile, Listing
from checker.domain.moment import format_moment
from checker.domain.observation import Status
from checker.domain.package_name import normal_python_name
from checker.errors import InputRefusedError
from checker.formats.strict_json import read_json

ENDPOINT = PYPI_SIMPLE_ENDPOINT.rstrip("/")
"""Where the client library reads PyPI."""

INDEX_JSON = "application/vnd.pypi.simple.v1+json"
_PROVENANCE = ("application/vnd.pypi.integrity.v1+json", "application/json")


class PythonIndex:
    """One Python package index."""

    tells_provenance = True

    def __init__(self, address: str, fetcher: Fetcher) -> None:
        self.address, self._fetcher = address, fetcher

    def listing(self, project: str) -> Listing:
        """Every file and version of a project."""
        url = f"{self.address}/{normal_python_name(project)}/"
        found = self._fetcher.get(url, types=(INDEX_JSON,))
        if found.answer.status is Status.NOT_FOUND:
            root = self._fetcher.get(f"{self.address}/", types=(INDEX_JSON,), head_only=True)
            return proven_by_root(found, root)
        if found.answer.status is not Status.COLLECTED:
            return absent(found)
        try:
            return _listing(found, project)
        except (InputRefusedError, UnsupportedRepoVersionError, ValueError) as error:
            return bad(found, error)

    def dated(self, project: str, listing: Listing) -> Listing:  # noqa: ARG002 - the port's
        """The listing as it is: a page tells when each file was uploaded (PEP 700)."""
        return listing

    def sha256_of(self, file: ListedFile) -> FetchedBytes:
        """The digest of a file, over its own bytes."""
        return hashed(self._fetcher, file)

    def provenance(self, file: ListedFile) -> FetchedBytes:
        """The provenance of a file (PEP 740)."""
        found = self._fetcher.get(file.provenance_url, types=_PROVENANCE)
        return FetchedBytes(answer=found.answer, data=found.data)


def _listing(found: Fetched, project: str) -> Listing:
    """A page as the client library reads it.

    Raises:
        InputRefusedError: it is of another project.
    """
    document: Any = read_json(found.data, source="the index")
    page = ProjectPage.from_json_data(document, found.answer.url)
    if normal_python_name(page.project) != normal_python_name(project):
        raise InputRefusedError(f"the index answers for {page.project!a}, expected {project}")
    files = tuple(_file(package) for package in page.packages)
    versions = tuple(dict.fromkeys([*(page.versions or ()), *(file.version for file in files if file.version)]))
    unnamed = [file.name for file in files if not file.version]
    gap = f"the version of {unnamed[0]} cannot be told" if unnamed and page.versions is None else ""
    return Listing(answer=found.answer, exists=True, versions=versions, files=files, gap=gap)


def _file(package: DistributionPackage) -> ListedFile:
    digest = package.digests.get("sha256", "").lower()
    return ListedFile(
        name=package.filename,
        version=package.version or "",
        sha256=digest if is_digest(f"sha256:{digest}") else "",
        yanked=package.is_yanked,
        url=package.url,
        provenance_url=package.provenance_url or "",
        published_at=_moment(package.upload_time),
    )


def _moment(told: datetime | None) -> str:
    """An upload's moment; empty where the page tells none, or leaves open in which zone it was."""
    try:
        return format_moment(told) if told else ""
    except InputRefusedError:
        return ""
