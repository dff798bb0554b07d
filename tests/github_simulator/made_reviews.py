"""What GraphQL tells of the commits since a release and their reviews, made after its schema."""

from typing import Any

from tests.github_simulator.secret import SECRET

ALICE, BOB, CAROL, PROVIDER = 11, 12, 13, 19864447
ONE, TWO, HEAD = "a" * 40, "c" * 40, "f" * 40


def account(number: int, kind: str = "User") -> dict[str, Any]:
    return {"__typename": kind, "databaseId": number}


def whole(*nodes: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    return {"totalCount": len(nodes), "nodes": list(nodes)}


def made(*authors: int, **changes: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    """A commit of a pull request, as whoever wrote it made it."""
    users = [{"user": account(one)} for one in authors or (ALICE,)]
    told = {"commitOid": HEAD, "commitSignature": None, "committedBy": users[0], "committedViaWeb": False}
    return {"madeCommit": {**told, "authoredBy": whole(*users), **changes}}


def review(by: int = BOB, **changes: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    return {
        "state": "APPROVED",
        "submittedAt": "2026-01-01T10:00:00Z",
        "mayPush": True,
        "body": SECRET,
        "reviewedBy": account(by),
        "reviewedCommit": {"commitOid": HEAD},
        **changes,
    }


def pull(*reviews: dict[str, Any], **changes: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    return {
        "number": 7,
        "isMerged": True,
        "title": f"fix <{SECRET}@example.org>",
        "body": SECRET,
        "merged_at": "2026-01-01T12:00:00Z",
        "headOid": HEAD,
        "mergedAs": {"commitOid": ONE, "parentCommits": {"totalCount": 1}},
        "pullCommits": whole(made()),
        "openedBy": account(ALICE),
        "mergedBy": account(BOB),
        "latestReviews": whole(*(reviews or (review(),))),
        **changes,
    }


def commit(*pulls: dict[str, Any], **changes: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    """A commit as the provider squashes it: one parent, its author's, and signed by the provider."""
    return {
        "commitOid": ONE,
        "parentCommits": {"totalCount": 1},
        "commitSignature": {"isValid": True, "wasSignedByGitHub": True},
        "committedBy": {"user": None, "email": f"{SECRET}@example.org"},
        "committedViaWeb": True,
        "authoredBy": whole({"user": account(ALICE), "email": f"{SECRET}@example.org"}),
        "broughtBy": whole(*(pulls or (pull(),))),
        **changes,
    }


def comparison(*commits: dict[str, Any], total: int = -1, cursor: str = "", head: str = ONE) -> dict[str, Any]:
    """What one page shows of what came since a tag."""
    listed = {
        "totalCount": len(commits) if total < 0 else total,
        "pageInfo": {"hasNextPage": bool(cursor), "endCursor": cursor or None},
        "nodes": list(commits),
    }
    return {"comparison": {"headTarget": {"gitOid": head}, "rangeCommits": listed}}


def page(*commits: dict[str, Any], **how: Any) -> dict[str, Any]:  # noqa: ANN401 - as `comparison` takes them
    """The field of the repository that one page shows."""
    return {"lastRelease": {"tag_name": "v1.2.2", "releaseTag": comparison(*commits, **how)}}


def since(*commits: dict[str, Any], **how: Any) -> dict[str, Any]:  # noqa: ANN401 - as `comparison` takes them
    """The same of a tag that was declared."""
    return {"declaredBase": {"tag_name": "v0.9.0", **comparison(*commits, **how)}}
