"""`python lifecycle_driver.py WORDS…`: a command, with leases of one second, so that a dead one's is over soon."""

import sys

from checker.application import work_tasks
from checker.cli.app import run

if __name__ == "__main__":
    work_tasks.LEASE_SECONDS = 1
    sys.argv = ["clean-release", *sys.argv[1:]]
    sys.exit(run())
