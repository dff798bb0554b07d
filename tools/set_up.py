"""Makes `.venv` ready: uv from PyPI, every locked package, the engine and the bundle.

It needs Python 3.11 or newer with `venv`, and nothing else, so it runs before anything is installed. A second run
compares digests of what set-up depends on and stops at once when nothing has changed.
"""

from __future__ import annotations

import fcntl
import importlib.util
import json
import os
import subprocess
import sys
import tomllib
import venv

from tools.build_bundle import SOURCES as BUNDLE_SOURCES
from tools.build_bundle import TARGET as BUNDLE
from tools.caches import cache_environment
from tools.tree_digest import ROOT, tree_digest

VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / ".set-up.json"
ENGINE_BUILT = ROOT / "engine" / "embedded_opa" / "_lib" / "stamp.json"
ENGINE_SOURCES = ("engine/pyproject.toml", "engine/hatch_build.py", "engine/go")
PACKAGE_SOURCES = ("pyproject.toml", "uv.lock", "hatch_build.py")
EXTRAS = ("github", "openpgp", "opa-server", "paths", "registry", "sbom", "server", "tui")
"""The extras whose features are built; tests and types need their packages."""


def main() -> int:
    """Set up what is missing or out of date and say what was done."""
    (ROOT / ".cache").mkdir(exist_ok=True)
    # Two set-ups at once would install into each other's half-made environment.
    with (ROOT / ".cache" / "set-up.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            _set_up()
        except SetUpError as error:
            print(f"set-up: {error}", file=sys.stderr)
            return 1
    return 0


class SetUpError(Exception):
    """Set-up cannot go on; the message says what to do."""


def _set_up() -> None:
    wanted = {
        "python": sys.version,
        "packages": tree_digest(PACKAGE_SOURCES),
        "engine": tree_digest(ENGINE_SOURCES),
        "bundle": tree_digest(BUNDLE_SOURCES),
    }
    done = _read_stamp()
    if done == wanted and BUNDLE.is_dir() and ENGINE_BUILT.is_file():
        return
    environment = cache_environment(os.environ, ROOT)
    if not _venv_works() or done.get("python") != wanted["python"]:
        _make_venv()
    STAMP.unlink(missing_ok=True)
    engine_changed = done.get("engine") != wanted["engine"] or not ENGINE_BUILT.is_file()
    if engine_changed or any(done.get(part) != wanted[part] for part in ("python", "packages")):
        _install_uv(environment)
        _sync(environment, engine_changed=engine_changed)
    _build_bundle(environment)
    STAMP.write_text(json.dumps(wanted, indent=1), encoding="utf-8")
    print("set-up: .venv is ready")


def _read_stamp() -> dict[str, str]:
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def _venv_works() -> bool:
    if not PYTHON.exists():
        return False
    command = [str(PYTHON), "-I", "-c", "import pip, sys; sys.exit(sys.version_info < (3, 11))"]
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


def _make_venv() -> None:
    if importlib.util.find_spec("ensurepip") is None:
        message = (
            f"{sys.executable} has no ensurepip, so it cannot make a virtual environment; "
            "install it (on Debian and Ubuntu: the package python3-venv)"
        )
        raise SetUpError(message)
    print(f"set-up: making .venv with {sys.executable}")
    venv.EnvBuilder(with_pip=True, symlinks=True, clear=True).create(VENV)


def _install_uv(environment: dict[str, str]) -> None:
    """Install exactly the uv that `uv.lock` names, by digest."""
    lock = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))
    package = next(package for package in lock["package"] if package["name"] == "uv")
    hashes = [f"--hash={wheel['hash']}" for wheel in package["wheels"]]
    requirement = ROOT / ".cache" / "uv-requirement.txt"
    requirement.write_text(" ".join([f"uv=={package['version']}", *hashes]), encoding="utf-8")
    print(f"set-up: installing uv {package['version']}")
    options = ["--quiet", "--no-deps", "--only-binary=:all:", "--require-hashes"]
    _run([str(PYTHON), "-m", "pip", "install", *options, "-r", str(requirement)], environment, "uv was not installed")


def _sync(environment: dict[str, str], *, engine_changed: bool) -> None:
    print("set-up: installing the locked packages and building the engine (a minute or two the first time)", flush=True)
    command = [str(VENV / "bin" / "uv"), "sync", "--quiet", "--frozen", "--inexact", "--all-packages", "--group", "dev"]
    command += [word for extra in EXTRAS for word in ("--extra", extra)]
    if engine_changed:
        command += ["--reinstall-package", "embedded-opa"]
    _run([*command, "--python", str(PYTHON)], environment, "the packages were not installed")


def _build_bundle(environment: dict[str, str]) -> None:
    print("set-up: building the bundle release-policy", flush=True)
    _run([str(PYTHON), "-m", "tools.build_bundle"], environment, "the bundle was not built")


def _run(command: list[str], environment: dict[str, str], failure: str) -> None:
    if subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode != 0:
        message = f"{failure}; the lines above say why ({' '.join(command[:4])} …)"
        raise SetUpError(message)


if __name__ == "__main__":
    sys.exit(main())
