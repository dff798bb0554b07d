"""The answers of one capture about one repository: pages joined, completeness judged, statuses understood together.

A list is completely read when nothing says otherwise: no `Link` to a next page, `total_count` reached, every page
there and readable. Without captured headers a page that is exactly full may have a successor, so it does not count as
the last.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TypeAlias

from checker.domain.json_shape import field_of, object_of, objects_of, whole_of
from checker.domain.json_value import Json
from checker.domain.moment import parse_moment
from checker.domain.observation import Detail, Observation, Status, collected, unread
from checker.domain.response import Response
from checker.errors import InputRefusedError
from checker.formats.github.allow_list import filtered
from checker.formats.github.routes import ORGANIZATION_ROUTES, PAGING, ROUTES, Address, Permission, Route
from checker.formats.github.status import NO_CONTENT, OK, Answered, Circumstances, Meaning, meaning_of

DEFAULT_PAGE = 30
"""Items on a page when the request does not say (GitHub's REST documentation, pagination)."""

_BY_NAME = {route.name: route for route in (*(route for _, route in ROUTES), *ORGANIZATION_ROUTES.values())}
_PROTECTION = "branches/{branch}/protection"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One request's answer, all its pages together, after the allow-list.

    `shortfall` says what is missing of it; empty when nothing is. `failure` says why nothing was answered at all.
    """

    address: Address
    route: Route
    files: tuple[str, ...]
    http: int
    headers: dict[str, str]
    pages: tuple[Json, ...]
    at: str
    evidence: str
    shortfall: str = ""
    redirected: bool = False
    failure: str = ""

    @property
    def body(self) -> dict[str, Json]:
        """The object that was answered.

        Raises:
            InputRefusedError: nothing, or no object, was answered.
        """
        if not self.pages:
            raise InputRefusedError("the answer is empty, expected an object")
        return object_of(self.pages[0], "the answer")

    @property
    def items(self) -> list[dict[str, Json]]:
        """The items of all pages; raises as `body` does when there is no page, or one is no list of objects."""
        if not self.pages:
            raise InputRefusedError("the answer is empty, expected a list")
        return [item for page in self.pages for item in _items_of(page, self.route)]

    @property
    def is_given(self) -> bool:
        """Whether the provider gave what was asked for."""
        return self.http in (OK, NO_CONTENT) and not self.failure

    @property
    def message(self) -> str:
        """What an error body says."""
        page = self.pages[0] if self.pages else None
        text = page.get("message") if isinstance(page, dict) else None
        return text if isinstance(text, str) else ""


_Asked: TypeAlias = tuple[str, tuple[tuple[str, str], ...]]
Take: TypeAlias = Callable[[Answer], Json]


class Answers:
    """The answers about one repository, asked for by endpoint.

    `told` are answers that the query gave in place of these; they prove no permission and are no evidence of REST.
    """

    def __init__(
        self, answers: Sequence[Answer], *, told: Sequence[Answer] = (), protected: frozenset[str] = frozenset()
    ) -> None:
        self._answers, self._told = tuple(answers), tuple(told)
        self._by_name: dict[str, list[Answer]] = {}
        self._by_path: dict[_Asked, Answer] = {}
        asked = {(answer.route.name, answer.address.parameters) for answer in answers}
        for answer in (*answers, *(one for one in told if (one.route.name, one.address.parameters) not in asked)):
            self._by_name.setdefault(answer.route.name, []).append(answer)
            self._by_path.setdefault((answer.route.name, tuple(sorted(answer.address.parameters))), answer)
        self._protected = protected
        self._proven = proven_permissions(answers)

    @property
    def proven(self) -> frozenset[Permission]:
        """The permissions this capture proves its credential to have."""
        return self._proven

    @property
    def told(self) -> tuple[Answer, ...]:
        """What the query told in place of REST."""
        return self._told

    def every(self) -> tuple[Answer, ...]:
        """All answers of REST, in the order of their evidence."""
        return self._answers

    def all(self, name: str) -> tuple[Answer, ...]:
        """Every answer of an endpoint."""
        return tuple(self._by_name.get(name, ()))

    def find(self, name: str, **parameters: str) -> Answer | None:
        """The answer of an endpoint with these parts in its path."""
        return self._by_path.get((name, tuple(sorted(parameters.items()))))

    def meaning(self, answer: Answer) -> Meaning:
        """What the answer's status means, knowing all the others."""
        is_protection = answer.route.name == _PROTECTION
        known = Circumstances(
            absence=answer.route.absence,
            proven=answer.route.permission in self._proven,
            contradicted=is_protection and answer.address.parameter("branch") in self._protected,
            needs=str(answer.route.permission),
        )
        answered = Answered(http=answer.http, message=answer.message, headers=answer.headers, failure=answer.failure)
        return meaning_of(answered, known)

    def status(self, answer: Answer) -> Status:
        """The status of the answer as a whole."""
        meaning = self.meaning(answer)
        is_cut = answer.shortfall and not meaning.is_absent
        return Status.INCOMPLETE if meaning.status is Status.COLLECTED and is_cut else meaning.status

    def observe(self, answer: Answer, take: Take, *, absent: Json = None) -> Observation:
        """What the answer shows: a value, an authoritative absence (`absent`), a part, or why there is nothing.

        A body of another form than the API documents is an `error` of this observation alone.
        """
        evidence = (answer.evidence,)
        meaning = self.meaning(answer)
        if meaning.status is not Status.COLLECTED:
            return Observation(status=meaning.status, detail=meaning.detail, evidence=evidence)
        if meaning.is_absent:
            return collected(absent, evidence=evidence)
        try:
            value = take(answer)
        except InputRefusedError as error:
            return unread(Status.ERROR, why=error.message, http=answer.http, evidence=evidence)
        if not answer.shortfall:
            return collected(value, evidence=evidence)
        detail = Detail(why=answer.shortfall, needs="every page (gh api --paginate)")
        return Observation(status=Status.INCOMPLETE, partial=value, detail=detail, evidence=evidence)

    def asked(self, name: str, take: Take, *, absent: Json = None, **parameters: str) -> Observation:
        """What the endpoint's answer shows; without one, which permission would let it be asked for."""
        answer = self.find(name, **parameters)
        return not_asked(name) if answer is None else self.observe(answer, take, absent=absent)


def not_asked(name: str) -> Observation:
    """The observation of an endpoint the capture does not hold."""
    why = "the capture does not hold it"
    return unread(Status.NOT_REQUESTED, why=why, needs=f"{_BY_NAME[name].permission} (GET …/{name})")


def proven_permissions(answers: Iterable[Answer]) -> frozenset[Permission]:
    """The permissions that answers given prove; none when headers show that several credentials were used."""
    given = [answer for answer in answers if answer.is_given]
    scopes = {answer.headers["x-oauth-scopes"] for answer in given if "x-oauth-scopes" in answer.headers}
    return frozenset() if len(scopes) > 1 else frozenset(answer.route.permission for answer in given)


def join_pages(found: Sequence[tuple[Address, Response]], *, route: Route, evidence: str) -> Answer:
    """One answer of the responses that are its pages.

    Raises:
        InputRefusedError: two files answer the same request.
    """
    pages = sorted(found, key=lambda item: _page_number(item[0]))
    numbers = [_page_number(address) for address, _ in pages]
    for (address, one), (following, other) in pairwise(pages):
        if _page_number(address) == _page_number(following):
            raise InputRefusedError(f"{one.file} and {other.file} answer the same request {one.url}, expected one file")
    address, first = pages[0]
    kept = tuple(page for _, one in pages if one.status == first.status for page in _kept(one, route))
    moments = [response.at for _, response in pages]
    answer = Answer(
        address=address,
        route=route,
        files=tuple(response.file for _, response in pages),
        http=first.status,
        headers=dict(first.headers),
        pages=kept,
        at=min(moments, key=parse_moment) if all(moments) else "",
        evidence=evidence,
        shortfall=_page_shortfall(numbers, [response for _, response in pages]),
        redirected=any(response.redirected for _, response in pages),
        failure="" if first.pages else first.failure,
    )
    return _counted(answer, is_framed=pages[-1][1].is_framed)


def request_key(address: Address, method: str) -> tuple[str, ...]:
    """What two responses share that are pages of one answer."""
    query = tuple(f"{name}={value}" for name, value in address.query if name not in PAGING)
    return (method, address.shown.partition("?")[0], *query)


def keyed(entries: Iterable[dict[str, Json]], key: str) -> list[Json]:
    """The entries sorted by a key that must be unique.

    Raises:
        InputRefusedError: two entries share it.
    """
    found: dict[str, dict[str, Json]] = {}
    for entry in entries:
        name = str(entry[key])
        if name in found:
            raise InputRefusedError(f"the {key} {name} is listed twice, expected once")
        found[name] = entry
    return [found[name] for name in sorted(found)]


def _page_number(address: Address) -> int:
    page = address.question("page")
    return int(page) if page.isascii() and page.isdigit() else 1


def _kept(response: Response, route: Route) -> Iterable[Json]:
    """The pages of one response as the allow-list leaves them."""
    if response.is_filtered:
        return response.pages
    return (filtered(page) for body in response.pages for page in _unwrapped(body, route))


def _unwrapped(body: Json, route: Route) -> list[Json]:
    """The pages of one document: `--slurp` wraps them in an array, which only the endpoint's own form tells apart."""
    if not isinstance(body, list):
        return [body]
    if route.listed == "[]":
        is_slurped = bool(body) and all(isinstance(page, list) for page in body)
        return body if is_slurped else [body]
    return body


def _items_of(page: Json, route: Route) -> list[dict[str, Json]]:
    if route.listed == "[]":
        return objects_of(page, "the answer")
    return objects_of(field_of(object_of(page, "the answer"), route.listed), route.listed)


def _page_shortfall(numbers: list[int], pages: list[Response]) -> str:
    for wanted, (number, page) in enumerate(zip(numbers, pages, strict=True), start=1):
        if number != wanted:
            return f"page {wanted} is missing"
        if page.status != pages[0].status:
            return f"page {number} was answered with status {page.status}"
    return "" if pages[-1].complete else pages[-1].failure or "the next page was not read"


def _counted(answer: Answer, *, is_framed: bool) -> Answer:
    if answer.shortfall or not answer.is_given or not answer.route.listed:
        return answer
    try:
        why = _count_shortfall(answer, is_framed=is_framed)
    except InputRefusedError as error:
        why = f"how many there are is not known: {error.message}"
    return replace(answer, shortfall=why)


def _count_shortfall(answer: Answer, *, is_framed: bool) -> str:
    count = len(answer.items)
    if answer.route.listed != "[]":
        total = whole_of(field_of(object_of(answer.pages[0], "the answer"), "total_count"), "total_count")
        return "" if total == count else f"{count} of {total} were read"
    asked = answer.address.question("per_page")
    full = int(asked) if asked.isascii() and asked.isdigit() else DEFAULT_PAGE
    if not is_framed and count == full:
        return f"the page is full ({count}), and without its headers nothing says whether it is the last"
    return ""
