"""A step that brings or runs the project's code is told from one that only uploads."""

import pytest

from checker.domain.project_code import project_code
from checker.formats.workflow import read_workflow


def kinds(step: str) -> list[str]:
    text = f"on: push\njobs:\n  publish:\n    runs-on: ubuntu-latest\n    steps:\n      - {step}\n"
    (job,) = read_workflow(text.encode(), path=".github/workflows/release.yml").jobs
    return [str(one.kind) for one in project_code(job)]


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        ("uses: actions/checkout@v4", ["checkout"]),
        ("uses: Actions/Checkout@v4", ["checkout"]),
        ("uses: ./.github/actions/publish", ["local-action"]),
        ("uses: actions/download-artifact@v4", []),
        ("run: make", ["commands"]),
        ("run: uv publish", []),
        ("run: python -m twine upload dist/*", []),
        ('run: "uv publish \\\\\\n  --index testpypi\\n# done\\n\\n"', []),
        ("run: uv publish && make", ["commands"]),
        ("run: make; uv publish", ["commands"]),
        ("run: ./setup uv publish", ["commands"]),
        ("run: uv publish $(./which)", ["commands"]),
        ('run: "uv publish\\nmake"', ["commands"]),
    ],
)
def test_what_a_step_brings_in(step: str, expected: list[str]) -> None:
    assert kinds(step) == expected
