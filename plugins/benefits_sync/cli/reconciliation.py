"""``benefits reconciliation``: where payroll differs from PlanSource; never a person's amount."""

from typing import Annotated, Final

import typer

from benefits_sync.cli.opening import ArtifactsOption, LedgerOption, open_artifacts, open_ledger
from benefits_sync.cli.runs import RunArgument
from benefits_sync.cli.showing import JsonOption, print_facts, print_json, print_table
from benefits_sync.domain.deductions.differences import DifferenceKind
from benefits_sync.models.runs import RunSummary
from benefits_sync.pipeline.reconciliation import MASKED, REPORT, Reconciled
from benefits_sync.store.artifacts import ArtifactStore

LINE_HEADINGS: Final = ("employee", "code", "plan_year", "benefit", "difference", "field", "correctable")


def reconciliation(
    run: RunArgument,
    lines: Annotated[
        bool, typer.Option("--lines", help="List every line that was found to differ, by employee and code.")
    ] = False,
    ledger: LedgerOption = None,
    artifacts: ArtifactsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show what a reconciliation found: how many lines differ, by deduction code and kind."""
    with open_ledger(ledger) as opened:
        found = opened.runs.find(run)
    store = open_artifacts(artifacts)
    if lines:
        _show_lines(store, found, as_json=as_json)
        return
    numbers = Reconciled.of(store, store.folder(found.integration, found.reference_id))
    if as_json:
        print_json(numbers.model_dump(mode="json"))
        return
    _show_numbers(numbers)


def _show_numbers(numbers: Reconciled) -> None:
    kinds = [kind.value for kind in DifferenceKind if kind.value in numbers.counts]
    rows = [
        [code, *(one.counts.get(kind, 0) for kind in kinds), one.per_pay or "of few"]
        for code, one in numbers.codes.items()
    ]
    print_facts(
        {
            "lines compared": numbers.compared,
            "lines to be corrected by a run with correct on": numbers.correctable,
            "differences that need a person": numbers.for_a_person,
            "differences left by this run": numbers.left,
        }
    )
    print_table(["code", *kinds, "a pay date is short of"], rows, "nothing differs")


def _show_lines(store: ArtifactStore, run: RunSummary, *, as_json: bool) -> None:
    report = store.read_frame(store.folder(run.integration, run.reference_id), REPORT)
    if as_json:
        print_json(report.drop(columns=list(MASKED)).to_dict("records"))
        return
    headings = [name.replace("_", " ") for name in LINE_HEADINGS]
    print_table(headings, report[list(LINE_HEADINGS)].to_numpy().tolist(), "nothing differs")
