"""The command ``benefits check-mappings``: finds what is wrong with mapping files before they are used."""

import asyncio
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Annotated, Final, NamedTuple

import typer

from benefits_sync.clients.payroll_file.layout import examine_layout, is_layout
from benefits_sync.clients.plansource.allowed import allowed_values
from benefits_sync.errors import MappingError, ParameterError
from benefits_sync.mapping.carriers.loading import examine_profile, is_carrier_profile
from benefits_sync.mapping.checks import LiveFacts, check_mapping
from benefits_sync.mapping.deductions.loading import examine_deductions, is_deduction_mapping
from benefits_sync.mapping.document import Document, Problem, read_document
from benefits_sync.mapping.integration_set import examine_set, is_set
from benefits_sync.mapping.live import live_facts
from benefits_sync.mapping.loading import examine
from benefits_sync.mapping.safety import warnings_of

DEFAULT_FOLDER: Final = Path("include/mappings")


def check_mappings(
    paths: Annotated[
        list[Path] | None, typer.Argument(help="Mapping files or folders; default: include/mappings.")
    ] = None,
    live: Annotated[
        bool, typer.Option("--live", help="Also compare with the lists of both vendors' accounts.")
    ] = False,
    bamboohr_conn_id: Annotated[
        str, typer.Option(help="The BambooHR connection that --live uses.")
    ] = "bamboohr_default",
    plansource_conn_id: Annotated[
        str, typer.Option(help="The PlanSource connection that --live uses.")
    ] = "plansource_default",
) -> None:
    """Find unknown fields, unmapped values and rules that can never match in mapping files."""
    files = list(_mapping_files(paths or [DEFAULT_FOLDER]))
    facts = asyncio.run(_live_facts(bamboohr_conn_id, plansource_conn_id)) if live else None
    reports = [_report(file, facts) for file in files]
    findings = [finding for report in reports for finding in report.findings]
    for warning in (warning for report in reports for warning in report.warnings):
        typer.echo(f"{warning}\n")
    for finding in findings:
        typer.echo(f"{finding}\n", err=True)
    noun = "mapping" if len(files) == 1 else "mappings"
    typer.echo(f"{len(files)} {noun} checked, {len(findings) or 'no'} problem{'s' * (len(findings) != 1)}.")
    if findings:
        raise typer.Exit(1)


def _mapping_files(paths: list[Path]) -> Iterator[Path]:
    for path in paths:
        found = sorted(path.rglob("*.yaml")) if path.is_dir() else [path]
        if not found:
            raise ParameterError(f"{path} holds no mapping file; name a file or a folder with *.yaml files")
        yield from found


class _Report(NamedTuple):
    """What is said about one file; a warning does not fail the command."""

    findings: list[str]
    warnings: list[str]


def _report(path: Path, facts: LiveFacts | None) -> _Report:
    try:
        document = read_document(path)
    except MappingError as error:
        return _Report([str(error)], [])
    problems, warnings = _examined(document, facts)
    return _Report(
        [document.shown(problem) for problem in document.in_order(problems)],
        [document.shown(warning) for warning in warnings],
    )


def _examined(document: Document, facts: LiveFacts | None) -> tuple[list[Problem], list[Problem]]:
    """Return what is wrong with a file of any flow, and what is no mistake but must be known."""
    if is_layout(document):
        return examine_layout(document)[1], []
    if is_carrier_profile(document):
        return examine_profile(document)[1], []
    if is_deduction_mapping(document):
        return examine_deductions(document)[1], []
    if is_set(document):
        return examine_set(document, _integrations())[1], []
    mapping, problems = examine(document)
    if mapping is None:
        return problems, []
    return [*dict.fromkeys([*problems, *check_mapping(mapping, facts)])], list(warnings_of(mapping))


def _integrations() -> Collection[str]:
    from benefits_sync.integrations.registry import DAG_IDS  # noqa: PLC0415 - as below, only sets need it

    return DAG_IDS


async def _live_facts(bamboohr_conn_id: str, plansource_conn_id: str) -> LiveFacts:
    # Airflow takes seconds to import, and only --live needs it.
    from benefits_sync.hooks.bamboohr import BambooHRHook  # noqa: PLC0415
    from benefits_sync.hooks.plansource import PlanSourceHook  # noqa: PLC0415

    async with BambooHRHook(bamboohr_conn_id).client() as bamboohr:
        fields, tables, lists = await asyncio.gather(
            bamboohr.meta_fields(), bamboohr.meta_tables(), bamboohr.meta_lists()
        )
    async with PlanSourceHook(plansource_conn_id).client() as plansource:
        meta = await plansource.meta()
    return live_facts(fields, tables, lists, meta, allowed_values(meta))
