"""Attacks between the permit and the upload (T06): a job verifies a folder, and uploads the copy alone.

A case begins with a permit for `widget-1.2.0-py3-none-any.whl`, whose bytes are `wheel`, in the folder `dist` of the
job, where it may have been verified already (`verified_before`, into another folder). `files` are then other ones,
`afterwards` when it was verified: by name a text, null where it is taken away, a `link` somewhere, or a `folder`.
`expect`: the exit code, and what is said. Only what was let go lies in the folder that is uploaded, or there is none.
"""

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.attacks.run_cases import cases_of
from tests.github_simulator.fixtures import github  # noqa: F401 - a fixture
from tests.integration.conftest import command  # noqa: F401 - a fixture
from tests.integration.registry_asking import registry  # noqa: F401 - a fixture
from tests.integration.released_project import CONTENT, WHEEL, ReleasedProject, released  # noqa: F401 - a fixture

CASES = cases_of("T", how="upload")


@pytest.mark.parametrize(("folder", "name", "fields"), CASES, ids=[f"{folder}: {name}" for folder, name, _ in CASES])
def test_a_folder_is_uploaded_as_its_case_says(
    folder: str,
    name: str,
    fields: Mapping[str, Any],
    released: ReleasedProject,  # noqa: F811 - pytest passes it
) -> None:
    expect, tree = fields["expect"], released.tree
    released.to_approval()
    released.publish()
    if fields.get("verified_before"):
        assert released.verify(into="before").code == 0
    change(tree / "dist", fields["files"])
    before = sorted(path.name for path in tree.glob("upload/*"))

    ended = released.verify()

    assert ended.code == expect["exit"], f"{name}: {ended.err}"
    assert not [words for words in expect["says"] if words not in ended.err], ended.err
    change(tree / "dist", fields.get("afterwards", {}))
    if folder.endswith("__pass"):
        assert {path.name: path.read_bytes() for path in (tree / "upload").iterdir()} == {WHEEL: CONTENT}
    else:
        assert sorted(path.name for path in tree.glob("upload/*")) == before


def change(folder: Path, files: Mapping[str, Any]) -> None:
    """Make the files of a folder others."""
    for name, what in files.items():
        path = folder / name
        path.unlink(missing_ok=True)
        path.parent.mkdir(exist_ok=True)
        if what is None:
            continue
        if isinstance(what, str):
            path.write_text(what, encoding="utf-8")
        elif "link" in what:
            path.symlink_to(what["link"])
        else:
            shutil.rmtree(path, ignore_errors=True)
            path.mkdir()
