"""First task of an integration set: decide what is run, and refuse before anything starts what cannot be."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from airflow.sdk import BaseOperator, Context
from airflow.sdk.definitions.param import ParamsDict
from airflow.sdk.execution_time.comms import DagResult
from pydantic import JsonValue

from benefits_sync.domain.integration_sets import step_run_id
from benefits_sync.errors import ConfigurationError, ParameterError
from benefits_sync.mapping.document import Document
from benefits_sync.mapping.integration_set import FOLDER, IntegrationSet, Step, read_set, set_files
from benefits_sync.models.integration_sets import PlannedSet, PlannedStep
from benefits_sync.operators.form_values import form_of, form_problems, typed_values
from benefits_sync.operators.integration_operator import RETRY_POLICY, include_folder

Forms = Mapping[str, ParamsDict]
"""Integration -> the form of its DAG."""


class CheckSetOperator(BaseOperator):
    """Read a set, compare its steps with the forms of their DAGs, and return what is to be run.

    Args:
        dag_ids: Integration -> the DAG that runs it, for all integrations there are.
        set_name: The set; None takes the one chosen in the form.
    """

    def __init__(self, *, dag_ids: Mapping[str, str], set_name: str | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("retry_policy", RETRY_POLICY)
        super().__init__(**kwargs)
        self.dag_ids = dict(dag_ids)
        self.set_name = set_name

    def execute(self, context: Context) -> dict[str, Any]:
        """Check the set.

        Raises:
            ParameterError: If the form names a set or an integration that does not exist.
            MappingError: If the set's file is wrong, or a value in it does not fit the form it is for.
            ConfigurationError: If a DAG of the set is paused or cannot be read.
        """
        asked = dict(context["params"])
        found, document = self._read(self.set_name or str(asked["set"]))
        steps = found.chosen(self._named(asked.get("integrations")))
        dags = {step.integration: context["ti"].get_dag(self.dag_ids[step.integration]) for step in steps}
        _refuse_paused(dags.values())
        folder = Path(context["dag"].fileloc).parent
        forms = {name: form_of(dag.dag_id, folder / _file_name(dag)) for name, dag in dags.items()}
        _refuse_misfits(found, steps, forms, document)
        planned = self._planned(context, found, steps, forms)
        self.log.info("set %s: %s", found.name, ", then ".join(step.integration for step in steps))
        return planned.model_dump(mode="json")

    def _read(self, name: str) -> tuple[IntegrationSet, Document]:
        files = set_files(include_folder() / FOLDER)
        if name not in files:
            raise ParameterError(f"there is no set {name!r}; there are {', '.join(files) or 'none'}")
        return read_set(files[name], self.dag_ids)

    def _named(self, integrations: Sequence[str] | None) -> Sequence[str] | None:
        unknown = sorted(set(integrations or ()) - self.dag_ids.keys())
        if unknown:
            raise ParameterError(
                f"no integration is called {', '.join(unknown)}; see {', '.join(self.dag_ids)}"
            )
        return integrations

    def _planned(
        self, context: Context, found: IntegrationSet, steps: Sequence[Step], forms: Forms
    ) -> PlannedSet:
        run, asked = context["dag_run"], dict(context["params"])
        abort = asked.get("abort_on_failure")
        planned = (
            PlannedStep(
                integration=step.integration,
                dag_id=self.dag_ids[step.integration],
                run_id=step_run_id(run.dag_id, run.run_id, number),
                form=_form(
                    asked, f"{number} of {len(steps)}", typed_values(forms[step.integration], step.form)
                ),
            )
            for number, step in enumerate(steps, 1)
        )
        return PlannedSet(
            name=found.name,
            abort_on_failure=found.abort_on_failure if abort is None else bool(abort),
            steps=tuple(planned),
        )


def _form(asked: Mapping[str, Any], place: str, written: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    """Return a step's form: what the set was started with, and what its file says of the step."""
    name = {"run_name": f"{asked['run_name']} ({place})"} if asked.get("run_name") else {}
    dry = {"dry_run": True} if asked.get("dry_run") else {}
    return {**name, **written, **dry}


def _refuse_paused(dags: Iterable[DagResult]) -> None:
    paused = [dag.dag_id for dag in dags if dag.is_paused]
    if paused:
        raise ConfigurationError(
            f"paused in Airflow: {', '.join(paused)}; nothing was started. Turn on what is paused, then "
            "clear this task"
        )


def _file_name(dag: DagResult) -> str:
    """Return the file of a DAG, which may declare others too; all of them are in one folder."""
    return Path(dag.relative_fileloc or f"{dag.dag_id}.py").name


def _refuse_misfits(found: IntegrationSet, steps: Sequence[Step], forms: Forms, document: Document) -> None:
    problems = [
        problem
        for at, step in enumerate(found.steps)
        if step in steps
        for problem in form_problems(
            step.integration, forms[step.integration], step.form, ("steps", at, "form")
        )
    ]
    if problems:
        raise document.error(problems)
