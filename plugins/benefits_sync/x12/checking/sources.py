"""Where elements come from: the field of PlanSource or BambooHR that a finding sends its reader to."""

from collections.abc import Mapping
from typing import Final

_ENVELOPE: Final = "carrier profile, envelope"
_NUMBERS: Final = "control numbers of the ledger"
_USAGE: Final = "form of the run, test or production"
_BEGIN: Final = "PlanSource change_effective_date of the elections"
SOURCES: Final[Mapping[tuple[str, str], str]] = {
    ("", "ISA"): "carrier profile, syntax",
    **{("", f"ISA{position:02}"): _ENVELOPE for position in (5, 6, 7, 8, 14)},
    ("", "GS02"): _ENVELOPE,
    ("", "GS03"): _ENVELOPE,
    ("", "ISA13"): _NUMBERS,
    ("", "ISA15"): _USAGE,
    ("", "GS06"): _NUMBERS,
    ("", "GE02"): _NUMBERS,
    ("", "IEA02"): _NUMBERS,
    ("header", "ST"): "carrier profile, file.grouping",
    ("header", "BGN08"): "carrier profile, file.kinds",
    ("header", "REF*38"): "carrier profile, file.master_policy",
    ("header", "DTP"): "carrier profile, file.dates",
    ("header", "QTY"): "carrier profile, file.totals",
    ("header", "N1"): _ENVELOPE,
    ("header", "ACT01"): _ENVELOPE,
    **{(f"1000{part}", "N1"): _ENVELOPE for part in "ABC"},
    ("2000", "INS01"): "PlanSource relationship_code",
    ("2000", "INS02"): "PlanSource relationship_code",
    ("2000", "INS03"): "PlanSource elections, termination_reason",
    ("2000", "INS04"): "PlanSource elections, termination_reason",
    ("2000", "INS05"): "PlanSource employment_status, termination_reason",
    ("2000", "INS08"): "PlanSource employment_status",
    ("2000", "INS06"): "PlanSource medicare_plan, medicare_reason",
    ("2000", "INS07"): "PlanSource termination_reason",
    ("2000", "INS10"): "PlanSource medicare_reason",
    ("2000", "INS12"): "PlanSource termination_date",
    ("2000", "INS17"): "PlanSource birthdate",
    ("2000", "REF*0F"): "carrier profile, identifiers",
    ("2000", "REF*1L"): "carrier profile, identifiers",
    ("2000", "DTP*336"): "PlanSource hire_date",
    ("2000", "DTP*337"): "PlanSource termination_date",
    ("2000", "DTP*338"): "PlanSource medicare_effective_date",
    ("2000", "DTP*339"): "PlanSource medicare_termination_date",
    ("2000", "DTP*340"): _BEGIN,
    ("2000", "DTP*341"): _BEGIN,
    ("2000", "DTP*356"): _BEGIN,
    ("2000", "DTP*357"): "PlanSource termination_date of the elections",
    ("2000", "DTP*383"): "PlanSource seniority_date",
    ("2100A", "NM1"): "PlanSource last_name, first_name, ssn",
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
    ("2100A", "ICM"): "PlanSource current_salary, pay_rate, hours_per_week",
    ("2100A", "ICM02"): "PlanSource current_salary",
    ("2100A", "HLH01"): "PlanSource is_smoker",
    ("2300", "HD01"): "PlanSource elections",
    ("2300", "HD03"): "PlanSource benefit_lookup_code",
    ("2300", "HD04"): "PlanSource org_plan_name",
    ("2300", "HD05"): "PlanSource coverage_level_name",
    ("2300", "REF*1L"): "carrier profile, identifiers",
    ("2300", "DTP*303"): _BEGIN,
    ("2300", "DTP*348"): _BEGIN,
    ("2300", "DTP*349"): "PlanSource termination_date of the elections",
    ("2300", "AMT"): "PlanSource subscriber_premium, org_premium, volume",
}


def source_of(sources: Mapping[tuple[str, str], str], loop: str, element: str, segment: str = "") -> str:
    """Name the source of an element; nothing where none is known.

    Args:
        sources: Sources by loop, and element or segment.
        loop: Loop of the element.
        element: Element or segment.
        segment: The segment with its qualifier, where ``element`` names only the element.
    """
    names = (element, segment, (segment or element).partition("*")[0])
    return next((sources[loop, name] for name in names if (loop, name) in sources), "")
