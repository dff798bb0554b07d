"""A registry that answers what a test told it, and counts the documents of provenance it was asked for."""

from dataclasses import dataclass, field

from checker.domain.listing import FetchedBytes, ListedFile, Listing, RegistryAnswer
from checker.domain.observation import Status
from checker.domain.provenance import FileProvenance


def an_answer(
    status: Status = Status.COLLECTED, *, why: str = "", url: str = "https://index.example/w/"
) -> RegistryAnswer:
    return RegistryAnswer(status=status, url=url, why=why)


@dataclass(slots=True, kw_only=True)
class ToldRegistry:
    """Everything is there; `later` is the answer that moments are told with."""

    tells_provenance: bool = True
    later: Listing | None = None
    address: str = "https://index.example"
    asked: list[str] = field(default_factory=list)

    def listing(self, project: str) -> Listing:
        return Listing(answer=an_answer(url=project))

    def dated(self, project: str, listing: Listing) -> Listing:
        assert project == "widget"
        return self.later or listing

    def sha256_of(self, file: ListedFile) -> FetchedBytes:
        return FetchedBytes(answer=an_answer(url=file.url))

    def provenance(self, file: ListedFile) -> FetchedBytes:
        self.asked.append(file.name)
        status = Status.NOT_FOUND if file.provenance_url == "gone" else Status.COLLECTED
        return FetchedBytes(answer=an_answer(status, why="it is gone", url=file.provenance_url), data=b"{}")


class TellsNothing:
    """A verifier to which every document of provenance is one without attestations."""

    def verify(self, data: bytes, *, file: ListedFile, sha256: str) -> FileProvenance:
        assert (data, sha256) == (b"{}", file.sha256)
        return FileProvenance(attested=())
