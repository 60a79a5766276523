"""What can be found wrong with a mapping of deductions before any row is read."""

from collections import Counter
from collections.abc import Iterator, Sequence

from benefits_sync.mapping.deductions.codes import CodeRule, Override
from benefits_sync.mapping.deductions.grammar import DeductionMapping
from benefits_sync.mapping.deductions.vocabulary import BENEFIT_LOOKUP_CODES
from benefits_sync.mapping.document import Place, Problem, misnamed


def reference_problems(mapping: DeductionMapping) -> Iterator[Problem]:
    """Yield a problem for every name that is used and defined nowhere, and for what contradicts itself."""
    for kind, rule in mapping.codes:
        yield from _code_problems(mapping, kind, rule)
    yield from _unused_lookups(mapping)
    yield from _benefit_problems(mapping)
    yield from _label_problems(mapping)


def _code_problems(mapping: DeductionMapping, kind: str, rule: CodeRule) -> Iterator[Problem]:
    if rule.lookup is not None and rule.lookup not in mapping.lookups:
        place = ("codes", kind, "lookup")
        yield misnamed(place, f"there is no lookup `{rule.lookup}`", rule.lookup, mapping.lookups)
    yield from _override_problems(("codes", kind, "overrides"), rule.overrides)


def _override_problems(place: Place, overrides: Sequence[Override]) -> Iterator[Problem]:
    for at, one in enumerate(overrides):
        earlier = {(other.benefit, other.plan) for other in overrides[:at]}
        if one.benefit not in BENEFIT_LOOKUP_CODES:
            yield _unknown_benefit((*place, at, "benefit"), one.benefit)
        elif (one.benefit, one.plan) in earlier:
            yield Problem((*place, at), "an earlier override names the same benefit and plan")
        elif (one.benefit, None) in earlier:
            message = "can never be used: an earlier override is for every plan of the benefit"
            yield Problem((*place, at), message)


def _unused_lookups(mapping: DeductionMapping) -> Iterator[Problem]:
    used = {rule.lookup for _, rule in mapping.codes}
    for name in mapping.lookups:
        if name not in used:
            yield Problem(("lookups", name), f"lookup `{name}` is not used by any code")


def _benefit_problems(mapping: DeductionMapping) -> Iterator[Problem]:
    for name in mapping.accounts:
        if name not in BENEFIT_LOOKUP_CODES:
            yield _unknown_benefit(("accounts", name), name)
    for at, name in enumerate(mapping.ignored_benefits):
        if name not in BENEFIT_LOOKUP_CODES:
            yield _unknown_benefit(("ignored_benefits", at), name)
        elif name in mapping.accounts:
            yield Problem(
                ("ignored_benefits", at), f"`{name}` is one of the accounts and cannot be ignored too"
            )
    for table, codes in mapping.lookups.items():
        for name in codes:
            if name not in BENEFIT_LOOKUP_CODES:
                yield _unknown_benefit(("lookups", table, name), name)


def _label_problems(mapping: DeductionMapping) -> Iterator[Problem]:
    labels = Counter(schedule.label for schedule in mapping.pay_schedules.values())
    for name, schedule in mapping.pay_schedules.items():
        if labels[schedule.label] > 1:
            yield Problem(
                ("pay_schedules", name, "label"), f"another pay schedule is called `{schedule.label}` too"
            )


def _unknown_benefit(place: Place, name: str) -> Problem:
    return misnamed(place, f"`{name}` is not a benefit lookup code of PlanSource", name, BENEFIT_LOOKUP_CODES)
