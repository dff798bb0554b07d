"""The routes, one file for each resource: what is documented, and one call."""

from checker.api.routes import candidates, health, manifests, pages, progress, records, releases, retired, runs

ROUTERS = (
    health.router,
    candidates.router,
    manifests.router,
    runs.router,
    progress.router,
    releases.router,
    records.router,
    pages.router,
    retired.router,
)
"""Every router, in the order in which addresses are looked up."""
