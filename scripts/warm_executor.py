"""Airflow's own executor for one machine, with our modules loaded before its workers are forked.

Each task is a fork of a worker. Without this, each would load the same modules anew, which on two cores takes
longer than what most tasks of a small company do. Where processes are spawned, as on macOS, nothing changes.
"""

import importlib
import pkgutil

from airflow.executors.local_executor import LocalExecutor

from benefits_sync import clients, integrations, notifications, operators


class WarmLocalExecutor(LocalExecutor):
    """Runs tasks in forks that have everything loaded."""

    def start(self) -> None:
        """Load what DAGs and tasks import, then start as usual."""
        if self.is_mp_using_fork:
            for package in (clients, integrations, notifications, operators):
                for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
                    importlib.import_module(module.name)
        super().start()

    def end(self) -> None:
        """End the workers, also one that Airflow would wait for without having told it to end.

        It tells as many to end as live, but one that was told may be gone before the next are counted.
        """
        for _ in self.workers:
            self.activity_queue.put(None)
        super().end()
