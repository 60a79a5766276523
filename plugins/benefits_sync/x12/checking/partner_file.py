"""Rules of one carrier about a file as a whole (SNIP type 7): line breaks, characters, and its name."""

from collections.abc import Mapping
from typing import Final

from benefits_sync.x12.checking.expected import ExpectedSpelling
from benefits_sync.x12.checking.facts import Envelope
from benefits_sync.x12.checking.findings import Rule, Severity, Snip
from benefits_sync.x12.checking.reporting import Reporter, Where
from benefits_sync.x12.stream import LINE_BREAKS, Readable

_PARTNER, _ERROR = Snip.PARTNER, Severity.ERROR

LINE_ENDINGS: Final = Rule(
    "partner-line-ending", _PARTNER, _ERROR,
    "What follows the segment terminators is not what the profile says (line feed, carriage return and line "
    "feed, or nothing).",
    "Build the file anew, and let no editor or transfer in text mode change it.",
)  # fmt: skip
CHARACTERS: Final = Rule(
    "partner-characters", _PARTNER, _ERROR,
    "The element holds characters that the carrier does not take, such as small letters.",
    "Build the file anew: it was not spelt by the profile's character set.",
)  # fmt: skip
FILE_NAME: Final = Rule(
    "partner-file-name", _PARTNER, _ERROR,
    "The file's name is not one that the profile gives: its pattern, length or case, or the control number, "
    "usage or day of the file in it.",
    "Give the file its name anew; the carrier may not take it up under this one.",
)  # fmt: skip

RULES: Final = (LINE_ENDINGS, CHARACTERS, FILE_NAME)


class LineEndings:
    """Counts what follows segment terminators while a stream is read, whatever its pieces are.

    Args:
        stream: The file's bytes.
        terminator: The segment terminator that the profile says.
        ending: What follows it.
    """

    def __init__(self, stream: Readable, terminator: str, ending: str) -> None:
        self._stream = stream
        self._terminator = terminator.encode("latin-1")
        self._ending = ending.encode("latin-1")
        self._last = b""
        self._terminators = self._followed = self._breaks = 0

    def read(self, size: int, /) -> bytes:
        """Read on."""
        data = self._stream.read(size)
        self._terminators += data.count(self._terminator)
        self._breaks += sum(data.count(sign.encode("latin-1")) for sign in LINE_BREAKS)
        if self._ending:
            # What is kept of the piece before is too short to hold a terminator with all that follows it.
            self._followed += (self._last + data).count(self._terminator + self._ending)
            self._last = (self._last + data)[-len(self._ending) :]
        return data

    @property
    def problem(self) -> str:
        """How many line breaks are not right; empty when all are."""
        if not self._ending:
            return f"{self._breaks} line breaks, where there is to be none" if self._breaks else ""
        wrong = self._terminators - self._followed
        if wrong:
            return f"{wrong} of {self._terminators} terminators are followed by something else"
        others = self._breaks - self._followed * len(self._ending)
        return f"{others} line breaks are too many" if others else ""


class WholeFile:
    """Compares a file as a whole.

    Args:
        expected: How files are spelt and called.
        stream: The file's bytes.
        terminator: The segment terminator that the profile says.
        name: What the file is called; empty where that is not known.
    """

    def __init__(self, expected: ExpectedSpelling, stream: Readable, terminator: str, name: str) -> None:
        self._expected = expected
        self._name = name
        self._endings: LineEndings | None = None
        self.stream = stream
        if expected.line_ending is not None and terminator not in LINE_BREAKS:
            self.stream = self._endings = LineEndings(stream, terminator, expected.line_ending)

    def end(self, envelope: Envelope, reporter: Reporter) -> None:
        """Take the end of the file, whose last envelope this is."""
        problem = self._endings.problem if self._endings is not None else ""
        if problem:
            reporter.at(LINE_ENDINGS, Where(1, "ISA"), detail=problem)
        if self._name and self._expected.names and not self._is_its_name(envelope):
            reporter.at(FILE_NAME, Where(1))

    def _is_its_name(self, envelope: Envelope) -> bool:
        if len(self._name) > self._expected.longest_name:
            return False
        facts = _facts(envelope)
        matches = (pattern.fullmatch(self._name) for pattern in self._expected.names)
        return any(_agree(found.groupdict(), facts) for found in matches if found)


def _facts(envelope: Envelope) -> Mapping[str, str]:
    """Return what placeholders of names repeat."""
    day = envelope.created
    return {
        "sequence": envelope.number.lstrip("0"),
        "environment": envelope.usage,
        "yyyymmdd": day,
        "mmddyyyy": day[4:] + day[:4],
        "yymmdd": day[2:],
    }


def _agree(told: Mapping[str, str], facts: Mapping[str, str]) -> bool:
    return all(
        facts[name] == (text.lstrip("0") if name == "sequence" else text.upper())
        for name, text in told.items()
        if name in facts
    )
