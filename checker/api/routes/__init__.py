"""The routes, one file for each resource: what is documented, and one call."""

from checker.api.routes import candidates, health

ROUTERS = (health.router, candidates.router)
"""Every router, in the order in which addresses are looked up."""
