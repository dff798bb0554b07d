"""A smoke test installs the files of the manifest and nothing else; no name can be taken for anything but a name."""

from dataclasses import dataclass, replace

import pytest

from checker.application.smoke_release import places_of, refuse_foreign_manifest, smoke_release, trial_of
from checker.domain.digest import digest_of
from checker.domain.installation import TrialInstall, TriedInstall
from checker.domain.manifest import Artifact, Manifest, Source, Target
from checker.domain.release_record import SmokeOutcome
from checker.errors import InputRefusedError, UsageError
from tests.fakes.fixed_clock import FixedClock
from tests.release_builders import COMMIT, OTHER, started, writing

WHEEL = Artifact(name="widget-1.2.0-py3-none-any.whl", kind="wheel", sha256="1" * 64, size=1)
MANIFEST = Manifest(
    project="widget",
    version="1.2.0",
    source=Source(host="github.com", repository="octo/widget", commit=COMMIT, ref="refs/tags/v1.2.0"),
    artifacts=(WHEEL, replace(WHEEL, name="notes.txt", kind="document")),
    targets=(Target(registry="pypi", project="widget"), Target(registry="github", project="octo/widget")),
    evidence=(),
    digest=digest_of(b"manifest"),
)


@dataclass
class ToldInstaller:
    """The port `Installer`: takes so long, and ends so."""

    clock: FixedClock
    seconds: float
    result: TriedInstall

    def try_install(self, trial: TrialInstall) -> TriedInstall:
        assert trial.files == (WHEEL,)
        self.clock.advance(self.seconds)
        return self.result


@pytest.mark.parametrize(("took", "seconds"), [(0.0, 0), (3.2, 4), (300.0, 300), (-9.0, 0)])
def test_a_trial_is_recorded_with_the_seconds_it_took(took: float, seconds: int) -> None:
    by, clock = writing(), FixedClock()
    failed = TriedInstall(outcome=SmokeOutcome.FAILED, failed_at="install: it ended with 1")
    trial = trial_of(MANIFEST, "widget", command=["widget", "--version"], seconds=600)

    opened, smoked, _ = smoke_release(
        started(by), trial, registry="pypi", installer=ToldInstaller(clock, took, failed), clock=clock, by=by
    )
    assert (smoked.seconds, smoked.failed_at, smoked.command) == (seconds, failed.failed_at, ("widget", "--version"))
    assert [one for _, one in opened.record.smokes().values()] == [smoked]


@pytest.mark.parametrize("command", [[], ["./evil"], ["/bin/sh"], ["-c"], ["a b"], [".hidden"], ["x\n"]])
def test_a_command_is_a_plain_name_of_what_was_installed(command: list[str]) -> None:
    with pytest.raises(UsageError):
        trial_of(MANIFEST, "widget", command=command, seconds=600)


@pytest.mark.parametrize(
    "project", ["--index-url=x", "widget\n--extra-index-url x", "widget @ file:///etc", "-r x", "", "widget[extra]"]
)
def test_a_hostile_name_never_becomes_a_requirement(project: str) -> None:
    with pytest.raises(InputRefusedError, match="no name and version"):
        trial_of(MANIFEST, project, command=["widget"], seconds=600)


@pytest.mark.parametrize("version", ["1.0\n", " 1.0", "1.0; x", "--pre", "1.0 --hash=x", "latest"])
def test_a_hostile_version_never_becomes_a_requirement(version: str) -> None:
    with pytest.raises(InputRefusedError, match="no name and version"):
        trial_of(replace(MANIFEST, version=version), "widget", command=["widget"], seconds=600)


@pytest.mark.parametrize("files", [(), (replace(WHEEL, name="../x.whl"),), (replace(WHEEL, name="-x.whl"),)])
def test_without_files_that_can_be_installed_there_is_no_trial(files: tuple[Artifact, ...]) -> None:
    with pytest.raises(InputRefusedError, match="no wheel or source archive"):
        trial_of(replace(MANIFEST, artifacts=files), "widget", command=["widget"], seconds=600)


def test_the_manifest_is_that_of_the_release_and_of_the_commit() -> None:
    refuse_foreign_manifest(MANIFEST, release="v1.2.0", commit=COMMIT)
    with pytest.raises(InputRefusedError, match=r"of version 1\.2\.0, the release is v1\.3\.0"):
        refuse_foreign_manifest(MANIFEST, release="v1.3.0", commit=COMMIT)
    with pytest.raises(InputRefusedError, match="the manifest is of commit a"):
        refuse_foreign_manifest(MANIFEST, release="v1.2.0", commit=OTHER)


def test_places_are_the_targets_that_python_installs_from() -> None:
    assert places_of(MANIFEST) == (MANIFEST.targets[0],)
    assert places_of(MANIFEST, only="pypi") == (MANIFEST.targets[0],)
    with pytest.raises(UsageError, match="'testpypi' that can be installed from"):
        places_of(MANIFEST, only="testpypi")
    with pytest.raises(UsageError, match="no target that can be installed from"):
        places_of(replace(MANIFEST, targets=()))
