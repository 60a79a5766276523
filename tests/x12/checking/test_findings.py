"""A finding says where, who and from which source, never a value, and no file makes too many of them."""

import pytest

from benefits_sync.x12.checking.findings import DIGEST_SIZE
from benefits_sync.x12.stream import CHUNK
from tests.x12.checking.broken_people import AUDIT, FAMILY, audit, file_of
from tests.x12.checking.checked import checked

SAM = audit("DMG*D8*19900212*M~", "DMG*D8*19900212*Z~")


def only(file, **options):
    [finding] = checked(file, **options).findings
    return finding


def test_a_finding_says_where_it_is():
    found = only(SAM)
    assert (found.segment, found.position, found.loop, found.element) == (24, 22, "2100A", "DMG03")


@pytest.mark.parametrize(
    ("old", "new", "source"),
    [
        ("DMG*D8*19900212*M~", "DMG*D8*19900212*Z~", "PlanSource gender"),
        ("DTP*336*D8*20200106", "DTP*336*D8*20200132", "PlanSource hire_date"),
        ("HLT*SILVER*EMP~", "HLT*SILVER*ONE~", "PlanSource coverage_level_name"),
        ("N4*BOISE", "N4*B", "PlanSource city"),
        ("XN*A***FT~", "XN*A***FT***D8*20260199~", "PlanSource termination_date"),
    ],
)
def test_a_finding_names_the_source_of_the_element(old, new, source):
    assert only(audit(old, new)).source == source


def test_a_segment_of_the_envelope_has_neither_position_nor_loop():
    found = only(AUDIT.replace("GE*1", "GE*2"))
    assert (found.segment, found.position, found.loop, found.member) == (42, None, "", "")


def test_a_person_is_named_by_a_digest_and_by_the_segment_with_which_the_record_begins():
    found = only(SAM)
    assert (len(bytes.fromhex(found.member)), found.member_segment) == (DIGEST_SIZE, 20)


def test_all_records_of_a_person_have_one_name():
    twice = file_of(2 * FAMILY.replace("19900212*M", "19900212*Z"), "4")
    sam = [found for found in checked(twice).findings if found.element == "DMG03"]
    assert [len({getattr(found, name) for found in sam}) for name in ("member_segment", "member")] == [2, 1]


def test_two_checks_of_a_file_say_the_same():
    file = file_of(FAMILY.replace("*A~", "*Q~").replace("*A***FT~", "*Q***FT~"), "4")
    assert checked(file) == checked(file)


def test_nobody_without_the_file_can_tell_whom_a_name_means():
    elsewhere = SAM.replace("BOISE", "NAMPA")
    assert only(SAM).member != only(elsewhere).member


def test_what_stands_behind_the_last_interchange_belongs_to_the_file():
    members = {next(iter(checked(SAM + tail).findings)).member for tail in ("", "X" * CHUNK, "X" * 3 * CHUNK)}
    assert len(members) == 3


def test_two_people_have_two_names():
    file = file_of(FAMILY.replace("19900212*M", "19900212*Z").replace("20150704*F", "20150704*Z"), "4")
    assert len({found.member for found in checked(file).findings}) == 2


def test_findings_stand_in_the_order_of_the_file():
    file = audit("SE", "SE").replace("19900212*M", "19900212*Z").replace("*19911130*F", "*19911131*X")
    assert [found.element for found in checked(file).findings] == ["DMG02", "DMG03", "DMG03"]


def test_the_first_findings_of_a_rule_are_kept_and_all_are_counted():
    file = file_of(FAMILY.replace("*A~", "*Q~").replace("*A***FT~", "*Q***FT~"), "4")
    result = checked(file, kept_per_rule=3)
    kept = [found.segment for found in result.findings if found.rule == "element-code"]
    assert (kept, result.counts["element-code"], result.errors) == ([7, 20, 27], 4, 4)


def test_warnings_do_not_keep_a_file_back():
    result = checked(audit("N4*BOISE*", "N4*BOISE *"))
    assert (result.is_clean, result.errors, result.warnings) == (True, 0, 1)


def test_what_was_checked_is_counted():
    counted = checked(AUDIT).checked
    assert (
        counted.segments,
        counted.transactions,
        counted.subscribers,
        counted.dependents,
        counted.coverages,
    ) == (43, 1, 2, 2, 5)


def test_no_finding_holds_a_value_of_the_file():
    secrets = {"KIBBUTZ", "4129990", "19891403", "SECRETPLAN"}
    file = (
        AUDIT.replace("OKAFOR", "KIBBUTZ\x07")
        .replace("219099999", "4129990")
        .replace("19911130", "19891403")
        .replace("SILVER", "SECRETPLAN" * 6)
    )
    told = repr(checked(file).findings)
    assert (checked(file).errors > 5, [secret for secret in secrets if secret in told]) == (True, [])


def test_a_number_that_the_ledger_knows_is_told():
    asked = []
    used = checked(AUDIT, is_number_used=lambda *number: not asked.append(number))
    assert (set(used.counts), asked) == (
        {"interchange-number-repeated"},
        [("123456789", "EXAMPLEDENTAL", "000000042")],
    )
