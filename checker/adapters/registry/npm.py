"""The port `Registry` over an npm registry: the document of a package, and the bytes of its tarballs.

npm names files by SHA-512, manifests by SHA-256. So a tarball is read, held to the SHA-512 that npm gives, and
hashed. A scoped package that is private answers as one that is not there does; so absence is believed of plain names
only.
"""

import base64
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from urllib.parse import quote

from checker.adapters.registry.fetch import Fetched, Fetcher
from checker.adapters.registry.reading import absent, bad, proven_by_root
from checker.domain.digest import digest_of
from checker.domain.json_shape import field_of, object_of, text_of
from checker.domain.json_value import Json
from checker.domain.listing import FetchedBytes, ListedFile, Listing, RegistryAnswer
from checker.domain.moment import normalise_moment
from checker.domain.observation import Status
from checker.errors import InputRefusedError
from checker.formats.strict_json import read_json

_DOCUMENT = "application/vnd.npm.install-v1+json"
_JSON = ("application/json",)
_TYPES = (_DOCUMENT, *_JSON)
_SHA512 = "sha512-"


class NpmRegistry:
    """One npm registry."""

    tells_provenance = True

    def __init__(self, address: str, fetcher: Fetcher) -> None:
        self.address, self._fetcher = address, fetcher

    def listing(self, project: str) -> Listing:
        """Every version of a package; each has one file."""
        found = self._fetcher.get(self._document_of(project), types=_TYPES)
        if found.answer.status is Status.NOT_FOUND:
            return self._missing(found, project)
        if found.answer.status is not Status.COLLECTED:
            return absent(found)
        try:
            document = object_of(read_json(found.data, source="the registry"), "the package")
            return self._listing(found, document, project)
        except InputRefusedError as error:
            return bad(found, error)

    def dated(self, project: str, listing: Listing) -> Listing:
        """The listing, with the moments of the package's whole document; the short one, which is listed, has none."""
        found = self._fetcher.get(self._document_of(project), types=_JSON)
        found = replace(found, answer=replace(found.answer, url=f"{found.answer.url}#time"))
        if found.answer.status is not Status.COLLECTED:
            return absent(found)
        try:
            document = object_of(read_json(found.data, source="the registry"), "the package")
            times = object_of(field_of(document, "time"), "time")
            files = tuple(replace(file, published_at=_moment(times, file.version)) for file in listing.files)
        except InputRefusedError as error:
            return bad(found, error)
        return replace(listing, answer=found.answer, files=files)

    def sha256_of(self, file: ListedFile) -> FetchedBytes:
        """The digest of a tarball whose bytes have the SHA-512 that the registry promises of this very version.

        Provenance is held to the same SHA-512; so both are about the same bytes.
        """
        found = self._fetcher.get(file.url, types=(), most=self._fetcher.limits.file)
        if found.answer.status is not Status.COLLECTED:
            return FetchedBytes(answer=found.answer)
        if hashlib.sha512(found.data).hexdigest() != file.sha512:
            return _unusable(file.name, "the file's bytes do not have the SHA-512 that the registry gives")
        return FetchedBytes(answer=found.answer, data=digest_of(found.data).removeprefix("sha256:").encode())

    def provenance(self, file: ListedFile) -> FetchedBytes:
        """The attestations of a version: bundles of sigstore, in npm's list."""
        found = self._fetcher.get(file.provenance_url, types=_JSON)
        return FetchedBytes(answer=found.answer, data=found.data)

    def _document_of(self, project: str) -> str:
        return f"{self.address}/{quote(project, safe='@')}"

    def _missing(self, found: Fetched, project: str) -> Listing:
        if project.startswith("@"):
            return absent(found)
        return proven_by_root(found, self._fetcher.get(f"{self.address}/-/ping", types=_JSON))

    def _listing(self, found: Fetched, document: dict[str, Json], project: str) -> Listing:
        """The versions of the document.

        Raises:
            InputRefusedError: it is of another package, or has another form.
        """
        if document.get("name") != project:
            raise InputRefusedError(f"the registry answers for {document.get('name')!a}, expected {project}")
        versions = object_of(field_of(document, "versions"), "versions")
        files = tuple(self._files(versions, project))
        return Listing(answer=found.answer, exists=True, versions=tuple(versions), files=files)

    def _files(self, versions: Mapping[str, Json], project: str) -> Iterator[ListedFile]:
        plain = project.removeprefix("@").replace("/", "-")
        urls: set[str] = set()
        for version, entry in versions.items():
            fields = object_of(entry, "a version")
            distribution = object_of(field_of(fields, "dist"), "dist")
            url = text_of(field_of(distribution, "tarball"), "tarball")
            if url in urls:
                raise InputRefusedError(f"two versions name the tarball {url[:200]!a}, expected each its own")
            urls.add(url)
            attestations = object_of(distribution.get("attestations", {}), "attestations")
            yield ListedFile(
                name=f"{plain}-{version}.tgz",
                version=version,
                yanked=bool(fields.get("deprecated")),
                url=url,
                provenance_url=text_of(attestations.get("url", ""), "url"),
                purl=f"pkg:npm/{project}@{version}",
                sha512=_sha512_of(text_of(distribution.get("integrity", ""), "integrity")),
            )


def _moment(times: Mapping[str, Json], version: str) -> str:
    """When a version was published; empty where the document does not say."""
    return normalise_moment(text_of(times[version], f"the time of {version}")) if version in times else ""


def _sha512_of(promised: str) -> str:
    """The one SHA-512 that an integrity names, in hex; empty where it names none or several."""
    listed = [one for one in promised.split() if one.startswith(_SHA512)]
    try:
        return base64.b64decode(listed[0].removeprefix(_SHA512), validate=True).hex() if len(listed) == 1 else ""
    except ValueError:
        return ""


def _unusable(name: str, why: str) -> FetchedBytes:
    return FetchedBytes(answer=RegistryAnswer(status=Status.ERROR, url=name, why=why))
