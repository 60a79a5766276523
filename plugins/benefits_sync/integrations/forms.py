"""Fields that the forms of several DAGs share, so that the same question is asked in the same words."""

from typing import Final

from airflow.sdk import Param

from benefits_sync.pipeline.requests import MAX_LOOKBACK_DAYS

_NUMBER: Final = r"[A-Za-z0-9][A-Za-z0-9._-]*"
_NO_SSN: Final = r"(?!.*\b\d{3}-\d{2}-\d{4}\b)"
"""Airflow keeps and shows what is typed here."""

NO_SSN_TEXT: Final = rf"^{_NO_SSN}.*$"
"""Any text, but for an SSN."""


def delta(description: str) -> Param:
    """Return the field that asks for changes only."""
    return Param(True, type="boolean", title="Delta", description=description)


def include_employees(description: str) -> Param:
    """Return the field for a list of employee numbers; the description says what becomes of them."""
    return Param(
        None,
        type=["null", "string"],
        maxLength=10_000,
        pattern=rf"^{_NO_SSN}\s*{_NUMBER}(\s*,\s*{_NUMBER})*\s*$",
        title="Include employees",
        description="Employee numbers separated by commas, for example E10001,E10002; empty means all. "
        + description,
    )


def lookback_days() -> Param:
    """Return the field that replaces the watermark for one run."""
    return Param(
        None,
        type=["null", "integer"],
        minimum=1,
        maximum=MAX_LOOKBACK_DAYS,
        title="Lookback days",
        description="Changes of the last 1 to 31 days; empty means since the last successful run.",
    )


def run_name() -> Param:
    """Return the field that names the run."""
    return Param(
        None,
        type=["null", "string"],
        maxLength=200,
        pattern=NO_SSN_TEXT,
        title="Integration run name",
        description="How the run is called in lists; empty means name, date and time.",
    )


def resubmission(description: str) -> Param:
    """Return the field that the transaction assistant fills in."""
    return Param(
        None,
        type=["null", "integer"],
        minimum=1,
        maximum=2_147_483_647,  # of the ledger's column
        title="Resubmission",
        description=description,
    )


def day(title: str, description: str) -> Param:
    """Return a field for a date that may be left empty."""
    return Param(
        None, type=["null", "string"], format="date", maxLength=10, title=title, description=description
    )


def dry_run(description: str) -> Param:
    """Return the field that keeps a run from changing anything."""
    return Param(False, type="boolean", title="Dry run", description=description)
