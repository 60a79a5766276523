"""Facts from both vendors' metadata documents."""

import pytest

from benefits_sync.mapping.checks import LiveFacts
from benefits_sync.mapping.live import live_facts
from benefits_sync.models.subscriber import USUALLY_REQUIRED


@pytest.fixture(scope="module")
def facts() -> LiveFacts:
    return live_facts(
        fields=[
            {"id": 1355, "name": "Division", "type": "list", "alias": "division"},
            {"id": "4403\n", "name": "Cost Center", "type": "text", "alias": "customCostCenter"},
            {"id": 4293, "name": "College/Institution", "type": "text"},
        ],
        tables=[
            {
                "alias": "employmentStatus",
                "fields": [{"id": 4314, "alias": "terminationReasonId", "type": "list"}],
            }
        ],
        lists=[
            {
                "fieldId": 1355,
                "alias": "division",
                "options": [{"name": "West", "archived": "no"}, {"name": "Old", "archived": "yes"}],
            },
            {"fieldId": "4314", "alias": None, "options": [{"name": "Layoff", "archived": "no"}]},
        ],
        meta={"country": {"required": True}, "gender": {"required": False}, "payroll_schedules": []},
        allowed={"gender": frozenset("MF")},
    )


@pytest.mark.parametrize(
    "alias",
    ["division", "customCostCenter", "4293", "employmentStatus.terminationReasonId", "supervisorEId"],
)
def test_fields_are_known_by_alias_number_column_or_standard(facts, alias):
    assert alias in facts.source_aliases


def test_a_custom_field_that_the_account_lacks_is_not_known(facts):
    assert "customEin" not in facts.source_aliases


def test_a_list_serves_every_name_of_its_field(facts):
    assert facts.source_options["employmentStatus.terminationReasonId"] == {"Layoff"}


def test_archived_options_are_kept_apart(facts):
    assert (facts.source_options["division"], facts.archived_options["division"]) == ({"West"}, {"Old"})


def test_the_organization_decides_what_it_requires_and_the_rest_is_as_usual(facts):
    assert facts.required_members == {*USUALLY_REQUIRED, "country"} - {"gender"}


def test_the_accepted_values_are_taken_over(facts):
    assert facts.allowed_values["gender"] == {"M", "F"}
