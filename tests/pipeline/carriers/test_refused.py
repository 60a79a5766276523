"""Files that will not go out: what people are told is kept with the refusal, whatever is killed then."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import update

from benefits_sync.mapping.carriers.calendar import Owner, Severity
from benefits_sync.models.carriers import FileState
from benefits_sync.pipeline.carriers.bench import CarrierOrder
from benefits_sync.pipeline.carriers.build import build_carrier
from benefits_sync.pipeline.carriers.outcome import CarrierOutcome, FileOutcome
from benefits_sync.store.carriers.messages import MessageFilter
from benefits_sync.store.carriers.tables import carrier_files
from benefits_sync.store.engine import open_engine, writing
from tests.mapping.carriers.profiles import changed
from tests.pipeline.carriers.carrier_office import CarrierOffice
from tests.pipeline.carriers.carrier_site import rows

DENTAL = "brightleaf_dental"


def untold(office: CarrierOffice) -> list[tuple[int | None, str]]:
    with office.bench(DENTAL) as bench:
        return [(alarm.file, alarm.sentence) for alarm in bench.ledger.alarms.untold(DENTAL)]


def built_twice(office: CarrierOffice, order: CarrierOrder | None = None) -> CarrierOutcome:
    """Build, and again as the next try of a task that was killed before it told anybody."""
    order = order or office.order(DENTAL)
    for _ in range(2):
        with office.bench(DENTAL) as bench:
            outcome = build_carrier(bench, order)
    return outcome


def stop_at_the_check(told: str, number: int) -> None:
    if told.endswith("segments checked"):
        raise KeyboardInterrupt


def without_plans(office: CarrierOffice) -> None:
    """Let the profile know none of the plans that people have, so that nobody can be told."""
    line = office.profile(DENTAL).coverages.lines["dental"].model_copy(update={"plans": {"Another": "A-1"}})
    office.changed[DENTAL] = changed(office.profile(DENTAL), coverages={"lines": {"dental": line}})


def test_a_file_that_a_gate_refuses_raises_one_alarm_with_what_the_gate_says(office):
    office.changed[DENTAL] = changed(office.profile(DENTAL), gates={"least_members": 9999})
    (file,) = built_twice(office).files
    ((number, sentence),) = untold(office)
    assert (file.state, number) == (FileState.REFUSED, file.file)
    assert sentence.startswith(f"{DENTAL}, file {file.file} ({file.name}): it is refused and was not sent: ")
    assert sentence.endswith(" people are covered after the file; refused below 9999")


def test_a_file_that_its_check_refuses_raises_one_alarm_with_the_number_of_errors(office):
    order = office.order(DENTAL)
    with office.bench(DENTAL) as bench, pytest.raises(KeyboardInterrupt):
        build_carrier(replace(bench, progress=stop_at_the_check), order)
    with writing(open_engine(office.ledger_url)) as connection:
        connection.execute(update(carrier_files).values(name="SOMETHING_ELSE.txt"))
    (file,) = built_twice(office, order).files
    ((number, sentence),) = untold(office)
    assert (file.state, number, sentence.rpartition(": ")[2]) == (
        FileState.REFUSED,
        file.file,
        "1 error in its own check; its page says which",
    )


def test_a_file_without_people_raises_one_alarm_though_nothing_of_it_is_kept(office):
    without_plans(office)
    (file,) = built_twice(office).files
    ((number, sentence),) = untold(office)
    assert (file.file, number) == (None, None)
    assert sentence.startswith(
        f"{DENTAL}, a file like {file.name}: it is refused and nothing was sent: the file"
    )


def test_a_rehearsal_of_a_file_without_people_alarms_nobody(office):
    without_plans(office)
    (file,) = built_twice(office, office.order(DENTAL, dry_run=True)).files
    assert (file.state, untold(office)) == (FileState.REFUSED, [])


# Ends that the carrier no longer takes


@pytest.fixture
def refused(office: CarrierOffice) -> FileOutcome:
    """A file refused for a family whose coverage ended on 31 March, before what the carrier takes back."""
    office.send(DENTAL)
    office.site.terminate("E10001", date(2026, 3, 20))
    office.site.on("2026-06-20")
    limited(office, 30)
    (file,) = office.build(DENTAL).files
    assert file.state is FileState.REFUSED
    return file


def limited(office: CarrierOffice, days: int) -> None:
    office.changed[DENTAL] = changed(office.profile(DENTAL), terminations={"retro_days": days})


def rebuilt(office: CarrierOffice, file: FileOutcome) -> tuple[FileState | None, int, int | None]:
    """Build a file anew: its state, how many people it ends, and how many families it leaves out."""
    (new,) = office.build(DENTAL, supersedes=file.file, forced_reason="the day was agreed").files
    return new.state, new.counts.get("resignation", 0), new.refused


def test_the_notice_of_an_end_beyond_the_limit_names_the_ways_out(office, refused):
    ((_, sentence),) = untold(office)
    way_out = "correct it in PlanSource or raise `terminations.retro_days`, and build the file anew"
    assert ("1 families have ends of coverage" in sentence, sentence.endswith(way_out)) == (True, True)


def test_its_page_names_the_employee_and_whose_it_is_to_put_right(office, refused):
    with office.bench(DENTAL) as bench:
        (told,) = bench.ledger.messages.page(MessageFilter(file=refused.file, severity=Severity.ERROR))
    assert (told.subscriber_code, told.owner, told.element, "agree on the day" in told.text) == (
        "E10001",
        Owner.BENEFITS,
        "termination_date",
        True,
    )


def test_with_the_day_that_was_agreed_the_file_goes_out(office, refused):
    for row in rows(office.site.frames()[1], subscriber_code="E10001", benefit_lookup_code="dental"):
        if row["person"] == "E10001":
            ended = {"termination_date": "2026-05-31", "termination_reason_id": 1}
            office.site.plansource("PUT", f"/coverage/{row['coverage_id']}/terminate", ended)
    assert rebuilt(office, refused) == (FileState.APPROVED, 4, 0)


def test_with_a_higher_limit_the_file_goes_out(office, refused):
    limited(office, 90)
    assert rebuilt(office, refused) == (FileState.APPROVED, 4, 0)
