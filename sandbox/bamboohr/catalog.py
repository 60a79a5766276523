"""The field catalogue: every field that can be asked for, its number, type and where its value lives."""

from typing import NamedTuple

DERIVED = "="
"""The source of a field that is reckoned from others and cannot be written."""


class Field(NamedTuple):
    """One employee field.

    Attributes:
        alias: The name it is asked for by.
        id: Its number, dotted for a part of another field; empty when the vendor gives it none.
        name: What people see.
        type: The vendor's word for the kind of value.
        source: Empty for a plain value under the alias, another plain value's alias, ``table.column`` for
            the current value of a history table, or `DERIVED`.
        deprecated: Whether the vendor marks it so.
    """

    alias: str
    id: str
    name: str
    type: str
    source: str = ""
    deprecated: bool = False

    @property
    def plain(self) -> str:
        """The key under which a plain value is kept."""
        return self.source or self.alias

    @property
    def table(self) -> str:
        """The history table the value comes from, or nothing."""
        return self.source.partition(".")[0] if "." in self.source else ""

    @property
    def column(self) -> str:
        """The column of the history table, or nothing."""
        return self.source.partition(".")[2]

    @property
    def derived(self) -> bool:
        """Whether the value is reckoned and so read only."""
        return self.source == DERIVED


FIELDS: tuple[Field, ...] = (
    Field("firstName", "1", "First Name", "text"),
    Field("lastName", "2", "Last Name", "text"),
    Field("hireDate", "3", "Hire Date", "date"),
    Field("department", "4", "Department", "list", "jobInfo.department"),
    Field("middleName", "5", "Middle Name", "text"),
    Field("dateOfBirth", "6", "Birth Date", "date"),
    Field("ssn", "7", "SSN", "ssn"),
    Field("address1", "8", "Address Line 1", "text"),
    Field("address2", "9", "Address Line 2", "text"),
    Field("city", "10", "City", "text"),
    Field("state", "11", "State", "state"),
    Field("zipcode", "12", "Zip Code", "text"),
    Field("mobilePhone", "13", "Mobile Phone", "phone"),
    Field("homePhone", "14", "Home Phone", "phone"),
    Field("workEmail", "15", "Work Email", "email"),
    Field("employmentHistoryStatus", "16", "Employment Status", "list", "employmentStatus.employmentStatus"),
    Field("jobTitle", "17", "Job Title", "list", "jobInfo.jobTitle"),
    Field("location", "18", "Location", "list", "jobInfo.location"),
    Field("payRate", "19", "Pay rate", "currency", "compensation.rate"),
    Field("payRate", "19.1", "Pay rate - Currency code", "text", "compensation.currency"),
    Field("reportsTo", "91", "Reporting to", "employee", "jobInfo.reportsTo"),
    Field("gender", "154", "Gender", "gender"),
    Field("maritalStatus", "155", "Marital Status", "marital_status"),
    Field("payType", "156", "Pay Type", "pay_type", "compensation.type"),
    Field("eeo", "157", "EEO Job Category", "list"),
    Field("status", "387", "Status", "status", DERIVED),
    Field("workPhone", "634", "Work Phone", "phone"),
    Field("workPhoneExtension", "635", "Work Ext.", "text"),
    Field("employeeNumber", "636", "Employee #", "employee_number"),
    Field("ethnicity", "1037", "Ethnicity", "list"),
    Field("division", "1355", "Division", "list", "jobInfo.division"),
    Field("homeEmail", "1357", "Home Email", "email"),
    Field("nickname", "1358", "Nickname", "text", "preferredName", deprecated=True),
    Field("preferredName", "1358", "Preferred Name", "text"),
    Field("exempt", "1359", "FLSA Code", "exempt", "compensation.exempt"),
    Field("country", "3991", "Country", "country"),
    Field("payChangeReason", "4017", "Compensation: Change Reason", "list", "compensation.reason"),
    Field("payRateEffectiveDate", "4021", "Pay rate effective date", "date", "compensation.startDate"),
    Field("payPer", "4252", "Paid per", "paid_per", "compensation.paidPer"),
    Field("originalHireDate", "4255", "Original Hire Date", "date"),
    Field("paySchedule", "4269", "Pay schedule", "list", "compensation.paySchedule"),
    Field("terminationDate", "-38", "Termination Date", "date", DERIVED),
    Field("customEin", "4401", "Employer EIN", "text"),
    Field("customUnion", "4402", "Union", "list"),
    Field("customCostCenter", "4403", "Cost Center", "text"),
    Field("customTobaccoUser", "4404", "Tobacco User", "list"),
    Field("customTestEmployee", "4405", "Test Employee", "checkbox"),
    Field("customPreferredLanguage", "4406", "Preferred Language", "list"),
    Field("customSeniorityDate", "4407", "Seniority Date", "date"),
    Field("customHighlyCompensated", "4408", "Highly Compensated", "checkbox"),
    Field("customShareholder", "4409", "Shareholder", "checkbox"),
    Field("customCounty", "4410", "County", "text"),
    Field("customBadge", "4411", "Badge", "text"),
    Field("customJobLevel", "4412", "Job Level", "list"),
)
"""The fields that ``meta/fields`` lists."""

_DERIVED_TEXTS = """
displayName fullName1 fullName2 fullName3 fullName4 fullName5 birthday age stateCode bestEmail supervisorId
supervisorEId supervisorEmail workPhonePlusExtension lastChanged createdByUserId
"""
_PLAIN = {
    "text": """linkedIn facebook instagram pinterest twitterFeed skypeUsername allergies payFrequency payGroup
        acaStatusCategory nationality pronouns dietaryRestrictions""",
    "int": "standardHoursPerWeek hoursPerPayCycle payGroupId payScheduleId",
    "bool": "includeInPayroll timeTrackingEnabled",
    "sin": "sin",
    "nin": "nin",
    "national_id": "nationalId",
    "ein": "ein",
}

UNLISTED: tuple[Field, ...] = (
    *(Field(alias, "", alias, "text", DERIVED) for alias in _DERIVED_TEXTS.split()),
    Field("supervisor", "", "Supervisor", "employee", DERIVED),
    Field("employmentStatus", "", "Status", "status", DERIVED, deprecated=True),
    Field("isPhotoUploaded", "", "Employee photo exists", "bool", DERIVED),
    Field("photoUploaded", "", "Employee photo exists", "bool", DERIVED, deprecated=True),
    Field("photoUrl", "", "Photo URL", "url", DERIVED),
    Field("employeeStatusDate", "", "Employment Status: Date", "date", "employmentStatus.date"),
    Field("paidPer", "", "Paid per", "paid_per", "compensation.paidPer", deprecated=True),
    Field("flsaCode", "", "FLSA Code", "exempt", "compensation.exempt", deprecated=True),
    Field("overtimeRate", "", "Overtime rate", "currency", "compensation.overtimeRate"),
    Field("bonusDate", "", "Bonus: Date", "date", "bonus.date"),
    Field("bonusAmount", "", "Bonus: Amount", "currency", "bonus.amount"),
    Field("bonusReason", "", "Bonus: Reason", "list", "bonus.reason"),
    Field("bonusComment", "", "Bonus: Comment", "text", "bonus.comment"),
    Field("commissionDate", "", "Commission: Date", "date", "commission.date"),
    Field("commisionDate", "", "Commission: Date", "date", "commission.date", deprecated=True),
    Field("commissionAmount", "", "Commission: Amount", "currency", "commission.amount"),
    Field("commissionComment", "", "Commission: Comment", "text", "commission.comment"),
    *(Field(alias, "", alias, kind) for kind, aliases in _PLAIN.items() for alias in aliases.split()),
)
"""The fields that can be asked for although ``meta/fields`` does not list them."""

BY_NAME: dict[str, Field] = {field.id: field for field in FIELDS if field.id} | {
    field.alias: field for field in (*UNLISTED, *reversed(FIELDS))
}
"""Every field by alias and by number; a part of a field never takes its alias."""

PROTECTED = frozenset({"ssn", "sin", "nin", "nationalId", "ein"})
ADDRESS = frozenset({"address1", "address2", "city", "state", "stateCode", "zipcode", "country"})
