"""Level 1, the envelope: ISA to IEA, GS to GE, ST to SE, their numbers, counts, dates and versions."""

from typing import Final

from benefits_sync.x12.checking.findings import Rule, Severity, Snip


def _error(name: str, what: str, fix: str) -> Rule:
    return Rule(name, Snip.SYNTAX, Severity.ERROR, what, fix)


BYTE_ORDER_MARK: Final = Rule(
    "byte-order-mark",
    Snip.SYNTAX,
    Severity.WARNING,
    "A byte order mark stands before ISA",
    "Write the file without one: several receivers fail on it.",
)
ISA_WIDTH: Final = _error(
    "isa-width",
    "ISA is not 106 bytes long, or its elements do not have their fixed widths",
    "Pad each element of ISA to its width and no further.",
)
DELIMITERS: Final = _error(
    "delimiters",
    "A delimiter that ISA shows cannot be one",
    "Use four different ASCII characters that are no letter, digit or blank, such as * ^ : ~.",
)
ISA_CODE: Final = _error(
    "isa-code", "ISA has a code that the guide does not know", "Use a code of the guide's list."
)
ISA_ID: Final = _error(
    "isa-party",
    "The sender or the receiver is not named",
    "Give ISA06 and ISA08 the ids agreed with the carrier.",
)
ISA_DATE: Final = _error(
    "isa-date", "The interchange's date or time does not exist", "Write YYMMDD and HHMM of the creation."
)
CONTROL_NUMBER: Final = _error(
    "control-number",
    "A control number is not made of its digits, or is not positive",
    "Take the number from the ledger; ISA13 has nine digits with leading zeros.",
)
VERSIONS: Final = _error(
    "versions-differ",
    "ISA12, GS08 and ST03 do not name one version",
    "Write 00501 in ISA12 and 005010X220A1 in GS08 and ST03.",
)
INTERCHANGE_NUMBER: Final = _error(
    "interchange-number-differs", "IEA02 is not the number of ISA13", "Write ISA13 into IEA02."
)
GROUP_NUMBER: Final = _error(
    "group-number-differs", "GE02 is not the number of GS06", "Write GS06 into GE02."
)
TRANSACTION_NUMBER: Final = _error(
    "transaction-number-differs", "SE02 is not the number of ST02", "Write ST02 into SE02."
)
INTERCHANGE_COUNT: Final = _error(
    "interchange-count", "IEA01 is not the number of groups", "Count the GS of the interchange."
)
GROUP_COUNT: Final = _error(
    "group-count", "GE01 is not the number of transactions", "Count the ST of the group."
)
INTERCHANGE_REPEATED: Final = _error(
    "interchange-number-repeated",
    "The interchange's number was used before between these partners",
    "Take a new number from the ledger; keep a number only when sending identical bytes again.",
)
GROUP_REPEATED: Final = _error(
    "group-number-repeated",
    "Two groups of the interchange have one number",
    "Number groups anew for each one.",
)
TRANSACTION_REPEATED: Final = _error(
    "transaction-number-repeated",
    "Two transactions of the group have one number",
    "Number the transactions of a group one by one.",
)
NESTING: Final = _error(
    "envelope-nesting",
    "A segment of the envelope does not stand where envelopes nest",
    "Write ISA, GS, ST, then SE, GE, IEA, each closing its own.",
)
TRAILER: Final = _error(
    "trailer-missing", "SE, GE or IEA is missing", "Close each transaction, group and interchange."
)
NO_TRANSACTION: Final = _error(
    "nothing-inside", "A group or interchange holds nothing", "Do not send a file without a transaction."
)
NOT_834: Final = _error(
    "transaction-not-834",
    "The transaction is no 834, and so nothing more is said about its header",
    "Send 834s only; the answer of a carrier (999, 997, TA1) is read by `benefits x12 ack`.",
)
CUT_OFF: Final = _error(
    "file-cut-off",
    "The file ends inside a segment",
    "Build the file again; this one was not written to its end.",
)
OUTSIDE: Final = _error(
    "outside-envelope",
    "Something else than line breaks stands after IEA",
    "End the file after the terminator of IEA.",
)
RULES: Final = (
    BYTE_ORDER_MARK,
    ISA_WIDTH,
    DELIMITERS,
    ISA_CODE,
    ISA_ID,
    ISA_DATE,
    CONTROL_NUMBER,
    VERSIONS,
    INTERCHANGE_NUMBER,
    GROUP_NUMBER,
    TRANSACTION_NUMBER,
    INTERCHANGE_COUNT,
    GROUP_COUNT,
    INTERCHANGE_REPEATED,
    GROUP_REPEATED,
    TRANSACTION_REPEATED,
    NESTING,
    TRAILER,
    NO_TRANSACTION,
    NOT_834,
    CUT_OFF,
    OUTSIDE,
)
