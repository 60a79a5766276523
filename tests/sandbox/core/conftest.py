"""The core is tried through the PlanSource sandbox, over real HTTP."""

from tests.sandbox.plansource.conftest import api, box, stranger

__all__ = ["api", "box", "stranger"]
