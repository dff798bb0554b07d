"""What leaves the client: GETs, and one query of GraphQL, whose limits are its own."""

import json
from datetime import timedelta
from typing import Any

import pytest

from checker.errors import ProviderError
from checker.formats.github.repository_query import QUERY, question
from tests.fakes.fixed_clock import NOON
from tests.github_simulator import made
from tests.github_simulator.queried import ClassicRules, Queried
from tests.github_simulator.server import TOKEN, Made
from tests.integration.asking import KEYS, Asker


def test_nothing_but_get_leaves_the_client(asker: Asker) -> None:
    asker.github.put(KEYS, [])
    http = asker.client()._http
    for method in ("POST", "PUT", "PATCH", "DELETE", "HEAD"):
        for path in (KEYS, "graphql"):
            with pytest.raises(ProviderError, match="expected only GET and the one query there is"):
                http.request(method, f"{asker.github.url}/{path}")
    assert asker.github.seen == []


PARTS = frozenset({"rules"})
ASKED = question("o/r", parts=PARTS)
MUTATION = "mutation { deleteRef(input: {refId: 1}) { clientMutationId } }"


def body(**changed: Any) -> bytes:  # noqa: ANN401 - JSON
    return json.dumps({**json.loads(ASKED), **changed}).encode()


def changed(**variables: Any) -> bytes:  # noqa: ANN401 - JSON
    return body(variables={**json.loads(ASKED)["variables"], **variables})


@pytest.mark.parametrize(
    ("method", "path", "content"),
    [
        ("POST", "graphql", body(query=MUTATION)),
        ("POST", "graphql", body(query=QUERY + MUTATION)),
        ("POST", "graphql", body(query=QUERY.replace("pattern", "id"))),
        ("POST", "graphql", body(operationName="x")),
        ("POST", "graphql", body(variables={"owner": "o", "name": "r"})),
        ("POST", "graphql", changed(endCursor=1)),
        ("POST", "graphql", changed(more="x")),
        ("POST", "graphql", changed(owner=None)),
        ("POST", "graphql", changed(ref=1)),
        ("POST", "graphql", changed(rules="true")),
        ("POST", "graphql", changed(rules=1)),
        ("POST", "graphql", body(variables=[])),
        ("POST", "graphql", ASKED[:-1] + b',"query":' + json.dumps(MUTATION).encode() + b"}"),
        ("POST", "graphql", b"[" + ASKED + b"]"),
        ("POST", "graphql", ASKED + ASKED),
        ("POST", "graphql", b""),
        ("POST", "graphql/", ASKED),
        ("POST", "graphql?query=x", ASKED),
        ("POST", KEYS, ASKED),
        ("PUT", "graphql", ASKED),
        ("PATCH", "graphql", ASKED),
    ],
)
def test_no_other_body_and_no_other_place_is_posted_to(asker: Asker, method: str, path: str, content: bytes) -> None:
    http = asker.client()._http
    for sent in (content, iter([content])):  # at once, and bit by bit
        with pytest.raises(ProviderError, match="expected only GET and the one query there is") as refused:
            http.request(method, f"{asker.github.url}/{path}", content=sent)
        assert refused.value.hint == "nothing was sent"
    assert asker.github.seen == []


def test_the_query_is_posted_nowhere_but_to_its_api(asker: Asker) -> None:
    with pytest.raises(ProviderError):
        asker.client()._http.post("https://evil.example/graphql", content=ASKED)


def test_the_query_is_posted_with_the_credential(asker: Asker) -> None:
    asker.github.graphql["o/r"] = Queried(rules=ClassicRules(nodes=[made.classic_rule("main")]))
    found = asker.client().query("o/r", parts=PARTS, ref="HEAD")
    (seen,) = asker.github.seen
    assert (seen.method, seen.target, seen.body) == ("POST", "/graphql", ASKED)
    assert seen.headers["authorization"] == f"Bearer {TOKEN}"
    assert (found.method, found.url, found.status, found.complete, len(found.pages)) == (
        "POST",
        "graphql",
        200,
        True,
        1,
    )


def test_every_page_of_the_query_is_asked_for_and_pages_without_end_are_not(asker: Asker) -> None:
    nodes = [made.classic_rule(f"r{number}") for number in range(5)]
    asker.github.graphql["o/r"] = Queried(rules=ClassicRules(nodes=nodes, size=2))
    assert len(asker.client().query("o/r", parts=PARTS, ref="HEAD").pages) == 3
    assert asker.client(pages=2).query("o/r", parts=PARTS, ref="HEAD").failure == "the pages do not end"
    again = {"data": {"repository": {"branchProtectionRules": {"pageInfo": {"hasNextPage": True, "endCursor": "1"}}}}}
    asker.github.go_wrong("graphql", *[Made(body=again)] * 9)
    assert asker.client().query("o/r", parts=PARTS, ref="HEAD").failure == "the pages do not end"


def test_a_limit_that_is_told_with_status_200_is_waited_for(asker: Asker) -> None:
    asker.github.graphql["o/r"] = Queried(rules=ClassicRules(nodes=[]))
    asker.github.go_wrong("graphql", made.QUERY_LIMITED)
    assert asker.client().query("o/r", parts=PARTS, ref="HEAD").pages != (made.QUERY_LIMITED.body,)
    assert asker.clock.now() - NOON == timedelta(seconds=7)
    assert "asked to slow down; trying again in 7 s" in asker.progress.lines[0]


def test_words_of_a_limit_in_an_answer_of_rest_stop_nobody(asker: Asker) -> None:
    path = "repos/o/r/codeowners/errors"
    said = "Unknown owner: make sure @secondary rate limit exceeded exists"  # whoever writes the file chooses it
    asker.github.put(path, {"errors": [{"line": 1, "kind": "Unknown owner", "message": said, "type": "RATE_LIMITED"}]})
    assert asker.ask(path).status == 200
    assert (len(asker.github.seen), asker.time.slept) == (1, [])


def test_the_used_up_limit_of_the_query_ends_queries_and_nothing_else(asker: Asker) -> None:
    asker.github.put(KEYS, [])
    asker.github.go_wrong("graphql", made.query_exhausted(int(NOON.timestamp()) + 3_000))
    client = asker.client()
    assert client.query("o/r", parts=PARTS, ref="HEAD").status == 200
    assert "it is lifted at 2026-02-26T12:50:00Z" in client.query("o/r", parts=PARTS, ref="HEAD").failure
    assert client.get_all([KEYS])[0].status == 200
    assert len(asker.github.seen) == 2


def test_a_limit_reached_on_a_later_page_leaves_a_part(asker: Asker) -> None:
    asker.github.graphql["o/r"] = Queried(
        rules=ClassicRules(nodes=[made.classic_rule("a"), made.classic_rule("b")], size=1)
    )
    first = asker.github.queried({"owner": "o", "name": "r", "endCursor": None, "rules": True})
    asker.github.go_wrong("graphql", first, *[made.QUERY_LIMITED] * 4)
    found = asker.client().query("o/r", parts=PARTS, ref="HEAD")
    assert (len(found.pages), found.complete) == (1, False)
    assert found.failure.startswith("page 2 could not be read")
