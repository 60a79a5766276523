"""Says which coverage of a file stands at a place that an answer names, from the bytes that were sent."""

from typing import Final

from benefits_sync.x12.acknowledgments.model import GroupAnswer
from benefits_sync.x12.stream import Readable
from benefits_sync.x12.tokens import Tokens

ENDS: Final = frozenset({"INS", "LS", "SE"})


def lines_at(stream: Readable, answer: GroupAnswer) -> dict[tuple[str, int], str]:
    """Find the line of insurance (HD03) in whose coverage each error of an answer stands.

    Args:
        stream: The file that the answer is about.
        answer: A 999 or 997.

    Returns:
        Number of the transaction and position in it -> line, for the places that are inside a coverage.

    Raises:
        X12SyntaxError: If the bytes are no interchange, or end inside one.
    """
    wanted = {(one.number, fault.position) for one in answer.transactions for fault in one.faults}
    found: dict[tuple[str, int], str] = {}
    tokens = Tokens(stream)
    number, start, line = "", 0, ""
    for elements in tokens:
        segment = elements[0]
        if segment == "ST":
            number, start = [*elements, "", ""][2].lstrip("0"), tokens.number
        line = [*elements, "", "", ""][3] if segment == "HD" else "" if segment in ENDS else line
        place = (number, tokens.number - start + 1)
        if line and place in wanted:
            found[place] = line
    return found
