"""What the project itself says about a publish: the name in its metadata, and a publisher for each of its registries.

Checks P10 and P11 of the prediction.
"""

from checker.domain.observation import Observation, Status
from checker.domain.publish_prediction import NO_PUBLISHER, Check, Finding, Standing, holds, unknown
from checker.domain.publish_route import Route
from checker.domain.publisher import Publisher, PublishingRegistry
from checker.domain.token_exchange import normalised

_NEW_PROJECT = "403 Non-user identities cannot create new projects."


def name_finding(publisher: Publisher, package: str, versions: Observation) -> Finding:
    """P10: the publisher's project is the one the package names, and exists exactly if it is not pending.

    Args:
        publisher: as declared.
        package: the name in the package's metadata, empty where it is not known.
        versions: those the registry has of the project, as a registry audit read them.
    """
    check = Check.PROJECT_NAME
    if not package:
        fix = "write the name into pyproject.toml, or run the command in the package's own folder"
        return unknown(check, "the package's metadata names no project", fix=fix)
    if normalised(package) != normalised(publisher.project):
        return Finding(
            check=check,
            standing=Standing.FAILS,
            why="the package's metadata names another project",
            field="project",
            seen=publisher.project,
            expected=package,
            fix=f"register the publisher for {package}, or name the package {publisher.project}",
            answer=_NEW_PROJECT,
        )
    if not publisher.pending:
        return holds(check, f"publisher and metadata both name {package}")
    if versions.status is not Status.COLLECTED:
        fix = "give a registry audit, or look whether the project is there"
        return unknown(check, f"it is not known whether {package} exists already", fix=fix)
    if not versions.value:
        return holds(check, f"{package} does not exist yet, and the pending publisher is for it")
    return Finding(
        check=check,
        standing=Standing.FAILS,
        why=f"{package} exists already, and a pending publisher can only create a project",
        field="pending",
        seen="true",
        expected="false",
        fix="delete the pending publisher, and register it in the project's own publishing settings",
        answer="invalid-pending-publisher: valid token, but project already exists",
    )


def own_publisher(registry: PublishingRegistry) -> Finding:
    """P11 where a publisher of this registry's own is declared."""
    return holds(Check.OWN_PUBLISHER, f"a publisher of {registry.label}'s own is declared")


def no_publisher(registry: PublishingRegistry, route: Route, slug: str, *, any_declared: bool) -> Finding:
    """P11 where a route uploads to a registry that no publisher is declared for."""
    owner, _, repository = slug.partition("/")
    environment = route.job.environment
    values = {
        "owner": owner,
        "repository": repository,
        "workflow": route.called.file,
        "environment": environment.text if environment and environment.is_known else "",
    }
    wanted = ", ".join(f"{name} {value or '(empty)'}" for name, value in values.items())
    where = f"job {route.job.id} in {route.called.path} uploads to {registry.label}"
    if not any_declared:
        fix = f"declare under publishers in the project file what is registered, for example {wanted}"
        return unknown(Check.OWN_PUBLISHER, f"{where}, and no publisher is declared at all", fix=fix)
    return Finding(
        check=Check.OWN_PUBLISHER,
        standing=Standing.FAILS,
        why=f"{where}, which has publishers of its own, and none is declared",
        field="registry",
        seen="none",
        expected=str(registry),
        fix=f"register at {registry.label}: {wanted}; then declare it under publishers",
        answer=NO_PUBLISHER,
    )
