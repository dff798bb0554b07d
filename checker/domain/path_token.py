"""Long-lived tokens: secrets that can publish, and who gets to read each.

A secret of the repository or the organization is given to every workflow of every branch; one of an environment to
jobs that got into it. Which secrets can publish is declared (`release.publish_tokens`); those that an upload is given
as its password are such too, and those that are called like one may be.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from checker.domain.json_shape import field_of, objects_of, text_of
from checker.domain.json_value import Json
from checker.domain.observation import Observation, Status
from checker.domain.path_graph import Because
from checker.domain.publish_route import Route
from checker.domain.reading import read_observation
from checker.domain.workflow import Job

_LOOKS_SO = re.compile(r"PYPI|TWINE|UV_PUBLISH|PDM_PUBLISH")
_OWN = "GITHUB_TOKEN"
_SECRETS = "clean-release audit github --profile full"
_DEPENDABOT = "dependabot"


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """One secret in one place; `environment` is empty for those of the repository and above.

    `name` is empty where the names of a place could not be read; `doubt` says why it may be no token, or not there.
    """

    name: str
    scope: str
    environment: str = ""
    doubt: str = ""
    because: Because
    fix: str = ""

    @property
    def called(self) -> str:
        """How people name it."""
        place = f"the environment {self.environment}" if self.environment else f"scope {self.scope}"
        return f"the secret {self.name} ({place})" if self.name else f"a secret that could not be listed ({place})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The names of secrets that can publish, those that may, and whether every upload's secret has a name."""

    known: frozenset[str]
    perhaps: frozenset[str]

    def doubt(self, name: str) -> str | None:
        """Why a secret may not be a token; empty where it is one, None where nothing says so."""
        if name in self.known:
            return ""
        if name in self.perhaps:
            return "an upload is given one of several secrets as its password"
        return "it is called like a token, and not declared" if _LOOKS_SO.search(name.upper()) else None


def wanted_of(declared: Sequence[str], routes: Sequence[Route]) -> Wanted:
    """The tokens of a project: those it declares, and those its uploads are given."""
    known, perhaps = {name.upper() for name in declared}, set[str]()
    for route in routes:
        if route.upload and route.upload.has_password:
            names = set(route.job.secrets.names) - {_OWN}
            (known if len(names) == 1 else perhaps).update(names)
    return Wanted(known=frozenset(known), perhaps=frozenset(perhaps - known))


def tokens_of(sections: Mapping[str, Json], wanted: Wanted) -> Iterator[Token]:
    """Every token that is there, and for each place that could not be read those that may be there."""
    seen = read_observation(sections.get("secret_names"), name="secret_names")
    if seen.status is not Status.COLLECTED:
        yield from _unlisted("repository", "secret_names", "", wanted)
    for entry in objects_of(seen.value, "secret_names") if seen.status is Status.COLLECTED else ():
        scope = text_of(field_of(entry, "scope"), "scope")
        names = read_observation(field_of(entry, "names"), name=f"secret_names[{scope}]")
        yield from _in_place(names, scope, f"secret_names[{scope}]", "", wanted)
    listed = read_observation(sections.get("environments"), name="environments")
    if listed.status is not Status.COLLECTED:
        yield from _unlisted("environments", "environments", "", wanted)
    for entry in objects_of(listed.value, "environments") if listed.status is Status.COLLECTED else ():
        name = text_of(field_of(entry, "name"), "name")
        names = read_observation(entry.get("secret_names"), name=f"the secrets of {name}")
        yield from _in_place(names, "environment", f"environments[{name}].secret_names", name, wanted)


def may_use(token: Token, job: Job) -> bool:
    """Whether a job, as it is, is given a token."""
    if token.environment and (job.environment is None or not _same(job.environment.text, token.environment)):
        return False
    return job.secrets.all or job.secrets.inherited or token.name in job.secrets.names


def _same(written: str, environment: str) -> bool:
    return "${{" in written or written.lower() == environment.lower()


def _in_place(names: Observation, scope: str, section: str, environment: str, wanted: Wanted) -> Iterator[Token]:
    if names.status is not Status.COLLECTED:
        yield from _unlisted(scope, section, environment, wanted)
        return
    for one in objects_of(names.value, section):
        name = text_of(field_of(one, "name"), "name").upper()
        doubt = wanted.doubt(name)
        if doubt is None:
            continue
        if scope == _DEPENDABOT:
            doubt = " and ".join(filter(None, ("it is given to runs of Dependabot only", doubt)))
        yield Token(
            name=name,
            scope=scope,
            environment=environment,
            doubt=doubt,
            because=Because(document="repository", section=section),
            fix=f"publish through the trusted publisher, revoke the token, and delete the secret {name}",
        )


def _unlisted(scope: str, section: str, environment: str, wanted: Wanted) -> Iterator[Token]:
    """What may be in a place whose secrets could not be listed."""
    for name in sorted(wanted.known | wanted.perhaps) or [""]:
        yield Token(
            name=name,
            scope=scope,
            environment=environment,
            doubt=f"{section} could not be read",
            because=Because(document="repository", section=section),
            fix=_SECRETS,
        )
