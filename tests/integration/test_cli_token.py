"""`token create|list|revoke`: a token is shown once and alone, and nothing that is shown later is enough to call."""

import json

import pytest

from checker.bootstrap.calling import opened_calling
from checker.domain.access_token import number_of
from checker.domain.namespace import Namespace
from checker.domain.principal import Role
from checker.errors import UnauthenticatedError
from tests.integration.conftest import CommandLine

CREATE = ("token", "create", "--principal", "release-bot", "--project", "widget", "--role", "operator")


def test_a_token_stands_alone_on_standard_output_and_proves_its_principal(command: CommandLine) -> None:
    ended = command(*CREATE, "--role", "publisher", "--project", "gadget", "--expires-in", "30d")

    text = ended.out.removesuffix("\n")
    assert number_of(text)
    assert ended.code == 0
    assert text not in ended.err
    assert "release-bot: operator,publisher of gadget, widget in real" in ended.err
    with opened_calling() as calling:
        principal = calling.prove(f"Bearer {text}", address="127.0.0.1")
    assert (principal.label, principal.namespace, principal.projects) == (
        "release-bot",
        Namespace.REAL,
        ("gadget", "widget"),
    )
    assert principal.roles == {Role.OPERATOR, Role.PUBLISHER}


def test_a_program_gets_the_token_in_a_document(command: CommandLine) -> None:
    made = json.loads(command(*CREATE, "--namespace", "demo", "--json").out)

    assert number_of(made["token"]) == made["id"]
    assert (made["namespace"], made["projects"], made["roles"], made["state"]) == (
        "demo",
        ["widget"],
        ["operator"],
        "counts",
    )


def test_tokens_are_listed_and_revoked_without_their_secrets(command: CommandLine) -> None:
    assert "no token was made yet" in command("token", "list").out
    first, second = (command(*CREATE).out.strip() for _ in range(2))

    revoked = command("token", "revoke", number_of(first))

    assert f"{number_of(first)}  revoked" in revoked.out
    listed = command("token", "list").out.splitlines()
    assert [line.split()[:2] for line in listed] == [[number_of(second), "counts"], [number_of(first), "revoked"]]
    shown = command("token", "list", "--json").out
    assert [one["state"] for one in json.loads(shown)["tokens"]] == ["counts", "revoked"]
    for secret in (first, second):
        assert secret.rpartition("_")[2] not in "".join((*listed, shown, revoked.out))
    assert json.loads(command("token", "revoke", number_of(first), "--json").out)["id"] == number_of(first)
    with opened_calling() as calling, pytest.raises(UnauthenticatedError):
        calling.prove(f"Bearer {first}", address="127.0.0.1")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--expires-in", "366d"), "at most 365 days"),
        (("--expires-in", "0d"), "more than nothing"),
        (("--expires-in", "soon"), "--expires-in is 'soon'"),
        (("--role", "root"), "unknown role 'root'"),
        (("--namespace", "both"), "unknown namespace"),
        (("--project", "wid\u0430get"), "project"),
        (("--format", "xml"), "unknown format"),
    ],
)
def test_a_token_that_makes_no_sense_is_not_made(command: CommandLine, arguments: tuple[str, str], said: str) -> None:
    assert said in command.refused(*CREATE, *arguments).err
    assert "no token was made yet" in command("token", "list").out


def test_a_principal_has_a_label(command: CommandLine) -> None:
    refused = command.refused("token", "create", "--principal", "a b", "--project", "widget", "--role", "reader")

    assert "--principal is 'a b'" in refused.err


def test_a_token_that_is_not_there_is_not_revoked_and_a_secret_is_not_repeated(command: CommandLine) -> None:
    secret = command(*CREATE).out.strip()

    assert "there is no token 'ba9876543210'" in command.refused("token", "revoke", "ba9876543210").err
    refused = command.refused("token", "revoke", secret)
    assert "named by its id" in refused.err
    assert secret not in refused.err
