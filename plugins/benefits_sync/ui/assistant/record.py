"""A refused record as it can be put right: its source fields, their values, and the rules that judge them."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

import pandas as pd

from benefits_sync.domain.deductions import row_rules
from benefits_sync.domain.rules import LIST_VALUE, TERMINATION_BEFORE_HIRE
from benefits_sync.hooks.artifacts import ArtifactsHook
from benefits_sync.integrations.declarations import declaration_of
from benefits_sync.mapping.records import MappingContext
from benefits_sync.mapping.trial import Bench, BrokenRule, Trial, Values
from benefits_sync.models.frames import none_for_missing
from benefits_sync.operators.integration_operator import open_mapping
from benefits_sync.pipeline.extract import Extract
from benefits_sync.pipeline.integration import IntegrationMapping
from benefits_sync.redaction import is_sensitive
from benefits_sync.store.artifacts import ArtifactStore
from benefits_sync.store.corrections import Correction, SourceRecord
from benefits_sync.store.ledger import Ledger
from benefits_sync.store.rejection_listing import ListedRejection
from benefits_sync.ui.assistant.elsewhere import ELSEWHERE

Lists = Mapping[str, Collection[str]]
"""Member of the target -> the values that it accepts."""

ROWS_AT_ONCE: Final = 5_000

BESIDES: Final[Mapping[str, tuple[str, ...]]] = {
    TERMINATION_BEFORE_HIRE.name: ("hire_date",),
    row_rules.PLAN_YEAR_UNKNOWN.name: ("org_plan_year_ends",),
    row_rules.DATES_REVERSED.name: ("change_effective_date", "termination_date"),
    row_rules.SPLIT_MISMATCH.name: ("subscriber_pretax_premium", "subscriber_posttax_premium"),
    row_rules.FREQUENCY_UNKNOWN.name: ("subscriber_total_paydays",),
    row_rules.PAYDAYS_MISMATCH.name: ("subscriber_pay_frequency",),
    row_rules.DOMESTIC_PARTNER_SPLIT.name: ("subscriber_posttax_premium",),
}
"""Further members that a rule compares the refused one with."""


@dataclass(frozen=True, slots=True)
class RefusedRecord:
    """The record behind a rejection, as its run read it, with what people have corrected since.

    ``names`` are the source fields that can put the refused field right; there are none where
    nothing of the source is at fault. ``lists`` are the target's, as the run saw them.
    """

    rejection: ListedRejection
    mapping: IntegrationMapping = field(repr=False)
    bench: Bench = field(repr=False)
    names: tuple[str, ...]
    source: Mapping[str, str | None] = field(repr=False)
    corrections: Mapping[str, Correction] = field(repr=False)
    digests: Mapping[str, str] = field(repr=False)
    lists: Lists = field(repr=False)

    @property
    def place(self) -> SourceRecord:
        """Where corrections of this record are kept."""
        return place_of(self.rejection)

    def is_personal(self, name: str) -> bool:
        """Tell whether a source field's values are personal."""
        return is_sensitive(name, self.mapping.sensitive_sources)

    def in_use(self, name: str) -> Correction | None:
        """Return the correction that the next run will use for a field, if any."""
        found = self.corrections.get(name)
        return found if found is not None and found.replaces == self.digests[name] else None

    def value(self, name: str) -> str | None:
        """Return what the next run will map: the correction in use, else the source's value."""
        correction = self.in_use(name)
        return self.source.get(name) if correction is None else correction.value

    def seen(self, name: str) -> str:
        """Return what stands in a form for the state of a field that its author saw."""
        correction = self.corrections.get(name)
        return f"{self.digests[name]}.{0 if correction is None else correction.id}"

    def faults(self, values: Values, lists: Lists | None = None) -> tuple[list[BrokenRule], str | None]:
        """Return the rules that other values would break, and why the record would be left out then.

        What is wrong with other fields is left aside: they have rejections of their own.
        """
        attempt = self.bench.with_values(values).attempt()
        touched = frozenset(values)
        broken = [one for one in attempt.broken if self._concerns(one.field, touched)]
        return [*broken, *self._unlisted(attempt, touched, lists or self.lists)], attempt.exclusion

    def _concerns(self, member: str, touched: frozenset[str]) -> bool:
        return not touched.isdisjoint((member, *self.mapping.sources_of_issue(member)))

    def _unlisted(self, attempt: Trial, touched: frozenset[str], lists: Lists) -> Iterable[BrokenRule]:
        for member, values in attempt.made.items():
            if self._concerns(member, touched) and set(values) - set(lists.get(member, values)):
                yield BrokenRule(member, LIST_VALUE.name, LIST_VALUE.message)


def place_of(rejection: ListedRejection) -> SourceRecord:
    """Return where corrections of a rejection's record are kept."""
    return SourceRecord(rejection.integration, rejection.source_id or "", rejection.source_row)


def open_record(ledger: Ledger, rejection: ListedRejection) -> RefusedRecord:
    """Gather all that is needed to put a refused record right.

    Raises:
        BenefitsSyncError: If the mapping or a connection is wrong, or the run's files are gone.
    """
    integration = declaration_of(rejection.integration)
    mapping = open_mapping(integration).with_additions(ledger.additions.of(integration.name))
    store = ArtifactsHook().get_store()
    folder = store.folder(rejection.integration, rejection.reference_id)
    extracted = Extract.model_validate(store.read_json(folder, "extract"))
    rows = _rows(store, folder, rejection.source_id or "")
    context = MappingContext(extracted.as_of, extracted.options)
    asread = Bench(integration.mapper, mapping, rows, context, rejection.source_row)
    source = asread.record if asread.is_there else {}
    known = ledger.corrections.of_people(integration.name, [rejection.source_id or ""])
    mine = {one.name: one for one in known if one.record == place_of(rejection)}
    names = _names(mapping, rejection, source, mine)
    digest = ledger.corrections.digest
    record = RefusedRecord(
        rejection=rejection,
        mapping=mapping,
        bench=asread,
        names=names,
        source=source,
        corrections=mine,
        digests={name: digest(place_of(rejection), name, source.get(name)) for name in {*names, *mine}},
        lists=store.read_json(folder, "allowed"),
    )
    return replace(record, bench=_repaired(ledger, asread, known))


def _repaired(ledger: Ledger, bench: Bench, known: Iterable[Correction]) -> Bench:
    """Put the corrections that the next run will use into all records of the person."""
    for one in known:
        theirs = replace(bench, source_row=one.record.source_row)
        if not theirs.is_there:
            continue
        value = theirs.record.get(one.name)
        if ledger.corrections.digest(one.record, one.name, value) == one.replaces:
            bench = replace(bench, rows=theirs.with_values({one.name: one.value}).rows)
    return bench


def _rows(store: ArtifactStore, folder: str, source_id: str) -> pd.DataFrame:
    """Return what the run read about one person, without holding everybody in memory."""
    parts = [
        part[part["source_id"].eq(source_id)]
        for part in store.read_frame_parts(folder, "source", ROWS_AT_ONCE)
    ]
    return none_for_missing(pd.concat(parts, ignore_index=True))


def _names(
    mapping: IntegrationMapping,
    rejection: ListedRejection,
    source: Mapping[str, str | None],
    corrected: Collection[str],
) -> tuple[str, ...]:
    """Return the source fields to correct: those the run has read.

    Where no value helps, only those with a correction are left, which may be withdrawn.
    """
    members = [rejection.field or "", *BESIDES.get(rejection.rule, ())]
    found = [name for member in members for name in mapping.sources_of_issue(member)]
    shown = corrected if rejection.rule in ELSEWHERE else source
    return tuple(name for name in dict.fromkeys(found) if name in source and name in shown)
