"""A part of the one GraphQL query: a fragment that is asked or left out, and where its further pages are named."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryPart:
    """One part.

    `name` is the variable that asks for it. `fragment` is a fragment on `Repository` called `name` with a capital
    letter; it may use `$ref` and `$endCursor`. `paged` leads below `repository` to the connection that has further
    pages; empty where there are none.
    """

    name: str
    fragment: str
    paged: tuple[str, ...] = ()

    @property
    def spread(self) -> str:
        """How the query takes the fragment up."""
        return f"...{self.name.capitalize()} @include(if: ${self.name})"
