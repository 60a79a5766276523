"""10,000 random people, every scenario of an enrolment's life, with each profile: files in a row are right.

pyx12 knows no life insurance, as the guide does not: what it says of just these lines is expected.
"""

import pandas as pd
import pytest

from tests.domain.carriers.company import LAST_MONDAY, TODAY, send_all
from tests.domain.carriers.judges import OUTSIDE_THE_GUIDE, own_findings, pyx12_findings, read_back
from tests.domain.carriers.lives import SCENARIOS, UNTOLD
from tests.domain.carriers.neighbours import company_of, drawn
from tests.mapping.carriers.profiles import PROFILE_OF, changed

FEW, PEOPLE = 400, 10_000
"""How many people each carrier is told of at least: always, and in long runs."""

NEIGHBOURHOODS = {FEW: 4, PEOPLE: 74}
DENTAL, VISION, LIFE = "brightleaf_dental", "clearwater_vision", "harborstone_life"
FULL = "full"

_OF_HEALTH = {
    "birth",
    "twins",
    "adoption",
    "dependent added",
    "level change",
    "plan change",
    "waive",
    "aged out",
}
OF_NO_INTEREST = {VISION: {"plan change"}, LIFE: _OF_HEALTH}
"""What changes no record of a carrier's: there is one plan for eyes, and children have no life insurance."""


def with_adoption(carrier):
    """A carrier's profile with a word for adopted children, whom the shipped ones leave to each company."""
    profile = PROFILE_OF[carrier]
    relationships = profile.codes.relationships | {"adopted_child": "09"}
    return changed(profile, codes={"relationships": relationships})


def files_in_a_row(profile, company, coming):
    """Files of carriers: the first ones, those of a quiet week, and of every kind after all has happened."""

    def send(day, before, known=(), kind=FULL):
        picture = pd.concat([sent.built.picture for sent in known]) if known else None
        return send_all(profile, company, day, kind=kind, picture=picture, previous=before)

    first = send(LAST_MONDAY, None)
    before = company.copy()
    for code, scenario in coming.items():
        SCENARIOS[scenario].earlier(company, code)
    quiet = send(TODAY, before, first)
    before = company.copy()
    for code, scenario in coming.items():
        SCENARIOS[scenario].happens(company, code)
    kinds = [FULL, *(kind for kind in profile.file.kinds if kind != FULL)]
    return first, quiet, [sent for kind in kinds for sent in send(TODAY, before, quiet, kind)]


def records(files):
    """The people of some files, by file and subscriber code."""
    found = {}
    for sent in files:
        members = {one.header.reference: list(one.members) for one in sent.transactions}
        for row in sent.built.index:
            family = found.setdefault((sent.build.file, row.subscriber_code), [])
            family.append(members[row.transaction][row.order])
    return found


def changes(before, after):
    """The families of whom another file says anything else than an earlier one did."""
    old, new = records(before), records(after)
    found = {code for file, code in old.keys() | new.keys() if old.get((file, code)) != new.get((file, code))}
    return {code.removesuffix("N") for code in found}


def told_of(files):
    """Everybody that each file of a carrier tells of, in whichever week."""
    return {(sent.build.file, row.person_ref) for sent in files for row in sent.built.index}


def refusals(files):
    return {(refusal.subscriber_code, refusal.rule) for sent in files for refusal in sent.built.refused}


def to_be_refused(carrier, company):
    """Families that a carrier cannot be told of: those without an SSN, where only that will do."""
    if carrier != DENTAL:
        return set()
    people = company.people.items()
    without = [code for code, one in people if "/" not in code and not one["ssn"]]
    return {(code, "no_subscriber_id") for code in without if company.of(code, "dental")}


@pytest.fixture(scope="module", params=[FEW, pytest.param(PEOPLE, marks=pytest.mark.slow)])
def families(request):
    return request.param, drawn(NEIGHBOURHOODS[request.param])


@pytest.mark.timeout(900)
@pytest.mark.parametrize("carrier", PROFILE_OF)
def test_files_of_everything_that_happens_are_right(carrier, families):
    least, everybody = families
    # The life carrier has a file for each benefit, and all of them tell of nearly the same people.
    people, coming = company_of(everybody[len(everybody) // 2 :] if carrier == LIFE else everybody)
    profile = with_adoption(carrier)
    first, quiet, eventful = files_in_a_row(profile, people.copy(), coming)
    files = [*quiet, *eventful]

    assert set(coming.values()) == SCENARIOS.keys()
    assert len(told_of(files)) >= least
    assert refusals(first) == to_be_refused(carrier, people)
    for sent in files:
        assert read_back(sent)
        assert own_findings(sent.data, profile) == {}
        assert pyx12_findings(sent.data) <= (OUTSIDE_THE_GUIDE if carrier == LIFE else set())

    told = {coming[code] for code in changes(quiet, eventful[: len(quiet)])}
    assert told == SCENARIOS.keys() - UNTOLD - OF_NO_INTEREST.get(carrier, set())
