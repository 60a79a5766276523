"""An invented company for the tests of carrier files: people and elections as the snapshot has them."""

from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date, datetime
from io import BytesIO

from benefits_sync.domain.carriers.build import build_files
from benefits_sync.domain.carriers.built import BuildRequest
from benefits_sync.domain.carriers.settings import file_settings
from benefits_sync.mapping.carriers.file import Kind
from benefits_sync.models.elections import ELECTION_FIELDS, PERSON_FIELDS
from benefits_sync.models.frames import text_frame
from benefits_sync.x12.codes.envelope import Usage
from benefits_sync.x12.settings import ControlNumbers
from benefits_sync.x12.writer import write_file
from tests.mapping.carriers.profiles import PROFILE_OF

KEY = b"the key of the tests"
YEAR = ("2026-01-01", "2026-12-31")
NEXT_YEAR = ("2027-01-01", "2027-12-31")
LAST_MONDAY = date(2026, 3, 2)
TODAY = date(2026, 3, 16)

SUBSCRIBER, SPOUSE, CHILD = "ROBIN", "KIMB", "KIMC"
"""First names, as files have them, of every employee and of the first dependents of a family."""

LEVELS = ("Employee Only", "Employee + Spouse", "Employee + Child(ren)", "Employee + Family")


def frame(rows, fields):
    return text_frame({name: [row.get(name) for row in rows] for name in fields})


@dataclass
class Company:
    """People and elections that a test changes as the company's life would."""

    people: dict = field(default_factory=dict)
    rows: dict = field(default_factory=dict)

    def copy(self):
        return deepcopy(self)

    def employee(self, code, **changes):
        number = len(self.people) + 1
        self.people[code] = {
            "person": code,
            "subscriber_code": code,
            "relationship_code": "self",
            "employee_number": code,
            "ssn": f"523-{10 + number % 80:02}-{1000 + number % 8999:04}",
            "first_name": "Robin",
            "last_name": f"Larkspur{'abcdefghij'[number % 10]}",
            "birthdate": f"19{60 + number % 40}-05-{1 + number % 28:02}",
            "gender": "F" if number % 2 else "M",
            "marital_status": "S",
            "address_1": f"{number} Main Street",
            "city": "Boise",
            "state": "ID",
            "zip_code": "83702",
            "country": "US",
            "home_phone": "(208) 555-0142",
            "email": f"{code.lower()}@juniper.example",
            "hire_date": "2019-04-01",
            "original_hire_date": "2019-04-01",
            "seniority_date": "2019-04-01",
            "employment_status": "Active",
            "employment_level": "F",
            "division": "WEST",
            "location": "BOI",
            "org_class": "FT-SAL",
            "business_title": "Analyst",
            "current_salary": "65520",
            "hours_per_week": "40",
            "test_employee": "false",
        } | changes
        return code

    def dependent(self, code, number, relationship, **changes):
        person = f"{code}/{number}"
        self.people[person] = {
            "person": person,
            "subscriber_code": code,
            "relationship_code": relationship,
            "first_name": f"Kim{'abcdefghij'[int(number) % 10]}",
            "last_name": self.people[code]["last_name"],
            "birthdate": "1985-02-03" if relationship == "spouse" else f"201{int(number) % 10}-07-0{number}",
            "gender": "F",
        } | changes
        return person

    def elect(self, person, benefit, plan, level="Employee Only", begin="2026-01-01", **changes):
        code = person.split("/")[0]
        self.rows.setdefault(code, []).append(
            {
                "person": person,
                "subscriber_code": code,
                "coverage_id": f"{code}-{benefit}",
                "benefit_lookup_code": benefit,
                "org_plan_name": plan,
                "coverage_level_name": level,
                "plan_year_starts_on": YEAR[0],
                "plan_year_ends_on": YEAR[1],
                "original_effective_date": begin,
                "change_effective_date": begin,
                "election_effective_date": begin,
                "signature_date": "2025-11-10",
                "waived": "false",
                "waiting_for_eoi": "false",
            }
            | changes
        )
        return self.rows[code][-1]

    @property
    def elections(self):
        return [row for rows in self.rows.values() for row in rows]

    def of(self, person, benefit=None):
        return [
            row
            for row in self.rows[person.split("/")[0]]
            if row["person"] == person and benefit in (None, row["benefit_lookup_code"])
        ]

    def change(self, person, **values):
        self.people[person].update(values)

    def change_election(self, person, benefit, **values):
        for row in self.of(person, benefit):
            row.update(values)

    def end(self, person, end, reason, benefit=None):
        for row in self.of(person, benefit):
            row.update(termination_date=end, termination_reason=reason)

    def end_family(self, code, end, reason):
        for row in self.rows[code]:
            row.update(termination_date=end, termination_reason=reason)

    def leave(self, code, left, end, reason, **changes):
        self.change(code, termination_date=left, termination_reason=reason, **changes)
        self.end_family(code, end, reason)

    @property
    def frames(self):
        return frame(list(self.people.values()), PERSON_FIELDS), frame(self.elections, ELECTION_FIELDS)


@dataclass
class Sent:
    """A file as it was built and written."""

    build: object
    built: object
    data: bytes
    summary: object
    transactions: list

    @property
    def lines(self):
        return self.data.decode("ascii").splitlines()


def request(kind, as_of, **changes):
    values = {
        "kind": Kind(kind),
        "as_of": as_of,
        "created": datetime.fromisoformat(f"{as_of}T06:30"),
        "reference": f"REF-{as_of:%Y%m%d}",
        "key": KEY,
    }
    return BuildRequest(**values | changes)


def send_all(carrier, company, as_of, *, kind=None, picture=None, previous=None, number=42, **changes):
    """Build and write all files of a carrier for a day, as it would send them."""
    profile = PROFILE_OF[carrier] if isinstance(carrier, str) else carrier
    wanted = request(kind or profile.file.usual, as_of, **changes)
    people, elections = company.frames
    before = previous.frames[0] if previous is not None else None
    return [
        written(profile, wanted, build, number + at)
        for at, build in enumerate(build_files(profile, wanted, people, elections, picture, before))
    ]


def send(carrier, company, as_of, **options):
    """Build and write the one file of a carrier."""
    [sent] = send_all(carrier, company, as_of, **options)
    return sent


def written(profile, wanted, build, number):
    settings = file_settings(profile, Usage.TEST)
    numbers = ControlNumbers(interchange=number, group=number, created=wanted.created)
    stream, seen = BytesIO(), []

    def kept():
        for transaction in build.transactions():
            seen.append(transaction)
            yield transaction

    summary = write_file(
        stream, kept(), envelope=settings.envelope, numbers=numbers, settings=settings.writer
    )
    return Sent(build, build.outcome(), stream.getvalue(), summary, seen)


def segments(sent, code=None):
    """The segments of a file as lists of elements, with one code where it is given."""
    mark = sent.data[3:4].decode()
    found = [
        line.strip("\r\n").split(mark) for line in sent.data.decode("ascii").split("~") if line.strip("\r\n")
    ]
    return [one for one in found if code in (None, one[0])]


def ins(sent, name):
    """INS03 and INS04 of a person, by first name."""
    person = told_of(sent, name)
    return None if person is None else "/".join(person[0].split("*")[3:5])


def of(sent, name, *codes):
    """The segments of a person that begin so, by first name."""
    return [line for line in told_of(sent, name) if line.startswith(codes)]


def told_of(sent, first_name):
    """The segments of one person of a file, from INS to the next INS, by first name."""
    people, current = [], []
    for segment in segments(sent):
        if segment[0] in ("INS", "SE"):
            people.append(current)
            current = []
        current.append("*".join(segment))
    wanted = [
        one for one in people if any(f"*{first_name}" in line.upper() for line in one if "NM1*" in line)
    ]
    return wanted[0] if wanted else None
