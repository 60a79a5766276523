"""A coverage (2300) with its providers and other insurance."""

from benefits_sync.x12 import elements as e
from benefits_sync.x12.codes.coverage import (
    NON_GUIDE_LINES,
    CoverageDate,
    CoverageMaintenance,
    CoverageReference,
    CoverageTier,
    IdCardAction,
    IdCardKind,
    InsuranceLine,
)
from benefits_sync.x12.cursor import Cursor
from benefits_sync.x12.errors import X12ValueError
from benefits_sync.x12.loops.coordination import read_other_insurance, write_other_insurance
from benefits_sync.x12.loops.dated import (
    read_amount,
    read_reference,
    read_span,
    write_amounts,
    write_references,
    write_when,
)
from benefits_sync.x12.loops.provider import read_provider, write_provider
from benefits_sync.x12.model.coverage import Coverage, IdCard, OtherInsurance, Provider
from benefits_sync.x12.model.values import Amount, Reference, Span
from benefits_sync.x12.segment_buffer import SegmentBuffer, flag
from benefits_sync.x12.segments import Segment

PRIOR_MONTHS = "QQ"


def write_coverage(out: SegmentBuffer, coverage: Coverage) -> None:
    """Write 2300 with its 2310 and 2320."""
    out.loop = "2300"
    if coverage.line in NON_GUIDE_LINES and not out.non_guide_lines:
        raise X12ValueError(
            "the guide has no such line of insurance; switch non-guide lines on where the carrier wants it",
            element="HD03",
        )
    out.put(
        "HD",
        coverage.maintenance,
        "",
        coverage.line,
        out.text.optional(coverage.plan, e.HD04),
        coverage.tier or "",
        "",
        "",
        "",
        flag(coverage.late_enrollment),
    )
    for span in coverage.dates:
        write_when(out, span.kind, span.when)
    if coverage.amounts:
        write_amounts(out, coverage.amounts)
    write_references(out, coverage.references)
    if coverage.prior_months is not None:
        out.put("REF", PRIOR_MONTHS, out.text.required(coverage.prior_months, e.REF02))
    for card in coverage.id_cards:
        _write_id_card(out, card)
    for number, provider in enumerate(coverage.providers, start=1):
        write_provider(out, number, provider)
    for other in coverage.other_insurance:
        write_other_insurance(out, other)


def _write_id_card(out: SegmentBuffer, card: IdCard) -> None:
    count = "" if card.count is None else str(card.count)
    out.put("IDC", out.text.required(card.description, e.IDC01), card.kind, count, card.action or "")


def _read_id_card(segment: Segment) -> IdCard:
    return IdCard(
        description=segment.required(1),
        kind=segment.required_code(2, IdCardKind),
        count=segment.integer(3),
        action=segment.code(4, IdCardAction),
    )


def read_coverage(cursor: Cursor) -> Coverage:
    """Read 2300 with its 2310 and 2320; the order of DTP, AMT, REF and IDC does not matter."""
    cursor.loop = "2300"
    segment = cursor.require("HD")
    dates: list[Span[CoverageDate]] = []
    amounts: list[Amount] = []
    references: list[Reference[CoverageReference]] = []
    cards: list[IdCard] = []
    prior_months: str | None = None
    while True:
        if cursor.at("DTP"):
            dates.append(read_span(cursor.take(), CoverageDate))
        elif cursor.at("AMT"):
            amounts.append(read_amount(cursor.take()))
        elif cursor.at("REF", PRIOR_MONTHS):
            prior_months = cursor.take().required(2)
        elif cursor.at("REF"):
            references.append(read_reference(cursor.take(), CoverageReference))
        elif cursor.at("IDC"):
            cards.append(_read_id_card(cursor.take()))
        else:
            break
    return Coverage(
        maintenance=segment.required_code(1, CoverageMaintenance),
        line=segment.required_code(3, InsuranceLine),
        plan=segment.text(4),
        tier=segment.code(5, CoverageTier),
        late_enrollment=segment.flag(9),
        dates=tuple(dates),
        amounts=tuple(amounts),
        references=tuple(references),
        prior_months=prior_months,
        id_cards=tuple(cards),
        providers=_read_providers(cursor),
        other_insurance=_read_other_insurance(cursor),
    )


def _read_providers(cursor: Cursor) -> tuple[Provider, ...]:
    providers = []
    while cursor.at("LX"):
        providers.append(read_provider(cursor))
    return tuple(providers)


def _read_other_insurance(cursor: Cursor) -> tuple[OtherInsurance, ...]:
    others = []
    while cursor.at("COB"):
        others.append(read_other_insurance(cursor))
    return tuple(others)
