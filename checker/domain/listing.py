"""Listings: what a registry answered about one project, and how far that answer can be relied on.

Absence is the dangerous answer: a wrong address, a proxy's page and a name nobody has look alike. So a project that is
not there is `collected` only where the registry proved in the same breath that it is one.
"""

from dataclasses import dataclass, field

from checker.domain.digest import digest_of
from checker.domain.observation import Detail, Observation, Status

NOTHING = digest_of(b"").removeprefix("sha256:")


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistryAnswer:
    """One answer: `url` without credentials, `sha256` (hex) over the body as it came, `why` where it is none."""

    status: Status
    url: str
    http: int = 0
    at: str = ""
    sha256: str = NOTHING
    why: str = ""
    needs: str = ""
    retryable: bool = False

    def unread(self) -> Observation:
        """What was asked for, as an observation that was not read."""
        detail = Detail(why=self.why, needs=self.needs, http=self.http, retryable=self.retryable)
        return Observation(status=self.status, detail=detail, evidence=(self.url,))


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedFile:
    """One published file; what the registry does not say is empty.

    `sha256` is 64 hex characters, `sha512` 128, where that is how the registry names its bytes. `provenance_url` says
    where its provenance is; without one it has none. `purl` is what statements call it where they do not use its name.
    `published_at` is a moment.
    """

    name: str
    version: str
    sha256: str = ""
    yanked: bool = False
    url: str = ""
    provenance_url: str = ""
    purl: str = ""
    sha512: str = ""
    published_at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One project of one registry: the answer that decides, those it was proven by, and what they say.

    Without a `collected` answer nothing else is to be looked at. `gap` says why the list may not be whole.
    """

    answer: RegistryAnswer
    others: tuple[RegistryAnswer, ...] = ()
    exists: bool = False
    versions: tuple[str, ...] = ()
    files: tuple[ListedFile, ...] = ()
    gap: str = ""

    @property
    def is_read(self) -> bool:
        """Whether it can be relied on."""
        return self.answer.status is Status.COLLECTED


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchedBytes:
    """A file or document of a registry; no data without a `collected` answer."""

    answer: RegistryAnswer
    data: bytes = field(default=b"", repr=False)
