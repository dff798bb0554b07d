"""`keys generate --actor`: what it prints makes an anchor that knows the actor, and their events are proven then."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from checker.bootstrap import CleanRelease
from checker.domain.identity import ASSERTED, Method
from checker.domain.namespace import Namespace
from checker.domain.trust import KeyRole
from checker.errors import NotFoundError, TrustError

if TYPE_CHECKING:
    from tests.integration.conftest import CommandLine

BEGINNING = "schema: clean-release/anchor/v1\nbundles: [{bundle: release-policy, method: pinned}]\nrepositories: []\n"


@pytest.fixture
def configuration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "configured" / "clean-release"
    folder.mkdir(parents=True)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder.parent))
    return folder


def test_what_is_printed_makes_the_anchor_know_the_actor(command: "CommandLine", configuration: Path) -> None:
    printed = command("keys", "generate", "--actor", "release-owner", "--account-id", "17").out
    anchor = configuration / "anchor.yaml"
    anchor.write_text(BEGINNING + printed)
    real, demo = (CleanRelease().identities(namespace) for namespace in Namespace)

    assert real.of("release-owner").method is Method.SIGNATURE
    assert real.proven("release-owner") == real.of("release-owner")
    assert (demo.of("release-owner"), real.of("nobody")) == (ASSERTED, ASSERTED)
    assert demo.proven("release-owner") == ASSERTED, "a demonstration asks nobody for a proof"
    with pytest.raises(TrustError, match="no anchor says who nobody is"):
        real.proven("nobody")
    with pytest.raises(NotFoundError):
        real.signer("release-owner", KeyRole.PERMIT)

    anchor.write_text(BEGINNING)
    assert real.of("release-owner") == ASSERTED, "the anchor does not know the key any more"


def test_an_entry_without_an_account_is_refused_by_the_anchor(command: "CommandLine", configuration: Path) -> None:
    printed = command("keys", "generate", "--actor", "ann", "--namespace", "demo").out
    (configuration / "anchor.yaml").write_text(BEGINNING + printed)

    assert "/identities/0/accounts/0/id" in command("doctor").out


@pytest.mark.parametrize(
    "words",
    [
        ["ann", "--actor", "ann"],
        ["--actor", "ann", "--role", "policy"],
        ["--actor", "ann", "--role", "king"],
        ["--actor", "ann", "--namespace", "test"],
        ["--actor", "../ann"],
    ],
)
def test_a_key_that_no_actor_signs_with_is_not_made(
    command: "CommandLine", configuration: Path, words: list[str]
) -> None:
    assert command.refused("keys", "generate", *words).code == 2
    assert not list(configuration.rglob("*.pem"))


def test_the_key_for_permits_has_no_identity_of_its_own(command: "CommandLine") -> None:
    printed = command("keys", "generate", "--actor", "ann", "--role", "permit").out

    assert ("name: ann.permit" in printed, "identities" in printed) == (True, False)
    assert "namespace: real" in printed


def test_a_key_says_where_it_counts_where_nobody_else_says_it(command: "CommandLine") -> None:
    of_actor = command("keys", "generate", "--actor", "ann", "--role", "permit", "--namespace", "demo").out
    of_machine = command("keys", "generate", "capture-job", "--role", "auditor", "--namespace", "demo").out

    assert "  namespace: demo\n" in of_actor
    assert "  namespace: demo\n" in of_machine
    assert "namespace" not in command("keys", "generate", "ada").out
    assert "unknown namespace" in command.refused("keys", "generate", "bea", "--namespace", "test").err
    assert command("keys", "generate", "bea").code == 0, "the name is still free"
