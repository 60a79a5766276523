"""Lines that people add to a mapping's lookups."""

import pytest

WIDOWED = {"marital_status": {"Widowed": "S"}}


def test_an_added_line_is_used_like_one_of_the_file(demographic_export, map_one):
    mapping = demographic_export.with_additions(WIDOWED)
    assert mapping.lookups["marital_status"]["Widowed"] == "S"
    assert demographic_export.lookups["marital_status"].get("Widowed") is None


def test_an_added_line_changes_the_version_label_so_that_everybody_is_looked_at_again(demographic_export):
    labels = {
        demographic_export.version_label,
        demographic_export.with_additions(WIDOWED).version_label,
        demographic_export.with_additions({"marital_status": {"Widowed": "M"}}).version_label,
    }
    assert len(labels) == 3


def test_the_same_lines_make_the_same_label(demographic_export):
    labels = [demographic_export.with_additions(WIDOWED).version_label for _ in range(2)]
    assert labels[0] == labels[1]


@pytest.mark.parametrize(
    "added", [{}, {"marital_status": {"Single": "M"}}, {"a lookup of yesterday": {"Widowed": "S"}}]
)
def test_what_the_file_says_itself_or_no_longer_knows_is_left_as_it_is(demographic_export, added):
    assert demographic_export.with_additions(added) is demographic_export


def test_a_line_may_give_nothing(demographic_export):
    mapping = demographic_export.with_additions({"marital_status": {"Widowed": None}})
    assert mapping.lookups["marital_status"]["Widowed"] is None


@pytest.mark.parametrize(
    ("field", "lookup"), [("marital_status", "marital_status"), ("ssn", None), ("?", None)]
)
def test_a_rejected_member_leads_to_its_lookup(demographic_export, field, lookup):
    assert demographic_export.lookup_of_issue(field) == lookup


def test_the_value_looked_up_is_the_first_that_is_there(demographic_export):
    assert demographic_export.looked_up("location", {"location": " Bend "}) == "Bend"


def test_a_lookup_names_the_members_it_gives(demographic_export):
    assert demographic_export.members_of_lookup("language") == ("written_language", "spoken_language")


@pytest.mark.parametrize(
    ("field", "sources"),
    [
        ("ssn", ("ssn",)),
        ("email", ("workEmail", "homeEmail")),
        ("current_salary", ("payRate", "payPer", "standardHoursPerWeek")),
        ("termination_date", ("terminationDate",)),
        ("is_voluntary_termination", ("employmentStatus.terminationTypeId",)),
        ("status", ("status",)),
        ("test_employee", ()),
    ],
)
def test_a_rejected_member_leads_to_its_source_fields(demographic_export, field, sources):
    assert demographic_export.sources_of_issue(field) == sources


def test_the_values_a_mapping_names_are_offered(demographic_export):
    assert demographic_export.known_values("paySchedule") == ("Biweekly", "Semi-monthly", "Weekly")
    assert "Death" in demographic_export.known_values("employmentStatus.terminationTypeId")
