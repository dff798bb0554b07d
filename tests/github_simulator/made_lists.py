"""Lists as GraphQL shows them, made after its schema: tags, errors of code owners, check runs of a commit."""

from typing import Any

from tests.github_simulator.secret import SECRET


def tag_refs(*names: str, size: int = 100, begin: int = 0) -> dict[str, Any]:
    """A page of tags that lead to a commit, the first of them directly and the others through a tag of git."""
    commit = {"__typename": "Commit", "gitOid": "b" * 40, "message": SECRET}
    through = {"__typename": "Tag", "gitOid": "c" * 40, "taggedObject": commit, "message": SECRET}
    nodes = [{"name": name, "taggedObject": through if place else commit} for place, name in enumerate(names)]
    page = {"hasNextPage": begin + size < len(nodes), "endCursor": str(begin + size)}
    return {"tagRefs": {"totalCount": len(nodes), "pageInfo": page, "nodes": nodes[begin : begin + size]}}


def released(*names: str, own: str = "", status: str = "AHEAD", branch: str | None = "main") -> dict[str, Any]:
    """The newest tags; `own` is git's name of the tag that all of them are, none where they are none of their own."""
    commit = {"__typename": "Commit", "gitOid": "b" * 40, "message": SECRET}
    target = {"__typename": "Tag", "gitOid": own, "taggedObject": commit, "message": SECRET} if own else commit
    nodes = [{"name": name, "taggedObject": target, "againstHead": {"status": status}} for name in names]
    compared = None if branch is None else {"prefix": "refs/heads/", "name": branch}
    return {"comparedWith": compared, "releaseRefs": {"totalCount": len(nodes), "nodes": nodes}}


def owner_errors(*errors: dict[str, Any]) -> dict[str, Any]:
    """What is wrong with CODEOWNERS."""
    return {"codeownersFile": {"errors": [{**error, "source": SECRET} for error in errors]}}


def checked_commit(**changed: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    """One suite with one check run."""
    run = {"databaseId": 1, "name": "build", "runStatus": "COMPLETED", "runConclusion": "SUCCESS", "summary": SECRET}
    runs = {"totalCount": 1, "nodes": [{**run, **changed}]}
    suites = {"totalCount": 1, "nodes": [{"app": {"databaseId": 15368}, "checkRuns": runs}]}
    return {"checkedCommit": {"__typename": "Commit", "commitOid": "a" * 40, "checkSuites": suites}}


def lists() -> dict[str, dict[str, Any]]:
    """The fields of each of these parts, as of a repository that nothing is wrong with."""
    return {
        "tags": tag_refs("v1.0.0"),
        "released": released("v1.0.0"),
        "owners": owner_errors(),
        "checks": checked_commit(),
    }
