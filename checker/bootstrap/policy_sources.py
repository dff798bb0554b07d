"""Policy sources: where the policies facade finds bundles, and the documents that rules are tried and proven on."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from checker.bootstrap.carried import carried_rules
from checker.bootstrap.services import INPUT_SCHEMA, TOOL, ProjectServices
from checker.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from checker.application.list_rules import OpenedBundle, RuleReader
    from checker.application.trial_input import TrialInput, TrialSetting
    from checker.application.try_rule import RuleTrial
    from checker.domain.json_value import Json
    from checker.domain.lock import LockedBundle
    from checker.domain.project import Project
    from checker.domain.rule import Contract, Rule

POLICIES = "policies"
"""The folder that an author's policies are in, where no project says otherwise."""


@dataclass(frozen=True, kw_only=True)
class PolicySources:
    """Bundles and documents by the names a user gives them.

    A bundle that is named is looked for from where the user stands; without one it is the project's bundles, or the
    shipped one where there is no project.
    """

    facade: ProjectServices

    def opened(self, bundle: str, *, only: str = "") -> "list[OpenedBundle]":
        """The named bundle, or the project's; with `only`, and where it is there, no other rule than that one.

        Raises:
            NotFoundError, BundleRefusedError: see `RuleReader.open`.
        """
        return [
            reader.open(source, contract=contract, only=only, locked=locked)
            for reader, source, contract, locked in self._meant(bundle)
        ]

    def offered(self, bundle: str) -> "Iterator[Rule]":
        """The rules of the named bundle, or of the project's; raises as `opened`."""
        for reader, source, contract, locked in self._meant(bundle):
            yield from reader.rules(source, contract=contract, locked=locked)

    def _meant(self, bundle: str) -> "Iterator[tuple[RuleReader, str, Contract, LockedBundle | None]]":
        """Each bundle that is meant: what opens it, its name, how it is read, and what the lock says of it."""
        from checker.domain.rule import Contract  # noqa: PLC0415 - a command pays only for its own
        from checker.ports.bundles import SHIPPED  # noqa: PLC0415 - as above

        if bundle:
            yield self.reader(Path()), bundle, Contract.RELEASE_POLICY, None
            return
        loaded = self.facade.load_if_there()
        sources = loaded.project.selection.bundles if loaded else (SHIPPED,)
        contract = loaded.project.selection.contract if loaded else Contract.RELEASE_POLICY
        reader = self.reader(self.facade.directory)
        lock = loaded.lock if loaded else None
        for source in sources:
            yield reader, source, contract, lock.entry(source) if lock else None

    def one(self, name: str, bundle: str) -> "tuple[OpenedBundle, Rule]":
        """The one rule of this name, and the bundle it is in.

        Raises:
            NotFoundError, BundleRefusedError: as above, or there is no such rule.
            UsageError: the name is of several.
        """
        from checker.application.list_rules import find_rules, list_rules  # noqa: PLC0415 - as above

        opened = self.opened(bundle, only=name)
        found = find_rules(name, list_rules(opened))
        if len(found) > 1:
            codes = " and ".join(rule.code for rule in found)
            raise UsageError(f"{name!a} is {len(found)} rules: {codes}", hint="name one of them by its code")
        return next(one for one in opened if found[0] in one.rules), found[0]

    def reader(self, base: Path) -> "RuleReader":
        """What opens bundles by their names relative to a folder."""
        from checker.adapters.bundles.local_bundles import LocalBundles  # noqa: PLC0415 - as above
        from checker.adapters.bundles.release_policy import shipped_pins  # noqa: PLC0415 - as above
        from checker.adapters.bundles.remote_bundles import OfflineBundles  # noqa: PLC0415 - as above
        from checker.application.list_rules import RuleReader  # noqa: PLC0415 - as above
        from checker.formats.published import schema_bytes  # noqa: PLC0415 - as above
        from embedded_opa import DEFAULT_BUILTINS  # noqa: PLC0415 - as above

        return RuleReader(
            bundles=OfflineBundles(local=LocalBundles(base=base), kept=lambda: self.facade.kept),
            trusted_engine=self.facade.engine(),
            untrusted_engine=lambda: self.facade.engine(isolated=True),
            input_schema=schema_bytes(INPUT_SCHEMA),
            builtins=sorted(DEFAULT_BUILTINS),
            pins=shipped_pins(),
            shipped=carried_rules,
        )

    def trial_input(self, document: str) -> "tuple[Project | None, TrialInput]":
        """The project that a document belongs to, if there is one, and the rules' input that it is or makes.

        Raises:
            NotFoundError, InputRefusedError, TrustError: it is not there, or is no input.
        """
        from checker.adapters.project_files import read_plain_file  # noqa: PLC0415 - as above
        from checker.application.check_project import inputs_of  # noqa: PLC0415 - as above
        from checker.application.read_documents import GivenDocuments, NamedBytes  # noqa: PLC0415 - as above
        from checker.application.trial_input import input_of_documents, input_of_file  # noqa: PLC0415 - as above
        from checker.domain.limits import MACHINE_WRITTEN  # noqa: PLC0415 - as above

        path = Path(document)
        if path.is_dir():
            facade = ProjectServices(directory=path)
            project = facade.load().project
            given = inputs_of(project, files=facade.files, without=GivenDocuments())
            return project, input_of_documents(given, setting=self._setting(project))
        loaded = self.facade.load_if_there()
        around = loaded.project if loaded else None
        data = read_plain_file(path, most_bytes=MACHINE_WRITTEN.bytes)
        return around, input_of_file(NamedBytes(name=document, data=data), setting=self._setting(around))

    def given_input(self, document: "dict[str, Json]") -> "TrialInput":
        """The rules' input that a test of a rule built, judged as of its own moment and without a project."""
        from checker.application.trial_input import TEMPLATE, input_of_value  # noqa: PLC0415 - as above
        from checker.domain.project import ReleaseFacts  # noqa: PLC0415 - as above

        return input_of_value(document, release=ReleaseFacts(), slug=TEMPLATE)

    def _setting(self, project: "Project | None") -> "TrialSetting":
        from checker.application.trial_input import TrialSetting  # noqa: PLC0415 - as above
        from checker.formats.published import document_schema  # noqa: PLC0415 - as above

        return TrialSetting(project=project, now=self.facade.now(), tool=TOOL, schema=document_schema(INPUT_SCHEMA))

    def trial(
        self,
        opened: "OpenedBundle",
        rule: "Rule",
        *,
        given: "TrialInput",
        parameters: "Mapping[str, Json] | None" = None,
        facts: "Mapping[str, Json] | None" = None,
    ) -> "RuleTrial":
        """One rule on one input."""
        from checker.application.try_rule import RuleTrial  # noqa: PLC0415 - as above
        from checker.formats.published import schema_bytes  # noqa: PLC0415 - as above
        from embedded_opa import DEFAULT_BUILTINS  # noqa: PLC0415 - as above

        return RuleTrial(
            opened=opened,
            rule=rule,
            given=given,
            checks=self.facade.rule_checks(),
            input_schema=schema_bytes(INPUT_SCHEMA),
            builtins=tuple(sorted(DEFAULT_BUILTINS)),
            parameters=parameters or {},
            facts=facts or {},
        )
