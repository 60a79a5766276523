"""Answers as a carrier does: pyx12, which we did not write, reads a file and writes the 999 about it."""

import contextlib
import io
import logging
import shutil
import tempfile
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Final, NamedTuple

import pyx12
import pyx12.params
import pyx12.x12n_document

_GUIDE: Final = "834.5010.X220.A1.xml"
_LINES_OF: Final = 'xid="HD03"'
_LINES_BEGIN: Final = "<valid_codes>"
"""Where pyx12's copy of the guide lists the insurance lines."""


class Answered(NamedTuple):
    """What pyx12 makes of a file."""

    accepted: bool
    acknowledgment: bytes


def acknowledge(content: bytes, extra_lines: Collection[str] = ()) -> Answered:
    """Return pyx12's verdict and its 999.

    Args:
        content: An 834 in clear.
        extra_lines: Insurance lines that this carrier takes although the guide lacks them.
    """
    logging.getLogger("pyx12").setLevel(logging.CRITICAL)  # it would log what it reads
    answer = io.StringIO()
    params, source = pyx12.params.params(), io.StringIO(content.decode("ascii"))
    with _guides_with(extra_lines) as guides:
        accepted = pyx12.x12n_document.x12n_document(
            params, source, answer, None, None, None, map_path=guides
        )
    return Answered(bool(accepted), answer.getvalue().encode("ascii"))


@contextlib.contextmanager
def _guides_with(extra_lines: Collection[str]) -> Iterator[str | None]:
    """Return the folder of guides that know more lines; None for pyx12's own."""
    if not extra_lines:
        yield None
        return
    with tempfile.TemporaryDirectory() as folder:
        guides = Path(folder) / "map"
        shutil.copytree(Path(pyx12.__file__).parent / "map", guides)
        before, element, after = (guides / _GUIDE).read_text(encoding="utf-8").partition(_LINES_OF)
        added = "".join(f"<code>{line}</code>" for line in sorted(extra_lines))
        known = after.replace(_LINES_BEGIN, _LINES_BEGIN + added, 1)
        (guides / _GUIDE).write_text(f"{before}{element}{known}", encoding="utf-8")
        yield str(guides)
