"""What may leave: GET, and one query of GraphQL that changes nothing, at its own address."""

from collections.abc import Callable

import httpx2

from checker.adapters.github.address import APIAddress
from checker.errors import ProviderError
from checker.formats.github.repository_query import is_question


def only_reading(address: APIAddress) -> Callable[[httpx2.Request], None]:
    """A hook that lets only reading out, whoever made the request.

    It sees a request after everything else has had a say in it: a body that is still to be produced is read here, and
    sent as it was read.
    """

    def refuse_unless_read(request: httpx2.Request) -> None:
        """Let a request pass.

        Raises:
            ProviderError: it could change a setting.
        """
        is_query = request.method == "POST" and str(request.url) == address.graphql and is_question(request.read())
        if request.method != "GET" and not is_query:
            raise ProviderError(
                f"a {request.method} was about to be sent, expected only GET and the one query there is",
                hint="nothing was sent",
            )

    return refuse_unless_read
