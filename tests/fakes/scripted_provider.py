"""A provider that answers from a script, and time that passes when somebody sleeps."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from checker.domain.json_value import Json
from checker.domain.response import Response
from tests.fakes.fixed_clock import FixedClock

NOT_FOUND: Json = {"message": "Not Found"}


@dataclass(slots=True)
class ScriptedProvider:
    """The port `Provider` over a dictionary: a body by path, or a whole response; what is not there is a 404."""

    answers: "Mapping[str, Json | Response]"
    host: str = "github.com"
    credential: str = "unknown"
    api_version: str = "2022-11-28"
    asked: list[str] = field(default_factory=list)

    def get_all(self, paths: Sequence[str]) -> tuple[Response, ...]:
        self.asked += paths
        return tuple(self._answer(path) for path in paths)

    def query(self, slug: str, *, parts: Collection[str], ref: str, base: str = "") -> Response:
        self.asked.append(f"graphql {slug} {ref} {' '.join(sorted(parts))}{f' {base}' if base else ''}")
        found = self.answers["graphql"]
        return found if isinstance(found, Response) else answered("graphql", found, method="POST")

    def _answer(self, path: str) -> Response:
        found = self.answers.get(path.partition("?")[0])
        if isinstance(found, Response):
            return found
        return answered(path, NOT_FOUND if found is None else found, status=404 if found is None else 200)


def answered(
    path: str,
    body: Json = None,
    *,
    status: int = 200,
    failure: str = "",
    redirected: bool = False,
    method: str = "GET",
) -> Response:
    """One answer to one path, as the real client gives it."""
    return Response(
        file=path,
        method=method,
        url=path,
        status=status,
        pages=() if body is None else (body,),
        at="2026-02-26T12:00:00Z",
        is_framed=True,
        is_filtered=True,
        failure=failure,
        complete=not failure,
        redirected=redirected,
    )


@dataclass(slots=True)
class PassingTime:
    """The port `Sleeper`: moves a clock, and remembers how long was slept."""

    clock: FixedClock
    slept: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.clock.advance(seconds)


@dataclass(slots=True)
class HeardProgress:
    """The port `Progress`: remembers what was said."""

    lines: list[str] = field(default_factory=list)

    def say(self, line: str) -> None:
        self.lines.append(line)
