"""Find a report: by its digest, by enough of its hex digits, or the latest."""

from checker.errors import NotFoundError
from checker.ports.store import ReportRecord, Store

LATEST = "latest"


def find_report(name: str, *, store: Store) -> ReportRecord:
    """The stored report a person means.

    Raises:
        NotFoundError: there is none of this name, or none at all.
        StoreError: the store does not hold what it recorded.
    """
    if name != LATEST:
        return store.get_report(name=name)
    latest = store.latest_report()
    if latest is None:
        raise NotFoundError("there is no report yet", hint="run `clean-release check` first")
    return latest
