"""Which jobs must have succeeded before a job runs: through `needs`, as far as nothing on the way lets failure pass.

A job that goes on after a failure proves nothing of what it needs, and one that may fail proves nothing of itself.
Source: GitHub's workflow syntax, `jobs.<job_id>.needs` and `jobs.<job_id>.continue-on-error`.
"""

from checker.domain.job_condition import goes_on_after_failure
from checker.domain.workflow import Job, Workflow


def verified_before(workflow: Workflow, job: Job) -> frozenset[str]:
    """The ids of the jobs of this workflow that have succeeded whenever this one runs."""
    jobs = {one.id: one for one in workflow.jobs}
    found: dict[str, Job] = {}
    waiting = [job]
    while waiting:
        one = waiting.pop()
        needed = () if goes_on_after_failure(one.condition) else one.needs
        fresh = [jobs[name] for name in needed if name not in found and not jobs[name].may_fail]
        found |= {one.id: one for one in fresh}
        waiting += fresh
    return frozenset(found)
