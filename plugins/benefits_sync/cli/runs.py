"""``benefits runs``, ``summary`` and ``rejections``: what runs did, and what they refused."""

from typing import Annotated, Final

import typer

from benefits_sync.cli.opening import LedgerOption, open_ledger
from benefits_sync.cli.showing import JsonOption, print_facts, print_json, print_table
from benefits_sync.models.runs import RunSummary

HEADINGS: Final = {"id": "number", "record_key": "record"}
"""Headings of columns of the ledger that are not simply called by their name."""

RunArgument = Annotated[
    str, typer.Argument(metavar="RUN", help="Reference id, its beginning, or the name of the run.")
]


def runs(
    integration: Annotated[str | None, typer.Option(help="Only runs of this integration.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="How many runs.")] = 20,
    ledger: LedgerOption = None,
    as_json: JsonOption = False,
) -> None:
    """List the last runs, newest first."""
    with open_ledger(ledger) as opened:
        found = opened.runs.latest(integration, limit)
    if as_json:
        print_json([summary.model_dump(mode="json") for summary in found])
        return
    rows = [
        [run.reference_id, run.run_name, run.started_at, _status(run), run.counts.read, _outcomes(run)]
        for run in found
    ]
    print_table(["run", "name", "start", "status", "read", "outcome"], rows, "no runs yet")


def summary(run: RunArgument, ledger: LedgerOption = None, as_json: JsonOption = False) -> None:
    """Show all that is known of one run."""
    with open_ledger(ledger) as opened:
        found = opened.runs.find(run)
    if as_json:
        print_json(found.model_dump(mode="json"))
        return
    facts = {name: value for name, value in found if name != "counts"}
    counts = {f"records {name}": number for name, number in found.outcomes.items()}
    print_facts({**facts, **counts})


def rejections(run: RunArgument, ledger: LedgerOption = None, as_json: JsonOption = False) -> None:
    """List what one run refused, and why; messages name field and rule, never a value."""
    with open_ledger(ledger) as opened:
        found = opened.rejections.list(opened.runs.find(run).reference_id)
    if as_json:
        print_json(found.to_dict("records"))
        return
    told = found.dropna(axis="columns", how="all")  # most integrations have one row for each source id
    headings = [HEADINGS.get(str(name), str(name).replace("_", " ")) for name in told.columns]
    print_table(headings, told.to_numpy().tolist(), "the run refused nothing")


def _status(run: RunSummary) -> str:
    return f"{run.status.value} (dry run)" if run.dry_run else run.status.value


def _outcomes(run: RunSummary) -> str:
    found = run.outcomes.items()
    return ", ".join(f"{number} {outcome}" for outcome, number in found if number and outcome != "read")
