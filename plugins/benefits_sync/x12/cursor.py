"""A walk over the segments of one header or person."""

from collections.abc import Sequence

from benefits_sync.x12.errors import X12StructureError
from benefits_sync.x12.segments import Segment


class Cursor:
    """Hands out segments one by one; ``loop`` names where in the guide they are read.

    Args:
        segments: The segments of one header or person, at least one.
        loop: The loop that begins with the first of them.

    Attributes:
        next_id: Id of the next segment, empty at the end.
    """

    def __init__(self, segments: Sequence[Segment], loop: str) -> None:
        self.loop = loop
        self.next_id = segments[0].elements[0]
        self._segments = segments
        self._position = 0

    def at(self, segment_id: str, *qualifiers: str) -> bool:
        """Tell whether the next segment has this id, and one of these first elements if any are named."""
        if self.next_id != segment_id:
            return False
        if not qualifiers:
            return True
        elements = self._segments[self._position].elements
        return len(elements) > 1 and elements[1] in qualifiers

    def take(self) -> Segment:
        """Step over the next segment."""
        segment = self._segments[self._position]
        self._position = position = self._position + 1
        self.next_id = self._segments[position].elements[0] if position < len(self._segments) else ""
        segment.loop = self.loop
        return segment

    def require(self, segment_id: str, *qualifiers: str) -> Segment:
        """Step over the next segment, which must be this one."""
        if not self.at(segment_id, *qualifiers):
            named = "*".join((segment_id, " or ".join(qualifiers))) if qualifiers else segment_id
            raise self.error(f"{named} is missing")
        return self.take()

    def end(self) -> None:
        """Refuse what is left: it stands where the guide has no place for it."""
        if self._position < len(self._segments):
            raise self.error("the guide has no place for this segment here")

    def error(self, reason: str) -> X12StructureError:
        """An error at the next segment, or at the last when there is none."""
        number = self._segments[min(self._position, len(self._segments) - 1)].number
        return X12StructureError(reason, segment=number, loop=self.loop)
