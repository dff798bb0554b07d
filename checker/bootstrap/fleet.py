"""The fleet: many repositories in one run that can be killed and taken up again."""

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from checker import __version__
from checker.adapters.project_files import make_folder
from checker.adapters.run_journal import RunJournal
from checker.application.audit_repositories import (
    AuditedRepository,
    collected_row,
    failed_row,
    listed_repositories,
    named_files,
    read_row,
    repositories_of,
    stems_of,
)
from checker.application.audit_repository import AskedRepository, CollectedRepository, audit_repository
from checker.bootstrap.collecting import Collecting
from checker.bootstrap.scanning import workflow_scanner
from checker.bootstrap.written_audits import older_audits, told_older, write_audit
from checker.domain.limits import HAND_WRITTEN
from checker.domain.moment import format_moment
from checker.domain.slug import refuse_no_slug
from checker.domain.trust import AUDIT_MAX_AGE_HOURS
from checker.errors import CleanReleaseError, InputRefusedError, Place
from checker.formats.canonical import canonical_digest

if TYPE_CHECKING:
    from checker.domain.json_value import Json
    from checker.ports.provider import Provider

AT_ONCE = 8


@dataclass(frozen=True, kw_only=True)
class Fleet:
    """Audits of many repositories, written into one folder; with `judge`, each is judged with the shipped bundle."""

    collecting: Collecting
    folder: Path
    judge: bool = False
    _judging: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def run(self, slugs: Sequence[str], *, organization: str = "") -> tuple[AuditedRepository, ...]:
        """A row for each repository, in their order; what an earlier, killed run has done is not done again.

        Args:
            slugs: the repositories.
            organization: and all of this one's.

        Raises:
            UsageError: one of the names is none.
            ProviderError: there is no credential, or the organization's list could not be read.
            InputRefusedError: the folder cannot be written to.
        """
        for slug in slugs:
            refuse_no_slug(slug)
        with self.collecting.provider() as provider:
            wanted = (*slugs, *(repositories_of(organization, provider=provider) if organization else ()))
            make_folder(self.folder)
            journal = RunJournal(self.folder, key=self._key(), since=self._since())
            rows = self._rows(wanted, provider, journal)
        journal.finish()
        return rows

    @staticmethod
    def listed(path: Path) -> tuple[str, ...]:
        """The repositories a file lists.

        Raises:
            NotFoundError: it is not there.
            InputRefusedError: it is no text.
            UsageError: a line is no repository.
        """
        from checker.adapters.project_files import read_plain_file  # noqa: PLC0415 - only where a file is named

        data = read_plain_file(path, most_bytes=HAND_WRITTEN.bytes)
        try:
            return listed_repositories(data.decode(), source=str(path))
        except UnicodeDecodeError:
            raise InputRefusedError("this is not UTF-8 text, expected it", where=Place(source=str(path))) from None

    def _rows(self, slugs: Sequence[str], provider: "Provider", journal: RunJournal) -> tuple[AuditedRepository, ...]:
        stems = stems_of(slugs)
        wanted = self.collecting.wanted("")

        def one(slug: str) -> AuditedRepository:
            if done := journal.done(slug):
                return read_row(done)
            own = self.collecting.is_own(slug)
            asked = AskedRepository(
                slug=slug,
                wanted=self.collecting.wanted(slug) if own else wanted,
                profile=self.collecting.how.profile,
                ref=self.collecting.how.ref,
            )
            row, files = self._collected(asked, provider, stems[slug])
            for name, data in files.items():
                write_audit(self.folder / name, data)
            for path in older_audits(self.folder, files):
                self.collecting.progress.say(f"warning: {told_older(path)}")
            journal.note(slug, row.to_json(), at=self.collecting.facade.now(), files=files)
            return row

        pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="repository")
        try:
            return tuple(pool.map(one, slugs))
        finally:  # whoever interrupts does not wait: leaving the provider wakes those who sleep
            pool.shutdown(wait=False, cancel_futures=True)

    def _collected(
        self, asked: AskedRepository, provider: "Provider", stem: str
    ) -> tuple[AuditedRepository, dict[str, bytes]]:
        progress = self.collecting.progress
        try:
            found = audit_repository(
                asked, provider=provider, progress=progress, version=__version__, scanner=workflow_scanner()
            )
            files = dict(named_files(found.audits, stem=stem))
            return collected_row(asked.slug, found, files=sorted(files), verdict=self._verdict(found)), files
        except CleanReleaseError as error:
            progress.say(str(error) if asked.slug in str(error) else f"{asked.slug}: {error}")
            return failed_row(asked.slug, error), {}

    def _verdict(self, found: CollectedRepository) -> str:
        if not self.judge:
            return ""
        with self._judging:  # judging uses the processor, which threads share anyway
            return str(self.collecting.judged(found).report.verdict)

    def _key(self) -> str:
        how = self.collecting.how
        asked: list[Json] = [
            how.host,
            how.profile,
            list(how.also),
            list(how.branches),
            how.ref,
            how.base_tag,
            how.workflow,
        ]
        asked += [self.judge, __version__]
        return canonical_digest(asked)

    def _since(self) -> str:
        now = self.collecting.facade.clock.now().replace(microsecond=0)
        return format_moment(now - timedelta(hours=AUDIT_MAX_AGE_HOURS))
