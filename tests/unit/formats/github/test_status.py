"""One test row per row of the table "where absence lies"."""

from dataclasses import dataclass, field

import pytest

from checker.domain.observation import Detail, Status
from checker.formats.github.graphql_status import classic_rules_status, graphql_field
from checker.formats.github.status import Absence, Answered, Circumstances, Meaning, meaning_of

CAN_BE_ABSENT = Absence.WHEN_SAID_OR_PROVEN
NEEDS = "Administration: read"


@dataclass(frozen=True)
class Row:
    name: str
    http: int
    message: str
    status: Status
    is_absent: bool = False
    absence: Absence = CAN_BE_ABSENT
    proven: bool = False
    contradicted: bool = False
    retryable: bool = False
    headers: dict[str, str] = field(default_factory=dict)


ROWS = [
    Row("404 that says it: branch", 404, "Branch not protected", Status.COLLECTED, is_absent=True),
    Row("404 that says it: alerts", 404, "Vulnerability alerts are disabled.", Status.COLLECTED, is_absent=True),
    Row("404 that says it: checks", 404, "Required status checks not enabled", Status.COLLECTED, is_absent=True),
    Row(
        "404 that says it, contradicted",
        404,
        "Branch not protected",
        Status.COLLECTED,
        is_absent=True,
        contradicted=True,
    ),
    Row("bare 404, protected is true", 404, "Not Found", Status.DENIED, contradicted=True),
    Row("bare 404, protected is true, proven", 404, "Not Found", Status.DENIED, contradicted=True, proven=True),
    Row("bare 404, permission proven", 404, "Not Found", Status.COLLECTED, is_absent=True, proven=True),
    Row("another 404, permission proven", 404, "Branch not found", Status.NOT_FOUND, proven=True),
    Row("404 without a message, permission proven", 404, "", Status.NOT_FOUND, proven=True),
    Row("404 on keys or hooks", 404, "Not Found", Status.NOT_FOUND, absence=Absence.NEVER, proven=True),
    Row("404 on keys that says it", 404, "Keys not enabled", Status.NOT_FOUND, absence=Absence.NEVER),
    Row("bare 404, permission not proven", 404, "Not Found", Status.NOT_FOUND),
    Row(
        "403 of the plan",
        403,
        "Upgrade to GitHub Pro or make this repository public to enable this feature.",
        Status.UNSUPPORTED,
    ),
    Row("403 to an integration", 403, "Resource not accessible by integration", Status.DENIED),
    Row("403 to a token", 403, "Resource not accessible by personal access token", Status.DENIED),
    Row("403 without push access", 403, "Must have push access to view collaborator permission.", Status.DENIED),
    Row("403 of another kind", 403, "Something else", Status.DENIED),
    Row("401", 401, "Bad credentials", Status.DENIED),
    Row("403, none remaining", 403, "Forbidden", Status.ERROR, retryable=True, headers={"x-ratelimit-remaining": "0"}),
    Row("403, secondary limit", 403, "You have exceeded a secondary rate limit.", Status.ERROR, retryable=True),
    Row("403, old abuse text", 403, "You have triggered an abuse detection mechanism.", Status.ERROR, retryable=True),
    Row("403, retry-after", 403, "Forbidden", Status.ERROR, retryable=True, headers={"retry-after": "60"}),
    Row("429", 429, "", Status.ERROR, retryable=True),
    Row("403 with requests remaining", 403, "Forbidden", Status.DENIED, headers={"x-ratelimit-remaining": "10"}),
    Row("304 without a stored body", 304, "", Status.ERROR),
    Row("301 that was not followed", 301, "Moved Permanently", Status.ERROR),
    Row("502 after ten seconds", 502, "Server Error", Status.ERROR, retryable=True),
    Row("504 after ten seconds", 504, "", Status.ERROR, retryable=True),
    Row("500", 500, "", Status.ERROR),
    Row("409", 409, "Conflict", Status.ERROR),
    Row("a status nobody knows", 0, "", Status.ERROR),
    Row("200", 200, "", Status.COLLECTED),
    Row("204", 204, "", Status.COLLECTED),
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_an_answer_means_what_the_table_says(row: Row) -> None:
    known = Circumstances(absence=row.absence, proven=row.proven, contradicted=row.contradicted, needs=NEEDS)
    found = meaning_of(Answered(http=row.http, message=row.message, headers=row.headers), known)
    assert (found.status, found.is_absent, found.detail.retryable) == (row.status, row.is_absent, row.retryable)


@pytest.mark.parametrize("row", [row for row in ROWS if row.status is not Status.COLLECTED], ids=lambda row: row.name)
def test_what_was_not_read_says_why_and_keeps_the_answers_own_words(row: Row) -> None:
    found = meaning_of(Answered(http=row.http, message=row.message, headers=row.headers), Circumstances(needs=NEEDS))
    assert (found.detail.http, found.detail.message) == (row.http, row.message)
    assert found.detail.why


@pytest.mark.parametrize("http", [401, 403, 404])
def test_what_was_refused_names_the_permission_and_the_answers_own_header_knows_best(http: int) -> None:
    named = meaning_of(Answered(http=http, headers={}), Circumstances(needs=NEEDS))
    assert named.detail.needs == NEEDS
    headers = {"x-accepted-github-permissions": "administration=read"}
    assert meaning_of(Answered(http=http, headers=headers), Circumstances(needs=NEEDS)).detail.needs == (
        "administration=read"
    )


def test_a_plan_is_not_a_permission() -> None:
    found = meaning_of(Answered(http=403, message="Upgrade to GitHub Pro", headers={}), Circumstances(needs=NEEDS))
    assert "plan" in found.detail.needs


def test_a_collected_answer_has_nothing_to_explain() -> None:
    assert meaning_of(Answered(http=200, headers={}), Circumstances()) == Meaning(
        status=Status.COLLECTED, detail=Detail()
    )


def rules(**changed: object) -> dict[str, object]:
    repository = {"branchProtectionRules": {"totalCount": 0}, "viewerCanAdminister": True}
    return {"data": {"repository": {**repository, **changed}}}


GRAPHQL: list[tuple[str, dict[str, object], Status, bool]] = [
    ("no rules, and no administrator", rules(viewerCanAdminister=False), Status.DENIED, False),
    ("no rules, and nobody says whether", rules(viewerCanAdminister=None), Status.DENIED, False),
    ("no rules for an administrator", rules(), Status.INCOMPLETE, False),
    ("some rules", rules(branchProtectionRules={"totalCount": 2}, viewerCanAdminister=False), Status.INCOMPLETE, False),
    ("a null field", rules(branchProtectionRules=None), Status.ERROR, False),
    ("a null node", {"data": {"repository": None}}, Status.ERROR, False),
    (
        "a refused field",
        {
            **rules(),
            "errors": [{"type": "FORBIDDEN", "path": ["repository", "branchProtectionRules"], "message": "no"}],
        },
        Status.DENIED,
        False,
    ),
    (
        "an error below the field",
        {**rules(), "errors": [{"type": "X", "path": ["repository", "branchProtectionRules", "nodes", 0]}]},
        Status.ERROR,
        False,
    ),
    ("a limit reached", {"errors": [{"type": "RATE_LIMITED", "message": "slow down"}]}, Status.ERROR, True),
    ("a repository nobody finds", {"errors": [{"type": "NOT_FOUND", "path": ["repository"]}]}, Status.NOT_FOUND, False),
]


@pytest.mark.parametrize(("body", "status", "retryable"), [row[1:] for row in GRAPHQL], ids=[row[0] for row in GRAPHQL])
def test_a_graphql_answer_is_read_with_its_errors(body: dict[str, object], status: Status, *, retryable: bool) -> None:
    found = classic_rules_status(body)  # type: ignore[arg-type]  # JSON
    assert (found.status, found.detail.retryable) == (status, retryable)


def test_an_error_elsewhere_does_not_touch_a_field() -> None:
    body = {"data": {"a": 1}, "errors": [{"path": ["b"], "message": 3}]}
    assert graphql_field(body, "a").value == 1  # type: ignore[arg-type]  # JSON
    assert graphql_field(body, "b").detail.message == ""  # type: ignore[arg-type]  # JSON
