"""Format policies: which modules are not laid out in the one format, and what they would be."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from checker.domain.snapshot import BundleFile
from checker.errors import BundleRefusedError, NotFoundError, Place
from checker.ports.policy_format import PolicyFormatter

_MODULE = ".rego"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reformatted:
    """A module that is laid out otherwise; tests are modules too."""

    path: str
    before: str = field(repr=False)
    after: str = field(repr=False)


def format_policies(
    files: Sequence[BundleFile], *, within: str, source: str, formatter: PolicyFormatter
) -> tuple[Reformatted, ...]:
    """Every module at or below the place `within` that is not in the one format, sorted by path.

    Raises:
        NotFoundError: there is no module, so that nothing would have been looked at.
        BundleRefusedError: one is not UTF-8 or does not parse; none is to be written then.
    """
    modules = [file for file in files if file.path.endswith(_MODULE) and _is_within(file.path, within)]
    if not modules:
        raise NotFoundError("there is no policy here", hint="name a folder of .rego files", where=Place(source=source))
    return tuple(sorted(_reformatted(modules, formatter), key=lambda one: one.path))


def _is_within(path: str, within: str) -> bool:
    return path == within or path.startswith(within)


def _reformatted(modules: Sequence[BundleFile], formatter: PolicyFormatter) -> Iterator[Reformatted]:
    for file in modules:
        try:
            before = file.data.decode()
        except UnicodeDecodeError:
            raise BundleRefusedError("the module is not UTF-8", where=Place(source=file.path)) from None
        after = formatter.format(before, name=file.path)
        if after != before:
            yield Reformatted(path=file.path, before=before, after=after)
