"""Loads our modules before a component of Airflow forks, so that none of its forks has to."""

import importlib
import pkgutil

from benefits_sync import clients, integrations, notifications, operators


def load_modules() -> None:
    """Load what DAGs and tasks import."""
    for package in (clients, integrations, notifications, operators):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            importlib.import_module(module.name)
