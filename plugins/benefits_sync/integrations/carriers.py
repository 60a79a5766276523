"""Carrier files: who there is to send to, where people and elections are read, and the forms of both DAGs.

Airflow's hooks of Slack and SMTP, and the SFTP libraries, are loaded where they are used.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from airflow.sdk import Param

from benefits_sync.clients.bamboohr.ssns import SsnReader
from benefits_sync.clients.plansource.elections import ElectionReader
from benefits_sync.hooks.bamboohr import BambooHRHook
from benefits_sync.hooks.plansource import PlanSourceHook
from benefits_sync.integrations import forms
from benefits_sync.integrations.dag_settings import COMPANY_ZONE
from benefits_sync.notifications.carriers import mail_to_carrier, tell_carrier_alarms
from benefits_sync.operators.carriers.carrier_operator import CarrierFeed
from benefits_sync.operators.carriers.profiles import carrier_profiles
from benefits_sync.pipeline.carriers.bench import INTEGRATION
from benefits_sync.pipeline.carriers.snapshot import SnapshotSources

POOL: Final = "carriers"
"""Limits the tasks that build, send or collect at once."""

_LARGEST: Final = 2_147_483_647  # of the ledger's column


@asynccontextmanager
async def _elections() -> AsyncIterator[ElectionReader]:
    async with PlanSourceHook().client() as client:
        yield ElectionReader(client)


@asynccontextmanager
async def _ssns() -> AsyncIterator[SsnReader]:
    async with BambooHRHook().client() as client:
        yield SsnReader(client)


CARRIER_FILES: Final = CarrierFeed(
    name=INTEGRATION,
    title="Carrier files",
    zone=COMPANY_ZONE,
    sources=SnapshotSources(_elections, _ssns),
    source_host=lambda: PlanSourceHook().host,
    tell=tell_carrier_alarms,
    mail=mail_to_carrier,
)


def carriers_field(description: str) -> Param:
    """Return the field in which carriers are chosen: the names of the profiles that there are."""
    known = sorted(carrier_profiles())
    return Param(
        None,
        type=["null", "array"],
        items={"type": "string", "enum": known},
        examples=known,
        uniqueItems=True,
        maxItems=max(len(known), 1),
        title="Carriers",
        description=description,
    )


def delivery_form() -> dict[str, Param]:
    """Return the form of a run that builds and sends files."""
    return {
        "carriers": carriers_field(
            "Whose files to build; empty means all, and on schedule those whose day it is."
        ),
        "kind": Param(
            "usual",
            type="string",
            enum=["usual", "change", "full", "audit"],
            title="File kind",
            description="What the carrier is to make of the file; usual is what its profile says. With an "
            "empty list of carriers, only those that take the kind get a file.",
        ),
        "as_of": forms.day(
            "As of",
            "The business day that the file is true for, not before that of the last file; empty means today "
            "in the carrier's zone.",
        ),
        "plan_year": Param(
            "current",
            type="string",
            enum=["current", "next"],
            title="Plan year",
            description="Next is the file of open enrollment, for carriers whose profile describes one.",
        ),
        "usage": Param(
            "production",
            type="string",
            enum=["production", "test"],
            title="Usage",
            description="Test files go to the carrier's test side, which loads nobody.",
        ),
        "dry_run": forms.dry_run(
            "A rehearsal: build, check, judge and compare, person by person; keep no file and send nothing."
        ),
        "forced_reason": _text(
            "Reason for a second file",
            "A carrier, group and business day have one production file. Another one needs a reason, which "
            "stays in its history.",
        ),
        "notice_given_on": forms.day(
            "Notice given on",
            "When the carrier was told that absence from an open-enrollment file ends coverage; needed only "
            "where the profile says so.",
        ),
        "supersedes": _file(
            "Supersedes", "Number of a file that is built anew, with new numbers, in its place."
        ),
        "resend": _file(
            "Resend",
            "Number of a file that goes out once more, byte for byte, because the carrier says that it never "
            "came. Nothing else is read or built.",
        ),
        "run_name": forms.run_name(),
    }


def _text(title: str, description: str) -> Param:
    return Param(
        None,
        type=["null", "string"],
        maxLength=2000,
        pattern=forms.NO_SSN_TEXT,
        title=title,
        description=description,
    )


def _file(title: str, description: str) -> Param:
    return Param(
        None, type=["null", "integer"], minimum=1, maximum=_LARGEST, title=title, description=description
    )
