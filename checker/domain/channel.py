"""Channels: by which name a release goes to which registry, and in which environment it is published there."""

from dataclasses import dataclass
from difflib import get_close_matches

from checker.domain.manifest import Target
from checker.errors import UsageError


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A name for a target; `environment` is the only one it is published in, empty for any."""

    name: str
    target: Target
    environment: str = ""

    def environment_of(self, asked: str) -> str:
        """The environment that a permit for this channel is for.

        Raises:
            UsageError: another one was asked for.
        """
        if self.environment and asked not in ("", self.environment):
            raise UsageError(
                f"--environment is {asked!a}, the channel {self.name} is published in {self.environment}",
                hint="leave the option out, or change channels: in the project file",
            )
        return self.environment or asked


def channel_named(name: str, declared: tuple[Channel, ...], *, targets: tuple[Target, ...]) -> Channel:
    """The channel of this name of a manifest with these targets: as it is declared, or else as targets are called.

    Raises:
        UsageError: it is not declared while others are, or leads to none of these targets, or to several.
    """
    if not declared:
        return Channel(name=name, target=target_of(name, targets))
    found = next((one for one in declared if one.name == name), None)
    if found is None:
        known = [one.name for one in declared]
        near = get_close_matches(name, known, 3) or known
        raise UsageError(
            f"the project file declares no channel {name!a}",
            hint=f"did you mean {' or '.join(near)}? Others are declared under channels: in the project file",
        )
    if found.target not in targets:
        raise UsageError(
            f"the channel {name} leads to {found.target.registry}:{found.target.project}, no target of the manifest",
            hint="build the manifest again: clean-release manifest build",
        )
    return found


def target_of(channel: str, targets: tuple[Target, ...]) -> Target:
    """Where a channel leads: the target whose registry has its name, or the only one there is.

    Raises:
        UsageError: several targets, and none or more than one of this name; or none at all.
    """
    named = [target for target in targets if channel in (target.registry, f"{target.registry}:{target.project}")]
    if len(named) == 1 or (not named and len(targets) == 1):
        return (named or list(targets))[0]
    known = ", ".join(f"{target.registry}:{target.project}" for target in targets) or "none"
    raise UsageError(
        f"the channel {channel!a} leads to {len(named)} targets of the manifest, expected one",
        hint=f"the manifest has these targets: {known}",
    )
