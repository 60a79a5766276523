"""The employee tables: their columns, numbers and types."""

from typing import NamedTuple

from sandbox.bamboohr.catalog import BY_NAME, FIELDS, Field

DEDUCTIONS = "customDeductions"
"""The table a company makes itself for what payroll is to take."""


class Column(NamedTuple):
    """One column of an employee table."""

    alias: str
    id: str
    name: str
    type: str
    required: bool = False


class Table(NamedTuple):
    """One employee table."""

    alias: str
    name: str
    columns: tuple[Column, ...]

    def column(self, alias: str) -> Column | None:
        """Return the column with this alias, if the table has it."""
        return next((column for column in self.columns if column.alias == alias), None)


def _table(alias: str, name: str, *columns: tuple[str, str, str]) -> Table:
    return Table(
        alias,
        name,
        tuple(
            Column(column, number, f"{name}: {_label(column)}", kind.rstrip("!"), kind.endswith("!"))
            for column, number, kind in columns
        ),
    )


def _label(alias: str) -> str:
    spaced = "".join(f" {letter}" if letter.isupper() else letter for letter in alias)
    return spaced[:1].upper() + spaced[1:]


_TABLES = (
    _table(
        "jobInfo",
        "Job Information",
        ("date", "4047", "date!"),
        ("location", "18", "list"),
        ("department", "4", "list"),
        ("division", "1355", "list"),
        ("jobTitle", "17", "list"),
        ("reportsTo", "91", "employee"),
    ),
    _table(
        "employmentStatus",
        "Employment Status",
        ("date", "1936", "date!"),
        ("employmentStatus", "16", "list!"),
        ("comment", "4046", "textarea"),
        ("terminationReasonId", "4314", "list"),
        ("terminationTypeId", "4313", "list"),
        ("terminationRehireId", "4315", "list"),
        ("terminationRegrettableId", "4316", "list"),
    ),
    _table(
        "compensation",
        "Compensation",
        ("startDate", "4021", "date!"),
        ("endDate", "4022", "date"),
        ("rate", "19", "currency"),
        ("type", "156", "pay_type"),
        ("exempt", "1359", "exempt"),
        ("reason", "4017", "list"),
        ("comment", "4045", "textarea"),
        ("paidPer", "4252", "paid_per"),
        ("paySchedule", "4269", "list"),
        ("overtimeRate", "4270", "currency"),
    ),
    _table(
        "emergencyContacts",
        "Emergency Contacts",
        ("name", "158", "text!"),
        ("relationship", "160", "list"),
        ("homePhone", "159", "phone"),
        ("mobilePhone", "693", "phone"),
        ("workPhone", "4044", "phone"),
        ("workPhoneExtension", "4063", "text"),
        ("email", "2123", "email"),
        ("addressLine1", "691", "text"),
        ("addressLine2", "2124", "text"),
        ("city", "692", "text"),
        ("state", "690", "state"),
        ("zipcode", "689", "text"),
        ("country", "3993", "country"),
        ("primaryContact", "694", "checkbox"),
    ),
    _table(
        "dependents",
        "Dependents",
        ("firstName", "1923", "text!"),
        ("middleName", "1925", "text"),
        ("lastName", "1924", "text"),
        ("relationship", "1926", "relationship"),
        ("gender", "1927", "gender"),
        ("dateOfBirth", "1928", "date"),
        ("ssn", "1933", "ssn"),
        ("sin", "1937", "sin"),
        ("addressLine1", "1929", "text"),
        ("addressLine2", "1930", "text"),
        ("city", "1931", "text"),
        ("state", "1932", "state"),
        ("zipcode", "1934", "text"),
        ("homePhone", "1935", "phone"),
        ("country", "3992", "country"),
    ),
    _table(
        "bonus",
        "Bonus",
        ("date", "4151", "date!"),
        ("amount", "4152", "currency"),
        ("reason", "4153", "list"),
        ("comment", "4154", "textarea"),
    ),
    _table(
        "commission",
        "Commission",
        ("date", "4156", "date!"),
        ("amount", "4157", "currency"),
        ("comment", "4158", "textarea"),
    ),
    _table("earnings", "Earnings", ("date", "4148", "date!"), ("priorYear", "4149", "currency")),
    _table(
        "employeeEducation",
        "Education",
        ("school", "4301", "text!"),
        ("startDate", "4302", "date"),
        ("endDate", "4303", "date"),
        ("degree", "4304", "text"),
        ("major", "4305", "text"),
        ("gpa", "4306", "text"),
    ),
    _table(
        "customEquipment",
        "Equipment",
        ("date", "4421", "date!"),
        ("item", "4422", "text"),
        ("serialNumber", "4423", "text"),
    ),
    _table(
        DEDUCTIONS,
        "Benefit Deductions",
        ("planYear", "4431", "date!"),
        ("benefit", "4432", "text"),
        ("deductionCode", "4433", "text!"),
        ("kind", "4434", "list!"),
        ("startDate", "4435", "date!"),
        ("endDate", "4436", "date"),
        ("amount", "4437", "currency"),
        ("annualAmount", "4438", "currency"),
        ("frequency", "4439", "text"),
    ),
)

TABLES: dict[str, Table] = {table.alias: table for table in _TABLES}
SYNONYMS = {"contacts": "emergencyContacts", "jobInformation": "jobInfo"}


def find_table(name: str) -> Table | None:
    """Return the table of this name or of its synonym."""
    return TABLES.get(SYNONYMS.get(name, name))


def column_field(name: str) -> Field | None:
    """Return a table column as a field that can be asked for by the column's number."""
    for table in _TABLES:
        for column in table.columns:
            if column.id == name:
                return Field(column.id, column.id, column.name, column.type, f"{table.alias}.{column.alias}")
    return None


def find_field(name: str) -> Field | None:
    """Return the field asked for by alias, number, dotted number or number of a table column."""
    stem = name.removesuffix(".0")
    return BY_NAME.get(name) or BY_NAME.get(stem) or column_field(stem)


def field_of(table: str, column: str) -> Field | None:
    """Return the employee field that shows a column's current value, if there is one."""
    return next((field for field in FIELDS if field.source == f"{table}.{column}"), None)
