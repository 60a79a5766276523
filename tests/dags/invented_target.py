"""A third payroll target, registered as its line in ``payroll_targets`` would, for a process of its own.

Importing this module registers it, before anything else has read the registry. As a program it reads the DAGs
and tells what has become of it.
"""

import json
from contextlib import AbstractAsyncContextManager
from types import MappingProxyType
from typing import Any

from benefits_sync.integrations import payroll_targets
from benefits_sync.integrations.payroll_file import PAYROLL_FILE
from benefits_sync.integrations.payroll_target import PayrollTarget
from benefits_sync.pipeline.integration import Writer

MARK = "FACTS"


def _service(expected: int) -> AbstractAsyncContextManager[Writer]:
    return PAYROLL_FILE.open_writer(expected)


PAYROLL_SERVICE = PayrollTarget(
    name="deductions_import_service",
    title="Deductions import to service",
    asset_uri="x-benefits://payroll-service/deductions",
    mapping_file="deductions_import_service.yaml",
    pool="payroll_service",
    open_writer=_service,
    hosts=lambda: ("127.0.0.1",),
)

payroll_targets.PAYROLL_TARGETS = MappingProxyType(
    {**payroll_targets.PAYROLL_TARGETS, PAYROLL_SERVICE.name: PAYROLL_SERVICE}
)


def facts() -> dict[str, Any]:
    """What the product makes of the target without another word about it."""
    # Imported once the target is registered.
    from airflow.dag_processing.dagbag import DagBag  # noqa: PLC0415

    from benefits_sync.integrations.declarations import declaration_of  # noqa: PLC0415
    from benefits_sync.integrations.registry import dag_id_of  # noqa: PLC0415
    from tests.dags.conftest import ROOT  # noqa: PLC0415

    bag = DagBag(ROOT / "dags")
    imported, reconciled = bag.dags[PAYROLL_SERVICE.name], bag.dags[PAYROLL_SERVICE.reconciliation]
    return {
        "errors": bag.import_errors,
        "dags": sorted(bag.dags),
        "run_by": dag_id_of(PAYROLL_SERVICE.name),
        "writes_there": declaration_of(PAYROLL_SERVICE.name).open_writer is _service,
        "pools": {dag.dag_id: _pools(dag) for dag in (imported, reconciled)},
        "announces": [asset.uri for asset in imported.get_task("announce_run").outlets],
        "waits_for": [asset.uri for asset in reconciled.timetable.asset_condition.objects],
    }


def _pools(dag: Any) -> list[str]:
    return sorted({task.pool for task in dag.tasks})


if __name__ == "__main__":
    print(MARK + json.dumps(facts()))
