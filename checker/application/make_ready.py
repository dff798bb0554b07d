"""Make ready for a run: resolve, select and compile what it will judge with, of which nothing is kept in the store.

The run does all of it again. Where it comes to the same, the engine has it compiled already; where anything is another
by then, a byte of a rule or the trust in it, the run comes to that.
"""

from checker.application.check_project import LoadedProject
from checker.application.compilation_units import compile_snapshot
from checker.application.prepare_snapshot import PolicyServices, fetch_bundles, resolve_bundles, snapshot_request
from checker.application.take_snapshot import take_snapshot
from checker.domain.trust import Anchor


def make_ready(loaded: LoadedProject, *, anchor: Anchor | None, now: str, services: PolicyServices) -> bool:
    """Whether there is anything to make ready: what nobody vouches for runs in a process of its own, made each time.

    Raises:
        CleanReleaseError: as the run will; see `prepare_snapshot`.
    """
    project, lock = loaded.project, loaded.lock
    fetched = fetch_bundles(project.selection, lock=lock, source=services.bundles)
    contract = project.selection.contract
    bundles = resolve_bundles(fetched, contract=contract, anchor=anchor, now=now, lock=lock, services=services)
    engine = services.engine_for(bundles)
    if engine is not services.trusted_engine:
        return False
    snapshot = take_snapshot(snapshot_request(project, bundles, anchor=anchor, services=services), engine=engine)
    compile_snapshot(snapshot, input_schema=services.input_schema, engine=engine)
    return True
