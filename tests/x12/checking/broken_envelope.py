"""For each rule of the envelope (type 1), a small break of a valid file."""

from benefits_sync.x12.checking import envelope
from tests.x12.checking.broken_people import AUDIT

ISA, REST = AUDIT.split("\n", 1)
GROUP = REST[: REST.index("IEA")]
TRANSACTION = GROUP[GROUP.index("ST*") : GROUP.index("GE*")]


def with_isa(old, new):
    """The valid file with another ISA."""
    assert old in ISA
    return ISA.replace(old, new, 1) + "\n" + REST


def with_rest(old, new):
    """The valid file with something else behind ISA."""
    assert old in REST
    return ISA + "\n" + REST.replace(old, new, 1)


BROKEN = {
    envelope.BYTE_ORDER_MARK: "\ufeff" + AUDIT,
    envelope.ISA_WIDTH: with_isa("*123456789      *", "*123456789     *"),
    envelope.DELIMITERS: with_isa("*^*00501", "*U*00501"),
    envelope.ISA_CODE: with_isa("*0*T*", "*0*X*"),
    envelope.ISA_ID: with_isa("EXAMPLEDENTAL", "             "),
    envelope.ISA_DATE: with_isa("260301*0630", "260231*0630"),
    envelope.CONTROL_NUMBER: with_isa("000000042", "00000042A"),
    envelope.VERSIONS: with_rest("ST*834*0001*005010X220A1", "ST*834*0001*005010X220"),
    envelope.INTERCHANGE_NUMBER: with_rest("IEA*1*000000042", "IEA*1*000000043"),
    envelope.GROUP_NUMBER: with_rest("GE*1*7", "GE*1*8"),
    envelope.TRANSACTION_NUMBER: with_rest("*0001~\nGE", "*0002~\nGE"),
    envelope.INTERCHANGE_COUNT: with_rest("IEA*1*", "IEA*2*"),
    envelope.GROUP_COUNT: with_rest("GE*1*", "GE*2*"),
    envelope.INTERCHANGE_REPEATED: AUDIT + AUDIT,
    envelope.GROUP_REPEATED: with_rest(GROUP + "IEA*1", GROUP + GROUP + "IEA*2"),
    envelope.TRANSACTION_REPEATED: with_rest(TRANSACTION + "GE*1", TRANSACTION + TRANSACTION + "GE*2"),
    envelope.NESTING: with_rest("GE*1*7~\n", "GE*1*7~\nGE*1*7~\n"),
    envelope.TRAILER: with_rest("GE*1*7~\n", ""),
    envelope.NO_TRANSACTION: with_rest(TRANSACTION + "GE*1", "GE*0"),
    envelope.NOT_834: with_rest("ST*834*", "ST*999*"),
    envelope.CUT_OFF: AUDIT[: AUDIT.index("NM1*IL*1*ROE") + 9],
    envelope.OUTSIDE: AUDIT + "END OF FILE",
}
"""Rule -> a file that breaks it."""
