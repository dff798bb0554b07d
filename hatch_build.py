"""Puts the built bundle into the wheel, so that an installed product judges without a checkout and without network."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class BundleBuildHook(BuildHookInterface):  # type: ignore[type-arg]  # hatchling's parameter is its own configuration class
    """Builds `checker/_bundle/` from `policies/` before a wheel, editable or not, is made."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling's signature
        """Build the bundle and name it as a part of the wheel, although git ignores it."""
        root = Path(self.root)
        # Hatchling loads this file by path; the builder beside it is not importable otherwise.
        sys.path.insert(0, str(root))
        from tools.build_bundle import build  # noqa: PLC0415 - importable only now

        build(root / "policies", root / "checker" / "_bundle")
        build_data["artifacts"].append("/checker/_bundle/")


def get_build_hook() -> type[BundleBuildHook]:
    """Tell hatchling which class in this file is the hook."""
    return BundleBuildHook
