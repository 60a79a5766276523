"""Builds the files of one carrier: people told, numbers taken, kept sealed, checked, and judged by the gates.

Nothing is sent here. A task that was killed anywhere and runs again ends with the same files: numbers are
taken for a purpose, a file that was kept is found again, and what is kept is checked from its kept bytes.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from typing import BinaryIO, Final

import pandas as pd

from benefits_sync.domain.carriers.build import FileBuild, build_files
from benefits_sync.domain.carriers.built import BuildRequest
from benefits_sync.domain.carriers.file_names import file_name
from benefits_sync.domain.carriers.gates import judge, verdict_of
from benefits_sync.domain.carriers.schedule import business_day
from benefits_sync.domain.carriers.settings import file_settings
from benefits_sync.mapping.carriers.file import Kind
from benefits_sync.models.carrier_files import FileRow, NewFile
from benefits_sync.models.carriers import (
    LAST_CONTROL_NUMBER,
    ControlNumbers,
    FileKind,
    FileMeasures,
    FileState,
    GateOutcome,
    Pair,
    Verdict,
)
from benefits_sync.pipeline.carriers.alarms import numbers_began_again, refused_unkept
from benefits_sync.pipeline.carriers.bench import INTEGRATION, CarrierBench, CarrierOrder
from benefits_sync.pipeline.carriers.knowledge import Knowledge, knowledge_of
from benefits_sync.pipeline.carriers.outcome import CarrierOutcome, FileOutcome
from benefits_sync.pipeline.carriers.pictures import keep_picture
from benefits_sync.pipeline.carriers.rehearsal import Earlier, rehearsed
from benefits_sync.pipeline.carriers.season import PlanYears, refuse_earlier_day, refuse_out_of_season
from benefits_sync.pipeline.carriers.settling import left_out, settled
from benefits_sync.pipeline.carriers.snapshot import Snapshot
from benefits_sync.pipeline.carriers.writing import Written, say_the_same, scratch_file, write
from benefits_sync.x12.codes import envelope

_HOUR: Final = 3600
_COPY: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class _Site:
    """Everything that one carrier's files are built from."""

    bench: CarrierBench
    order: CarrierOrder
    snapshot: Snapshot
    plan_year: date | None
    knowledge: Knowledge
    request: BuildRequest
    people: pd.DataFrame = field(repr=False)
    elections: pd.DataFrame = field(repr=False)

    def builds(self) -> dict[str, FileBuild]:
        """Return the carrier's files by group, none of them made yet."""
        builds = build_files(
            self.bench.profile,
            self.request,
            self.people,
            self.elections,
            self.knowledge.picture,
            self.knowledge.people,
        )
        return {build.file: build for build in builds}

    @property
    def pair(self) -> Pair:
        """Between whom control numbers are unique."""
        wanted = file_settings(self.bench.profile, envelope.Usage(self.order.usage)).envelope
        return Pair(wanted.sender_id, wanted.receiver_id, self.order.usage)

    def write(self, build: FileBuild, stream: BinaryIO, numbers: ControlNumbers) -> Written:
        """Write a file under its numbers."""
        return write(build, stream, self.bench.profile, self.request, numbers, self.bench.progress)

    def name(self, build: FileBuild, interchange: int) -> str:
        """Return what a file is called, before it is encrypted."""
        return file_name(self.bench.profile, self.request, build.file, interchange)


def build_carrier(bench: CarrierBench, order: CarrierOrder) -> CarrierOutcome:
    """Build, keep, check and judge the files that an order asks for.

    Raises:
        ParameterError: If the carrier does not take such a file, not now, or not a second one today.
        RunError: If what was read, or the carrier's picture, was purged.
        X12Error: If a file cannot be written at all; nothing of it was kept.
    """
    site = _site(bench, order)
    wanted = [build for group, build in site.builds().items() if order.group in {None, group}]
    files = [_build(site, build) for build in wanted]
    done = tuple(file for file in files if file is not None)
    return CarrierOutcome(
        carrier=bench.profile.name,
        files=done,
        skipped=None if done else "there is nothing to tell",
    )


def _site(bench: CarrierBench, order: CarrierOrder) -> _Site:
    snapshot = Snapshot.of(bench.artifacts, INTEGRATION, order.run_id)
    elections = snapshot.held(bench.artifacts)
    years = PlanYears.of(elections, order.as_of)
    refuse_out_of_season(bench, order, years)
    plan_year = years.told(bench, order)
    knowledge = knowledge_of(bench, order, plan_year)
    refuse_earlier_day(bench, order, knowledge.last_file)
    request = BuildRequest(
        kind=order.kind,
        as_of=order.as_of,
        created=bench.local_now(),
        reference=f"{order.run_id}-{bench.profile.name}"[:40].upper(),
        key=bench.key,
        usage=envelope.Usage(order.usage),
        plan_year=order.plan_year,
        last_file=knowledge.last_file,
    )
    people = snapshot.people(bench.artifacts)
    return _Site(bench, order, snapshot, plan_year, knowledge, request, people, elections)


def _build(site: _Site, build: FileBuild) -> FileOutcome | None:
    """Build one file; None where there is nothing to tell."""
    bench, order = site.bench, site.order
    kept = _kept_before(site, build.file)
    if kept is not None:
        return settled(bench, kept)
    with scratch_file() as stream:
        written = site.write(build, stream, _coming(bench.ledger.numbers.last(site.pair)))
        measures = _measured(site, build, written)
        gates = judge(measures, bench.profile)
        if verdict_of(gates) is Verdict.SKIP:
            return None
        if not written.summary.transactions:
            return _refused_empty(site, build.file, site.name(build, 1), gates)
        if order.dry_run:
            name = site.name(build, written.summary.interchange)
            with _earlier(site, build.file) as earlier:
                return rehearsed(bench, order, written, gates, build.file, name, earlier)
        wraps = numbers_began_again(bench.profile.name, order.usage)
        numbers = bench.ledger.numbers.take(site.pair, _purpose(site, build.file), bench.now(), wraps)
        if numbers.interchange != written.summary.interchange or numbers.group != written.summary.group:
            # Another run took the coming numbers in between: the file is written anew under its own.
            stream.seek(0)
            stream.truncate()
            written = site.write(site.builds()[build.file], stream, numbers)
        file = _keep(site, build, written, measures, gates)
    return settled(bench, file, wrapped=numbers.wrapped)


def _refused_empty(site: _Site, group: str, name: str, gates: tuple[GateOutcome, ...]) -> FileOutcome:
    """Refuse a file without people, of which nothing is kept."""
    bench = site.bench
    if not site.order.dry_run:
        bench.ledger.alarms.keep(refused_unkept(bench.profile.name, name, gates), bench.now())
    return FileOutcome.of_gates(group, name, gates, state=FileState.REFUSED)


@contextmanager
def _earlier(site: _Site, group: str) -> Iterator[Earlier | None]:
    """Give the file that a rehearsed one is compared with; None where there is none."""
    find = _of_this_year if site.order.plan_year == "next" else _last_whole
    with scratch_file() as stream:
        yield find(site, group, stream)


def _last_whole(site: _Site, group: str, stream: BinaryIO) -> Earlier | None:
    """Copy the last good file, where both it and the new one name everybody."""
    last = site.knowledge.file_of(group)
    if last is None or FileKind.CHANGE in {last.kind, FileKind(site.order.kind)}:
        return None
    with site.bench.vault.open(last.uri, last.sha256) as kept:
        shutil.copyfileobj(kept, stream, _COPY)
    return Earlier(stream, site.bench.ledger.people.of_file(last.id))


def _of_this_year(site: _Site, group: str, stream: BinaryIO) -> Earlier | None:
    """Write everyone as this plan year has them, for a carrier that knows nobody."""
    profile = site.bench.profile
    whole = next((kind for kind in (Kind.FULL, Kind.AUDIT) if kind in profile.file.kinds), None)
    if whole is None:
        return None
    request = replace(site.request, kind=whole, plan_year="current", last_file=None)
    builds = build_files(profile, request, site.people, site.elections)
    build = next((one for one in builds if one.file == group), None)
    if build is None:
        return None
    numbers = _coming(ControlNumbers(0, 0))
    written = write(build, stream, profile, request, numbers, site.bench.progress)
    return Earlier(stream, written.people) if written.summary.transactions else None


def _kept_before(site: _Site, group: str) -> FileRow | None:
    """Return the file that an earlier try of the same task kept."""
    files = site.bench.ledger.files.of_run(site.order.run_id)
    mine = (file for file in files if (file.carrier, file.group) == (site.bench.profile.name, group))
    return next((file for file in mine if file.supersedes == site.order.supersedes), None)


def _purpose(site: _Site, group: str) -> str:
    parts = [site.order.run_id, site.bench.profile.name, group]
    return "/".join([*parts, str(site.order.supersedes)] if site.order.supersedes else parts)


def _coming(last: ControlNumbers) -> ControlNumbers:
    interchange, group = (number % LAST_CONTROL_NUMBER + 1 for number in (last.interchange, last.group))
    return ControlNumbers(interchange, group)


def _measured(site: _Site, build: FileBuild, written: Written) -> FileMeasures:
    """Return what the gates look at: what the build counted, and what only its surroundings tell."""
    age = site.bench.now() - site.snapshot.read_at
    return written.built.measures.model_copy(
        update={
            "snapshot_age_hours": round(age.total_seconds() / _HOUR, 2),
            "same_as_last": _is_as_last(site, build, written),
        }
    )


def _is_as_last(site: _Site, build: FileBuild, written: Written) -> bool:
    """Tell whether a change file says what the last file said, its numbers and times aside."""
    last = site.knowledge.file_of(build.file)
    if last is None or FileKind(site.order.kind) is not FileKind.CHANGE or last.kind is not FileKind.CHANGE:
        return False
    if last.subscribers + last.dependents != written.summary.members:
        return False
    with site.bench.vault.open(last.uri, last.sha256) as before:
        same = say_the_same(before, written.stream)
    written.stream.seek(0)
    return same


def _keep(
    site: _Site, build: FileBuild, written: Written, measures: FileMeasures, gates: tuple[GateOutcome, ...]
) -> FileRow:
    """Put a file and its picture into the vault, and the file into the ledger with its people."""
    bench, order, summary = site.bench, site.order, written.summary
    name, at = site.name(build, summary.interchange), bench.now()
    with bench.vault.put(bench.profile.name, name, at) as deposit:
        while chunk := written.stream.read(_COPY):
            deposit.write(chunk)
    picture = keep_picture(bench.vault, bench.profile.name, name, written.built.picture, at)
    new = NewFile(
        carrier=bench.profile.name,
        group=build.file,
        usage=order.usage,
        kind=FileKind(order.kind),
        as_of=order.as_of,
        plan_year=site.plan_year,
        sender=site.pair.sender,
        receiver=site.pair.receiver,
        interchange=summary.interchange,
        group_number=summary.group,
        reference=summary.transactions[0].reference,
        name=name,
        sha256=summary.sha256,
        size=summary.size,
        segments=summary.segments,
        subscribers=sum(part.subscribers for part in summary.transactions),
        dependents=sum(part.dependents for part in summary.transactions),
        coverages=written.coverages,
        profile_version=bench.profile.version_label,
        run_id=order.run_id,
        business_day=business_day(bench.profile.schedule, at),
        forced_reason=order.forced_reason,
        supersedes=order.supersedes,
        gates=gates,
        measures=measures,
        uri=deposit.uri,
        picture_uri=picture.uri,
        picture_sha256=picture.sha256,
    )
    unsaid = map(left_out, written.built.refused)
    return bench.ledger.files.create(new, bench.who, at, written.people, unsaid)
