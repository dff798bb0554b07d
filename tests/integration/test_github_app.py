"""A GitHub App as the credential: tokens to read with, asked for with a key that nobody sees."""

import logging
from datetime import timedelta
from pathlib import Path

import httpx2
import pytest

from checker.adapters.github import installation
from checker.adapters.github.address import api_address
from checker.adapters.github.app_key import app_of
from checker.adapters.github.installation import InstallationTokens, only_minting
from checker.errors import ProviderError
from checker.formats.audit_v1 import parse_audit
from tests.fakes.fixed_clock import FixedClock
from tests.github_simulator import made
from tests.github_simulator.app import App
from tests.github_simulator.server import GitHubSimulator, Made
from tests.integration.conftest import CommandLine

SLUG = "octo/widget"
NAME, KEY, INSTALLATION = (
    "CLEAN_RELEASE_GITHUB_APP",
    "CLEAN_RELEASE_GITHUB_APP_KEY",
    "CLEAN_RELEASE_GITHUB_APP_INSTALLATION",
)


@pytest.fixture
def app(github: GitHubSimulator, monkeypatch: pytest.MonkeyPatch, empty: Path) -> App:
    """The simulator with an app, whose key is in a file, and no other credential."""
    found = App()
    github.app = found
    github.load(made.repository(SLUG))
    monkeypatch.chdir(empty)
    monkeypatch.delenv("GH_TOKEN")
    file = empty.parent / "app.pem"
    file.write_text(found.pem)
    file.chmod(0o600)
    monkeypatch.setenv(NAME, found.name)
    monkeypatch.setenv(KEY, str(file))
    return found


def test_an_app_collects_with_a_token_that_can_only_read(
    app: App, command: CommandLine, empty: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    ended = command("audit", "github", SLUG, "--output", empty / "audits", "--pace", "0", "--profile", "full")
    assert ended.code == 0, ended.err
    document = parse_audit((empty / "audits" / "octo-widget.repository.json").read_bytes(), source="it").document
    assert document["credential"]["kind"] == "token of an installation"  # type: ignore[index,call-overload]
    # Administration stays as granted: who may bypass a ruleset is shown to nobody else.
    assert app.minted == [{"metadata": "read", "contents": "read", "administration": "write", "actions": "read"}]
    said = ended.out + ended.err + caplog.text
    written = b"".join(path.read_bytes() for path in [*empty.rglob("*"), *cache_files(empty)] if path.is_file())
    for secret in (app.pem.splitlines()[3], "BEGIN RSA", "ghs_SECRET-MARKER", "eyJ"):
        assert secret not in said
        assert secret.encode() not in written


def cache_files(empty: Path) -> list[Path]:
    return [path for path in empty.parent.rglob("clean-release/github/**/*") if path.is_file()]


def test_the_key_itself_may_be_in_the_environment(
    app: App, command: CommandLine, empty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(KEY, app.pem)
    monkeypatch.setenv(INSTALLATION, "12")
    assert command("audit", "github", SLUG, "--output", empty / "audits", "--pace", "0").code == 0


def test_a_token_that_is_about_to_end_is_replaced_by_another(app: App, github: GitHubSimulator) -> None:
    clock = FixedClock()
    app.ends = clock.now() + timedelta(hours=1)
    named = app_of({NAME: app.name, KEY: app.pem})
    assert named is not None
    tokens = InstallationTokens(named, api_address("github.com", api=github.url), clock=clock, version="0")
    first = tokens.current()
    clock.advance(54 * 60)
    assert tokens.current() is first
    clock.advance(2 * 60)
    assert tokens.current() != first
    assert len(app.minted) == 2
    assert "ghs_" not in repr(tokens.current())
    assert "PRIVATE" not in repr(named)


@pytest.mark.parametrize("framing", ["dripped-103", "dripped-header", "dripped-body"])
def test_a_token_that_never_comes_is_not_waited_for(
    app: App, github: GitHubSimulator, monkeypatch: pytest.MonkeyPatch, framing: str
) -> None:
    monkeypatch.setattr(installation, "_SECONDS", 0.3)
    github.go_wrong("app/installations", Made(framing=framing))
    named = app_of({NAME: app.name, KEY: app.pem})
    assert named is not None
    tokens = InstallationTokens(named, api_address("github.com", api=github.url), clock=FixedClock(), version="0")
    with pytest.raises(ProviderError, match="no answer came"):
        tokens.current()


@pytest.mark.parametrize(
    ("fault", "why"),
    [
        (Made(status=401, body={"message": "SECRET-MARKER"}), "does not accept the app's id or its key (401)"),
        (Made(status=403, body={}), "the app is suspended, or may not do this (403)"),
        (Made(status=404, body={}), "the app is not installed there (404)"),
        (Made(status=422, body={}), "does not have what was asked for (422)"),
        (Made(status=500, body={}), "the provider failed (500)"),
        (made.HTML, "what was answered is no token"),
        (Made(body={"token": 5}), "what was answered is no token"),
        (made.CUT, "no answer came"),
        (Made(raw=b" " * 1_100_000), "the answer is too long"),
    ],
)
def test_a_token_that_is_not_given_is_one_sentence(
    app: App, github: GitHubSimulator, command: CommandLine, fault: Made, why: str
) -> None:
    github.go_wrong("access_tokens", fault)
    ended = command("audit", "github", SLUG)
    sentence, hint = ended.err.splitlines()
    assert ended.code == 3
    assert sentence.startswith("error[provider-unreadable]: no token for the app 4711 on 127.0.0.1: ")
    assert why in sentence
    assert hint == "  hint: check the id of the app, its key and where it is installed"
    assert "SECRET-MARKER" not in ended.err
    assert app.minted == []


def test_an_app_that_is_installed_in_several_places_must_name_one(
    app: App, command: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    app.installations = (12, 13)
    ended = command("audit", "github", SLUG)
    assert ended.code == 3
    assert "the app is installed in 2 places, expected one" in ended.err
    assert f"set {INSTALLATION}" in ended.err
    monkeypatch.setenv(INSTALLATION, "99")
    assert "the app is not installed there (404)" in command("audit", "github", SLUG).err


@pytest.mark.parametrize(
    ("settings", "why"),
    [
        ({NAME: ""}, f"{KEY} is set and {NAME} is not, expected both or neither"),
        ({KEY: ""}, f"{NAME} is set and {KEY} is not, expected both or neither"),
        ({NAME: "a b"}, f"{NAME} is no id of an app"),
        ({INSTALLATION: "x"}, f"{INSTALLATION} is no id of an installation"),
        ({KEY: "/nowhere/SECRET-MARKER"}, f"{KEY} names a file that cannot be read"),
        ({KEY: "/"}, f"{KEY} names no file of a key"),
        ({KEY: "-----BEGIN SECRET-MARKER"}, f"{KEY} is no RSA private key in PEM form without a password"),
    ],
)
def test_half_an_app_or_a_key_that_is_none_is_refused_unseen(
    app: App, command: CommandLine, monkeypatch: pytest.MonkeyPatch, settings: dict[str, str], why: str
) -> None:
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    ended = command("audit", "github", SLUG)
    assert (ended.code, len(ended.err.splitlines())) == (3, 2 if "hint" in ended.err else 1)
    assert ended.err.startswith(f"error[provider-unreadable]: {why}")
    assert "SECRET-MARKER" not in ended.err
    assert app.minted == []


def test_a_key_that_others_may_read_is_refused(app: App, command: CommandLine, empty: Path) -> None:
    (empty.parent / "app.pem").chmod(0o644)
    ended = command("audit", "github", SLUG)
    assert (ended.code, app.minted) == (3, [])
    assert "names a file that others may read, expected mode 0600" in ended.err


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "app/installations/12/access_tokens/x"),
        ("POST", "app/installations/12"),
        ("DELETE", "app/installations/12"),
        ("GET", "app/hook/config"),
        ("GET", "repos/o/r"),
    ],
)
def test_with_an_app_s_key_nothing_but_a_token_can_be_asked_for(
    github: GitHubSimulator, method: str, path: str
) -> None:
    address = api_address("github.com", api=github.url)
    with (
        httpx2.Client(event_hooks={"request": [only_minting(address)]}) as http,
        pytest.raises(ProviderError, match="expected only the request for a token") as refused,
    ):
        http.request(method, f"{github.url}/{path}")
    assert refused.value.hint == "nothing was sent"
    assert github.seen == []
