"""The floor of the writer: f-strings made for one profile's files, which check nothing."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from benefits_sync.x12.model.coverage import Coverage
from benefits_sync.x12.model.member import Member
from benefits_sync.x12.model.person import Demographics, PriorIdentity
from benefits_sync.x12.model.transaction import Transaction, TransactionHeader
from benefits_sync.x12.writer import Writable


def write_bare(stream: Writable, head: str, transactions: Iterable[Transaction], tail: str) -> None:
    """Write people as the medical carrier's full file has them, between two pieces of envelope."""
    stream.write(head.encode("ascii"))
    for number, transaction in enumerate(transactions, start=1):
        lines = list(_header(transaction.header))
        for member in transaction.members:
            _member(lines, member)
        text = f"ST*834*{number:04}*005010X220A1~\n{''.join(lines)}"
        stream.write(f"{text}SE*{text.count('~') + 1}*{number:04}~\n".encode("ascii"))
    stream.write(tail.encode("ascii"))


def _header(header: TransactionHeader) -> Iterator[str]:
    created = f"{header.created:%Y%m%d*%H%M%S}"
    yield f"BGN*00*{header.reference}*{created}*{header.time_zone}***{header.action}~\n"
    yield f"REF*38*{header.master_policy}~\n"
    for event in header.dates:
        yield f"DTP*{event.kind}*D8*{_day(event.on)}~\n"
    for total in header.totals:
        yield f"QTY*{total.kind}*{total.count}~\n"
    for entity, one in (("P5", header.sponsor), ("IN", header.payer)):
        yield f"N1*{entity}*{one.name}*{one.id_kind}*{one.id}~\n"


def _member(lines: list[str], member: Member) -> None:
    add, prior, address = lines.append, member.prior_identity, member.address
    add(f"{_ins(member)}~\nREF*0F*{member.subscriber_id}~\nREF*1L*{member.policy_number}~\n")
    for one in member.references:
        add(f"REF*{one.kind}*{one.value}~\n")
    for event in member.dates:
        add(f"DTP*{event.kind}*D8*{_day(event.on)}~\n")
    _name(lines, "IL" if prior is None else "74", member)
    if member.contact is not None:
        points = "*".join([f"{point.kind}*{point.number}" for point in member.contact.points])
        add(f"PER*IP**{points}~\n")
    if address is not None:
        streets, place = "*".join(address.streets), f"{address.city}*{address.state}"
        add(f"N3*{streets}~\nN4*{place}*{address.postal_code or ''}".rstrip("*") + "~\n")
    _demographics(lines, member.demographics)
    if prior is not None:
        _name(lines, "70", prior)
        _demographics(lines, prior.demographics)
    for coverage in member.coverages:
        _coverage(lines, coverage)


def _ins(member: Member) -> str:
    medicare = member.medicare
    first = (
        f"INS*{'Y' if member.subscriber else 'N'}*{member.relationship}*{member.maintenance}*{member.reason}"
        f"*{member.benefit_status}*{f'{medicare.plan}:{medicare.reason}' if medicare else ''}"
    )
    second = (
        f"*{member.cobra_event or ''}*{member.employment_status or ''}**{'Y' if member.handicapped else ''}"
        f"*{f'D8*{_day(member.death_date)}' if member.death_date else '*'}*****{member.birth_sequence or ''}"
    )
    return (first + second).rstrip("*")


def _name(lines: list[str], entity: str, one: Member | PriorIdentity) -> None:
    name, known = one.name, one.identifier
    identifier = f"{known.kind}*{known.value}" if known else ""
    text = f"NM1*{entity}*1*{name.last}*{name.first}*{name.middle or ''}**{name.suffix or ''}*{identifier}"
    lines.append(f"{text.rstrip('*')}~\n")


def _demographics(lines: list[str], one: Demographics | None) -> None:
    if one is not None:
        born = f"D8*{_day(one.birth_date)}" if one.birth_date else "*"
        lines.append(f"DMG*{born}*{one.gender or ''}*{one.marital_status or ''}".rstrip("*") + "~\n")


def _coverage(lines: list[str], coverage: Coverage) -> None:
    lines.append(f"HD*{coverage.maintenance}**{coverage.line}*{coverage.plan}*{coverage.tier}~\n")
    lines += [f"DTP*{span.kind}*D8*{_day(span.when)}~\n" for span in coverage.dates]
    lines += [f"AMT*{amount.kind}*{amount.value.normalize():f}~\n" for amount in coverage.amounts]
    lines += [f"REF*{one.kind}*{one.value}~\n" for one in coverage.references]


def _day(day: date | Any) -> str:
    return f"{day.year}{day.month:02}{day.day:02}"
