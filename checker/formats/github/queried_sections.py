"""Sections that the one query tells: whole, or why not.

A list counts as read when as many items came as the provider counts. An item of another form than its schema says
makes the list an error, as it does in an answer of REST.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace

from checker.domain.json_shape import field_of, flag_of, object_of, objects_of, text_of, whole_of
from checker.domain.json_value import Json
from checker.domain.observation import Observation, Status, collected, incomplete, unread
from checker.errors import InputRefusedError
from checker.formats.github.answers import keyed
from checker.formats.github.fields import required_text
from checker.formats.github.kept_files import code_ownership, kept_files
from checker.formats.github.kept_files_query import KEPT_FILES, OWNERSHIP
from checker.formats.github.lists_query import CHECKS, OWNERS, TAGS
from checker.formats.github.query_answer import SHOWN_LENGTH, QueryAnswer
from checker.formats.github.query_part import QueryPart
from checker.formats.github.review_range import reviews_since, reviews_since_tag
from checker.formats.github.reviews_query import REVIEWS, SINCE
from checker.formats.github.tag_targets import target_of_tag

_Pages = Iterable[dict[str, Json]]
_COMMIT, _TAG = "Commit", "Tag"


def queried_sections(answer: QueryAnswer, parts: Collection[str]) -> dict[str, Observation]:
    """The sections that these parts of an answer tell; a declared tag is believed only where nothing is released."""
    told = {part.section: _seen(answer, part, read) for part, read in _READERS if part.name in parts}
    if SINCE.name in parts and told[SINCE.section].detail.why == REVIEWS.nothing:
        told[SINCE.section] = _seen(answer, SINCE, reviews_since_tag)
    return told


def parts_told(answer: QueryAnswer) -> tuple[str, ...]:
    """The parts that a captured answer speaks of."""
    return tuple(part.name for part, _ in _READERS if answer.holds(part.field))


def sections_told(answer: QueryAnswer) -> frozenset[str]:
    """The sections that a captured answer speaks of."""
    return frozenset(part.section for part, _ in _READERS if answer.holds(part.field))


def _seen(answer: QueryAnswer, part: QueryPart, read: Callable[[_Pages], Observation]) -> Observation:
    seen = answer.refusal(str(part.permission)) or _read(answer, part, read)
    return replace(seen, evidence=(answer.evidence,))


def _read(answer: QueryAnswer, part: QueryPart, read: Callable[[_Pages], Observation]) -> Observation:
    try:
        pages = answer.pages_of(part)
        if isinstance(pages, Observation):
            return pages
        return read(pages) if pages else unread(Status.ERROR, why=f"the answer says nothing of {part.shown}")
    except InputRefusedError as error:
        return unread(Status.ERROR, why=error.message)


def _tags(pages: _Pages) -> Observation:
    found: list[dict[str, Json]] = []
    total, goes_on = 0, False
    for fields in pages:
        listed = object_of(fields[TAGS.field], "refs")
        total = whole_of(field_of(listed, "totalCount"), "totalCount")
        found += objects_of(field_of(listed, "nodes"), "nodes")
        goes_on = flag_of(field_of(object_of(field_of(listed, "pageInfo"), "pageInfo"), "hasNextPage"), "hasNextPage")
    commits = {required_text(one, "name"): target_of_tag(one).commit for one in found}
    tags = keyed(({"name": name, "commit": commit} for name, commit in commits.items() if commit), "name")
    is_whole = not goes_on and len(found) == len(commits) == total
    return collected(tags) if is_whole else incomplete(tags, why=f"{len(commits)} of {total} tags were read")


def _owners(pages: _Pages) -> Observation:
    (fields,) = pages
    errors = objects_of(field_of(object_of(fields[OWNERS.field], "codeowners"), "errors"), "errors")
    found: list[Json] = [
        {
            "line": whole_of(field_of(item, "line"), "line"),
            "kind": required_text(item, "kind"),
            "path": required_text(item, "path"),
        }
        for item in errors
    ]
    return collected({"errors": sorted(found, key=str)})


def _checks(pages: _Pages) -> Observation:
    (fields,) = pages
    source = object_of(fields[CHECKS.field], "the commit")
    if source.get("__typename") == _TAG:
        source = object_of(field_of(source, "taggedObject"), "target")
    if source.get("__typename") != _COMMIT:
        raise InputRefusedError(
            f"the name leads to a {str(source.get('__typename'))[:SHOWN_LENGTH]}, expected a commit"
        )
    commit = required_text(source, "commitOid")
    suites, missing = _listed(source, "checkSuites")
    found: list[dict[str, Json]] = []
    for suite in suites:
        runs, more = _listed(suite, "checkRuns")
        found += [_check_run(one, suite, commit) for one in runs]
        missing += more
    listed = keyed(found, "id")
    return incomplete(listed, why=f"{missing} suites or runs of checks were not read") if missing else collected(listed)


def _listed(holder: dict[str, Json], name: str) -> tuple[list[dict[str, Json]], int]:
    """The items of a connection, and how many more there are."""
    connection = object_of(field_of(holder, name), name)
    items = objects_of(field_of(connection, "nodes"), "nodes")
    return items, abs(whole_of(field_of(connection, "totalCount"), "totalCount") - len(items))


def _check_run(item: dict[str, Json], suite: dict[str, Json], commit: str) -> dict[str, Json]:
    app, ended = field_of(suite, "app"), field_of(item, "runConclusion")
    return {
        "id": whole_of(field_of(item, "databaseId"), "databaseId"),
        "name": required_text(item, "name"),
        "app_id": 0 if app is None else whole_of(field_of(object_of(app, "app"), "databaseId"), "app.databaseId"),
        "commit": commit,
        "status": required_text(item, "runStatus").lower(),
        "conclusion": "" if ended is None else text_of(ended, "conclusion").lower(),
    }


_READERS = (
    (TAGS, _tags),
    (OWNERS, _owners),
    (CHECKS, _checks),
    (REVIEWS, reviews_since),
    (KEPT_FILES, kept_files),
    (OWNERSHIP, code_ownership),
)
