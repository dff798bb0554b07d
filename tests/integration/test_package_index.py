"""`clean-release audit registry` against a real package index: it is read as the made-up ones of other tests are."""

import hashlib
from typing import Any

from tests.integration.registry_asking import Asking
from tests.package_index import PackageIndex
from tests.wheel_builder import wheel

FIRST, SECOND = (wheel("gadget", version, "") for version in ("1.0", "1.1"))


def asked(ask: Asking, index: PackageIndex, *, project: str, version: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The publication, and the releases beside it."""
    ask.targets, ask.version, ask.publishers = [{"registry": "pypi", "project": project}], version, []
    sections = ask("--registry", f"pypi={index.address}")
    (publication,), (earlier,) = (sections[name]["value"] for name in ("publication", "attested_releases"))
    return publication, earlier["releases"]


def test_a_name_that_a_real_index_does_not_have_is_free(ask: Asking, index: PackageIndex) -> None:
    publication, earlier = asked(ask, index, project="nobody-has-this", version="1.0")

    assert (publication["name"]["value"], publication["files"]["value"]) == ("free", [])
    assert earlier["value"] == []


def test_files_of_a_real_index_are_told_with_their_digests(ask: Asking, index: PackageIndex) -> None:
    for version, data in (("1.0", FIRST), ("1.1", SECOND)):
        index.upload("gadget", version, name=f"gadget-{version}-py3-none-any.whl", data=data)

    publication, earlier = asked(ask, index, project="Gadget", version="1.1.0")

    (file,) = publication["files"]["value"]
    assert (file["name"], file["sha256"]["value"]) == (
        "gadget-1.1-py3-none-any.whl",
        hashlib.sha256(SECOND).hexdigest(),
    )
    assert (publication["name"]["value"], file["provenance"]["value"]) == ("taken", [])
    assert (earlier["status"], "does not tell when" in earlier["detail"]["why"]) == ("unsupported", True)
    unpublished, _ = asked(ask, index, project="gadget", version="1.2")
    assert unpublished["files"]["value"] == []
