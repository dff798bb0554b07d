"""What zizmor, without a network, finds in the workflows of a folder."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

_PROGRAM = str(Path(sys.prefix) / "bin" / "zizmor")


def audited(folder: Path) -> list[dict[str, Any]]:
    """Its findings; an answer that is no list is a failure, for nothing was audited then."""
    words = [_PROGRAM, "--offline", "--quiet", "--strict-collection", "--format", "json", str(folder)]
    found = json.loads(subprocess.run(words, capture_output=True, check=False).stdout)
    assert isinstance(found, list)
    return found
