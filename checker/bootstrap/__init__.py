"""The composition root: the only place that builds adapters, and the typed facades every driver calls.

`CleanRelease` is the whole product over one project folder; its parts (`policies`, `records`, `bundling`, `audits`)
each hold the verbs of one command group.
"""

from checker.bootstrap.facade import CleanRelease

__all__ = ["CleanRelease"]
