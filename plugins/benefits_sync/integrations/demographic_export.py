"""BambooHR employees to PlanSource subscribers: new hires, changes, terminations, rehires."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from benefits_sync.clients.bamboohr.roster import EmployeeReader
from benefits_sync.clients.plansource.writer import SubscriberWriter
from benefits_sync.domain.changes import created_as_wanted
from benefits_sync.domain.guards import evaluate
from benefits_sync.domain.outstanding import outstanding_writes
from benefits_sync.domain.planning import plan_demographics
from benefits_sync.hooks.bamboohr import BambooHRHook
from benefits_sync.hooks.plansource import PlanSourceHook
from benefits_sync.mapping import Mapping, load_mapping
from benefits_sync.mapping.records import map_records
from benefits_sync.mapping.safety import refuse_test_settings
from benefits_sync.models.runs import IntegrationType
from benefits_sync.pipeline.integration import Integration


@asynccontextmanager
async def _employees() -> AsyncIterator[EmployeeReader]:
    async with BambooHRHook().client() as client:
        yield EmployeeReader(client)


@asynccontextmanager
async def _subscribers(expected: int) -> AsyncIterator[SubscriberWriter]:
    async with PlanSourceHook().client() as client:
        yield SubscriberWriter(client, expected)


def _mapping(path: Path) -> Mapping:
    mapping = load_mapping(path)
    refuse_test_settings(mapping, (BambooHRHook().host, PlanSourceHook().host))
    return mapping


DEMOGRAPHIC_EXPORT = Integration(
    name="demographic_export",
    title="Demographic export",
    type=IntegrationType.EXPORT,
    mapping_file="demographic_export.yaml",
    asset_uri="x-benefits://plansource/subscribers",
    open_mapping=_mapping,
    mapper=map_records,
    planner=plan_demographics,
    guard=evaluate,
    outstanding=outstanding_writes,
    carried_out=created_as_wanted,
    open_reader=_employees,
    open_writer=_subscribers,
)
