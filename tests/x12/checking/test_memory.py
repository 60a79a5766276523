"""Memory stays flat: any file needs that of one family and of what is remembered, and a number per family."""

from itertools import chain, repeat

from benefits_sync.x12.checking.checker import check_file
from tests.x12.checking.broken_people import FAMILY, HEADER, TRAILER
from tests.x12.test_memory import peak_of

FAMILIES_PER_PIECE = 20
BYTES_PER_FAMILY = 150


class Families:
    """A file of so many families, each with an id of its own, that is never in memory as a whole."""

    def __init__(self, families):
        family = FAMILY[: FAMILY.index("INS*Y*18*030*XN*A***FT~\nREF*0F*E1002")]
        people = (family.replace("E1001", f"E{number:06}") for number in range(families))
        pieces = ("".join(piece) for piece in zip(*repeat(people, FAMILIES_PER_PIECE), strict=True))
        count = family.count("\n") * families + HEADER.count("\n") - 1
        self._pieces = chain([HEADER.format(action="4")], pieces, [TRAILER.format(count=count)])

    def read(self, size):
        return next(self._pieces, "").encode()


def check(families):
    assert check_file(Families(families)).counts == {}


def test_ten_times_the_people_need_little_more_memory():
    check(20)
    few, many = (peak_of(lambda families=families: check(families)) for families in (200, 2000))
    assert many - few < 1800 * BYTES_PER_FAMILY + 100_000
