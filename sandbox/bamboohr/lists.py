"""The company's own lists, with the numbers of their options."""

from dataclasses import asdict, dataclass, field

from sandbox.company import vocabulary as words
from sandbox.core.wire import Json


@dataclass(slots=True)
class Option:
    """One entry of a list."""

    id: int
    name: str
    archived: bool = False
    archived_date: str | None = None


@dataclass(slots=True)
class ListField:
    """One list and the field or table column it is for."""

    id: str
    name: str
    alias: str | None
    sources: tuple[str, ...]
    manageable: bool = True
    options: list[Option] = field(default_factory=list)

    def match(self, text: str) -> str | None:
        """Return the option spelt as the list spells it, ignoring case and outer blanks."""
        wanted = text.strip().lower()
        return next((option.name for option in self.options if option.name.lower() == wanted), None)


_TITLES = (
    *(title for titles in words.JOB_TITLES.values() for title in titles),
    *(f"{department} Manager" for department in words.DEPARTMENTS[:-1]),
)
_EEO = (
    "Executive/Senior Level Officials and Managers",
    "First/Mid Level Officials and Managers",
    "Professionals",
    "Technicians",
    "Sales Workers",
    "Administrative Support Workers",
    "Craft Workers",
    "Operatives",
    "Laborers and Helpers",
    "Service Workers",
)
_SEEDED = (
    ("16", "Employment Status", "employmentHistoryStatus", "employmentStatus.employmentStatus"),
    ("18", "Location", "location", "jobInfo.location"),
    ("4", "Department", "department", "jobInfo.department"),
    ("1355", "Division", "division", "jobInfo.division"),
    ("17", "Job Title", "jobTitle", "jobInfo.jobTitle"),
    ("4017", "Compensation: Change Reason", "payChangeReason", "compensation.reason"),
    ("4269", "Pay Schedule", "paySchedule", "compensation.paySchedule"),
    ("4313", "Termination Type", None, "employmentStatus.terminationTypeId"),
    ("4314", "Termination Reason", None, "employmentStatus.terminationReasonId"),
    ("4315", "Eligible For Re-hire", None, "employmentStatus.terminationRehireId"),
    ("155", "Marital Status", "maritalStatus", "maritalStatus"),
    ("1037", "Ethnicity", "ethnicity", "ethnicity"),
    ("157", "EEO Job Category", "eeo", "eeo"),
    ("160", "Relationship", None, "emergencyContacts.relationship"),
    ("4402", "Union", "customUnion", "customUnion"),
    ("4404", "Tobacco User", "customTobaccoUser", "customTobaccoUser"),
    ("4406", "Preferred Language", "customPreferredLanguage", "customPreferredLanguage"),
    ("4412", "Job Level", "customJobLevel", "customJobLevel"),
    ("4434", "Benefit Deductions: Kind", None, "customDeductions.kind"),
)
_OPTIONS: dict[str, tuple[str, ...]] = {
    "16": words.EMPLOYMENT_STATUSES,
    "18": words.LOCATIONS,
    "4": words.DEPARTMENTS,
    "1355": words.DIVISIONS,
    "17": _TITLES,
    "4017": words.PAY_CHANGE_REASONS,
    "4269": words.PAY_SCHEDULES,
    "4313": words.TERMINATION_TYPES,
    "4314": words.TERMINATION_REASONS,
    "4315": words.REHIRE_CHOICES,
    "155": words.MARITAL_STATUSES,
    "1037": words.ETHNICITIES,
    "157": _EEO,
    "160": ("Spouse", "Parent", "Sibling", "Friend", "Other"),
    "4402": words.UNIONS,
    "4404": ("Yes", "No"),
    "4406": words.LANGUAGES,
    "4412": words.JOB_LEVELS,
    "4434": ("pretax", "posttax", "employer", "earning"),
}
FIXED = {"4313", "155", "1037", "157"}
"""Lists the vendor does not let anybody change."""

FIRST_OPTION = 18_001
FIXED_VALUES: dict[str, tuple[str, ...]] = {
    "gender": words.GENDERS,
    "pay_type": (
        "Hourly",
        "Salary",
        "Commission",
        "Exception Hourly",
        "Monthly",
        "Weekly",
        "Piece Rate",
        "Contract",
        "Daily",
        "Pro Rata",
    ),
    "paid_per": ("Hour", "Day", "Week", "Month", "Quarter", "Year", "Pay Period", "Piece"),
    "exempt": ("Exempt", "Non-exempt"),
    "checkbox": ("yes", "no"),
}
"""The values of the types that are no lists but allow only these."""


def seeded_lists() -> dict[str, ListField]:
    """Return the lists as the company starts with them."""
    lists = {}
    number = FIRST_OPTION
    for id_, name, alias, source in _SEEDED:
        options = [Option(number + place, text) for place, text in enumerate(_OPTIONS[id_])]
        number += len(options)
        lists[id_] = ListField(id_, name, alias, (source,), id_ not in FIXED, options)
    return lists


def lists_to_json(lists: dict[str, ListField]) -> list[dict[str, Json]]:
    """Describe the lists for a saved state."""
    return [asdict(each) for each in lists.values()]


def lists_from_json(saved: list[dict[str, Json]]) -> dict[str, ListField]:
    """Take the lists from a saved state."""
    restored = {}
    for each in saved:
        options = [Option(**option) for option in each["options"]]
        restored[each["id"]] = ListField(**{**each, "options": options, "sources": tuple(each["sources"])})
    return restored
