"""Release sources: where what is released may come from, by the anchor alone.

Whoever can change the tree that is judged, or speaks through an interface, could otherwise name a source of their own.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from checker.domain.manifest import Artifact, Source
from checker.domain.namespace import Namespace
from checker.domain.trust import Anchor

WEB_SCHEMES = ("https", "git+https")
"""How policies may be addressed where the anchor does not say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UsedSources:
    """What a run would use: where the files are built from, the files, and the addresses of the policies."""

    namespace: Namespace
    source: Source
    artifacts: tuple[Artifact, ...]
    policies: tuple[str, ...]


def refused_sources(used: UsedSources, anchor: Anchor) -> Iterator[str]:
    """What the anchor does not allow, in sentences; none where everything is allowed.

    A repository has to be one that the anchor binds verdicts to. What `release_sources` lists narrows that further;
    a list that is empty narrows nothing, save that policies come over `https` alone.
    """
    allowed, source = anchor.release_sources, used.source
    yield from _repository(used, anchor)
    yield from _unlisted("host", [source.host.lower()], tuple(host.lower() for host in allowed.hosts))
    if allowed.path_prefixes and not any(_is_below(source.repository, one) for one in allowed.path_prefixes):
        listed = ", ".join(allowed.path_prefixes)
        yield f"the repository {source.repository} lies below none of the path prefixes {listed}"
    schemes = [address.partition(":")[0] for address in used.policies if "://" in address]
    yield from _unlisted("scheme", schemes, allowed.schemes or WEB_SCHEMES)
    yield from _unlisted("artifact class", [one.kind for one in used.artifacts], allowed.artifact_classes)


def _repository(used: UsedSources, anchor: Anchor) -> Iterator[str]:
    source = used.source
    if not anchor.repository_at(host=source.host, slug=source.repository, namespace=used.namespace):
        named = f"{source.host}/{source.repository}"
        yield f"the repository {named} is none that the anchor names in {used.namespace}"


def _is_below(repository: str, prefix: str) -> bool:
    """Whether it is this path or lies below it; `octo` is no prefix of `octopus/widget`."""
    return f"{repository.lower()}/".startswith(f"{prefix.lower().rstrip('/')}/")


def _unlisted(what: str, found: Iterable[str], allowed: tuple[str, ...]) -> Iterator[str]:
    for one in dict.fromkeys(found):
        if allowed and one not in allowed:
            yield f"the {what} {one} is not among {', '.join(allowed)}"
