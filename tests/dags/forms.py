"""How Airflow checks the form of a DAG, and what the forms of all deduction DAGs refuse."""

import copy

from airflow.sdk import DAG

UNFIT = (
    ("plan_year", "2026"),
    ("plan_year", None),
    ("include_employees", "E10001,911-22-3333"),
    ("include_employees", "E10001;E10002"),
    ("include_employees", "E10001," * 2000 + "E10001"),
    ("run_name", "x" * 201),
    ("run_name", "for 911-22-3333"),
)
"""Fields and values that neither an import nor a reconciliation can use."""


def checked(dag: DAG, **form: object) -> dict[str, object]:
    """Return the form's values as Airflow takes them when a run is triggered."""
    params = copy.deepcopy(dag.params)
    params.update(form)
    return params.validate()
