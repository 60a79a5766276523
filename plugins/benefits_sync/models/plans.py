"""The words and columns that reader, planner, ledger and writer share.

Frames travel between them as pandas DataFrames of ``object`` columns holding text or None; the column
lists below are their contract.
"""

from enum import StrEnum
from typing import Final


class Action(StrEnum):
    """What a plan decides for one record read."""

    CREATE = "create"
    UPDATE = "update"
    TERMINATE = "terminate"
    REHIRE = "rehire"
    UNCHANGED = "unchanged"
    EXCLUDED = "excluded"
    REJECTED = "rejected"


WRITING_ACTIONS: Final = (Action.CREATE, Action.UPDATE, Action.TERMINATE, Action.REHIRE)

PLAN_COLUMNS: Final = (
    "record_key",  # the target's key: subscriber_code; None when the source has none
    "source_id",  # the source's own id: BambooHR employee id
    "action",
    "reason",  # exclusion reason or first broken rule
    "remote_id",  # the target's own id when known
    "changes",  # JSON object: member -> canonical text or null, what a create or update writes
    "members",  # names of the members in ``changes``, with blanks between them
    "termination_date",
    "termination_reason",  # the target's lookup_code
    "voluntary",  # "true" or "false"
    "rehire_date",
    "before",  # keyed fingerprint of the target's record as planned against; None when absent
    "after",  # keyed fingerprint of the payload (all mapped members), kept as sync state once confirmed
    "source_row",  # tells apart the rows of one source id, where the source has several
)
"""One row for every record read."""

REJECTION_COLUMNS: Final = ("record_key", "source_id", "field", "rule", "message", "source_row")
"""One row for every broken rule; a record may have several."""

SCHEDULE_COLUMNS: Final = ("source_id", "record_key", "kind", "effective_date")
"""Days on which a person is to be read again, whatever the change feed says.

``kind`` is hire, termination, rehire, job or pay for a change that the source has for that day, and tenure
for the next day on which the calendar alone changes what the mapping makes of the person.
"""

STATE_COLUMNS: Final = ("record_key", "source_id", "remote_id", "payload_hash")
"""Sync state: what the target last confirmed for a record."""

TARGET_COLUMNS: Final = (
    "record_key",
    "remote_id",
    "termination_date",
    "termination_reason_id",
    "test_employee",
)
"""Columns that every target snapshot has besides the mapped members."""
