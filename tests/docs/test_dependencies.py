"""Every declared dependency has its reason in the docs, and nothing else has."""

import re
import tomllib

from tests.architecture.source_tree import ROOT

PAGE = (ROOT / "docs" / "explanation" / "dependencies.md").read_text(encoding="utf-8")


def declared() -> set[str]:
    document = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    project = document["project"]
    lines = [*project["dependencies"], *document["dependency-groups"]["dev"]]
    for extra in project["optional-dependencies"].values():
        lines += extra
    return {re.split(r"[<>=\[;]", line)[0].strip() for line in lines}


def explained() -> set[str]:
    """The packages in the tables before those that were left."""
    rows = re.findall(
        r"^\| (?:`[a-z-]+`(?:, `[a-z-]+`)* \| )?([a-z0-9-]+) \|",
        PAGE.partition("## Looked at and left")[0],
        re.MULTILINE,
    )
    return set(rows)


def test_every_dependency_has_its_reason() -> None:
    assert explained() == declared()


def test_no_dependency_is_among_those_that_were_left() -> None:
    left = PAGE.partition("## Looked at and left")[2]

    assert not {name for name in declared() if re.search(rf"^\|[^|]*\b{name}\b[^|]*\|", left, re.MULTILINE)}


def test_the_versions_that_must_not_be_passed_are_those_declared() -> None:
    assert '"typer>=0.28,<0.29"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert "below 0.29 on purpose" in PAGE
