"""Fewer garbage collections while a stage holds a whole company in memory."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

PATIENT = (200_000, 20, 50)
"""Allocations before a collection, and how many of those before the older generations are searched."""


@contextmanager
def fewer_collections() -> Iterator[None]:
    """Collect rarely within the block.

    A stage builds millions of short texts and dicts that reference nothing back; with Python's default
    threshold about an eighth of its time goes into searching them for cycles.
    """
    before = gc.get_threshold()
    gc.set_threshold(*PATIENT)
    try:
        yield
    finally:
        gc.set_threshold(*before)
