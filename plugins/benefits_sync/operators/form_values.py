"""Compares values written in a file with the form of a DAG, before a run of that DAG is started with them."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from airflow.sdk import Param
from airflow.sdk.definitions.param import ParamsDict
from airflow.sdk.exceptions import ParamValidationError
from pydantic import JsonValue

from benefits_sync.errors import ConfigurationError
from benefits_sync.mapping.document import Place, Problem, misnamed

_WORDS: Final = {"true": True, "false": False}


def form_of(dag_id: str, file: Path) -> ParamsDict:
    """Return the form of a DAG as its file declares it.

    Raises:
        ConfigurationError: If Airflow cannot read that DAG.
    """
    # Loaded here, because every reading of the set's DAG file would load it for nothing.
    from airflow.dag_processing.dagbag import DagBag  # noqa: PLC0415

    dag = DagBag(file).dags.get(dag_id)
    if dag is None:
        raise ConfigurationError(f"the DAG {dag_id} cannot be read; Airflow's import errors say why")
    return dag.params


def typed_values(form: ParamsDict, texts: Mapping[str, str | None]) -> dict[str, JsonValue]:
    """Return texts of a file as the form's fields take them: numbers and yes-or-no values by their kind."""
    return {name: _typed(form.get_param(name), text) for name, text in texts.items()}


def form_problems(
    dag_id: str, form: ParamsDict, texts: Mapping[str, str | None], place: Place
) -> Iterator[Problem]:
    """Yield a problem for every text that is for no field of the form, or that its field does not take."""
    for name, text in texts.items():
        here = (*place, name)
        if name not in form:
            yield misnamed(here, f"`{name}` is not in the form of {dag_id}", name, form)
        elif not _fits(form.get_param(name), text):
            says = form.get_param(name).description
            yield Problem(here, f"`{name}` is not what the form of {dag_id} takes; it says: {says}")


def _typed(param: Param, text: str | None) -> JsonValue:
    kinds = _kinds(param)
    if text is not None and "boolean" in kinds and text in _WORDS:
        return _WORDS[text]
    if text is not None and "integer" in kinds and re.fullmatch(r"-?\d+", text):
        return int(text)
    return text


def _fits(param: Param, text: str | None) -> bool:
    try:
        Param(schema=param.schema).resolve(_typed(param, text))
    except ParamValidationError:
        return False
    return True


def _kinds(param: Param) -> list[str]:
    kinds = param.schema.get("type", [])
    return [kinds] if isinstance(kinds, str) else list(kinds)
