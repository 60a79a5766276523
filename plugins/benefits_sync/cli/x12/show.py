"""``benefits x12 show``: the people and coverages of a file, without who they are."""

from datetime import date

import typer

from benefits_sync.cli.x12.files import HAS_ERRORS, FileArgument, counted, in_words, plain, reading
from benefits_sync.redaction import MASK
from benefits_sync.x12.codes.coverage import CoverageDate
from benefits_sync.x12.codes.envelope import Usage
from benefits_sync.x12.envelope import Group, Interchange
from benefits_sync.x12.errors import X12Error
from benefits_sync.x12.model.coverage import Coverage
from benefits_sync.x12.model.member import Member
from benefits_sync.x12.model.values import When
from benefits_sync.x12.reader import Part, TransactionStart, read_parts


def show(file: FileArgument) -> None:
    """List the people and coverages of an 834; names, ids, birth dates and addresses are masked.

    Segments are those that a check and a comparison name, positions those of a 999.
    """
    people = coverages = unread = 0

    def tell(error: X12Error) -> None:
        nonlocal unread
        unread += 1
        typer.echo(f"the person of segment {parts.segment} cannot be read: {error}", err=True)

    with reading(file) as [stream]:
        parts = read_parts(stream, tell)
        for part in parts:
            if isinstance(part, Member):
                people += 1
                coverages += len(part.coverages)
                _print_member(f"segment {parts.segment}, position {parts.position}", part)
            else:
                _print_envelope(part)
    typer.echo(f"{counted(people, 'person record')}, {counted(coverages, 'coverage')}")
    if unread:
        raise typer.Exit(HAS_ERRORS)


def _print_envelope(part: Part) -> None:
    if isinstance(part, Interchange):
        usage = next(
            (in_words(usage.name) for usage in Usage if usage == part.usage), "neither test nor production"
        )
        partners = f"from {part.sender_id} to {part.receiver_id}"
        typer.echo(plain(f"interchange {part.control_number} ({usage}) {partners}, {part.date} {part.time}"))
    elif isinstance(part, Group):
        typer.echo(plain(f"group {part.control_number} from {part.sender} to {part.receiver}"))
    elif isinstance(part, TransactionStart):
        header = part.header
        action = in_words(header.action.name)
        typer.echo(plain(f"transaction {part.control_number} ({action}), reference {header.reference}"))


def _print_member(place: str, member: Member) -> None:
    who = "subscriber" if member.subscriber else in_words(member.relationship.name)
    why = f" ({in_words(member.reason.name)})" if member.reason else ""
    status = in_words(member.benefit_status.name)
    what = in_words(member.maintenance.name)
    typer.echo(f"  {place}: {who} {MASK}, {what}{why}, benefits {status}")
    for coverage in member.coverages:
        typer.echo(plain(f"    {_coverage(coverage)}"))


def _coverage(coverage: Coverage) -> str:
    what = " ".join(filter(None, (coverage.line.value, coverage.plan, coverage.tier)))
    begin = _day(coverage.date_of(CoverageDate.BENEFIT_BEGIN))
    end = _day(coverage.date_of(CoverageDate.BENEFIT_END))
    days = " ".join(filter(None, (f"from {begin}" if begin else "", f"to {end}" if end else "")))
    return f"{what}: {in_words(coverage.maintenance.name)} {days}".rstrip()


def _day(when: When | None) -> str:
    return when.isoformat() if isinstance(when, date) else ""
