"""Where what is released may come from."""

from dataclasses import replace
from typing import Any

import pytest

from checker.domain.manifest import Artifact, Source
from checker.domain.namespace import Namespace
from checker.domain.release_sources import UsedSources, refused_sources
from checker.domain.trust import Anchor, ReleaseSources, TrustedRepository

_USED = UsedSources(
    namespace=Namespace.REAL,
    source=Source(host="github.com", repository="octo/widget", commit="1" * 40, ref="refs/tags/v1"),
    artifacts=(Artifact(name="w.whl", kind="wheel", sha256="0" * 64, size=1),),
    policies=("builtin:release-policy", "policies", "https://policies.example/a.tar.gz"),
)
_ANCHOR = Anchor(bundles=(), repositories=(TrustedRepository(host="github.com", slug="Octo/widget"),))


@pytest.mark.parametrize(
    ("allowed", "why"),
    [
        ({}, ""),
        ({"hosts": ("GitHub.com",), "path_prefixes": ("octo/",), "artifact_classes": ("wheel",)}, ""),
        ({"path_prefixes": ("other/", "octo/widget")}, ""),
        ({"hosts": ("example.org",)}, "the host github.com is not among example.org"),
        ({"path_prefixes": ("oct", "octo/widg")}, "the repository octo/widget lies below none of"),
        ({"schemes": ("git+https",)}, "the scheme https is not among git+https"),
        ({"artifact_classes": ("sdist",)}, "the artifact class wheel is not among sdist"),
    ],
)
def test_what_the_anchor_lists_narrows_what_is_allowed(allowed: dict[str, Any], why: str) -> None:
    anchor = replace(_ANCHOR, release_sources=ReleaseSources(**allowed))
    refused = list(refused_sources(_USED, anchor))

    assert (len(refused), "".join(refused).startswith(why)) == (1 if why else 0, True)


def test_policies_come_over_https_alone_where_nothing_is_said() -> None:
    used = replace(_USED, policies=("http://policies.example/a.tar.gz",))

    assert list(refused_sources(used, _ANCHOR)) == ["the scheme http is not among https, git+https"]


@pytest.mark.parametrize(
    ("namespace", "repository"), [(Namespace.DEMO, "octo/widget"), (Namespace.REAL, "octo/gadget")]
)
def test_a_repository_that_the_anchor_does_not_name_is_no_source(namespace: Namespace, repository: str) -> None:
    used = replace(_USED, namespace=namespace, source=replace(_USED.source, repository=repository))

    assert list(refused_sources(used, _ANCHOR)) == [
        f"the repository github.com/{repository} is none that the anchor names in {namespace}"
    ]
