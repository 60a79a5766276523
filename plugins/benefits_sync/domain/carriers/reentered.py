"""Dependents who were deactivated in PlanSource and entered anew: another number there, the same person here.

Told as two people, one would end and one would begin, and a carrier may well end the person altogether.
"""

from collections.abc import Mapping

from benefits_sync.domain.carriers.days import day_after
from benefits_sync.domain.carriers.families import Family, Person
from benefits_sync.domain.carriers.picture import Known
from benefits_sync.domain.carriers.selection import Holdings
from benefits_sync.models.frames import TextRecord


def join_reentered(family: Family, held: Mapping[str, Holdings], previous: Mapping[str, TextRecord]) -> None:
    """Let dependents who were entered anew go on as whom the carrier knows.

    After a gap in coverage the end is told first, and the new beginning by the next file.

    Args:
        family: The family; who was left behind is taken out of it.
        held: What each dependent holds, by person.
        previous: Records of people as of the last good file, for who is gone from PlanSource.
    """
    newcomers = [one for one in family.dependents if not one.known and held[one.person].open]
    if not newcomers:
        return
    gone = [one for one in family.dependents if _is_gone(one, held[one.person])]
    for one in newcomers:
        before = next((other for other in gone if _is_same(one, other, previous)), None)
        if before is None:
            continue
        if _without_gap(before, held[before.person], held[one.person]):
            one.known = [_as_of(one, known, held[one.person]) for known in before.known]
            gone.remove(before)
            del family.people[before.person]
        else:
            held[one.person].open.clear()


def _is_gone(one: Person, held: Holdings) -> bool:
    """Tell whether nothing goes on of what the carrier knows of somebody."""
    return any(known.active for known in one.known) and not (held.open or held.later)


def _is_same(one: Person, other: Person, previous: Mapping[str, TextRecord]) -> bool:
    old = other.record if other.present else previous.get(other.person, {})
    if one.record.get("ssn") and old.get("ssn"):
        return one.record.get("ssn") == old.get("ssn")
    now, before = _described(one.record), _described(old)
    return all(now) and now == before


def _described(record: TextRecord) -> tuple[str | None, ...]:
    first = (record.get("first_name") or "").casefold()
    return first, record.get("birthdate"), record.get("relationship_code")


def _without_gap(before: Person, old: Holdings, new: Holdings) -> bool:
    begins = {benefit: one.begin for (benefit, _), one in new.open.items()}
    ends = {benefit: one.end for (benefit, _), one in old.ended.items()}
    return all(
        begins[known.benefit] <= day_after(end)
        for known in before.known
        if known.active and known.benefit in begins and (end := ends.get(known.benefit)) is not None
    )


def _as_of(one: Person, known: Known, held: Holdings) -> Known:
    """Return what is known of somebody as known of the new entry, by which all digests are made anew."""
    begins = (other.begin for (benefit, _), other in held.open.items() if benefit == known.benefit)
    return known._replace(
        person=one.person,
        elected=known.elected or next(begins, None),
        identity=None,
        name=None,
        address=None,
        personnel=None,
    )
