"""A whole `check`, from start to exit, beside its peers; equal verdicts come first."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

from checker.domain.latency import percentile
from tests.bench import peers
from tests.bench.figures import Row, Sample, missing, row
from tests.bench.peers import Peer
from tests.bench.processes import Command, output_of, product, python, time_in_turn
from tests.bench.project import BenchProject, Denied, Judged

RUNS, WARM_UP = 25, 3
CHECK = "check, cold, shipped rules"
OWN = "check, cold, a bundle of one's own"
BARE = "python -c pass"
START = "python -c 'import typer'"
AIM = 2.5


def cold_rows(shipped: BenchProject, own: BenchProject, judged: Judged, folder: Path) -> list[Row]:
    """The product, its peers, and the start of the interpreter and of the command-line library, all in turn.

    Raises:
        RuntimeError: the two projects are not judged alike.
    """
    policy, document = folder / "policy", folder / "input.json"
    folder.mkdir()
    document.write_bytes(judged.input_bytes)
    peers.write_policy(policy, judged.snapshot)
    made = [_peer(build, policy, document) for build in (peers.conftest, peers.opa_eval)]
    if any(_denied_by(project) != judged.denied for project in (shipped, own)):
        raise RuntimeError("the shipped rules and the same rules in a bundle of one's own deny different things")
    commands = {CHECK: shipped.check(), OWN: own.check(), BARE: python("pass"), START: python("import typer")}
    commands |= {peer.name: peer.command for peer in made if isinstance(peer, Peer) and peer.denied == judged.denied}
    samples = time_in_turn(commands, runs=RUNS, warm_up=WARM_UP)
    rows = [row(name, samples[name], warm_up=WARM_UP) for name in (CHECK, OWN, BARE, START)]
    return rows + [_peer_row(peer, judged, samples) for peer in made]


def _denied_by(project: BenchProject) -> Denied:
    """What the command itself says it denies."""
    report = json.loads(output_of(project.check("--format", "json")))["report"]
    return frozenset((rule["code"], one["subject"]) for rule in report["rules"] for one in rule["violations"])


def _peer(build: Callable[[Path, Path], Peer], policy: Path, document: Path) -> Peer | Row:
    try:
        return build(policy, document)
    except subprocess.CalledProcessError as error:
        return missing(build.__name__, f"could not be built: exit code {error.returncode}")
    except OSError as error:
        return missing(build.__name__, f"could not be built: {error.strerror}")


def _peer_row(peer: Peer | Row, judged: Judged, samples: dict[str, Sample]) -> Row:
    if not isinstance(peer, Peer):
        return peer
    if peer.name not in samples:
        first = min(peer.denied ^ judged.denied)
        return missing(peer.name, f"other verdicts than the product's, first {first[0]} on {first[1]}")
    ours, theirs, start = (samples[name] for name in (CHECK, peer.name, START))
    theirs_p50 = percentile(theirs.wall, 50)
    ratio = percentile(ours.wall, 50) / theirs_p50
    return row(
        peer.name,
        theirs,
        warm_up=WARM_UP,
        version=peer.version,
        check_to_peer=round(ratio, 2),
        own_to_peer=round(percentile(samples[OWN].wall, 50) / theirs_p50, 2),
        check_without_start_to_peer=round((percentile(ours.wall, 50) - percentile(start.wall, 50)) / theirs_p50, 2),
        aim=AIM,
        is_met=ratio <= AIM,
    )


def start_rows() -> list[Row]:
    """What the smallest commands cost, beside a bare interpreter."""
    commands: dict[str, Command] = {
        BARE: python("pass"),
        "clean-release --version": product(["--version"]),
        "clean-release --help": product(["--help"]),
    }
    samples = time_in_turn(commands, runs=RUNS, warm_up=WARM_UP)
    bare = percentile(samples[BARE].wall, 50)
    aims = {"clean-release --version": 2.0, "clean-release --help": 8.0}
    rows = []
    for name, aim in aims.items():
        ratio = percentile(samples[name].wall, 50) / bare
        rows.append(
            row(name, samples[name], warm_up=WARM_UP, to_bare_python=round(ratio, 2), aim=aim, is_met=ratio <= aim)
        )
    return rows
