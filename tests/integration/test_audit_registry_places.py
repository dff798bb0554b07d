"""`clean-release audit registry`: npm and the Rust registry, where a registry is, and what is never asked."""

import hashlib
import json

import pytest

from tests.integration.registry_asking import Asking
from tests.local_sigstore import a_sigstore
from tests.npm_attestations import provenance, publication
from tests.registry_server import TARBALL, RegistryServer

# -- npm and Rust -------------------------------------------------------------------------------------------------


def test_an_npm_package_is_told_with_the_digest_of_its_tarball(ask: Asking, registry: RegistryServer) -> None:
    address = registry.npm("widget", "1.0.0", "1.1.0", deprecated="use another")
    ask.targets, ask.version = [{"registry": "npm", "project": "widget"}], "1.1.0"

    sections = ask("--registry", f"npm={address}")

    assert sections["published"]["value"][0]["versions"]["value"] == ["1.0.0", "1.1.0"]
    (file,) = sections["publication"]["value"][0]["files"]["value"]
    assert (file["name"], file["yanked"]) == ("widget-1.1.0.tgz", True)
    assert file["sha256"]["value"] == hashlib.sha256(TARBALL).hexdigest()


OF_NPM = {"registry": "npm", "project": "widget", "owner": "octo", "repository": "widget", "workflow": "release.yml"}


def test_an_npm_package_is_owned_once_the_declared_workflow_attests_to_it(
    ask: Asking, registry: RegistryServer
) -> None:
    roots = ask.folder / "trusted_root.json"
    roots.write_text(json.dumps(a_sigstore().root()), encoding="utf-8")
    address = registry.npm("widget", "1.2.3", attested=[publication(), provenance()])
    ask.targets, ask.version, ask.publishers = [{"registry": "npm", "project": "widget"}], "1.2.3", [OF_NPM]

    (found,) = ask("--registry", f"npm={address}", "--trusted-root", roots)["publication"]["value"]

    assert found["name"]["value"] == "owned"
    (one,) = found["files"]["value"][0]["provenance"]["value"]
    assert (one["holds"], one["repository"], one["workflow"]) == (True, "octo/widget", "release.yml")
    ask.version = "1.2.4"
    sections = ask("--registry", f"npm={address}", "--trusted-root", roots)
    (found,) = sections["publication"]["value"]
    assert (found["name"]["value"], found["files"]["value"]) == ("owned", [])
    (earlier,) = sections["attested_releases"]["value"][0]["releases"]["value"]
    assert (earlier["version"], earlier["published_at"]) == ("1.2.3", "2026-01-01T10:00:00Z")
    assert earlier["files"][0]["provenance"]["value"][0]["holds"] is True
    (found,) = ask("--registry", f"npm={address}")["publication"]["value"]
    assert found["name"]["value"] == "taken"


def test_an_npm_package_without_attestations_has_none_and_one_that_cannot_be_read_is_not_without(
    ask: Asking, registry: RegistryServer
) -> None:
    address = registry.npm("widget", "1.2.3")
    ask.targets, ask.version, ask.publishers = [{"registry": "npm", "project": "widget"}], "1.2.3", [OF_NPM]
    (file,) = ask("--registry", f"npm={address}")["publication"]["value"][0]["files"]["value"]
    assert file["provenance"]["value"] == []

    registry.npm("widget", "1.2.3", attested=[provenance()])
    registry.put("/-/npm/v1/attestations/widget@1.2.3", b"", status=404)
    (file,) = ask("--registry", f"npm={address}", expect=3)["publication"]["value"][0]["files"]["value"]
    assert file["provenance"]["status"] == "not_found"


def test_a_tarball_that_differs_from_its_promised_digest_has_none(ask: Asking, registry: RegistryServer) -> None:
    address = registry.npm("widget", "1.0.0")
    registry.put("/widget/-/1.0.0.tgz", b"other bytes")
    ask.targets, ask.version = [{"registry": "npm", "project": "widget"}], "1.0.0"

    (file,) = ask("--registry", f"npm={address}", expect=3)["publication"]["value"][0]["files"]["value"]

    assert "SHA-512" in file["sha256"]["detail"]["why"]


def test_an_npm_package_that_is_not_there_is_free_but_a_scoped_one_may_be_private(
    ask: Asking, registry: RegistryServer
) -> None:
    address = registry.npm("widget")
    ask.targets = [{"registry": "npm", "project": "widget"}, {"registry": "npm", "project": "@acme/widget"}]

    plain, scoped = ask("--registry", f"npm={address}", expect=3)["publication"]["value"]

    assert plain["name"]["value"] == "free"
    assert scoped["name"]["status"] == "not_found"


def test_a_crate_is_told_with_the_digests_of_the_index(ask: Asking, registry: RegistryServer) -> None:
    address = registry.crates("Widget", "wi/dg/widget", ("1.0.0", "a" * 64), ("1.1.0", "b" * 64))
    ask.targets, ask.version = [{"registry": "crates", "project": "Widget"}], "1.1.0"

    sections = ask("--registry", f"crates=sparse+{address}")

    (file,) = sections["publication"]["value"][0]["files"]["value"]
    assert (file["name"], file["sha256"]["value"]) == ("Widget-1.1.0.crate", "b" * 64)
    assert sections["attested_releases"]["value"][0]["releases"]["status"] == "unsupported"


@pytest.mark.parametrize("line", [b"{}", b"x", b"", b'{"name": "other", "vers": "1.0.0", "cksum": "x"}'])
def test_a_file_of_the_index_that_is_none_is_an_error(ask: Asking, registry: RegistryServer, line: bytes) -> None:
    address = registry.crates("w", "1/w")
    registry.put("/1/w", line, kind="text/plain")
    ask.targets = [{"registry": "crates", "project": "w"}]

    assert ask("--registry", f"crates={address}", expect=3)["publication"]["value"][0]["files"]["status"] == "error"


def test_a_crate_that_is_not_there_is_free(ask: Asking, registry: RegistryServer) -> None:
    address = registry.crates("abc", "3/a/abc")
    ask.targets = [{"registry": "crates", "project": "abc"}]

    assert ask("--registry", f"crates={address}")["publication"]["value"][0]["name"]["value"] == "free"
    assert "/3/a/abc" in {path for _, path, _ in registry.seen}


# -- where a registry is ------------------------------------------------------------------------------------------


def test_a_registry_that_nobody_places_is_unsupported_and_says_what_would_help(ask: Asking) -> None:
    ask.targets = [{"registry": "testpypi", "project": "w"}, {"registry": "github", "project": "o/w"}]

    one, other = ask(expect=3)["published"]["value"]

    assert one["versions"]["detail"]["needs"].startswith("--registry testpypi=URL")
    assert other["versions"]["status"] == "unsupported"


def test_a_variable_places_a_registry(ask: Asking, registry: RegistryServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLEAN_RELEASE_REGISTRY_TESTPYPI", registry.index())
    ask.targets = [{"registry": "testpypi", "project": "w"}]

    (one,) = ask()["publication"]["value"]

    assert (one["address"], one["name"]["value"]) == (f"{registry.url}/simple", "free")


@pytest.mark.parametrize(
    "address", ["pypi", "pypi=", "other=http://127.0.0.1", "pypi=http://192.0.2.1/", "pypi=https://u:p@h/", "pypi=x"]
)
def test_an_address_that_is_none_is_refused(ask: Asking, address: str) -> None:
    ended = ask.run("--registry", address)

    assert ended.code == 2
    assert ended.err.startswith("error[usage]")


@pytest.mark.parametrize("name", ["../x", "a b", "x?y=1", "-"])
def test_a_name_that_would_become_part_of_an_address_is_not_asked(
    ask: Asking, registry: RegistryServer, name: str
) -> None:
    registry.index()
    ask.targets = [{"registry": "pypi", "project": name}]

    assert ask.pypi(expect=3)["versions"]["status"] == "error"
    assert registry.seen == []


@pytest.mark.parametrize("version", ["1 2", " 1.2.3", "1.2.3\n", "one", "1.2.3/../x"])
def test_a_version_that_cannot_be_is_not_told_as_unpublished(
    ask: Asking, registry: RegistryServer, version: str
) -> None:
    registry.index()
    registry.python("pypi-attestations", registry.recorded())
    ask.version = version

    found = ask.pypi(expect=3)

    assert {found[name]["status"] for name in ("versions", "files", "name")} == {"error"}
    assert "is no version that pypi could have" in found["files"]["detail"]["why"]
    assert registry.seen == []


def test_without_a_version_or_a_target_there_is_nothing_to_ask(ask: Asking) -> None:
    ask.version = ""
    assert ask.run().code == 2
    ask.version, ask.targets = "1.0", []
    assert ask.run().code == 2


def test_the_readings_are_told_as_text_and_as_json(ask: Asking, registry: RegistryServer) -> None:
    address = registry.index()
    registry.python("pypi-attestations", registry.recorded())

    text = ask.run("--registry", f"pypi={address}").out
    told = json.loads(ask.run("--registry", f"pypi={address}", "--json").out)

    assert "pypi pypi-attestations  published with 1 file; the name is the project's" in text
    (reading,) = told["readings"]
    assert (reading["status"], reading["name"], reading["files"]) == ("collected", "owned", 1)
