"""The invented company's own lists: places, departments, job titles and kinds of employment."""

from typing import NamedTuple

PRIMARY_EIN = "84-1234567"
SECOND_EIN = "84-7654321"

EMPLOYMENT_STATUSES = ("Full-Time", "Part-Time", "Contractor", "Intern", "Furloughed", "Terminated")
DIVISIONS = ("West", "East", "Central")
LOCATIONS = ("Boise", "Denver", "Austin", "Boston", "Remote")
PAY_SCHEDULES = ("Biweekly", "Semi-monthly", "Weekly")
UNIONS = ("Local 100", "Local 200")
JOB_LEVELS = ("Executive", "Manager", "Staff")
LANGUAGES = ("English", "Spanish")
TERMINATION_TYPES = ("Resignation (Voluntary)", "Termination (Involuntary)", "Death")
REHIRE_CHOICES = ("Yes", "No", "Upon review")
PAY_CHANGE_REASONS = ("New Hire", "Annual Review", "Promotion", "Market Adjustment")
MARITAL_STATUSES = ("Single", "Married", "Common Law", "Domestic Partnership")
GENDERS = ("Male", "Female", "Non-Binary")
ETHNICITIES = (
    "American Indian or Alaska Native",
    "Asian",
    "Black or African American",
    "Hispanic or Latino",
    "Native Hawaiian or Other Pacific Islander",
    "Two or More Races",
    "White",
)

DEPARTURES = (
    ("Resignation (Voluntary)", "Better Opportunity"),
    ("Resignation (Voluntary)", "Relocation"),
    ("Resignation (Voluntary)", "Retirement"),
    ("Termination (Involuntary)", "Performance"),
    ("Termination (Involuntary)", "Gross Misconduct"),
    ("Termination (Involuntary)", "Layoff"),
    ("Termination (Involuntary)", "End of Contract"),
    ("Death", "Death"),
)
"""Termination type and reason, as they are entered together."""

TERMINATION_REASONS = tuple(reason for _, reason in DEPARTURES)

JOB_TITLES = {
    "Engineering": ("Software Engineer", "Senior Software Engineer", "QA Engineer", "Reliability Engineer"),
    "Operations": ("Technician", "Logistics Coordinator", "Warehouse Associate", "Line Lead"),
    "Finance": ("Accountant", "Actuary", "Payroll Specialist", "Financial Analyst"),
    "People": ("Recruiter", "Benefits Administrator", "HR Generalist"),
    "Sales": ("Account Executive", "Sales Representative", "Sales Engineer"),
    "Support": ("Support Agent", "Support Specialist", "Customer Advocate"),
    "Legal": ("Counsel", "Paralegal"),
    "Executive": ("Vice President", "Chief Financial Officer", "Chief Executive Officer"),
}
DEPARTMENTS = tuple(JOB_TITLES)
COST_CENTERS = {name: f"CC-{number}10" for number, name in enumerate(DEPARTMENTS, start=1)}


class Place(NamedTuple):
    """A city people live in, and where in the company those people work."""

    city: str
    state: str
    county: str
    zipcode: str
    area_code: str
    location: str
    division: str


PLACES = (
    Place("Boise", "ID", "Ada", "83702", "208", "Boise", "West"),
    Place("Meridian", "ID", "Ada", "83646", "208", "Boise", "West"),
    Place("Denver", "CO", "Denver", "80202", "303", "Denver", "West"),
    Place("Aurora", "CO", "Arapahoe", "80012", "303", "Denver", "West"),
    Place("Austin", "TX", "Travis", "78701", "512", "Austin", "Central"),
    Place("Round Rock", "TX", "Williamson", "78664", "512", "Austin", "Central"),
    Place("Boston", "MA", "Suffolk", "02108", "617", "Boston", "East"),
    Place("Cambridge", "MA", "Middlesex", "02139", "617", "Boston", "East"),
    Place("Portland", "OR", "Multnomah", "97205", "503", "Remote", "West"),
    Place("Columbus", "OH", "Franklin", "43215", "614", "Remote", "Central"),
    Place("Tampa", "FL", "Hillsborough", "33602", "813", "Remote", "East"),
)


class Employment(NamedTuple):
    """One usual way of being employed: status, hours and how the pay is reckoned."""

    status: str
    pay_type: str
    paid_per: str
    schedule: str
    hours: str
    exempt: str
    aca: str
    level: str
    lowest: int
    highest: int
    share: int


EMPLOYMENTS = (
    Employment(
        "Full-Time", "Salary", "Year", "Biweekly", "40", "Exempt", "full-time", "Staff", 48_000, 140_000, 300
    ),
    Employment(
        "Full-Time",
        "Salary",
        "Year",
        "Semi-monthly",
        "40",
        "Exempt",
        "full-time",
        "Staff",
        52_000,
        150_000,
        150,
    ),
    Employment(
        "Full-Time", "Salary", "Month", "Semi-monthly", "40", "Exempt", "full-time", "Staff", 4_200, 9_800, 30
    ),
    Employment(
        "Full-Time", "Salary", "Year", "Biweekly", "40", "Exempt", "full-time", "Manager", 90_000, 185_000, 70
    ),
    Employment(
        "Full-Time",
        "Salary",
        "Year",
        "Biweekly",
        "40",
        "Exempt",
        "full-time",
        "Executive",
        190_000,
        320_000,
        10,
    ),
    Employment(
        "Full-Time",
        "Commission",
        "Year",
        "Biweekly",
        "40",
        "Exempt",
        "full-time",
        "Staff",
        45_000,
        90_000,
        50,
    ),
    Employment(
        "Full-Time", "Hourly", "Hour", "Biweekly", "40", "Non-exempt", "full-time", "Staff", 18, 46, 160
    ),
    Employment("Full-Time", "Hourly", "Hour", "Weekly", "36", "Non-exempt", "full-time", "Staff", 18, 40, 70),
    Employment(
        "Full-Time", "Salary", "Week", "Weekly", "40", "Non-exempt", "full-time", "Staff", 900, 1_900, 20
    ),
    Employment(
        "Part-Time",
        "Hourly",
        "Hour",
        "Biweekly",
        "24",
        "Non-exempt",
        "part-time-ineligible",
        "Staff",
        16,
        30,
        50,
    ),
    Employment(
        "Part-Time",
        "Hourly",
        "Hour",
        "Biweekly",
        "30",
        "Non-exempt",
        "part-time-eligible",
        "Staff",
        16,
        30,
        30,
    ),
    Employment(
        "Intern", "Hourly", "Hour", "Biweekly", "40", "Non-exempt", "intern-ineligible", "Staff", 16, 28, 20
    ),
    Employment(
        "Furloughed", "Hourly", "Hour", "Biweekly", "40", "Non-exempt", "full-time", "Staff", 18, 40, 10
    ),
    Employment(
        "Contractor", "Contract", "Hour", "Biweekly", "40", "Exempt", "contractor", "Staff", 40, 120, 30
    ),
)
