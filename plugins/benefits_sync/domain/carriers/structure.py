"""References that tell a carrier's own structure: class, division, location or sub-group."""

from collections.abc import Iterator, Sequence

from benefits_sync.domain.carriers.refusals import CannotTellError
from benefits_sync.domain.carriers.spelling import Speller
from benefits_sync.mapping.carriers.identifiers import Structure, StructureAt
from benefits_sync.models.frames import TextRecord
from benefits_sync.x12.codes.coverage import CategoryReference, CoverageReference
from benefits_sync.x12.codes.member import MemberReference
from benefits_sync.x12.elements import REF02
from benefits_sync.x12.model.member import ReportingCategory
from benefits_sync.x12.model.values import Reference


class StructureTeller:
    """Tells the references of one carrier's structure.

    All methods raise `CannotTellError` where a reference is required and missing, not in the profile's list,
    or too long.

    Args:
        rules: The profile's references.
        spell: Spells texts.
    """

    def __init__(self, rules: Sequence[Structure], spell: Speller) -> None:
        self._spell = spell
        self._rules = {
            (at, dependent): tuple(
                rule for rule in rules if rule.at is at and (rule.on_dependents or not dependent)
            )
            for at in StructureAt
            for dependent in (False, True)
        }
        self._kinds = {rule.reference: MemberReference(rule.reference) for rule in self._at_members(rules)}
        self._listed: dict[tuple[int, str], Reference[MemberReference]] = {}

    def of_member(self, subscriber: TextRecord, *, dependent: bool) -> tuple[Reference[MemberReference], ...]:
        """Return the references that stand at a person."""
        found = [self._of_rule(rule, subscriber) for rule in self._rules[StructureAt.MEMBER, dependent]]
        return tuple([one for one in found if one is not None])

    def of_coverage(
        self, subscriber: TextRecord, *, dependent: bool
    ) -> tuple[Reference[CoverageReference], ...]:
        """Return the references that stand at each coverage of a person."""
        rules = self._rules[StructureAt.COVERAGE, dependent]
        if not rules:
            return ()
        return tuple(
            Reference(CoverageReference(rule.reference), value)
            for rule, value in self._told(rules, subscriber)
        )

    def categories(self, subscriber: TextRecord, *, dependent: bool) -> tuple[ReportingCategory, ...]:
        """Return the reporting categories of a person."""
        rules = self._rules[StructureAt.CATEGORY, dependent]
        if not rules:
            return ()
        return tuple(
            ReportingCategory(rule.category or "", (Reference(CategoryReference(rule.reference), value),))
            for rule, value in self._told(rules, subscriber)
        )

    def _of_rule(self, rule: Structure, subscriber: TextRecord) -> Reference[MemberReference] | None:
        """Return a person's reference; one whose values the profile lists is made once for each."""
        key = (id(rule), subscriber.get(rule.source or "") or "")
        made = self._listed.get(key)
        if made is not None:
            return made
        told = next(self._told((rule,), subscriber), None)
        if told is None:
            return None
        made = Reference(self._kinds[rule.reference], told[1])
        if key[1] in rule.values:
            self._listed[key] = made
        return made

    def _told(self, rules: Sequence[Structure], subscriber: TextRecord) -> Iterator[tuple[Structure, str]]:
        for rule in rules:
            value = rule.constant or _value(rule, subscriber)
            if value is not None:
                yield rule, self._spell.needed(value, REF02, rule.source or "structure")

    @staticmethod
    def _at_members(rules: Sequence[Structure]) -> list[Structure]:
        return [rule for rule in rules if rule.at is StructureAt.MEMBER]


def _value(rule: Structure, subscriber: TextRecord) -> str | None:
    field = rule.source or ""
    text = subscriber.get(field)
    if not text:
        if rule.required:
            raise CannotTellError(
                field,
                "structure_missing",
                f"the carrier needs `{field}` as reference {rule.reference}, and it is empty; enter it in "
                "PlanSource",
            )
        return None
    if rule.values and text not in rule.values:
        raise CannotTellError(
            field,
            "structure_unknown",
            f"the profile's `values` of reference {rule.reference} do not list what `{field}` holds; add it "
            "to the profile",
        )
    value = rule.values.get(text, text)
    if len(value) > rule.max_length:
        raise CannotTellError(
            field,
            "structure_too_long",
            f"`{field}` has {len(value)} characters, reference {rule.reference} takes {rule.max_length}; "
            "give it a short code under `values` in the profile",
        )
    return value
