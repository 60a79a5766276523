"""Every scenario of an enrolment's life by name: to whom it can happen, and what has to be before."""

from collections.abc import Callable
from typing import NamedTuple

from tests.domain.carriers import scenarios as s

ANYBODY, SPOUSES, PARENTS, UNMARRIED = (
    (s.single, s.couple, s.parent, s.family),
    (s.couple, s.family),
    (s.parent, s.family),
    (s.single, s.parent),
)


class Scenario(NamedTuple):
    """What happens to a family.

    Args:
        happens: What happens between two files of carriers that know the family.
        shapes: Families of which shape it can happen to.
        origin: What the family is like when carriers get to know it.
        earlier: What happened to it since, of which carriers have been told.
    """

    happens: Callable
    shapes: tuple = ANYBODY
    origin: Callable = s.nothing
    earlier: Callable = s.nothing


SCENARIOS = {
    "nothing": Scenario(s.nothing),
    "elected for next year": Scenario(s.passed_to_next_year),
    "new hire": Scenario(s.new_hire),
    "birth": Scenario(s.birth),
    "twins": Scenario(s.twins),
    "adoption": Scenario(s.adoption),
    "marriage": Scenario(s.marriage, UNMARRIED),
    "dependent added": Scenario(s.dependent_added),
    "products added": Scenario(s.products_added, origin=s.life_only),
    "product elected again": Scenario(s.elected_again, earlier=s.coverages_ended),
    "plan change": Scenario(s.plan_change),
    "level change": Scenario(s.spouse_waives, SPOUSES),
    "waive": Scenario(s.waive),
    "termination": Scenario(s.termination),
    "resignation": Scenario(s.resignation),
    "dismissal": Scenario(s.dismissal),
    "layoff": Scenario(s.layoff),
    "retirement": Scenario(s.retirement),
    "death": Scenario(s.death),
    "divorce": Scenario(s.divorce, SPOUSES),
    "aged out": Scenario(s.aged_out, PARENTS),
    "never effective": Scenario(s.never_effective, origin=s.begun_lately),
    "leave": Scenario(s.leave),
    "person reinstated": Scenario(s.reinstated, earlier=s.termination),
    "coverage reinstated": Scenario(s.reinstated, earlier=s.coverages_ended),
    "rehired": Scenario(s.rehired, earlier=s.termination),
    "COBRA": Scenario(s.cobra),
    "identity corrected": Scenario(s.identity_corrected),
    "address changed": Scenario(s.address_changed),
    "personnel changed": Scenario(s.personnel_changed),
}
"""What happens to a family between two files, by name."""

UNTOLD = {"nothing", "elected for next year"}
"""What changes nothing in a file, or not yet."""
