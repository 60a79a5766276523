"""Where elements come from: the field of PlanSource or BambooHR that a finding sends its reader to."""

from collections.abc import Mapping
from typing import Final

SUBSCRIBER_CODE: Final = "PlanSource subscriber_code"
SOURCES: Final[Mapping[tuple[str, str], str]] = {
    ("2000", "INS02"): "PlanSource relationship_code",
    ("2000", "INS04"): "PlanSource termination_reason",
    ("2000", "INS08"): "PlanSource employment_status",
    ("2000", "INS06"): "PlanSource medicare_plan, medicare_reason",
    ("2000", "INS12"): "BambooHR terminationDate",
    ("2000", "REF*0F"): "carrier profile, identifiers",
    ("2000", "REF*1L"): "carrier profile, identifiers",
    ("2000", "DTP*336"): "PlanSource hire_date",
    ("2000", "DTP*337"): "PlanSource termination_date",
    ("2000", "DTP*338"): "PlanSource medicare_effective_date",
    ("2000", "DTP*339"): "PlanSource medicare_termination_date",
    ("2000", "DTP*383"): "PlanSource seniority_date",
    ("2100A", "NM103"): "PlanSource last_name",
    ("2100A", "NM104"): "PlanSource first_name",
    ("2100A", "NM105"): "PlanSource middle_name",
    ("2100A", "NM107"): "PlanSource name_suffix",
    ("2100A", "NM109"): "PlanSource ssn",
    ("2100A", "PER"): "PlanSource home_phone, cell_phone, work_phone, email",
    ("2100A", "N3"): "PlanSource address_1, address_2",
    ("2100A", "N301"): "PlanSource address_1",
    ("2100A", "N302"): "PlanSource address_2",
    ("2100A", "N4"): "PlanSource city, state, zip_code",
    ("2100A", "N401"): "PlanSource city",
    ("2100A", "N402"): "PlanSource state",
    ("2100A", "N403"): "PlanSource zip_code",
    ("2100A", "N404"): "PlanSource country",
    ("2100A", "N406"): "PlanSource county",
    ("2100A", "DMG"): "PlanSource birthdate, gender",
    ("2100A", "DMG02"): "PlanSource birthdate",
    ("2100A", "DMG03"): "PlanSource gender",
    ("2100A", "DMG04"): "PlanSource marital_status",
    ("2100A", "ICM02"): "PlanSource current_salary",
    ("2100A", "HLH01"): "PlanSource is_smoker",
    ("2300", "HD03"): "PlanSource benefit_lookup_code",
    ("2300", "HD04"): "PlanSource org_plan_name",
    ("2300", "HD05"): "PlanSource coverage_level_name",
    ("2300", "DTP*300"): "PlanSource signature_date",
    ("2300", "DTP*303"): "PlanSource change_effective_date",
    ("2300", "DTP*348"): "PlanSource election_effective_date",
    ("2300", "DTP*349"): "PlanSource termination_date",
    ("2300", "AMT"): "PlanSource subscriber_premium, org_premium, volume",
}


def source_of(loop: str, element: str, segment: str = "") -> str:
    """Name the source of an element; nothing where none is known.

    Args:
        loop: Loop of the element.
        element: Element or segment.
        segment: The segment with its qualifier, where ``element`` names only the element.
    """
    names = (element, segment, segment.partition("*")[0])
    return next((SOURCES[loop, name] for name in names if (loop, name) in SOURCES), "")
