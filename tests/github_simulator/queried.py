"""What the simulator answers to the one query of GraphQL: each part that is asked for, all of it with status 200."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.github_simulator.made_files import kept_files, ownership
from tests.github_simulator.made_lists import lists
from tests.github_simulator.made_reviews import commit, page, since
from tests.github_simulator.made_settings import classic_rule, settings_fields
from tests.github_simulator.made_workflows import workflow_source


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassicRules:
    """The classic rules of a repository as GraphQL shows them: nothing of them to who is no administrator."""

    nodes: list[dict[str, Any]]
    admin: bool = True
    size: int = 100


@dataclass(slots=True, kw_only=True)
class Queried:
    """What GraphQL tells of one repository; `parts` change the fields of the other parts, by name."""

    rules: ClassicRules = field(default_factory=lambda: ClassicRules(nodes=[classic_rule("main")]))
    parts: dict[str, dict[str, Any]] = field(default_factory=dict)

    def answer(self, variables: Mapping[str, Any], answers: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """The body of the answer; `answers` are those of REST about the same repository, by path."""
        begin = int(variables["endCursor"] or 0)
        fields: dict[str, Any] = {
            "nameWithOwner": f"{variables['owner']}/{variables['name']}",
            "viewerCanAdminister": self.rules.admin,
        }
        if variables["rules"]:
            fields["branchProtectionRules"] = self._classic(begin)
        always = {"workflows": workflow_source(), "reviews": page(commit()), "since": since(commit()), **lists()}
        always |= {"files": kept_files(), "ownership": ownership()}
        for name, told in (always | self.parts).items():
            fields |= told if variables.get(name) else {}
        told, errors = settings_fields(answers or {}, f"repos/{variables['owner']}/{variables['name']}", variables)
        fields = {**told, **fields}
        return {"data": {"repository": fields}, **({"errors": errors} if errors else {})}

    def _classic(self, begin: int) -> dict[str, Any]:
        found = self.rules
        nodes = found.nodes if found.admin else []
        page = {"hasNextPage": begin + found.size < len(nodes), "endCursor": str(begin + found.size)}
        return {"totalCount": len(nodes), "pageInfo": page, "nodes": nodes[begin : begin + found.size]}


def unknown_repository() -> dict[str, Any]:
    """The body about a repository that is none, or that may not be seen."""
    error = {"type": "NOT_FOUND", "path": ["repository"], "message": "Could not resolve to a Repository."}
    return {"data": {"repository": None}, "errors": [error]}
