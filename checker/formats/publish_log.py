r"""Logs of publishing jobs: what the PyPI publishing action, uv and twine print when a publish is refused.

Three forms of claims are read: the action's list of names and values in back quotes, uv's structures (`OidcTokenClaims
{ … }` and `GitHubTokenClaims { … }`), and a JSON document with `claims`. Annotations write line breaks as `%0A`;
downloaded logs begin each line with job, step and time. Only text is looked at; nothing in it is followed, and what has
the form of a secret is masked in everything that is taken from it.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import islice

from checker.domain.json_value import Json
from checker.domain.limits import MACHINE_WRITTEN
from checker.domain.masking import FindSecrets, masked
from checker.domain.publish_log import DeclaredTemplate, LoggedClaims, LoggedProblem, Problem, PublishLog
from checker.errors import InputRefusedError, Place
from checker.formats.strict_json import read_json

_COLOURS = re.compile(r"\x1b\[[0-9;]*m")
_LISTED = re.compile(r"\* `(?P<name>[a-z_]+)`: `(?P<value>[^`\n]*)`")
_STRUCTURE = re.compile(r"(?:Oidc|GitHub)TokenClaims \{(?P<body>[^{}]*)\}")
_FIELD = re.compile(r"\b(?P<name>[a-z_]+): (?:(?P<none>None)|(?:Some\(\s*)?\"(?P<value>[^\"\n]*)\")")
_MISSING = "MISSING"
_CLAIMS = frozenset(
    {
        "sub",
        "repository",
        "repository_owner",
        "repository_owner_id",
        "workflow_ref",
        "job_workflow_ref",
        "ref",
        "environment",
    }
)
_EMPTY_PASSWORD = re.compile(
    r"\b(?:TWINE_PASSWORD|UV_PUBLISH_TOKEN|UV_PUBLISH_PASSWORD|INPUT_PASSWORD)[:=]\s*(?:''|\"\")?$"
)
_REFUSED = re.compile(r"(?:HTTP ?Error: |HTTP |status code |error code )403\b|\b403 (?:Client Error|Forbidden|Invalid)")
_SHOWN = 300
_MOST_TOKENS = 20
_LONGEST_LINE = 4096
_SIGNED_AS = " does not match expected Trusted Publisher ("
_FILE = re.compile(r"[\w.-]{1,255}\Z")
_REGISTERED = re.compile(r"(?P<registered>[\w.-]+) @ (?P<repository>[\w.-]+/[\w.-]+)\)")
_PATTERNS: dict[Problem, re.Pattern[str]] = {
    **{
        problem: re.compile(rf"[`\"]{problem}[`\"](?P<said>.*)")
        for problem in (
            Problem.INVALID_PUBLISHER,
            Problem.INVALID_PENDING_PUBLISHER,
            Problem.INVALID_REUSE_TOKEN,
            Problem.INVALID_TOKEN,
            Problem.INVALID_PAYLOAD,
            Problem.NOT_ENABLED,
        )
    },
    Problem.NO_IDENTITY_TOKEN: re.compile(
        r"ACTIONS_ID_TOKEN_REQUEST_(?:TOKEN|URL)\b.{0,80}(?:unset|not set|not found)|insufficient OIDC token perm"
    ),
    Problem.NEW_PROJECT: re.compile(r"Non-user identities cannot create new projects"),
    Problem.REF_NOT_ALLOWED: re.compile(
        r"(?P<kind>Branch|Tag) \"(?P<ref>[^\"]+)\" is not allowed to deploy to (?P<environment>\S+) due to environment"
    ),
}


class _Places:
    """The lines of a text, counted once."""

    def __init__(self, text: str) -> None:
        self._ends = [found.start() for found in re.finditer("\n", text)]

    def line_of(self, at: int) -> int:
        """The line (from 1) of a place."""
        return bisect_left(self._ends, at) + 1


def read_publish_log(data: bytes, *, source: str, secrets: FindSecrets) -> PublishLog:
    """What a log says about why a publish was refused; nothing at all where it says nothing that is known.

    Raises:
        InputRefusedError: it is too large.
    """
    if len(data) > MACHINE_WRITTEN.bytes:
        raise InputRefusedError(
            f"the log has more than {MACHINE_WRITTEN.bytes} bytes",
            hint="give the log of the publishing job alone",
            where=Place(source=source),
        )
    return _without_secrets(_read(data, source), secrets)


def _read(data: bytes, source: str) -> PublishLog:
    if data.lstrip().startswith(b"{") and (document := _document(data, source)):
        return document
    text = _COLOURS.sub("", data.decode("utf-8", "replace")).replace("%0A", "\n")
    places = _Places(text)
    claims = tuple(islice(_distinct((*_listed(text, places), *_structured(text, places))), _MOST_TOKENS))
    return PublishLog(claims=claims, problems=tuple(_problems(text)))


def _without_secrets(log: PublishLog, secrets: FindSecrets) -> PublishLog:
    claims = [
        replace(one, values={name: masked(value, secrets) if value else value for name, value in one.values.items()})
        for one in log.claims
    ]
    problems = [
        replace(
            one,
            text=masked(one.text, secrets)[:_SHOWN],
            parts={name: masked(value, secrets) for name, value in one.parts.items()},
        )
        for one in log.problems
    ]
    return replace(log, claims=tuple(claims), problems=tuple(problems))


def _document(data: bytes, source: str) -> PublishLog | None:
    """The claims of a JSON document; None where it is no JSON, or holds none, such as the registry's answer alone."""
    try:
        document = read_json(data, source=source)
    except InputRefusedError:
        return None
    claims = document.get("claims") if isinstance(document, dict) else None
    if not isinstance(document, dict) or not isinstance(claims, dict):
        return None
    values = {name: str(value) for name, value in claims.items() if isinstance(value, str | int) and name in _CLAIMS}
    return PublishLog(claims=(LoggedClaims(values=values),), template=_template(document.get("mapping_template")))


def _template(value: Json) -> DeclaredTemplate | None:
    if not isinstance(value, dict):
        return None
    texts = {name: item for name, item in value.items() if isinstance(item, str)}
    return DeclaredTemplate(
        owner=texts.get("owner", ""),
        repository=texts.get("repository", ""),
        workflow=texts.get("workflow", ""),
        environment=texts.get("environment", ""),
    )


def _distinct(claims: Iterable[LoggedClaims]) -> Iterator[LoggedClaims]:
    """Each token once: a log that shows its summary prints the same claims again."""
    seen: list[Mapping[str, str | None]] = []
    for one in claims:
        if one.values not in seen:
            seen.append(one.values)
            yield one


def _listed(text: str, places: _Places) -> Iterator[LoggedClaims]:
    """The action's lists; a name that comes again begins the list of another token."""
    values: dict[str, str | None] = {}
    line = 0
    for found in _LISTED.finditer(text):
        name = found["name"]
        if name not in _CLAIMS:
            continue
        if name in values:
            yield LoggedClaims(values=values, line=line)
            values = {}
        line = line if values else places.line_of(found.start())
        values[name] = None if found["value"] == _MISSING else found["value"]
    if values:
        yield LoggedClaims(values=values, line=line)


def _structured(text: str, places: _Places) -> Iterator[LoggedClaims]:
    for found in _STRUCTURE.finditer(text):
        fields = {one["name"]: one["value"] for one in _FIELD.finditer(found["body"]) if one["name"] in _CLAIMS}
        yield LoggedClaims(values=fields, line=places.line_of(found.start()))


def _problems(text: str) -> Iterator[LoggedProblem]:
    """Each problem once, at its first line; a 403 has a reason of its own only where an empty password was seen."""
    seen: dict[Problem, LoggedProblem] = {}
    empty = False
    for number, whole in enumerate(text.splitlines(), start=1):
        line = whole[:_LONGEST_LINE]
        empty = empty or _EMPTY_PASSWORD.search(line.rstrip()) is not None
        for problem, parts in _named_in(line):
            seen.setdefault(problem, _logged(problem, number, line, parts))
    refused = seen.pop(Problem.FORBIDDEN, None)
    if refused and not seen:
        problem = Problem.EMPTY_TOKEN if empty else Problem.FORBIDDEN
        seen[problem] = LoggedProblem(problem=problem, line=refused.line, text=refused.text)
    yield from sorted(seen.values(), key=lambda one: one.line)


def _named_in(line: str) -> Iterator[tuple[Problem, Mapping[str, str | None]]]:
    for problem, pattern in _PATTERNS.items():
        if found := pattern.search(line):
            yield problem, found.groupdict()
    if _SIGNED_AS in line:
        yield Problem.ATTESTATION_MISMATCH, _signed_as(line)
    if _REFUSED.search(line):
        yield Problem.FORBIDDEN, {}


def _signed_as(line: str) -> dict[str, str | None]:
    """The file a signature was made in, and the one that is registered."""
    before, _, after = line.partition(_SIGNED_AS)
    file = _FILE.search(before.rpartition("@")[0].rpartition("/")[2])
    registered = _REGISTERED.match(after)
    return {"signed": file[0] if file else None, **(registered.groupdict() if registered else {})}


def _logged(problem: Problem, number: int, line: str, parts: Mapping[str, str | None]) -> LoggedProblem:
    given = {name: value for name, value in parts.items() if value}
    return LoggedProblem(problem=problem, line=number, text=line.strip(), parts=given)
