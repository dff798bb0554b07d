"""What an audit says of a repository as far as publishing from it hangs on it."""

from dataclasses import dataclass

from checker.domain.audit import Audit
from checker.domain.json_shape import object_of, text_of
from checker.domain.observation import Observation, Status
from checker.domain.reading import read_observation


@dataclass(frozen=True, slots=True, kw_only=True)
class RepositoryFacts:
    """Names and ids as the provider gives them (0 and empty where the audit has none), and the sections that matter."""

    host: str
    slug: str
    requested_slug: str
    renamed: bool
    owner_id: int
    owner_kind: str
    owner_login: str
    environments: Observation
    branches: Observation
    ci_workflows: Observation


def repository_facts(audit: Audit) -> RepositoryFacts:
    """The facts of an audit of kind `repository`.

    Raises:
        InputRefusedError: a section has another form than its schema says.
    """
    owner = read_observation(object_of(audit.document["subject"], "subject").get("owner"), name="owner")
    fields = object_of(owner.value, "owner") if owner.status is Status.COLLECTED else {}
    sections = audit.sections
    return RepositoryFacts(
        host=audit.host,
        slug=audit.subject.slug,
        requested_slug=audit.subject.requested_slug,
        renamed=audit.subject.renamed,
        owner_id=audit.subject.owner_id,
        owner_kind=text_of(fields.get("kind", ""), "owner.kind"),
        owner_login=text_of(fields.get("login", ""), "owner.login"),
        environments=read_observation(sections.get("environments"), name="environments"),
        branches=read_observation(sections.get("branches"), name="branches"),
        ci_workflows=read_observation(sections.get("ci_workflows"), name="ci_workflows"),
    )
