"""Airflow's own executor for one machine, with our modules loaded before its workers are forked.

Each task is a fork of a worker. Without this, each would load the same modules anew, which on two cores takes
longer than what most tasks of a small company do. Where processes are spawned, as on macOS, nothing changes.
"""

from airflow.executors.local_executor import LocalExecutor

from scripts.warming import load_modules


class WarmLocalExecutor(LocalExecutor):
    """Runs tasks in forks that have everything loaded."""

    def start(self) -> None:
        """Load what DAGs and tasks import, then start as usual."""
        if self.is_mp_using_fork:
            load_modules()
        super().start()

    def end(self) -> None:
        """End the workers, also one that Airflow would wait for without having told it to end.

        It tells as many to end as live, but one that was told may be gone before the next are counted.
        """
        for _ in self.workers:
            self.activity_queue.put(None)
        super().end()
