"""Which integrations there are and which DAG runs each, told without loading a declaration.

Integration sets, the transaction assistant and resubmission go from an integration to its DAG by `dag_id_of`.
"""

from types import MappingProxyType
from typing import Final

from benefits_sync.errors import ParameterError
from benefits_sync.integrations.payroll_targets import PAYROLL_TARGETS

DAG_IDS: Final = MappingProxyType({name: name for name in ("demographic_export", *PAYROLL_TARGETS)})
"""Integration -> the DAG that runs it; their names are the same, and a test keeps them so."""


def dag_id_of(integration: str) -> str:
    """Return the DAG that runs an integration.

    Raises:
        ParameterError: If there is no such integration; the message lists those there are.
    """
    if integration not in DAG_IDS:
        raise ParameterError(f"there is no integration {integration!r}; there are {', '.join(DAG_IDS)}")
    return DAG_IDS[integration]
