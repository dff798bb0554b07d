"""Published files: those of one version, each with its digest and with what attests to it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from checker.domain.json_value import Json
from checker.domain.listing import ListedFile, Listing, RegistryAnswer
from checker.domain.observation import Observation, Status, collected, unread
from checker.domain.provenance import FileProvenance
from checker.domain.publisher import Publisher
from checker.errors import InputRefusedError
from checker.formats.versions import is_same_published_version
from checker.ports.registry import ProvenanceVerifier, Registry

_MOST_TRIED = 3
"""How many other files are looked at for a sign of whose project it is."""


@dataclass(slots=True, kw_only=True)
class FileReader:
    """Reads single files of one project; `owns` says that a declared publisher attests to one of those read."""

    registry: Registry
    verifier: ProvenanceVerifier
    publishers: Sequence[Publisher]
    note: Callable[[RegistryAnswer], None]
    owns: bool = field(default=False, init=False)

    def of_version(self, listing: Listing, version: str, *, of: str) -> list[Json]:
        """The files of one version, by name; `of` is the registry, which decides when two spellings are one version."""
        wanted = [file for file in listing.files if is_same_published_version(file.version, version, registry=of)]
        return [self._file(file) for file in sorted(wanted, key=lambda file: file.name)]

    def owns_any(self, listing: Listing) -> bool:
        """Whether a declared publisher attests to one of the files that were listed last."""
        if not self.publishers:
            return False
        attested = [file for file in reversed(listing.files) if file.provenance_url and (file.sha256 or file.sha512)]
        for file in attested[:_MOST_TRIED]:
            self.attested(file)
        return self.owns

    def attested(self, file: ListedFile) -> Observation:
        """What attests to a file, by the digest that the registry itself gives of it."""
        return self._provenance(file, file.sha256 or file.sha512)

    def _file(self, file: ListedFile) -> dict[str, Json]:
        digest = self._digest(file)
        known = str(digest.value) if digest.status is Status.COLLECTED else ""
        return {
            "name": file.name,
            "sha256": digest.to_json(),
            "yanked": file.yanked,
            "provenance": self._provenance(file, known).to_json(),
        }

    def _digest(self, file: ListedFile) -> Observation:
        if file.sha256:
            return collected(file.sha256)
        found = self.registry.sha256_of(file)
        self.note(found.answer)
        if found.answer.status is not Status.COLLECTED:
            return found.answer.unread()
        return collected(found.data.decode(), evidence=(found.answer.url,))

    def _provenance(self, file: ListedFile, sha256: str) -> Observation:
        if not self.registry.tells_provenance:
            return unread(Status.UNSUPPORTED, why="what attests to files of this registry is not read here")
        if not file.provenance_url:
            return collected([])
        if not sha256:
            return unread(Status.ERROR, why="without the file's digest nothing can be said of what attests to it")
        found = self.registry.provenance(file)
        self.note(found.answer)
        if found.answer.status is not Status.COLLECTED:
            return found.answer.unread()
        try:
            proven = self.verifier.verify(found.data, file=file, sha256=sha256)
        except InputRefusedError as error:
            return unread(Status.ERROR, why=error.message, evidence=(found.answer.url,))
        self.owns = self.owns or _is_owned(proven, self.publishers)
        return collected(list(_attested(proven)), evidence=(found.answer.url,))


def _is_owned(proven: FileProvenance, publishers: Sequence[Publisher]) -> bool:
    return any(one.is_by(publishers) for one in proven.attested)


def _attested(proven: FileProvenance) -> Iterator[Json]:
    for one in proven.attested:
        yield one.to_json()
