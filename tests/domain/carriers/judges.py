"""What others make of a file: pyx12, our checker, our reader."""

import logging
from io import BytesIO, StringIO

import pyx12.params
import pyx12.x12n_document

from benefits_sync.domain.carriers.expectations import expected_of
from benefits_sync.x12.checking.checker import check_file
from benefits_sync.x12.codes.envelope import Usage
from tests.x12.files import parsed

OUTSIDE_THE_GUIDE = {"IK4*3*1205*7*LIF", "IK4*3*1205*7*ADD"}
"""What pyx12 says of life and accidental death: the guide has no such lines, the profile allows them."""


def pyx12_findings(data):
    """Everything that pyx12 says against a file, as the elements it refuses in its 999."""
    logging.getLogger("pyx12").setLevel(logging.CRITICAL)
    answer = StringIO()
    source = StringIO(data.decode("ascii"))
    accepted = pyx12.x12n_document.x12n_document(pyx12.params.params(), source, answer, None, None, None)
    segments = [segment.strip() for segment in answer.getvalue().split("~")]
    refused = [segment for segment in segments if _refuses(segment)]
    whole = [
        before
        for before, after in zip(segments, [*segments[1:], ""], strict=True)
        if before.startswith("IK3") and not after.startswith("IK4")
    ]
    assert accepted or refused or whole, "pyx12 refuses the file without a word"
    return {*refused, *whole}


def _refuses(segment):
    return segment.startswith("IK4") or (segment.startswith("TA1") and "*A*" not in segment)


def own_findings(data, profile):
    """The rules of our catalogue that a file breaks, with how often."""
    return check_file(BytesIO(data), expected_of(profile, Usage.TEST)).counts


def read_back(sent):
    """Whether the file says what was built: every header and every person."""
    built = [(one.header, list(one.members)) for one in sent.transactions]
    return parsed(sent.data) == built
