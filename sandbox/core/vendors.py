"""Which vendor a path belongs to, and what a vendor gives to the core."""

from typing import Protocol

from aiohttp import web

from sandbox.core.wire import Json

BAMBOOHR = "bamboohr"
PLANSOURCE = "plansource"
CONTROL = "/__sandbox"

_PLANSOURCE_PATHS = ("/admin/", "/oauth/v2/")


def vendor_of(path: str) -> str | None:
    """Name the vendor that answers `path`, or None for the sandbox's own control routes."""
    if path.startswith(CONTROL):
        return None
    return PLANSOURCE if path.startswith(_PLANSOURCE_PATHS) else BAMBOOHR


class Vendor(Protocol):
    """One emulated vendor: its state and how it words a failure it did not plan."""

    def reset(self) -> None:
        """Return to the seeded state."""

    def snapshot(self) -> Json:
        """Return the whole state as plain JSON values."""

    def restore(self, state: Json) -> None:
        """Take over a state that `snapshot` returned."""

    def fault_answer(self, status: int, text: str | None) -> web.Response:
        """Word an injected HTTP status the way this vendor does, with a text of its own or another one."""
