"""Reads from a file's history how its last sending went; each time that it is let out has its own tries."""

from collections.abc import Sequence

from benefits_sync.models.carrier_files import FileEvent
from benefits_sync.models.carriers import FileState


def last_sending(history: Sequence[FileEvent]) -> Sequence[FileEvent]:
    """Return the part of a history that begins where the file was last let out."""
    began = [place for place, event in enumerate(history) if event.from_state is not FileState.SENDING]
    return history[began[-1] :]
