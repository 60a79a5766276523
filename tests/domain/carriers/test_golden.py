"""Each carrier's file, byte for byte: an invented company after a week in which everything happened.

The files in `golden/` were read against the rules of the carriers' guides. To write them anew after a change
that is meant, and then look at the difference:

    python -m tests.domain.carriers.test_golden
"""

from pathlib import Path

import pandas as pd
import pytest

from tests.domain.carriers import scenarios as s
from tests.domain.carriers.company import LAST_MONDAY, TODAY, Company, send_all
from tests.domain.carriers.lives import SCENARIOS
from tests.mapping.carriers.profiles import PROFILE_OF

GOLDEN = Path(__file__).parent / "golden"
HAPPENINGS = {
    "Nona": ("nothing", s.couple),
    "Nell": ("new hire", s.single),
    "Bea": ("birth", s.couple),
    "Mary": ("marriage", s.single),
    "Paul": ("plan change", s.single),
    "Lee": ("level change", s.couple),
    "Wade": ("waive", s.single),
    "Terry": ("termination", s.couple),
    "Rita": ("retirement", s.single),
    "Dee": ("death", s.single),
    "Dick": ("divorce", s.couple),
    "Agnes": ("aged out", s.parent),
    "Neva": ("never effective", s.single),
    "Lea": ("leave", s.single),
    "Cora": ("COBRA", s.single),
    "Ines": ("identity corrected", s.single),
    "Ada": ("address changed", s.single),
    "Perry": ("personnel changed", s.single),
}
"""First name -> what happened to the family, and its shape."""


def files_of(carrier):
    """The bytes of a carrier's files after that week, by name of the golden file."""
    company = Company()
    for number, (name, (scenario, shape)) in enumerate(HAPPENINGS.items()):
        shape(company, f"E{number:03}", first_name=name)
        SCENARIOS[scenario].origin(company, f"E{number:03}")
    first = send_all(carrier, company, LAST_MONDAY)
    before = company.copy()
    for number, (scenario, _) in enumerate(HAPPENINGS.values()):
        SCENARIOS[scenario].happens(company, f"E{number:03}")
    known = pd.concat([sent.built.picture for sent in first])
    days = {"previous": before, "last_file": LAST_MONDAY}
    sent = send_all(carrier, company, TODAY, picture=known, **days)
    return {"-".join(filter(None, [carrier, one.build.file])): one.data for one in sent}


@pytest.mark.parametrize("carrier", PROFILE_OF)
def test_a_carrier_s_files_are_those_that_were_read(carrier):
    written = files_of(carrier)
    kept = {name: (GOLDEN / f"{name}.edi").read_bytes() for name in written}
    assert written == kept


def test_every_golden_file_is_some_carrier_s():
    names = {name for carrier in PROFILE_OF for name in files_of(carrier)}
    assert {path.stem for path in GOLDEN.glob("*.edi")} == names


if __name__ == "__main__":
    for profile in PROFILE_OF:
        for stem, data in files_of(profile).items():
            (GOLDEN / f"{stem}.edi").write_bytes(data)
