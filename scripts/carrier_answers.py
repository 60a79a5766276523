"""Answers as a carrier does: pyx12, which we did not write, reads a file and writes the 999 about it."""

import contextlib
import io
import logging
import shutil
import tempfile
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Final, NamedTuple

import pyx12.params
import pyx12.x12n_document

_GUIDE: Final = "834.5010.X220.A1.xml"
_LINES_BEGIN: Final = "<code>AG</code>"
"""The first insurance line (HD03) that pyx12's copy of the guide lists."""


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
    with _guide_with(extra_lines) as params:
        source = io.StringIO(content.decode("ascii"))
        accepted = pyx12.x12n_document.x12n_document(params, source, answer, None, None, None)
    return Answered(bool(accepted), answer.getvalue().encode("ascii"))


@contextlib.contextmanager
def _guide_with(extra_lines: Collection[str]) -> Iterator[pyx12.params.params]:
    params = pyx12.params.params()
    if not extra_lines:
        yield params
        return
    with tempfile.TemporaryDirectory() as folder:
        maps = Path(folder) / "map"
        shutil.copytree(str(params.get("map_path")), maps)
        guide = (maps / _GUIDE).read_text(encoding="utf-8")
        added = "".join(f"<code>{line}</code>" for line in sorted(extra_lines))
        (maps / _GUIDE).write_text(guide.replace(_LINES_BEGIN, _LINES_BEGIN + added), encoding="utf-8")
        params.set("map_path", str(maps))
        yield params
