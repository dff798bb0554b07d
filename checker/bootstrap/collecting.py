"""The collecting facade: read a repository's settings from its provider, now."""

import os
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from checker import __version__
from checker.bootstrap.services import ProjectServices
from checker.errors import ProviderError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checker.adapters.github.client import ClientSettings
    from checker.application.audit_repository import CollectedRepository
    from checker.application.check_project import CheckedProject, LoadedProject
    from checker.formats.github.wanted import Wanted
    from checker.ports.progress import Progress
    from checker.ports.provider import Provider

RULES, FULL, ALL = "rules", "full", "all"
PROFILES = (RULES, FULL, ALL)
_REF = "refs/heads/"
SLOWEST, FASTEST = 0.01, 1000.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """How to collect.

    `profile`: what the selected rules read, everything within the requests that were promised (`full`), or all of it
    (`all`). `also`: sections that are read besides. `branches`: the release branches; empty means the project file's,
    and without those the default branch. `ref`: the commit, tag or branch whose workflow files are read; empty for the
    head of the default branch. `base_tag`: the tag that reviews begin at while nothing is released. `workflow`: the
    file of the release workflow. `pace`: requests per second once a burst is over, 0 for no limit. `keep`: whether
    replies are kept between runs. `ad_hoc`: no project file applies, even if there is one.
    """

    host: str = "github.com"
    profile: str = RULES
    also: tuple[str, ...] = ()
    ad_hoc: bool = False
    branches: tuple[str, ...] = ()
    ref: str = ""
    base_tag: str = ""
    workflow: str = ""
    pace: float = 4.0
    keep: bool = True

    def __post_init__(self) -> None:
        """Refuse a pace at which nothing would ever be asked, and a branch that is named as a ref, or not at all.

        Raises:
            UsageError: it is one of these.
        """
        for name in self.branches:
            if not name.strip() or name.startswith(_REF):
                short = name.removeprefix(_REF).strip() or "main"
                raise UsageError(f"--branch is {name!a}, expected the name of a branch", hint=f"type {short}")
        if self.pace and not SLOWEST <= self.pace <= FASTEST:
            raise UsageError(
                f"--pace is {self.pace:g}, expected {SLOWEST:g} to {FASTEST:g} requests per second",
                hint="leave it out for 4 requests per second; 0 is no limit",
            )


@dataclass(frozen=True, kw_only=True)
class Collecting:
    """Live audits."""

    facade: ProjectServices
    progress: "Progress"
    how: Collection = field(default_factory=Collection)

    def repository(self, slug: str) -> "CollectedRepository":
        """The audits of one repository, as it is now; nothing is written.

        Raises:
            UsageError: the name, the host or the profile is none.
            ProviderError: there is no credential, or the repository itself could not be read.
        """
        from checker.application.audit_repository import AskedRepository, audit_repository  # noqa: PLC0415 - lazy
        from checker.bootstrap.scanning import workflow_scanner  # noqa: PLC0415 - as above
        from checker.domain.slug import refuse_no_slug  # noqa: PLC0415 - as above

        refuse_no_slug(slug)  # before a credential is looked for
        asked = AskedRepository(slug=slug, wanted=self.wanted(slug), profile=self.how.profile, ref=self.how.ref)
        with self.provider() as provider:
            return audit_repository(
                asked, provider=provider, progress=self.progress, version=__version__, scanner=workflow_scanner()
            )

    def own_repository(self) -> str:
        """The repository the project file names.

        Raises:
            UsageError: there is no project file, or its repository is at another host than the one that is asked.
        """
        from checker.adapters.github.address import API_SETTING  # noqa: PLC0415 - a command pays for what it uses

        loaded = self.facade.load_if_there()
        if loaded is None:
            raise UsageError("no repository is named, and there is no project file", hint="name it: OWNER/REPO")
        project = loaded.project
        if project.host != self.how.host and not os.environ.get(API_SETTING):
            raise UsageError(
                f"{project.slug} of the project file is on {project.host}, and {self.how.host} would be asked for it",
                hint=f"give --host {project.host}, or name the repository that is meant",
            )
        return project.slug

    def check(self, slug: str) -> "tuple[CheckedProject, CollectedRepository]":
        """Collect one repository and judge it with the shipped bundle; the report is durable, and never gates.

        Raises:
            CleanReleaseError: whatever was refused; there is no report then.
        """
        found = self.repository(slug)
        return self.judged(found), found

    def judged(self, found: "CollectedRepository") -> "CheckedProject":
        """Judge what this run collected; raises as `check`."""
        from checker.application.read_documents import GivenDocuments, NamedBytes  # noqa: PLC0415 - as above

        audits = tuple(NamedBytes(name=one.name, data=one.data, collected_here=True) for one in found.audits)
        return self.facade.check(given=GivenDocuments(audits=audits))

    def wanted(self, slug: str) -> "Wanted":
        """What the profile comes to for a repository.

        Raises:
            UsageError: there is no such profile, or no such section, or the tag can be none.
        """
        from checker.application.audit_workspace import ReleaseContext  # noqa: PLC0415 - lazy

        ReleaseContext(base_tag=self.how.base_tag).refuse_impossible()
        loaded = self._project_of(slug)
        tags = loaded.project.release.tags if loaded else ()
        return replace(self._wanted(slug), base_tag=self.how.base_tag, release_tags=tags)

    def _wanted(self, slug: str) -> "Wanted":
        from checker.application.audit_repository import readings_of_rules  # noqa: PLC0415 - as above
        from checker.application.select_rules import select_rules  # noqa: PLC0415 - as above
        from checker.bootstrap.policies import Policies  # noqa: PLC0415 - as above
        from checker.domain.project import Selection  # noqa: PLC0415 - as above
        from checker.formats.github.wanted import (  # noqa: PLC0415 - as above
            WORKFLOWS,
            everything,
            wanted_of,
            with_sections,
        )
        from checker.ports.bundles import SHIPPED  # noqa: PLC0415 - as above

        how = self.how
        if how.profile not in PROFILES:
            raise UsageError(f"unknown profile {how.profile!a}, expected one of {', '.join(PROFILES)}")
        loaded = self._project_of(slug)
        branches = how.branches or (loaded.project.release.branches if loaded else ())
        if how.profile != RULES:
            whole = everything(branches=branches, workflow=how.workflow, beside=how.profile == ALL)
            return with_sections(whole, how.also)
        selection = loaded.project.selection if loaded else Selection(bundles=(SHIPPED,))
        offered = Policies(facade=self.facade).rules() if loaded else Policies(facade=self.facade).rules(bundle=SHIPPED)
        rules = select_rules(offered, selection=selection, anchor=None).rules
        paths = readings_of_rules(rules)
        if loaded and not how.ref:  # the checkout that is released tells its own files, also before they are pushed
            paths = frozenset(path for path in paths if not path.startswith(WORKFLOWS))
        return with_sections(wanted_of(paths, branches=branches, workflow=how.workflow), how.also)

    def is_own(self, slug: str) -> bool:
        """Whether the project of the folder is this repository's."""
        return self._project_of(slug) is not None

    def _project_of(self, slug: str) -> "LoadedProject | None":
        """The project of the folder, if it is this repository's."""
        loaded = None if self.how.ad_hoc else self.facade.load_if_there()
        return loaded if loaded and loaded.project.slug.lower() == slug.lower() else None

    @contextmanager
    def provider(self) -> "Iterator[Provider]":
        """The provider under this user's credential, closed afterwards.

        Raises:
            UsageError: the host is none.
            ProviderError: there is no credential, or this installation cannot speak HTTP.
        """
        try:
            from checker.adapters.github.client import GitHubClient, Surroundings  # noqa: PLC0415 - as above
        except ModuleNotFoundError as error:
            raise ProviderError(
                f"this installation cannot ask a provider: {error.name} is missing",
                hint="pip install 'clean-release[github]'",
            ) from None
        from checker.adapters.clock import SystemSleeper  # noqa: PLC0415 - as above
        from checker.adapters.github.address import API_SETTING, api_address  # noqa: PLC0415 - as above
        from checker.adapters.github.app_key import app_of  # noqa: PLC0415 - as above
        from checker.adapters.github.credential import find_credential, local_credential  # noqa: PLC0415 - as above
        from checker.adapters.github.installation import InstallationTokens  # noqa: PLC0415 - as above
        from checker.adapters.github.reply_cache import open_cache  # noqa: PLC0415 - as above

        api = os.environ.get(API_SETTING, "")
        address = api_address(self.how.host, api=api)
        app = app_of(os.environ)
        tokens = InstallationTokens(app, address, clock=self.facade.clock, version=__version__) if app else None
        if tokens:
            credential = tokens.current()
        else:
            credential = local_credential(os.environ) if api else find_credential(os.environ, host=address.host)
        now = self.facade.clock.now().timestamp()
        cache = open_cache(os.environ, credential, version=__version__, now=now) if self.how.keep else None
        around = Surroundings(
            clock=self.facade.clock,
            sleeper=SystemSleeper(),
            progress=self.progress,
            cache=cache,
            current=tokens.current if tokens else None,
        )
        with GitHubClient(address, credential, around=around, version=__version__, settings=self._settings()) as client:
            yield client

    def _settings(self) -> "ClientSettings":
        from checker.adapters.github.client import ClientSettings  # noqa: PLC0415 - as above
        from checker.adapters.github.throttle import Pace  # noqa: PLC0415 - as above

        return ClientSettings(pace=Pace(per_second=self.how.pace))
