"""What the architecture tests know about the tree: which files are source, and how long their functions are."""

import ast
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PYTHON_PLACES = ("checker", "engine", "tools")


@dataclass(frozen=True, slots=True, kw_only=True)
class Function:
    """A function and the number of lines from its `def` to its last line, docstring included."""

    name: str
    lines: int


def source_files(suffix: str, *places: str) -> list[Path]:
    """Return the source files of these top-level folders, without generated and hidden ones."""
    return sorted(
        path
        for place in places
        for path in (ROOT / place).rglob(f"*{suffix}")
        if not any(part.startswith((".", "__pycache__")) for part in path.relative_to(ROOT).parts)
    )


def functions(source: str) -> list[Function]:
    """Return every function of a Python source, nested ones too."""
    return [
        Function(name=node.name, lines=(node.end_lineno or node.lineno) - node.lineno + 1)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def too_long(source: str, *, limit: int) -> list[str]:
    """Return the functions of a source that have more lines than `limit`."""
    return [f"{found.name}: {found.lines} lines" for found in functions(source) if found.lines > limit]


def count_lines(path: Path) -> int:
    """Return the number of lines of a file."""
    return len(path.read_text(encoding="utf-8").splitlines())


def relative(path: Path) -> str:
    """Return a path as people write it, from the root of the repository."""
    return path.relative_to(ROOT).as_posix()
