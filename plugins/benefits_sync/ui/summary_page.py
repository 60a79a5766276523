"""A run summary as the rows a person reads."""

from datetime import datetime

from benefits_sync.models.runs import RunSummary

Row = tuple[str, str]


def summary_rows(summary: RunSummary) -> list[tuple[str, list[Row]]]:
    """Return titled groups of label and text."""
    return [
        ("Run", _run(summary)),
        (
            "Records",
            [(name.capitalize(), f"{number:,}") for name, number in summary.counts.model_dump().items()],
        ),
        ("Left out, by reason", _tally(summary.exclusions)),
        ("Refused, by field and rule", _tally(summary.rejection_rules)),
        ("Guards", [("Asked", sentence) for sentence in summary.guards] or [("", "none tripped")]),
        ("Requests sent", _tally(summary.api_calls)),
        ("Files", _files(summary)),
    ]


def _run(summary: RunSummary) -> list[Row]:
    return [
        ("Run name", summary.run_name),
        ("Integration", summary.integration),
        ("Reference id", summary.reference_id),
        ("Type", summary.type.value),
        ("User", summary.user),
        ("Start", _moment(summary.started_at)),
        ("End", _moment(summary.ended_at)),
        ("Changes since", _moment(summary.since) or "everyone"),
        ("Dry run", "yes" if summary.dry_run else "no"),
        ("Mapping", summary.mapping_version),
        ("Plan", summary.plan_id or ""),
        ("Approved by", summary.approved_by or ""),
        ("Employees processed", f"{summary.employees_processed:,}"),
        ("Future-dated changes kept", f"{summary.scheduled:,}"),
        ("In PlanSource but not sent", f"{summary.orphans:,}"),
        ("Changed but hidden from us", f"{summary.hidden:,}" if summary.hidden else ""),
        ("Deleted in BambooHR", f"{summary.deleted:,}" if summary.deleted else ""),
        ("Errors", f"{summary.errors:,}"),
        ("Failure", summary.failure or ""),
    ]


def _moment(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC" if moment else ""


def _tally(numbers: dict[str, int]) -> list[Row]:
    return [(name, f"{number:,}") for name, number in numbers.items()] or [("", "none")]


def _files(summary: RunSummary) -> list[Row]:
    named = (("Source", summary.source_file), ("Output", summary.output_file), ("Errors", summary.error_file))
    return [(label, uri) for label, uri in named if uri] or [("", "none")]
