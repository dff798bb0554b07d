"""Audit many repositories: which ones, under which names their audits go, and what to tell of each.

One repository that cannot be read is a row that says so; it never costs the others theirs.
"""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from checker.application.audit_files import AuditFile, plain_name
from checker.application.audit_repository import CollectedRepository
from checker.domain.json_shape import object_of, objects_of, text_of, texts_of
from checker.domain.json_value import Json
from checker.domain.observation import Status
from checker.domain.slug import is_slug, refuse_no_slug
from checker.errors import CleanReleaseError, ProviderError, UsageError
from checker.formats.github.repository import full_names
from checker.ports.provider import Provider


class Outcome(StrEnum):
    """What came of one repository: everything was answered, something went wrong on the way, or it was not read."""

    COLLECTED = "collected"
    INCOMPLETE = "incomplete"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditedRepository:
    """One repository of many: the files of its audits, its sections that were not collected, and what went wrong.

    `unread` are sections with their status; `verdict` is empty where nobody judged.
    """

    slug: str
    outcome: Outcome
    files: tuple[str, ...] = ()
    unread: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    verdict: str = ""

    def to_json(self) -> dict[str, Json]:
        """The document form."""
        return {
            "repository": self.slug,
            "outcome": str(self.outcome),
            "files": list(self.files),
            "unread": [{"section": section, "status": status} for section, status in self.unread],
            "notes": list(self.notes),
            "verdict": self.verdict,
        }


def collected_row(
    slug: str, found: CollectedRepository, *, files: Sequence[str], verdict: str = ""
) -> AuditedRepository:
    """The row of a repository that was read."""
    return AuditedRepository(
        slug=slug,
        outcome=Outcome.INCOMPLETE if found.failures else Outcome.COLLECTED,
        files=tuple(files),
        unread=tuple(pair for audit in found.audits for pair in _unread(audit)),
        notes=found.failures,
        verdict=verdict,
    )


def read_row(document: Mapping[str, Json]) -> AuditedRepository:
    """The row that was written as this document.

    Raises:
        InputRefusedError: it is none.
    """
    unread = objects_of(document.get("unread"), "unread")
    return AuditedRepository(
        slug=text_of(document.get("repository"), "repository"),
        outcome=Outcome(text_of(document.get("outcome"), "outcome")),
        files=tuple(texts_of(document.get("files"), "files")),
        unread=tuple((text_of(one["section"], "section"), text_of(one["status"], "status")) for one in unread),
        notes=tuple(texts_of(document.get("notes"), "notes")),
        verdict=text_of(document.get("verdict"), "verdict"),
    )


def failed_row(slug: str, error: CleanReleaseError) -> AuditedRepository:
    """The row of a repository that could not be read."""
    return AuditedRepository(slug=slug, outcome=Outcome.FAILED, notes=(str(error),))


def named_files(audits: Sequence[AuditFile], *, stem: str) -> Mapping[str, bytes]:
    """The audits of one repository by file name."""
    return {f"{stem}.{audit.document['kind']}.json": audit.data for audit in audits}


def stems_of(slugs: Sequence[str]) -> Mapping[str, str]:
    """What the files of each repository begin with; `a-b/c` and `a/b-c` must not write into the same ones."""
    plain = {slug: plain_name(slug) for slug in slugs}
    taken = Counter(name.lower() for name in plain.values())
    return {slug: name if taken[name.lower()] == 1 else f"{name}-{_mark(slug)}" for slug, name in plain.items()}


def listed_repositories(text: str, *, source: str) -> tuple[str, ...]:
    """The repositories a file lists, one on a line, each once; `#` begins a comment.

    Raises:
        UsageError: a line is no repository, or there is none.
    """
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        if slug := line.partition("#")[0].strip():
            try:
                refuse_no_slug(slug)
            except UsageError as error:
                raise UsageError(f"{source}:{number}: {error}", hint=error.hint) from None
            found.append(slug)
    if not found:
        raise UsageError(f"{source} lists no repository, expected OWNER/REPO on each line")
    return distinct(found)


def distinct(slugs: Sequence[str]) -> tuple[str, ...]:
    """Each repository once; the provider's names do not distinguish case."""
    return tuple({slug.lower(): slug for slug in reversed(slugs)}.values())[::-1]


def repositories_of(organization: str, *, provider: Provider) -> tuple[str, ...]:
    """Every repository of an organization that the credential may see, in the provider's order.

    Raises:
        UsageError: the name is none.
        ProviderError: the list, or a part of it, could not be read; a part must not be taken for all.
    """
    if not is_slug(f"{organization}/x"):
        raise UsageError(f"{organization!a} is no organization, expected its name in addresses")
    (answer,) = provider.get_all([f"orgs/{organization}/repos?per_page=100"])
    names = full_names(answer)
    if not names:
        raise ProviderError(
            f"the repositories of {organization} could not be read from {provider.host}: "
            f"{answer.failure or f'the answer was {answer.status}, and lists none'}",
            hint="check the organization's name, or list repositories in a file and give --repos",
        )
    return distinct([name for name in names if is_slug(name)])


def _unread(audit: AuditFile) -> list[tuple[str, str]]:
    sections = object_of(audit.document["sections"], "sections")
    statuses = {name: text_of(object_of(seen, name)["status"], "status") for name, seen in sections.items()}
    return [(name, status) for name, status in sorted(statuses.items()) if status != Status.COLLECTED]


def _mark(slug: str) -> str:
    return hashlib.sha256(slug.lower().encode()).hexdigest()[:8]
