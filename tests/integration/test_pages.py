"""Pages over HTTP: who may see what, how a browser's session begins and ends, and what every page is sent with."""

from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient

from checker.api.app import create_app
from checker.domain.principal import Principal, Role
from tests.html_page import read_page
from tests.integration.compliance_project import BY, NAME

if TYPE_CHECKING:
    from tests.integration.served_project import ServedProject

BROWSER = {"Accept": "text/html,*/*;q=0.8"}
PAGES = ("/", "/project?project=widget", "/drift?project=widget", "/runs/run-001?project=widget")
COOKIE = "clean-release-session"


@pytest.fixture
def browser(served: "ServedProject") -> TestClient:
    """A browser nobody logged in with yet; `reader` is a token that counts."""
    served.callers.knows("reader", Role.READER)
    return TestClient(create_app(served.serving), headers=BROWSER, follow_redirects=False)


def log_in(browser: TestClient) -> None:
    begun = browser.post("/login", data={"token": "reader"})
    assert (begun.status_code, begun.headers["location"]) == (303, "/")


def judged(served: "ServedProject") -> str:
    served.project.to_manifest()
    run = served.project.json("compliance", "run", *BY)
    return str(run["report"])


def test_a_browser_without_a_session_is_sent_to_log_in(browser: TestClient) -> None:
    for page in PAGES:
        answer = browser.get(page)
        assert (answer.status_code, answer.headers["location"], answer.text) == (303, "/login", "")


def test_without_a_browser_there_is_a_problem_document(browser: TestClient) -> None:
    answer = browser.get("/", headers={"Accept": "application/json"})

    assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated")


def test_a_token_begins_a_session_that_shows_every_page(served: "ServedProject", browser: TestClient) -> None:
    report = judged(served)
    log_in(browser)

    texts = [browser.get(page) for page in (*PAGES, f"/reports/{report}?project=widget")]

    assert [one.status_code for one in texts] == [200] * 5
    projects, project, drift, run, shown = (read_page(one.text).shown for one in texts)
    assert "widget ✓passed" in projects
    assert f"{NAME} CHECK_PASSED 1.2.0 run-001" in project
    assert "1 passed, 0 undecided, 0 blocked of 1" in project
    assert "nothing to compare" in drift
    assert "run-001: passed Judges man-001" in run
    assert "REPORT done" in run
    assert f"Report {report}" in shown


def test_the_cookie_says_nothing_and_is_for_this_server_alone(browser: TestClient) -> None:
    begun = browser.post("/login", data={"token": "reader"})
    name, _, rest = begun.headers["set-cookie"].partition("=")
    value, *flags = rest.split("; ")

    assert name == COOKIE
    assert len(value) == 43
    assert "reader" not in value
    assert {one.lower() for one in flags} == {"httponly", "max-age=3600", "path=/", "samesite=strict"}


def test_over_tls_the_cookie_is_one_that_no_other_host_can_set(served: "ServedProject") -> None:
    served.callers.knows("reader", Role.READER)
    browser = TestClient(create_app(served.serving), "https://testserver", headers=BROWSER, follow_redirects=False)

    cookie = browser.post("/login", data={"token": "reader"}).headers["set-cookie"]

    assert cookie.startswith(f"__Host-{COOKIE}=")
    assert "; Secure" in cookie
    assert browser.get("/").status_code == 200


@pytest.mark.parametrize("token", ["", "nobody", "reader reader", "\x00", "ж"], ids=repr)
def test_a_token_that_does_not_count_begins_nothing(browser: TestClient, token: str) -> None:
    refused = browser.post("/login", data={"token": token})

    assert refused.status_code == 401
    assert "set-cookie" not in refused.headers
    assert "This token does not count here." in read_page(refused.text).shown


def test_whoever_logs_out_is_out_even_with_the_cookie(browser: TestClient) -> None:
    log_in(browser)
    cookie = browser.cookies[COOKIE]

    assert browser.post("/logout").headers["location"] == "/login"
    assert browser.get("/", headers={"Cookie": f"{COOKIE}={cookie}"}).status_code == 303


def test_a_token_that_is_revoked_ends_its_sessions(served: "ServedProject", browser: TestClient) -> None:
    log_in(browser)
    del served.callers.principals["reader"]

    assert browser.get("/").status_code == 303


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://elsewhere"},
        {"Origin": "http://["},
        {"Origin": "http://testserver/"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
    ],
    ids=str,
)
def test_a_form_of_another_page_does_nothing(browser: TestClient, headers: dict[str, str]) -> None:
    log_in(browser)

    assert browser.post("/logout", headers=headers).status_code == 422
    assert browser.post("/login", data={"token": "reader"}, headers=headers).status_code == 422
    assert browser.get("/").status_code == 200


def test_the_form_of_a_browser_that_sends_no_referrer_is_ours(browser: TestClient) -> None:
    headers = {"Origin": "null", "Sec-Fetch-Site": "same-origin"}

    assert browser.post("/login", data={"token": "reader"}, headers=headers).status_code == 303


def test_a_body_that_is_not_the_form_is_refused(browser: TestClient) -> None:
    assert browser.post("/login", json={"token": "reader"}).status_code == 415
    assert browser.post("/login", data={"token": "x" * 9000}).status_code == 415
    assert (
        browser.post(
            "/login", content=b"&&&==%ff", headers={"Content-Type": "application/x-www-form-urlencoded"}
        ).status_code
        == 401
    )


def test_another_project_is_answered_as_one_that_nobody_has(served: "ServedProject", browser: TestClient) -> None:
    served.callers.knows("reader", Role.READER, projects=("another",))
    log_in(browser)
    answers = [
        browser.get(page)
        for page in (
            "/project?project=widget",
            "/project?project=nothing",
            "/drift?project=widget",
            "/runs/run-001?project=widget",
            f"/reports/sha256:{'0' * 64}?project=widget",
        )
    ]

    assert {one.status_code for one in answers} == {404}
    assert len({one.text for one in answers}) == 1
    assert "widget" not in browser.get("/").text


def test_what_is_not_there_is_a_page_of_its_own(browser: TestClient) -> None:
    log_in(browser)

    for page in ("/runs/run-999?project=widget", f"/reports/sha256:{'0' * 64}?project=widget", "/static/none.css"):
        answer = browser.get(page)
        assert (answer.status_code, answer.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert browser.get("/project?project=widget&project=widget").status_code == 422


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nothing", 404),
        ("GET", "/runs/no-run?project=widget", 404),
        ("GET", "/%6cogin", 404),
        ("GET", "/runs//run-001", 404),
        ("GET", "/logout", 405),
    ],
)
def test_an_address_that_is_none_is_a_page_for_a_browser_alone(
    browser: TestClient, method: str, path: str, status: int
) -> None:
    log_in(browser)
    page = browser.request(method, path)
    assert (page.status_code, page.headers["content-type"]) == (status, "text/html; charset=utf-8")
    assert "script-src 'self'" in page.headers["content-security-policy"]
    assert "no-store" in page.headers["cache-control"]
    assert read_page(page.text).elements
    assert "nothing" not in page.text.replace("nothing of", "")

    document = browser.request(method, path, headers={"Accept": "*/*"})
    assert (document.status_code, document.headers["content-type"]) == (status, "application/problem+json")
    program = browser.get(f"/api/clean-release{path}")
    assert (program.status_code, program.headers["content-type"]) == (404, "application/problem+json")


def test_a_token_that_is_no_token_is_logged_as_one_that_was_pasted(
    browser: TestClient, served: "ServedProject", monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []
    prove = served.callers.prove

    def noted(authorization: str, *, address: str) -> Principal:
        shown.append(authorization)
        return prove(authorization, address=address)

    monkeypatch.setattr(served.callers, "prove", noted)
    for token in ("", "two words", "\u00fc"):
        assert browser.post("/login", data={"token": token}).status_code == 401
    assert shown == [], "nothing that could be a token was tried"


def test_every_page_is_sent_so_that_it_can_load_only_its_own_and_is_kept_by_nobody(
    served: "ServedProject", browser: TestClient
) -> None:
    report = judged(served)
    log_in(browser)

    for page in (*PAGES, f"/reports/{report}?project=widget", "/login", "/nothing"):
        answer = browser.get(page)
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert "no-store" in answer.headers["cache-control"]
        elements = read_page(answer.text).elements
        assert not any(name == "style" or name.startswith("on") for one in elements for name in one.attributes)
        assert not any(one.name == "style" for one in elements)


def test_the_files_of_pages_are_everybodys(browser: TestClient) -> None:
    kinds = {
        name: browser.get(f"/static/{name}").headers["content-type"]
        for name in ("clean-release.css", "run.js", "mark.svg")
    }

    assert {name: kind.partition(";")[0] for name, kind in kinds.items()} == {
        "clean-release.css": "text/css",
        "run.js": "text/javascript",
        "mark.svg": "image/svg+xml",
    }


def test_pages_are_read_with_a_header_too(served: "ServedProject") -> None:
    assert served.client.get("/project").status_code == 200
    assert served.client.get("/project", headers={"Authorization": "Bearer nobody"}).status_code == 401
