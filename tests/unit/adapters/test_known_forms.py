"""Known forms of secrets are found wherever they stand in a text, and what a release is about is not taken for one."""

from itertools import pairwise

import pytest

from checker.adapters.secrets.known_forms import KnownForms
from checker.domain.masking import masked, masked_words
from checker.formats.log_symptoms import carried_symptoms
from tests.secret_forms.planted import PLANTED, PRIVATE_KEY, STORAGE_KEY

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
        ("https://me@corp.example:hunter2@upload.host/legacy/", "https://***@upload.host/legacy/"),
        ("https://user:p@ss-rest@host", "https://***@host"),
        (f"https://{COMMIT}@git.example/r", "https://***@git.example/r"),
        ("https://user:${X:-hunter2}@host/r", "https://***@host/r"),
        ("twine upload -u me --password hunter2", "twine upload -u me --password ***"),
        ("twine upload -u me -p hunter2 dist/*", "twine upload -u me -p *** dist/*"),
        ("docker login -p 'hunter 2' host", "docker login -p *** host"),
        ("['twine', '--password', 'hunter2', 'x']", "['twine', '--password', ***, 'x']"),
        ('["--password","hunter2"]', '["--password",***]'),
        ("--api-key \\\n  hunter2 x", "--api-key \\\n  *** x"),
        ("curl -u u:hunter2 host", "curl -u *** host"),
        ("curl -u 'u:hunter 2' host", "curl -u *** host"),
        ("curl --user=u:hunter2 host", "curl --user=*** host"),
        (r'password: "ab\"cdhunter2" x', "password: *** x"),
        (r"{\"password\":\"ab\\\"hunter2\",\"user\":\"me\"}", r"{\"password\":***,\"user\":\"me\"}"),
        ("password='ab''hunter2' x", "password=*** x"),
        (r"password='ab'\''hunter2' x", "password=***' x"),
        ("password: 'ab hunter2", "password: ***"),
        ("password=abc,hunter2, x", "password=***, x"),
        ("password=abc;hunter2; x", "password=***; x"),
        ('password=abc"hunter2" x', 'password=***" x'),
        ('{"password":"hunter2","user":"me"}', '{"password":***,"user":"me"}'),
        ("password=[s3cr3t]", "password=***"),
        ("secrets: [abc, hunter2]", "secrets: ***"),
        ("secret: {value: hunter2}", "secret: ***"),
        ("password=<hunter2>", "password=***"),
        ("password=<a>hunter2", "password=***"),
        ("PASSWORD=${X:-hunter2}", "PASSWORD=***"),
        ("PASSWORD=${X:-hunter 2}", "PASSWORD=***"),
        ("PASSWORD=${X}hunter2", "PASSWORD=***"),
        ("PASSWORD=${{ secrets.X || 'hunter2' }}", "PASSWORD=***"),
        ("PASSWORD=$(printf hunter2)", "PASSWORD=***"),
        ("secret: $hunter2", "secret: ***"),
        ("secret: $2b$HUNTER2", "secret: ***"),
        ("secret: password: hunter2", "secret: ***"),
        ("//host/:_auth=hunter2", "//host/:_auth=***"),
        ('"auth": "hunter2"', '"auth": ***'),
        ("pass=hunter2", "pass=***"),
        ("DB_PASS: hunter2", "DB_PASS: ***"),
        ("dbPass: hunter2", "dbPass: ***"),
        ('"PASS": "hunter2"', '"PASS": ***'),
        ("bearer: hunter2", "bearer: ***"),
        (f"AccountName=a;AccountKey={STORAGE_KEY}", "AccountName=a;AccountKey=***"),
        ("see https://user:hun/ter2@host/simple", "see https://***@host/simple"),
        ("https://user:a8/hunter2@host:8443/simple", "https://***@host:8443/simple"),
        ("password: |\n  hunter2\n  hunter3\nuser: me", "password: |\n  ***\nuser: me"),
        (
            "a:\n  token: >-  # folded\n    hunter2\n\n    hunter3\n  user: me",
            "a:\n  token: >-  # folded\n    ***\n  user: me",
        ),
        ("passphrase: correct horse battery", "passphrase: ***"),
        ("KEY_PASSPHRASE=correct horse battery", "KEY_PASSPHRASE=***"),
        ("password: correct horse#2 battery", "password: ***"),
        ("  password: correct horse battery # ours\nuser: me", "  password: ***# ours\nuser: me"),
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
        "PASS: tests/test_it.py",
        "--- PASS: TestIt (0.00s)",
        "12 passed, 3 bypassed: none",
        "password: $PASSWORD",
        'password="${PASSWORD}"',
        "twine upload --password $TWINE_PASSWORD dist/*",
        "docker login -u me --password-stdin host",
        "the option --token is not given; use --token to give it",
        "docker run -u 1000:1000 image",
        "git push -u origin v1.2.3",
        "git clone -u https://host/octo/widget",
        "ssh://git@host/octo/widget.git",
        "docker://alpine@sha256:" + "0a1b2c3d" * 8,
        "https://host/octo/widget@v1",
        "https://host:8443/@octo/widget",
        "mkdir -p dist",
        "run twine check dist/*; mkdir -p dist",
        "http://localhost:8080/octo/widget@v1",
        "password: |\nuser: me",
    ],
)
def test_digests_addresses_permissions_and_places_for_a_secret_stay(text: str) -> None:
    assert hidden(text) == text


def test_a_word_of_a_command_is_known_by_the_one_before_it() -> None:
    words = ("upload", "-u", "me", "--password", "two hunter2", "-u", "me:hunter2", "PASS=hunter2")

    seen = masked_words(words, KnownForms().find)
    assert seen == ("upload", "-u", "me", "--password", "***", "-u", "***", "PASS=***")


def test_what_is_known_to_mend_a_failure_stays_readable() -> None:
    parts = dict.fromkeys({name for one in carried_symptoms() for form in one.matches for name in form.groupindex}, "x")
    said = [text.format_map(parts) for one in carried_symptoms() for text in (one.cause, *one.fixes)]

    assert said
    assert [hidden(text) for text in said] == said


@pytest.mark.parametrize(
    "again",
    [
        "token=", "token ", "password=[", "pass='", 'pass="', "://", "://a", "@", "--token ", "--token-", "-u ", "-u a",
        "twine ", "login -p ",
        "://a:", "password: |\n ", "passphrase: a", "secret=a,", "secret=;;", "key\\", "secret: a: ", "bearer ",
        "-eyJabcdefgh", "${", "<your ", " ",
    ],
)  # fmt: skip
def test_a_line_that_repeats_itself_is_looked_through_and_nothing_overlaps(again: str) -> None:
    for text in ("password=" + again * 2_000, again * 2_000 + "!"):
        spans = KnownForms().find(text)

        assert all(before[1] < after[0] for before, after in pairwise(spans))
