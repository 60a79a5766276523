"""Answers made by hand, and those that pyx12 gives to a file of ours."""

import logging
from io import BytesIO, StringIO

import pyx12.params
import pyx12.x12n_document

from benefits_sync.x12.acknowledgments.reader import read_acknowledgment

ISA = (
    "ISA*00*          *00*          *ZZ*EXAMPLEDENTAL  *30*123456789      *260301*1010*{}*00501*{:>09}*0*T*:~"
)

AK1 = "AK1*BE*7*005010X220A1"
AK2 = "AK2*834*0001*005010X220A1"
GOOD = (AK1, AK2, "IK5*A", "AK9*A*1*1*1")
BAD = (AK1, AK2, "IK3*REF*6*2000*8", "IK4*2*127*7*123456789", "IK5*R*5", "AK9*R*1*1*0")


def isa(number="000000881", repetition="^"):
    """The carrier's ISA, from which an answer comes back to us."""
    return ISA.format(repetition, number)


def answer(*segments, guide="005010X231A1", kind="999", group="41", count=None, isa_line=None):
    """An interchange with one group and one transaction set of these segments."""
    gs = f"GS*FA*EXD834*123456789*20260301*1010*{group}*X*{guide}~"
    body = [f"ST*{kind}*0001*{guide}~", *(f"{segment}~" for segment in segments)]
    tail = [f"SE*{count or len(body) + 1}*0001~", f"GE*1*{group}~", "IEA*1*000000881~"]
    return "\n".join([isa_line or isa(), gs, *body, *tail]) + "\n"


def ta1(*elements, number="000000881"):
    """An interchange with nothing but a TA1."""
    return f"{isa(number)}TA1*{'*'.join(elements)}~IEA*0*{number:>09}~"


def read(text):
    return read_acknowledgment(BytesIO(text.encode("latin-1")))


def only(text):
    """The one answer of a file."""
    [one] = read(text).answers
    return one


def fault(*segments):
    """The one error that these segments tell of a rejected transaction."""
    [found] = only(answer(AK1, AK2, *segments, "IK5*R*5", "AK9*R*1*1*0")).transactions[0].faults[:-1]
    return found


def pyx12_answers(data):
    """The 999 that pyx12 writes about a file."""
    out = StringIO()
    logging.getLogger("pyx12").setLevel(logging.CRITICAL)
    source = StringIO(data.decode("ascii"))
    pyx12.x12n_document.x12n_document(pyx12.params.params(), source, out, None, None, None)
    return out.getvalue()
