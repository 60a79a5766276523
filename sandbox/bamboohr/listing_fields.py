"""The names of the cursor-paged employee list, which differ from those of reports."""

from typing import NamedTuple

from sandbox.bamboohr.catalog import Field
from sandbox.bamboohr.tables import find_field


class ListingField(NamedTuple):
    """One name of the list, and the field it shows; None when this company never fills it."""

    name: str
    source: Field | None


ALWAYS = ("employeeId", "firstName", "lastName", "preferredName", "photoUrl", "jobTitleName", "status")
UNFILTERABLE = frozenset(
    {
        *("bestEmail", "ein", "genderIdentity", "genderIdentityId", "nationalId", "nin", "overtime"),
        *("overtimeRate", "payRate", "sin", "ssn", "teams", "userId", "veteranStatus", "veteranStatusId"),
        "photoUrl",
    }
)

_SAME = """
firstName lastName preferredName photoUrl status age allergies bestEmail city country dietaryRestrictions
displayName ein employeeNumber gender hireDate homeEmail homePhone hoursPerPayCycle maritalStatus middleName
mobilePhone nationalId nin originalHireDate overtimeRate payRate paySchedule payType sin skypeUsername ssn
state terminationDate workEmail workPhone workPhoneExtension zipcode ethnicity nationality pronouns
"""
_OTHER = """
addressLine1=address1 addressLine2=address2 birthDate=dateOfBirth compensationChangeReason=payChangeReason
compensationComment=4045 compensationEffectiveDate=payRateEffectiveDate departmentName=department
divisionName=division eeoJobCategory=eeo eligibleForRehire=4315 employeeName=fullName1
employmentStatusComment=4046 employmentStatusEffectiveDate=employeeStatusDate
employmentStatusName=employmentHistoryStatus facebookUrl=facebook firstNameLastName=fullName1 flsaCode=exempt
instagramUrl=instagram jobInformationEffectiveDate=4047 jobTitleName=jobTitle linkedinUrl=linkedIn
locationName=location nickName=preferredName paidPer=payPer pinterestUrl=pinterest reportsToId=supervisorEId
reportsToName=reportsTo terminationReason=4314 terminationRegrettable=4316 terminationType=4313
twitterUrl=twitterFeed
"""
_EMPTY = """
employeeId isManager teams birthplace citizenship citizenshipId compensationChangeReasonId compensationEndDate
contractEndDate countryId departmentId divisionId eeoJobCategoryId eligibleForRehireId employmentStatusId
employmentType employmentTypeId ethnicityId finalDoseAdministrationDate finalPayDate firstNameMiddleInitial
flsaCodeId genderIdentity genderIdentityId jacketSize jacketSizeId jobTitleId locationId middleInitial
nationalInsuranceCategory nationalInsuranceCategoryId nationalityId noticePeriod noticePeriodId overtime
payScheduleId preferredNameLastName probationEndDate pronounsId proofOfVaccination secondaryLanguage shirtSize
shirtSizeId stateId taxTypeId tenure terminationReasonId terminationRegrettableId terminationTypeId tShirtSize
tShirtSizeId userId vaccinationStatus vaccinationStatusId vaccineReceived vaccineReceivedId veteranStatus
veteranStatusId
"""


def _all() -> dict[str, ListingField]:
    pairs = [(name, name) for name in _SAME.split()]
    pairs += [(name, source) for name, _, source in (entry.partition("=") for entry in _OTHER.split())]
    found = {name: ListingField(name, find_field(source)) for name, source in pairs}
    return found | {name: ListingField(name, None) for name in _EMPTY.split()}


FIELDS = _all()
"""Every name that can be asked for."""
