"""Keys and SSNs that more than one person claims."""

import pandas as pd

from benefits_sync.domain import rules
from benefits_sync.domain.changes import Changes, comparable
from benefits_sync.domain.columns import Mask, among, cells_of, kept, present, repeated
from benefits_sync.domain.findings import Findings
from benefits_sync.domain.matching import Links, Roster, ambiguous_keys


def check_keys(findings: Findings, roster: Roster, links: Links, target: pd.DataFrame) -> None:
    """Refuse records whose key is claimed twice, or says another person than it did."""
    keyed = present(roster.record_key)
    findings.add(rules.KEY_DUPLICATE, claimed_twice(roster))
    findings.add(rules.TARGET_DUPLICATE, among(roster.record_key, ambiguous_keys(target)))
    findings.add(rules.TARGET_TEST_EMPLOYEE, roster.held("test_employee") == "true")
    findings.add(rules.NUMBER_CHANGED, keyed & links.other_key_alive)
    findings.add(rules.NUMBER_REUSED, links.other_source & ~_same_person(roster))
    findings.add(rules.TARGET_MISSING, keyed & links.known & ~roster.in_target & ~links.other_key_alive)


def claimed_twice(roster: Roster) -> Mask:
    """Tell which keys two people claim; who is not meant for the target claims nothing."""
    return repeated(kept(~roster.excluded, roster.record_key))


def _same_person(roster: Roster) -> Mask:
    """Tell where source and target agree on the SSN: the person's record was made anew in the HR system."""
    ours, theirs = (comparable("ssn", cells) for cells in (roster.mapped("ssn"), roster.held("ssn")))
    same: Mask = present(ours) & (ours == theirs)
    return same


def check_ssns(
    findings: Findings, roster: Roster, attempted: Changes, spared: Mask, target: pd.DataFrame
) -> None:
    """Refuse to write an SSN that somebody else has; ``spared`` people write nothing anyway.

    Whoever already has it in the target keeps it and goes on: their record writes no SSN, and their
    termination must not wait for another person's typing error.
    """
    writes = attempted.of("ssn") & ~spared
    ssn = comparable("ssn", roster.mapped("ssn"))
    held = set(comparable("ssn", cells_of(target, "ssn"))) - {None}
    competing = kept(~spared, ssn)
    findings.add(rules.SSN_IN_USE, writes & (among(ssn, held) | repeated(competing)))
