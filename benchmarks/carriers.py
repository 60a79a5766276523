"""How fast carrier files are written, checked, built and compared, against pyx12 and against bare loops.

Usage: ``python -m benchmarks.carriers [--checked 10000] [--people 100000]``. Results go to
``benchmarks/results/``. Seconds are those of the processor: what else the machine does is not in them.
"""

import argparse
import ctypes
import gc
import io
import json
import logging
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Self

import pyx12.params
import pyx12.x12n_document

from benchmarks.bare_writer import write_bare
from benchmarks.carrier_company import NEW, OLD, PROFILE, Frames, invent, wanted_today
from benchmarks.measuring import Figures, in_process, write_results
from benefits_sync.domain.carriers.expectations import expected_of
from benefits_sync.domain.carriers.settings import file_settings
from benefits_sync.pipeline.garbage import fewer_collections
from benefits_sync.x12.checking.checker import check_file
from benefits_sync.x12.codes.envelope import Usage
from benefits_sync.x12.comparing.comparison import Comparison
from benefits_sync.x12.model.transaction import Transaction
from benefits_sync.x12.reader import read_members
from benefits_sync.x12.settings import ControlNumbers
from benefits_sync.x12.writer import FileSummary, Writable, write_file

TIMES: Final = 3
"""What takes a second or less is measured so often; the shortest time counts."""


def measured_checks(folder: Path) -> Figures:
    """Let our checker, with the whole catalogue and the carrier's profile, and pyx12 read the same file."""
    data = (folder / OLD).read_bytes()
    expected = expected_of(PROFILE, Usage.TEST)
    checks = [Stopwatch() for _ in range(TIMES)]
    for watch in checks:
        with fewer_collections(), watch:
            result = check_file(io.BytesIO(data), expected)
    logging.getLogger("pyx12").setLevel(logging.CRITICAL)
    with fewer_collections(), Stopwatch() as theirs:
        accepted = pyx12.x12n_document.x12n_document(
            pyx12.params.params(), io.StringIO(data.decode("ascii")), None, None, None, None
        )
    ours = min(watch.seconds for watch in checks)
    return {
        "checked_segments": result.checked.segments,
        "findings": result.errors + result.warnings,
        "pyx12_accepts": bool(accepted),
        "check_seconds": ours,
        "pyx12_seconds": theirs.seconds,
        "checker_ratio": theirs.seconds / ours,
    }


def measured_writing(folder: Path) -> Figures:
    """Write people who are there already, by the writer and by bare f-strings, and read them."""
    build = Frames.of(folder).build()
    ready = [Transaction(one.header, list(one.members)) for one in build.transactions()]
    ours, bare = io.BytesIO(), io.BytesIO()
    with fewer_collections():
        with Stopwatch() as writing:
            summary = _write(ours, ready)
        data = ours.getvalue()
        head, tail = data[: data.index(b"ST*834*")].decode(), data[data.rindex(b"GE*") :].decode()
        with Stopwatch() as looping:
            write_bare(bare, head, ready, tail)
        with Stopwatch() as reading:
            members = sum(1 for _ in read_members(io.BytesIO(data)))
    if bare.getvalue() != data or members != summary.members:
        raise SystemExit("the bare loop wrote other bytes, or not everybody was read")
    return {
        "members": summary.members,
        "segments": summary.segments,
        "write_seconds": writing.seconds,
        "f_string_seconds": looping.seconds,
        "read_seconds": reading.seconds,
        "writer_ratio": looping.seconds / writing.seconds,
    }


def measured_whole(folder: Path) -> Figures:
    """Build a file into a folder, check it and compare it with the last one, and watch the memory."""
    frames = Frames.of(folder)
    give_back_memory()
    forget_peak()
    before, new = resident_mib("VmHWM"), folder / NEW
    with fewer_collections():
        with Stopwatch() as building, new.open("wb") as stream:
            build = frames.build()
            _write(stream, build.transactions())
            build.outcome()
        with Stopwatch() as checking, new.open("rb") as stream:
            check_file(stream, expected_of(PROFILE, Usage.TEST))
        with Stopwatch() as comparing, (folder / OLD).open("rb") as old, new.open("rb") as stream:
            differences = sum(1 for _ in Comparison(old, stream))
    return {
        "differences": differences,
        "build_seconds": building.seconds,
        "whole_check_seconds": checking.seconds,
        "diff_seconds": comparing.seconds,
        "frames_mib": before,
        "extra_mib": resident_mib("VmHWM") - before,
    }


def compare(checked: int, people: int) -> Figures:
    """Measure checks in a company of one size, and everything else in one of another."""
    figures: Figures = {"checked": checked, "people": people}
    with _invented(checked) as folder:
        figures |= in_process(measured_checks, folder)
    with _invented(people) as folder:
        figures |= in_process(measured_writing, folder)
        figures |= in_process(measured_whole, folder)
    whole = sum(figures[f"{name}_seconds"] for name in ("build", "whole_check", "diff"))
    figures["whole_ratio"] = whole / (figures["write_seconds"] + figures["read_seconds"])
    return {name: round(value, 3) for name, value in figures.items()}


class Stopwatch:
    """Takes the processor's time of a block."""

    seconds = 0.0

    def __enter__(self) -> Self:
        """Start."""
        self._began = time.process_time()
        return self

    def __exit__(self, *_error: object) -> None:
        """Stop."""
        self.seconds = time.process_time() - self._began


def give_back_memory() -> None:
    """Return to the system what was freed, so that it does not hide what is taken later (glibc)."""
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)


def forget_peak() -> None:
    """Let the peak of this process's memory begin at what it holds now (Linux)."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def resident_mib(name: str) -> float:
    """Return a figure of this process's memory, such as its peak, ``VmHWM`` (Linux)."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:")) / 1024


@contextmanager
def _invented(people: int) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        in_process(invent, Path(folder), people)
        yield Path(folder)


def _write(stream: Writable, transactions: Iterator[Transaction] | list[Transaction]) -> FileSummary:
    wanted = file_settings(PROFILE, Usage.TEST)
    numbers = ControlNumbers(interchange=2, group=2, created=wanted_today().created)
    return write_file(stream, transactions, envelope=wanted.envelope, numbers=numbers, settings=wanted.writer)


def main() -> None:
    """Measure and write the results."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checked", type=int, default=10_000, help="people of the file that pyx12 reads too")
    parser.add_argument("--people", type=int, default=100_000, help="people of everything else")
    chosen = parser.parse_args()
    figures = compare(chosen.checked, chosen.people)
    print(json.dumps(figures), flush=True)
    write_results("carriers", [figures])


if __name__ == "__main__":
    main()
