"""Doctor: what an installation cannot do is seen before a gate needs it."""

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from checker.adapters.engine_embedded.engine import EmbeddedEngine
from checker.bootstrap import CleanRelease
from checker.bootstrap.setup import Diagnosis
from checker.errors import EngineFailureError
from checker.ports.bundles import BundleSource
from checker.ports.engine import Defined, PolicyEngine
from tests.fakes.memory_bundles import MemoryBundles
from tests.fakes.scripted_engine import ScriptedEngine
from tests.policy_builders import a_folder, a_policy


@dataclass(frozen=True, kw_only=True)
class Installation(CleanRelease):
    """An installation whose engine and bundles are what a test says."""

    engine_here: PolicyEngine | None = field(default_factory=EmbeddedEngine)
    bundles_here: BundleSource | None = None

    def engine(self, *, isolated: bool = False) -> PolicyEngine:
        del isolated
        if self.engine_here is None:
            raise EngineFailureError("the library cannot be loaded", hint="install it again")
        return self.engine_here

    @property
    def bundles(self) -> BundleSource:
        return self.bundles_here or super().bundles


def found(installation: CleanRelease, what: str) -> Diagnosis:
    (diagnosis,) = [one for one in installation.setup.doctor() if one.what == what]
    return diagnosis


def test_a_sound_installation_has_its_engine_and_its_bundle(tmp_path: Path) -> None:
    here = Installation(directory=tmp_path)

    assert found(here, "engine") == Diagnosis(
        what="engine", is_fine=True, seen=f"OPA {EmbeddedEngine().version}, embedded"
    )
    assert found(here, "shipped bundle").is_fine


def test_an_engine_that_cannot_be_started_is_named(tmp_path: Path) -> None:
    seen = found(Installation(directory=tmp_path, engine_here=None), "engine")

    assert seen == Diagnosis(
        what="engine",
        is_fine=False,
        seen="the library cannot be loaded",
        hint="install it again",
        code=EngineFailureError.code,
    )


@pytest.mark.parametrize("answer", [{}, {"works": False}, {"works": True, "more": 1}])
def test_an_engine_that_answers_otherwise_is_wrong(tmp_path: Path, answer: dict[str, object]) -> None:
    engine = ScriptedEngine({"doctor": Defined(answer)})  # type: ignore[arg-type]  # as JSON

    assert not found(Installation(directory=tmp_path, engine_here=engine), "engine").is_fine


def test_an_installation_without_its_bundle_is_wrong(tmp_path: Path) -> None:
    seen = found(Installation(directory=tmp_path, bundles_here=MemoryBundles()), "shipped bundle")

    assert (seen.is_fine, seen.seen) == (False, "there is no bundle at 'builtin:release-policy'")


def test_an_installation_with_another_bundle_than_it_was_built_with_is_wrong(tmp_path: Path) -> None:
    other = MemoryBundles(a_folder(a_policy(), source="builtin:release-policy"))

    seen = found(Installation(directory=tmp_path, bundles_here=other), "shipped bundle")

    assert (seen.is_fine, seen.hint) == (False, "install clean-release again; this installation was changed")


def test_where_there_is_no_anchor_nothing_gates(tmp_path: Path) -> None:
    assert found(Installation(directory=tmp_path), "anchor").seen == "there is none, so nothing gates"
