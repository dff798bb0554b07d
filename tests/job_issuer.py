"""An issuer of tokens of jobs on the loopback, with keys made for the tests; it signs whatever it is told to."""

import base64
import hashlib
import hmac
import json
import warnings
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any

from joserfc import jws
from joserfc.jwk import ECKey, RSAKey

from checker.domain.job_token import JobEntry
from checker.domain.namespace import Namespace
from checker.domain.principal import Role
from tests.bundle_server import Answer, BundleServer
from tests.fakes.fixed_clock import NOON

DISCOVERY, KEYS = "/.well-known/openid-configuration", "/.well-known/jwks"
AUDIENCE = "https://clean-release.example.org"
REPOSITORY, OWNER = 1001, 17
WORKFLOW = "example-org/widget/.github/workflows/release.yml@refs/heads/main"
ENTRY = JobEntry(
    repository_id=REPOSITORY,
    owner_id=OWNER,
    workflow_ref=WORKFLOW,
    environment="release",
    ref="",
    label="release-bot",
    namespace=Namespace.REAL,
    projects=("widget",),
    roles=frozenset({Role.OPERATOR, Role.PUBLISHER}),
)


def rsa_key(name: str = "rsa") -> RSAKey:
    return _rsa_key(name)


def ec_key(name: str = "ec", curve: str = "P-256") -> ECKey:
    return _ec_key(name, curve)


def short_key(name: str = "rsa") -> RSAKey:
    """One of 1024 bits, about which the library warns."""
    with warnings.catch_warnings(action="ignore"):
        return RSAKey.generate_key(1024, parameters={"kid": name, "use": "sig"})


@cache
def _rsa_key(name: str) -> RSAKey:
    """Made once: it takes a tenth of a second."""
    return RSAKey.generate_key(2048, parameters={"kid": name, "use": "sig", "alg": "RS256"})


@cache
def _ec_key(name: str, curve: str) -> ECKey:
    return ECKey.generate_key(curve, parameters={"kid": name, "use": "sig"})


def public(key: RSAKey | ECKey) -> dict[str, Any]:
    return dict(key.as_dict(private=False))


def key_set(*keys: RSAKey | ECKey) -> bytes:
    return json.dumps({"keys": [public(key) for key in keys]}).encode()


def claims_at(now: datetime = NOON, *, issuer: str, **changes: Any) -> dict[str, Any]:  # noqa: ANN401 - whatever a claim is
    """The claims of GitHub for a job that the entry is for; a change to None leaves the claim out."""
    seconds = int(now.timestamp())
    claims = {
        "iss": issuer,
        "aud": AUDIENCE,
        "sub": "repo:example-org/widget:environment:release",
        "jti": "0b5f8a1e-0001",
        "iat": seconds,
        "nbf": seconds - 300,
        "exp": seconds + 300,
        "repository": "example-org/widget",
        "repository_id": str(REPOSITORY),
        "repository_owner": "example-org",
        "repository_owner_id": str(OWNER),
        "job_workflow_ref": WORKFLOW,
        "ref": "refs/heads/main",
        "event_name": "push",
        "environment": "release",
        "run_id": "42",
        **changes,
    }
    return {name: value for name, value in claims.items() if value is not None}


def signed(claims: Mapping[str, Any], key: RSAKey | ECKey | None = None, **header: Any) -> str:  # noqa: ANN401 - as above
    """A token of these claims."""
    with_key = key or rsa_key()
    algorithm = "RS256" if isinstance(with_key, RSAKey) else "ES256"
    head = {"typ": "JWT", "alg": algorithm, "kid": with_key.kid, **header}
    return jws.serialize_compact(
        {name: value for name, value in head.items() if value is not None},
        json.dumps(claims),
        with_key,
        algorithms=[algorithm],
    )


def forged(claims: Mapping[str, Any], header: Mapping[str, Any], *, secret: bytes = b"") -> str:
    """A token that nobody signed, or somebody with a secret that is none (HS256)."""
    parts = [_encoded(json.dumps(part).encode()) for part in (header, claims)]
    text = ".".join(parts)
    seal = hmac.new(secret, text.encode(), hashlib.sha256).digest() if secret else b""
    return f"{text}.{_encoded(seal)}"


def _encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class JobIssuer(BundleServer):
    """Serves its discovery document and its keys; change `answers` to make it lie."""

    def __init__(self, *keys: RSAKey | ECKey) -> None:
        super().__init__()
        self.publish(*(keys or (rsa_key(), ec_key())))

    def publish(self, *keys: RSAKey | ECKey) -> None:
        self.say(DISCOVERY, {"issuer": self.url, "jwks_uri": self.url + KEYS})
        self.answers[KEYS] = Answer(body=key_set(*keys))

    def say(self, path: str, document: object) -> None:
        self.answers[path] = Answer(body=json.dumps(document).encode())

    @property
    def asked(self) -> list[str]:
        return [path for path, _ in self.seen]
