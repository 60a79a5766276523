"""Building a carrier's files: once for a run, under their own numbers, where there is something to tell."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update

from benefits_sync.errors import ParameterError
from benefits_sync.models.carrier_files import MessageOrigin
from benefits_sync.models.carriers import FileState, Pair, Usage
from benefits_sync.pipeline.carriers.build import build_carrier
from benefits_sync.store.carriers.messages import MessageFilter
from benefits_sync.store.carriers.tables import carrier_control_numbers, carrier_files
from benefits_sync.store.engine import open_engine, writing
from tests.mapping.carriers.profiles import changed
from tests.pipeline.carriers.carrier_office import CarrierOffice
from tests.pipeline.carriers.carrier_site import INTEGRATION

MEDICAL = "cedarline_health"
DENTAL = "brightleaf_dental"
LIFE = "harborstone_life"
NEW_YEAR = {"effective_date": "2027-01-01"}


def built(office: CarrierOffice, carrier: str, order):
    with office.bench(carrier) as bench:
        return build_carrier(bench, order)


def numbers_taken(office: CarrierOffice, carrier: str, usage: Usage = Usage.PRODUCTION) -> int:
    envelope = office.profile(carrier).envelope
    with office.bench(carrier) as bench:
        return bench.ledger.numbers.last(Pair(envelope.sender.id, envelope.receiver.id, usage)).interchange


def test_a_first_file_tells_everybody_and_passes_its_gates(office):
    (file,) = office.build(DENTAL).files
    assert (file.state, file.errors, file.refused) == (FileState.APPROVED, 0, 0)


def test_a_task_that_runs_again_finds_its_file(office):
    order = office.order(DENTAL)
    first = built(office, DENTAL, order)
    office.later += timedelta(minutes=10)
    assert built(office, DENTAL, order) == first


def test_a_task_that_was_killed_before_the_check_finishes_it(office):
    order = office.order(DENTAL)
    with office.bench(DENTAL) as bench, pytest.raises(KeyboardInterrupt):
        build_carrier(replace(bench, progress=_stop_at("segments checked")), order)
    (file,) = built(office, DENTAL, order).files
    assert (file.file, file.state) == (1, FileState.APPROVED)


def test_a_build_tells_after_each_transaction_how_many_people_are_written(office):
    small = {"grouping": {"most_members": 20}}
    office.changed[DENTAL] = changed(office.profile(DENTAL), file=small)
    order, told = office.order(DENTAL), []
    with office.bench(DENTAL) as bench:
        (file,) = build_carrier(replace(bench, progress=lambda *what: told.append(what)), order).files
    written = [number for what, number in told if what == f"{DENTAL}: people written"]
    assert (len(written) > 2, written == sorted(set(written)), written[-1]) == (True, True, file.people)


def test_a_file_under_another_name_than_the_profile_s_is_refused(office):
    order = office.order(DENTAL)
    with office.bench(DENTAL) as bench, pytest.raises(KeyboardInterrupt):
        build_carrier(replace(bench, progress=_stop_at("segments checked")), order)
    with writing(open_engine(office.ledger_url)) as connection:
        connection.execute(update(carrier_files).values(name="BLD_88231_0001.txt"))
    (file,) = built(office, DENTAL, order).files
    assert (file.state, errors_of_the_check(office, file.file)) == (FileState.REFUSED, ["partner-file-name"])


def test_a_day_without_changes_takes_no_number(office):
    office.in_clear(MEDICAL)
    office.send(MEDICAL)
    office.site.on("2026-03-05")
    outcome = office.build(MEDICAL)
    assert (outcome.files, outcome.skipped, numbers_taken(office, MEDICAL)) == (
        (),
        "there is nothing to tell",
        1,
    )


def test_a_change_file_tells_who_changed(office):
    office.in_clear(MEDICAL)
    office.send(MEDICAL)
    office.site.on("2026-03-05")
    office.site.update("E10002", address_1="7 Elm Street")
    (file,) = office.build(MEDICAL).files
    assert file.counts == {"address_changed": 1}


def test_a_rehearsal_keeps_nothing_and_says_what_differs(office):
    office.send(DENTAL)
    office.site.on("2026-03-05")
    office.site.update("E10001", address_1="7 Elm Street")
    (file,) = office.build(DENTAL, dry_run=True).files
    assert (file.file, file.state, numbers_taken(office, DENTAL)) == (None, None, 1)
    assert differing(office, file, "E10001") == [["18", "changed", None, None, "2000 DTP*300, 2100A N301"]]


def differing(office: CarrierOffice, file, code):
    """What a rehearsal lists of an employee: relationship, what became of whom, line, plan and elements."""
    (path,) = (office.site.folder / "artifacts").rglob(f"{file.listed}.parquet")
    store = office.site.artifacts
    listed = store.read_frame(store.folder(INTEGRATION, path.parent.name), file.listed)
    columns = ["relationship", "became", "line", "plan", "elements"]
    return listed.loc[listed["subscriber_code"].eq(code), columns].values.tolist()


def test_the_next_plan_year_is_compared_with_this_years_people_whatever_was_sent_last(office):
    office.in_clear(MEDICAL)
    office.send(MEDICAL)
    office.site.on("2026-03-05")
    office.site.update("E10005", address_1="7 Elm Street")
    office.send(MEDICAL)  # a change file of one person
    office.enroll("2026-11-16", 2027)
    office.site.control("elect", "E10005", benefit="medical", plan="bronze_hdhp", plan_year=2027, **NEW_YEAR)
    office.site.control("decline", "E10002", benefit="medical", plan_year=2027, **NEW_YEAR)
    (file,) = office.build(MEDICAL, dry_run=True, plan_year="next").files
    assert "people, added" not in file.differences
    assert ["18", "added", "HLT", "BHDHP-50", None] in differing(office, file, "E10005")
    assert ["18", "terminated", "HLT", "SPPO-25", None] in differing(office, file, "E10005")
    assert {became for _, became, *_ in differing(office, file, "E10002")} == {"terminated"}


def test_the_rehearsal_of_a_change_file_is_compared_with_nothing_it_is_the_difference(office):
    office.in_clear(MEDICAL)
    office.send(MEDICAL)
    office.site.on("2026-03-05")
    office.site.update("E10002", address_1="7 Elm Street")
    (file,) = office.build(MEDICAL, dry_run=True).files
    assert (file.counts, file.differences) == ({"address_changed": 1}, {})


def test_a_second_production_file_of_a_day_needs_a_reason(office):
    office.send(DENTAL)
    with pytest.raises(ParameterError, match="give a reason"):
        office.build(DENTAL)


def test_a_second_file_with_a_reason_is_built(office):
    office.send(DENTAL)
    (file,) = office.build(DENTAL, forced_reason="the carrier lost the first one").files
    assert file.state is FileState.APPROVED


def test_test_files_have_numbers_of_their_own(office):
    office.send(DENTAL)
    office.build(DENTAL, usage=Usage.TEST)
    assert numbers_taken(office, DENTAL) == 1


def test_a_file_is_rebuilt_in_place_of_another(office):
    first = office.send(DENTAL)
    (file,) = office.build(DENTAL, forced_reason="new numbers", supersedes=first.id).files
    assert (office.file(first.id).state, office.file(file.file).interchange) == (FileState.SUPERSEDED, 2)


def test_a_file_as_of_a_day_before_the_last_file_s_would_take_back_what_that_told(office):
    told = office.send(DENTAL).as_of
    office.site.on("2026-03-05")
    order = office.order(DENTAL, as_of=told - timedelta(days=1))
    with pytest.raises(ParameterError, match=f"has a file as of {told} already"):
        built(office, DENTAL, order)
    (rehearsed,) = built(office, DENTAL, order.model_copy(update={"dry_run": True})).files
    assert rehearsed.state is None


def test_a_carrier_refuses_a_kind_that_it_does_not_take(office):
    with pytest.raises(ParameterError, match="takes no change files"):
        office.order("clearwater_vision", "change")


def test_one_file_for_each_benefit_where_the_carrier_wants_it_so(office):
    files = office.build(LIFE).files
    assert {file.group for file in files} == set(office.profile(LIFE).coverages.lines)


def test_a_number_that_another_file_of_these_partners_has_is_refused(office):
    office.build(DENTAL)
    with writing(open_engine(office.ledger_url)) as connection:
        connection.execute(update(carrier_files).values(carrier="before_it_was_renamed", slot=None))
        connection.execute(update(carrier_control_numbers).values(last=0))  # as an old backup has them
    (file,) = office.build(DENTAL).files
    assert (file.state, errors_of_the_check(office, file.file)) == (
        FileState.REFUSED,
        ["interchange-number-repeated"],
    )


def test_a_test_file_may_have_the_number_of_a_production_file(office):
    office.send(DENTAL)
    (file,) = office.build(DENTAL, usage=Usage.TEST).files
    assert (office.file(file.file).interchange, file.errors) == (1, 0)


def test_what_the_check_finds_of_a_person_is_told_of_that_person(office):
    office.site.update("E10001", birthdate="2015-01-01")
    (file,) = office.build(DENTAL).files
    with office.bench(DENTAL) as bench:
        wanted = MessageFilter(file=file.file, origin=MessageOrigin.CHECK)
        found = {
            (one.subscriber_code, one.person_ref, one.segment) for one in bench.ledger.messages.page(wanted)
        }
        people = list(bench.ledger.people.of_file(file.file))
    around = {
        (row.subscriber_code, row.person_ref, segment)
        for _, _, segment in found
        for row in people
        if row.first_segment <= segment <= row.last_segment
    }
    assert (found - around, "E10001" in {code for code, *_ in found}) == (set(), True)


def errors_of_the_check(office: CarrierOffice, number: int) -> list[str]:
    with office.bench(DENTAL) as bench:
        wanted = MessageFilter(file=number, origin=MessageOrigin.CHECK, severity="error")
        return [message.code for message in bench.ledger.messages.page(wanted)]


def _stop_at(what: str):
    def progress(told: str, number: int) -> None:
        if told.endswith(what):
            raise KeyboardInterrupt

    return progress


def test_old_elections_are_not_sent(office):
    order = office.order(DENTAL)
    office.later += timedelta(hours=30)
    (file,) = built(office, DENTAL, order).files
    assert (file.state, file.sentences[0][:7]) == (FileState.REFUSED, "refuse:")
