"""Whatever fails below a command of the lifecycle, and wherever it is killed: nothing is lost, half-done or let in.

`strace` makes each call that writes to the store, or to a file the command leaves, fail or kill the process, one
occurrence after the other. Then the store is read, and the same command is given once more without a fault.
One fault of a step is taken in each run of the tests, in the middle of writing to the store, all in `make nightly`.
"""

from pathlib import Path

import pytest

from tests.integration.released_project import ReleasedProject
from tests.system.lifecycle_steps import PERMIT, Happened, Scene, Step, before
from tests.system.occurrences import EVERY

pytestmark = [pytest.mark.system, pytest.mark.slow, pytest.mark.unmeasured]

KILLED = -9
FAULTS = ("signal=SIGKILL", "error=EIO", "error=ENOSPC")
JUDGEMENT = frozenset({"audit", "input", "report"})
"""What judging leaves behind. A publish that was killed after it is judged once more: what was true then may not be."""
STEPS = (
    "register",
    "import",
    "build",
    "run",
    "approve",
    "publish",
    "confirm",
    "revoke",
    "waiver-request",
    "waiver-approve",
)

WHOLE = [(name, fault) for name in STEPS for fault in FAULTS]
SAMPLE = [(name, FAULTS[place % len(FAULTS)]) for place, name in enumerate(STEPS)]


def told(happened: Happened) -> list[str]:
    """What is wrong with how a command ended: a defect, or a refusal that is not a sentence."""
    if happened.code in {0, 1, 4, KILLED}:
        return []
    is_refusal = happened.code in {2, 3} and "error[" in happened.said and "error[defect]" not in happened.said
    is_told = is_refusal and "Traceback" not in happened.said
    return [] if is_told else [f"ended with {happened.code}: {happened.said[-400:]}"]


def kept(scene: Scene, first: tuple[tuple[str, str], ...], whole: tuple[str, ...], happened: Happened) -> list[str]:
    """What the store breaks of its promises: `first` is what was acknowledged before, `whole` what the step adds."""
    found = []
    trail = scene.trail()
    added = tuple(kind for kind, _ in trail[len(first) :])
    if trail[: len(first)] != first:
        found.append("what was acknowledged before is lost")
    if added != whole[: len(added)]:
        found.append(f"the step left {added}, expected a beginning of {whole}")
    if happened.code == 0 and added != whole:
        found.append(f"acknowledged, and only {added} is there")
    permit = scene.project.tree / PERMIT
    if PERMIT not in scene.names and permit.exists():
        verified = scene.project.verify(into="verified")
        if verified.code == 0 and added != whole:
            found.append("a permit counts that no event tells of")
        if verified.code not in {0, 3}:
            found.append(f"a permit is neither good nor refused: {verified.err}")
        permit.unlink()
    return found


def again(scene: Scene, step: Step, whole: tuple[str, ...], length: int) -> list[str]:
    """What is wrong once the same command was given without a fault."""
    if step.name == "run":
        scene.wait()
    was = scene.trail()
    ended = scene.project(*step.words)
    added = tuple(kind for kind, _ in scene.trail()[length:])
    if len(was) - length == len(whole):
        return [] if ended.code in {0, 1, 2, 3} else [f"once more: ended with {ended.code}: {ended.err}"]
    if ended.code not in {0, 1}:
        return [f"the next call ended with {ended.code}: {ended.err}"]
    once = [tuple(kind for kind in kinds if kind not in JUDGEMENT) for kinds in (added, whole)]
    return [] if step.name == "run" or once[0] == once[1] else [f"in the end there is {added}, expected {whole}"]


@pytest.mark.parametrize(("name", "fault"), WHOLE if EVERY else SAMPLE)
def test_a_step_is_done_or_was_never_begun(released: ReleasedProject, tmp_path: Path, name: str, fault: str) -> None:
    scene, step = before(released, name, tmp_path / "kept")
    first = scene.trail()
    places = scene.sites(step, tmp_path / "trace")
    whole = tuple(kind for kind, _ in scene.trail()[len(first) :])
    state = scene.state()
    assert whole, "the step adds something"
    assert len(places) > 10
    pages = [place for place in places if place[0] == "pwrite64"]
    chosen = places if EVERY else [pages[len(pages) // 2]]
    breaches, codes = {}, set()

    for call, number in chosen:
        scene.put_back()
        happened = scene.do(step, inject=f"{call}:{fault}:when={number}")
        codes.add(happened.code)
        found = told(happened) + kept(scene, first, whole, happened) + again(scene, step, whole, len(first))
        if (reached := scene.state()) != state:
            found.append(f"in the end it is {reached}, expected {state}")
        if found:
            breaches[f"{call} {number}"] = found

    assert breaches == {}
    assert codes != {0}, "no fault was felt: the test would prove nothing"
