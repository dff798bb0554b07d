"""Whom a release excludes from approving it: who wrote it, who pushed it last, and who imported its files.

Each is an account of the provider, by id. Authors and the last pusher are read from the audit that was judged; names in
commits are chosen freely and say nothing. The importer is who signed with their own key that they imported the files of
the manifest. Whoever is not known could be the approver, so what is missing is said, and nobody approves over it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from checker.application.approvable_report import latest_manifest
from checker.application.open_lifecycle import Acting
from checker.application.prove_event import prove_event
from checker.domain.candidate import ArtifactsImported, Candidate
from checker.domain.digest import Digest
from checker.domain.json_shape import field_of, flag_of, object_of, objects_of, text_of, whole_of
from checker.domain.json_value import Json
from checker.domain.observation import Status
from checker.domain.reading import read_observation
from checker.domain.trust import Anchor
from checker.formats.manifest_v1 import parse_artifacts, parse_manifest
from checker.formats.report_v1 import StoredReport
from checker.formats.strict_json import read_json
from checker.ports.store import Store

_NOBODY = 0
_AGAIN = "somebody whom the anchor names imports them again, with their key here: candidate import-artifacts"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExcludedPersons:
    """Accounts that may not approve, host and id, and every reason why there may be more of them."""

    accounts: tuple[str, ...]
    unknown: tuple[str, ...] = ()


def excluded_persons(
    candidate: Candidate, report: StoredReport, *, anchor: Anchor | None, by: Acting
) -> ExcludedPersons:
    """Whom this candidate excludes, as far as the documents of its report and its own events say.

    Raises:
        NotFoundError, StoreError: what was judged is not stored beside the report.
    """
    host = report.view.source.host
    numbers, gaps = _of_commits(_reviews(report, store=by.store), commit=candidate.registered.commit)
    accounts = {f"{host}/{number}" for number in numbers}
    event, imported = list(candidate.having(ArtifactsImported))[-1]
    importer = prove_event(event, anchor=anchor, store=by.store, now=by.at)
    if importer is None:
        gaps = (*gaps, f"who imported the files is not known: no key of {event.actor} signed that they did; {_AGAIN}")
    elif account := importer.account_at(host):
        accounts.add(account.name)
    else:
        gaps = (*gaps, f"who imported the files is not known: {event.actor} has no account at {host}")
    gaps = (*gaps, *_never_imported(candidate, imported, store=by.store))
    return ExcludedPersons(accounts=tuple(sorted(accounts)), unknown=gaps)


def _never_imported(candidate: Candidate, imported: ArtifactsImported, *, store: Store) -> Iterator[str]:
    """Why the files of the newest manifest are not those that the importer signed for, if they are not."""
    manifest, _ = parse_manifest(store.get_document(digest=latest_manifest(candidate)).data, source="the manifest")
    listed, _ = parse_artifacts(store.get_document(digest=imported.document).data, source="the imported files")
    if odd := sorted({one.name for one in set(manifest.artifacts) ^ set(listed.artifacts)}):
        yield f"the manifest and the files that were imported differ in {', '.join(odd)}"


def _reviews(report: StoredReport, *, store: Store) -> Json:
    """The section `reviews` of what the rules were given."""
    digest = Digest(text_of(report.document["input"], "input"))
    document = object_of(read_json(store.get_document(digest=digest).data, source="the judged input"), "input")
    repository = document.get("repository")
    return repository.get("reviews") if isinstance(repository, dict) else None


def _of_commits(section: Json, *, commit: str) -> tuple[set[int], tuple[str, ...]]:
    if section is None:
        return set(), ("no audit of the repository says who wrote the commits (section reviews)",)
    seen = read_observation(section, name="repository.reviews")
    if seen.status is not Status.COLLECTED:
        return set(), (f"who wrote the commits was not read: {seen.detail.why or seen.status}",)
    value = object_of(seen.value, "reviews")
    commits = objects_of(field_of(value, "commits"), "commits")
    newest = text_of(field_of(value, "commit"), "commit")
    numbers = {whole_of(number, "author_ids") for one in commits for number in _list(field_of(one, "author_ids"))}
    pushers = set(_pushers(commits, newest=newest))
    return (numbers | pushers) - {_NOBODY}, tuple(_gaps(commits, pushers, newest=newest, commit=commit))


def _gaps(commits: list[dict[str, Json]], pushers: set[int], *, newest: str, commit: str) -> Iterator[str]:
    if newest != commit:
        yield f"the audit tells who wrote {newest}, expected the candidate's commit {commit}"
    if not commits:
        yield "the audit lists no commit since the release before, so nobody is known to have written anything"
    if any(flag_of(field_of(one, "has_unknown_author"), "has_unknown_author") for one in commits):
        yield "the account of an author is not known"
    if not pushers or _NOBODY in pushers:
        yield "who pushed last is not known: no merged pull request brought the newest commit"


def _pushers(commits: list[dict[str, Json]], *, newest: str) -> Iterator[int]:
    """Whoever merged what brought the newest commit; only then does the provider say who pushed."""
    for one in commits:
        if text_of(field_of(one, "commit"), "commit") == newest:
            for pull in objects_of(field_of(one, "pulls"), "pulls"):
                yield whole_of(field_of(pull, "merged_by_id"), "merged_by_id")


def _list(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []
