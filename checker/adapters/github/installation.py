"""Tokens of an installation: what an app is given for its signed statement, for an hour, to read with.

Asking for a token is a POST, the only one beside the one query of GraphQL. It is sent by a client of its own that can
send nothing else, and names the permissions it wants: those of the installation that a collection reads with, each cut
down to reading. Administration stays as it was granted, for only those who may edit a ruleset see who may bypass it.
"""

import re
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

import httpx2

from checker.adapters.github.address import APIAddress
from checker.adapters.github.app_key import INSTALLATION, App
from checker.adapters.github.credential import Credential, credential_of
from checker.adapters.timed_requests import OverrunError, TimedTransport, within
from checker.domain.json_shape import object_of, objects_of, text_of, whole_of
from checker.domain.json_value import Json
from checker.domain.moment import parse_moment
from checker.errors import InputRefusedError, ProviderError
from checker.formats.canonical import canonical_bytes
from checker.formats.strict_json import read_json
from checker.ports.clock import Clock

READ_WITH = frozenset(
    {
        "actions",
        "actions_variables",
        "administration",
        "attestations",
        "checks",
        "contents",
        "dependabot_secrets",
        "environments",
        "members",
        "metadata",
        "organization_actions_variables",
        "organization_administration",
        "organization_custom_properties",
        "organization_hooks",
        "organization_secrets",
        "organization_self_hosted_runners",
        "pull_requests",
        "repository_custom_properties",
        "repository_hooks",
        "secret_scanning_alerts",
        "secrets",
        "security_events",
        "vulnerability_alerts",
    }
)
"""Permissions of an installation, by the provider's names, that some request of a collection takes."""
_WHOLE = "administration"
_LIST, _ONE, _TOKENS = "app/installations", "app/installations/{}", "app/installations/{}/access_tokens"
_MINTED = re.compile(r"app/installations/[0-9]+/access_tokens")
_AHEAD = timedelta(minutes=5)
_LARGEST = 1_048_576
_SECONDS = 30.0
_OK, _CREATED = 200, 201
_SAID = {
    401: "the provider does not accept the app's id or its key",
    403: "the app is suspended, or may not do this",
    404: "the app is not installed there",
    422: "the installation does not have what was asked for",
}


class InstallationTokens:
    """The token of one installation that is valid now; a new one is asked for before it ends."""

    def __init__(self, app: App, address: APIAddress, *, clock: Clock, version: str) -> None:
        self._app, self._address, self._clock, self._version = app, address, clock, version
        self._lock = threading.Lock()
        self._token: Credential | None = None
        self._until = clock.now()

    def current(self) -> Credential:
        """The token.

        Raises:
            ProviderError: the provider gave none.
        """
        with self._lock:
            if self._token is None or self._clock.now() + _AHEAD > self._until:
                self._token, self._until = self._minted()
            return self._token

    def _minted(self) -> tuple[Credential, datetime]:
        with httpx2.Client(
            headers={
                "Accept": "application/vnd.github+json",
                "Accept-Encoding": "identity",
                "Authorization": f"Bearer {self._app.signed(self._clock.now())}",
                "User-Agent": f"clean-release/{self._version}",
            },
            transport=TimedTransport(trust_env=not self._address.is_local),
            timeout=_SECONDS,
            event_hooks={"request": [only_minting(self._address)]},
            trust_env=not self._address.is_local,
            follow_redirects=False,
        ) as http:
            return self._asked(http)

    def _asked(self, http: httpx2.Client) -> tuple[Credential, datetime]:
        try:
            number, granted = self._installation(http)
            wanted = {name: "read" if name != _WHOLE else level for name, level in granted.items() if name in READ_WITH}
            answer = object_of(self._answer(http, _TOKENS.format(number), posted={"permissions": {**wanted}}), "it")
            token = credential_of(text_of(answer.get("token"), "token"), source="the token of the installation")
            return token, parse_moment(text_of(answer.get("expires_at"), "expires_at"))
        except InputRefusedError:
            raise self._refused("what was answered is no token of an installation") from None

    def _installation(self, http: httpx2.Client) -> tuple[int, dict[str, str]]:
        """The installation, by its number, and what it was granted."""
        if self._app.installation:
            return _granted(self._answer(http, _ONE.format(self._app.installation)))
        found = objects_of(self._answer(http, f"{_LIST}?per_page=100"), "it")
        if len(found) != 1:
            raise self._refused(
                f"the app is installed in {len(found)} places, expected one", hint=f"set {INSTALLATION}"
            )
        return _granted(found[0])

    def _answer(self, http: httpx2.Client, path: str, *, posted: dict[str, Json] | None = None) -> Json:
        """What one request is answered; no word of it is repeated in a refusal."""
        method, content = ("GET", None) if posted is None else ("POST", canonical_bytes(posted))
        headers = {} if posted is None else {"Content-Type": "application/json"}
        data = b""
        try:
            with (
                within(_SECONDS),
                http.stream(method, self._address.url(path), headers=headers, content=content) as response,
            ):
                for chunk in response.iter_raw():
                    data += chunk
                    if len(data) > _LARGEST:
                        raise self._refused("the answer is too long")
        except (OverrunError, httpx2.HTTPError, httpx2.InvalidURL, OSError):
            raise self._refused("no answer came") from None
        if response.status_code not in (_OK, _CREATED):
            said = _SAID.get(response.status_code, "the provider failed")
            raise self._refused(f"{said} ({response.status_code})")
        return read_json(data, source="the answer")

    def _refused(
        self, why: str, *, hint: str = "check the id of the app, its key and where it is installed"
    ) -> ProviderError:
        return ProviderError(f"no token for the app {self._app.name} on {self._address.host}: {why}", hint=hint)


def only_minting(address: APIAddress) -> Callable[[httpx2.Request], None]:
    """A hook that lets nothing out but questions about installations, and the request for a token."""

    def refuse_unless_minted(request: httpx2.Request) -> None:
        """Let a request pass.

        Raises:
            ProviderError: it is neither.
        """
        path = address.path_of(str(request.url)).partition("?")[0]
        is_question = request.method == "GET" and (path == _LIST or path.removeprefix(f"{_LIST}/").isdigit())
        if not is_question and not (request.method == "POST" and _MINTED.fullmatch(path)):
            raise ProviderError(
                f"a {request.method} was about to be sent with an app's key, expected only the request for a token",
                hint="nothing was sent",
            )

    return refuse_unless_minted


def _granted(item: Json) -> tuple[int, dict[str, str]]:
    fields = object_of(item, "the installation")
    levels = object_of(fields.get("permissions"), "permissions")
    return whole_of(fields.get("id"), "id"), {name: text_of(level, name) for name, level in levels.items()}
