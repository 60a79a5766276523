"""A run summary as a person reads it: figures, and titled groups of label and text."""

from datetime import datetime

from pydantic import JsonValue

from benefits_sync.models.runs import RunSummary
from benefits_sync.ui.layout import duration

Row = tuple[str, str]
Figure = tuple[str, int]


def figures(summary: RunSummary) -> list[Figure]:
    """Return what was counted of people and of records; every record read is in one of the outcomes."""
    outcomes = [(name.capitalize(), number) for name, number in summary.outcomes.items()]
    return [("Employees", summary.employees_processed), *outcomes, ("Errors", summary.errors)]


def groups(summary: RunSummary) -> list[tuple[str, list[Row]]]:
    """Return titled groups; a row without text is not shown."""
    return [
        ("Run", _run(summary)),
        ("What it was asked for", _asked(summary)),
        ("Left out, by reason", _tally(summary.exclusions)),
        ("Refused, by field and rule", _tally(summary.rejection_rules)),
        *_differences(summary),
        ("Besides", _besides(summary)),
        ("Guards", [("Asked", sentence) for sentence in summary.guards] or [("", "none tripped")]),
        ("Requests sent", _tally(summary.api_calls)),
    ]


def _differences(summary: RunSummary) -> list[tuple[str, list[Row]]]:
    """Return the group that reconciliations and rehearsals have when they found something."""
    found = summary.differences
    return [("What differs", _tally(found))] if found else []


def _run(summary: RunSummary) -> list[Row]:
    took = summary.ended_at - summary.started_at if summary.ended_at else None
    return [
        ("Reference id", summary.reference_id),
        ("Integration", summary.integration),
        ("Type", summary.type.value),
        ("User", summary.user),
        ("Start", _moment(summary.started_at)),
        ("End", _moment(summary.ended_at)),
        ("Took", duration(took)),
        ("Mapping", summary.mapping_version),
        ("Plan", summary.plan_id or ""),
        ("Approved by", summary.approved_by or ""),
    ]


def _asked(summary: RunSummary) -> list[Row]:
    return [
        ("Only changes", _yes(summary.delta)),
        ("Changes since", _moment(summary.since) or "everyone"),
        ("Dry run", _yes(summary.dry_run)),
        ("Resubmission", str(summary.resubmission or "")),
        *((name.replace("_", " ").capitalize(), _option(value)) for name, value in summary.options.items()),
    ]


def _besides(summary: RunSummary) -> list[Row]:
    return [
        ("Future-dated changes kept", f"{summary.scheduled:,}"),
        ("In the target but not sent", f"{summary.orphans:,}"),
        ("Changed but hidden from us", _unless_none(summary.hidden)),
        ("Deleted in the source", _unless_none(summary.deleted)),
        ("Corrections used", _unless_none(summary.corrected)),
        ("Corrections given up: the source changed", _unless_none(summary.overtaken)),
    ]


def _moment(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC" if moment else ""


def _yes(answer: bool) -> str:
    return "yes" if answer else "no"


def _option(value: JsonValue) -> str:
    return _yes(value) if isinstance(value, bool) else str("" if value is None else value)


def _unless_none(number: int) -> str:
    return f"{number:,}" if number else ""


def _tally(numbers: dict[str, int]) -> list[Row]:
    return [(name, f"{number:,}") for name, number in numbers.items()] or [("", "none")]
