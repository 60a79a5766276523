"""The declaration of each integration by its name; only the one asked for is loaded."""

from benefits_sync.errors import ParameterError
from benefits_sync.integrations.registry import DAG_IDS
from benefits_sync.pipeline.integration import Integration


def declaration_of(name: str) -> Integration:
    """Return an integration's declaration.

    Raises:
        ParameterError: If there is no such integration; the message lists those there are.
    """
    from benefits_sync.integrations.deductions import DEDUCTIONS  # noqa: PLC0415
    from benefits_sync.integrations.demographic_export import DEMOGRAPHIC_EXPORT  # noqa: PLC0415

    declared = {DEMOGRAPHIC_EXPORT.name: DEMOGRAPHIC_EXPORT, **DEDUCTIONS}
    if name not in declared:
        raise ParameterError(f"there is no integration {name!r}; there are {', '.join(DAG_IDS)}")
    return declared[name]
