"""The vocabulary of the employee dataset, which is neither that of reports nor that of the employee list."""

from typing import NamedTuple

from sandbox.bamboohr.catalog import Field
from sandbox.bamboohr.tables import find_field


class DatasetField(NamedTuple):
    """One field of a dataset."""

    name: str
    label: str
    type: str
    parent: str
    source: Field


_PERSONAL = """
firstName middleName lastName preferredName displayName employeeNumber status hireDate:date
originalHireDate:date
terminationDate:date dateOfBirth:date lastChanged:date city country ssn:govIdText
name=fullName1 lastNameFirstName=fullName2 email=workEmail addressLineOne=address1 state=state gender:options
"""
_JOB = """
jobInformationJobTitle=jobTitle:options jobInformationDepartment=department:options
jobInformationDivision=division:options jobInformationLocation=location:options
jobInformationReportsTo=reportsTo supervisorId supervisorName=supervisor supervisorEmail
supervisorEid=supervisorEId
employmentStatus=employmentHistoryStatus:options employmentStatusEffectiveDate=employeeStatusDate:date
employmentStatusComment=4046 employmentStatusTerminationReason=4314:options
"""
_PAY = """
compensationPayRate=payRate:int compensationPayRateCurrencyCode=19.1 compensationPayType=payType:options
compensationPaidPer=payPer:options compensationPaySchedule=paySchedule:options
compensationOvertimeStatus=exempt:options compensationEffectiveDate=payRateEffectiveDate:date
compensationChangeReason=payChangeReason:options compensationComments=4045
"""
_CUSTOM = " ".join(f"customField{number}={number}" for number in range(4401, 4413))


def _fields(text: str, parent: str) -> list[DatasetField]:
    found = []
    for entry in text.split():
        named, _, kind = entry.partition(":")
        name, _, source = named.partition("=")
        field = find_field(source or name)
        if field is None:
            raise LookupError(f"the dataset field {name} has no source")
        kind = "options" if name == "status" else kind or "text"
        found.append(DatasetField(name, field.name, kind, parent, field))
    return found


EMPLOYEE: dict[str, DatasetField] = {
    field.name: field
    for text, parent in ((_PERSONAL, "Personal"), (_JOB, "Job"), (_PAY, "Compensation"), (_CUSTOM, "Custom"))
    for field in _fields(text, parent)
}
"""The fields of the dataset ``employee``."""
