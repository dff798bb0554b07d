"""The wheels are whole: installed elsewhere, they give the demo verdict without checkout, Go, compiler or network."""

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.architecture.source_tree import ROOT
from tools.demo import GOLDEN, differences

pytestmark = [pytest.mark.slow, pytest.mark.engine]

UV = str(Path(sys.executable).with_name("uv"))
# As it was before each test got a home of its own: set-up's downloads are used again.
ENVIRONMENT = dict(os.environ)
DEMO = ROOT / "docs" / "examples" / "demo"
LIBRARY = re.compile(r"embedded_opa/_lib/\w+\.(so|dylib|dll)")


@pytest.fixture(scope="module")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("dist")
    uv("build", "--all-packages", "--wheel", "--out-dir", str(folder))
    return sorted(folder.glob("*.whl"))


def uv(*arguments: str) -> None:
    result = subprocess.run([UV, *arguments], cwd=ROOT, env=ENVIRONMENT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


def contents(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def install(wheels: list[Path], environment: Path) -> None:
    """Install the wheels with the locked versions of their dependencies, and nothing else, into a new environment."""
    python, requirements = environment / "bin" / "python", environment.with_suffix(".txt")
    uv("venv", "--quiet", "--python", sys.executable, str(environment))
    export = ("--frozen", "--no-dev", "--no-emit-workspace", "--package", "clean-release")
    uv("export", "--quiet", *export, "--output-file", str(requirements))
    uv("pip", "install", "--quiet", "--python", str(python), "-r", str(requirements))
    uv("pip", "install", "--quiet", "--python", str(python), "--no-deps", *map(str, wheels))
    uv("pip", "check", "--python", str(python))


def test_there_is_one_wheel_for_every_machine_and_one_for_this_platform(wheels: list[Path]) -> None:
    product, engine = (wheel.name for wheel in wheels)

    assert product == "clean_release-0.1.0-py3-none-any.whl"
    assert re.fullmatch(r"embedded_opa-0\.1\.0-py3-none-(manylinux|musllinux|macosx)_\d+_\d+_\w+\.whl", engine)


def test_the_product_carries_its_bundle_and_schemas_and_the_engine_its_library(wheels: list[Path]) -> None:
    product, engine = map(contents, wheels)

    schemas = {f"checker/_bundle/schemas/{path.name}" for path in (ROOT / "policies" / "schemas").glob("*.json")}
    assert {"checker/_bundle/release-policy.tar.gz", "checker/_bundle/pinned.json", *schemas} <= product
    pages = {str(path.relative_to(ROOT)) for path in (ROOT / "checker" / "output" / "html").glob("*/*")}
    assert {"checker/output/html/templates/report.html", *(one for one in pages if "__pycache__" not in one)} <= product
    assert len([name for name in engine if LIBRARY.fullmatch(name)]) == 1
    assert not [name for name in product | engine if name.endswith(".go") or "tests/" in name]


def test_installed_wheels_give_the_demo_verdict_with_nothing_else_at_hand(wheels: list[Path], tmp_path: Path) -> None:
    environment, home, trace = tmp_path / "environment", tmp_path / "home", tmp_path / "trace.txt"
    install(wheels, environment)
    shutil.copytree(DEMO, tmp_path / "demo", ignore=shutil.ignore_patterns(".clean-release"))
    home.mkdir()
    strace = shutil.which("strace")
    assert strace is not None, "strace is missing; make system-packages installs it"

    watch = [strace, "-f", "-qq", "-e", "trace=execve,open,openat,socket", "-o", str(trace)]
    check = [str(environment / "bin" / "clean-release"), "check", "demo", "--anchor", "demo/anchor.yaml"]
    result = subprocess.run(
        [*watch, *check, "--evaluated-at", "2026-02-26T17:00:00Z", "--json"],
        cwd=tmp_path,
        env={"PATH": str(environment / "bin"), "HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert result.stdout, result.stderr
    golden = json.loads(GOLDEN.read_text(encoding="utf-8"))
    assert list(differences(golden, json.loads(result.stdout)["report"], result.returncode)) == []
    seen = trace.read_text(encoding="utf-8", errors="replace").splitlines()
    assert any("execve(" in line for line in seen), "strace saw nothing: the rest would prove nothing"
    assert [line for line in seen if "AF_INET" in line] == []
    assert [line for line in seen if f'"{ROOT}/' in line] == []
