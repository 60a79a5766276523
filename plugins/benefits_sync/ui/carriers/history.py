"""The history of a carrier file in words: what was done, in detail, and what it changed."""

from datetime import datetime
from typing import Final, NamedTuple

from pydantic import JsonValue

from benefits_sync.models.carrier_files import FileEvent
from benefits_sync.ui.carriers.wording import ANSWERS, STATES, VERDICTS, words

_TITLES: Final = {
    "clock": "By the clock",
    "gates": "Gates looked at it",
    "step": "Delivery",
    **{f"{kind} collected": f"{title} collected" for kind, title in ANSWERS.items()},
    **{f"{kind} assigned": f"{title} assigned" for kind, title in ANSWERS.items()},
}
"""What is called otherwise here than in the ledger."""

_VERDICTS: Final = {verdict.value: title for verdict, (title, _) in VERDICTS.items()}


class HistoryLine(NamedTuple):
    """One line of a file's history."""

    at: datetime
    what: str
    details: list[str]
    change: str
    who: str


def line_of(event: FileEvent) -> HistoryLine:
    """Return an event as people read it; one that leaves the state shows no change."""
    before = "" if event.from_state is None else STATES[event.from_state].title
    after = STATES[event.to_state].title
    change = after if event.from_state is None else f"{before} → {after}" if before != after else ""
    details = [_detail(name, value) for name, value in event.detail.items() if value not in (None, "")]
    return HistoryLine(event.at, _TITLES.get(event.what, words(event.what)), details, change, event.who)


def _detail(name: str, value: JsonValue) -> str:
    match name, value:
        case "size", int():
            return f"Size: {value:,} bytes"
        case "verified", _:
            return f"Size read back: {'yes' if value else 'no'}"
        case "verdict", str():
            return f"Verdict: {_VERDICTS.get(value, words(value)).lower()}"
        case "reached", _:
            return words(str(value))
        case _:
            return f"{words(name)}: {value}"
