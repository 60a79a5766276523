"""Every coverage of every employee, by employee and in the order of entry."""

from collections.abc import Iterator
from dataclasses import fields
from itertools import count
from operator import attrgetter
from typing import Any

from sandbox.core.wire import Json
from sandbox.plansource.benefits.blemishes import Blemish
from sandbox.plansource.benefits.model import Amounts, Coverage, DependentCoverage, Line, Request

_FIRST_COVERAGE = 55_120_001
_FIRST_LINE = 66_230_001
_FIRST_DEPENDENT_COVERAGE = 77_340_001


class Enrollments:
    """The coverages of the organization.

    Attributes:
        owners: The subscriber of each coverage.
        blemishes: What is wrong with payroll rows, by subscriber.
        revision: Grows with every change, so that what was computed from the state can be kept until then.
    """

    def __init__(self) -> None:
        self.owners: dict[int, int] = {}
        self.blemishes: dict[int, list[Blemish]] = {}
        self.revision = 0
        self._ids: dict[int, dict[str, int]] = {}
        self._versions: dict[int, list[Coverage]] = {}
        self._parts: dict[int, int] | None = None
        self.line_ids = count(_FIRST_LINE)
        self.dependent_coverage_ids = count(_FIRST_DEPENDENT_COVERAGE)

    def of(self, subscriber: int) -> list[Coverage]:
        """Return every version of one employee, in the order of entry."""
        return self._versions.get(subscriber, [])

    def all(self) -> Iterator[Coverage]:
        """Walk through every version of everyone."""
        for versions in self._versions.values():
            yield from versions

    def versions(self, subscriber: int, benefit: str, year: int) -> list[Coverage]:
        """Return the versions of one benefit in one plan year; the last one is the current one."""
        return [one for one in self.of(subscriber) if one.benefit == benefit and one.plan_year == year]

    def current(self, subscriber: int, benefit: str, year: int) -> Coverage | None:
        """Return the current version of one benefit in one plan year."""
        for one in reversed(self.of(subscriber)):
            if one.benefit == benefit and one.plan_year == year:
                return one
        return None

    def currents(self, subscriber: int) -> list[Coverage]:
        """Return the current version of every benefit and plan year of one employee."""
        return list({(one.benefit, one.plan_year): one for one in self.of(subscriber)}.values())

    def coverages_of(self, subscriber: int) -> list[int]:
        """Return the ids of one employee's coverages."""
        return list(self._ids.get(subscriber, {}).values())

    def coverage_id(self, subscriber: int, benefit: str) -> int:
        """Return the id of an employee's coverage of a benefit, which is made when there is none yet."""
        own = self._ids.setdefault(subscriber, {})
        if benefit not in own:
            own[benefit] = _FIRST_COVERAGE + len(self.owners)
            self.owners[own[benefit]] = subscriber
        return own[benefit]

    def benefit_of(self, coverage: int) -> str:
        """Return the lookup code of the benefit that a coverage is of."""
        own = self._ids[self.owners[coverage]]
        return next(benefit for benefit, number in own.items() if number == coverage)

    def coverage_of_part(self, part: int) -> int | None:
        """Return the coverage that a line or a dependent coverage belongs to, or None."""
        if self._parts is None:
            self._parts = {}
            for version in self.all():
                self._note_parts(version, self._parts)
        return self._parts.get(part)

    def enter(self, version: Coverage) -> Coverage:
        """Enter a version, which is then the current one of its benefit and plan year."""
        self._versions.setdefault(version.subscriber_id, []).append(version)
        self._changed(version)
        return version

    def _changed(self, version: Coverage) -> None:
        self.revision += 1
        # The index is made when it is first asked for: most sandboxes never are.
        if self._parts is not None:
            self._note_parts(version, self._parts)

    @staticmethod
    def _note_parts(version: Coverage, parts: dict[int, int]) -> None:
        numbers = [one.id for one in version.dependents] + [one.id for one in version.lines]
        parts.update(dict.fromkeys(numbers, version.id))

    def spoil(self, subscriber: int, blemish: Blemish) -> None:
        """Make a payroll row wrong."""
        self.blemishes.setdefault(subscriber, []).append(blemish)
        self.revision += 1

    def mend(self, subscriber: int, now: str) -> None:
        """Make an employee's payroll rows right again, which counts as a change of the current ones."""
        self.blemishes.pop(subscriber, None)
        for version in self.currents(subscriber):
            self.touch(version, now)

    def touch(self, version: Coverage, now: str) -> None:
        """Note that a version was changed in place."""
        version.updated_at = now
        self._changed(version)

    def snapshot(self) -> Json:
        """Return all versions as rows, and what the next line and dependent coverage is called."""
        numbers = [next(self.line_ids), next(self.dependent_coverage_ids)]
        self.line_ids, self.dependent_coverage_ids = (count(number) for number in numbers)
        return {
            "coverages": [_ROW(one) for one in self.all()],
            "blemishes": list(self.blemishes.items()),
            "next": numbers,
        }

    @classmethod
    def restored(cls, state: Json) -> "Enrollments":
        """Make the enrollments of a snapshot that went through JSON."""
        fresh = cls()
        for row in state["coverages"]:
            fresh._enter_restored(_version(dict(zip(_MEMBERS, row, strict=True))))
        for subscriber, spoilt in state["blemishes"]:
            fresh.blemishes[subscriber] = [Blemish(**one) for one in spoilt]
        fresh.line_ids, fresh.dependent_coverage_ids = (count(number) for number in state["next"])
        return fresh

    def _enter_restored(self, version: Coverage) -> None:
        self.owners[version.id] = version.subscriber_id
        self._ids.setdefault(version.subscriber_id, {})[version.benefit] = version.id
        self.enter(version)


_MEMBERS = tuple(one.name for one in fields(Coverage))
_ROW = attrgetter(*_MEMBERS)


def _version(members: dict[str, Any]) -> Coverage:
    request = members["request"]
    if request is not None:
        members["request"] = Request(**request | {"amounts": Amounts(**request["amounts"])})
    members["amounts"] = Amounts(**members["amounts"])
    members["dependents"] = tuple(DependentCoverage(**one) for one in members["dependents"])
    members["lines"] = tuple(Line(**one) for one in members["lines"])
    return Coverage(**members)
