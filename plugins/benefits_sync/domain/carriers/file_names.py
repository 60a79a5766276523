"""How a carrier's file is called."""

from benefits_sync.domain.carriers.built import BuildRequest
from benefits_sync.mapping.carriers.grammar import CarrierProfile


def file_name(
    profile: CarrierProfile, request: BuildRequest, file: str, sequence: int, *, encrypted: bool = False
) -> str:
    """Return the name of a file; that of next year's elections may have a template of its own.

    Args:
        profile: The carrier's profile.
        request: What was built.
        file: Key of the file, its group or benefit; empty where one file tells everything.
        sequence: Its interchange control number.
        encrypted: Whether the encrypted file is named.

    Raises:
        MappingError: If the name would be too long, or hold what a file name cannot; names are never cut.
    """
    naming, created = profile.delivery.naming, request.created
    rules = profile.file.open_enrollment
    if request.plan_year == "next" and rules is not None and rules.file_name is not None:
        naming = naming.model_copy(update={"template": rules.file_name})
    values = {
        "carrier": profile.name,
        "group": file,
        "line": file,
        "kind": request.kind.value,
        "environment": request.usage.value,
        "yyyymmdd": f"{created:%Y%m%d}",
        "mmddyyyy": f"{created:%m%d%Y}",
        "yymmdd": f"{created:%y%m%d}",
        "hhmmss": f"{created:%H%M%S}",
        "sequence": str(sequence),
    }
    return naming.rendered(values, encrypted=encrypted)
