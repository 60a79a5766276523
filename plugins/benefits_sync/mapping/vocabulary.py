"""Field names that every BambooHR account knows, and the columns of its standard employee tables."""

from typing import Final

_STANDARD: Final = """
id employeeNumber firstName middleName lastName preferredName displayName fullName1 fullName2 fullName3
fullName4 fullName5 status employmentHistoryStatus employeeStatusDate hireDate originalHireDate
terminationDate dateOfBirth birthday age gender pronouns maritalStatus ethnicity eeo nationality ssn sin nin
nationalId ein address1 address2 city state stateCode zipcode country homeEmail workEmail bestEmail
homePhone mobilePhone workPhone workPhoneExtension workPhonePlusExtension jobTitle department division
location reportsTo supervisor supervisorId supervisorEId supervisorEmail payRate payRateEffectiveDate
payType payPer paidPer paySchedule payScheduleId payFrequency payPeriod payGroup payGroupId payChangeReason
overtimeRate exempt standardHoursPerWeek hoursPerPayCycle includeInPayroll timeTrackingEnabled bonusDate
bonusAmount bonusReason bonusComment commissionDate commissionAmount commissionComment acaStatusCategory
isPhotoUploaded photoUrl linkedIn lastChanged createdByUserId
"""

_TABLES: Final = {
    "jobInfo": "date location department division jobTitle reportsTo teams",
    "employmentStatus": (
        "date employmentStatus comment terminationReasonId terminationTypeId terminationRehireId "
        "terminationRegrettableId"
    ),
    "compensation": "startDate endDate rate type exempt reason comment paidPer paySchedule overtimeRate",
    "emergencyContacts": (
        "name relationship homePhone mobilePhone workPhone workPhoneExtension email addressLine1 "
        "addressLine2 city state zipcode country primaryContact"
    ),
    "dependents": (
        "firstName middleName lastName relationship gender dateOfBirth ssn sin addressLine1 addressLine2 "
        "city state zipcode homePhone country"
    ),
    "bonus": "date amount reason comment",
    "commission": "date amount comment",
    "earnings": "date priorYear",
    "benefit_class": "date class changeReason",
}

SOURCE_FIELDS: Final = frozenset(_STANDARD.split()) | {
    f"{table}.{column}" for table, columns in _TABLES.items() for column in columns.split()
}
"""Standard aliases, and ``table.column`` for the current row of a standard table."""
