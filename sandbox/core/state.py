"""The sandbox as a whole: what ties clock, journal, faults and vendors together."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from sandbox.core.clock import Clock
from sandbox.core.faults import FaultPlan
from sandbox.core.journal import Journal
from sandbox.core.vendors import BAMBOOHR, PLANSOURCE, Vendor


@dataclass(frozen=True)
class Credentials:
    """What a caller needs to sign in to both vendors; the same seed gives the same."""

    company: str
    api_key: str
    client_id: str
    client_secret: str
    logged_in_user: str

    @classmethod
    def of_seed(cls, seed: int) -> "Credentials":
        """Derive the credentials of the company with this seed."""

        def secret(purpose: str) -> str:
            return hashlib.sha256(f"{purpose}:{seed}".encode()).hexdigest()

        return cls(
            company="juniperfield",
            api_key=secret("bamboohr-api-key")[:40],
            client_id=f"juniperfield_hcm_{seed}",
            client_secret=secret("plansource-client-secret"),
            logged_in_user="integration_admin",
        )

    def to_json(self) -> dict[str, dict[str, str]]:
        """Describe the credentials vendor by vendor, as the first line of output does."""
        return {
            BAMBOOHR: {"company": self.company, "api_key": self.api_key},
            PLANSOURCE: {
                "client_id": self.client_id,
                "client_secret": self.client_secret,
                "logged_in_user": self.logged_in_user,
            },
        }


@dataclass
class Sandbox:
    """One invented company at both vendors, with everything that is not a vendor's own."""

    employees: int
    seed: int
    clock: Clock
    journal: Journal
    faults: FaultPlan
    credentials: Credentials
    state_file: Path | None = None
    vendors: dict[str, Vendor] = field(default_factory=dict)
    changes: int = 0
    """Counts requests that may have changed state, so that the saver knows when to save."""

    @classmethod
    def create(
        cls,
        employees: int = 100,
        seed: int = 1,
        faults: Sequence[Any] = (),
        state_file: Path | None = None,
        today: date | None = None,
    ) -> "Sandbox":
        """Make a sandbox with the parts it needs; vendors join it through their `add_routes`."""
        clock = Clock(today)
        return cls(
            employees=employees,
            seed=seed,
            clock=clock,
            journal=Journal(clock),
            faults=FaultPlan(seed, faults),
            credentials=Credentials.of_seed(seed),
            state_file=state_file,
        )

    def reset(self) -> None:
        """Return everything to the state of the start, as if freshly seeded."""
        self.clock.reset()
        self.faults.reset()
        self.journal.clear()
        for vendor in self.vendors.values():
            vendor.reset()
