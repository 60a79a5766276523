"""Two companies that live the same life: one's imports are left in peace, the other's are not."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any, Self
from urllib.error import HTTPError

from scripts.local_sshd import LocalSSHD
from tests.pipeline.expected_deductions import ACCOUNTS, Version
from tests.pipeline.payroll_office import Office
from tests.pipeline.site import Sandbox
from tests.services.sshd import SFTPServer

START = "2025-03-04"
EMPLOYEES = 30
TIERED = ("medical", "dental", "vision")


@dataclass
class Twins:
    """The two companies; whatever happens to the one happens to the other."""

    calm: Office
    shaken: Office
    rng: Random
    days: int = 0

    @classmethod
    @contextmanager
    def opened(cls, sshd: LocalSSHD, home: Path, seed: int, *, imported: bool = True) -> Iterator[Self]:
        """Start both, with everybody's elections and first imports done, unless the latter are not wanted."""
        arguments = ("--employees", str(EMPLOYEES), "--seed", str(seed), "--today", START)
        boxes = [Sandbox.start(*arguments) for _ in range(2)]
        try:
            offices = []
            for box, name in zip(boxes, ("calm", "shaken"), strict=True):
                folder = home / name
                folder.mkdir()
                offices.append(Office(box, folder, SFTPServer.at(sshd, folder)))
                with offices[-1].signed_in():
                    offices[-1].open() if imported else offices[-1].elect()
            yield cls(*offices, Random(seed))
        finally:
            for box in boxes:
                box.stop()

    @property
    def both(self) -> tuple[Office, Office]:
        return self.calm, self.shaken

    def live_on(self, days: int = 6) -> None:
        """Let some days pass, and people come, go and choose something else."""
        self.days += days
        counts = {"change": 3, "terminate": self.days // 6 % 2, "hire": 1, "seed": self.days}
        for office in self.both:
            office.company.pass_days(days)
        self._same(lambda office: office.sandbox.scenario(**counts))
        for office in self.both:
            office.table.export(f"export of day {self.days}")
        self._same(lambda office: office.plansource("elect_everyone"))
        for code, held in self._chosen(6):
            control, body = self._wish(code, held)
            self._same(lambda office, control=control, body=body: office.plansource(control, **body) and 0)

    def _chosen(self, number: int) -> list[tuple[str, Version]]:
        """Choose people and one benefit of each."""
        box = self.calm.sandbox
        codes = {row["id"]: code for code, row in box.subscribers().items()}
        held = {
            (codes[one["subscriber_id"]], one["benefit"]): one
            for one in box.call("GET", "plansource/coverages")
            if one["benefit"] in {*TIERED, *ACCOUNTS, "subscriber_life"}
        }
        open_now = {key: one for key, one in held.items() if not one["termination_date"]}
        return [(key[0], open_now[key]) for key in self.rng.sample(sorted(open_now), number)]

    def _wish(self, code: str, held: Version) -> tuple[str, dict[str, Any]]:
        """Choose what somebody does about a benefit: now, as of some days ago or from some days on."""
        day = self.calm.company.day(self.rng.choice((0, 0, -12, 9)))
        body = {"subscriber_code": code, "benefit": held["benefit"], "effective_date": day}
        if held["benefit"] in ACCOUNTS:
            more = held["amounts"]["subscriber_fsa"] / 100 + 210.07
            return "elect", body | {"level": held["level"], "amount": f"{more:.2f}"}
        if held["benefit"] not in TIERED or self.rng.random() < 0.3:
            return "decline", body
        event = self.rng.choice(("marriage", "birth", "divorce", "domestic_partnership", "plan"))
        if event == "plan":
            other = {"medical": "gold_ppo", "dental": "dental_plus", "vision": "vision"}[held["benefit"]]
            return "elect", body | {"plan": other, "level": held["level"]}
        return "change", {"subscriber_code": code, "event": event, "effective_date": day}

    def _same(self, act: Callable[[Office], Any]) -> None:
        """Do the same in both companies; what one refuses the other refuses too."""
        told = []
        for office in self.both:
            try:
                told.append(act(office))
            except HTTPError as refused:
                told.append(refused.read())
        assert told[0] == told[1]
