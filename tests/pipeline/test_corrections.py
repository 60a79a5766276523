"""What a person corrected stands in for the source, until the source itself is put right."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from benefits_sync.store.corrections import SourceRecord
from benefits_sync.store.ledger import Ledger
from tests.pipeline.company import Company
from tests.pipeline.site import KEY

EMPLOYEES = 126
GOOD, BAD, BETTER = "83702", "837", "83713"
AT = datetime(2026, 3, 4, tzinfo=UTC)


@dataclass
class Refused:
    """A company of which one person's ZIP code was refused."""

    company: Company
    person: str

    @property
    def number(self) -> str:
        return self.company.number(self.person)

    def correct(self, value=GOOD, *, was=BAD, name="zipcode"):
        record = SourceRecord("demographic_export", self.person)
        with Ledger.open(self.company.site.ledger_url, KEY) as ledger:
            digest = ledger.corrections.digest(record, name, was)
            ledger.corrections.make(record, self.number, [(name, value, digest)], (), ("dana", AT))

    def resubmit(self):
        with Ledger.open(self.company.site.ledger_url, KEY) as ledger:
            run = ledger.runs.latest("demographic_export", 1)[0]
            ids = ledger.rejections.list(run.reference_id)["id"].tolist()
            token = f"token {run.reference_id}"
            number = ledger.resubmissions.request("demographic_export", ids, token, "dana", AT).id
        return self.company.run(f"resubmission {number}", resubmission=number)

    def zip_code(self):
        return self.company.subscriber(self.number)["zip_code"]

    def in_force(self):
        with Ledger.open(self.company.site.ledger_url, KEY) as ledger:
            record = SourceRecord("demographic_export", self.person)
            return len(ledger.corrections.of_record(record))


@pytest.fixture
def refused(exported):
    person = exported.ordinary()[0]
    exported.edit(person, zipcode=BAD)
    exported.run("refused")
    return Refused(exported, person)


def test_a_correction_is_used_when_the_record_is_sent_again(refused):
    refused.correct()
    summary = refused.resubmit()
    assert (summary.status, summary.corrected, refused.zip_code()) == ("Completed", 1, GOOD)


def test_a_resubmission_reads_nobody_else(refused):
    refused.correct()
    assert refused.resubmit().counts.read == 1


def test_the_run_says_which_resubmission_it_carries_out_and_that_one_which_run(refused):
    refused.correct()
    summary = refused.resubmit()
    with Ledger.open(refused.company.site.ledger_url, KEY) as ledger:
        carried_out = ledger.resubmissions.get(summary.resubmission)
    assert (carried_out.dag_id, carried_out.airflow_run_id) == ("demographic_export", summary.run_name)


def test_a_correction_holds_in_every_later_run(refused):
    refused.correct()
    refused.resubmit()
    refused.company.edit(refused.person, firstName="Wanda")
    summary = refused.company.run("later")
    assert (summary.corrected, summary.counts.updated, refused.zip_code()) == (1, 1, GOOD)


def test_the_source_is_followed_again_once_it_has_another_value_and_the_run_says_so(refused):
    refused.correct()
    refused.resubmit()
    refused.company.edit(refused.person, zipcode=BETTER)
    summary = refused.company.run("put right")
    found = (summary.corrected, summary.overtaken, refused.zip_code(), refused.in_force())
    assert found == (0, 1, BETTER, 0)


def test_a_correction_given_up_does_not_come_back_with_the_old_value(refused):
    refused.correct()
    refused.company.edit(refused.person, zipcode=BETTER)
    refused.company.run("put right")
    refused.company.edit(refused.person, zipcode=BAD)
    assert refused.company.run("wrong again").counts.rejected == 1


def test_a_run_that_gave_a_correction_up_says_so_at_its_second_try_too(refused):
    refused.correct()
    refused.company.edit(refused.person, zipcode=BETTER)
    refused.company.run("put right")
    assert refused.company.run("put right").overtaken == 1


def test_a_dry_run_gives_nothing_up(refused):
    refused.correct()
    refused.company.edit(refused.person, zipcode=BETTER)
    summary = refused.company.run("dry", dry_run=True)
    assert (summary.overtaken, refused.in_force()) == (1, 1)


def test_a_correction_may_empty_a_field(refused):
    refused.correct()
    refused.company.edit(refused.person, homePhone="12")
    refused.company.run("two things wrong")
    refused.correct(None, was="12", name="homePhone")
    assert refused.resubmit().counts.rejected == 0


def test_somebody_who_was_not_read_is_not_touched(refused):
    refused.correct()
    other = refused.company.number(refused.company.ordinary()[1])
    assert refused.company.run("others", include=[other]).corrected == 0


def test_an_added_value_is_used_by_the_next_run(refused):
    refused.correct()
    refused.company.drill(refused.person, maritalStatus="Widowed")
    refused.company.run("unknown to the mapping")
    with Ledger.open(refused.company.site.ledger_url, KEY) as ledger:
        ledger.additions.add("demographic_export", "marital_status", ("Widowed", "S"), "dana", AT)
    summary = refused.resubmit()
    assert (summary.status, refused.company.subscriber(refused.number)["marital_status"]) == (
        "Completed",
        "S",
    )
