"""Attacks on who calls a server (A03, A04, A06, A10): each case as data, against a real issuer on the loopback.

A case has `calls`, one after another. Of each: `authorization`, a header as it is; or a token of a job, made of the
usual claims with the changes `claims` (null leaves one out; `{issuer}` in a text is where the issuer is) and `seconds`
(times relative to now), the changes of its `header`, and who signed it, `signed_by`: a key of the issuer (`rsa`, `ec`),
another one (`stranger`, `newer`), `nobody`, or the issuer's `public-key` taken for a secret; `altered` are claims that
were changed afterwards. `address`: whence it comes; `wait`: seconds before it; `restart`: the server was started anew
before it; `publish`: the keys that the issuer has from then on; `expect`: the `principal`, or what is `refused` with
which code, what the log `says`, and the seconds of `retry_after`.

Of a case: `entry` changes the job that is known, `limits` are those of the settings, `issuer` says what it answers by
path, also of one call (`status`, `location`, `document`, `text`, `text_of` so many bytes), `stopped`: it is not there;
`asked_most`: how many requests it may get in all, `unasked`: the other host gets none.
"""

import json
import logging
import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_socket
from joserfc.jwk import ECKey, RSAKey

from checker.bootstrap.calling import opened_calling
from checker.errors import CleanReleaseError, TooManyRequestsError
from tests.attacks.run_cases import cases_of
from tests.bundle_server import Answer
from tests.fakes.fixed_clock import FixedClock
from tests.job_issuer import AUDIENCE, ENTRY, JobIssuer, claims_at, ec_key, forged, public, rsa_key, short_key, signed

HOME = "192.0.2.200"
NAMED = cases_of("A", how="calls")


def key_named(name: str) -> RSAKey | ECKey:
    """A key of the tests; some bear the name of the issuer's own."""
    if name in ("ec", "curve"):
        return ec_key() if name == "ec" else ec_key("rsa", "P-384")
    if name == "short":
        return short_key()
    return rsa_key("stranger" if name == "twin" else name)


class World:
    """An issuer, another host, a clock, and the server's callers by settings that name the issuer."""

    def __init__(self, stack: ExitStack, case: Mapping[str, Any]) -> None:
        self.clock = FixedClock()
        self.issuer, self.elsewhere = JobIssuer(), JobIssuer()
        stack.callback(self.elsewhere.stop)
        if case.get("stopped"):
            self.issuer.stop()
        else:
            stack.callback(self.issuer.stop)
        self._stack = stack
        self._write_settings(case)
        self.start()

    def start(self) -> None:
        self.calling = self._stack.enter_context(opened_calling(clock=self.clock))

    def _write_settings(self, case: Mapping[str, Any]) -> None:
        entry = {
            "repository_id": ENTRY.repository_id,
            "repository_owner_id": ENTRY.owner_id,
            "job_workflow_ref": ENTRY.workflow_ref,
            "environment": ENTRY.environment,
            "principal": ENTRY.label,
            "namespace": "real",
            "projects": list(ENTRY.projects),
            "roles": sorted(ENTRY.roles),
            **case.get("entry", {}),
        }
        known = {name: value for name, value in entry.items() if value is not None}
        oidc = {"issuer": self.issuer.url, "audience": AUDIENCE, "jobs": [known]}
        written = {"schema": "clean-release/server/v1", "oidc": oidc, "limits": case.get("limits", {})}
        path = Path(os.environ["XDG_CONFIG_HOME"]) / "clean-release" / "server.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(written), encoding="utf-8")

    def filled(self, value: Any) -> Any:  # noqa: ANN401 - whatever JSON is
        text = json.dumps(value).replace("{issuer}", self.issuer.url).replace("{elsewhere}", self.elsewhere.url)
        return json.loads(text)

    def answer(self, answers: Mapping[str, Mapping[str, Any]]) -> None:
        for path, said in self.filled(answers).items():
            body = (
                json.dumps(said["document"]) if "document" in said else said.get("text", "x" * said.get("text_of", 0))
            )
            headers = {"Location": said["location"]} if "location" in said else {}
            self.issuer.answers[path] = Answer(body=body.encode(), status=said.get("status", 200), headers=headers)

    def publish(self, names: list[str]) -> None:
        self.issuer.publish(*map(key_named, names))
        if "twin" in names:
            keys = [{**public(key_named(name)), "kid": "rsa"} for name in names]
            self.issuer.say("/.well-known/jwks", {"keys": keys})

    def authorization(self, call: Mapping[str, Any]) -> str:
        if "authorization" in call:
            return str(call["authorization"])
        now = self.clock.now()
        claims = claims_at(now, issuer=self.issuer.url, **self.filled(call.get("claims", {})))
        claims |= {name: int(now.timestamp()) + seconds for name, seconds in call.get("seconds", {}).items()}
        token = self._token(claims, call)
        if "altered" in call:
            head, _, seal = token.split(".")
            changed = forged({**claims, **call["altered"]}, {}).split(".")[1]
            token = f"{head}.{changed}.{seal}"
        return f"Bearer {token}"

    def _token(self, claims: Mapping[str, Any], call: Mapping[str, Any]) -> str:
        header, by = call.get("header", {}), call.get("signed_by", "rsa")
        if by not in ("nobody", "public-key"):
            named = {"kid": "rsa"} if by == "stranger" else {}
            return signed(claims, key_named(by), **{**named, **header})
        whole = {"typ": "JWT", "alg": "RS256", "kid": "rsa", **header}
        whole = {name: value for name, value in whole.items() if value is not None}
        if by == "public-key":
            return forged(claims, whole, secret=rsa_key().as_pem(private=False))
        return forged(claims, whole) + ("" if call.get("keep_signature") is False else "AA")


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    pytest_socket.enable_socket()
    pytest_socket.socket_allow_hosts(["127.0.0.1"], allow_unix_socket=True)
    with ExitStack() as opened:
        yield opened


@pytest.mark.parametrize(("folder", "name", "fields"), NAMED, ids=[f"{folder}-{name}" for folder, name, _ in NAMED])
def test_a_call_ends_as_its_case_says(
    folder: str, name: str, fields: Mapping[str, Any], stack: ExitStack, caplog: pytest.LogCaptureFixture
) -> None:
    world = World(stack, fields)
    if "publish" in fields:
        world.publish(fields["publish"])
    world.answer(fields.get("issuer", {}))
    ended = [call_as_told(world, call, caplog) for call in fields["calls"]]

    assert ended[-1] == ("" if folder.endswith("__pass") else fields["calls"][-1]["expect"]["refused"]), name
    assert len(world.issuer.asked) <= fields.get("asked_most", len(world.issuer.asked))
    if fields.get("unasked"):
        assert world.elsewhere.asked == []


def call_as_told(world: World, call: Mapping[str, Any], caplog: pytest.LogCaptureFixture) -> str:
    """Make a call, hold it to what is expected, and return the code of its refusal, if it was refused."""
    world.clock.moment += timedelta(seconds=call.get("wait", 0))
    if call.get("restart"):
        world.start()
    if "publish" in call:
        world.publish(call["publish"])
    world.answer(call.get("issuer", {}))
    expected, authorization = call["expect"], world.authorization(call)
    caplog.clear()
    if "refused" not in expected:
        assert world.calling.prove(authorization, address=call.get("address", HOME)).label == expected["principal"]
        return ""
    with caplog.at_level(logging.WARNING), pytest.raises(CleanReleaseError) as refused:
        world.calling.prove(authorization, address=call.get("address", HOME))
    error = refused.value
    assert error.code == expected["refused"], caplog.text
    assert expected.get("says", "") in caplog.text
    if "retry_after" in expected:
        assert isinstance(error, TooManyRequestsError)
        assert error.retry_after == expected["retry_after"]
    shown = authorization.removeprefix("Bearer ")
    assert shown not in f"{error}{error.hint}"
    assert shown not in caplog.text
    return error.code
