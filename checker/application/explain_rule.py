"""Explain a rule: what it needs to see, which permission lets that be seen, and who may weaken it.

The rule's own words are METADATA; what it takes to read an observation is the host's knowledge, and it is said for
every path a rule reads, so that nobody has to run a check to find out which token it will need.
"""

from dataclasses import dataclass

from checker.domain.rule import Rule
from checker.domain.section import DERIVED_FROM, EVIDENCE, HISTORY, PUBLISHING, REGISTRY, REPOSITORY, SIGNED, WORKSPACE

_SECTIONS = {
    "repository": REPOSITORY,
    "history": HISTORY,
    "registry": {**REGISTRY, **PUBLISHING},
    "workspace": {**WORKSPACE, **SIGNED},
    "evidence": EVIDENCE,
}
_WITHOUT_PERMISSION = {
    "manifest": "nothing: give the manifest",
    "waivers": "nothing: waivers are kept by this program",
    "context": "nothing: the host states it",
}
UNKNOWN = "not known to this version"


@dataclass(frozen=True, slots=True, kw_only=True)
class NeededReading:
    """One observation a rule reads: its path as METADATA writes it, and what lets it be read.

    Without a `required` reading the rule is not evaluated; without another one only the subject it belongs to is not.
    """

    path: str
    permission: str
    required: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleExplanation:
    """A rule and everything it needs to see."""

    rule: Rule
    readings: tuple[NeededReading, ...]


def explain_rule(rule: Rule) -> RuleExplanation:
    """The rule explained."""
    required = dict.fromkeys((*rule.applies_reads, *rule.reads))
    readings = [NeededReading(path=path, permission=permission_of(path), required=True) for path in required]
    readings += [NeededReading(path=path, permission=permission_of(path), required=False) for path in rule.handles]
    return RuleExplanation(rule=rule, readings=tuple(readings))


def permission_of(path: str) -> str:
    """What lets the observation at a path such as `repository.ref_rules[].bypass` be read, in the provider's words."""
    part, _, below = path.partition(".")
    if (whole := part.removesuffix("[]")) in _WITHOUT_PERMISSION:
        return _WITHOUT_PERMISSION[whole]
    section = below.split(".")[0].removesuffix("[]")
    known = _SECTIONS.get(part, {})
    if section in DERIVED_FROM and part == "repository":
        return "; ".join(f"{REPOSITORY[source]}, for {source}" for source in DERIVED_FROM[section])
    return known.get(section, UNKNOWN)
