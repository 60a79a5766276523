"""What no file may say of a family: our checker would refuse the whole file for the entries of one family."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

from benefits_sync.domain.carriers.coverage_changes import Action, Doing
from benefits_sync.domain.carriers.refusals import CannotTellError
from benefits_sync.mapping.carriers.coverages import Line
from benefits_sync.x12.checking.families import INDIVIDUAL_LINES
from benefits_sync.x12.model.member import Member

_FOR_EVER = "9999-12-31"


def refuse_overlaps(actions: Sequence[Action], lines: Mapping[str, Line]) -> None:
    """Let nobody be told with two coverages of a line on one day.

    Raises:
        CannotTellError: If somebody would be.
    """
    holding = [one for one in actions if one.doing is not Doing.WAIVE and not one.never_effective]
    for one, other in combinations(holding, 2):
        code = lines[one.benefit].code
        alone = code in INDIVIDUAL_LINES and one.plan != other.plan
        if code == lines[other.benefit].code and not alone and _share_a_day(one, other):
            raise CannotTellError(
                "termination_date",
                "overlapping_plans",
                f"two `{one.benefit}` coverages of a person hold on the same day; end the older one in "
                "PlanSource the day before the newer one begins",
            )


def _share_a_day(one: Action, other: Action) -> bool:
    return one.begin <= (other.end or _FOR_EVER) and other.begin <= (one.end or _FOR_EVER)


def refuse_people_twice(members: Iterable[tuple[str, Member]], pseudo_ssn: str | None) -> None:
    """Let nobody stand in a family twice.

    Args:
        members: The people of a family, each with their reference.
        pseudo_ssn: What stands for the SSN of people who have none.

    Raises:
        CannotTellError: If two have the same SSN, or name, birth date and relationship.
    """
    seen: set[object] = set()
    for person, member in members:
        born = member.demographics.birth_date if member.demographics is not None else None
        name = (member.name.last, member.name.first, born, member.relationship)
        ssn = member.identifier.value if member.identifier is not None else None
        if name in seen or (ssn is not None and ssn != pseudo_ssn and ssn in seen):
            raise CannotTellError(
                "ssn",
                "person_twice",
                "two people of a family have the same SSN, or the same name, birth date and relationship; "
                "correct one of them in PlanSource, or end the coverage of the one who was entered twice",
                person,
            )
        seen.add(name)
        seen.add(ssn)
