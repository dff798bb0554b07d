"""The peers: conftest, and OPA's own command, over the same rules and the same input, written as `deny` rules."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from checker.application.compilation_units import bundle_modules
from checker.domain.snapshot import Snapshot
from checker.formats.host_modules import host_modules
from tests.architecture.source_tree import ROOT
from tests.bench.processes import Command, output_of
from tests.bench.project import Denied
from tests.system.opa_binary import opa_program

CONFTEST, OPA = "github.com/open-policy-agent/conftest", "github.com/open-policy-agent/opa"
CACHE = ROOT / ".cache" / "bench"


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """A program that judges the same, what it calls itself, and what it denies."""

    name: str
    version: str
    command: Command
    denied: Denied


def write_policy(folder: Path, snapshot: Snapshot) -> None:
    """Write the modules that the product compiles, and one `deny` rule for each of its rules.

    The peer's `deny` asks the very same Rego: it denies every subject that does not hold. It does less than the
    product: it never asks whether what was read is complete. It takes `holds` as a whole first, as the product does:
    asked for one subject at a time, OPA would go through all of them for each.
    """
    modules = host_modules(facts=snapshot.project_facts, parameters=snapshot.parameters)
    for resolved in snapshot.bundles:
        modules |= bundle_modules(resolved.bundle)
    modules["main.rego"] = "package main\n" + "".join(
        _deny(rule.code, rule.package, has_applies=rule.has_applies) for rule in snapshot.rules
    )
    for name, text in modules.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def _deny(code: str, package: str, *, has_applies: bool) -> str:
    lines = [f"data.{package}.applies"] if has_applies else []
    lines += [f"held := data.{package}.holds", f"some subject in data.{package}.subjects", "not held[subject]"]
    body = "\n\t".join(lines)
    denial = f'{{"msg": concat(": ", ["{code}", subject]), "rule": "{code}", "subject": subject}}'
    return f"\ndeny contains {denial} if {{\n\t{body}\n}}\n"


def conftest(policy: Path, document: Path) -> Peer:
    """conftest, built from its Go module when it is not there.

    Raises:
        OSError, CalledProcessError: it cannot be built here.
    """
    program = CACHE / "conftest"
    opa_program()  # loads the engine's own way to a Go toolchain
    go = sys.modules["engine_opa_binary"].go
    if not program.is_file():
        go("install", f"{CONFTEST}@latest", GOBIN=str(CACHE), CGO_ENABLED="0")
    modules = dict(
        line.split()[1:3] for line in go("version", "-m", str(program)).splitlines() if len(line.split()) > 3
    )
    judge = (str(program), "test", "--no-color", "--policy", str(policy))
    answer = json.loads(output_of(Command(line=(*judge, "--output", "json", str(document)), exit_code=1)))
    denied = frozenset(
        (one["metadata"]["rule"], one["metadata"]["subject"]) for part in answer for one in part.get("failures", ())
    )
    return Peer(
        name="conftest test",
        version=f"conftest {modules[CONFTEST]}, OPA {modules[OPA]}",
        command=Command(line=(*judge, str(document)), exit_code=1),
        denied=denied,
    )


def opa_eval(policy: Path, document: Path) -> Peer:
    """`opa eval` of the version the engine embeds.

    Raises:
        OSError, CalledProcessError: it cannot be built here.
    """
    program = opa_program()
    said = subprocess.run([program, "version"], capture_output=True, text=True, check=True).stdout
    line = (str(program), "eval", "--data", str(policy), "--input", str(document), "--format", "json", "data.main.deny")
    command = Command(line=line)
    answer: dict[str, Any] = json.loads(output_of(command))
    denials = answer["result"][0]["expressions"][0]["value"]
    return Peer(
        name="opa eval",
        version=said.splitlines()[0].replace("Version: ", "OPA "),
        command=command,
        denied=frozenset((one["rule"], one["subject"]) for one in denials),
    )
