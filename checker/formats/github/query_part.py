"""A part of the one GraphQL query: a fragment that is asked or left out, and where its further pages are named."""

from dataclasses import dataclass

from checker.formats.github.routes import Permission


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryPart:
    """One part.

    `name` is the variable that asks for it. `fragment` is a fragment on `Repository` called `name` with a capital
    letter; it may use `$ref`, `$base` and `$endCursor`, and shows one field of the repository, `field`. `section` is
    where its facts go, `permission` what it takes, and `shown` what people call it. `paged` leads below `repository` to
    the connection that has further pages; empty where there are none. `nothing` is what null says where no error says
    more; empty where null says nothing. `shared` are fragments that it uses together with another part.
    """

    name: str
    field: str
    section: str
    permission: Permission
    shown: str
    fragment: str
    paged: tuple[str, ...] = ()
    nothing: str = ""
    shared: str = ""

    @property
    def spread(self) -> str:
        """How the query takes the fragment up."""
        return f"...{self.name.capitalize()} @include(if: ${self.name})"
