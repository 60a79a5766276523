"""Puts a page of runs together from the ledger and from Airflow."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

from benefits_sync.integrations.registry import DAG_IDS
from benefits_sync.store.ledger import Ledger
from benefits_sync.store.listing import AirflowRun, ListedRun, RunFilter
from benefits_sync.ui import airflow_runs
from benefits_sync.ui.access import Access
from benefits_sync.ui.airflow_runs import KnownRun
from benefits_sync.ui.progress import progress_of
from benefits_sync.ui.tiles import BY_STATE, Shown, Tile, overruled

PAGE_SIZE: Final = 25

LOOKED_BACK: Final = timedelta(days=30)
"""How long a run is shown that ended or was deleted before it reached the ledger."""


@dataclass(frozen=True, slots=True)
class Board:
    """The runs one person may see at one moment."""

    ledger: Ledger
    now: datetime
    titles: Mapping[str, str]
    dag_ids: frozenset[str]
    running: Mapping[AirflowRun, KnownRun]
    shown_as: Mapping[str, str]
    extras: Sequence[Tile] = field(default=())

    @classmethod
    def seen_by(cls, access: Access, ledger: Ledger, now: datetime) -> "Board":
        """Collect what both know; Airflow is asked before the ledger, which hears of everything later."""
        dag_ids = access.visible({*DAG_IDS.values(), *ledger.listing.dag_ids()})
        running = {run.key: run for run in airflow_runs.active(dag_ids)}
        unfinished = ledger.listing.unfinished(dag_ids)
        begun = {_key(run): run for run in ledger.listing.of_airflow_runs(running)}
        shown_as = overruled(running, begun, unfinished, airflow_runs.states(map(_key, unfinished)))
        board = cls(ledger, now, airflow_runs.titles(dag_ids), dag_ids, running, shown_as)
        return board._with_extras(
            [(run, BY_STATE[run.state]) for key, run in running.items() if key not in begun]
        )

    def with_history(self) -> "Board":
        """Return the board with the runs that are yet to come, and those that never reached the ledger."""
        since = self.now - LOOKED_BACK
        failed = airflow_runs.failed(self.dag_ids, since)
        removed = airflow_runs.removed(self.dag_ids, since)
        begun = set(map(_key, self.ledger.listing.of_airflow_runs(run.key for run in (*failed, *removed))))
        told = [(run, Shown.SCHEDULED) for run in airflow_runs.upcoming(self.dag_ids)]
        told += [(run, Shown.FAILED) for run in failed if run.key not in begun]
        told += [(run, Shown.DELETED) for run in removed if run.key not in begun]
        return self._with_extras(told)

    def _with_extras(self, told: Sequence[tuple[KnownRun, Shown]]) -> "Board":
        tiles = [Tile.of_airflow(run, status, self.title(run.dag_id)) for run, status in told]
        return replace(self, extras=[*self.extras, *self._with_progress(tiles)])

    def title(self, integration: str) -> str:
        """Return an integration's name for people."""
        return self.titles.get(integration) or integration.replace("_", " ").capitalize()

    def integrations(self) -> set[str]:
        """Return the integrations that may be asked for."""
        return {*self.titles, *self.ledger.listing.integrations(self.dag_ids)}

    def tally(self, wanted: RunFilter) -> dict[Shown, int]:
        """Return how many runs have each status, whichever status is asked for."""
        every = replace(wanted, status=None, shown_as=self.shown_as)
        found = self.ledger.listing.tally(every) + Counter(
            tile.status.value for tile in self.extras if tile.fits(every)
        )
        return {status: found[status.value] for status in Shown}

    def page(self, wanted: RunFilter, number: int) -> list[Tile]:
        """Return a page of tiles, newest first; the first page is number 1.

        The ledger is read from so much earlier as there are other runs, which may belong in between; the
        place of a tile in the whole list is then its place in this part plus where the part begins.
        """
        extras = [
            tile for tile in self.extras if tile.fits(wanted) and wanted.status in {None, tile.status.value}
        ]
        start = (number - 1) * PAGE_SIZE
        begin = max(0, start - len(extras))
        listed = self.ledger.listing.page(
            replace(wanted, shown_as=self.shown_as), begin, start + PAGE_SIZE - begin
        )
        merged = sorted([*extras, *self.tiles(listed)], key=lambda tile: tile.at, reverse=True)
        return merged[start - begin :][:PAGE_SIZE]

    def tiles(self, listed: Collection[ListedRun]) -> list[Tile]:
        """Return the tiles of runs that the ledger knows."""
        present = airflow_runs.states(map(_key, listed))
        return self._with_progress([self._tile(run, gone=_key(run) not in present) for run in listed])

    def at_work(self, keys: Collection[str]) -> list[Tile]:
        """Return the tiles of these runs, asked for by `Tile.key`, as they are now."""
        asked = [(dag_id, run_id) for dag_id, _, run_id in (key.partition("/") for key in keys)]
        known = [run for run in self.ledger.listing.of_airflow_runs(asked) if run.dag_id in self.dag_ids]
        return [*self.tiles(known), *(tile for tile in self.extras if tile.run_id and tile.key in keys)]

    def _tile(self, run: ListedRun, *, gone: bool) -> Tile:
        summary = run.summary
        status = Shown(self.shown_as.get(summary.reference_id, summary.status.value))
        return Tile.of_ledger(run, status, self.title(summary.integration), self.now, gone=gone)

    def _with_progress(self, tiles: Sequence[Tile]) -> list[Tile]:
        live = [tile for tile in tiles if tile.lives and (tile.dag_id, tile.run_id) in self.running]
        begun = [tile.summary.reference_id for tile in live if tile.summary is not None]
        counts = self.ledger.listing.written_so_far(begun) if begun else {}
        shown = {
            tile.key: progress_of(
                airflow_runs.tasks((tile.dag_id, tile.run_id)),
                counts.get(tile.summary.reference_id) if tile.summary else None,
            )
            for tile in live
        }
        return [replace(tile, progress=shown.get(tile.key)) for tile in tiles]


def _key(run: ListedRun) -> AirflowRun:
    return run.dag_id, run.airflow_run_id
