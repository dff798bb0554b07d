"""Known forms of secrets are found wherever they stand in a text, and what a release is about is not taken for one."""

import pytest

from checker.adapters.secrets.known_forms import KnownForms
from checker.domain.masking import masked
from tests.secret_forms.planted import PLANTED, PRIVATE_KEY

COMMIT = "5f2d8e0c9b1a4736d5e8f7a6b5c4d3e2f1a0b9c8"


def hidden(text: str) -> str:
    return masked(text, KnownForms().find)


def test_what_follows_the_name_of_a_secret_is_taken_out() -> None:
    seen = hidden("password=abc cookie=sid=123 token=xyz")

    assert seen == "password=*** cookie=*** token=***"


@pytest.mark.parametrize("name", PLANTED)
@pytest.mark.parametrize("around", ["{}", "error: {} was refused", "https://host/{}/x", "'{}'", "x={}&y=1", "<{}>,"])
def test_every_form_is_found_wherever_it_stands(name: str, around: str) -> None:
    seen = hidden(around.format(PLANTED[name]))

    assert "***" in seen
    assert not [at for at in range(len(PLANTED[name]) - 7) if PLANTED[name][at : at + 8] in seen]


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("https://octo:hunter2@host/simple", "https://***@host/simple"),
        ("Authorization: Basic b2N0bzpodW50ZXIy", "Authorization: ***"),
        ("> cookie: a=b; c=d", "> cookie: ***"),
        ("curl -H 'x: Bearer abcdefghij'", "curl -H 'x: Bearer ***'"),
        ('"TWINE_PASSWORD": "hunter 2"', '"TWINE_PASSWORD": ***'),
        ("UV_PUBLISH_TOKEN=hunter2; uv publish", "UV_PUBLISH_TOKEN=***; uv publish"),
        ("api_key => hunter2", "api_key => ***"),
        (f"before\n{PRIVATE_KEY}\nafter", "before\n***\nafter"),
        (PRIVATE_KEY[:60], "***"),
    ],
)
def test_what_stands_behind_a_name_or_between_two_marks_is_found(text: str, seen: str) -> None:
    assert hidden(text) == seen


@pytest.mark.parametrize(
    "text",
    [
        "",
        f"commit {COMMIT}",
        "sha256:" + "0a1b2c3d" * 8,
        "integrity sha512-" + "Ab1/" * 21 + "Ab==",
        "permissions: {id-token: write}",
        "TWINE_PASSWORD: ***",
        "TWINE_PASSWORD: ",
        "password: ${{ secrets.PYPI }}",
        "token: <your token>",
        "Token request failed: the server refused the request for the following reasons",
        "https://host/simple/widget/1.2.3",
        "ghcr.io/octo/widget:1.2.3",
        "the token is missing; give the job `permissions: {id-token: write}`",
        "* `sub`: `repo:octo/widget:environment:pypi-release`",
        "pypi-release",
    ],
)
def test_digests_addresses_permissions_and_places_for_a_secret_stay(text: str) -> None:
    assert hidden(text) == text
