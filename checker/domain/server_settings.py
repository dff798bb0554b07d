"""The settings of a server: whose jobs may call it, and how much a caller may ask for."""

from dataclasses import dataclass, field

from checker.domain.call_limit import CallLimits
from checker.domain.job_token import JobTrust


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerSettings:
    """What the user who runs a server wrote down; without `jobs`, only access tokens prove who calls."""

    jobs: JobTrust | None = None
    limits: CallLimits = field(default_factory=CallLimits)
