"""The section `reviews`: each commit since the last release, whose it is, and who approved what brought it.

Persons are accounts, by id; a name in a commit is only a claim. A commit that the provider itself made for a merge, and
signed, has no author of its own: whoever pressed the button wrote nothing. Of every other commit the authors, those its
message names beside them, and the committer are its authors. What was squashed is by whoever made any commit of its
pull request, for the message that says so is written by whoever squashes; a commit that was rebased does not tell which
of them it was, and counts the same. The provider also signs what a program or an editor in the browser hands to it,
with whatever tree, so its signature alone says nothing of who made a commit. An account that is none (deleted, or an
address that is nobody's) is counted, for it could be anybody's. A program reviews nothing.
"""

from collections.abc import Callable, Iterable

from checker.domain.json_shape import field_of, flag_of, object_of, objects_of, text_of, whole_of
from checker.domain.json_value import Json
from checker.domain.moment import normalise_moment
from checker.domain.observation import Observation, Status, collected, incomplete, unread
from checker.errors import InputRefusedError
from checker.formats.github.answers import keyed
from checker.formats.github.fields import required_text
from checker.formats.github.reviews_query import COMMITS, COMPARED, REVIEWS, SINCE

NOBODY = 0
_WEB_FLOW = 19864447
"""The account by which the provider commits what it makes itself (`web-flow`); no person signs in to it."""
_MERGE = 2
_PROGRAM = "Bot"
_OPINIONS = ("APPROVED", "CHANGES_REQUESTED", "DISMISSED")


_Begin = Callable[[dict[str, Json]], tuple[str, Json]]
"""The name of the tag that a page begins at, and the tag; None where there is none."""


class _CutError(Exception):
    """A list within a commit is longer than what came; the message says which."""


def reviews_since(pages: Iterable[dict[str, Json]]) -> Observation:
    """The section, from the pages of the part `REVIEWS`.

    Raises:
        InputRefusedError: a field has another type than the schema says.
    """
    return _whole_or_why(pages, _since_release)


def reviews_since_tag(pages: Iterable[dict[str, Json]]) -> Observation:
    """The section, from the pages of the part `SINCE`; raises as `reviews_since`."""
    return _whole_or_why(pages, _since_tag)


def _whole_or_why(pages: Iterable[dict[str, Json]], begin: _Begin) -> Observation:
    try:
        return _of_pages(pages, begin)
    except _CutError as error:
        return unread(Status.INCOMPLETE, why=str(error), needs="fewer of them on one commit")


def _of_pages(pages: Iterable[dict[str, Json]], begin: _Begin) -> Observation:
    commits: list[dict[str, Json]] = []
    heads: set[str] = set()
    base, total, goes_on = "", 0, True
    for fields in pages:
        base, tag = begin(fields)
        if tag is None:
            return unread(Status.ERROR, why=f"the last release is of {base!a}, and there is no such tag")
        told = field_of(object_of(tag, "the tag"), COMPARED)
        if told is None:
            return unread(Status.ERROR, why=f"the provider does not compare {base!a} with what is released")
        compared = object_of(told, COMPARED)
        heads.add(required_text(object_of(field_of(compared, "headTarget"), "headTarget"), "gitOid"))
        listed = object_of(field_of(compared, COMMITS), COMMITS)
        total = whole_of(field_of(listed, "totalCount"), "totalCount")
        commits += [_commit(node) for node in objects_of(field_of(listed, "nodes"), "nodes")]
        goes_on = flag_of(field_of(object_of(field_of(listed, "pageInfo"), "pageInfo"), "hasNextPage"), "hasNextPage")
    if len(heads) != 1:
        return unread(Status.ERROR, why=f"the pages lead to {len(heads)} commits, expected to one")
    found = keyed(commits, "commit")
    value: dict[str, Json] = {"base": base, "commit": heads.pop(), "commits": found}
    if goes_on or not len(commits) == len(found) == total:
        why = f"{len(found)} of {total} commits since {base} were read"
        return incomplete(value, why=why, needs="a release with fewer commits")
    return collected(value)


def _since_release(fields: dict[str, Json]) -> tuple[str, Json]:
    release = object_of(fields[REVIEWS.field], REVIEWS.field)
    return required_text(release, "tag_name"), field_of(release, "releaseTag")


def _since_tag(fields: dict[str, Json]) -> tuple[str, Json]:
    tag = object_of(fields[SINCE.field], SINCE.field)
    return required_text(tag, "tag_name"), tag


def _commit(node: dict[str, Json]) -> dict[str, Json]:
    own = required_text(node, "commitOid")
    pulls = [pull for pull in _whole(node, "broughtBy", of=own) if flag_of(field_of(pull, "isMerged"), "isMerged")]
    is_signed = _is_made_by_provider(node)
    authors: set[int] = set()
    if not (is_signed and _is_merge_of(pulls, node, own)):
        authors = _authors(node, of=own).union(*(_squashed_authors(pull, own) for pull in pulls))
    return {
        "commit": own,
        "author_ids": [*sorted(authors - {NOBODY})],
        "has_unknown_author": NOBODY in authors,
        "pulls": keyed((_pull(pull, of=own) for pull in pulls), "number"),
    }


def _authors(node: dict[str, Json], *, of: str) -> set[int]:
    """Whoever wrote one commit; who committed it too, unless that was the provider."""
    authors = {_account(field_of(one, "user")) for one in _whole(node, "authoredBy", of=of)} or {NOBODY}
    if not _is_made_by_provider(node):
        committer = object_of(field_of(node, "committedBy") or {}, "committedBy")
        authors.add(_account(committer.get("user")))
    return authors


def _squashed_authors(pull: dict[str, Json], own: str) -> set[int]:
    """Whoever wrote any commit of a pull request that is not in the history itself; nobody where they all are."""
    merged = object_of(field_of(pull, "mergedAs") or {}, "mergedAs")
    if merged and _parents(merged) == _MERGE:
        return set()
    made = [object_of(field_of(one, "madeCommit"), "madeCommit") for one in _whole(pull, "pullCommits", of=own)]
    if own in {required_text(one, "commitOid") for one in made}:
        return set()
    return set().union(*(_authors(one, of=own) for one in made))


def _is_made_by_provider(node: dict[str, Json]) -> bool:
    """Whether the provider signed it, and committed it too; a committer nobody knows is not the provider.

    The provider tells no account for commits that were made on its pages, but that they were.
    """
    signature = object_of(field_of(node, "commitSignature") or {}, "commitSignature")
    if (signature.get("isValid"), signature.get("wasSignedByGitHub")) != (True, True):
        return False
    user = object_of(field_of(node, "committedBy") or {}, "committedBy").get("user", {})
    return _account(user) == _WEB_FLOW or (user is None and node.get("committedViaWeb") is True)


def _is_merge_of(pulls: list[dict[str, Json]], node: dict[str, Json], own: str) -> bool:
    """Whether this is the merge commit of one of these, and not a commit that was squashed from them."""
    merges = [object_of(field_of(pull, "mergedAs") or {}, "mergedAs").get("commitOid") for pull in pulls]
    return _parents(node) == _MERGE and own in merges


def _parents(node: dict[str, Json]) -> int:
    return whole_of(field_of(object_of(field_of(node, "parentCommits"), "parentCommits"), "totalCount"), "totalCount")


def _pull(pull: dict[str, Json], *, of: str) -> dict[str, Json]:
    head, merged_at = required_text(pull, "headOid"), normalise_moment(required_text(pull, "merged_at"))
    said = _whole(pull, "latestReviews", of=of)
    reviews = [_review(node, head, merged_at) for node in said if not _is_by_program(node)]
    return {
        "number": whole_of(field_of(pull, "number"), "number"),
        "author_id": _account(field_of(pull, "openedBy")),
        "merged_by_id": _account(field_of(pull, "mergedBy")),
        "merged_at": merged_at,
        "reviews": keyed((one for one in reviews if one["reviewer_id"] != NOBODY), "reviewer_id"),
    }


def _is_by_program(node: dict[str, Json]) -> bool:
    actor = field_of(node, "reviewedBy")
    return actor is not None and required_text(object_of(actor, "reviewedBy"), "__typename") == _PROGRAM


def _review(node: dict[str, Json], head: str, merged_at: str) -> dict[str, Json]:
    """The last word of one person: whether it was about what was merged, before it was, by somebody who may push."""
    state = required_text(node, "state")
    if state not in _OPINIONS:
        raise InputRefusedError(f"a review came to {state[:40]!a}, expected one of {', '.join(_OPINIONS)}")
    seen = object_of(field_of(node, "reviewedCommit") or {}, "reviewedCommit")
    return {
        "reviewer_id": _account(field_of(node, "reviewedBy")),
        "state": state,
        "is_final": text_of(seen.get("commitOid") or "", "commitOid") == head,
        "is_in_time": normalise_moment(required_text(node, "submittedAt")) <= merged_at,
        "may_push": flag_of(field_of(node, "mayPush"), "mayPush"),
    }


def _whole(node: dict[str, Json], name: str, *, of: str) -> list[dict[str, Json]]:
    """The items of a list within a commit.

    Raises:
        _CutError: there are more of them than came.
    """
    listed = object_of(field_of(node, name), name)
    nodes = objects_of(field_of(listed, "nodes"), "nodes")
    total = whole_of(field_of(listed, "totalCount"), "totalCount")
    if len(nodes) != total:
        raise _CutError(f"{len(nodes)} of {total} of {name} of commit {of} were read")
    return nodes


def _account(actor: Json) -> int:
    """The id of an account that acts; `NOBODY` where there is none."""
    if actor is None:
        return NOBODY
    number = object_of(actor, "an account").get("databaseId")
    return NOBODY if number is None else whole_of(number, "databaseId")
