"""What PlanSource should hold, reckoned from the sandbox's own employee records.

The mapping file's rules are written out once more in plain Python, person by person; none of the package's
code is used, so that both would have to make the same mistake.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

Person = dict[str, Any]
Row = dict[str, str]
Members = dict[str, str | bool | None]

PRIMARY_EIN = "84-1234567"
HORIZON_DAYS = 60
NEVER = "9999-12-31"

GENDER = {"Male": "M", "Female": "F", "Non-Binary": None}
MARITAL_STATUS = {"Single": "S", "Married": "M", "Common Law": "M", "Domestic Partnership": "D"}
LANGUAGE = {"English": "en", "Spanish": "es", None: None}
DIVISION = {"West": "WEST", "East": "EAST", "Central": "CENTRAL"}
LOCATION = {"Boise": "BOI", "Denver": "DEN", "Austin": "AUS", "Boston": "BOS", "Remote": "REM"}
UNION = {"Local 100": "U100", "Local 200": "U200", None: None}
PAY_TYPE = {"Hourly": "HOURLY", "Salary": "SALARY", "Commission": "SALARY"}
SCHEDULE = {"Biweekly": "7712", "Semi-monthly": "7713", "Weekly": "7714"}
SMOKER = {"Yes": "YES", "No": "NO", None: "NO"}
TRUTH = {"yes": True, "no": False, None: False}
PERIODS = {"Year": 1, "Month": 12, "Week": 52}

KEPT_ON_THE_WAY_OUT = {"org_class", "employment_level", "employment_status", "pay_type", "org_payroll_id"}
REQUIRED_OF_PEOPLE = (
    "employeeNumber", "firstName", "lastName", "ssn", "dateOfBirth", "gender", "maritalStatus", "address1",
    "city", "state", "zipcode", "hireDate",
)  # fmt: skip

REASON_IDS = {
    "death": 3,
    "employment_termination_for_cause": 2,
    "retirement": 5,
    "layoff": 6,
    "employment_termination": 1,
}


def current(rows: Sequence[Row], column: str, day: str) -> Row:
    """Return the row of greatest date up to the day, of equal dates the one entered last, or no values."""
    begun = [row for row in rows if row.get(column, "") <= day]
    return max(reversed(begun), key=lambda row: row.get(column, ""), default={})


def digits(text: str | None) -> str | None:
    return "".join(sign for sign in text if sign.isdigit()) if text else None


def money(text: str) -> str:
    return str(Decimal(text).quantize(Decimal("0.01"), ROUND_HALF_UP))


class Facts:
    """One person as BambooHR shows them on a day: a future hire as on the first day of work."""

    def __init__(self, person: Person, today: date) -> None:
        self.fields: dict[str, str] = person["fields"]
        self.day = today
        self.today = today.isoformat()
        self.hired = self.fields.get("hireDate", "")
        self.status = self._row(person, "employmentStatus", "date")
        self.job = self._row(person, "jobInfo", "date")
        self.job_today = current(person["tables"].get("jobInfo", ()), "date", self.today)
        self.pay = self._row(person, "compensation", "startDate")
        self.later = [row for row in person["tables"].get("employmentStatus", ()) if row["date"] > self.today]

    def _row(self, person: Person, table: str, column: str) -> Row:
        rows = person["tables"].get(table, ())
        return current(rows, column, self.today) or current(rows, column, self.hired or self.today)

    @property
    def gone(self) -> bool:
        return self.status.get("employmentStatus") == "Terminated"

    @property
    def hours(self) -> Decimal:
        return Decimal(self.fields.get("standardHoursPerWeek") or 0)

    def exclusion(self) -> str | None:
        """Return why the person is not meant for PlanSource at all, or None."""
        if self.fields.get("customTestEmployee") == "yes":
            return "test_employee"
        if self.fields.get("customEin", PRIMARY_EIN) != PRIMARY_EIN:
            return "other_ein"
        if self.status.get("employmentStatus") == "Contractor" or self.pay.get("type") == "Contract":
            return "contractor"
        horizon = (date.fromisoformat(self.today) + timedelta(days=HORIZON_DAYS)).isoformat()
        return "future_hire" if self.hired > horizon else None

    def lacks(self) -> list[str]:
        """Return the required fields that are empty."""
        return [name for name in REQUIRED_OF_PEOPLE if not self.fields.get(name)]

    def termination(self) -> tuple[str, int, bool]:
        """Return date, reason id and voluntary or not."""
        kind, reason = self.status["terminationTypeId"], self.status["terminationReasonId"]
        if kind == "Death":
            code = "death"
        elif reason == "Gross Misconduct":
            code = "employment_termination_for_cause"
        else:
            code = {"Retirement": "retirement", "Layoff": "layoff"}.get(reason, "employment_termination")
        return self.status["date"], REASON_IDS[code], kind == "Resignation (Voluntary)"

    def org_class(self) -> str:
        status, pay, level = self.status["employmentStatus"], self.pay["type"], self.fields["customJobLevel"]
        if status in {"Furloughed", "Intern"}:
            return {"Furloughed": "FURL", "Intern": "INTERN"}[status]
        if status == "Full-Time":
            if (level, pay) == ("Executive", "Salary"):
                return "EXEC"
            if self.hours < 30 or (self.job["location"] == "Remote" and self.hours < 32):
                return "PT"
            return "FT-HRLY" if pay == "Hourly" else "FT-SAL"
        a_year = (date.fromisoformat(self.today) - date.fromisoformat(self.hired)).days >= 365
        return "FT-HRLY" if self.hours >= 30 and a_year else "PT"

    def level(self) -> str:
        full = self.status["employmentStatus"] in {"Full-Time", "Furloughed", "Terminated"}
        return "F" if full and self.hours >= 30 else "P"

    def yearly(self) -> str:
        rate, per = Decimal(money(self.pay["rate"])), self.pay["paidPer"]
        return money(str(rate * self.hours * 52 if per == "Hour" else rate * PERIODS[per]))


def members(person: Person, today: date) -> Members:
    """Return every mapped member of somebody who works, or will soon; None where nothing is sent."""
    facts = Facts(person, today)
    of, job, pay = facts.fields, facts.job, facts.pay
    return {
        "subscriber_code": of["employeeNumber"],
        "employee_number": of["employeeNumber"],
        "user_name": of["employeeNumber"].lower(),
        "first_name": of["firstName"],
        "middle_name": of.get("middleName"),
        "last_name": of["lastName"],
        "ssn": digits(of["ssn"]),
        "birthdate": of["dateOfBirth"],
        "gender": GENDER[of["gender"]],
        "marital_status": MARITAL_STATUS[of["maritalStatus"]],
        "address_1": of["address1"],
        "address_2": of.get("address2"),
        "city": of["city"],
        "state": of["state"],
        "zip_code": of["zipcode"],
        "county": of.get("customCounty"),
        "country": of["country"],
        "home_phone": digits(of.get("homePhone")),
        "work_phone": digits(of.get("workPhone")),
        "cell_phone": digits(of.get("mobilePhone")),
        "email": of.get("workEmail") or of.get("homeEmail"),
        "email2": of.get("homeEmail"),
        "written_language": LANGUAGE[of.get("customPreferredLanguage")],
        "spoken_language": LANGUAGE[of.get("customPreferredLanguage")],
        "hire_date": of["hireDate"],
        "original_hire_date": of.get("originalHireDate") or of["hireDate"],
        "seniority_date": of.get("customSeniorityDate") or of.get("originalHireDate") or of["hireDate"],
        "employment_level": facts.level(),
        "employment_status": "Active",
        "business_title": job["jobTitle"],
        "hours_per_week": of["standardHoursPerWeek"],
        "highly_compensated": TRUTH[of.get("customHighlyCompensated")],
        "shareholder": TRUTH[of.get("customShareholder")],
        "division": DIVISION[job["division"]],
        "location": LOCATION[job["location"]],
        "org_class": facts.org_class() if not facts.gone else None,
        "union_code": UNION[of.get("customUnion")],
        "pay_rate": money(pay["rate"]),
        "pay_type": PAY_TYPE[pay["type"]],
        "current_salary": facts.yearly(),
        "current_salary_effective_on": pay["startDate"],
        "org_payroll_id": SCHEDULE[pay["paySchedule"]],
        "is_smoker": SMOKER[of.get("customTobaccoUser")],
        "udef_1": job["department"],
        "udef_2": of.get("customCostCenter"),
        "udef_3": of.get("customBadge"),
        "udef_4": of["customJobLevel"],
        "udef_5": facts.job_today.get("reportsTo"),
        "udef_6": pay["exempt"],
        "udef_7": pay["paidPer"],
        "udef_8": of.get("acaStatusCategory"),
        "udef_9": of["customEin"],
        "udef_10": digits(of.get("workPhoneExtension")),
        "udef_11": of.get("preferredName"),
        "udef_12": "BambooHR",
    }


def leaver(person: Person, today: date) -> Members:
    """Return the members sent of somebody who leaves, and the termination as PlanSource shows it."""
    sent = {name: value for name, value in members(person, today).items() if name not in KEPT_ON_THE_WAY_OUT}
    ended, reason, voluntary = Facts(person, today).termination()
    return sent | {
        "termination_date": ended,
        "termination_reason_id": str(reason),
        "is_voluntary_termination": voluntary,
    }


def spelled(value: object) -> str | bool | None:
    """Return a value of PlanSource or of ours in one spelling: 2026/03/04 is 2026-03-04, 40.0 is 40."""
    if value is None or isinstance(value, bool):
        return value
    text = str(value)
    if len(text) == 10 and text[4] == text[7] == "/":
        return text.replace("/", "-")
    whole, dot, fraction = text.partition(".")
    if dot and whole.isdecimal() and fraction.isdecimal():
        return f"{whole}.{fraction}".rstrip("0").rstrip(".")
    return text


def differences(wanted: Members, held: dict[str, Any]) -> dict[str, tuple[object, object]]:
    """Return member -> (wanted, held) for every member that is not as it should be."""
    pairs = {name: (spelled(value), spelled(held.get(name))) for name, value in wanted.items()}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
