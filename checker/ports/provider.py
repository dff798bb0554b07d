"""The provider: where a repository's settings are read; it can be asked, never told."""

from collections.abc import Collection, Sequence
from typing import Protocol

from checker.domain.response import Response


class Provider(Protocol):
    """One provider's interface under one credential.

    Whatever goes wrong on the way is an answer too: a `Response` that says so. Nothing is raised.
    """

    @property
    def host(self) -> str:
        """Whose answers these are: `github.com`, or a server's name."""
        ...

    @property
    def credential(self) -> str:
        """What kind of credential is used; never the credential."""
        ...

    @property
    def api_version(self) -> str:
        """The version of the interface that is asked for."""
        ...

    def get_all(self, paths: Sequence[str]) -> tuple[Response, ...]:
        """The answer to each path (`repos/o/r/keys?per_page=100`), in their order, every page of it."""
        ...

    def query(self, slug: str, *, parts: Collection[str], ref: str, base: str = "") -> Response:
        """The answer to the one query there is: these parts of it about `owner/name`, every page of each.

        Args:
            slug: the repository.
            parts: the names of the parts.
            ref: what git takes for the commit that is meant.
            base: the whole name of the tag of the release before, for parts that begin there.
        """
        ...
