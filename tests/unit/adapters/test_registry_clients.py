"""Where a registry is: the user's own clients say it, and the tree that is judged never does."""

from pathlib import Path

import pytest

from checker.adapters.registry.clients import cargo_address, npm_address

NPM = """#!/bin/sh
pwd > "$HOME/where"
env > "$HOME/environment"
[ "$1 $2" = "config get" ] || exit 9
case "$3" in
  registry) echo https://packages.example/npm/ ;;
  @acme:registry) echo https://acme.example/npm/ ;;
  *) echo undefined ;;
esac
"""


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    program = tmp_path / "npm"
    program.write_text(NPM, encoding="utf-8")
    program.chmod(0o755)
    return {"HOME": str(tmp_path), "PATH": f"{tmp_path}:/bin:/usr/bin", "NPM_TOKEN": "SECRET-MARKER"}


def test_npm_is_asked_outside_of_the_tree_and_without_secrets(
    environment: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", environment["PATH"])

    assert npm_address(environment) == "https://packages.example/npm/"
    assert npm_address(environment, scope="@acme") == "https://acme.example/npm/"
    assert npm_address(environment, scope="@other") == "https://packages.example/npm/"
    assert (tmp_path / "where").read_text(encoding="utf-8").strip() == "/"
    assert "SECRET-MARKER" not in (tmp_path / "environment").read_text(encoding="utf-8")


def test_without_npm_nobody_says_where_packages_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert npm_address({"PATH": str(tmp_path)}) == ""


def test_an_npm_that_fails_says_nothing(
    environment: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", environment["PATH"])
    (tmp_path / "npm").write_text("#!/bin/sh\necho https://x.example\nexit 1\n", encoding="utf-8")
    assert npm_address(environment) == ""


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ('[registries.crates-io]\nindex = "sparse+https://a.example/i/"', "https://a.example/i/"),
        (
            '[source.crates-io]\nreplace-with = "m"\n[source.m]\nregistry = "sparse+https://m.example/i/"',
            "https://m.example/i/",
        ),
        ('[registries.crates-io]\nindex = "https://git.example/index"', ""),
        ("[source]\ncrates-io = 3", ""),
        ("not toml", ""),
        ("", ""),
    ],
)
def test_cargo_is_where_its_configuration_says(tmp_path: Path, text: str, address: str) -> None:
    (tmp_path / "config.toml").write_text(text, encoding="utf-8")
    assert cargo_address({"CARGO_HOME": str(tmp_path)}, home=tmp_path / "none") == address


def test_cargos_variable_comes_first_and_no_file_is_no_address(tmp_path: Path) -> None:
    setting = {"CARGO_REGISTRIES_CRATES_IO_INDEX": "sparse+https://v.example/"}
    assert cargo_address(setting, home=tmp_path) == "https://v.example/"
    assert cargo_address({}, home=tmp_path) == ""
    (tmp_path / ".cargo" / "config.toml").mkdir(parents=True)
    assert cargo_address({}, home=tmp_path) == ""
