"""A job is verified by what must have succeeded; a job that goes on after failures, or may fail, proves nothing."""

import pytest

from checker.domain.verified_jobs import verified_before
from checker.domain.workflow import Workflow
from checker.formats.workflow import read_workflow


def workflow(*jobs: str) -> Workflow:
    lines = "".join(f"  {job}\n" for job in jobs)
    return read_workflow(f"on: push\njobs:\n{lines}".encode(), path=".github/workflows/release.yml")


def job(name: str, extra: str = "") -> str:
    return f"{name}: {{runs-on: ubuntu-latest, steps: [{{run: make}}]{extra}}}"


def verified(*jobs: str) -> frozenset[str]:
    """By what the last of these jobs is verified."""
    read = workflow(*jobs)
    return verified_before(read, read.jobs[-1])


TEST, BUILD, PUBLISH = job("test"), job("build", ", needs: test"), job("publish", ", needs: [build]")


def test_what_is_needed_through_others_is_verified_too() -> None:
    assert verified(TEST, BUILD, PUBLISH) == {"build", "test"}
    assert verified(TEST, BUILD, job("publish")) == frozenset()


@pytest.mark.parametrize("condition", ["always()", "'!cancelled()'", "failure()", "'${{ always() }}'"])
def test_a_job_that_goes_on_after_failure_is_not_verified_by_what_it_needs(condition: str) -> None:
    assert verified(TEST, BUILD, job("publish", f", needs: build, if: {condition}")) == frozenset()
    assert verified(TEST, job("build", f", needs: test, if: {condition}"), PUBLISH) == {"build"}


@pytest.mark.parametrize("fails", ["true", "'${{ matrix.experimental }}'"])
def test_a_job_that_may_fail_verifies_nothing(fails: str) -> None:
    assert verified(job("test", f", continue-on-error: {fails}"), BUILD, PUBLISH) == {"build"}
    assert verified(job("test", ", continue-on-error: false"), BUILD, PUBLISH) == {"build", "test"}


def test_jobs_that_need_each_other_come_to_an_end() -> None:
    assert verified(job("a", ", needs: b"), job("b", ", needs: a")) == {"a", "b"}
