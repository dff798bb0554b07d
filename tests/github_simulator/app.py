"""An app installed at the simulator: it believes a statement signed with its key, and gives tokens for an hour."""

import json
import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

from checker.domain.moment import format_moment
from tests.github_simulator.server import GitHubSimulator, Made, Seen

_TOKENS = re.compile(r"app/installations/([0-9]+)/access_tokens")
GRANTED = {
    "metadata": "read",
    "contents": "write",
    "administration": "write",
    "actions": "read",
    "workflows": "write",
    "issues": "write",
}


@dataclass(slots=True)
class App:
    """One app; `minted` holds what was asked for with each token."""

    name: str = "4711"
    installations: tuple[int, ...] = (12,)
    minted: list[dict[str, str]] = field(default_factory=list)
    ends: datetime | None = None
    _key: rsa.RSAPrivateKey = field(
        default_factory=lambda: rsa.generate_private_key(public_exponent=65537, key_size=2048)
    )

    @property
    def pem(self) -> str:
        """The private key, as the provider hands it out."""
        form = serialization.PrivateFormat.TraditionalOpenSSL
        return self._key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption()).decode()

    def is_minting(self, seen: Seen) -> bool:
        return seen.method == "POST" and _TOKENS.fullmatch(seen.path) is not None

    def answer(self, world: GitHubSimulator, seen: Seen) -> Made:
        if not self._is_believed(seen.headers.get("authorization", "")):
            return Made(status=401, body={"message": "A JSON web token could not be decoded", "status": "401"})
        places = [{"id": number, "permissions": GRANTED} for number in self.installations]
        if seen.path == "app/installations":
            return Made(body=places)
        number = int(re.findall("[0-9]+", seen.path)[0])
        if number not in self.installations:
            return Made(status=404, body={"message": "Not Found"})
        if not self.is_minting(seen):
            return Made(body=places[self.installations.index(number)])
        self.minted.append(json.loads(seen.body)["permissions"])
        world.token = f"ghs_SECRET-MARKER-{len(self.minted)}"
        ends = format_moment((self.ends or datetime.fromisoformat("2126-01-01T00:00:00+00:00")).replace(microsecond=0))
        return Made(status=201, body={"token": world.token, "expires_at": ends, "permissions": self.minted[-1]})

    def _is_believed(self, authorization: str) -> bool:
        public = self._key.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        try:
            told = jwt.decode(authorization.removeprefix("Bearer "), RSAKey.import_key(public), algorithms=["RS256"])
        except (JoseError, ValueError):
            return False
        lifetime = timedelta(seconds=told.claims["exp"] - told.claims["iat"])
        return bool(told.claims["iss"] == self.name) and lifetime <= timedelta(minutes=10)
