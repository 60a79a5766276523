"""A carrier's golden files meet its profile, and no longer when one thing in them is another."""

import re
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest

from benefits_sync.domain.carriers.expectations import expected_of
from benefits_sync.domain.carriers.file_names import file_name
from benefits_sync.x12.checking.checker import check_file
from benefits_sync.x12.codes.envelope import Usage
from tests.domain.carriers.company import TODAY, Company, request, send
from tests.mapping.carriers.profiles import DENTAL, LIFE, MEDICAL, PROFILE_OF, VISION, WELLNESS, changed

GOLDEN = Path(__file__).parent / "golden"


def golden(name):
    return (GOLDEN / f"{name}.edi").read_bytes().decode("ascii")


def replaced(old, new, count=-1):
    """A change that puts one text in place of another."""

    def change(text):
        assert old in text
        return text.replace(old, new, count)

    return change


def without(*segments):
    """A change that leaves out all segments that begin so, and corrects SE01."""

    def change(text):
        kept = [one for one in re.findall(r"[^~]*~\s*", text) if not one.startswith(segments)]
        assert "".join(kept) != text
        starts = [at for at, one in enumerate(kept) if one.startswith("ST")]
        ends = [at for at, one in enumerate(kept) if one.startswith("SE")]
        for start, end in zip(starts, ends, strict=True):
            kept[end] = re.sub("[0-9]+", str(end - start + 1), kept[end], count=1)
        return "".join(kept)

    return change


def of_file(stem, text, **options):
    profile = PROFILE_OF[stem.partition("-")[0]]
    return check_file(BytesIO(text.encode("ascii")), expected_of(profile, Usage.TEST), **options)


@pytest.mark.parametrize("name", sorted(path.stem for path in GOLDEN.glob("*.edi")))
def test_a_golden_file_meets_its_profile(name):
    assert of_file(name, golden(name)).counts == {}


DENTAL_FILE, MEDICAL_FILE, VISION_FILE = "brightleaf_dental", "cedarline_health", "clearwater_vision"
BEGIN = "PlanSource change_effective_date of the elections"
SYNTAX, ENVELOPE = "carrier profile, syntax", "carrier profile, envelope"
POLICY = "carrier profile, identifiers.policy; PlanSource org_class, location"
CLASS, LOCATION = "PlanSource org_class", "PlanSource location"
MISSING, VALUE, NEVER = "partner-reference-missing", "partner-reference-value", "partner-never-told"
CATEGORIES = without("LS", "LX", "N1*75", "REF*00", "LE")
DIFFERENCES = {
    "other line breaks": (DENTAL_FILE, replaced("\r\n", "\n"), "partner-line-ending", SYNTAX),
    "no line breaks": (DENTAL_FILE, replaced("\r\n", ""), "partner-line-ending", SYNTAX),
    "small letters": (MEDICAL_FILE, replaced("BOISE", "Boise", 1), "partner-characters", "PlanSource city"),
    "no broker": (DENTAL_FILE, without("N1*BO", "N1*TV", "ACT"), "partner-broker", ENVELOPE),
    "another broker": (DENTAL_FILE, replaced("820987654", "820987655"), "partner-broker", ENVELOPE),
    "another account": (DENTAL_FILE, replaced("LB-204", "LB-205"), "partner-broker", ENVELOPE),
    "no hire dates": (DENTAL_FILE, without("DTP*336"), "partner-date-missing", "PlanSource hire_date"),
    "no first days": (MEDICAL_FILE, without("DTP*356"), "partner-date-missing", BEGIN),
    "no class": (DENTAL_FILE, without("REF*17"), MISSING, CLASS),
    "an unlisted class": (DENTAL_FILE, replaced("REF*17*A2", "REF*17*Q9", 1), VALUE, CLASS),
    "an unlisted location": (MEDICAL_FILE, replaced("REF*DX*001", "REF*DX*777", 1), VALUE, LOCATION),
    "a policy of nobody": (
        MEDICAL_FILE, replaced("REF*1L*70114-001", "REF*1L*70114-XXX", 1), "partner-policy-number", POLICY,
    ),
    "no premiums": (
        MEDICAL_FILE, without("AMT*P3"), "partner-amount-missing", "PlanSource billing_premium",
    ),
    "no volumes": ("harborstone_life-basic_add", without("REF|ZZ"), MISSING, "PlanSource volume"),
    "no class at coverages": (VISION_FILE, without("REF*9V"), MISSING, CLASS),
    "no reporting categories": (VISION_FILE, CATEGORIES, NEVER, "PlanSource division"),
    "no income": ("harborstone_life-ltd", without("ICM"), "partner-income", "PlanSource current_salary"),
    "no seniority": ("harborstone_life-ltd", without("DTP|383"), NEVER, "PlanSource seniority_date"),
    "an end 20 months back": (
        "summit_wellness-WEST",
        lambda text: re.sub(r"DTP\*349\*D8\*[0-9]{8}", "DTP*349*D8*20240716", text, count=1),
        "coverage-date-unlikely",
        "PlanSource termination_date of the elections",
    ),
}  # fmt: skip
"""What is another than in a golden file -> the file, the change, the rule, and the source that is named."""


@pytest.mark.parametrize("difference", DIFFERENCES)
def test_what_differs_from_the_profile_is_found_with_its_source(difference):
    name, change, rule, source = DIFFERENCES[difference]
    result = of_file(name, change(golden(name)))
    assert ({*result.counts}, {found.source for found in result.findings}) == ({rule}, {source})


@pytest.mark.parametrize("profile", PROFILE_OF.values(), ids=PROFILE_OF)
def test_a_file_may_have_the_name_that_it_is_sent_under(profile):
    wanted = request(profile.file.usual, TODAY)
    [pattern] = expected_of(profile, Usage.PRODUCTION).spelling.names[:1]
    assert pattern.fullmatch(file_name(profile, wanted, next(iter(profile.coverages.lines)), 42))


@pytest.mark.parametrize(
    ("name", "is_right"),
    [
        ("BLD_88231_03162026_0042.txt", True),
        ("BLD_88231_03162026_0043.txt", False),  # another control number
        ("BLD_88231_03172026_0042.txt", False),  # another day
        ("BLD_88231_03162026_42.txt", False),
        ("bld_88231_03162026_0042.txt", False),
        ("BLD_88231_03162026_0042.edi", False),
        ("BLD_88231_03162026_00000000000042.txt", False),
    ],
)
def test_a_name_repeats_number_and_day_of_the_file(name, is_right):
    found = of_file("brightleaf_dental", golden("brightleaf_dental"), name=name)
    assert found.counts == ({} if is_right else {"partner-file-name": 1})


def test_next_year_s_file_may_have_its_own_name():
    text = golden("cedarline_health")
    assert of_file("cedarline_health", text, name="CLH_OE_20260316_000000042.834").counts == {}


@pytest.mark.parametrize(
    ("profile", "days"),
    [(MEDICAL, 60), (DENTAL, 90), (VISION, 30), (LIFE, None), (WELLNESS, 60)],
    ids=lambda value: getattr(value, "name", ""),
)
def test_an_end_lies_as_far_back_as_the_carrier_takes_it(profile, days):
    assert expected_of(profile, Usage.TEST).days_back == days


def test_days_are_counted_from_the_day_that_a_file_is_true_for():
    text = golden("summit_wellness-WEST")
    expected = expected_of(WELLNESS, Usage.TEST, as_of=date(2026, 9, 1))
    assert set(check_file(BytesIO(text.encode()), expected).counts) == {"coverage-date-unlikely"}


def test_codes_of_the_profile_are_expected_as_files_spell_them():
    lines = {"medical": changed(WELLNESS.coverages.lines["medical"], plans={"Silver PPO": "prev-s"})}
    profile = changed(WELLNESS, coverages={"lines": lines}, identifiers={"policy": {"value": "sw-800"}})
    company = Company()
    company.elect(company.employee("E1"), "medical", "Silver PPO")
    sent = send(profile, company, TODAY)
    assert check_file(BytesIO(sent.data), expected_of(profile, Usage.TEST)).counts == {}
