"""Reads TA1, 999 and 997, and finds the files and people that they are about."""

import io
from collections.abc import Iterator

from benefits_sync.domain.carriers.acknowledged import People, messages_of
from benefits_sync.domain.carriers.matching import Match, Outcome, SentFile, match_answers
from benefits_sync.domain.carriers.states import LEFT, SET_ASIDE
from benefits_sync.models.carrier_files import FileRow
from benefits_sync.models.carriers import AnswerKind
from benefits_sync.pipeline.carriers.bench import CarrierBench
from benefits_sync.pipeline.carriers.taking import Collected, Finding
from benefits_sync.x12.acknowledgments.locating import lines_at
from benefits_sync.x12.acknowledgments.model import Answer, GroupAnswer, InterchangeAnswer
from benefits_sync.x12.acknowledgments.reader import read_acknowledgment
from benefits_sync.x12.errors import X12Error

_SENT = LEFT | SET_ASIDE


def is_x12(content: bytes) -> bool:
    """Tell whether an answer is an interchange, whatever its name."""
    return content.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"ISA")


def acknowledgments_in(bench: CarrierBench, collected: Collected) -> Iterator[Finding]:
    """Yield each answer of a file of acknowledgments."""
    try:
        read = read_acknowledgment(io.BytesIO(collected.content))
    except X12Error as error:
        yield Finding(AnswerKind.FUNCTIONAL, "unreadable", problem=str(error))
        return
    sent = {file.id: file for answer in read.answers for file in _candidates(bench, answer)}
    known = [_sent(bench, file) for file in sent.values()]
    for outcome in match_answers(read, known, sha256=collected.sha256, taken=()):
        yield _finding(bench, outcome, sent)


def _candidates(bench: CarrierBench, answer: Answer) -> list[FileRow]:
    """Return the files that went out with the answer's number, between the same two parties."""
    sender, receiver = answer.origin.receiver_id, answer.origin.sender_id
    files = bench.ledger.files
    if isinstance(answer, InterchangeAnswer):
        found = files.of_interchange(sender, receiver, int(answer.interchange))
    else:
        found = files.of_group_number(sender, receiver, int(answer.group))
    return [file for file in found if file.state in _SENT and file.carrier == bench.profile.name]


def _sent(bench: CarrierBench, file: FileRow) -> SentFile:
    return SentFile(
        id=file.id,
        sender=file.sender,
        receiver=file.receiver,
        usage=file.usage,
        interchange=file.interchange,
        group=file.group_number,
        transactions=bench.ledger.people.transactions(file.id),
    )


def _finding(bench: CarrierBench, outcome: Outcome, sent: dict[int, FileRow]) -> Finding:
    answer = outcome.answer
    kind = AnswerKind.TA1 if isinstance(answer, InterchangeAnswer) else AnswerKind.FUNCTIONAL
    if not isinstance(outcome, Match):
        return Finding(kind, answer.verdict, problem=outcome.reason)
    file = sent[outcome.file]
    faults = answer.all_faults if isinstance(answer, GroupAnswer) else answer.faults
    people = People(bench.ledger.people.of_file(file.id) if faults else ())
    lines = {}
    if isinstance(answer, GroupAnswer) and faults:
        with bench.vault.open(file.uri, file.sha256) as stream:
            lines = lines_at(stream, answer)
    messages = tuple(messages_of(answer, people, lines))
    return Finding(kind, answer.verdict, file.id, outcome.told, messages)
