"""What would become of a refused payroll row if one of its values were another."""

import pandas as pd
import pytest

from benefits_sync.domain.deductions.lines import deduction_lines
from benefits_sync.mapping.records import MappingContext
from benefits_sync.mapping.trial import Bench
from tests.domain.deductions.payroll import AS_OF, FSA, MAPPING, MEDICAL

UNCODED, OTHER = "medical|2026-01-01|2026-04-01|1", "hcra|2026-01-01|2026-04-01|1"


@pytest.fixture
def bench():
    """A person's two rows, of which the medical one has no deduction code."""
    rows = [
        {**MEDICAL, "plan_payroll_mapping_code": None, "source_row": UNCODED},
        {**FSA, "source_row": OTHER},
    ]
    frame = pd.DataFrame(rows, dtype=object)
    return Bench(deduction_lines, MAPPING, frame, MappingContext(AS_OF), UNCODED)


def broken(bench):
    return [(one.field, one.rule) for one in bench.attempt().broken]


def test_a_row_without_a_code_breaks_its_rule(bench):
    assert broken(bench) == [("pretax_code", "code.unmapped")]


@pytest.mark.parametrize("name", MAPPING.sources_of_issue("pretax_code"))
def test_a_code_in_a_field_that_the_issue_leads_to_mends_it(bench, name):
    assert broken(bench.with_values({name: "MED125"})) == []


def test_a_code_added_to_the_table_mends_it_for_everybody(bench):
    mapping = MAPPING.with_additions({"pretax_codes": {"medical": "MED125"}})
    row = Bench(deduction_lines, mapping, bench.rows, bench.context, UNCODED)
    assert broken(row) == []


def test_the_persons_other_rows_are_not_spoken_of(bench):
    other = Bench(deduction_lines, MAPPING, bench.rows, bench.context, OTHER)
    assert broken(other) == []


def test_a_row_that_is_declined_then_says_so(bench):
    assert bench.with_values({"plan_name": "Decline"}).attempt().exclusion == "declined"
