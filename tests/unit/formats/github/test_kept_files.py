"""Files of the default branch: what is not there is known only of a folder that was listed whole."""

from typing import Any

import pytest

from checker.domain.observation import Observation, Status
from checker.formats.github.allow_list import filtered
from checker.formats.github.kept_files_query import KEPT_FILES, OWNERSHIP
from checker.formats.github.queried_sections import queried_sections
from checker.formats.github.query_answer import QueryAnswer
from tests.fakes.scripted_provider import answered
from tests.github_simulator.made_files import OWNERS, kept_files, ownership
from tests.github_simulator.made_workflows import FOLDER, LINK, Entry
from tests.github_simulator.secret import SECRET

SLUG = "octo/widget"


def seen(part: str, fields: dict[str, Any]) -> Observation:
    body = {"nameWithOwner": SLUG, "viewerCanAdminister": False, **fields}
    response = answered("graphql", filtered({"data": {"repository": body}}), method="POST")
    answer = QueryAnswer(response=response, evidence="g1", slugs=(SLUG,))
    (found,) = queried_sections(answer, [part]).values()
    assert SECRET not in str(found.to_json())
    return found


def files(*arguments: Any, **changed: Any) -> Observation:  # noqa: ANN401 - JSON
    return seen(KEPT_FILES.name, kept_files(*arguments, **changed))


def part(found: Observation, name: str) -> Any:  # noqa: ANN401 - JSON
    value: Any = found.value
    return value[name].get("value")


def test_each_file_is_told_by_itself_and_machine_code_by_nobody() -> None:
    found = files()
    assert found.status is Status.COLLECTED
    assert [part(found, name) for name in ("security_policy", "licence", "dependency_updates")] == [True, True, True]
    value: Any = found.value
    assert (value["binaries"]["status"], "checkout" in value["binaries"]["detail"]["needs"]) == ("unsupported", True)


@pytest.mark.parametrize(
    ("root", "recognised", "expected"),
    [
        ({b"LICENSE": Entry()}, False, True),
        ({b"Licence.md": Entry()}, False, True),
        ({b"COPYING": Entry()}, False, True),
        ({b"LICENSES": Entry(mode=FOLDER)}, False, True),
        ({b"license-checker.js": Entry()}, False, False),
        ({b"LICENSE": Entry(mode=FOLDER)}, False, False),
        ({b"LICENSE": Entry(mode=LINK)}, False, False),
        ({b"LICENSE-MIT": Entry()}, True, True),
        ({}, False, False),
    ],
)
def test_a_licence_is_one_that_the_provider_recognises_or_a_file_called_so(
    root: dict[bytes, Entry], *, recognised: bool, expected: bool
) -> None:
    found = files(root, licence={"spdxId": "MIT"} if recognised else None)
    assert part(found, "licence") is expected


@pytest.mark.parametrize(
    ("root", "provider", "expected"),
    [
        ({}, {b"dependabot.yml": Entry()}, True),
        ({}, {b"dependabot.yaml": Entry()}, True),
        ({}, {b"renovate.json5": Entry()}, True),
        ({b".renovaterc.json": Entry()}, {}, True),
        ({b"renovate.json": Entry()}, {b"x": Entry()}, True),
        ({b"dependabot.yml": Entry()}, {}, False),
        ({}, {b"dependabot.yml": Entry(mode=LINK)}, False),
        ({}, {}, False),
    ],
)
def test_an_update_bot_is_one_whose_file_is_where_it_is_looked_for(
    root: dict[bytes, Entry], provider: dict[bytes, Entry], *, expected: bool
) -> None:
    assert part(files(root, provider), "dependency_updates") is expected


def test_a_policy_that_the_provider_does_not_speak_of_is_open() -> None:
    assert part(files(hasSecurityPolicy=False), "security_policy") is False
    assert part(files(hasSecurityPolicy=None), "security_policy") is None


WHOLE = kept_files()


@pytest.mark.parametrize(
    "changed",
    [
        {"rootFolder": {**WHOLE["rootFolder"], "treeEntries": WHOLE["rootFolder"]["treeEntries"][1:]}},
        {"rootFolder": {}},
        {"providerFolder": {**WHOLE["providerFolder"], "treeEntries": []}},
        {"providerFolder": WHOLE["rootFolder"]},
        {"providerFolder": None},
        {"hasSecurityPolicy": "yes"},
    ],
)
def test_a_folder_that_was_cut_or_is_another_one_leaves_everything_open(changed: dict[str, Any]) -> None:
    assert files(**changed).status is Status.ERROR


def test_a_branch_without_a_commit_has_no_files() -> None:
    assert files(rootFolder=None).status is Status.NOT_FOUND
    assert seen(OWNERSHIP.name, ownership() | {"ownedCommit": None}).status is Status.NOT_FOUND


def owned(*arguments: Any, **changed: Any) -> Observation:  # noqa: ANN401 - JSON
    return seen(OWNERSHIP.name, ownership(*arguments, **changed))


@pytest.mark.parametrize(
    ("place", "file"),
    [("ownersFirst", ".github/CODEOWNERS"), ("ownersSecond", "CODEOWNERS"), ("ownersThird", "docs/CODEOWNERS")],
)
def test_the_first_file_that_the_provider_looks_for_counts(place: str, file: str) -> None:
    assert owned(place=place).value == {"present": True, "file": file, "workflows_owned": True}


@pytest.mark.parametrize(
    ("text", "errors", "expected"),
    [
        ("/.github/workflows/ @octo/core\n", (), True),
        ("/.github/workflows/w1.yml @octo/core\n", (), False),
        ("* @octo/core\n/.github/workflows/w3.yml\n", (), False),
        ("* @octo/gone\n", ({"line": 1, "kind": "Unknown owner", "path": "CODEOWNERS"},), False),
        ("\n", (), False),
    ],
)
def test_workflows_are_owned_when_every_file_of_them_is(
    text: str, errors: tuple[dict[str, Any], ...], *, expected: bool
) -> None:
    value: Any = owned(text, errors=errors).value
    assert value["workflows_owned"] is expected


def test_an_empty_folder_is_not_owned_because_nothing_is_in_it() -> None:
    none: Any = owned("/docs/ @octo/core\n", ownedFolder=None).value
    assert (none["present"], none["workflows_owned"]) == (True, False)
    one: Any = owned("/.github/ @octo/core\n", ownedFolder=None).value
    assert one["workflows_owned"] is True


def test_no_file_of_code_owners_owns_nothing() -> None:
    assert owned(None).value == {"present": False, "file": "", "workflows_owned": False}


TOLD = ownership()["ownedCommit"]


@pytest.mark.parametrize(
    "fields",
    [
        ownership(None) | {"ownersFile": {"errors": []}},
        ownership() | {"ownersFile": None},
        ownership("[a] @octo/core\n"),
        ownership(__typename="Tag"),
        ownership(ownersFirst={**TOLD["ownersFirst"], "entryMode": LINK}),
        ownership(ownersFirst={**TOLD["ownersFirst"], "entryOid": "b" * 40}),
        ownership(ownersFirst={**TOLD["ownersFirst"], "entryObject": None}),
        ownership(ownedFolder={**TOLD["ownedFolder"], "entryMode": LINK}),
        ownership(ownedFolder={**TOLD["ownedFolder"], "folderObject": None}),
        ownership(ownedFolder={**TOLD["ownedFolder"], "folderObject": {"treeEntries": []}}),
    ],
)
def test_what_leaves_open_who_owns_a_file_decides_nothing(fields: dict[str, Any]) -> None:
    assert (OWNERS.count("\n"), seen(OWNERSHIP.name, fields).status) == (2, Status.ERROR)
