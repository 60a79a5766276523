"""Every public error, grouped by what the caller should do.

::

    BenefitsSyncError
    ├── ConfigurationError          fix the configuration, then run again
    │   ├── MappingError            a mapping file is wrong; the message names file, line and the way out
    │   ├── ConnectionSettingsError a connection is missing a field or holds a wrong one
    │   └── ParameterError          a run was started with parameters that cannot be used
    ├── RetryableError              try the same task again later
    │   ├── VendorUnavailableError  the vendor did not answer, or answered 5xx or 429 until patience ran out
    │   ├── StoreUnavailableError   the ledger or the artifact store could not be reached
    │   └── TooEarlyError           another integration has to run first; it may have by then
    ├── UnknownOutcomeError         a write may or may not have happened: read, then decide
    ├── RecordError                 set this record aside and go on with the others
    └── RunError                    stop this run; a person has to look
        ├── VendorContractError     the vendor's answer has a shape we do not know
        ├── OutOfOrderError         a run that comes first was not made, or was made today
        ├── GuardError              a guard tripped and nobody else approved the plan
        ├── StalePlanError          the target moved underneath the plan
        ├── DeliveryError           a carrier file may not go where it was about to go; nothing was sent
        ├── UnbalancedRunError      the counts do not add up
        ├── FileStateError          a carrier file cannot take this step from where it stands
        └── CompletedWithErrorsError every good record was applied; some were refused

No error carries a personal value: vendor, operation, request id, record key, field and rule are enough to
find the record, and messages end up in logs, chats and pages.
"""

from typing import ClassVar


class BenefitsSyncError(Exception):
    """Base of all errors raised by this package."""


class ConfigurationError(BenefitsSyncError):
    """The configuration must be fixed; a retry cannot help."""


class MappingError(ConfigurationError):
    """A mapping file cannot be used."""


class ConnectionSettingsError(ConfigurationError):
    """A connection lacks a setting, or the vendor refuses it."""


class ParameterError(ConfigurationError):
    """A run was started with parameters that cannot be used."""


class RetryableError(BenefitsSyncError):
    """The same call may succeed later."""


class StoreUnavailableError(RetryableError):
    """The ledger or the artifact store cannot be reached or is full."""


class TooEarlyError(RetryableError):
    """Another integration has to run before this one; the message says which and how to go on."""


class VendorError(BenefitsSyncError):
    """What every error about a vendor's answer carries: where it happened, never what was in it.

    Args:
        reason: What went wrong and what to do, without any value of a record.
        vendor: ``BambooHR`` or ``PlanSource``.
        operation: Method and route template, such as ``PUT /subscriber/{id}``.
        status: HTTP status, or None when there was no answer.
        request_id: Our id of the request, sent as ``X-Request-ID`` and found in the vendor's journal.
    """

    def __init__(
        self,
        reason: str,
        *,
        vendor: str,
        operation: str,
        status: int | None = None,
        request_id: str | None = None,
    ) -> None:
        self.reason = reason
        self.vendor = vendor
        self.operation = operation
        self.status = status
        self.request_id = request_id
        where = f"{vendor} {operation}"
        answer = f" answered {status}" if status is not None else ""
        trace = f" (request {request_id})" if request_id else ""
        super().__init__(f"{where}{answer}: {reason}{trace}")


class VendorUnavailableError(VendorError, RetryableError):
    """The vendor did not answer usefully although the call was retried."""


class VendorRefusedError(VendorError, ConfigurationError):
    """The vendor refuses our credentials, company or permissions."""


class UnknownOutcomeError(VendorError):
    """A write was sent and its answer was lost: read the record before deciding anything."""


class RecordError(VendorError):
    """The vendor refuses one record.

    Args:
        reason: The vendor's text when it is one of its published messages, else a general sentence.
        record_key: The record's key in the target.
        field: The target member at fault, where the vendor names it.
        rule: A stable short name of the broken rule, such as ``list.value`` or ``employee.terminated``.
    """

    default_rule: ClassVar[str] = "vendor.refused"

    def __init__(  # noqa: PLR0913 - each is one thing a person needs to find the record
        self,
        reason: str,
        *,
        vendor: str,
        operation: str,
        status: int | None = None,
        request_id: str | None = None,
        record_key: str | None = None,
        field: str | None = None,
        rule: str | None = None,
    ) -> None:
        super().__init__(reason, vendor=vendor, operation=operation, status=status, request_id=request_id)
        self.record_key = record_key
        self.field = field
        self.rule = rule or self.default_rule


class RunError(BenefitsSyncError):
    """The run stops and a person has to look."""


class VendorContractError(VendorError, RunError):
    """The vendor's answer has a shape we do not know (HTML, truncated JSON, a missing member)."""


class OutOfOrderError(RunError):
    """A run that comes first was not made, or was made on the same day; nothing was read or changed."""


class GuardError(RunError):
    """A guard tripped and nobody entitled approved the plan; nothing was changed."""


class StalePlanError(RunError):
    """The target changed after the plan was made; nothing was changed."""


class DeliveryError(VendorError, RunError):
    """A carrier file may not go where it was about to go, or its name is taken; nothing was sent."""


class UnbalancedRunError(RunError):
    """The run's counts do not add up to the records read."""


class FileStateError(RunError):
    """A carrier file cannot take this step; the message names where it stands, and nothing was changed."""


class CompletedWithErrorsError(RunError):
    """Every good record was applied; the refused ones are kept as rejections."""
