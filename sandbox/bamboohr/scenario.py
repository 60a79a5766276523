"""Business as usual, on demand: people are changed, leave, come back and start, chosen by a seed."""

from collections.abc import Callable
from random import Random

from sandbox.bamboohr.effects import changed_names, note_rehire, row_before
from sandbox.bamboohr.state import stamp
from sandbox.bamboohr.vendor import BambooHR
from sandbox.bamboohr.view import current_row
from sandbox.company import Person, Row
from sandbox.company import vocabulary as words
from sandbox.company.awkward import LAST_AWKWARD
from sandbox.company.history import departure, enter_person
from sandbox.company.model import HISTORY_DATES, iso
from sandbox.company.names import STREETS
from sandbox.company.people import FIRST_ID, draw_people, social_security_number

Touched = dict[str, list[dict[str, str]]]


class ScenarioError(ValueError):
    """A scenario cannot be played; the message says why and what would do."""


class Scenario:
    """One round of ordinary events, all entered at the clock's present.

    The awkward people are left alone, and nobody is chosen twice.

    Args:
        vendor: The emulated vendor.
        seed: Which people are chosen and what happens to them.
    """

    def __init__(self, vendor: BambooHR, seed: int) -> None:
        self._vendor = vendor
        self._state = vendor.state
        self._company = vendor.state.company
        self._rng = Random(f"scenario/{seed}")
        self._today = vendor.sandbox.clock.today()
        self._chosen: set[int] = set()

    def play(self, counts: dict[str, int]) -> Touched:
        """Play so many events of each kind.

        Args:
            counts: The kinds of `KINDS` and how many of each.

        Returns:
            For each kind the employee ids and employee numbers touched.

        Raises:
            ScenarioError: When a kind is unknown or there are too few people for it.
        """
        for kind in counts:
            if kind not in KINDS:
                raise ScenarioError(f"no scenario {kind!r}; there are {', '.join(KINDS)}")
        return {
            kind: [_named(p) for p in KINDS[kind](self, counts[kind])] for kind in KINDS if kind in counts
        }

    def change(self, count: int) -> list[Person]:
        """Change one thing about some active people: address, phone, pay or job."""
        acts = (self._move_house, self._new_phone, self._raise, self._promote)
        people = self._choose(count, leavers=False)
        for place, person in enumerate(people):
            acts[place % len(acts)](person)
        return people

    def terminate(self, count: int) -> list[Person]:
        """End the employment of some active people today."""
        people = self._choose(count, leavers=False)
        for person in people:
            self._enter(person, "employmentStatus", self._leaving(self._today.isoformat()))
        return people

    def future_terminate(self, count: int) -> list[Person]:
        """Enter terminations of some active people for days to come."""
        people = self._choose(count, leavers=False)
        for person in people:
            self._enter(person, "employmentStatus", self._leaving(self._day(self._rng.randrange(2, 30))))
        return people

    def rehire(self, count: int) -> list[Person]:
        """Take back today the ones who left last, so that those of an earlier round come first."""
        people = self._choose(count, leavers=True)
        for person in people:
            before = next(
                row for row in person.rows("employmentStatus") if row["employmentStatus"] != "Terminated"
            )
            today = self._today.isoformat()
            self._enter(
                person, "employmentStatus", {"date": today, "employmentStatus": before["employmentStatus"]}
            )
            for table in ("jobInfo", "compensation"):
                self._enter(person, table, {**_bare(person.rows(table)[-1]), HISTORY_DATES[table]: today})
        return people

    def transfer(self, count: int) -> list[Person]:
        """Enter moves to another place and division for days to come."""
        people = self._choose(count, leavers=False)
        for person in people:
            place = self._rng.choice(words.PLACES)
            job = {**self._current(person, "jobInfo"), "location": place.location, "division": place.division}
            self._enter(person, "jobInfo", {**job, "date": self._day(self._rng.randrange(2, 30))})
        return people

    def hire(self, count: int) -> list[Person]:
        """Let some people start today."""
        return [self._hire() for _ in range(count)]

    def _hire(self) -> Person:
        number = self._state.next_id()
        drawn = draw_people(self._rng, self._company.seed, 1, self._today.toordinal())[0]
        draft = drawn._replace(id=number, hired=self._today.toordinal(), left=None)
        draft.fields.update(self._names_of_new(draft.fields, number))
        self._company.today = self._today
        person = enter_person(self._rng, self._company, draft, FIRST_ID)
        now = self._vendor.now()
        self._state.record(person, (), now, "Created")
        self._state.record(person, set(person.fields), now)
        self._state.inserted[number] = stamp(now)
        return person

    def _names_of_new(self, fields: dict[str, str], number: int) -> dict[str, str]:
        """Give a newcomer what must be nobody else's."""
        from_start = number - FIRST_ID
        mailbox = f"{fields['firstName']}.{fields['lastName']}.{number}".lower().replace("'", "")
        return {
            "employeeNumber": f"E{10_001 + from_start}",
            "customBadge": f"B{10_001 + from_start}",
            "ssn": social_security_number(self._company.seed, from_start),
            "workEmail": f"{mailbox}@example.test",
            "homeEmail": f"{mailbox}.home@example.test",
            "hireDate": self._today.isoformat(),
            "customSeniorityDate": self._today.isoformat(),
            "dateOfBirth": iso(self._today.toordinal() - self._rng.randrange(20 * 366, 55 * 365)),
        }

    def _choose(self, count: int, *, leavers: bool) -> list[Person]:
        view = self._vendor.view(list(self._company.people.values()))
        fit = [
            person
            for person, row in zip(view.people, view.current("employmentStatus"), strict=True)
            if person.id > LAST_AWKWARD
            and person.id not in self._chosen
            and row is not None
            and (row["employmentStatus"] == "Terminated") is leavers
            and row["employmentStatus"] != "Contractor"
            and row is person.rows("employmentStatus")[-1]
            and not (leavers and _returns_never(person))
        ]
        if len(fit) < count:
            kind = "leavers" if leavers else "active people"
            raise ScenarioError(f"wanted {count} {kind}, there are {len(fit)}; start with more employees")
        people = sorted(fit, key=_left, reverse=True)[:count] if leavers else self._rng.sample(fit, count)
        self._chosen |= {person.id for person in people}
        return people

    def _move_house(self, person: Person) -> None:
        street = f"{self._rng.randrange(100, 9_900)} {self._rng.choice(STREETS)} Blvd"
        self._write(person, {"address1": street})

    def _new_phone(self, person: Person) -> None:
        self._write(person, {"mobilePhone": f"208-558-{self._rng.randrange(10_000):04d}"})

    def _raise(self, person: Person) -> None:
        pay = self._current(person, "compensation")
        rate = f"{float(pay['rate']) * 1.05:.2f}"
        self._enter(
            person,
            "compensation",
            {**pay, "rate": rate, "reason": "Promotion", "startDate": self._today.isoformat()},
        )

    def _promote(self, person: Person) -> None:
        job = self._current(person, "jobInfo")
        other = [name for name in words.DEPARTMENTS[:-1] if name != job["department"]]
        department = self._rng.choice(other)
        title = self._rng.choice(words.JOB_TITLES[department])
        today = self._today.isoformat()
        self._enter(person, "jobInfo", {**job, "department": department, "jobTitle": title, "date": today})

    def _write(self, person: Person, values: dict[str, str]) -> None:
        person.fields.update(values)
        self._state.record(person, values, self._vendor.now())

    def _enter(self, person: Person, table: str, values: Row) -> None:
        row = self._company.add_row(person, table, values)
        today = self._today.isoformat()
        self._state.expect(person, table, row, today)
        names: set[str] = set()
        if row[HISTORY_DATES[table]] <= today:
            before = row_before(person, table, row)
            names = changed_names(table, before, row)
            if table == "employmentStatus":
                names |= note_rehire(person, before, row)
        self._state.record(person, names, self._vendor.now())

    def _current(self, person: Person, table: str) -> Row:
        row = current_row(person.rows(table), HISTORY_DATES[table], self._today.isoformat())
        return _bare(row or {})

    def _leaving(self, day: str) -> Row:
        kind, reason = self._rng.choice(words.DEPARTURES)
        return departure(day, kind, reason)

    def _day(self, ahead: int) -> str:
        return iso(self._today.toordinal() + ahead)


KINDS: dict[str, Callable[[Scenario, int], list[Person]]] = {
    "change": Scenario.change,
    "terminate": Scenario.terminate,
    "rehire": Scenario.rehire,
    "hire": Scenario.hire,
    "future_terminate": Scenario.future_terminate,
    "transfer": Scenario.transfer,
}
"""The events that can be asked for, in the order they are played."""


def _named(person: Person) -> dict[str, str]:
    return {"id": str(person.id), "employeeNumber": person.fields.get("employeeNumber", "")}


def _bare(row: Row) -> Row:
    return {column: value for column, value in row.items() if column != "id"}


def _left(person: Person) -> str:
    return person.rows("employmentStatus")[-1]["date"]


def _returns_never(person: Person) -> bool:
    last = person.rows("employmentStatus")[-1]
    first = person.rows("employmentStatus")[0]
    return last.get("terminationRehireId") == "No" or first["employmentStatus"] == "Contractor"
