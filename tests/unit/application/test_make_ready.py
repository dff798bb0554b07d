"""Making ready for a run: compiled is exactly what the run will ask for, and nothing is kept in the store."""

import pytest

from checker.adapters.engine_embedded.engine import EmbeddedEngine
from checker.application.check_project import LoadedProject, loaded_project
from checker.application.compilation_units import compile_snapshot
from checker.application.make_ready import make_ready
from checker.application.prepare_snapshot import prepare_snapshot
from checker.domain.trust import Anchor
from checker.errors import TrustError
from checker.ports.engine import CompiledPolicy, CompileRequest
from tests.policy_builders import a_folder, a_policy
from tests.project_builders import EVALUATED_AT, PROJECT, pinning, services

FOLDER = a_folder(a_policy())
OTHER = a_folder(a_policy("branch.other"))


class Compiling(EmbeddedEngine):
    """Tells what it compiled."""

    def __init__(self) -> None:
        super().__init__()
        self.requests: list[CompileRequest] = []

    def compile(self, request: CompileRequest) -> CompiledPolicy:
        self.requests.append(request)
        return super().compile(request)


def loaded() -> LoadedProject:
    return loaded_project(PROJECT.encode(), None)


def test_what_was_made_ready_is_what_the_run_asks_for() -> None:
    engine = Compiling()
    by = services(FOLDER, trusted=engine)
    anchor = pinning(FOLDER)
    assert make_ready(loaded(), anchor=anchor, now=EVALUATED_AT, services=by)
    assert by.store.list_snapshots(limit=1) == ()
    ready, engine.requests = engine.requests, []
    snapshot = prepare_snapshot(loaded().project, anchor=anchor, now=EVALUATED_AT, lock=None, services=by)
    compile_snapshot(snapshot, input_schema=by.input_schema, engine=engine)
    assert engine.requests == ready != []


def test_what_nobody_vouches_for_is_not_made_ready() -> None:
    engine = Compiling()
    by = services(FOLDER, trusted=engine, pinned=False)
    assert not make_ready(loaded(), anchor=None, now=EVALUATED_AT, services=by)
    assert engine.requests == []


@pytest.mark.parametrize("anchor", [pinning(OTHER)])
def test_what_is_not_trusted_is_refused_as_a_run_refuses_it(anchor: Anchor) -> None:
    with pytest.raises(TrustError):
        make_ready(loaded(), anchor=anchor, now=EVALUATED_AT, services=services(FOLDER, pinned=False))
