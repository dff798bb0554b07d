"""Follow a page as a reader would, from an empty folder."""

import os
from pathlib import Path

from tools.shown_commands import ShownCommand, WrittenFile, agrees, run, steps


def follow(page: Path, folder: Path) -> list[ShownCommand]:
    """Write every file and run every command the page shows; returns the commands that were run.

    `folder` is where the reader stands; what is on PATH lies beside it.
    """
    followed = []
    for step in steps(page.read_text(encoding="utf-8")):
        if isinstance(step, WrittenFile):
            path = folder / step.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(step.text, encoding="utf-8")
            continue
        result = run(step.command, folder, dict(os.environ), folder.parent / "programs")
        where = f"{page.name}:{step.line}: $ {step.command}"
        assert agrees(step.output, result.stdout), (
            f"{where}\n--- shown\n{step.output}--- printed, exit {result.returncode}\n{result.stdout}"
        )
        assert result.returncode == step.exit_code, f"{where}\n{result.stdout}"
        followed.append(step)
    return followed
