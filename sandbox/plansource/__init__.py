"""PlanSource's Admin API v2, as far as demographics go."""

from aiohttp import web

from sandbox.core.state import Sandbox


def add_routes(app: web.Application, sandbox: Sandbox) -> None:
    """Register PlanSource's routes and let its state join the sandbox."""
