"""What is written down of a measurement, and of the machine it was made on."""

import hashlib
import os
import platform
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from checker.domain.latency import percentile

SCHEMA = "clean-release/bench/v1"

Cell: TypeAlias = str | int | float | bool | None
Row: TypeAlias = dict[str, Cell]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """Durations in milliseconds, in the order they were measured; `cpu` is user and system time of the same runs."""

    wall: tuple[float, ...]
    cpu: tuple[float, ...] = ()


def row(name: str, sample: Sample, *, warm_up: int, note: str = "", **more: Cell) -> Row:
    """One line of the result."""
    made: Row = {"name": name, "unit": "ms", "n": len(sample.wall), "warm_up": warm_up}
    made |= {f"p{percent}": round(percentile(sample.wall, percent), 2) for percent in (50, 95, 99)}
    made |= {"max": round(max(sample.wall), 2), "min": round(min(sample.wall), 2)}
    if sample.cpu:
        made["cpu_p50"] = round(percentile(sample.cpu, 50), 2)
    return made | more | ({"note": note} if note else {})


def missing(name: str, reason: str) -> Row:
    """A line that could not be measured, and why."""
    return {"name": name, "unit": "ms", "n": 0, "missing": reason}


def machine() -> Row:
    """What the figures depend on; no name of the machine, its users or its network."""
    facts: Row = {
        "processor": _processor(),
        "cores": len(os.sched_getaffinity(0)),
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
    }
    identity = "|".join(str(value) for value in facts.values())
    return {"id": hashlib.sha256(identity.encode()).hexdigest()[:12], **facts}


def load() -> float:
    """How many processes wanted a core during the last minute."""
    return round(os.getloadavg()[0], 2)


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown")
