"""The names there are to choose from: for whoever types one, never for a decision.

Nothing is made, fetched or judged to find them. What cannot be read has no names; the command that is typed says why.
"""

import os
import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from checker.bootstrap.carried import carried_rules
from checker.bootstrap.services import ProjectServices
from checker.domain.namespace import Namespace
from checker.errors import CleanReleaseError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checker.application.open_lifecycle import OpenedLifecycle
    from checker.domain.lock import LockedBundle
    from checker.domain.manifest import Target
    from checker.domain.rule import Rule

_SAFE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/@+-]*")
"""What no shell takes for anything but a word; a name from a store may be anybody's."""

_MOST = 100
_MOST_FILES = 2_000
_MOST_BYTES = 8 * 1024 * 1024
"""How large a bundle may be whose names are offered; whoever types does not wait for a larger one."""
_MOST_REPORTS = 20
_HEX_DIGITS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownName:
    """A name, and in a few words what it names."""

    name: str
    about: str = ""


@dataclass(frozen=True, kw_only=True)
class Naming:
    """The names of one project in one namespace, the newest first; of the project file's, where none is given."""

    facade: ProjectServices
    namespace: Namespace | None = None

    def of(self, kind: str) -> tuple[KnownName, ...]:
        """The names of this kind, at most a hundred of a store; of a kind nobody knows there are none.

        Raises:
            CleanReleaseError: a project file or a store cannot be read.
        """
        known: dict[str, Callable[[], Iterable[KnownName]]] = {
            "rule": self._rules,
            "collection": self._collections,
            "channel": self._channels,
            "stored report": self._stored_reports,
            "snapshot": self._snapshots,
            "candidate": self._candidates,
            "manifest": self._manifests,
            "run": self._runs,
            "report": self._reports,
            "waiver": self._waivers,
        }
        found = known[kind]() if kind in known else ()
        return tuple(one for one in found if _SAFE.fullmatch(one.name))

    # -- what is carried ------------------------------------------------------------------------------------------

    def _rules(self) -> Iterable[KnownName]:
        """The rules of the project's bundles, as far as they are on this machine; without a project, the shipped ones.

        What is not carried is not compiled for it: its modules say what they are called.
        """
        from checker.ports.bundles import SHIPPED  # noqa: PLC0415 - a command pays for what it uses

        loaded = self.facade.load_if_there()
        lock = loaded.lock if loaded else None
        found: dict[str, KnownName] = {}
        for source in loaded.project.selection.bundles if loaded else (SHIPPED,):
            own = (
                _shipped_rules() if source == SHIPPED else self._own_rules(source, lock.entry(source) if lock else None)
            )
            for one in own:
                found.setdefault(one.name, one)
        return found.values()

    def _own_rules(self, source: str, locked: "LockedBundle | None") -> "Iterator[KnownName]":
        from checker.adapters.bundles.local_bundles import LocalBundles  # noqa: PLC0415 - as above
        from checker.adapters.bundles.remote_bundles import OfflineBundles  # noqa: PLC0415 - as above
        from checker.formats.bundle_archive import read_archive  # noqa: PLC0415 - as above
        from checker.formats.bundle_limits import BundleLimits  # noqa: PLC0415 - as above
        from checker.formats.rule_names import rule_names  # noqa: PLC0415 - as above

        limits = BundleLimits(compressed=_MOST_BYTES, unpacked=_MOST_BYTES, files=_MOST_FILES)
        local = LocalBundles(base=self.facade.directory, limits=limits)
        with suppress(CleanReleaseError):  # the other bundles still have names
            fetched = OfflineBundles(local=local, kept=lambda: self.facade.kept).fetch(source, locked=locked)
            whole = fetched.archive
            files = fetched.files if whole is None else read_archive(whole, source=source, limits=limits)
            yield from (KnownName(name=code, about=title) for code, title in rule_names(files))

    @staticmethod
    def _collections() -> Iterable[KnownName]:
        return map(_named, sorted({name for rule in _carried() for name in rule.collections}))

    def _channels(self) -> Iterable[KnownName]:
        """Those that the project declares, or else the registries of its targets; without a project, every registry."""
        from checker.domain.publisher import PublishingRegistry  # noqa: PLC0415 - as above

        loaded = self.facade.load_if_there()
        if loaded is None:
            return map(_named, PublishingRegistry)
        if channels := loaded.project.channels:
            return (KnownName(name=one.name, about=_led_to(one.target)) for one in channels)
        targets = loaded.project.release.targets
        return (KnownName(name=one.registry, about=_led_to(one)) for one in targets)

    # -- what is stored -------------------------------------------------------------------------------------------

    def _stored_reports(self) -> Iterable[KnownName]:
        from checker.application.list_reports import list_reports  # noqa: PLC0415 - as above

        if not self._has_store():
            return
        with self.facade.store(self._counts_in(), create=False) as store:
            page = list_reports(store, limit=_MOST_REPORTS)
        if page.reports:
            yield KnownName(name="latest", about="the report that was recorded last")
        for report in page.reports:
            yield KnownName(name=_short(report.digest), about=f"{report.verdict} at {report.evaluated_at}")

    def _snapshots(self) -> Iterable[KnownName]:
        if not self._has_store():
            return
        with self.facade.store(self._counts_in(), create=False) as store:
            digests = store.list_snapshots(limit=_MOST_REPORTS)
        if digests:
            yield KnownName(name="latest", about="the snapshot that was kept last")
        yield from (_named(_short(digest)) for digest in digests)

    def _candidates(self) -> Iterable[KnownName]:
        found = self._opened().candidates()[::-1][:_MOST]
        return (KnownName(name=one.name, about=f"{one.registered.version} {one.state}") for one in found)

    def _manifests(self) -> Iterable[KnownName]:
        found = self._opened().manifests[::-1][:_MOST]
        return (KnownName(name=built.name, about=event.candidate) for event, built in found)

    def _runs(self) -> Iterable[KnownName]:
        return (KnownName(name=run.name, about=run.candidate) for run in self._opened().runs()[::-1][:_MOST])

    def _reports(self) -> Iterable[KnownName]:
        found = [run for run in self._opened().runs() if run.report][::-1][:_MOST]
        return (KnownName(name=run.report.name, about=run.candidate) for run in found if run.report)

    def _waivers(self) -> Iterable[KnownName]:
        return (_named(one.name) for one in self._opened().waivers()[::-1][:_MOST])

    def _opened(self) -> "OpenedLifecycle":
        from checker.application.open_lifecycle import OpenedLifecycle, open_lifecycle  # noqa: PLC0415 - as above

        loaded = self.facade.load_if_there()
        if loaded is None or not self._has_store():
            return OpenedLifecycle()
        with self.facade.store(self._counts_in(), create=False) as store:
            return open_lifecycle(store, project=loaded.project)

    def _counts_in(self) -> Namespace:
        if self.namespace:
            return self.namespace
        loaded = self.facade.load_if_there()
        return loaded.project.namespace if loaded else Namespace.REAL

    def _has_store(self) -> bool:
        from checker.adapters.store.place import store_path  # noqa: PLC0415 - as above

        return os.path.lexists(store_path(self.facade.folder, self._counts_in()))


def _carried() -> "tuple[Rule, ...]":
    from checker.adapters.bundles.release_policy import shipped_pins  # noqa: PLC0415 - as above

    return tuple(rule for tree in shipped_pins().values() for rule in carried_rules(tree) or ())


def _shipped_rules() -> Iterable[KnownName]:
    return (KnownName(name=rule.code, about=rule.title) for rule in _carried())


def _led_to(target: "Target") -> str:
    return f"{target.registry} as {target.project}"


def _named(name: str) -> KnownName:
    return KnownName(name=str(name))


def _short(digest: str) -> str:
    """The hex digits that a digest is named by; a colon would begin another word in bash."""
    return digest.removeprefix("sha256:")[:_HEX_DIGITS]
