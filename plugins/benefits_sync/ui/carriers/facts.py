"""Everything that the ledger knows of one carrier file, as titled groups of label and text."""

from datetime import date, datetime
from typing import Final

from benefits_sync.models.carrier_files import FileRow
from benefits_sync.models.carriers import Counted, FileMeasures
from benefits_sync.ui.carriers.wording import KINDS, USAGES, carrier_title
from benefits_sync.ui.layout import moment

Row = tuple[str, str]

_TOTALS: Final = (
    ("Covered people", "members_before", "members_now"),
    ("Coverages", "coverages_before", "coverages_now"),
)
_CHANGES: Final = (
    ("Active before", "active_before"),
    ("Dependents before", "dependents_before"),
    ("Terminations", "terminations"),
    ("Gone without a termination", "vanished"),
    ("Changes of plan or level", "plan_changes"),
    ("Dependents lost while the subscriber stays", "dependents_lost"),
    ("Another SSN or birth date", "identity_changed"),
)


def fact_groups(file: FileRow) -> list[tuple[str, list[Row]]]:
    """Return what a file is, how it was sent, and what it does to the carrier's people."""
    groups = [("File", _file(file)), ("Numbers", _numbers(file)), ("Delivery", _delivery(file))]
    return groups if file.measures is None else [*groups, ("What it changes", _measures(file.measures))]


def part_rows(measures: FileMeasures | None) -> list[tuple[str, Counted]]:
    """Return the counts of the whole and of each group's line, by name; nothing where there is no part."""
    if measures is None or not measures.parts:
        return []
    parts = [(" ".join(filter(None, (part.group, part.line))), part) for part in measures.parts]
    return [("Everybody", measures.totals), *parts]


def _file(file: FileRow) -> list[Row]:
    return [
        ("Name", file.name),
        ("Carrier", carrier_title(file.carrier)),
        ("Group", file.group),
        ("Kind", KINDS[file.kind]),
        ("Usage", USAGES[file.usage]),
        ("As of", _day(file.as_of)),
        ("Plan year from", _day(file.plan_year)),
        ("Business day", _day(file.business_day)),
        ("Built", moment(file.created_at)),
        ("Profile", file.profile_version),
        ("Forced because", file.forced_reason or ""),
        ("Size", f"{file.size:,} bytes, {file.segments:,} segments"),
        ("SHA-256", file.sha256),
    ]


def _numbers(file: FileRow) -> list[Row]:
    return [
        ("Number here", str(file.id)),
        ("Interchange (ISA13)", str(file.interchange)),
        ("Group (GS06)", str(file.group_number)),
        ("Reference (BGN02)", file.reference),
        ("Sender", file.sender.strip()),
        ("Receiver", file.receiver.strip()),
    ]


def _delivery(file: FileRow) -> list[Row]:
    is_other = file.sent_sha256 is not None and file.sent_sha256 != file.sha256
    size = f"{file.sent_size:,} bytes" if file.sent_size is not None else ""
    return [
        ("Delivered", moment(file.delivered_at) or "not yet"),
        ("Sent as", file.sent_name or ""),
        ("Sent bytes", f"encrypted, {size}" if is_other else size and f"the file itself, {size}"),
        ("SHA-256 as sent", file.sent_sha256 or "" if is_other else ""),
        *(("Receipt", receipt) for receipt in file.receipts),
        ("TA1 until", _due(file.due.ta1, file)),
        ("999 until", _due(file.due.functional, file)),
        ("Report until", _due(file.due.report, file)),
    ]


def _measures(measures: FileMeasures) -> list[Row]:
    of = measures.totals
    rows = [
        (label, f"{getattr(of, before):,} before, {getattr(of, now):,} after")
        for label, before, now in _TOTALS
    ]
    rows += [(label, f"{getattr(of, name):,}") for label, name in _CHANGES]
    return [
        ("People in the file", f"{measures.people:,}"),
        ("Cannot be told as they are", f"{measures.refused:,}"),
        ("... and are told as before", f"{measures.retold:,}"),
        ("... and are covered, but left out", f"{measures.covered_left_out:,}"),
        *rows,
        ("Dates far back", f"{measures.retroactive:,}"),
        ("Dates beyond what the carrier takes", f"{measures.beyond_retro:,}"),
        ("Elections read", _hours(measures.snapshot_age_hours)),
        ("Same as the last file", "yes" if measures.same_as_last else "no"),
        ("Open enrollment", "yes" if measures.open_enrollment else "no"),
    ]


def _hours(hours: float) -> str:
    return "less than an hour before" if hours < 1 else f"{hours:.1f} hours before"


def _day(value: date | None) -> str:
    return value.isoformat() if value else ""


def _due(value: datetime | None, file: FileRow) -> str:
    """Return a deadline; one that the carrier never keeps is said to be none, once there can be any."""
    if value is None:
        return "none is awaited" if file.delivered_at else ""
    return moment(value)
