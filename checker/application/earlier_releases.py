"""Earlier releases: the newest ones beside the version that is looked for, and what attests to each of their files.

One release without provenance among twenty that have it is the one to look at: whoever uploads with a stolen token
cannot attest. A release counts as new as its last file is, for a file can be added to a release of long ago.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from checker.application.published_files import FileReader
from checker.domain.json_shape import objects_of
from checker.domain.json_value import Json
from checker.domain.listing import ListedFile, Listing
from checker.domain.moment import parse_moment
from checker.domain.observation import Observation, Status, collected, unread
from checker.domain.reading import read_observation
from checker.formats.versions import is_same_published_version

NEWEST = 20
"""How many releases are looked at; no rule may want more."""

_KEEPS_NOTHING = "keeps nothing that attests to a file, so nothing tells which releases have it"
_ATTESTS_ELSEWHERE = (
    "a registry that keeps it; until then nothing decides that for earlier releases, and what attests to the files of "
    "this one is judged from what the provider keeps: audit attestations"
)
_MOST_DOCUMENTS = 400
"""How many documents of provenance are read of one project."""


def earlier_releases(project: str, listing: Listing, *, version: str, of: str, reader: FileReader) -> Observation:
    """The releases but `version`, newest first.

    Args:
        project: its name on the registry.
        listing: what the registry answered; one that was read.
        version: the release that is looked for, which is not an earlier one.
        of: the registry, which decides when two spellings are one version.
        reader: reads what attests to a file.
    """
    if not reader.registry.tells_provenance:
        return unread(Status.UNSUPPORTED, why=f"{of} {_KEEPS_NOTHING}", needs=_ATTESTS_ELSEWHERE)
    if listing.gap:
        return unread(Status.INCOMPLETE, why=listing.gap)
    if not listing.exists:
        return collected([], evidence=(listing.answer.url,))
    dated = reader.registry.dated(project, listing)
    reader.note(dated.answer)
    if not dated.is_read:
        return dated.answer.unread()
    releases = _by_version(dated, version=version, of=of)
    undated = next((file.name for files in releases.values() for file in files if not file.published_at), "")
    if undated:
        return unread(Status.UNSUPPORTED, why=f"the registry does not tell when {undated} was published")
    newest = sorted(releases, key=lambda one: (parse_moment(_published_at(releases[one])), one), reverse=True)[:NEWEST]
    read = _Reading(reader).releases({one: releases[one] for one in newest})
    return collected(list(read), evidence=(dated.answer.url,))


def unread_in(releases: Observation) -> str:
    """How many files of earlier releases could not be read for what attests to them, and why the first; or empty."""
    if releases.status is not Status.COLLECTED:
        return "" if releases.status is Status.UNSUPPORTED else releases.detail.why
    seen = [
        (str(file["name"]), read_observation(file["provenance"], name="provenance"))
        for release in objects_of(releases.value, "releases")
        for file in objects_of(release["files"], "files")
    ]
    failed = [(name, one.detail.why) for name, one in seen if one.status is not Status.COLLECTED]
    if not failed:
        return ""
    name, why = failed[0]
    return f"what attests to {len(failed)} of {len(seen)} files of earlier releases could not be read: {name}: {why}"


def _by_version(listing: Listing, *, version: str, of: str) -> Mapping[str, Sequence[ListedFile]]:
    releases: defaultdict[str, list[ListedFile]] = defaultdict(list)
    for file in listing.files:
        if not is_same_published_version(file.version, version, registry=of):
            releases[file.version].append(file)
    return releases


def _published_at(files: Sequence[ListedFile]) -> str:
    return max((file.published_at for file in files), key=parse_moment)


class _Reading:
    """Reads files until enough documents were asked for."""

    def __init__(self, reader: FileReader) -> None:
        self._reader, self._asked = reader, 0

    def releases(self, releases: Mapping[str, Sequence[ListedFile]]) -> Iterator[Json]:
        for version, files in releases.items():
            listed = sorted(files, key=lambda file: file.name)
            yield {
                "version": version,
                "published_at": _published_at(files),
                "files": [{"name": file.name, "provenance": self._provenance(file).to_json()} for file in listed],
            }

    def _provenance(self, file: ListedFile) -> Observation:
        self._asked += bool(file.provenance_url)
        if self._asked > _MOST_DOCUMENTS:
            return unread(Status.INCOMPLETE, why=f"of one project {_MOST_DOCUMENTS} documents of provenance are read")
        return self._reader.attested(file)
