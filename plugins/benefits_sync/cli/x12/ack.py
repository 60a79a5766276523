"""``benefits x12 ack``: what a carrier answered, in English."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Final

import typer

from benefits_sync.cli.showing import JsonOption, print_json
from benefits_sync.cli.x12.files import HAS_ERRORS, FileArgument, in_words, plain, reading
from benefits_sync.x12.acknowledgments.model import (
    Acknowledgment,
    Answer,
    AnswerVerdict,
    Fault,
    GroupAnswer,
    InterchangeAnswer,
)
from benefits_sync.x12.acknowledgments.reader import read_acknowledgment

NOT_LOADED: Final = frozenset({AnswerVerdict.PARTLY, AnswerVerdict.REJECTED})
VERDICTS: Final = {
    **{verdict: in_words(verdict) for verdict in AnswerVerdict},
    AnswerVerdict.PARTLY: "partly accepted",
}


def ack(file: FileArgument, as_json: JsonOption = False) -> None:
    """Read a TA1, 999 or 997; exits with 1 where the carrier rejected something."""
    with reading(file) as [stream]:
        read = read_acknowledgment(stream)
    if as_json:
        print_json(_as_data(read))
    else:
        _print(read)
    if read.verdict in NOT_LOADED:
        raise typer.Exit(HAS_ERRORS)


def _as_data(read: Acknowledgment) -> dict[str, object]:
    answers = [
        {"kind": "TA1" if isinstance(answer, InterchangeAnswer) else answer.kind.value, **asdict(answer)}
        for answer in read.answers
    ]
    return {
        "verdict": read.verdict,
        "answers": answers,
        "oddities": [asdict(oddity) for oddity in read.oddities],
    }


def _print(read: Acknowledgment) -> None:
    for answer in read.answers:
        origin = answer.origin
        typer.echo(plain(f"{_subject(answer)}, from {origin.sender_id} to {origin.receiver_id}"))
        if not isinstance(answer, InterchangeAnswer):
            for one in answer.transactions:
                typer.echo(f"  transaction {one.control_number}: {VERDICTS[one.verdict]}")
                _print_faults(one.faults, "    ")
        _print_faults(answer.faults, "  ")
    groups = (answer for answer in read.answers if isinstance(answer, GroupAnswer))
    if any(fault.position is not None for group in groups for fault in group.all_faults):
        typer.echo("positions count from ST: `benefits x12 show` of the file that was sent names them")
    for oddity in read.oddities:
        typer.echo(f"tolerated at segment {oddity.segment}: {oddity.what}")


def _subject(answer: Answer) -> str:
    verdict = VERDICTS[answer.verdict]
    if isinstance(answer, InterchangeAnswer):
        return f"TA1: interchange {answer.interchange} {verdict}"
    counts = (("sent", answer.included), ("received", answer.received), ("accepted", answer.accepted))
    told = ", ".join(f"{number} {what}" for what, number in counts if number is not None)
    return f"{answer.kind}: group {answer.group} {verdict}{f' ({told})' if told else ''}"


def _print_faults(faults: Iterable[Fault], indent: str) -> None:
    for fault in faults:
        places = (
            f"position {fault.position}" if fault.position is not None else "",
            f"loop {fault.loop}" if fault.loop else "",
            fault.element or fault.segment or "",
        )
        place = ", ".join(part for part in places if part)
        because = f" ({', '.join(fault.context)})" if fault.context else ""
        code = f" [{fault.level} error {fault.code or 'without code'}]"
        typer.echo(f"{indent}{place}{': ' if place else ''}{fault.meaning}{because}{code}")
        typer.echo(f"{indent}  → {fault.fix}")
