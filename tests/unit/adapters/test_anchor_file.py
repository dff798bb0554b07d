"""The anchor is read from outside the judged tree, or not at all."""

import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from checker.adapters.anchor.anchor_file import AnchorFile, configuration_folder, work_tree_of
from checker.domain.namespace import Namespace
from checker.errors import InputRefusedError, NotFoundError, TrustError
from checker.ports.anchors import AnchorSource, FoundAnchor


@pytest.fixture
def environment(tmp_path: Path) -> Mapping[str, str]:
    return {"XDG_CONFIG_HOME": str(tmp_path / "config"), "HOME": str(tmp_path / "home")}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "repo" / ".git").mkdir(parents=True)
    (tmp_path / "repo" / "service").mkdir()
    return tmp_path / "repo" / "service"


def write(path: Path, data: bytes = b"anchor") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def find(
    environment: Mapping[str, str], project: Path, named: str = "", namespace: Namespace = Namespace.REAL
) -> FoundAnchor | None:
    anchors: AnchorSource = AnchorFile(environment=environment)
    return anchors.find(named, judged=str(project), namespace=namespace)


def test_a_named_anchor_outside_the_tree_is_read(environment: Mapping[str, str], project: Path, tmp_path: Path) -> None:
    path = write(tmp_path / "trust" / "a.yaml")

    assert find(environment, project, str(path)) == FoundAnchor(location=str(path), data=b"anchor")


def test_without_a_name_the_anchor_of_the_user_is_read(environment: Mapping[str, str], project: Path) -> None:
    path = write(configuration_folder(environment) / "anchor.yaml")

    assert find(environment, project) == FoundAnchor(location=str(path), data=b"anchor")


def test_no_anchor_at_all_is_no_refusal(environment: Mapping[str, str], project: Path) -> None:
    assert find(environment, project) is None


@pytest.mark.parametrize(
    ("environment", "folder"),
    [
        ({"XDG_CONFIG_HOME": "/etc/xdg", "HOME": "/home/a"}, "/etc/xdg/clean-release"),
        ({"XDG_CONFIG_HOME": "config", "HOME": "/home/a"}, "/home/a/.config/clean-release"),
        ({"XDG_CONFIG_HOME": "", "HOME": "/home/a"}, "/home/a/.config/clean-release"),
        ({"HOME": "/home/a"}, "/home/a/.config/clean-release"),
    ],
)
def test_a_relative_configuration_folder_is_ignored(environment: Mapping[str, str], folder: str) -> None:
    assert configuration_folder(environment) == Path(folder)


@pytest.mark.parametrize("named", ["anchor.yaml", "../anchor.yaml"])
@pytest.mark.parametrize("namespace", list(Namespace))
def test_an_anchor_inside_the_judged_tree_is_read_only_when_named_in_demo(
    environment: Mapping[str, str], project: Path, named: str, namespace: Namespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(project / named)
    monkeypatch.chdir(project)

    if namespace is Namespace.DEMO:
        found = find(environment, project, named, namespace)
        assert found is not None
        assert Path(found.location).resolve() == path.resolve()
    else:
        with pytest.raises(TrustError, match="inside the tree that is judged"):
            find(environment, project, named, namespace)


@pytest.mark.parametrize("namespace", list(Namespace))
def test_a_configuration_folder_inside_the_judged_tree_is_never_used(project: Path, namespace: Namespace) -> None:
    environment = {"XDG_CONFIG_HOME": str(project / "config")}
    write(configuration_folder(environment) / "anchor.yaml")

    with pytest.raises(TrustError, match="inside the tree that is judged"):
        find(environment, project, namespace=namespace)


def test_a_link_out_of_the_tree_and_a_link_into_it_are_both_refused(
    environment: Mapping[str, str], project: Path, tmp_path: Path
) -> None:
    outside = write(tmp_path / "trust" / "outside.yaml")
    inside = write(project / "inside.yaml")
    (project / "out.yaml").symlink_to(outside)
    (tmp_path / "trust" / "in.yaml").symlink_to(inside)
    (tmp_path / "way").symlink_to(project)

    for named in (
        project / "out.yaml",
        tmp_path / "trust" / "in.yaml",
        tmp_path / "way" / "inside.yaml",
        tmp_path / "way" / "out.yaml",
    ):
        with pytest.raises(TrustError, match="inside the tree that is judged"):
            find(environment, project, str(named))


def test_a_link_of_the_user_to_a_file_outside_is_followed(
    environment: Mapping[str, str], project: Path, tmp_path: Path
) -> None:
    configuration_folder(environment).mkdir(parents=True)
    (configuration_folder(environment) / "anchor.yaml").symlink_to(write(tmp_path / "dotfiles" / "anchor.yaml"))

    found = find(environment, project)

    assert found is not None
    assert found.data == b"anchor"


def test_the_tree_is_the_nearest_repository_or_the_folder_itself(project: Path, tmp_path: Path) -> None:
    (tmp_path / "plain" / "deep").mkdir(parents=True)
    write(tmp_path / "plain" / "deep" / "sub" / ".git")

    assert work_tree_of(project) == project.parent
    assert work_tree_of(tmp_path / "plain" / "deep") == tmp_path / "plain" / "deep"
    assert work_tree_of(tmp_path / "plain" / "deep" / "sub") == tmp_path / "plain" / "deep" / "sub"


def test_a_named_anchor_that_is_missing_is_not_found(
    environment: Mapping[str, str], project: Path, tmp_path: Path
) -> None:
    write(tmp_path / "file")
    configuration_folder(environment).mkdir(parents=True)
    (configuration_folder(environment) / "anchor.yaml").symlink_to(tmp_path / "gone")

    for named in (str(tmp_path / "none.yaml"), str(tmp_path / "file" / "none.yaml"), ""):
        with pytest.raises(NotFoundError):
            find(environment, project, named)


def test_an_anchor_that_others_could_have_changed_is_refused(
    environment: Mapping[str, str], project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / "trust" / "a.yaml")
    path.chmod(0o666)
    with pytest.raises(TrustError, match="everybody on this machine may write"):
        find(environment, project, str(path))

    path.chmod(0o600)
    owner = path.stat().st_uid
    if owner == 0:
        os.chown(path, 12345, -1)
    else:
        monkeypatch.setattr(os, "geteuid", lambda: owner + 1)
    with pytest.raises(TrustError, match="belongs to another user"):
        find(environment, project, str(path))


def test_what_is_no_plain_file_or_too_large_is_refused(
    environment: Mapping[str, str], project: Path, tmp_path: Path
) -> None:
    os.mkfifo(tmp_path / "pipe")
    write(tmp_path / "large", b" " * (1024 * 1024 + 1))
    (tmp_path / "loop").symlink_to(tmp_path / "loop")

    for name, why in (
        ("pipe", "no plain file"),
        ("large", "more than 1048576 bytes"),
        ("loop", "cannot be read"),
        ("nul\0", "cannot be read"),
        (".", "no plain file"),
    ):
        with pytest.raises(InputRefusedError, match=why):
            find(environment, project, f"{tmp_path}/{name}")
