"""Finding who can publish, in a large repository: milliseconds, the best, the middle and the worst.

`python -m tests.bench.publish_paths` prints the figures as JSON; the aim is 1,000 ms for 300 writers, 20 environments
and 50 workflows. The graph, the distances and the paths are in it, the document too; reading files is not.
"""

import json
import statistics
import sys
import time
from dataclasses import replace
from typing import Any

from checker.adapters.path_distances.rustworkx_distances import RustworkxDistances
from checker.application.find_publish_paths import PathQuestion, find_publish_paths
from checker.application.read_workflows import read_workflows
from checker.domain.publisher import Publisher, PublishingRegistry
from checker.formats.canonical import canonical_bytes
from checker.formats.paths_v1 import paths_document
from checker.ports.workspace import WorkflowFile
from tests.path_cases import question_of, sections_of

WRITERS, ENVIRONMENTS, WORKFLOWS, RULESETS, KEYS, ROUNDS, AIM = 300, 20, 50, 20, 10, 15, 1000
_WORKFLOW = """\
name: Workflow {number}
on: {{workflow_dispatch: {{}}, release: {{}}, {chained} push: {{tags: ["v*"]}}}}
jobs:
  publish:
    runs-on: ubuntu-latest
    environment: env-{environment}
    permissions: {{id-token: write}}
    steps: [{{uses: pypa/gh-action-pypi-publish@release/v1}}]
"""


def main() -> None:
    """Measure, after one round that is not counted."""
    question = _question()
    rounds = [_once(question) for _ in range(ROUNDS + 1)][1:]
    taken, spent = [wall for wall, _ in rounds], [cpu for _, cpu in rounds]
    found = find_publish_paths(question, distances=RustworkxDistances())
    figures = {"best": round(min(taken), 1), "p50": round(statistics.median(taken), 1), "worst": round(max(taken), 1)}
    told = {
        "writers": WRITERS,
        "environments": ENVIRONMENTS,
        "workflows": WORKFLOWS,
        "nodes": len(found.graph.nodes),
        "edges": len(found.graph.edges),
        "paths": len(found.paths),
        "milliseconds": figures,
        "cpu_p50": round(statistics.median(spent), 1),
        "aim": AIM,
    }
    sys.stdout.write(json.dumps(told, indent=1) + "\n")


def _once(question: PathQuestion) -> tuple[float, float]:
    before, spent = time.perf_counter(), time.process_time()
    found = find_publish_paths(question, distances=RustworkxDistances())
    canonical_bytes(paths_document(found))
    return (time.perf_counter() - before) * 1000, (time.process_time() - spent) * 1000


def _question() -> PathQuestion:
    small = question_of("guarded")
    files = (
        WorkflowFile(
            path=f".github/workflows/w{number}.yml",
            data=_WORKFLOW.format(number=number, environment=number % ENVIRONMENTS, chained=_chained(number)).encode(),
        )
        for number in range(WORKFLOWS)
    )
    publishers = tuple(
        Publisher(
            registry=PublishingRegistry.PYPI,
            project=f"widget-{number}",
            owner="octo",
            repository="widget",
            workflow=f"w{number}.yml",
            environment=f"env-{number % ENVIRONMENTS}",
        )
        for number in range(WORKFLOWS)
    )
    return replace(
        small,
        project=replace(small.project, publishers=publishers),
        workflows=tuple(read_workflows(files)),
        audits=[replace(small.audits[0], sections=sections_of(_settings()))],
    )


def _chained(number: int) -> str:
    """Every fifth workflow is started by the end of the one after it."""
    return "" if number % 5 else f"workflow_run: {{workflows: [Workflow {number + 1}]}},"


def _settings() -> dict[str, Any]:
    rulesets = [
        {
            "id": str(number),
            "target": "tag" if number % 2 else "branch",
            "include": [f"refs/{'tags' if number % 2 else 'heads'}/r{number}/*"],
            "forbids": ["creation", "deletion"],
            "bypass": [["Team", str(number % 4), "always"]],
        }
        for number in range(RULESETS)
    ]
    environments = {
        f"env-{number}": {
            "reviewers": [["User", str(number)], ["Team", "9"]],
            "prevent": number % 3 > 0,
            "refs": [["tag", f"r{number}/*"], ["branch", f"r{number}/*"], ["tag", "v*"]],
        }
        for number in range(ENVIRONMENTS)
    }
    return {
        "branches": {"main": True, **{f"topic-{number}": False for number in range(100)}},
        "rulesets": rulesets,
        "environments": environments,
        "collaborators": [[number, "write"] for number in range(WRITERS)],
        "deploy_keys": [[number, f"key {number}", False] for number in range(KEYS)],
    }


if __name__ == "__main__":
    main()
