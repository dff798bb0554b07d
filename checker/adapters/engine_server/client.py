"""A client of an OPA server that stays with its one address, and reads no more than it is ready to hold."""

import time
from collections.abc import Mapping
from typing import Any

import requests
from opa_client.opa import OpaClient

from checker.domain.json_value import Json
from checker.errors import ProviderError

MOST_BYTES = 64 * 1024 * 1024
_PART = 64 * 1024
_UNREACHED = "start one for this alone: opa run --server --addr localhost:8181"


class UnansweredError(Exception):
    """A request without an answer; `code` is stable, and what the server said of it is not kept."""

    def __init__(self, code: str, where: str = "") -> None:
        super().__init__(code)
        self.code, self.where = code, where


class _Session(requests.Session):
    """Requests that are answered where they were sent, within a time and a size as a whole."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self.trust_env = False  # no proxy, and no password of a .netrc
        self._seconds = seconds

    def send(self, request: requests.PreparedRequest, **options: Any) -> requests.Response:  # noqa: ANN401 - the library's
        """The answer, with its whole body."""
        until = time.monotonic() + self._seconds
        response = super().send(request, **{**options, "stream": True, "allow_redirects": False})
        parts, size = [], 0
        for part in response.iter_content(_PART):
            parts.append(part)
            size += len(part)
            if size > MOST_BYTES:
                response.close()
                raise UnansweredError("too_large")
            if time.monotonic() > until:
                response.close()
                raise UnansweredError("timeout")
        response._content = b"".join(parts)  # noqa: SLF001 - as requests itself keeps a body that was read
        return response


# The library has no types.
class OpaServer(OpaClient):  # type: ignore[misc]
    """One server. The library's own upgrade of old policy text is never used: it would judge other text than ours."""

    def _init_session(self) -> requests.Session:  # noqa: V105 - the library calls it
        session = _Session(self.timeout)
        session.headers.update(self.headers or {})
        session.verify = True
        return session

    def version_of_opa(self) -> str:
        """The version, as the server's own `opa.runtime` says it; nothing else of that is asked for."""
        answer = self._told("GET", "/query", params={"q": "version := opa.runtime().version"})
        result = answer.get("result")
        found = (
            result[0].get("version") if isinstance(result, list) and result and isinstance(result[0], dict) else None
        )
        if not isinstance(found, str) or not found:
            raise ProviderError("the OPA server does not say which version it is", hint=_UNREACHED)
        return found

    def modules(self) -> dict[str, str]:
        """The text of every policy the server holds, by id."""
        listed = self._told("GET", "/policies").get("result")
        if not isinstance(listed, list):
            raise ProviderError("the OPA server does not list its policies", hint=_UNREACHED)
        return {str(one.get("id")): str(one.get("raw")) for one in listed if isinstance(one, dict)}

    def accepts(self, name: str, text: str) -> bool:
        """Give it a policy, word for word; it takes none before it has the functions that the policy calls."""
        try:
            self._told("PUT", f"/policies/{name}", data=text.encode(), headers={"Content-Type": "text/plain"})
        except UnansweredError:
            return False
        return True

    def put_data(self, name: str, value: Json) -> None:
        """Give it data under one name."""
        self._told("PUT", f"/data/{name}", json=value)

    def take_data(self, name: str) -> None:
        """Take away the data under one name."""
        self._told("DELETE", f"/data/{name}")

    def delete_policy(self, policy_name: str) -> bool:
        """Take away a policy."""
        self._told("DELETE", f"/policies/{policy_name}")
        return True

    def data(self) -> Json:
        """All it holds as data, with the values of the policies in their places."""
        return self._told("GET", "/data").get("result", {})

    def data_of(self, name: str) -> Json:
        """What it holds under one name."""
        return self._told("GET", f"/data/{name}").get("result", {})

    def ask(self, package: str, document: Json) -> dict[str, Json]:
        """What it answers for a package; without `result`, the package is undefined.

        Raises:
            UnansweredError: it did not answer, or with an error of the evaluation.
        """
        path = "/data/" + "/".join(package.split("."))
        return self._told("POST", path, params={"strict-builtin-errors": "true"}, json={"input": document})

    def _told(self, method: str, path: str, **how: Any) -> dict[str, Json]:  # noqa: ANN401 - as above
        try:
            response = self._session.request(method, f"{self.root_url}{path}", timeout=self.timeout, **how)
        except requests.Timeout:
            raise UnansweredError("timeout") from None
        except requests.RequestException as error:
            raise ProviderError(
                f"the OPA server at {self.host}:{self.port} does not answer ({type(error).__name__})", hint=_UNREACHED
            ) from None
        if response.status_code == requests.codes.ok:
            return _body(response)
        if response.status_code == requests.codes.no_content:
            return {}
        raise UnansweredError(*_failure(_body(response), response.status_code))


def _body(response: requests.Response) -> dict[str, Json]:
    try:
        body = response.json()
    except ValueError:
        raise UnansweredError("no_json") from None
    if not isinstance(body, dict):
        raise UnansweredError("no_json")
    return body


def _failure(body: Mapping[str, Any], status: int) -> tuple[str, str]:
    """The code and place of the first error that is told."""
    errors = body.get("errors")
    first = errors[0] if isinstance(errors, list) and errors and isinstance(errors[0], dict) else {}
    code = str(first.get("code") or body.get("code") or status)
    place = first.get("location")
    if not isinstance(place, dict):
        return code, ""
    return code, f"{place.get('file')}:{place.get('row')}:{place.get('col')}"
